"""Drafts and places between the screen and the state folder: what the store keeps, and what the reader goes on with."""

from __future__ import annotations

from companion import reading as verbs
from companion.model import Annotation, Answer, Document, Place, Record
from companion.reading import Reading, replace
from companion.store.state_values import Draft, Progress
from companion.tui.events import Target, Written

EDITED = ("kind", "tags", "searched")
"""Fields of a note that the editor has, beside its words."""


def draft_of(target: Target, written: Written) -> Draft:
    """The record as it would be saved now, under the key of what it is about."""
    base = target.base if isinstance(target.base, Annotation | Answer) else None
    if target.question:
        return Draft(target.key, replace(base or Answer("", target.question), note=written.text), base)
    note = base if isinstance(base, Annotation) else Annotation("", target.quote, target.section)
    section = "" if written.document else note.section
    record = replace(note, section=section, **{name: getattr(written, name) for name in EDITED}, note=written.text)
    return Draft(target.key, record, base, target.section)


def resume(reading: Reading, draft: Draft) -> tuple[Target, Written]:
    """A draft as it was being written; its passage is looked for again."""
    record, base = draft.record, _base(reading, draft)
    if isinstance(record, Answer):
        return Target(question=record.question, base=base), Written(record.note)
    index = reading.document.index(draft.section)
    span = verbs.place_of(reading, record.quote) if record.quote else None
    if record.quote is None and index is not None:
        span = verbs.whole(reading.document, index)
    absent = draft.key.endswith(":absent") or (bool(record.id) and record.quote is None)
    written = Written(record.note, record.kind, record.tags, record.searched, absent and not record.section)
    return Target(record.quote, draft.section, span, record.id, absent=absent, base=base), written


def _base(reading: Reading, draft: Draft) -> Record | None:
    """The record that the draft began from. If somebody changed it since, it is not what stands there now."""
    record, base = draft.record, draft.base
    if base is not None and base.created:
        return base
    # Of companion 0.1 only the words are known, or nothing.
    now = verbs.answer_to(reading, record.question) if isinstance(record, Answer) else verbs.find(reading, record.id)
    if base is None or isinstance(now, Place | None) or now.note.rstrip("\n") == base.note.rstrip("\n"):
        return now
    return replace(now, note=base.note)


def summary(target: Target, written: Written) -> str:
    """A draft in one line."""
    words = " ".join(written.text.split()) or f"absent: {', '.join(written.searched)}"
    about = f" — on “{target.quote.exact[:40]}…”" if target.quote else ""
    return (words if len(words) < 60 else words[:59] + "…") + about


def first_reading(document: Document, progress: Progress, section: str) -> Reading:
    """The first Reading: where the reader left off, or at the section asked for."""
    index = document.index(section or progress.section) or 0
    reading = Reading(document, read=frozenset(progress.read), hidden=frozenset(progress.hidden))
    reading = verbs.go(reading, index, 0 if section else progress.block)
    if progress.tab != "questions":
        return reading
    return verbs.choose(verbs.show_tab(reading, "questions"), progress.question)


def progress_of(reading: Reading) -> Progress:
    """Where the reader is now."""
    asked = reading.chosen if reading.tab == "questions" else ""
    read = tuple(sorted(reading.read))
    hidden = tuple(sorted(reading.hidden))
    return Progress(reading.section.id, reading.block, reading.tab, read, len(reading.document), asked, hidden)
