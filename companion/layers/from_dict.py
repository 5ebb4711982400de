"""Records from fields as their file would have them: the way back from `to_dict`, for what other formats keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from companion.layers.fields import Fields, Report
from companion.layers.forms import file_text
from companion.layers.read import record_of
from companion.layers.schema import QUESTION
from companion.layers.yaml_nodes import MAX_DEPTH, Mapping_, Node, Scalar, Sequence_
from companion.model.annotation import Question, Record
from companion.model.faults import Unreadable
from companion.text.clean import clean_line


def record_from(fields: Mapping[str, Any], file: str) -> Record | Question:
    """The record in these fields, cleaned. Raises Unreadable, naming `file`, where they are none."""
    report = Report(file)
    node = _node({name: value for name, value in fields.items() if value is not None})
    assert isinstance(node, Mapping_)
    record = QUESTION.read(Fields(node, report)) if "ask" in fields else record_of(node, report)
    if record is None:
        raise Unreadable(next(fault for fault in report.faults if not fault.warning))
    return record


def _node(value: Any, depth: int = 0) -> Node:
    if depth > MAX_DEPTH:
        return Scalar("", 0, 0, False)
    if isinstance(value, Mapping):
        pairs = {clean_line(file_text(str(name))): _node(item, depth + 1) for name, item in value.items()}
        return Mapping_({name: (Scalar(name, 0, 0), item) for name, item in pairs.items()}, 0, 0)
    if isinstance(value, list | tuple):
        return Sequence_([_node(item, depth + 1) for item in value], 0, 0)
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return Scalar(file_text(text), 0, 0, False)
