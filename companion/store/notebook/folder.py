"""A reader's folder of notes: one file per note, where one that cannot be read never hides the others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import suppress

from companion.model.annotation import Annotation, Answer, Layer, Place, Record, valid_id
from companion.model.faults import Unreadable
from companion.store import errors, files
from companion.store.notebook import conflicts
from companion.store.notebook.copies import paired
from companion.store.notebook.note_file import MARKS, NoteFile, digest_of, is_copy_name, parse_note
from companion.text.clean import clean_line

LIMIT = 8 << 20
"""Bytes of the largest note."""
_ID = re.compile(rb"^id:[ \t]*(\S+)[ \t]*\r?$", re.MULTILINE)
_DELETED = re.compile(rb"^deleted:[ \t]*\S", re.MULTILINE)

Signature = tuple[int, int, int]
"""Size, time of change in nanoseconds and inode: different when a file was replaced or written to."""
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
    notes = [note for name in names if (note := read_note(folder, name, label, parsed)) is not None]
    return paired(notes, clean_line(label))


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


def count_notes(folder: int) -> int:
    """How many notes an open folder holds, without deleted ones and conflict copies. Raises OSError.

    The fields are looked for in the bytes: no text of a note looks like one, since it is indented.
    """
    names = {entry.name for entry in note_names(folder)}
    total = 0
    for name in names:
        try:
            data = files.read_at(folder, name, LIMIT, name)
        except Unreadable:
            total += 1
            continue
        match = _ID.search(data)
        original = match[1].decode("utf-8", "replace") if match else ""
        is_copy = is_copy_name(name.removesuffix(".yaml"), original) and f"{original}.yaml" in names
        total += not is_copy and _DELETED.search(data) is None
    return total


def _signature(status: os.stat_result) -> Signature:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _records(note: NoteFile) -> Iterator[Record]:
    if note.conflict is not None:
        yield note.conflict.ours
        yield conflicts.shown_other(note.conflict)
    elif note.record is not None:
        yield note.record
