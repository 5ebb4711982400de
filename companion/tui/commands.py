"""What the command palette offers besides Textual's own: every section, question and note by name."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import SystemCommand

from companion import reading as verbs
from companion.tui.screens.reader import ReaderScreen


def jumps(reader: ReaderScreen) -> Iterable[SystemCommand]:
    """A command for each place that can be gone to."""
    reading = reader.now

    def go(section: int) -> None:
        reader.reading = verbs.go(reader.now, section)
        reader.passage.focus()

    def ask(key: str) -> None:
        reader.reading = verbs.choose(verbs.show_tab(reader.now, "questions"), key)
        reader.margin.focus()

    def show(key: str) -> None:
        placement = reader.now.placements.get(key)
        if placement and placement.span:
            there = verbs.show_tab(verbs.go_to(reader.now, placement.span), "annotations")
            reader.reading = verbs.choose(there, key)

    for index, heading in enumerate(reading.document.headings):
        yield SystemCommand(f"Section: {heading.title}", "go there", lambda at=index: go(at))
    for asked in verbs.questions(reading):
        yield SystemCommand(f"Question: {asked.question.id}", asked.question.ask, lambda key=asked.key: ask(key))
    for note in reading.own.annotations:
        words = " ".join(note.note.split())[:60]
        yield SystemCommand(f"Note: {words}", "go there", lambda key=f"{reading.own.id}/{note.id}": show(key))
