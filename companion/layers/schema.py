"""The schema of annotations, questions, answers and accepted places: nodes to records.

Each reader returns None where the record is wrong, with the faults in the report, so that one wrong record
never touches another. Text is cleaned already when it gets here; what stands on one line is cleaned to one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from companion.layers.fields import Fields, Mention, Report, named
from companion.layers.yaml_nodes import Mapping_, Node, Scalar, shortened
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
from companion.text.clean import clean_line


def read_annotation(node: Mapping_, report: Report, name: str = "") -> Annotation | None:
    """`name` is the id of a record that does not say one."""
    errors = report.errors
    fields = Fields(node, report)
    section = fields.line("section")
    quote = own_quote(fields, section)
    annotation = Annotation(
        id=own_id(fields, name),
        quote=quote,
        section=section,
        also=also(fields),
        searched=fields.lines("searched"),
        kind=kind(fields),
        note=fields.text("note"),
        tags=fields.lines("tags"),
        sources=sources(fields),
        author=fields.line("author"),
        **history(fields),
        unknown=loose_context(fields, quote) | fields.unknown(),
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
        verdict=verdict(fields),
        evidence=evidence(fields),
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
        asked = named_reference(fields, "question", layer)
    if asked and question and asked != question:
        report.fault(node.pairs["question"][1], "another question than above", f"{question} was expected")
    answer = Answer(
        id=own_id(fields, name) if name or fields.has("id") else "",
        question=asked,
        verdict=verdict(fields),
        note=fields.text("note"),
        evidence=evidence(fields),
        author=fields.line("author"),
        **history(fields),
        unknown=fields.unknown(),
        where=report.where(node),
    )
    return answer if report.errors == errors else None


def read_place(node: Mapping_, report: Report, name: str = "") -> Place | None:
    errors = report.errors
    fields = Fields(node, report)
    quote = own_quote(fields, fields.line("section"))
    if quote is None and report.errors == errors:
        report.fault(node, "no quote", "the words of the accepted place were expected after `quote:`")
    place = Place(
        id=own_id(fields, name),
        place=named_reference(fields, "place"),
        quote=quote or Quote(""),
        **history(fields),
        unknown=fields.unknown(),
        where=report.where(node),
    )
    return place if report.errors == errors else None


_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")


def own_id(fields: Fields, otherwise: str) -> str:
    """A record's id; `otherwise` where it does not say one."""
    return otherwise if otherwise and not fields.has("id") else fields.id()


def own_quote(fields: Fields, section: str) -> Quote | None:
    """The Quote whose parts stand among a record's own fields."""
    exact = fields.text("quote")
    prefix, suffix, start = fields.text("prefix"), fields.text("suffix"), fields.number("start")
    return Quote(exact, prefix, suffix, section, start) if exact else None


def loose_context(fields: Fields, quote: Quote | None) -> dict[str, Any]:
    """What belongs to a quote that is not there is kept like an unknown field."""
    loose = {}
    for name in ("prefix", "suffix", "start"):
        if quote is None and fields.has(name) and isinstance(value := fields.take(name), Scalar):
            loose[name] = value.text
            fields.report.warn(fields.node.pairs[name][0], f"{name} without a quote", "add the quote, or remove it")
    return loose


def also(fields: Fields) -> tuple[Quote, ...]:
    """Further Quotes: mappings, or the words alone."""
    quotes = []
    for item in fields.items("also"):
        if isinstance(item, Scalar):
            quotes.append(Quote(item.text) if item.text else None)
        else:
            quotes.append(_quote(item, fields.report, "also"))
    return tuple(quote for quote in quotes if quote is not None)


def evidence(fields: Fields) -> tuple[Evidence, ...]:
    """A scalar is an id, a mapping a Quote."""
    result: list[Evidence] = []
    report = fields.report
    for item in fields.items("evidence"):
        if not isinstance(item, Scalar):
            if (quote := _quote(item, report, "evidence")) is not None:
                result.append(quote)
        elif reference(item.text, "any"):
            report.references.append(Mention(item, item.text))
            result.append(item.text)
        else:
            expected = "an annotation's id, layer/id, or `quote: the words` was expected"
            report.fault(item, f'"{shortened(item.text)}" is no id', expected)
    return tuple(result)


def sources(fields: Fields) -> tuple[Source, ...]:
    """Mappings; a text alone is a title, or an address where it looks like one."""
    result = []
    for item in fields.items("sources"):
        if isinstance(item, Scalar):
            text = clean_line(item.text)
            result.append(Source("", text) if "://" in text else Source(text))
        elif isinstance(item, Mapping_):
            inner = Fields(item, fields.report)
            title, url, accessed = inner.line("title"), inner.line("url"), inner.line("accessed")
            result.append(Source(title, url, accessed, inner.unknown()))
        else:
            fields.report.fault(item, f"sources holds {named(item)}", "`- title: …` and `url: …` were expected")
    return tuple(result)


def kind(fields: Fields) -> str:
    value = fields.scalar("kind")
    if value is None or not value.text:
        return ""
    name = clean_line(value.text)
    fields.report.kinds.append(Mention(value, name))
    return name


def verdict(fields: Fields) -> str:
    """One of VERDICTS, or what stands there; `open` where nothing does."""
    value = fields.scalar("verdict")
    if value is None or not value.text:
        return "open"
    if value.text not in VERDICTS:
        near = fields.report.near(value.text, list(VERDICTS))
        meant = f"{near} was perhaps meant" if near else f"known are {', '.join(VERDICTS)}"
        fields.report.warn(value, f'unknown verdict "{shortened(value.text)}"', f"it is shown as it is; {meant}")
    return clean_line(value.text)


def history(fields: Fields) -> dict[str, str]:
    """When a record was made, changed and deleted, and what it supersedes."""
    for name in ("created", "modified", "deleted"):
        value = fields.scalar(name) if fields.report.thorough else None
        if value is not None and not _TIME.fullmatch(value.text):
            fields.report.warn(value, f'{name} is "{shortened(value.text)}"', "a time like 2026-01-31T09:30:00Z")
    return {name: fields.line(name) for name in ("created", "modified", "deleted", "supersedes")}


def named_reference(fields: Fields, name: str, layer: str = "") -> str:
    """The field `name` as `layer/id`; empty, with a fault, if it is none. `layer` completes a bare id."""
    value = fields.scalar(name)
    if value is None:
        if fields.take(name) is None:
            fields.report.fault(fields.node, f"no {name}", f"`{name}: layer/id` was expected")
        return ""
    return complete(value, name, fields.report, layer)


def complete(value: Scalar, name: str, report: Report, layer: str) -> str:
    """A reference as `layer/id`; empty, with a fault, if it is none."""
    found = reference(value.text, layer)
    if not found:
        report.fault(value, f'{name} is "{shortened(value.text)}"', "layer/id was expected")
    return found


def reference(text: str, layer: str = "") -> str:
    """`layer/id` for a well-formed reference, a bare one completed by `layer`; else empty."""
    parts = text.split("/")
    if len(parts) > 2 or not all(valid_id(part) for part in parts):
        return ""
    if len(parts) == 2:
        return text
    return f"{layer}/{text}" if layer else ""


def _quote(node: Node, report: Report, name: str) -> Quote | None:
    if not isinstance(node, Mapping_):
        report.fault(node, f"{name} holds {named(node)}", "`- quote: the words` was expected")
        return None
    fields = Fields(node, report)
    exact = fields.text("quote", needed=True)
    prefix, suffix, section = fields.text("prefix"), fields.text("suffix"), fields.line("section")
    return Quote(exact, prefix, suffix, section, fields.number("start"), fields.unknown())


_NO_WIDTH = ("Mn", "Me", "Cf", "Cc")


def kinds_of(fields: Fields) -> dict[str, Kind]:
    """The kinds under `kinds:`, by name; those that are wrong are left out, with a fault."""
    node = fields.mapping("kinds")
    read = [] if node is None else [_kind(name, value, fields.report) for name, value in node.pairs.values()]
    return {kind.name: kind for kind in read if kind is not None}


def width(text: str) -> int:
    """Columns a sign takes on a terminal; 0 if it is no sign at all: blank, or more than a letter with its marks."""
    if not text.strip() or len(text) > 4 or "\ufe0f" in text or _is_mark(text[0]):
        return 0
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not _is_mark(char))


def _kind(name: Scalar, node: Node, report: Report) -> Kind | None:
    if not isinstance(node, Mapping_):
        report.fault(node, f'kind "{shortened(name.text)}" is {named(node)}', "a label and a sign were expected")
        return None
    errors = report.errors
    fields = Fields(node, report)
    label = fields.line("label") or name.text
    sign = fields.scalar("sign")
    if report.errors == errors and (sign is None or width(sign.text) != 1):
        had = f'the sign "{shortened(sign.text)}"' if sign else f'kind "{shortened(name.text)}" has no sign'
        report.fault(sign or node, had, "one visible character, one column wide, was expected")
    kind = Kind(name.text, label, sign.text if sign else "", fields.unknown())
    return kind if report.errors == errors else None


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _NO_WIDTH
