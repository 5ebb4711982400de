"""The overview of a report: sections against what was said of them, every number with the places it counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from companion.analysis.arrange import Arrangement, Placements
from companion.model import Answer, Document, Heading, Kind, Layer, Question, Span


class OverviewPlace(NamedTuple):
    """A place that a cell counts: the key of what stands there, and where; a note on a whole section has all of it."""

    key: str
    span: Span


class OverviewColumn(NamedTuple):
    """A column of one `family` (`kind`, `yours` or `evidence`), of one kind or verdict."""

    family: str
    name: str
    label: str
    sign: str = ""


@dataclass(frozen=True)
class Overview:
    """Sections and columns; `cells` holds the places by section's id and column, `read` the sections read."""

    document: Document
    sections: tuple[Heading, ...]
    columns: tuple[OverviewColumn, ...]
    cells: Mapping[tuple[str, OverviewColumn], tuple[OverviewPlace, ...]]
    read: frozenset[str]

    def cell(self, section: str, column: OverviewColumn) -> tuple[OverviewPlace, ...]:
        return self.cells.get((section, column), ())

    def total(self, column: OverviewColumn) -> int:
        return sum(len(self.cell(heading.id, column)) for heading in self.sections)

    @property
    def most(self) -> int:
        """The largest number of a cell."""
        return max((len(places) for places in self.cells.values()), default=0)


def overview_of(
    document: Document,
    layers: Sequence[Layer],
    placements: Placements,
    kinds: Mapping[str, Kind],
    read: Collection[str] = (),
) -> Overview:
    """The overview of all layers; a note without a kind is in the column of none."""
    cells: dict[tuple[str, OverviewColumn], list[OverviewPlace]] = {}
    columns: dict[OverviewColumn, None] = {}
    arrangement = Arrangement(document, tuple(layers), placements)
    for column, place in (*_annotations(arrangement, kinds), *_evidence(arrangement)):
        columns[column] = None
        places = cells.setdefault((place.span.section, column), [])
        if place not in places:
            places.append(place)
    order = {"kind": 0, "yours": 1, "evidence": 2}
    known = list(kinds)
    ranked = sorted(
        columns,
        key=lambda c: (order[c.family], known.index(c.name) if c.name in known else len(known), c.name),
    )
    frozen = {where: tuple(sorted(places, key=lambda place: place.span)) for where, places in cells.items()}
    here = frozenset(heading.id for heading in document.headings if heading.id in read)
    return Overview(document, document.headings, tuple(ranked), frozen, here)


def _annotations(arrangement: Arrangement, kinds: Mapping[str, Kind]) -> Iterator[tuple[OverviewColumn, OverviewPlace]]:
    for card in arrangement.in_order:
        if card.layer.own:
            column = OverviewColumn("yours", "yours", "your notes", "+")
        else:
            name = card.annotation.kind
            kind = kinds.get(name)
            column = OverviewColumn("kind", name, kind.label if kind else name or "no kind", kind.sign if kind else "?")
        if card.span:
            yield column, OverviewPlace(card.key, card.span)


def _evidence(arrangement: Arrangement) -> Iterator[tuple[OverviewColumn, OverviewPlace]]:
    document, placements = arrangement.document, arrangement.placements
    for question in arrangement.questions:
        given: list[tuple[Layer, Question | Answer]] = [(question.layer, question.question), *question.answers]
        for layer, record in given:
            for index in range(len(record.evidence)):
                placement = placements.get(layer.evidence_key(record, index))
                span = placement.span if placement and placement.state != "lost" else None
                if span and document.index(span.section) is not None:
                    column = OverviewColumn("evidence", record.verdict, f"evidence, {record.verdict}", "")
                    yield column, OverviewPlace(question.key, span)
