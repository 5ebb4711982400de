"""A reader's folder of notes: one file per note, where one that cannot be read never hides the others."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, replace

from companion.model.annotation import Annotation, Answer, Layer, Place, Record, valid_id
from companion.model.faults import Fault, Unreadable, Where
from companion.store import errors, files
from companion.store.notebook import conflicts
from companion.text.clean import clean_line

LIMIT = 8 << 20
"""Bytes of the largest note."""
MARKS = "marks.yaml"
VERSION = 1
_VERSION = re.compile(rb"^companion:[ \t]*[\"']?(\d{1,9})", re.MULTILINE)

Signature = tuple[int, int, int]
"""Size, time of change in nanoseconds and inode: different when a file was replaced or written to."""


@dataclass(frozen=True)
class NoteFile:
    """One file of a reader's folder: its record, or the fault that says why there is none.

    `digest` is of its bytes, empty if they could not be had. A `read_only` note was written by a newer
    version. `conflict` holds both versions where git left both; then `record` is ours.
    """

    name: str
    digest: str = ""
    record: Record | None = None
    fault: Fault | None = None
    read_only: bool = False
    conflict: conflicts.Conflict | None = None

    @property
    def replaceable(self) -> bool:
        return self.record is not None and self.conflict is None and not self.read_only


Parsed = MutableMapping[tuple[str, str], NoteFile]
"""What was read before, by name and digest, so that only changed notes are parsed again."""


def note_names(folder: int) -> Iterator[os.DirEntry[str]]:
    """The entries of an open reader's folder that should be notes. Raises OSError."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".yaml") and not entry.name.startswith(".") and entry.name != MARKS:
                yield entry


def looks(folder: int) -> dict[str, Signature]:
    """Signatures of the notes in an open folder, by name, made without reading them. Raises OSError."""
    result = {}
    for entry in note_names(folder):
        with suppress(FileNotFoundError):
            result[entry.name] = _signature(entry.stat(follow_symlinks=False))
    return result


def look(folder: int, name: str) -> Signature:
    """The same for one note. Raises OSError."""
    return _signature(os.stat(name, dir_fd=folder, follow_symlinks=False))


def reader_names(notebook: int) -> list[str]:
    """The readers' folders in an open notebook, links left out. Raises OSError."""
    with os.scandir(notebook) as entries:
        return sorted(entry.name for entry in entries if valid_id(entry.name) and entry.is_dir(follow_symlinks=False))


def read_folder(folder: int, label: str, parsed: Parsed | None = None) -> list[NoteFile]:
    """Every note of an open reader's folder, in the order of their names. Raises OSError if it cannot be listed."""
    names = sorted(entry.name for entry in note_names(folder))
    return [note for name in names if (note := read_note(folder, name, label, parsed)) is not None]


def read_note(folder: int, name: str, label: str, parsed: Parsed | None = None) -> NoteFile | None:
    """One note of an open folder, read now; None if there is none of that name."""
    file = clean_line(f"{label}/{name}")
    try:
        data = files.read_at(folder, name, LIMIT, file)
    except errors.Missing:
        return None
    except Unreadable as error:
        return NoteFile(name, fault=error.fault)
    digest = digest_of(data)
    before = None if parsed is None else parsed.get((name, digest))
    if before is not None:
        return before
    note = parse_note(data, name, file, digest)
    if parsed is not None:
        parsed[name, digest] = note
    return note


def parse_note(data: bytes, name: str, file: str, digest: str) -> NoteFile:
    """A note file from its bytes."""
    from companion.layers.read import read_record  # YAML, only where there is a note

    note = name.removesuffix(".yaml")
    if not valid_id(note):
        expected = "rename it: letters, digits, . _ - and .yaml"
        return NoteFile(name, digest, fault=Fault(Where(file), "the name is not a note's", expected))
    sides = conflicts.split(data)
    if sides is not None:
        return _both(sides, note, file, digest)
    try:
        record = read_record(data, file)
    except Unreadable as error:
        return NoteFile(name, digest, fault=errors.fault_of(error, file))
    fault: Fault | None = None
    newer = _VERSION.search(data)
    read_only = newer is not None and int(newer[1]) > VERSION
    if read_only:
        fault = Fault(Where(file), "written by a newer companion", "it is shown, an edit becomes a new note", True)
    elif record.id != note:
        fault = Fault(Where(file), f"says its id is {record.id}", "it is called by its file's name", True)
    return NoteFile(name, digest, replace(record, id=note), fault, read_only)


def to_layer(notes: Iterable[NoteFile], reader: str, *, own: bool = False, author: str = "", origin: str = "") -> Layer:
    """A reader's folder as a Layer; deleted notes are left out, faults are listed."""
    notes = list(notes)
    records = [record for note in notes for record in _records(note) if not record.deleted]
    return Layer(
        id=reader,
        author=author or next((record.author for record in records if not isinstance(record, Place)), ""),
        annotations=tuple(record for record in records if isinstance(record, Annotation)),
        answers=tuple(record for record in records if isinstance(record, Answer)),
        places=tuple(record for record in records if isinstance(record, Place)),
        faults=tuple(note.fault for note in notes if note.fault is not None),
        own=own,
        origin=origin,
    )


def _signature(status: os.stat_result) -> Signature:
    return status.st_size, status.st_mtime_ns, status.st_ino


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _records(note: NoteFile) -> Iterator[Record]:
    if note.conflict is not None:
        yield note.conflict.ours
        yield conflicts.shown_other(note.conflict)
    elif note.record is not None:
        yield note.record


def _both(sides: conflicts.Sides, note: str, file: str, digest: str) -> NoteFile:
    """A file with two versions; where one of them cannot be read, that is the fault and the other is shown."""
    from companion.layers.read import read_record

    where = Where(file, sides.line, 1)
    fault = Fault(where, "a merge left two versions of this note", "both are shown; choose one or keep both")
    records: list[Record] = []
    for data in (sides.ours, sides.theirs):
        try:
            records.append(replace(read_record(data, file), id=note))
        except Unreadable as error:
            fault = Fault(where, f"a merge left two versions, one unreadable ({error})", "mend the file by hand")
    if len(records) < 2:
        record = records[0] if records else None
        return NoteFile(f"{note}.yaml", digest, record, fault, read_only=record is not None)
    conflict = conflicts.Conflict(note, conflicts.other_id(note), records[0], records[1], fault, digest)
    return NoteFile(f"{note}.yaml", digest, records[0], fault, conflict=conflict)
