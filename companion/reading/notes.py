"""Editing: functions that add, change, delete and undo own notes and answers. The app saves them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from companion.model import (
    Annotation,
    Answer,
    Kind,
    Layer,
    Place,
    Placement,
    Quote,
    Record,
    Span,
    Versions,
    new_id,
    parted,
)
from companion.reading.state import Change, Held, Reading, Save, replace
from companion.reading.units import UNITS

R = TypeVar("R", bound=Record)


def target(reading: Reading, *, absent: bool = False, document: bool = False) -> tuple[Quote | None, str, Span | None]:
    """The target of a new note: its Quote, a section's id and a Span; all empty for the document."""
    if document:
        return None, "", None
    span = reading.span
    if absent or reading.cursor.unit == UNITS[-1]:
        return None, span.section, Span(span.section, 0, len(reading.section.text))
    from companion.anchoring import describe  # not needed to read

    return describe(reading.document, span), span.section, span


def _records(reading: Reading) -> list[Record]:
    return [*reading.own.annotations, *reading.own.answers, *reading.own.places]


def find(reading: Reading, record_id: str) -> Record | None:
    return next((r for r in _records(reading) if r.id == record_id), None)


def _own(reading: Reading, record: Record, placed: Mapping[str, Placement]) -> Reading:
    """The Reading with a record put in, or taken out if it is deleted, and its state set to saving."""
    return saved(_shown(reading, record, placed), record.id, Save("saving"))


def _shown(reading: Reading, record: Record, placed: Mapping[str, Placement] = MappingProxyType({})) -> Reading:
    """The Reading with a record put in, or taken out if it is deleted; `placed` are placements known, by their keys."""
    own = replace(
        reading.own,
        annotations=_with(reading.own.annotations, record, Annotation),
        answers=_with(reading.own.answers, record, Answer),
        places=_with(reading.own.places, record, Place),
    )
    if isinstance(record, Annotation) and not record.quote and not record.section:
        placed = {reading.own.key(record): Placement("exact"), **placed}
    placements = {**reading.placements, **placed} if placed else reading.placements
    return replace(reading, own=own, placements=placements)


def _with(records: tuple[R, ...], record: Record, kind: type[R]) -> tuple[R, ...]:
    """The records with this one in place of the one with its id, if it is of their kind and not deleted."""
    others = tuple(other for other in records if other.id != record.id)
    if record.deleted or not isinstance(record, kind):
        return others
    return (*others, record)


def put(
    reading: Reading,
    record: Record,
    places: Mapping[str, Span] | None = None,
    moved: Mapping[str, tuple[Placement, Placement]] | None = None,
    before: Record | None = None,
) -> Reading:
    """Add a record or put it in place of the one with its id, or take it out if it is marked deleted.

    `places` are spans known already, by what follows `layer/` in the key of their placement; `moved` placements
    of other annotations before and after. `before` is the record replaced as it was when the edit began, if it might
    be another now. What the reader writes is shown, so their own layer is switched on.
    """
    change = Change(before or find(reading, record.id), record, moved or {})
    placed = {reading.own.key(name): Placement("exact", 1.0, (span,)) for name, span in (places or {}).items()}
    placed |= {key: after for key, (_, after) in change.moved.items()}
    hidden = reading.hidden - {reading.own.id} if reading.own.id in reading.hidden else reading.hidden
    return replace(_own(reading, record, placed), done=(*reading.done, change), undone=(), hidden=hidden)


def annotate(reading: Reading, note: Annotation, span: Span | None) -> Reading:
    """Add an own note; `span` is where it stands, None on the whole document. The selection ends."""
    new = put(reading, note, {note.id: span} if span else None)
    return replace(new, cursor=replace(new.cursor, mark=None), chosen=new.own.key(note), held=Held())


def delete(reading: Reading, record_id: str, now: str) -> Reading:
    """Mark an own note deleted; its text stays on disk until it is purged."""
    record = find(reading, record_id)
    return reading if record is None else replace(put(reading, replace(record, deleted=now)), chosen="")


def undo(reading: Reading, now: str) -> tuple[Reading, Record | None]:
    """Take the last change back; also the record to save, or None when there is nothing to undo."""
    if not reading.done:
        return reading, None
    change = reading.done[-1]
    record = change.before or replace(change.after, deleted=now)
    before = {key: old for key, (old, _) in change.moved.items()}
    undone = replace(change, before=record)  # what a redo begins from, also where that is a deletion
    new = replace(_own(reading, record, before), done=reading.done[:-1], undone=(*reading.undone, undone))
    return new, record


def redo(reading: Reading) -> tuple[Reading, Record | None]:
    """Make the change last undone again; also the record to save."""
    if not reading.undone:
        return reading, None
    change = reading.undone[-1]
    after = {key: new for key, (_, new) in change.moved.items()}
    new = replace(_own(reading, change.after, after), done=(*reading.done, change), undone=reading.undone[:-1])
    return new, change.after


def answer_to(reading: Reading, question: str) -> Answer | None:
    return next((a for a in reading.own.answers if a.question == question), None)


def answer(
    reading: Reading, question: str, now: str, *, verdict: str | None = None, note: str | None = None
) -> Reading:
    """Give a verdict on a question, or a reason for it; what is None stays as it is."""
    mine = answer_to(reading, question) or Answer(new_id(), question, created=now)
    mine = replace(
        mine,
        verdict=mine.verdict if verdict is None else verdict,
        note=mine.note if note is None else note,
        modified=now,
    )
    return put(reading, mine)


def link_evidence(reading: Reading, question: str, quote: Quote, span: Span, now: str) -> Reading:
    """Link a passage as evidence for the reader's own answer; the same Reading if it is linked already."""
    mine = answer_to(reading, question) or Answer(new_id(), question, created=now)
    if any(isinstance(item, Quote) and item.exact == quote.exact for item in mine.evidence):
        return reading
    evidence = (*mine.evidence, quote)
    places = {f"{mine.id}#{len(evidence) - 1}": span}
    return put(reading, replace(mine, evidence=evidence, modified=now), places)


def saved(reading: Reading, record_id: str, save: Save) -> Reading:
    """Set the save state of an own record."""
    return replace(reading, saves={**reading.saves, record_id: save})


def load(
    reading: Reading,
    layers: Iterable[Layer],
    own: Layer,
    kinds: Mapping[str, Kind],
    placements: Mapping[str, Placement],
) -> Reading:
    """Take in what was read from disk. Own records not saved yet, deleted ones too, stay as they are on screen."""
    unsaved = {name for name, save in reading.saves.items() if save.state != "saved"}
    waiting = [record for record in _records(reading) if record.id in unsaved]
    own = replace(
        own,
        annotations=tuple(note for note in own.annotations if note.id not in unsaved),
        answers=tuple(mine for mine in own.answers if mine.id not in unsaved),
        places=tuple(place for place in own.places if place.id not in unsaved),
    )
    new = replace(reading, layers=tuple(layers), own=own, kinds=kinds, placements=dict(placements), loaded=True)
    for record in waiting:
        was = reading.placements.get(record.place if isinstance(record, Place) else reading.own.key(record))
        key = record.place if isinstance(record, Place) else own.key(record)
        new = saved(_own(new, record, {key: was} if was else {}), record.id, reading.saves[record.id])
    return new


def versions_of(reading: Reading, key: str) -> Versions | None:
    """The two versions of the note, or of the answer to the question, that has this key (`layer/id`), or None."""
    layer, name = parted(key)
    for versions in reading.own.versions:
        first, second, _ = versions
        if layer == reading.own.id and name in (first.id, second.id):
            return versions
        if isinstance(first, Answer) and first.question == key:
            return versions
    return None


def merging(reading: Reading, record: str) -> Versions | None:
    """The versions that a merge left in the file of a record, which cannot be changed before one is chosen, or None."""
    matches = (pair for pair in reading.own.versions if pair.fault and record in (pair.first.id, pair.second.id))
    return next(matches, None)


def current(reading: Reading, record: Record) -> Record:
    """A version as it is on screen; a deleted one, which is not there, as it was given."""
    return find(reading, record.id) or record


def keep_both(reading: Reading, wanted: Record, kept: Record, theirs: Record | None) -> Reading:
    """A save found the note changed by somebody else: `wanted` is on disk as `kept`, a note of its own beside `theirs`.

    Undo takes that back then, and touches the other version no more. A deletion was not carried out: `kept` is the
    other version. `theirs` is None where the file cannot be read.
    """
    placement = reading.placements.get(reading.own.key(wanted))
    new = _without(_shown(reading, theirs or replace(wanted, deleted="-")), wanted.id)
    if kept.id == wanted.id:
        return new
    placed = {new.own.key(kept): placement} if placement and not isinstance(kept, Place) else {}
    saves = {**new.saves, kept.id: Save("saved")}
    return replace(_shown(new, kept, placed), done=(*new.done, Change(None, kept)), saves=saves)


def chosen_version(reading: Reading, versions: Versions) -> Reading:
    """After one of two versions was chosen on disk: neither can be undone beyond that."""
    return _without(reading, versions.first.id, versions.second.id)


def _without(reading: Reading, *ids: str) -> Reading:
    """Drop these records' steps of undo and redo, and their save states."""
    done = tuple(change for change in reading.done if change.after.id not in ids)
    undone = tuple(change for change in reading.undone if change.after.id not in ids)
    saves = {name: save for name, save in reading.saves.items() if name not in ids}
    return replace(reading, done=done, undone=undone, saves=saves)
