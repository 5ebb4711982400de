"""The schema of annotations, questions, answers and accepted places: nodes to records.

Each reader returns None where the record is wrong, with the faults in the report, so that one wrong record
never touches another. Text is cleaned already when it gets here; what stands on one line is cleaned to one.
"""

from __future__ import annotations

from companion.formats import parts
from companion.formats.fields import Fields, Report
from companion.formats.nodes import Mapping_
from companion.model.annotation import Annotation, Answer, Place, Question, Quote


def read_annotation(node: Mapping_, report: Report, name: str = "") -> Annotation | None:
    """`name` is the id of a record that does not say one."""
    errors = report.errors
    fields = Fields(node, report)
    section = fields.line("section")
    quote = parts.own_quote(fields, section)
    annotation = Annotation(
        id=parts.own_id(fields, name),
        quote=quote,
        section=section,
        also=parts.also(fields),
        searched=fields.lines("searched"),
        kind=parts.kind(fields),
        note=fields.text("note"),
        tags=fields.lines("tags"),
        sources=parts.sources(fields),
        author=fields.line("author"),
        **parts.history(fields),
        unknown=parts.loose_context(fields, quote) | fields.unknown(),
        where=report.where(node),
    )
    if annotation.searched and quote is not None:
        at = node.pairs["searched"][0]
        report.warn(at, "searched stands beside a quote", "a note on what is absent has no quote")
    says = annotation.note or annotation.searched or annotation.kind or annotation.tags
    if quote is None and not says and report.errors == errors:
        report.warn(node, "an annotation that says nothing", "a note was expected")
    return annotation if report.errors == errors else None


def read_question(node: Mapping_, report: Report) -> Question | None:
    errors = report.errors
    fields = Fields(node, report)
    question = Question(
        id=fields.id(),
        ask=fields.text("ask", needed=True),
        why=fields.text("why"),
        verdict=parts.verdict(fields),
        evidence=parts.evidence(fields),
        unknown=fields.unknown(),
        where=report.where(node),
    )
    return question if report.errors == errors else None


def read_answer(
    node: Mapping_, report: Report, name: str = "", *, question: str = "", layer: str = ""
) -> Answer | None:
    """`question` is given where it stands above the record; `layer` is whose question a bare id is.

    An answer without an id of its own, where `name` gives none either, has an empty one.
    """
    errors = report.errors
    fields = Fields(node, report)
    asked = question
    if not question or fields.has("question"):
        asked = parts.named_reference(fields, "question", layer)
    if asked and question and asked != question:
        report.fault(node.pairs["question"][1], "another question than above", f"{question} was expected")
    answer = Answer(
        id=parts.own_id(fields, name) if name or fields.has("id") else "",
        question=asked,
        verdict=parts.verdict(fields),
        note=fields.text("note"),
        evidence=parts.evidence(fields),
        author=fields.line("author"),
        **parts.history(fields),
        unknown=fields.unknown(),
        where=report.where(node),
    )
    return answer if report.errors == errors else None


def read_place(node: Mapping_, report: Report, name: str = "") -> Place | None:
    errors = report.errors
    fields = Fields(node, report)
    quote = parts.own_quote(fields, fields.line("section"))
    if quote is None and report.errors == errors:
        report.fault(node, "no quote", "the words of the accepted place were expected after `quote:`")
    place = Place(
        id=parts.own_id(fields, name),
        place=parts.named_reference(fields, "place"),
        quote=quote or Quote(""),
        **parts.history(fields),
        unknown=fields.unknown(),
        where=report.where(node),
    )
    return place if report.errors == errors else None
