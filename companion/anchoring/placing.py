"""Quotes to Placements, many at once: the hinted place first, and only what is left is looked for everywhere.

The stages are those of the performance note: one comparison at the hinted place; else the hinted section, if
the words and their context stand there once; else all that is left together, in one walk over the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from companion.anchoring.exact import hinted, in_section
from companion.anchoring.views import Views
from companion.anchoring.wanted import Wanted
from companion.model import LOST, Document, Placement, Quote, Span

_RANK = {"exact": 0, "changed": 1, "unsure": 2, "lost": 3}


def place(document: Document, wanted: Mapping[str, Sequence[Quote]]) -> dict[str, Placement]:
    """Where each Quote stands. Alternatives are tried in order; the best state wins, the first at the same state."""
    views = Views(document)
    found: dict[str, Span] = {}
    left: dict[tuple[str, int], Wanted] = {}
    for key, quotes in wanted.items():
        span = hinted(document, quotes[0]) if quotes else None
        if span is None and quotes:
            first = Wanted.of(quotes[0])
            span = in_section(views, first)
            if span is None:
                left[key, 0] = first
                left.update(((key, number), Wanted.of(quote)) for number, quote in enumerate(quotes[1:], 1))
        if span:
            found[key] = span
    searched = _searched(views, left, [(wanted[key][0], span) for key, span in found.items()]) if left else {}
    return {
        key: Placement("exact", 1.0, (found[key],))
        if key in found
        else min((searched[key, number] for number in range(len(quotes))), key=_rank, default=LOST)
        for key, quotes in wanted.items()
    }


def _searched(
    views: Views, left: Mapping[tuple[str, int], Wanted], sure: Sequence[tuple[Quote, Span]]
) -> dict[tuple[str, int], Placement]:
    from companion.anchoring.searching import search  # a third of the room, which unchanged documents never need

    return search(views, left, sure)


def _rank(placement: Placement) -> int:
    return _RANK[placement.state]
