"""Which annotation and which question stand where: by section, on the document, or nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from companion.model import LOST, Annotation, Answer, Document, Evidence, Layer, Placement, Question, Quote, Span

Placements = Mapping[str, Placement]


class Stood(NamedTuple):
    """An annotation with its layer and where it landed."""

    layer: Layer
    annotation: Annotation
    placement: Placement


class Asked(NamedTuple):
    """A question with its layer and the answers readers gave to it."""

    layer: Layer
    question: Question
    answers: tuple[tuple[Layer, Answer], ...]


@dataclass
class Part:
    """What belongs to one section, or to the document as a whole."""

    annotations: list[Stood] = field(default_factory=list)
    questions: list[Asked] = field(default_factory=list)


@dataclass
class Arranged:
    """`sections` by section id; `document` holds what stands nowhere in particular; `lost` what found no place."""

    sections: dict[str, Part]
    document: Part
    lost: list[Stood]


def arrange(document: Document, layers: Sequence[Layer], placements: Placements) -> Arranged:
    """Annotations go where they landed, in reading order; a question goes where its first placed evidence stands."""
    arranged = Arranged({heading.id: Part() for heading in document.headings}, Part(), [])
    for layer in layers:
        for annotation in layer.annotations:
            stood = Stood(layer, annotation, placements.get(layer.key(annotation), LOST))
            _home(arranged, stood).append(stood)
    for part in arranged.sections.values():
        part.annotations.sort(key=_reading_order)
    answers = _answers(layers)
    for layer in layers:
        for question in layer.questions:
            span = evidence_span(placements, layer, question)
            part = arranged.sections.get(span.section, arranged.document) if span else arranged.document
            part.questions.append(Asked(layer, question, tuple(answers.get(layer.key(question), ()))))
    return arranged


def _home(arranged: Arranged, stood: Stood) -> list[Stood]:
    if stood.placement.state == "lost":
        return arranged.lost
    span = stood.placement.span
    if span is None:
        return arranged.document.annotations
    return arranged.sections.get(span.section, arranged.document).annotations


def _reading_order(stood: Stood) -> tuple[int, int]:
    """Notes on the whole section come first, the others by where their words begin."""
    span = stood.placement.span
    assert span is not None
    return (-1, 0) if stood.annotation.quote is None else (span.start, span.end)


def _answers(layers: Iterable[Layer]) -> dict[str, list[tuple[Layer, Answer]]]:
    found: dict[str, list[tuple[Layer, Answer]]] = {}
    for layer in layers:
        for answer in layer.answers:
            found.setdefault(answer.question, []).append((layer, answer))
    return found


def evidence_key(layer: Layer, owner: str, evidence: Sequence[Evidence], index: int) -> str:
    """The key in the placements of one piece of evidence of the question or answer `owner`."""
    item = evidence[index]
    if isinstance(item, Quote):
        return f"{layer.id}/{owner}#{index}"
    return item if "/" in item else f"{layer.id}/{item}"


def evidence_span(placements: Placements, layer: Layer, record: Question | Answer) -> Span | None:
    """Where the first piece of evidence that has a place stands."""
    for index in range(len(record.evidence)):
        placement = placements.get(evidence_key(layer, record.id, record.evidence, index), LOST)
        if placement.span is not None:
            return placement.span
    return None
