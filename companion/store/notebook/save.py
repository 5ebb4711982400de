"""Putting one note into an open reader's folder without ever losing the version that stands there.

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
from companion.text.clean import clean_line


class Saved(NamedTuple):
    """What a save did. `record` is what is on disk now for the reader's words, under the id it has there.

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
    """An open reader's folder, how messages call it, and who is told of what was written."""

    folder: int
    shown: str
    wrote: Wrote


def keep(shelf: ReaderFolder, record: Record, known: Callable[[notes.NoteFile], bool], *, over: str = "") -> Saved:
    """Save a note whose file may be replaced if it is missing, `known` to the caller, or has the digest `over`.

    Raises OSError or NotSaved.
    """
    name = f"{record.id}.yaml"
    data, stored = written(shelf, record)
    mine = notes.digest_of(data)
    found = notes.read_note(shelf.folder, name, shelf.shown)
    if found is None or _may_replace(found, known, mine, over):
        if _swap(shelf, stored, data, "" if found is None else found.digest):
            return Saved(stored)
        found = notes.read_note(shelf.folder, name, shelf.shown)
    if found is None:
        raise NotSaved(f"{shelf.shown}/{name}: somebody else is changing this note; save again")
    return _beside(shelf, record, stored, found)


def remove(shelf: ReaderFolder, found: notes.NoteFile) -> bool:
    """Remove a deleted note that is still as it was read, and tell whether it was. The caller flushes the folder."""
    if found.record is None or not found.record.deleted or not found.replaceable:
        return False
    with locks.claimed(shelf.folder, found.name, found.digest) as claimed:
        if not claimed or _digest(shelf, found.name) != found.digest:
            return False
        os.unlink(found.name, dir_fd=shelf.folder)
        return True


def _may_replace(found: notes.NoteFile, known: Callable[[notes.NoteFile], bool], mine: str, over: str) -> bool:
    if not found.replaceable:
        return bool(over) and found.digest == over
    return known(found) or found.digest in (mine, over)


def _beside(shelf: ReaderFolder, record: Record, stored: Record, found: notes.NoteFile) -> Saved:
    """Leave the file as it is and keep the reader's words in a new note; a deletion has none, so it is not done."""
    if found.record == stored and found.replaceable:
        return Saved(stored)
    if record.deleted and found.record is not None:
        return Saved(found.record, found.record, found.fault)
    if record.deleted:
        raise NotSaved(f"{found.fault or found.name}; it was not deleted")
    data, fresh = written(shelf, replace(record, id=new_id(), supersedes=record.id))
    if not _swap(shelf, fresh, data, ""):
        raise NotSaved(f"{shelf.shown}: no new note could be made; save again")
    return Saved(fresh, found.record, None if found.replaceable else found.fault)


def written(shelf: ReaderFolder, record: Record) -> tuple[bytes, Record]:
    """The bytes of a note, which the writer has read back and compared, and the record as they hold it.

    Raises NotSaved.
    """
    from companion.layers.read import read_record
    from companion.layers.write import write_record

    data = write_record(record)
    try:
        return data, read_record(data, clean_line(f"{shelf.shown}/{record.id}.yaml"))
    except Unreadable as error:
        raise NotSaved(f"{error}; the note would not read back as it was written") from error


def _swap(shelf: ReaderFolder, record: Record, data: bytes, version: str) -> bool:
    """Replace one version of a note (none: "") by new bytes; False if it is not that version any more."""
    name = f"{record.id}.yaml"
    temporary = files.write_temporary(shelf.folder, data)
    done = False
    try:
        with locks.claimed(shelf.folder, name, version or "new") as claimed:
            done = claimed and _digest(shelf, name) == version
            if done:
                os.rename(temporary, name, src_dir_fd=shelf.folder, dst_dir_fd=shelf.folder)
    except BaseException:
        files.discard(shelf.folder, temporary)
        raise
    if not done:
        files.discard(shelf.folder, temporary)
        return False
    shelf.wrote(record, notes.digest_of(data))
    files.settled(shelf.folder, f"{shelf.shown}/{name}")
    return True


def _digest(shelf: ReaderFolder, name: str) -> str:
    """The digest of a note as it is on disk now; empty if there is none, and no digest at all if it cannot be read."""
    try:
        return notes.digest_of(files.read_at(shelf.folder, name, notes.LIMIT, name))
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


def _put(folder: int, name: str, data: bytes, shown: str) -> None:
    """A new file, read again and compared. Raises OSError or NotSaved."""
    try:
        files.save_new(folder, name, data, shown)
    except FileExistsError:
        if files.read_at(folder, name, LIMIT, shown) != data:
            raise NotSaved(f"{shown}: a file of that name stands there; name another place") from None
        return
    if files.read_at(folder, name, LIMIT, shown) != data:
        raise NotSaved(f"{shown}: it does not read back as it was written; name another place")
