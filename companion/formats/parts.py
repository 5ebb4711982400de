"""The parts records are made of: quotes, evidence, sources, references, verdicts, times."""

from __future__ import annotations

import re
from typing import Any

from companion.formats.clean import clean_line
from companion.formats.complaints import shortened
from companion.formats.fields import Fields, Mention, Report, named
from companion.formats.nodes import Mapping_, Node, Scalar
from companion.model.annotation import VERDICTS, Evidence, Quote, Source, valid_id

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
