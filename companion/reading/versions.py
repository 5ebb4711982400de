"""Notes of which there are two versions: which stand at the cursor, and what becomes of undo where a save made two."""

from __future__ import annotations

from companion.model import Annotation, Answer, Record, Versions
from companion.reading.notes import find
from companion.reading.value import Change, Reading, Save, replace


def versions_of(reading: Reading, key: str) -> Versions | None:
    """The two versions of which a card, or the answer to a question, is one; `key` is the margin's, `layer/id`."""
    layer, _, name = key.partition("/")
    for each in reading.own.versions:
        first, second, _ = each
        if layer == reading.own.id and name in (first.id, second.id):
            return each
        if isinstance(first, Answer) and first.question == key:
            return each
    return None


def merging(reading: Reading, record: str) -> Versions | None:
    """The versions that a merge left in the file of a record: it cannot be changed before one is chosen."""
    found = (each for each in reading.own.versions if each.fault and record in (each.first.id, each.second.id))
    return next(found, None)


def current(reading: Reading, record: Record) -> Record:
    """A version as it is on screen now; a side that is deleted is not there and is itself."""
    return find(reading, record.id) or record


def parted(reading: Reading, wanted: Record, kept: Record) -> Reading:
    """A save found the note changed by somebody else: what the reader wanted is on disk as `kept`, beside it.

    Undo takes that back then, and touches the other version no more. A deletion was not carried out: `kept` is the
    other version. What is shown follows when the notes are read again.
    """
    new = _without(reading, wanted.id)
    if kept.id == wanted.id:
        return new
    return replace(new, done=(*new.done, Change(None, kept)), saves={**new.saves, kept.id: Save("saved")})


def chosen_version(reading: Reading, versions: Versions) -> Reading:
    """One of two versions was chosen on disk: undo goes back no further for either of them."""
    return _without(reading, versions.first.id, versions.second.id)


def _without(reading: Reading, *ids: str) -> Reading:
    """Without what is remembered of these records for undo, redo and their saving."""
    done = tuple(change for change in reading.done if change.after.id not in ids)
    undone = tuple(change for change in reading.undone if change.after.id not in ids)
    saves = {name: save for name, save in reading.saves.items() if name not in ids}
    return replace(reading, done=done, undone=undone, saves=saves)


def about(record: Record) -> str:
    """What a version is about: the words quoted, a section, the document, a question."""
    if isinstance(record, Answer):
        return f"your answer to {record.question}"
    if isinstance(record, Annotation) and record.quote is None:
        return f"your note on the section {record.section}" if record.section else "your note on the document"
    quote = record.quote.exact if record.quote else ""
    return f"your note on “{quote}”" if isinstance(record, Annotation) else f"the place of {record.place}"
