"""Conflict copies: what a program that synchronises folders leaves beside a note that was changed on two machines.

Each program has a name of its own for such a file: `n-1.sync-conflict-20240131-120000-ABCDEFG.yaml` (Syncthing),
`n-1 (Ann's conflicted copy 2024-01-31).yaml` (Dropbox, Nextcloud, in many languages), `n-1 2.yaml` (iCloud),
`n-1-LAPTOP.yaml` (OneDrive). What they share is looked for: a note that says its id, in a file whose name begins with
that id and goes on. It is a second version of that note, until one is chosen. A copy that says the same as its note is
passed over; `purge` removes it, and nothing else does, since a synchronisation may be at work at any other time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from companion.model.annotation import Record, valid_id
from companion.model.faults import Fault, Where
from companion.store.notebook.conflicts import other_id
from companion.store.notebook.note_file import NoteFile
from companion.text.clean import clean_line


def paired(files: Iterable[NoteFile], label: str) -> list[NoteFile]:
    """The files of a reader's folder, each copy as a version of its note: under an id of its own, superseding it.

    A copy without its note stands for the note itself. One that says the same has no record; one that is deleted as
    the note is, is a deleted note.
    """
    result = list(files)
    by_id = {note.id: note for note in result}
    taken = by_id.keys() | {note.conflict.other for note in result if note.conflict is not None}
    for at, note in enumerate(result):
        if note.record is None or not note.original:
            continue
        first = by_id.get(note.original)
        if first is not None:
            result[at] = version = _version(note, note.record, first.record, taken, label)
            taken |= {version.record.id} if version.record is not None else set()
        elif valid_id(note.id):
            result[at] = replace(note, original="")  # a note that was renamed: it is called by its file's name
        else:
            result[at] = by_id[note.original] = _alone(note, note.record, label)
    return result


def _alone(note: NoteFile, record: Record, label: str) -> NoteFile:
    """A copy whose note is gone."""
    own = replace(record, id=note.original)
    if own.deleted:
        return replace(note, record=own, original="", fault=None)
    where = Where(clean_line(f"{label}/{note.name}"))
    fault = Fault(where, f"a copy of {note.original}, which is not here", "it is shown in its place", True)
    return replace(note, record=own, fault=fault)


def _version(note: NoteFile, record: Record, first: Record | None, taken: Iterable[str], label: str) -> NoteFile:
    """A copy beside its note, whose record is `first`."""
    if first is not None and replace(record, id=first.id) == first:
        return replace(note, record=None, fault=None)
    name = other = other_id(note.original)
    number = 1
    while name in taken:
        number += 1
        name = f"{other[:60]}-{number}"
    second = replace(record, id=name, supersedes=note.original)
    if first is not None and first.deleted and record.deleted:
        return replace(note, record=second, fault=None, original="")
    where = Where(clean_line(f"{label}/{note.name}"))
    fault = Fault(where, f"a second version of {note.original}, left by a synchronisation", "both are shown", True)
    return replace(note, record=second, fault=fault)
