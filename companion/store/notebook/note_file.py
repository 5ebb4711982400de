"""One file of a reader's folder: the note in it, both versions of one that a merge left, or why it cannot be read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from companion.model.annotation import VERSION, Record, valid_id
from companion.model.faults import Fault, Unreadable, Where
from companion.store import errors
from companion.store.notebook import conflicts

MARKS = "marks.yaml"
"""What a reader's folder holds beside notes: the document's later fingerprints."""
_VERSION = re.compile(rb"^companion:[ \t]*[\"']?(\d{1,9})", re.MULTILINE)
_FINGERPRINTS = re.compile(rb"^fingerprints:", re.MULTILINE)
_GOES_ON = re.compile(r"[ .~_(-]")


@dataclass(frozen=True)
class NoteFile:
    """One file of a reader's folder: its record, or the fault that says why there is none, or neither: no note.

    `digest` is of its bytes, empty if they could not be had. A `read_only` note was written by a newer
    version. `conflict` holds both versions where git left both; then `record` is ours. `original` is the id of the
    note that this is a conflict copy of.
    """

    name: str
    digest: str = ""
    record: Record | None = None
    fault: Fault | None = None
    read_only: bool = False
    conflict: conflicts.Conflict | None = None
    original: str = ""

    @property
    def id(self) -> str:
        """The id that the file's name gives."""
        return self.name.removesuffix(".yaml")

    @property
    def replaceable(self) -> bool:
        return self.record is not None and self.conflict is None and not self.read_only


def parse_note(data: bytes, name: str, file: str, digest: str) -> NoteFile:
    """A note file from its bytes."""
    from companion.layers.read import read_record  # YAML, only where there is a note

    note = name.removesuffix(".yaml")
    if is_copy_name(note, MARKS.removesuffix(".yaml")) and _FINGERPRINTS.search(data):
        return NoteFile(name, digest)
    sides = conflicts.split(data) if valid_id(note) else None
    if sides is not None:
        return _both(sides, note, file, digest)
    try:
        record = read_record(data, file)
    except Unreadable as error:
        return NoteFile(name, digest, fault=errors.fault_of(error, file))
    original = record.id if is_copy_name(note, record.id) else ""
    if not valid_id(note) and not original:
        return NoteFile(name, digest, fault=_misnamed(file))
    fault: Fault | None = None
    newer = _VERSION.search(data)
    read_only = newer is not None and int(newer[1]) > VERSION
    if read_only:
        fault = Fault(Where(file), "written by a newer companion", "it is shown, an edit becomes a new note", True)
    elif record.id != note:
        fault = Fault(Where(file), f"says its id is {record.id}", "it is called by its file's name", True)
    return NoteFile(name, digest, replace(record, id=note), fault, read_only, original=original)


def _misnamed(file: str) -> Fault:
    return Fault(Where(file), "the name is not a note's", "rename it: letters, digits, . _ - and .yaml")


def is_copy_name(stem: str, note: str) -> bool:
    """True if a file of this name, without `.yaml`, may be a conflict copy of the note with this id."""
    return stem.startswith(note) and _GOES_ON.match(stem, len(note)) is not None


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _both(sides: conflicts.Sides, note: str, file: str, digest: str) -> NoteFile:
    """A file with two versions; where one of them cannot be read, that is the fault and the other is shown."""
    from companion.layers.read import read_record
    from companion.layers.whole import is_marked

    where = Where(file, sides.line, 1)
    fault = Fault(where, "a merge left two versions of this note", "both are shown; choose one or keep both")
    records: list[Record] = []
    ended = is_marked(sides.ours) or is_marked(sides.theirs)  # with an end on one side the file is whole
    for data in (sides.ours, sides.theirs):
        try:
            records.append(replace(read_record(data, file, cut=ended), id=note))
        except Unreadable as error:
            fault = Fault(where, f"a merge left two versions, one unreadable ({error})", "mend the file by hand")
    if len(records) < 2:
        record = records[0] if records else None
        return NoteFile(f"{note}.yaml", digest, record, fault, read_only=record is not None)
    conflict = conflicts.Conflict(note, conflicts.other_id(note), records[0], records[1], fault, digest)
    return NoteFile(f"{note}.yaml", digest, records[0], fault, conflict=conflict)
