"""The schema of annotations, questions, answers, accepted places and kinds: nodes to records.

Each reader here returns None where the record is wrong, with the faults in the report; a fault in one record
never touches another. Deleted records come back like the others.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from companion.formats.clean import clean_line
from companion.formats.complaints import shortened
from companion.formats.fields import Fields, Mention, Report, named
from companion.formats.nodes import Mapping_, Node, Scalar
from companion.model.annotation import (
    VERDICTS,
    Annotation,
    Answer,
    Evidence,
    Kind,
    Place,
    Question,
    Quote,
    Source,
    valid_id,
)

VERSION = 1
_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
_ZERO_WIDTH = {"Mn", "Me", "Cf", "Cc"}


def read_annotation(node: Mapping_, report: Report, *, id_: str = "") -> Annotation | None:
    """`id_` is the id where the record does not say one."""
    errors = report.errors
    fields = Fields(node, report)
    name = _id(fields, id_)
    section = fields.line("section")
    quote = _own_quote(fields, section)
    annotation = Annotation(
        id=name,
        quote=quote,
        section=section,
        also=tuple(_also(fields)),
        searched=fields.lines("searched"),
        kind=_kind(fields),
        note=fields.text("note"),
        tags=fields.lines("tags"),
        sources=tuple(_sources(fields)),
        author=fields.line("author"),
        **_times(fields),
        unknown=_loose_context(fields, quote) | fields.unknown(),
        where=report.where(node),
    )
    if annotation.searched and quote is not None:
        at = node.pairs["searched"][0]
        report.warn(at, "searched stands beside a quote", "a note on what is absent has no quote")
    if quote is None and not (annotation.note or annotation.searched or annotation.kind or annotation.tags):
        report.warn(node, "an annotation that says nothing", "a note was expected")
    return annotation if report.errors == errors else None


def read_question(node: Mapping_, report: Report) -> Question | None:
    errors = report.errors
    fields = Fields(node, report)
    question = Question(
        id=fields.id(),
        ask=fields.text("ask", needed=True),
        why=fields.text("why"),
        verdict=_verdict(fields),
        evidence=_evidence(fields),
        unknown=fields.unknown(),
        where=report.where(node),
    )
    return question if report.errors == errors else None


def read_answer(node: Mapping_, report: Report, *, id_: str = "", question: str = "", layer: str = "") -> Answer | None:
    """`question` is given where it stands above the record; `layer` is what a bare one belongs to."""
    errors = report.errors
    fields = Fields(node, report)
    answer = Answer(
        id=_id(fields, id_) if id_ or fields.has("id") else "",
        question=question or _reference(fields, "question", layer),
        verdict=_verdict(fields),
        note=fields.text("note"),
        evidence=_evidence(fields),
        author=fields.line("author"),
        **_times(fields),
        unknown=fields.unknown(),
        where=report.where(node),
    )
    return answer if report.errors == errors else None


def read_place(node: Mapping_, report: Report, *, id_: str = "") -> Place | None:
    errors = report.errors
    fields = Fields(node, report)
    name = _id(fields, id_)
    quote = _own_quote(fields, fields.line("section"))
    if quote is None and report.errors == errors:
        report.fault(node, "no quote", "the words of the accepted place were expected after `quote:`")
    place = Place(
        id=name,
        place=_reference(fields, "place", ""),
        quote=quote or Quote(""),
        **_times(fields),
        unknown=fields.unknown(),
        where=report.where(node),
    )
    return place if report.errors == errors else None


def read_kind(name: Scalar, node: Node, report: Report) -> Kind | None:
    errors = report.errors
    if not isinstance(node, Mapping_):
        report.fault(node, f"kind {shortened(name.text)} is {named(node)}", "a label and a sign were expected")
        return None
    fields = Fields(node, report)
    label = fields.line("label") or name.text
    sign = fields.scalar("sign")
    if report.errors == errors and (sign is None or width(sign.text) != 1):
        had = f'the sign "{shortened(sign.text)}" of {name.text} is not' if sign else f"{name.text} has no sign that is"
        report.fault(sign or node, f"{had} one column wide", "one visible character was expected")
    kind = Kind(name.text, label, sign.text if sign else "", fields.unknown())
    return kind if report.errors == errors else None


def reference(text: str, layer: str = "") -> str:
    """`layer/id` for a well-formed reference, a bare one completed by `layer`; else empty."""
    parts = text.split("/")
    if not all(valid_id(part) for part in parts) or len(parts) > 2:
        return ""
    if len(parts) == 2:
        return text
    return f"{layer}/{text}" if layer else ""


def width(text: str) -> int:
    """Columns of a terminal a sign takes; 0 if it is longer than a letter with a few marks."""
    if len(text) > 4 or "\ufe0f" in text or not text.strip():
        return 0
    wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not _is_mark(char))
    return 0 if _is_mark(text[0]) else wide


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _ZERO_WIDTH


def _id(fields: Fields, otherwise: str) -> str:
    if not fields.has("id") and valid_id(otherwise):
        fields.take("id")
        return otherwise
    return fields.id()


def _own_quote(fields: Fields, section: str) -> Quote | None:
    """The Quote whose parts stand among a record's own fields."""
    exact = fields.text("quote")
    prefix, suffix, start = fields.text("prefix"), fields.text("suffix"), fields.number("start")
    return Quote(exact, prefix, suffix, section, start) if exact else None


def _loose_context(fields: Fields, quote: Quote | None) -> dict[str, Any]:
    """What belongs to a quote that is not there is kept like an unknown field."""
    if quote is not None:
        return {}
    loose = {name: value.text for name in ("prefix", "suffix", "start") if (value := fields.scalar(name))}
    for name in loose:
        fields.report.warn(fields.node.pairs[name][0], f"{name} without a quote", "add the quote, or remove it")
    return loose


def read_quote(node: Node, report: Report, name: str) -> Quote | None:
    """A Quote in a list: a mapping with `quote`, or where `name` allows it the words alone."""
    if isinstance(node, Scalar):
        return Quote(node.text)
    if not isinstance(node, Mapping_):
        report.fault(node, f"{name} holds {named(node)}", "`- quote: the words` was expected")
        return None
    fields = Fields(node, report)
    exact = fields.text("quote", needed=True)
    prefix, suffix, section = fields.text("prefix"), fields.text("suffix"), fields.line("section")
    return Quote(exact, prefix, suffix, section, fields.number("start"), fields.unknown())


def _also(fields: Fields) -> list[Quote]:
    quotes = (read_quote(item, fields.report, "also") for item in fields.items("also"))
    return [quote for quote in quotes if quote is not None]


def _evidence(fields: Fields) -> tuple[Evidence, ...]:
    """A scalar is an id, a mapping a Quote."""
    result: list[Evidence] = []
    for item in fields.items("evidence"):
        if not isinstance(item, Scalar):
            quote = read_quote(item, fields.report, "evidence")
            if quote is not None:
                result.append(quote)
        elif reference(item.text, "any"):
            fields.report.references.append(Mention(item, item.text))
            result.append(item.text)
        else:
            fields.report.fault(
                item, f'"{shortened(item.text)}" is no id', "an annotation's id, layer/id, or `quote: the words`"
            )
    return tuple(result)


def _sources(fields: Fields) -> list[Source]:
    """Mappings; a text alone is a title, or an address where it looks like one."""
    sources = []
    for item in fields.items("sources"):
        if isinstance(item, Scalar):
            text = clean_line(item.text)
            sources.append(Source("", text) if "://" in text else Source(text))
        elif isinstance(item, Mapping_):
            inner = Fields(item, fields.report)
            title, url, accessed = inner.line("title"), inner.line("url"), inner.line("accessed")
            sources.append(Source(title, url, accessed, inner.unknown()))
        else:
            fields.report.fault(item, f"sources holds {named(item)}", "`- title: …` and `url: …` were expected")
    return sources


def _kind(fields: Fields) -> str:
    kind = fields.scalar("kind")
    if kind is None:
        return ""
    fields.report.kinds.append(Mention(kind, clean_line(kind.text)))
    return clean_line(kind.text)


def _verdict(fields: Fields) -> str:
    verdict = fields.scalar("verdict")
    if verdict is None or not verdict.text:
        return "open"
    if verdict.text not in VERDICTS:
        near = fields.report.near(verdict.text, list(VERDICTS))
        meant = f"{near} was perhaps meant" if near else f"known are {', '.join(VERDICTS)}"
        fields.report.warn(verdict, f'unknown verdict "{shortened(verdict.text)}"', f"it is shown by its word; {meant}")
    return clean_line(verdict.text)


def _reference(fields: Fields, name: str, layer: str) -> str:
    value = fields.scalar(name)
    found = reference(value.text, layer) if value else ""
    if value and not found:
        fields.report.fault(value, f'{name} is "{shortened(value.text)}"', "layer/id was expected")
    elif value is None and not (fields.has(name) and not isinstance(fields.node.pairs[name][1], Scalar)):
        fields.report.fault(fields.node, f"no {name}", f"`{name}: layer/id` was expected")
    return found


def _times(fields: Fields) -> dict[str, str]:
    """`supersedes` stands with the times: all four tell a record's history."""
    for name in ("created", "modified", "deleted"):
        value = fields.scalar(name) if fields.report.thorough else None
        if value is not None and not _TIME.fullmatch(value.text):
            fields.report.warn(value, f'{name} is "{shortened(value.text)}"', "a time like 2026-01-31T09:30:00Z")
    return {name: fields.line(name) for name in ("created", "modified", "deleted", "supersedes")}
