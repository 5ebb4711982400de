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

from companion.formats.clean import clean_line
from companion.formats.dicts import layer_fields, record_fields
from companion.formats.kept import LAYER, RECORD, Body, Schema, Short, Time, kept_fields, kept_value
from companion.model.annotation import Layer, Record
from companion.model.faults import CompanionError, NotSaved

VERSION = 1
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
    from companion.formats.layers import read_record

    read = partial(read_record, file=f"{record.id}.yaml")
    return _written(record_fields(record), RECORD, lambda data: record_fields(read(data)))


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

    return _written(layer_fields(layer), LAYER, read)


def write_mapping(mapping: Mapping[str, Any]) -> bytes:
    """The file of a small mapping; numbers become text. Raises NotSaved where it would not read back the same."""
    from companion.formats.layers import read_mapping

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
