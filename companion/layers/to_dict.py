"""Records as the fields of their file: its names and order, empty ones left out, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from companion.model.annotation import Annotation, Answer, Evidence, Kind, Layer, Question, Quote, Record, Source

_OF_QUOTE = ("quote", "prefix", "suffix", "start")


def record_fields(record: Record | Question) -> dict[str, Any]:
    """A record as its file has it, without `companion`; unknown fields come last, as they were read."""
    if isinstance(record, Annotation):
        fields = _annotation(record)
    elif isinstance(record, Answer):
        fields = {"id": record.id, "question": record.question} | _verdict(record) | _history(record)
    elif isinstance(record, Question):
        fields = {"id": record.id, "ask": record.ask, "why": record.why, "verdict": record.verdict or "open"}
        fields["evidence"] = _evidence(record.evidence)
    else:
        fields = {"id": record.id, "place": record.place} | _own_quote(record.quote, "") | _history(record)
    known = {"companion", *fields, *(_OF_QUOTE if "quote" in fields else ())}
    quote = None if isinstance(record, Answer | Question) else record.quote
    return _filled(fields) | _unknown({**(quote.unknown if quote else {}), **record.unknown}, known)


def layer_fields(layer: Layer) -> dict[str, Any]:
    """A layer as its file has it, without `companion`. Unknown fields of `layer:` are in its `unknown["layer"]`."""
    inner = layer.unknown.get("layer")
    head = {name: getattr(layer, name) for name in ("id", "title", "author", "about", "license")}
    fields: dict[str, Any] = {
        "layer": _filled(head) | _unknown(inner if isinstance(inner, Mapping) else {}, head),
        "kinds": {name: _kind(kind) for name, kind in layer.kinds.items()},
        "annotations": [record_fields(annotation) for annotation in layer.annotations],
        "questions": [record_fields(question) for question in layer.questions],
        "answers": _answers(layer),
        "places": [record_fields(place) for place in layer.places],
    }
    return _filled(fields) | _unknown(layer.unknown, {*fields, "companion"})


def answer_id(question: str) -> str:
    """The id of an answer in a layer that does not say one: made from the question it answers."""
    return question.replace("/", ".")[:64]


def _answers(layer: Layer) -> dict[str, Any] | list[Any]:
    """Answers by question; a list where two of them answer the same one."""
    if len({answer.question for answer in layer.answers}) < len(layer.answers):
        return [record_fields(answer) for answer in layer.answers]
    return {answer.question: _answer_below(answer) for answer in layer.answers}


def _answer_below(answer: Answer) -> dict[str, Any]:
    fields = record_fields(answer)
    del fields["question"]
    if fields["id"] == answer_id(answer.question):
        del fields["id"]
    return fields


def _annotation(annotation: Annotation) -> dict[str, Any]:
    return {
        "id": annotation.id,
        **_own_quote(annotation.quote, annotation.section),
        "also": [_quote(quote) for quote in annotation.also if quote.exact],
        "searched": list(annotation.searched),
        "kind": annotation.kind,
        "note": annotation.note,
        "tags": list(annotation.tags),
        "sources": [_source(source) for source in annotation.sources],
        "author": annotation.author,
        **_history(annotation),
    }


def _verdict(answer: Answer) -> dict[str, Any]:
    evidence = _evidence(answer.evidence)
    return {"verdict": answer.verdict or "open", "note": answer.note, "evidence": evidence, "author": answer.author}


def _own_quote(quote: Quote | None, section: str) -> dict[str, Any]:
    """A record's own quote and the one `section` its file has: the quote's, which is where its words were found."""
    if quote is None or not quote.exact:
        return {"section": section}
    fields = _quote(replace(quote, unknown={}))
    section = str(fields.pop("section", "")) or section
    return {"section": section} | fields


def _quote(quote: Quote) -> dict[str, Any]:
    """`start` is a hint: one that is no offset is left out."""
    fields = {"quote": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix, "section": quote.section}
    start = quote.start if quote.start is not None and 0 <= quote.start < 1_000_000_000 else None
    return _filled(fields | {"start": start}) | _unknown(quote.unknown, {*fields, "start"})


def _evidence(evidence: tuple[Evidence, ...]) -> list[Any]:
    return [item if isinstance(item, str) else _quote(item) for item in evidence if _says(item)]


def _says(item: Evidence) -> bool:
    return bool(item.exact if isinstance(item, Quote) else item)


def _source(source: Source) -> dict[str, Any]:
    fields = {"title": source.title, "url": source.url, "accessed": source.accessed}
    return _filled(fields) | _unknown(source.unknown, fields)


def _kind(kind: Kind) -> dict[str, Any]:
    fields = {"label": kind.label, "sign": kind.sign}
    return fields | _unknown(kind.unknown, fields)


def _history(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ("created", "modified", "deleted", "supersedes")}


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}


def _unknown(unknown: Mapping[str, Any], known: Any) -> dict[str, Any]:
    return {name: value for name, value in unknown.items() if name not in known}
