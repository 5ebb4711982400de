"""Between what is being typed and the drafts that the store keeps."""

from __future__ import annotations

from companion import reading as verbs
from companion.model import Document, Place, Record
from companion.reading import Reading, replace
from companion.store.state_values import Draft, Progress
from companion.tui.events import Target, Written


def draft_of(target: Target, written: Written) -> Draft:
    return Draft(
        target.key,
        written.text,
        written.kind,
        written.tags,
        target.quote,
        target.section,
        target.record,
        written.searched,
        written.document,
        None if isinstance(target.base, Place | None) else target.base.note,
    )


def begun(reading: Reading, draft: Draft) -> tuple[Target, Written]:
    """A draft as it was being written; its passage is looked for again."""
    written = Written(draft.text, draft.kind, draft.tags, draft.searched, draft.document)
    if draft.key.startswith("why:"):
        question = draft.key.removeprefix("why:")
        return Target(question=question, base=_base(verbs.answer_to(reading, question), draft)), written
    index = reading.document.index(draft.section)
    span = verbs.place_of(reading, draft.quote) if draft.quote else None
    if draft.quote is None and index is not None:
        span = verbs.whole(reading.document, index)
    absent = draft.key.endswith(":absent") or (bool(draft.record) and draft.quote is None)
    base = _base(verbs.find(reading, draft.record), draft)
    return Target(draft.quote, draft.section, span, draft.record, absent=absent, base=base), written


def _base(record: Record | None, draft: Draft) -> Record | None:
    """The note that the draft began from. If somebody changed it since, it is not what stands there now."""
    if isinstance(record, Place | None) or draft.before is None:
        return record
    same = record.note.rstrip("\n") == draft.before.rstrip("\n")
    return record if same else replace(record, note=draft.before)


def told(target: Target, written: Written) -> str:
    """A draft in one line."""
    words = " ".join(written.text.split()) or f"absent: {', '.join(written.searched)}"
    about = f" — on “{target.quote.exact[:40]}…”" if target.quote else ""
    return (words if len(words) < 60 else words[:59] + "…") + about


def resumed(document: Document, progress: Progress, section: str) -> Reading:
    """The first Reading: where the reader left off, or at the section asked for."""
    index = document.index(section or progress.section) or 0
    begun = Reading(document, read=frozenset(progress.read), hidden=frozenset(progress.hidden))
    reading = verbs.go(begun, index, 0 if section else progress.block)
    return (
        verbs.choose(verbs.show_tab(reading, "questions"), progress.question)
        if progress.tab == "questions"
        else reading
    )


def progress_of(reading: Reading) -> Progress:
    """Where the reader is now."""
    asked = reading.chosen if reading.tab == "questions" else ""
    read = tuple(sorted(reading.read))
    hidden = tuple(sorted(reading.hidden))
    return Progress(reading.section.id, reading.block, reading.tab, read, len(reading.document), asked, hidden)
