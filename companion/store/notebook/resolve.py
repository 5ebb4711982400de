"""Resolution of two versions of a note: the one not chosen is marked deleted, so that it can be had back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from companion.model.annotation import Record, new_id
from companion.store.notebook.conflicts import Conflict
from companion.store.notebook.note_file import NoteFile
from companion.store.notebook.save import ReaderFolder, Saved, keep


def of_merge(folder: ReaderFolder, conflict: Conflict, chosen: str, *, both: bool) -> Saved:
    """Write the chosen side of a merge into its file, after putting the other side safely into a note of its own."""
    ours, theirs = conflict.ours, conflict.theirs
    mine, other = (theirs, ours) if chosen == conflict.other else (ours, theirs)
    beside = replace(other, id=new_id(), supersedes="" if both else conflict.id)
    keep(folder, beside if both else _deleted(beside), _nothing)
    return keep(folder, mine, _nothing, over=conflict.digest)


def of_two(folder: ReaderFolder, first: Record, second: Record, chosen: str, *, both: bool) -> Saved:
    """`second` supersedes `first`: the chosen words end up under the first one's id, the others under the second's."""
    if both:
        second_saved = keep(folder, replace(second, supersedes=""), _is(second))
        return Saved(first, second_saved.conflict, second_saved.fault) if chosen == first.id else second_saved
    if chosen == first.id:
        first_kept = keep(folder, _deleted(second), _is(second))
        return Saved(first, first_kept.conflict, first_kept.fault)
    saved = keep(folder, replace(second, id=first.id, supersedes=first.supersedes), _is(first))
    if saved.conflict is None:
        keep(folder, _deleted(replace(first, id=second.id, supersedes=first.id)), _is(second))
    return saved


def _deleted(record: Record) -> Record:
    return replace(record, deleted=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _is(record: Record) -> Callable[[NoteFile], bool]:
    def known(note: NoteFile) -> bool:
        return note.record == record

    return known


def _nothing(note: NoteFile) -> bool:
    return False
