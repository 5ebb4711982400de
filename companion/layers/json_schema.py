"""The JSON Schema (draft-07) of layers and notes, made from the rows of `schema`, for editors and other checkers.

Everything that `companion check` passes, the schema passes. Our reader takes every scalar as text, and an editor does
not: so a text may be a number, true, false or nothing at all. The keywords mean the same in draft-07 and 2020-12.

What the schema passes and `companion check` refuses: `BEYOND`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from companion.layers import types
from companion.layers.checklist import CHECKLIST, GROUPS, SCALE, WORKS
from companion.layers.checklist import GROUP as QUESTION_GROUP
from companion.layers.checklist import WORK as EARLIER_WORK
from companion.layers.schema import (
    ANNOTATION,
    ANSWER,
    COUNTS,
    COUNTS_AS,
    COUNTS_AS_FIELDS,
    EVIDENCE,
    HEAD,
    KIND,
    NEAR,
    NEAR_FORMS,
    NEEDED_QUOTE,
    OWN_QUOTE,
    PLACE,
    QUOTE,
    QUOTES,
    RECORDS,
    SEARCH_COUNT,
    SOURCE,
    SOURCES,
    Schema,
)
from companion.layers.types import Type
from companion.model.annotation import VERDICTS, Kind

Shape = dict[str, Any]
BEYOND = (
    "ids used twice",
    "evidence, questions and replies that name nothing",
    "names of answers that are no ids",
    "anchors, aliases, tags and merge keys",
    "names used twice",
    "control characters",
    "`0x10`, `1_000` or `3.0` as an offset",
    "`~` or `null` where a list, a mapping or a text is needed",
    "signs that are not one column wide",
    "more than one YAML document, too large, too deep, too many nodes",
    "notes that are cut",
)
"""The named list: what only `companion check` refuses."""

_DRAFT = "http://json-schema.org/draft-07/schema#"
_SCALAR = ["string", "number", "boolean", "null"]
_ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_TEXT: Shape = {"type": _SCALAR}
_NAME: Shape = {"type": _SCALAR, "pattern": f"^{_ID}$"}
_ANY_NAME: Shape = {"type": _SCALAR, "pattern": f"^({_ID}/)?{_ID}$"}
_WHOLE_NAME: Shape = {"type": "string", "pattern": f"^{_ID}/{_ID}$"}
_PERHAPS_NAME: Shape = {"type": _SCALAR, "pattern": f"^(({_ID}/)?{_ID})?$"}
_NUMBER: Shape = {"type": ["integer", "string", "null"], "minimum": 0, "pattern": "^[0-9]{1,9}$"}
_AMOUNT: Shape = {"type": ["number", "string", "null"], "minimum": 0, "pattern": r"^[0-9]{1,6}(\.[0-9]{1,6})?$"}
_VERSION: Shape = {"type": ["integer", "string", "null"], "minimum": 1, "pattern": "^[1-9][0-9]{0,8}$"}


def _list_of(*items: Shape) -> Shape:
    return {"type": ["array", "null"], "items": items[0] if len(items) == 1 else {"anyOf": list(items)}}


def _ref(name: str) -> Shape:
    return {"$ref": f"#/definitions/{name}"}


_SHAPES: dict[Type, Shape] = {
    types.ID: _NAME,
    types.REFERENCE: _WHOLE_NAME,
    types.MENTION: _PERHAPS_NAME,
    types.TEXT: _TEXT,
    types.NEEDED_TEXT: _TEXT,
    types.BODY: _TEXT,
    types.LINE: _TEXT,
    types.LINES: _list_of(_TEXT),
    types.OFFSET: _NUMBER,
    types.NUMBER: _NUMBER,
    types.COUNT: _NUMBER,
    types.WEIGHT: _AMOUNT,
    types.OWN_REFERENCE: _PERHAPS_NAME,
    types.STATUS: _TEXT,
    types.TIME: _TEXT,
    types.DATE: _TEXT,
    types.KIND_NAME: _ref("kind"),
    types.VERDICT: _ref("verdict"),
    types.LABEL: _TEXT,
    types.SIGN: _TEXT,
    QUOTES: _list_of(_TEXT, _ref("quote")),
    EVIDENCE: _list_of(_ANY_NAME, _ref("quote")),
    SOURCES: _list_of(_TEXT, _ref("source")),
    COUNTS: _list_of(_ref("count")),
    NEAR_FORMS: _list_of(_ref("near")),
    GROUPS: _list_of(_ref("group")),
    WORKS: _list_of(_ref("work")),
    SCALE: {"type": ["object", "null"], "additionalProperties": _AMOUNT},
}
"""What each type of field looks like to an editor. The inline types are those of the rows they stand for."""
_NEEDED = (types.ID, types.REFERENCE, types.NEEDED_TEXT, types.SIGN)


def layer_schema(kinds: Iterable[Kind] = ()) -> Shape:
    """The schema of a layer's file, with these kinds offered."""
    lists = {name: _list_of(_ref(name)) for name in RECORDS if name != "answers"}
    below = {"type": "object", "additionalProperties": _ref("answer-below")}
    fields: Shape = {
        "companion": _VERSION,
        "layer": {"type": ["object", "null"], "properties": _properties(HEAD)},
        "checklist": {"type": ["object", "null"], "properties": _properties(CHECKLIST)},
        "kinds": {"type": ["object", "null"], "additionalProperties": _record(KIND)},
        **lists,
        "answers": {"anyOf": [_list_of(_ref("answers")), below]},
    }
    records = {name: _record(schema) for name, schema in RECORDS.items()}
    answer = _record(ANSWER, without=("id", "question"))
    answer["properties"] |= {"question": _ANY_NAME}
    listed = answer | {"required": ["question"]}
    definitions = records | {"answers": listed, "answer-below": answer}
    some = [{"required": [name]} for name in fields if name != "companion"]
    return _whole("A layer of companion", {"properties": fields, "anyOf": some}, definitions, kinds)


def note_schema(kinds: Iterable[Kind] = ()) -> Shape:
    """The schema of a note's file: an annotation, an answer or an accepted place."""
    names: dict[str, Schema[Any]] = {"annotation": ANNOTATION, "answer": ANSWER, "place": PLACE}
    definitions = {name: _record(schema, without=("id",)) for name, schema in names.items()}
    answer, place = {"required": ["question"]}, {"required": ["place"]}
    some = [
        {"allOf": [_ref("annotation"), {"not": {"anyOf": [answer, place]}}]},
        {"allOf": [_ref("answer"), {"not": place}]},
        {"allOf": [_ref("place"), {"not": answer}]},
    ]
    lists = {"anyOf": [{"required": [name]} for name in ("annotations", "questions", "answers")]}
    top = {"properties": {"companion": _VERSION}, "anyOf": some, "not": lists}
    return _whole("A note of companion", top, definitions, kinds)


def _whole(title: str, top: Shape, definitions: Shape, kinds: Iterable[Kind]) -> Shape:
    shared = {
        "quote": _record(QUOTE),
        "source": _record(SOURCE),
        "count": _record(SEARCH_COUNT),
        "near": _record(NEAR),
        "group": _record(QUESTION_GROUP),
        "work": _record(EARLIER_WORK),
        "kind": {"anyOf": [*({"enum": [kind.name], "description": _told(kind)} for kind in kinds), _TEXT]},
        "verdict": {"anyOf": [{"enum": list(VERDICTS)}, _TEXT]},
    }
    return {"$schema": _DRAFT, "title": title, "type": "object", **top, "definitions": definitions | shared}


def _told(kind: Kind) -> str:
    means = kind.unknown.get("x-means")
    return f"{kind.label}: {means}" if isinstance(means, str) else kind.label


def _record(schema: Schema[Any], *, without: Iterable[str] = ()) -> Shape:
    """A record's shape; it may be without the fields that stand above it or in its file's name."""
    needed = [row.name for row in schema.rows if (row.type in _NEEDED or row.type is NEEDED_QUOTE)]
    shape: Shape = {"type": "object", "properties": _properties(schema)}
    required = [name for name in needed if name not in without]
    return shape | ({"required": required} if required else {})


def _properties(schema: Schema[Any]) -> Shape:
    properties: Shape = {}
    for name, type_, _ in schema.rows:
        if type_ in (OWN_QUOTE, NEEDED_QUOTE):
            properties |= _properties(QUOTE)
        elif type_ is COUNTS_AS:
            properties |= {field: _TEXT for field in COUNTS_AS_FIELDS.values()}
        elif type_ is not types.NAME_ABOVE:
            properties[name] = _SHAPES[type_]
    return properties
