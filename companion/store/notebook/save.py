"""Saving of a note into an open reader's folder, never losing the version that stands there.

A file is replaced only while it is the version the caller knows: it is read again before, and once more
under the claim, just before the rename. Otherwise the new words become a note of their own beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from companion.model.annotation import Record, new_id
from companion.model.faults import Fault, NotSaved, Unreadable
from companion.store import errors, files, locks
from companion.store.notebook import folder as notes
from companion.store.notebook.note_file import NoteFile, digest_of
from companion.text.clean import clean_line


class Saved(NamedTuple):
    """The result of a save. `record` is what is on disk for the reader's words, under the id it has there.

    `conflict` is the other version where somebody changed the note meanwhile: it kept the file and the
    reader's words became `record`, a new note that supersedes it (a deletion is not carried out then:
    `record` is the other version). `fault` says so of a file that cannot be read and was left alone.
    """

    record: Record
    conflict: Record | None = None
    fault: Fault | None = None


Wrote = Callable[[Record, str], None]
"""Told the record and the digest as soon as a file has its new name, before the folder is flushed."""


class ReaderFolder(NamedTuple):
    """A reader's folder, opened, with its display name and a callback for what was written."""

    descriptor: int
    label: str
    wrote: Wrote


def keep(folder: ReaderFolder, record: Record, is_known: Callable[[NoteFile], bool], *, over: str = "") -> Saved:
    """Save a note. Its file is replaced if it is missing, known to the caller (`is_known`), or has the digest `over`.

    Raises OSError or NotSaved.
    """
    name = f"{record.id}.yaml"
    data, stored = written(folder, record)
    mine = digest_of(data)
    current = notes.read_note(folder.descriptor, name, folder.label)
    if current is None or _may_replace(current, is_known, mine, over):
        if _swap(folder, stored, data, "" if current is None else current.digest):
            return Saved(stored)
        current = notes.read_note(folder.descriptor, name, folder.label)
    if current is None:
        raise NotSaved(f"{folder.label}/{name}: somebody else is changing this note; save again")
    return _beside(folder, record, stored, current)


def save_missing(folder: ReaderFolder, record: Record) -> None:
    """Save a note that has no file; one that has is left alone. Raises OSError or NotSaved."""
    data, stored = written(folder, record)
    if not _swap(folder, stored, data, ""):
        notes.look(folder.descriptor, f"{record.id}.yaml")


def remove(folder: ReaderFolder, note: NoteFile) -> bool:
    """Remove a deleted note that is still as it was read, and tell whether it was. The caller flushes the folder."""
    return note.record is not None and bool(note.record.deleted) and note.replaceable and remove_file(folder, note)


def remove_file(folder: ReaderFolder, note: NoteFile) -> bool:
    """Remove a file that is still as it was read, and tell whether it was. The caller flushes the folder."""
    with locks.claimed(folder.descriptor, note.name, note.digest) as claimed:
        if not claimed or _digest(folder, note.name) != note.digest:
            return False
        os.unlink(note.name, dir_fd=folder.descriptor)
        return True


def _may_replace(current: NoteFile, is_known: Callable[[NoteFile], bool], mine: str, over: str) -> bool:
    if not current.replaceable:
        return bool(over) and current.digest == over
    return is_known(current) or current.digest in (mine, over)


def _beside(folder: ReaderFolder, record: Record, stored: Record, current: NoteFile) -> Saved:
    """Leave the file alone and save the reader's words as a new note. A deletion has no words and is not done."""
    if current.record == stored and current.replaceable:
        return Saved(stored)
    if record.deleted and current.record is not None:
        return Saved(current.record, current.record, current.fault)
    if record.deleted:
        raise NotSaved(f"{current.fault or current.name}; it was not deleted")
    data, copy = written(folder, replace(record, id=new_id(), supersedes=record.id))
    if not _swap(folder, copy, data, ""):
        raise NotSaved(f"{folder.label}: no new note could be made; save again")
    return Saved(copy, current.record, None if current.replaceable else current.fault)


def written(folder: ReaderFolder, record: Record) -> tuple[bytes, Record]:
    """The bytes of a note, read back and compared, and the record as they hold it.

    Raises NotSaved.
    """
    from companion.layers.read import read_record
    from companion.layers.write import write_record

    data = write_record(record)
    try:
        return data, read_record(data, clean_line(f"{folder.label}/{record.id}.yaml"))
    except Unreadable as error:
        raise NotSaved(f"{error}; the note would not read back as it was written") from error


def _swap(folder: ReaderFolder, record: Record, data: bytes, version: str) -> bool:
    """Replace a note whose digest is `version` ("" for none) by new bytes; False if it has another by now."""
    name = f"{record.id}.yaml"
    temporary = files.write_temporary(folder.descriptor, data)
    done = False
    try:
        with locks.claimed(folder.descriptor, name, version or "new") as claimed:
            done = claimed and _digest(folder, name) == version
            if done:
                os.rename(temporary, name, src_dir_fd=folder.descriptor, dst_dir_fd=folder.descriptor)
    except BaseException:
        files.discard(folder.descriptor, temporary)
        raise
    if not done:
        files.discard(folder.descriptor, temporary)
        return False
    folder.wrote(record, digest_of(data))
    files.settled(folder.descriptor, f"{folder.label}/{name}")
    return True


def _digest(folder: ReaderFolder, name: str) -> str:
    """The digest of a note on disk; "" if there is none, "unreadable" if it cannot be read."""
    try:
        return digest_of(files.read_at(folder.descriptor, name, notes.LIMIT, name))
    except errors.Missing:
        return ""
    except Unreadable:
        return "unreadable"


LIMIT = 8 << 20


def save_elsewhere(records: Sequence[Record], where: str) -> Path:
    """Put notes durably into a folder, made if need be, a file for each; or one note into a file that ends in .yaml.

    The files are those of a notebook, and only the reader may read them. Nothing that stands there is replaced: a
    note that is there already, as it is, is saved. Tells the folder or file. Raises NotSaved.
    """
    from companion.layers.write import write_record

    path = Path(os.path.abspath(Path(where).expanduser()))
    one = path.suffix.lower() in (".yaml", ".yml") and not path.is_dir()
    if one and len(records) != 1:
        raise NotSaved(f"{clean_line(str(path))}: {len(records)} notes do not go into one file; name a folder")
    folder = path.parent if one else path
    with errors.not_saved(clean_line(str(folder)), "name another place"):
        files.make_folders(folder)
        with files.opened_folder(folder) as opened:
            for record in records:
                name = path.name if one else f"{record.id}.yaml"
                _put(opened, name, write_record(record), clean_line(str(folder / name)))
    return path


def _put(folder: int, name: str, data: bytes, label: str) -> None:
    """Write a new file, read it back and compare. Raises OSError or NotSaved."""
    try:
        files.save_new(folder, name, data, label)
    except FileExistsError:
        if files.read_at(folder, name, LIMIT, label) != data:
            raise NotSaved(f"{label}: a file of that name stands there; name another place") from None
        return
    if files.read_at(folder, name, LIMIT, label) != data:
        raise NotSaved(f"{label}: it does not read back as it was written; name another place")
