"""Quotes to Placements, many at once: the hinted place first, and only what is left is looked for everywhere.

The stages are those of the performance note: one comparison at the hinted place; else the hinted section, if
the words and their context stand there once; else all that is left together, in one walk over the document.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from companion.anchoring.exact import hinted, in_section
from companion.anchoring.query import Wanted
from companion.anchoring.views import Views
from companion.model import LOST, Annotation, Answer, Document, Layer, Placement, Question, Quote, Span

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
    from companion.anchoring.search import search  # a third of the room, which unchanged documents never need

    return search(views, left, sure)


def _rank(placement: Placement) -> int:
    return _RANK[placement.state]


def place_layers(document: Document, layers: Iterable[Layer]) -> dict[str, Placement]:
    """Where every annotation stands (key `layer/id`), and every Quote given as evidence (`layer/id#0` …).

    A place the reader accepted comes first, if its Quote is found; a mere guess at it gives way to the annotation's
    own words where they stand as they were. A note without a Quote stands on its section, or on the document.
    """
    layers = list(layers)
    wanted: dict[str, Sequence[Quote]] = {}
    placed: dict[str, Placement] = {}
    for layer in layers:
        for annotation in layer.annotations:
            key = layer.key(annotation)
            if annotation.quote is None:
                placed[key] = _without_quote(document, annotation)
            else:
                wanted[key] = [_in(annotation, each) for each in (annotation.quote, *annotation.also)]
        wanted |= _evidence(layer)
    accepted = _accepted(layers, {*wanted, *placed})
    found = place(document, {f"accepted {key}": quotes for key, quotes in accepted.items()} | wanted)
    placed |= {key: found[key] for key in wanted}
    for key in accepted:
        given, written = found[f"accepted {key}"], placed[key]
        if given.state in ("exact", "changed") or (given.state == "unsure" and written.state != "exact"):
            placed[key] = given
    return placed


def _accepted(layers: Iterable[Layer], known: Container[str]) -> dict[str, tuple[Quote, ...]]:
    """The Quotes of the places that the reader gave to annotations, by the annotation's key."""
    found: dict[str, tuple[Quote, ...]] = {}
    for layer in layers:
        for each in layer.places if layer.own else ():
            if each.place in known:
                found[each.place] = (*found.get(each.place, ()), each.quote)
    return found


def _evidence(layer: Layer) -> Mapping[str, Sequence[Quote]]:
    holders: list[Question | Answer] = [*layer.questions, *layer.answers]
    return {
        f"{layer.key(holder)}#{number}": (evidence,)
        for holder in holders
        for number, evidence in enumerate(holder.evidence)
        if isinstance(evidence, Quote)
    }


def _in(annotation: Annotation, quote: Quote) -> Quote:
    return replace(quote, section=annotation.section) if annotation.section and not quote.section else quote


def _without_quote(document: Document, annotation: Annotation) -> Placement:
    if not annotation.section:
        return Placement("exact")
    if document.index(annotation.section) is None:
        return LOST
    return Placement("exact", 1.0, (Span(annotation.section, 0, len(document.section(annotation.section).text)),))
