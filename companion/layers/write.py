"""YAML files of records, layers and small mappings that diff and merge well, read back and compared before use.

PyYAML's own dumper writes them, which can be told to indent lists and never to break a line; bodies are literal
blocks, whatever they hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import yaml

from companion.layers.checklist import CHECKLIST
from companion.layers.forms import Body, FlowList, Form, Forms, Timestamp, any_form, list_form, mapping_form, named_form
from companion.layers.read import read_layer, read_mapping, read_record
from companion.layers.schema import HEAD, KIND, QUOTE, RECORDS
from companion.layers.to_dict import layer_fields, record_fields
from companion.layers.whole import framed
from companion.model.annotation import VERSION, Layer, Record
from companion.model.faults import CompanionError, NotSaved
from companion.text.clean import clean_line

RECORD: Forms = {name: form for schema in (QUOTE, *RECORDS.values()) for name, form in schema.forms.items()}
"""The forms of all records' fields."""
_BY_LIST: dict[str, Form] = dict.fromkeys(RECORDS, list_form(RECORD))
LAYER: Forms = {
    "layer": lambda value: mapping_form(value, HEAD.forms),
    "checklist": lambda value: mapping_form(value, CHECKLIST.forms),
    "kinds": named_form(KIND.forms),
    **_BY_LIST,
    "answers": lambda value: (list_form if isinstance(value, list) else named_form)(RECORD)(value),
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


def _time(dumper: yaml.SafeDumper, text: Timestamp) -> yaml.Node:
    known = _TIMESTAMP.match(text) is not None
    return dumper.represent_scalar(_TIMESTAMP_TAG if known else _TEXT, str(text))


def _flow_list(dumper: yaml.SafeDumper, items: FlowList) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Body, _body)
_Dumper.add_representer(Timestamp, _time)
_Dumper.add_representer(FlowList, _flow_list)


def write_record(record: Record) -> bytes:
    """The file of a note. Raises NotSaved where it would not read back the same."""
    read = partial(read_record, file=f"{record.id}.yaml")
    wanted = mapping_form(record_fields(record), RECORD)
    data = _dump(framed(wanted))
    _compare(wanted, data, lambda data: record_fields(read(data)))
    return data


def settled(record: Record) -> Record:
    """The record as its file holds it. Raises NotSaved where none can."""
    return read_record(write_record(record), f"{record.id}.yaml")


def write_layer(layer: Layer) -> bytes:
    """The file of a layer. Raises NotSaved where it would not read back the same, or a newer version wrote it."""
    if layer.read_only:
        raise NotSaved(f"{clean_line(layer.id)}: written by a newer companion; only that one can write it again")

    def read(data: bytes) -> dict[str, Any]:
        back = read_layer(data, f"{layer.id}.yaml")
        if back.faults:
            raise NotSaved(str(back.faults[0]))
        return layer_fields(back)

    wanted = mapping_form(layer_fields(layer), LAYER)
    data = _dump({"companion": VERSION, **wanted})
    _compare(wanted, data, read)
    return data


def write_mapping(mapping: Mapping[str, Any]) -> bytes:
    """The file of a small mapping; numbers become text. Raises NotSaved where it would not read back the same."""
    texts: dict[str, Any] = any_form(mapping)
    data = _dump(texts)
    _compare(texts, data, lambda data: read_mapping(data, "the file"))
    return data


def _compare(wanted: object, data: bytes, read: Callable[[bytes], object]) -> None:
    try:
        back = read(data)
    except CompanionError as error:
        raise NotSaved(f"it would not read back: {error}") from error
    if back != wanted:
        raise NotSaved("it would not read back the same, so nothing was written")


def _dump(mapping: Mapping[str, Any]) -> bytes:
    text: str = yaml.dump(
        dict(mapping), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float("inf"), default_flow_style=False
    )
    return text.encode()
