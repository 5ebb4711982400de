"""The tour of the first start: five steps over the status line, each of which names a key and waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.strip import Strip

from companion.tui.keymap import Keymap
from companion.tui.strips import BOLD, DIM, strip
from companion.tui.widgets.pane import Pane
from companion.tui.wrap import CardLine, paragraph_lines


class TourStep(NamedTuple):
    """What is shown, with `{id}` for the key of a command, and the command that leads on."""

    command: str
    words: str


STEPS = (
    TourStep("block.next", "{block.next} goes a paragraph on, {block.previous} back; {page.down} turns the page."),
    TourStep(
        "annotation.next",
        "The cards are about words of the text: {annotation.next} goes to the next, {open} between both.",
    ),
    TourStep(
        "note.add",
        "{note.add} writes a note of yours on what the cursor stands on: ctrl+s saves it, esc leaves it as a draft.",
    ),
    TourStep(
        "questions", "{questions} opens the checklist; {question.take} there takes a question in hand while you read."
    ),
    TourStep("help", "{help} tells every key, {palette} finds a command by its name, {quit} leaves: all is saved."),
)
NEXT = "Press {key}, or enter for the next step; esc ends the tour for good."


class TourLine(Pane, can_focus=False):
    """The present step; `at` is its index, None while there is no tour."""

    bar = 0
    at: int | None = None

    def __init__(self, keys: Keymap, id: str) -> None:
        super().__init__(id=id)
        self._keys = keys
        self._lines: list[CardLine] = []

    def begin(self) -> None:
        self.go(0)

    def ran(self, command: str) -> None:
        """Go on after the command that the step waits for."""
        if self.at is not None and command == STEPS[self.at].command:
            self.go(self.at + 1)

    def go(self, step: int | None) -> None:
        """To a step; beyond the last, and with None, the tour ends."""
        self.at = step if step is not None and step < len(STEPS) else None
        self.display = self.at is not None
        self._lay_out()

    def count(self) -> int:
        return len(self._lines)

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        self._lines = list(self._rows()) if self.at is not None else []
        self.styles.height = max(len(self._lines), 1)
        self.redraw_all()

    def _rows(self) -> Iterator[CardLine]:
        assert self.at is not None
        step, width = STEPS[self.at], max(self.screen.size.width - 2, 10)
        words = f"Tour, {self.at + 1} of {len(STEPS)}: {self._keys.sentence(step.words)}"
        yield from paragraph_lines("", [(words, BOLD)], width)
        yield from paragraph_lines("", [(NEXT.format(key=self._keys.press(step.command)), DIM)], width)

    def line(self, row: int, width: int) -> Strip:
        return strip([(" ", BOLD), *self._lines[row].parts], width, self.base)
