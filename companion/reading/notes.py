"""The verbs that write: own notes and answers, and their undoing. Saving is the app's work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from companion.model import Annotation, Answer, Kind, Layer, Placement, Quote, Record, Span, new_id
from companion.reading.units import UNITS
from companion.reading.value import Change, Reading, Save, replace


def target(reading: Reading, *, absent: bool = False, document: bool = False) -> tuple[Quote | None, str, Span | None]:
    """What a new note would stand on: its Quote, or a section's id, or neither for the document."""
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


def _own(reading: Reading, record: Record, places: Mapping[str, Span] | None = None) -> Reading:
    """The Reading with a record put in, or taken out if it is deleted, and its state set to saving.

    `places` are spans known already, by what follows `layer/` in the key of their placement.
    """
    annotations = [a for a in reading.own.annotations if a.id != record.id]
    answers = [a for a in reading.own.answers if a.id != record.id]
    if isinstance(record, Annotation) and not record.deleted:
        annotations.append(record)
    if isinstance(record, Answer) and not record.deleted:
        answers.append(record)
    placements = reading.placements
    if places:
        new = {f"{reading.own.id}/{name}": Placement("exact", 1.0, (span,)) for name, span in places.items()}
        placements = {**placements, **new}
    elif isinstance(record, Annotation) and not record.quote and not record.section:
        placements = {**placements, f"{reading.own.id}/{record.id}": Placement("exact")}
    own = replace(reading.own, annotations=tuple(annotations), answers=tuple(answers))
    return replace(reading, own=own, placements=placements, saves={**reading.saves, record.id: Save("saving")})


def put(reading: Reading, record: Record, places: Mapping[str, Span] | None = None) -> Reading:
    """Add a record or put it in place of the one with its id, or take it out if it is marked deleted."""
    change = Change(find(reading, record.id), record)
    return replace(_own(reading, record, places), done=(*reading.done, change), undone=())


def annotate(reading: Reading, note: Annotation, span: Span | None) -> Reading:
    """Add an own note; `span` is where it stands, None on the whole document. The selection ends."""
    new = put(reading, note, {note.id: span} if span else None)
    return replace(new, cursor=replace(new.cursor, mark=None), chosen=f"{new.own.id}/{note.id}")


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
    new = replace(_own(reading, record), done=reading.done[:-1], undone=(*reading.undone, change))
    return new, record


def redo(reading: Reading) -> tuple[Reading, Record | None]:
    """Make the change last undone again; also the record to save."""
    if not reading.undone:
        return reading, None
    change = reading.undone[-1]
    new = replace(_own(reading, change.after), done=(*reading.done, change), undone=reading.undone[:-1])
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
    """Say how an own record stands with the disk now."""
    return replace(reading, saves={**reading.saves, record_id: save})


def load(
    reading: Reading,
    layers: Iterable[Layer],
    own: Layer,
    kinds: Mapping[str, Kind],
    placements: Mapping[str, Placement],
) -> Reading:
    """Put in what was read from disk; own records not saved yet stay as they are on screen."""
    waiting = [r for r in _records(reading) if (save := reading.saves.get(r.id)) and save.state != "saved"]
    old = {r.id: p for r in waiting if (p := reading.placements.get(f"{reading.own.id}/{r.id}"))}
    new = replace(reading, layers=tuple(layers), own=own, kinds=kinds, placements=dict(placements), loaded=True)
    for record in waiting:
        span = old[record.id].span if record.id in old else None
        save = reading.saves[record.id]
        new = saved(_own(new, record, {record.id: span} if span else None), record.id, save)
    return new
