"""JSON output for other programs, in the shapes the README documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from companion.analysis.arrange import Arrangement, Card, Placements, QuestionCard
from companion.model import LOST, Answer, Document, Evidence, Kind, Layer, Placement, Span


def show(
    document: Document,
    layers: Sequence[Layer],
    placements: Placements,
    *,
    only: str | None = None,
    kinds: Mapping[str, Kind] | None = None,
    cells: bool = False,
) -> list[str]:
    """The lines of `show_shape`. `kinds` and `cells` are not used: JSON has names of kinds, and text as it stands."""
    return lines_of(show_shape(document, layers, placements, only=only))


def notes(document: Document, own: Layer, placements: Placements, kinds: Mapping[str, Kind]) -> list[str]:
    """The lines of `notes_shape`. Placements and kinds are not used: it has what the notes' files have."""
    return lines_of(notes_shape(document, own))


def anchors(document: Document, layers: Sequence[Layer], placements: Placements) -> list[str]:
    """The lines of `anchors_shape`."""
    return lines_of(anchors_shape(document, layers, placements))


def listing(documents: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """What there is to read, as it was given."""
    return lines_of(documents)


def lines_of(shape: object) -> list[str]:
    """The lines of a JSON value."""
    from json import dumps  # not on the way to the screen

    return dumps(shape, ensure_ascii=False, indent=2).split("\n")


def place_shape(document: Document, placement: Placement) -> dict[str, Any]:
    """`state`, `score`, `section`, `start`, `end`, `text` (null without a place); `more` has further spans."""
    shape: dict[str, Any] = {"state": placement.state, "score": round(placement.score, 4)}
    spans = () if placement.state == "lost" else placement.spans
    shape |= _span_shape(document, spans[0]) if spans else dict.fromkeys(("section", "start", "end", "text"))
    if len(spans) > 1:
        shape["more"] = [_span_shape(document, span) for span in spans[1:]]
    return shape


def _span_shape(document: Document, span: Span) -> dict[str, Any]:
    return {"section": span.section, "start": span.start, "end": span.end, "text": document.text(span)}


def anchors_shape(document: Document, layers: Iterable[Layer], placements: Placements) -> list[dict[str, Any]]:
    """Where each annotation of these layers stands, in the layers' own order."""
    return [
        {"id": annotation.id, "layer": layer.id} | place_shape(document, placements.get(layer.key(annotation), LOST))
        for layer in layers
        for annotation in layer.annotations
    ]


def show_shape(
    document: Document, layers: Sequence[Layer], placements: Placements, *, only: str | None = None
) -> dict[str, Any]:
    """The whole reading. With `only`, that section alone: nothing of the document as a whole, nothing lost."""
    arrangement = Arrangement(document, tuple(layers), placements)
    sections = []
    for heading in document.headings:
        if only is not None and heading.id != only:
            continue
        section = document.section(heading.id)
        about: dict[str, Any] = {"id": heading.id, "title": heading.title, "level": heading.level}
        about |= {"above": list(heading.above), "text": section.text}
        sections.append(about | _part_shape(arrangement, heading.id))
    return {
        "title": document.title,
        "fingerprint": document.fingerprint,
        "format": document.format,
        "read": {"headings": document.way, "ways": list(document.ways), "notices": list(document.notices)},
        "sections": sections,
        "document": _part_shape(arrangement) if only is None else {"annotations": [], "questions": []},
        "lost": [_annotation_shape(document, card) for card in arrangement.lost] if only is None else [],
    }


def _part_shape(arrangement: Arrangement, section: str = "") -> dict[str, Any]:
    """What belongs to a section, or to the document as a whole."""
    cards = arrangement.by_section.get(section, ()) if section else arrangement.whole
    return {
        "annotations": [_annotation_shape(arrangement.document, card) for card in cards],
        "questions": [_question_shape(card) for card in arrangement.questions_by_section.get(section, ())],
    }


def _annotation_shape(document: Document, card: Card) -> dict[str, Any]:
    """The file's fields and the place. Where both say `section` and `start`, the place does."""
    from companion.layers.to_dict import record_fields  # YAML: only where layers were read

    return record_fields(card.annotation) | {"layer": card.layer.id} | place_shape(document, card.placement)


def _question_shape(card: QuestionCard) -> dict[str, Any]:
    """The file's fields, the layer, and under `answers` what readers answered, by layer.

    Where their verdicts differ, `differs` is true.
    """
    question = card.question
    shape: dict[str, Any] = {"id": question.id, "layer": card.layer.id, "ask": question.ask}
    if question.why:
        shape["why"] = question.why
    shape |= {"verdict": question.verdict, "evidence": [_evidence_shape(item) for item in question.evidence]}
    shape |= question.unknown
    if card.answers:
        shape["answers"] = [{"layer": layer.id} | _answer_shape(answer) for layer, answer in card.answers]
    if card.differs:
        shape["differs"] = True
    return shape


def _evidence_shape(item: Evidence) -> str | dict[str, Any]:
    if isinstance(item, str):
        return item
    names = ("prefix", "suffix", "section", "start", "page")
    return {"quote": item.exact} | {name: value for name in names if (value := getattr(item, name)) not in ("", None)}


def _answer_shape(answer: Answer) -> dict[str, Any]:
    from companion.layers.to_dict import record_fields  # YAML: only where layers were read

    fields = record_fields(answer)
    fields.pop("question", None)
    return fields


def notes_shape(document: Document, layer: Layer) -> dict[str, Any]:
    """The reader's own notes as their files have them, and their verdicts by question (`layer/id`)."""
    from companion.layers.to_dict import record_fields  # YAML: only where layers were read

    return {
        "document": document.name,
        "fingerprint": document.fingerprint,
        "notes": [record_fields(annotation) for annotation in layer.annotations],
        "answers": {answer.question: _answer_shape(answer) for answer in layer.answers},
    }
