"""Records and layers to YAML that diffs and merges well, re-read and compared before anybody gets it.

Texts are written as they can be kept: cleaned, tabs as spaces, every kind of line end as a newline, and in bodies
(`note`, `why`) no blanks at the ends of lines. PyYAML's own dumper writes them, since libyaml's cannot be told to
keep a text on one line; bodies are literal blocks, whatever they hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from companion.formats.clean import clean, clean_line
from companion.formats.dicts import layer_fields, record_fields
from companion.model.annotation import Layer, Record
from companion.model.faults import CompanionError, NotSaved

VERSION = 1
_BODIES = ("note", "why")
_TIMES = ("created", "modified", "deleted", "accessed")
_LISTS = ("tags", "searched")
_NAMED = ("kinds", "answers")
_RECORDS = ("annotations", "questions", "places", "also", "evidence", "sources", *_NAMED)
_TEXTS = ("quote", "prefix", "suffix", "ask", "sign", "start")
_LINES = (
    *("id", "question", "place", "section", "kind", "verdict", "author", "supersedes", "title", "about", "license"),
    *("url", "label", *_TIMES),
)
_KNOWN = frozenset(("layer", *_BODIES, *_LISTS, *_RECORDS, *_TEXTS, *_LINES))
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ ]+$", re.MULTILINE)
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
_EMPTY: tuple[Any, ...] = ("", [], {})
_TEXT = "tag:yaml.org,2002:str"
_DEEPEST = 40


class _Body(str):
    """Written as a literal block."""


class _Time(str):
    """Written without quotation marks where YAML knows it as a time."""


class _Short(list[str]):
    """Written on one line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented below their name."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar(_TEXT, str(text), "|" if "\n" in text else None)


def _body(dumper: yaml.SafeDumper, text: _Body) -> yaml.Node:
    return dumper.represent_scalar(_TEXT, str(text), "|")


def _time(dumper: yaml.SafeDumper, text: _Time) -> yaml.Node:
    tag: str = dumper.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag if tag.endswith(":timestamp") else _TEXT, str(text))


def _short(dumper: yaml.SafeDumper, items: _Short) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Body, _body)
_Dumper.add_representer(_Time, _time)
_Dumper.add_representer(_Short, _short)


def write_record(record: Record) -> bytes:
    """The file of a note. Raises NotSaved where it would not read back the same."""
    from companion.formats.layers import read_record

    return _written(record_fields(record), lambda data: record_fields(read_record(data, f"{record.id}.yaml")))


def write_layer(layer: Layer) -> bytes:
    """The file of a layer. Raises NotSaved where it would not read back the same, or a newer version wrote it."""
    from companion.formats.layers import read_layer

    if layer.read_only:
        raise NotSaved(f"{clean_line(layer.id)}: written by a newer companion; only that one can write it again")

    def read(data: bytes) -> dict[str, Any]:
        back = read_layer(data, f"{layer.id}.yaml")
        if back.faults:
            raise NotSaved(str(back.faults[0]))
        return layer_fields(back)

    return _written(layer_fields(layer), read)


def write_mapping(mapping: Mapping[str, Any]) -> bytes:
    """The file of a small mapping; numbers become text. Raises NotSaved where it would not read back the same."""
    from companion.formats.layers import read_mapping

    texts: dict[str, Any] = _plain(mapping, 0)
    data = _dump(texts)
    _compare(texts, data, lambda data: read_mapping(data, "the file"))
    return data


def kept(text: str) -> str:
    """A text as a file can keep it: what a text of one line or of many becomes when it is saved."""
    text = _NO_CHARACTERS.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return clean(text.expandtabs(4))


def kept_body(text: str) -> str:
    """The same for the body of a note, which also loses blanks at the ends of its lines."""
    return _BLANKS.sub("", kept(text))


def _written(fields: dict[str, Any], read: Callable[[bytes], dict[str, Any]]) -> bytes:
    wanted = _fields(fields)
    data = _dump({"companion": VERSION, **wanted})
    _compare(wanted, data, read)
    return data


def _fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a record as they are kept; known ones that are empty then are left out."""
    result = {name: _known(name, value) if name in _KNOWN else _plain(value, 0) for name, value in fields.items()}
    return _same_names({name: value for name, value in result.items() if name not in _KNOWN or value not in _EMPTY})


def _known(name: str, value: Any) -> Any:
    if isinstance(value, str):
        if name in _BODIES:
            return _Body(kept_body(value))
        text = clean_line(kept(value)) if name in _LINES else kept(value)
        return _Time(text) if name in _TIMES else text
    if name in _LISTS:
        return _Short(clean_line(kept(item)) for item in value)
    if isinstance(value, Mapping):
        return {key: _fields(each) for key, each in value.items()} if name in _NAMED else _fields(value)
    if isinstance(value, list):
        items = [_fields(item) if isinstance(item, Mapping) else kept(item) for item in value]
        return _Short(map(str, items)) if all(isinstance(item, str) for item in items) else items
    return value


def _plain(value: Any, depth: int) -> Any:
    """An unknown value with texts as they are kept; reading makes text of everything else anyway."""
    if depth > _DEEPEST:
        raise NotSaved(f"an unknown field is nested deeper than {_DEEPEST}, so nothing was written")
    if isinstance(value, Mapping):
        return _same_names({str(name): _plain(each, depth + 1) for name, each in value.items()})
    if isinstance(value, list | tuple):
        return [_plain(each, depth + 1) for each in value]
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return kept(str(value))


def _same_names(fields: dict[str, Any]) -> dict[str, Any]:
    """With names as they are kept. Raises NotSaved where two become one."""
    named = {clean_line(kept(name)): value for name, value in fields.items()}
    if len(named) < len(fields):
        raise NotSaved("two fields differ only in characters that are not kept, so nothing was written")
    return named


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
