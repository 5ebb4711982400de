"""The verbs that write: own notes and answers, and their undoing. Saving is the app's work."""

from __future__ import annotations

from companion.anchoring import describe
from companion.model import Annotation, Answer, Evidence, Placement, Quote, Record, Span, new_id
from companion.reading.units import UNITS
from companion.reading.value import Change, Reading, Save, replace


def target(reading: Reading, *, absent: bool = False, document: bool = False) -> tuple[Quote | None, str, Span | None]:
    """What a new note would stand on: its Quote, or a section's id, or neither for the document."""
    if document:
        return None, "", None
    span = reading.span
    if absent or reading.cursor.unit == UNITS[-1]:
        return None, span.section, Span(span.section, 0, len(reading.section.text))
    return describe(reading.document, span), span.section, span


def _records(reading: Reading) -> list[Record]:
    return [*reading.own.annotations, *reading.own.answers, *reading.own.places]


def find(reading: Reading, record_id: str) -> Record | None:
    return next((r for r in _records(reading) if r.id == record_id), None)


def _own(reading: Reading, record: Record | None, gone: str = "") -> Reading:
    """The Reading with a record put in (or the one called `gone` taken out) and its state set to saving."""
    name = record.id if record else gone
    own = reading.own
    annotations = [a for a in own.annotations if a.id != name]
    answers = [a for a in own.answers if a.id != name]
    if isinstance(record, Annotation) and not record.deleted:
        annotations.append(record)
    if isinstance(record, Answer) and not record.deleted:
        answers.append(record)
    placements = dict(reading.placements)
    layer = replace(own, annotations=tuple(annotations), answers=tuple(answers))
    return replace(reading, own=layer, placements=placements, saves={**reading.saves, name: Save("saving")})


def put(reading: Reading, record: Record, span: Span | None = None) -> Reading:
    """Add a record or put it in place of the one with its id; `span` is where it stands, if known."""
    before = find(reading, record.id)
    new = _own(reading, record)
    if isinstance(record, Annotation) and (span or not record.quote):
        key = f"{reading.own.id}/{record.id}"
        new = replace(new, placements={**new.placements, key: Placement("exact", 1.0, (span,) if span else ())})
    return replace(new, done=(*reading.done, Change(before, record)), undone=())


def edit(reading: Reading, record_id: str, *, note: str, kind: str, tags: tuple[str, ...], now: str) -> Reading:
    """Change the words of an own note; the same Reading if there is none with this id."""
    record = find(reading, record_id)
    if not isinstance(record, Annotation):
        return reading
    return put(reading, replace(record, note=note, kind=kind, tags=tags, modified=now))


def delete(reading: Reading, record_id: str, now: str) -> Reading:
    """Mark an own note deleted; its text stays on disk until it is purged."""
    record = find(reading, record_id)
    if record is None:
        return reading
    return replace(
        _own(reading, replace(record, deleted=now)),
        done=(*reading.done, Change(record, replace(record, deleted=now))),
        undone=(),
        chosen="",
    )


def remove(reading: Reading, record_id: str) -> Reading:
    """Take a record out without touching the history, as after a change from outside."""
    return _own(reading, None, record_id)


def undo(reading: Reading, now: str) -> tuple[Reading, Record | None]:
    """Take the last change back; also the record to save, or None when there is nothing to undo."""
    if not reading.done:
        return reading, None
    change = reading.done[-1]
    record = change.before or (replace(change.after, deleted=now) if change.after else None)
    assert record is not None
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


def link_evidence(reading: Reading, question: str, item: Evidence, now: str) -> Reading:
    """Link a passage or an annotation as evidence for the reader's own answer."""
    mine = answer_to(reading, question) or Answer(new_id(), question, created=now)
    if item in mine.evidence:
        return reading
    return put(reading, replace(mine, evidence=(*mine.evidence, item), modified=now))


def saved(reading: Reading, record_id: str, save: Save) -> Reading:
    """Say how an own record stands with the disk now."""
    return replace(reading, saves={**reading.saves, record_id: save})
