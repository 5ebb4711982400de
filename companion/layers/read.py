"""Readers of YAML files: layers, notes, kinds and small mappings. They raise nothing but Unreadable.

Everything read is cleaned (`clean`), so a harmful character in somebody's file becomes its sign here, and is
written back as that sign; harmless ones (joiners, direction marks, soft hyphens, emoji) come and go unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any, NoReturn, TypeVar

from companion.layers.checklist import CHECKLIST
from companion.layers.fields import Fields, Report, named, plain
from companion.layers.schema import ANNOTATION, ANSWER, HEAD, KIND, PLACE, RECORDS, Schema
from companion.layers.to_dict import answer_id
from companion.layers.types import complete
from companion.layers.whole import take_mark
from companion.layers.yaml_nodes import Mapping_, Node, Scalar, read_nodes, shortened
from companion.model.annotation import VERSION, Annotation, Answer, Kind, Layer, Place, Question, Record, valid_id
from companion.model.faults import Fault, Unreadable, Where
from companion.text.clean import clean_line

_OWN_FIELDS = ("layer", "checklist", "kinds", *RECORDS)
_Listed = TypeVar("_Listed", Annotation, Question, Answer, Place)


def read_layer(data: bytes, file: str, *, default_id: str = "") -> Layer:
    """A layer; `default_id` (else the file's name) is its id where it says none.

    A record that is wrong is a fault in the layer's `faults`, and the rest loads. Unknown fields of `layer:` are kept
    in `unknown["layer"]`. Deleted records are left out. Raises Unreadable where nothing can be read.
    """
    return layer_of(read_nodes(data, file), Report(file), default_id)


def read_record(data: bytes, file: str, *, cut: bool = False) -> Record:
    """The one record of a note file; without an `id:` it has the file's name. Raises Unreadable.

    Where the end mark was promised it must be there, unless the file may be `cut`, as a side of a merge is.
    """
    report = Report(file)
    record = record_of(read_nodes(data, file), report, cut=cut)
    if record is None:
        raise Unreadable(next(fault for fault in report.faults if not fault.warning))
    return record


def read_kinds(data: bytes, file: str) -> dict[str, Kind]:
    """The kinds of a `kinds.yaml` by name. Raises Unreadable if one of them is wrong."""
    report = Report(file)
    fields = _top(read_nodes(data, file), report, "kinds")
    version_of(fields)
    kinds = _kinds(fields)
    for fault in report.faults:
        raise Unreadable(fault)
    return kinds


def read_mapping(data: bytes, file: str) -> dict[str, Any]:
    """A small YAML file as dict, list and str, cleaned; an empty file is an empty mapping. Raises Unreadable."""
    node = read_nodes(data, file)
    if node == Scalar("", 1, 1):
        return {}
    return {name: plain(value) for name, (_, value) in _top(node, Report(file), "settings").node.pairs.items()}


def layer_of(node: Node, report: Report, default_id: str) -> Layer:
    """The layer in a node. Raises Unreadable if it is none."""
    fields = _top(node, report, "a layer")
    if not any(fields.has(name) for name in _OWN_FIELDS):
        expected = "a note is one" if fields.has("id") else "annotations, questions or answers were expected"
        _refuse(report, node, "no layer", expected)
    version = version_of(fields)
    head, head_unknown = _head(fields, default_id)
    ids = _Ids(report)
    listed = fields.mapping("checklist")
    checklist = CHECKLIST.read(Fields(listed, report)) if listed else None
    kinds = _kinds(fields)
    lists: dict[str, list[Any]] = {
        name: ids.unique(schema.read(Fields(item, report)) for item in fields.records(name))
        for name, schema in RECORDS.items()
        if name != "answers"
    }
    lists["answers"] = ids.named(_answers(fields, head["id"]))  # last, for some get an id that no other record has
    for name, records in lists.items():
        head[name] = tuple(record for record in records if not getattr(record, "deleted", ""))
    return Layer(
        **head,
        checklist=checklist,
        kinds=kinds,
        faults=tuple(report.sorted()),
        read_only=version > VERSION,
        origin=report.file,
        unknown=fields.unknown() | head_unknown,
    )


def version_of(fields: Fields) -> int:
    """The version a file says it has; a newer one is a warning in any report. Raises Unreadable if it is no number."""
    report = fields.report
    value = fields.take("companion")
    if value is None:
        report.warn(fields.node, "the file does not say its version", "`companion: 1` was expected")
        return VERSION
    if not isinstance(value, Scalar) or not re.fullmatch("[1-9][0-9]{0,8}", value.text):
        had = shortened(value.text) if isinstance(value, Scalar) else named(value)
        _refuse(report, value, f"companion is {had}", f"`companion: {VERSION}` was expected")
    version = int(value.text)
    if version > VERSION:
        what = f"written by a newer companion (version {version})"
        report.faults.append(Fault(report.where(value), what, "it opens read-only", warning=True))
    return version


class _Ids:
    """The ids of a layer that are taken, case ignored."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._taken: dict[str, Where] = {}

    def unique(self, read: Iterable[_Listed | None]) -> list[_Listed]:
        """The records that could be read and whose id is not taken."""
        return [record for record in read if record is not None and self._take(record)]

    def named(self, read: Iterable[Answer | None]) -> list[Answer]:
        """The same for answers; those that say no id get one that is free."""
        answers = [answer for answer in read if answer is not None and (not answer.id or self._take(answer))]
        return [answer if answer.id else replace(answer, id=self._free(answer)) for answer in answers]

    def _take(self, record: Annotation | Question | Answer | Place) -> bool:
        where = record.where or Where(self.report.file)
        first = self._taken.setdefault(record.id.lower(), where)
        if first is not where:
            what = f'the id "{record.id}" is used twice, first in line {first.line}'
            self.report.fault_at(where, what, "ids must differ, case ignored: rename one")
        return first is where

    def _free(self, answer: Answer) -> str:
        name = base = answer_id(answer.question)
        number = 1
        while name.lower() in self._taken:
            number += 1
            name = f"{base[:57]}-{number}"
        self._taken[name.lower()] = answer.where or Where(self.report.file)
        return name


def _head(fields: Fields, default_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the layer says of itself, and the unknown fields of that."""
    report = fields.report
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", PurePath(report.file).stem).strip("-._")[:64]
    default = default_id if valid_id(default_id) else stem or "layer"
    inner = Fields(fields.mapping("layer") or Mapping_({}, 1, 1), report, id=default)
    head = HEAD.values(inner)
    unknown = inner.unknown()
    return head | {"id": head["id"] or default}, {"layer": unknown} if unknown else {}


def _kinds(fields: Fields) -> dict[str, Kind]:
    """The kinds under `kinds:`, by name; those that are wrong are left out, with a fault."""
    node = fields.mapping("kinds")
    kinds: list[Kind | None] = []
    for name, value in node.pairs.values() if node else ():
        if isinstance(value, Mapping_):
            kinds.append(KIND.read(Fields(value, fields.report, name=name.text)))
        else:
            what = f'kind "{shortened(name.text)}" is {named(value)}'
            fields.report.fault(value, what, "a label and a sign were expected")
    return {kind.name: kind for kind in kinds if kind}


def _answers(fields: Fields, layer: str) -> Iterator[Answer | None]:
    """Answers below the question they answer, or in a list."""
    node = fields.take("answers")
    if not isinstance(node, Mapping_):
        for item in fields.records("answers"):
            yield ANSWER.read(Fields(item, fields.report, layer=layer, id=""))
        return
    for name, value in node.pairs.values():
        question = complete(name, "the question", fields.report, layer)
        if not isinstance(value, Mapping_):
            fields.report.fault(value, f"an answer is {named(value)}", "`verdict: …` and `note: …` were expected")
        elif question:
            yield ANSWER.read(Fields(value, fields.report, layer=layer, id="", question=question))


def record_of(node: Node, report: Report, *, cut: bool = False) -> Record | None:
    """The record of a note file in a node; None, with a fault, if it is wrong. Raises Unreadable if it is none."""
    fields = _top(node, report, "a note", id=PurePath(report.file).stem)
    for name in ("annotations", "questions", "answers"):
        if fields.has(name):
            _refuse(report, node, "a layer, not a note", "one note was expected; a layer is opened with --with")
    version_of(fields)
    fault = take_mark(fields)
    if fault is not None and not cut:
        raise Unreadable(fault)
    if fields.has("question") and fields.has("place"):
        place = fields.node.pairs["place"][0]
        report.fault(place, "both a question and a place", "a note answers one or keeps the other")
        return None
    schema: Schema[Any] = ANSWER if fields.has("question") else PLACE if fields.has("place") else ANNOTATION
    record: Record | None = schema.read(fields)
    return record


def _top(node: Node, report: Report, what: str, **given: str) -> Fields:
    """The fields of the file. Raises Unreadable if it is no mapping."""
    if isinstance(node, Mapping_):
        return Fields(node, report, **given)
    had = "nothing in it" if isinstance(node, Scalar) and not node.text else f"{named(node)} where {what} should be"
    _refuse(report, node, had, "lines with `name: value` were expected, `companion: 1` first")


def _refuse(report: Report, node: Node, what: str, expected: str) -> NoReturn:
    raise Unreadable(Fault(report.where(node), clean_line(what), clean_line(expected)))
