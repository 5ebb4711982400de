"""Records and layers as the fields of their file: its names and order, empty ones left out, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from companion.layers.checklist import CHECKLIST
from companion.layers.schema import HEAD, KIND, RECORDS, Schema
from companion.layers.whole import unframed
from companion.model.annotation import Answer, Layer, Question, Record

_SCHEMAS: dict[object, Schema[Any]] = {schema.model: schema for schema in RECORDS.values()}


def record_fields(record: Record | Question) -> dict[str, Any]:
    """A record as its file has it, without version and end mark; unknown fields come last, as they were read."""
    quote = None if isinstance(record, Answer | Question) else record.quote
    unknown = unframed({**(quote.unknown if quote else {}), **record.unknown})
    return _SCHEMAS[type(record)].give(record, unknown)


def layer_fields(layer: Layer) -> dict[str, Any]:
    """A layer as its file has it, without `companion`. Unknown fields of `layer:` are in its `unknown["layer"]`."""
    inner = layer.unknown.get("layer")
    fields: dict[str, Any] = {
        "layer": HEAD.give(layer, inner if isinstance(inner, Mapping) else {}),
        "checklist": CHECKLIST.give(layer.checklist, layer.checklist.unknown) if layer.checklist else {},
        "kinds": {name: KIND.give(kind, kind.unknown) for name, kind in layer.kinds.items()},
        **{name: _answers(layer) if name == "answers" else _list(getattr(layer, name)) for name in RECORDS},
    }
    unknown = {name: value for name, value in layer.unknown.items() if name not in fields and name != "companion"}
    return {name: value for name, value in fields.items() if value} | unknown


def answer_id(question: str) -> str:
    """The id of an answer in a layer that does not say one: made from the question it answers."""
    return question.replace("/", ".")[:64]


def _list(records: Iterable[Record | Question]) -> list[dict[str, Any]]:
    return [record_fields(record) for record in records]


def _answers(layer: Layer) -> dict[str, Any] | list[Any]:
    """Answers by question; a list where two of them answer the same one."""
    if len({answer.question for answer in layer.answers}) < len(layer.answers):
        return _list(layer.answers)
    return {answer.question: _answer_below(answer) for answer in layer.answers}


def _answer_below(answer: Answer) -> dict[str, Any]:
    fields = record_fields(answer)
    del fields["question"]
    if fields["id"] == answer_id(answer.question):
        del fields["id"]
    return fields
