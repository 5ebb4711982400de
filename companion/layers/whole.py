"""The mark of a whole note: a promise in the head of its file, and a last line that keeps the promise.

A disk that filled up, a copy that broke off or a synchronisation that had not finished leaves the beginning of a file,
and that often reads like a good note with fewer words. So a note begins with `ends-with: end`, right below its
version, and its last line is `end: true`. Of every beginning of such a file it can be told that something is missing:

- It stops before the promise: nothing but the version stands there, which is no note.
- It stops after it, be it just before the end mark or within its word: the promise is not kept.

Only the last newline may go, with which nothing is lost. A note without the promise is an older or a hand-made one,
and is read as it is. The lines are the same in every note, so that two versions of one differ, and merge, without
them. Both belong to the file like its version, not to the record: a value has no field for them, nor has its JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from companion.layers.fields import Fields
from companion.layers.yaml_nodes import Scalar
from companion.model.annotation import VERSION
from companion.model.faults import Fault

PROMISE, END = "ends-with", "end"
_MARK = "true"


def framed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a note as its file has them, with version, promise and end mark.

    A note with a field of its own of one of these names keeps that, and is written without the mark.
    """
    if PROMISE in fields or END in fields:
        return {"companion": VERSION, **fields}
    return {"companion": VERSION, PROMISE: END, **fields, END: True}


def unframed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields without those that belong to the file a record stood in."""
    marked = fields.get(PROMISE) == END and fields.get(END) == _MARK
    frame = ("companion", PROMISE, END) if marked else ("companion",)
    return {name: value for name, value in fields.items() if name not in frame}


def take_mark(fields: Fields) -> Fault | None:
    """Take the mark out of the fields of a file; the fault of a file that is cut."""
    names = list(fields.node.pairs)
    promise = _text(fields, PROMISE)
    if promise is None or not END.startswith(promise):  # a promise that is cut is one too
        return _cut(fields, "a note was expected below its version") if names == ["companion"] else None
    fields.take(PROMISE)
    fields.take(END)
    if _text(fields, END) != _MARK:
        return _cut(fields, f"`{END}: {_MARK}` was expected as its last line; look for a whole copy, or add that line")
    if names[-1] != END:
        fields.report.warn(fields.node.pairs[names[-1]][0], "a field after the end mark", f"`{END}:` should be last")
    return None


def is_marked(data: bytes) -> bool:
    """True if a line of a file says that it is the end; a body's lines are indented."""
    return f"\n{END}: {_MARK}" in f"\n{data.decode('utf-8', 'replace')}"


def _text(fields: Fields, name: str) -> str | None:
    value = fields.node.pairs[name][1] if name in fields.node.pairs else None
    return value.text if isinstance(value, Scalar) else None


def _cut(fields: Fields, expected: str) -> Fault:
    """The fault of a file that is cut, at the last field in it."""
    last, _ = list(fields.node.pairs.values())[-1]
    return Fault(fields.report.where(last), f"the file ends in the middle, in or after `{last.text}`", expected)
