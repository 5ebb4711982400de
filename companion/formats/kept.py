"""Fields as a file keeps them: every text cleaned, tabs as spaces, every kind of line end as a newline.

Bodies (`note`, `why`) also lose blanks at the ends of their lines. What stands on one line is cleaned to one.
Nothing else is changed, and doing it twice changes nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from companion.formats.clean import clean, clean_line
from companion.model.faults import NotSaved

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ ]+$", re.MULTILINE)
_NO_CHARACTERS = re.compile("[\ufffe\uffff\U0010ffff]")
_DEEPEST = 40
_EMPTY: tuple[Any, ...] = ("", [], {})
Schema = Mapping[str, Callable[[Any], Any]]
"""How each known field is kept; a value of another type than the schema's is kept like an unknown one."""


class Body(str):
    """Written as a literal block."""


class Time(str):
    """Written without quotation marks where YAML knows it as a time."""


class Short(list[str]):
    """Written on one line."""


def kept(text: str) -> str:
    """A text as a file can keep it: what a text of one line or of many becomes when it is saved."""
    text = _NO_CHARACTERS.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return clean(text.expandtabs(4))


def kept_body(text: str) -> str:
    """The same for the body of a note, which also loses blanks at the ends of its lines."""
    return _BLANKS.sub("", kept(text))


def _text_of(value: Any) -> Any:
    return kept(value) if isinstance(value, str) else kept_value(value)


def _line(value: Any) -> Any:
    return clean_line(kept(value)) if isinstance(value, str) else kept_value(value)


def _body_of(value: Any) -> Any:
    return Body(kept_body(value)) if isinstance(value, str) else kept_value(value)


def _time_of(value: Any) -> Any:
    return Time(_line(value)) if isinstance(value, str) else kept_value(value)


def _number(value: Any) -> Any:
    return value if type(value) is int else kept_value(value)


def _lines(value: Any) -> Any:
    texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return Short(_line(item) for item in value) if texts else kept_value(value)


def _each(schema: Schema) -> Callable[[Any], Any]:
    """A list of mappings, or of texts among them."""

    def keep(value: Any) -> Any:
        if not isinstance(value, list) or all(isinstance(item, str) for item in value):
            return _lines(value)
        return [kept_fields(item, schema) if isinstance(item, Mapping) else _line(item) for item in value]

    return keep


def _by_name(schema: Schema) -> Callable[[Any], Any]:
    def keep(value: Any) -> Any:
        return _same_names({name: kept_fields(each, schema) for name, each in value.items()})

    return keep


def kept_fields(fields: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """Fields as they are kept; known ones that are empty then are left out."""
    result = {name: schema.get(name, kept_value)(value) for name, value in fields.items()}
    return _same_names({name: value for name, value in result.items() if name not in schema or value not in _EMPTY})


def kept_value(value: Any, depth: int = 0) -> Any:
    """An unknown value with texts as they are kept; reading makes text of everything else anyway."""
    if depth > _DEEPEST:
        raise NotSaved(f"an unknown field is nested deeper than {_DEEPEST}, so nothing was written")
    if isinstance(value, Mapping):
        return _same_names({str(name): kept_value(each, depth + 1) for name, each in value.items()})
    if isinstance(value, list | tuple):
        return [kept_value(each, depth + 1) for each in value]
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return kept(str(value))


def _same_names(fields: dict[str, Any]) -> dict[str, Any]:
    """With names as they are kept. Raises NotSaved where two become one."""
    named = {clean_line(kept(name)): value for name, value in fields.items()}
    if len(named) < len(fields):
        raise NotSaved("two fields differ only in characters that are not kept, so nothing was written")
    return named


_QUOTE: Schema = {"quote": _text_of, "prefix": _text_of, "suffix": _text_of, "section": _line, "start": _number}
_SOURCE: Schema = {"title": _line, "url": _line, "accessed": _time_of}
_KIND: Schema = {"label": _line, "sign": _text_of}
_HEAD: Schema = dict.fromkeys(("id", "title", "author", "about", "license"), _line)
RECORD: Schema = {
    **dict.fromkeys(("id", "question", "place", "kind", "verdict", "author", "supersedes"), _line),
    **_QUOTE,
    **dict.fromkeys(("created", "modified", "deleted"), _time_of),
    **dict.fromkeys(("note", "why"), _body_of),
    **dict.fromkeys(("also", "evidence"), _each(_QUOTE)),
    "ask": _text_of,
    "searched": _lines,
    "tags": _lines,
    "sources": _each(_SOURCE),
}
LAYER: Schema = {
    "layer": lambda value: kept_fields(value, _HEAD),
    "kinds": _by_name(_KIND),
    "answers": lambda value: (_each if isinstance(value, list) else _by_name)(RECORD)(value),
    **dict.fromkeys(("annotations", "questions", "places"), _each(RECORD)),
}
