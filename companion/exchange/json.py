"""What the commands tell other programs: JSON-ready lists and dicts, in the shapes the README names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from companion.analysis.arrange import Arranged, Asked, Part, Placements, Stood, arrange
from companion.model import LOST, Answer, Document, Evidence, Layer, Placement, Span


def place_shape(document: Document, placement: Placement) -> dict[str, Any]:
    """`state`, `score`, then `section`, `start`, `end`, `text` (null without a place), and `more` for further spans."""
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
    arranged = arrange(document, layers, placements)
    sections = []
    for heading in document.headings:
        if only is not None and heading.id != only:
            continue
        section = document.section(heading.id)
        about = {"id": heading.id, "title": heading.title, "level": heading.level, "text": section.text}
        sections.append(about | _part_shape(document, arranged.sections[heading.id]))
    whole = arranged if only is None else Arranged({}, Part(), [])
    return {
        "title": document.title,
        "fingerprint": document.fingerprint,
        "format": document.format,
        "sections": sections,
        "document": _part_shape(document, whole.document),
        "lost": [_annotation_shape(document, stood) for stood in whole.lost],
    }


def _part_shape(document: Document, part: Part) -> dict[str, Any]:
    return {
        "annotations": [_annotation_shape(document, stood) for stood in part.annotations],
        "questions": [_question_shape(asked) for asked in part.questions],
    }


def _annotation_shape(document: Document, stood: Stood) -> dict[str, Any]:
    """The file's fields and the place. Where both say `section` and `start`, the place does."""
    from companion.layers.to_dict import record_fields  # YAML: only where layers were read

    return record_fields(stood.annotation) | {"layer": stood.layer.id} | place_shape(document, stood.placement)


def _question_shape(asked: Asked) -> dict[str, Any]:
    """The file's fields, the layer, and under `answers` what readers answered, by layer."""
    question = asked.question
    shape: dict[str, Any] = {"id": question.id, "layer": asked.layer.id, "ask": question.ask}
    if question.why:
        shape["why"] = question.why
    shape |= {"verdict": question.verdict, "evidence": [_evidence_shape(item) for item in question.evidence]}
    shape |= question.unknown
    if asked.answers:
        shape["answers"] = [{"layer": layer.id} | _answer_shape(answer) for layer, answer in asked.answers]
    return shape


def _evidence_shape(item: Evidence) -> str | dict[str, Any]:
    if isinstance(item, str):
        return item
    names = ("prefix", "suffix", "section", "start")
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
