"""What keys do in the contents, and a section marked as read by hand."""

from __future__ import annotations

from companion.tui.pace import marked
from companion.tui.reader import ReaderScreen


def in_contents(screen: ReaderScreen) -> bool:
    """Whether the contents have the focus."""
    return screen.focused is screen.contents


def fold(screen: ReaderScreen, away: bool) -> None:
    """Fold the sections below the one at the cursor away, or show them."""
    screen.contents.fold(away=away)


def filter_sections(screen: ReaderScreen) -> None:
    """Let the reader type words that titles must have."""
    screen.contents.filter(screen.contents.words, typing=True)


def mark_read(screen: ReaderScreen) -> None:
    """Mark the section as read, or as not read; in the contents the one at the cursor."""
    reading = screen.now
    section = screen.contents.at if in_contents(screen) else reading.cursor.section
    heading = reading.document.headings[section]
    screen.reading = marked(reading, heading.id)
    state = "read" if heading.id in screen.now.read else "not read"
    screen.notify(f"{state}: {heading.title}; {screen.keys.press('section.read')} changes it", markup=False)
