"""Between a Reading and the place that is remembered until the next start."""

from __future__ import annotations

from companion import reading as verbs
from companion.model import Document
from companion.reading import Reading
from companion.store.remembered import Progress


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
