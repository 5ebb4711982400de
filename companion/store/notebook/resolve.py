"""Choosing between two versions of a note. What is not chosen is deleted (and can be had back), never dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from companion.model.annotation import Record, new_id
from companion.store.notebook.conflicts import Conflict
from companion.store.notebook.folder import NoteFile
from companion.store.notebook.save import ReaderFolder, Saved, keep


def of_merge(shelf: ReaderFolder, conflict: Conflict, chosen: str, *, both: bool) -> Saved:
    """Write the chosen side of a merge into its file, after putting the other side safely into a note of its own."""
    ours, theirs = conflict.ours, conflict.theirs
    mine, other = (theirs, ours) if chosen == conflict.other else (ours, theirs)
    beside = replace(other, id=new_id(), supersedes="" if both else conflict.id)
    keep(shelf, beside if both else _deleted(beside), _nothing)
    return keep(shelf, mine, _nothing, over=conflict.digest)


def of_two(shelf: ReaderFolder, first: Record, second: Record, chosen: str, *, both: bool) -> Saved:
    """`second` supersedes `first`: the chosen words end up under the first one's id, the others under the second's."""
    if both:
        kept = keep(shelf, replace(second, supersedes=""), _is(second))
        return Saved(first, kept.conflict, kept.fault) if chosen == first.id else kept
    if chosen == first.id:
        dropped = keep(shelf, _deleted(second), _is(second))
        return Saved(first, dropped.conflict, dropped.fault)
    saved = keep(shelf, replace(second, id=first.id, supersedes=first.supersedes), _is(first))
    if saved.conflict is None:
        keep(shelf, _deleted(replace(first, id=second.id, supersedes=first.id)), _is(second))
    return saved


def _deleted(record: Record) -> Record:
    return replace(record, deleted=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _is(record: Record) -> Callable[[NoteFile], bool]:
    def known(found: NoteFile) -> bool:
        return found.record == record

    return known


def _nothing(found: NoteFile) -> bool:
    return False
