"""Layers, notes and small files of YAML: read with every fault at its place, written and read back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Any, TypeVar

from companion.formats import records, writing
from companion.formats.clean import clean_line
from companion.formats.nodes import Mapping_, Node, Scalar, read_nodes
from companion.formats.records import record_fields
from companion.formats.taking import Findings, Taken, plain
from companion.model.annotation import Annotation, Answer, Kind, Layer, Place, Question, Quote, Record, valid_id
from companion.model.faults import CompanionError, Fault, NotSaved, Unreadable, Where

__all__ = [
    "check_layer",
    "read_kinds",
    "read_layer",
    "read_mapping",
    "read_record",
    "record_fields",
    "write_layer",
    "write_mapping",
    "write_record",
]

VERSION = 1
_FIELDS = ("companion", "layer", "kinds", "annotations", "questions", "answers", "places")
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]+")
_Any = TypeVar("_Any", Annotation, Question, Answer, Place)


def read_layer(data: bytes, file: str, *, default_id: str = "") -> Layer:
    """The layer in a file. A record that cannot be read is a fault of it, and the rest loads.

    Raises Unreadable where the file as a whole cannot be read.
    """
    return _layer(data, Findings(file), default_id)


def check_layer(data: bytes, file: str) -> list[Fault]:
    """Everything that is wrong or looks like a slip, in the order of the file. Raises nothing."""
    findings = Findings(file, strict=True)
    try:
        layer = _layer(data, findings, "")
    except Unreadable as error:
        return [error.fault or Fault(Where(clean_line(file)), str(error))]
    known = {each.id for each in layer.annotations}
    for record in (*layer.questions, *layer.answers):
        for item in record.evidence:
            if isinstance(item, Quote):
                continue
            name, _, bare = item.rpartition("/")
            if name in ("", layer.id) and bare not in known:
                where = record.where or Where(findings.file)
                findings.add(where, f"{record.id}: its evidence {item[:80]} is not here", "expected an annotation's id")
    return sorted(findings.faults, key=lambda fault: (fault.where.line, fault.where.column))


def read_record(data: bytes, file: str) -> Record:
    """One note. Without `id:` it is called by its file's name. Raises Unreadable."""
    findings = Findings(file)
    fields = Taken(read_nodes(data, file), findings, "a note")
    if not fields.node.pairs:
        findings.refuse(fields.node, "an empty note", "expected fields, as in `note: some words`")
    _version(fields)
    return records.record(fields, PurePath(file).stem)


def write_record(record: Record) -> bytes:
    """One note's file, read back and compared. Raises NotSaved if it does not say the same."""
    fields = writing.kept({name: value for name, value in record_fields(record).items() if name != "companion"})
    fields = {name: value for name, value in fields.items() if value != ""}
    data = writing.dump({"companion": str(VERSION)} | fields)
    try:
        back = writing.kept(record_fields(read_record(data, f"{record.id}.yaml")))
    except CompanionError as error:
        raise NotSaved(f"the note would not read back: {error}") from error
    if back != fields:
        wrong = ", ".join(name for name in {**fields, **back} if fields.get(name) != back.get(name))
        raise NotSaved(f"{record.id}: the note would not read back the same; see {clean_line(wrong)}")
    return data


def write_layer(layer: Layer) -> bytes:
    """The whole layer as one file, read back. Raises NotSaved if a record would be lost."""
    head = {"id": layer.id, "title": layer.title, "author": layer.author, "about": layer.about}
    head = {name: text for name, text in (head | {"license": layer.license}).items() if text}
    found: dict[str, Any] = {"companion": str(VERSION), "layer": head}
    found["kinds"] = {kind.name: {"label": kind.label, "sign": kind.sign} for kind in layer.kinds.values()}
    for name in ("annotations", "questions", "answers", "places"):
        found[name] = [record_fields(each) for each in getattr(layer, name)]
    found = {name: value for name, value in found.items() if value}
    data = writing.dump(writing.kept(found | {k: v for k, v in layer.unknown.items() if k not in found}))
    try:
        back = read_layer(data, f"{layer.id}.yaml", default_id=layer.id)
    except CompanionError as error:
        raise NotSaved(f"the layer would not read back: {error}") from error
    for name in ("annotations", "questions", "answers", "places"):
        same = [writing.kept(record_fields(each)) for each in getattr(back, name)]
        if same != [writing.kept(each) for each in found.get(name, [])]:
            raise NotSaved(f"{layer.id}: its {name} would not read back the same")
    return data


def read_kinds(data: bytes, file: str) -> dict[str, Kind]:
    """The kinds of a folder by name. Raises Unreadable."""
    findings = Findings(file)
    fields = Taken(read_nodes(data, file), findings, "a file of kinds")
    _version(fields)
    kinds = _kinds(fields.take("kinds"), findings)
    if findings.faults:
        raise Unreadable(findings.faults[0])
    return kinds


def read_mapping(data: bytes, file: str) -> dict[str, Any]:
    """A small file as dict, list and str; an empty one is an empty dict. Raises Unreadable."""
    node = read_nodes(data, file)
    if node == Scalar("", 1, 1):
        return {}
    found: dict[str, Any] = plain(Taken(node, Findings(file), "settings").node)
    return found


def write_mapping(mapping: Mapping[str, Any]) -> bytes:
    """A small file, read back and compared. Raises NotSaved."""
    wanted = writing.kept(mapping)
    data = writing.dump(wanted)
    try:
        back = read_mapping(data, "the file")
    except Unreadable as error:
        raise NotSaved(f"it would not read back: {error}") from error
    if back != wanted:
        raise NotSaved("it would not read back the same; nothing was written")
    return data


def _layer(data: bytes, findings: Findings, default_id: str) -> Layer:
    node = read_nodes(data, findings.file)
    fields = Taken(node, findings, "a layer")
    version = _version(fields)
    where = findings.where(fields.node)
    if version > VERSION:
        findings.add(where, f"written by a newer companion ({version})", "it is shown, never changed", warning=True)
    elif not version:
        findings.slip(where, "it does not say its version", "expected `companion: 1`")
    head = _head(fields.take("layer"), findings, default_id)
    kinds = _kinds(fields.take("kinds"), findings)
    annotations = _listed(fields, "annotations", findings, records.annotation)
    questions = _listed(fields, "questions", findings, records.question)
    answers = _answers(fields, findings, head["id"])
    places = _listed(fields, "places", findings, records.place)
    unknown = fields.unknown(_FIELDS)
    return Layer(
        **head,
        kinds=kinds,
        annotations=tuple(each for each in annotations if not each.deleted),
        questions=tuple(questions),
        answers=tuple(each for each in answers if not each.deleted),
        places=tuple(each for each in places if not each.deleted),
        faults=tuple(findings.faults),
        read_only=version > VERSION,
        origin=clean_line(findings.file),
        unknown=unknown,
    )


def _version(fields: Taken) -> int:
    """The version a file says, 0 where it says none."""
    node = fields.node.pairs.get("companion", (None, fields.node))[1]
    number = fields.number("companion")
    if number == 0:
        fields.findings.refuse(node, "`companion` is 0", "expected `companion: 1`")
    return number or 0


def _head(node: Node | None, findings: Findings, default_id: str) -> dict[str, str]:
    names = ("id", "title", "author", "about", "license")
    default = default_id or PurePath(findings.file).stem
    if not valid_id(default):
        default = _NOT_IN_IDS.sub("-", default).strip("-._")[:64] or "layer"
    head = dict.fromkeys(names, "") | {"id": default}
    if node is None:
        return head
    try:
        fields = Taken(node, findings, "what the layer is")
        head = {name: fields.line(name) for name in names}
        fields.unknown(names)
    except Unreadable as error:
        findings.keep(error)
        return head
    if head["id"] and not valid_id(head["id"]):
        findings.add(findings.where(node), f"the layer's id {head['id'][:40]!r} cannot be one", f"it is {default} here")
        head["id"] = ""
    return head | {"id": head["id"] or default}


def _kinds(node: Node | None, findings: Findings) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    if node is None:
        return kinds
    try:
        pairs = Taken(node, findings, "the kinds").node.pairs
    except Unreadable as error:
        findings.keep(error)
        return kinds
    for name, (key, value) in pairs.items():
        try:
            fields = Taken(value, findings, "a kind")
            sign, label = fields.line("sign", "?"), fields.line("label") or clean_line(name)
            fields.unknown(("label", "sign"))
        except Unreadable as error:
            findings.keep(error)
            continue
        if not _one_column(sign):
            findings.add(
                findings.where(key), f"the sign {sign[:20]!r} of {name[:60]} is not one column wide", "shown as ?"
            )
            sign = "?"
        kinds[name] = Kind(clean_line(name), label, sign)
    return kinds


def _one_column(sign: str) -> bool:
    """One character that is neither wide, nor joins the one before it, nor is blank."""
    return (
        len(sign) == 1
        and sign.isprintable()
        and sign != " "
        and (unicodedata.east_asian_width(sign) not in "WF" and not unicodedata.combining(sign))
    )


def _listed(fields: Taken, name: str, findings: Findings, make: Callable[[Taken], _Any]) -> list[_Any]:
    try:
        items = fields.items(name)
    except Unreadable as error:
        findings.keep(error)
        return []
    return _made(items, findings, lambda node: make(Taken(node, findings, "a record")))


def _answers(fields: Taken, findings: Findings, layer: str) -> list[Answer]:
    """Answers by question, or a list of them that name their questions; a bare question is one of this layer."""
    pair = fields.node.pairs.get("answers")
    if pair is None or not isinstance(pair[1], Mapping_):
        return _listed(fields, "answers", findings, records.answer)
    fields.take("answers")
    names = {id(value): clean_line(name) for name, (_, value) in pair[1].pairs.items()}

    def make(node: Node) -> Answer:
        name = names[id(node)]
        question = name if "/" in name else f"{layer}/{name}"
        default = _NOT_IN_IDS.sub(".", question).strip("._-")[:64]
        return records.answer(Taken(node, findings, "an answer"), default, question)

    return _made((value for _, value in pair[1].pairs.values()), findings, make)


def _made(nodes: Iterable[Node], findings: Findings, make: Callable[[Node], _Any]) -> list[_Any]:
    """Each record that can be read; a fault for each that cannot, and for an id that was there before."""
    found: list[_Any] = []
    first: dict[str, _Any] = {}
    for node in nodes:
        try:
            record = make(node)
        except Unreadable as error:
            findings.keep(error)
            continue
        other = first.setdefault(record.id.casefold(), record)
        if other is not record:
            line = other.where.line if other.where else 0
            what = f"the id {record.id} a second time, first on line {line}"
            findings.add(findings.where(node), what, "expected ids that differ by more than case; rename it")
            continue
        found.append(record)
    return found
