"""Merge conflicts in a note: the two versions that git left in its file, and pairs of notes that stand for one.

Every text of a note is an indented block, so a marker at the start of a line never belongs to the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from companion.model.annotation import Annotation, Answer, Record, Versions
from companion.model.faults import Fault

_OPEN, _BASE, _MIDDLE, _CLOSE = b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"


class Sides(NamedTuple):
    """Both sides of a file with conflict markers, each whole, and the line (from 1) where they first differ."""

    ours: bytes
    theirs: bytes
    line: int


class Conflict(NamedTuple):
    """A note with two versions in its file. Both keep its id here; in a Layer the second is shown under `other`."""

    id: str
    other: str
    ours: Record
    theirs: Record
    fault: Fault
    digest: str


def split(data: bytes) -> Sides | None:
    """Both sides of a file with conflict markers (with or without the common ancestor), or None if it has none."""
    if _OPEN not in data:
        return None
    ours: list[bytes] = []
    theirs: list[bytes] = []
    side, first = b"", 0
    for number, line in enumerate(data.split(b"\n"), 1):
        marker = _marker(line)
        if marker == _OPEN and not side:
            side, first = _OPEN, first or number
        elif (marker == _BASE and side == _OPEN) or (marker == _MIDDLE and side in (_OPEN, _BASE)):
            side = marker
        elif marker == _CLOSE and side == _MIDDLE:
            side = b""
        else:
            if side in (b"", _OPEN):
                ours.append(line)
            if side in (b"", _MIDDLE):
                theirs.append(line)
    if side or not first:
        return None
    return Sides(b"\n".join(ours), b"\n".join(theirs), first)


def versions(
    records: Mapping[str, Record], merged: Iterable[Conflict], copies: Mapping[str, str]
) -> tuple[Versions, ...]:
    """Pairs of records that stand for one note: left by a merge, a copy, one superseding the other, or two answers.

    `copies` are ids of conflict copies, and those of their notes; one of the two may be deleted.
    """
    pairs = [Versions(each.ours, shown_other(each), each.fault) for each in merged]
    taken = {each.first.id for each in pairs}
    for second, original in copies.items():
        if original in records and second in records and original not in taken:
            pairs.append(Versions(records[original], records[second]))
            taken |= {original, second}
    standing = {name: records[name] for name in sorted(records) if not records[name].deleted}
    met: dict[tuple[type[Record], str], Record] = {}
    for record in standing.values():
        first = standing.get(record.supersedes)
        if first is None and not isinstance(record, Annotation):
            what = record.question if isinstance(record, Answer) else record.place
            first = met.setdefault((type(record), what), record)
        if first is not None and first is not record and not {first.id, record.id} & taken:
            pairs.append(Versions(first, record))
    return tuple(pairs)


def shown_other(conflict: Conflict) -> Record:
    """The second version of a merged note, under an id of its own."""
    return replace(conflict.theirs, id=conflict.other, supersedes=conflict.id)


def other_id(note: str) -> str:
    """The id under which the second version of a note is shown."""
    return f"{note[:57]}.theirs"


def _marker(line: bytes) -> bytes:
    word = line[:7]
    return word if word in (_OPEN, _BASE, _MIDDLE, _CLOSE) and line[7:8] in (b"", b" ", b"\r") else b""
