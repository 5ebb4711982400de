"""Records, layers and small mappings to YAML that diffs and merges well, re-read and compared before anybody gets it.

PyYAML's own dumper writes it, which can be told to indent lists and never to break a line; bodies are literal blocks,
whatever they hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import yaml

from companion.layers.to_dict import layer_fields, record_fields
from companion.model.annotation import VERSION, Layer, Record
from companion.model.faults import CompanionError, NotSaved
from companion.text.clean import clean, clean_line

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


_TIMESTAMP_TAG = "tag:yaml.org,2002:timestamp"
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?Z)?\Z", re.ASCII)
_TEXT = "tag:yaml.org,2002:str"


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented below their name."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar(_TEXT, str(text), "|" if "\n" in text else None)


def _body(dumper: yaml.SafeDumper, text: Body) -> yaml.Node:
    return dumper.represent_scalar(_TEXT, str(text), "|")


def _time(dumper: yaml.SafeDumper, text: Time) -> yaml.Node:
    known = _TIMESTAMP.match(text) is not None
    return dumper.represent_scalar(_TIMESTAMP_TAG if known else _TEXT, str(text))


def _short(dumper: yaml.SafeDumper, items: Short) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Body, _body)
_Dumper.add_representer(Time, _time)
_Dumper.add_representer(Short, _short)


def write_record(record: Record) -> bytes:
    """The file of a note. Raises NotSaved where it would not read back the same."""
    from companion.layers.read import read_record

    read = partial(read_record, file=f"{record.id}.yaml")
    return _written(record_fields(record), RECORD, lambda data: record_fields(read(data)))


def write_layer(layer: Layer) -> bytes:
    """The file of a layer. Raises NotSaved where it would not read back the same, or a newer version wrote it."""
    from companion.layers.read import read_layer

    if layer.read_only:
        raise NotSaved(f"{clean_line(layer.id)}: written by a newer companion; only that one can write it again")

    def read(data: bytes) -> dict[str, Any]:
        back = read_layer(data, f"{layer.id}.yaml")
        if back.faults:
            raise NotSaved(str(back.faults[0]))
        return layer_fields(back)

    return _written(layer_fields(layer), LAYER, read)


def write_mapping(mapping: Mapping[str, Any]) -> bytes:
    """The file of a small mapping; numbers become text. Raises NotSaved where it would not read back the same."""
    from companion.layers.read import read_mapping

    texts: dict[str, Any] = kept_value(mapping)
    data = _dump(texts)
    _compare(texts, data, lambda data: read_mapping(data, "the file"))
    return data


def _written(fields: dict[str, Any], schema: Schema, read: Callable[[bytes], dict[str, Any]]) -> bytes:
    wanted = kept_fields(fields, schema)
    data = _dump({"companion": VERSION, **wanted})
    _compare(wanted, data, read)
    return data


def _compare(wanted: object, data: bytes, read: Callable[[bytes], object]) -> None:
    try:
        found = read(data)
    except CompanionError as error:
        raise NotSaved(f"it would not read back: {error}") from error
    if found != wanted:
        raise NotSaved("it would not read back the same, so nothing was written")


def _dump(mapping: Mapping[str, Any]) -> bytes:
    text: str = yaml.dump(
        dict(mapping), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float("inf"), default_flow_style=False
    )
    return text.encode()
