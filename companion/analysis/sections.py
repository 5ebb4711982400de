"""Pairs of sections of two editions: same id or title, else alike titles, else most sentences in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from companion.model import Heading

ALIKE = 80.0
"""The least likeness of titles, of 100."""


class SectionPair(NamedTuple):
    """A section of the old edition and what it is in the new one; None where it is in one of them alone."""

    old: Heading | None
    new: Heading | None

    @property
    def title(self) -> str:
        heading = self.new or self.old
        return heading.title or heading.id if heading else ""


def section_pairs(
    old: Sequence[Heading], new: Sequence[Heading], common: Mapping[tuple[str, str], int]
) -> list[SectionPair]:
    """Every section once, in the order of the new edition; an old one that went stands after the one before it.

    `common` counts sentences by the ids of the sections they stand in, old and new.
    """
    pairs: dict[str, Heading] = {}
    free = {heading.id: heading for heading in old}

    def link(heading: Heading, found: Heading | None) -> None:
        if found is not None:
            pairs[heading.id] = free.pop(found.id)

    rules: list[Callable[[Heading], Heading | None]] = [
        lambda heading: free.get(heading.id) if _worded(heading) else None,
        lambda heading: next(
            (each for each in free.values() if _title(each) and _title(each) == _title(heading)), None
        ),
        lambda heading: _nearest(heading, free),
        lambda heading: max(
            (each for each in free.values() if common.get((each.id, heading.id))),
            key=lambda each: common[each.id, heading.id],
            default=None,
        ),
    ]
    for rule in rules:
        for heading in new:
            if free and heading.id not in pairs:
                link(heading, rule(heading))
    return _in_order(old, new, pairs)


def _in_order(old: Sequence[Heading], new: Sequence[Heading], pairs: Mapping[str, Heading]) -> list[SectionPair]:
    place = {pairs[heading.id].id: number for number, heading in enumerate(new) if heading.id in pairs}
    rows = [(number, -1, SectionPair(pairs.get(heading.id), heading)) for number, heading in enumerate(new)]
    at = -1
    for number, heading in enumerate(old):
        if heading.id in place:
            at = place[heading.id]
        else:
            rows.append((at, number, SectionPair(heading, None)))
    return [pair for _, _, pair in sorted(rows, key=lambda row: row[:2])]


def _worded(heading: Heading) -> bool:
    """False for a section whose id was made without a title, so that it tells nothing."""
    return bool(heading.title) and not heading.id.rpartition(".")[2].isdigit()


def _title(heading: Heading) -> str:
    return " ".join(heading.title.casefold().split())


def _nearest(heading: Heading, free: Mapping[str, Heading]) -> Heading | None:
    from rapidfuzz import fuzz, process  # C code that one edition never needs

    titles = {name: _title(each) for name, each in free.items() if each.title}
    best = process.extractOne(_title(heading), titles, scorer=fuzz.ratio, score_cutoff=ALIKE) if heading.title else None
    return free[best[2]] if best else None
