"""The margin pane: cards of the section in reading order, or the questions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from companion.reading import Reading, cards, grouped, questions, switched_off
from companion.text.find import Finder, Stretch
from companion.tui.keymap import Keymap
from companion.tui.strips import BOLD, PLAIN, Part, strip
from companion.tui.widgets.card_lines import RowCache, card_lines, question_lines, unread_keys
from companion.tui.widgets.pane import Pane
from companion.tui.wrap import CardLine, unchanged

NARROW = 36
"""Columns from which both tabs' names have room."""


def _below(reading: Reading, keys: Keymap, narrow: bool) -> list[str]:
    """Counts of what is not in sight, with keys: the tray, and layers switched off."""
    lost, guesses, off = len(reading.index.lost), len(reading.index.guesses), len(switched_off(reading))
    loose = [f"{lost} not placed"] * bool(lost) + [f"{guesses} a guess"] * bool(guesses)
    tray = f"{lost + guesses} in the tray" if narrow else ", ".join(loose)
    return [f"{tray} ({keys.press('tray')})"] * bool(loose) + [f"{off} off ({keys.press('layers')})"] * bool(off)


class Margin(Pane):
    """Cards or questions; a bar stands beside the chosen one, which follows the cursor of the passage."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"margin--hit"}

    class CardChosen(Message):
        """The reader stands on a card or question."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, keys: Keymap, id: str) -> None:
        super().__init__(id=id)
        self._keys = keys
        self._lines: Sequence[CardLine] = ()
        self._inputs: tuple[object, ...] = ()
        self._current = ""
        self._cards: RowCache = {}
        self._marks: Marks = {}
        self._mark_inputs: tuple[object, ...] = ()

    def count(self) -> int:
        self._lay_out()
        return len(self._lines)

    def _lay_out(self) -> bool:
        """Make the rows again if what they are made from changed; True if they came out different."""
        reading, width = self.reading, max(self.size.width - 2, 10)
        if reading is None or not self.size.width:
            return False
        self._current = self.current()
        state = (reading.index, reading.kinds, reading.saves, reading.loaded, reading.tab)
        inputs = (width, *state, reading.section, self._current, reading.held)
        if unchanged(inputs, self._inputs):
            return False
        if self._inputs[:1] != inputs[:1]:
            self._cards.clear()
        self._inputs, before = inputs, self._lines
        if reading.tab == "questions":
            self._lines = tuple(question_lines(reading, width, self._current, self._keys))
        else:
            self._lines = tuple(card_lines(reading, width, self._current, self._cards, self._keys))
        return before != self._lines

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is None:
            return
        if old is None or old.index is not new.index or old.tab != new.tab or old.cursor.section != new.cursor.section:
            self._entitle(new)
        changed = self._lay_out()
        if self._mark(new) or changed:
            self.redraw_all()
        self.show_current()

    def _mark(self, reading: Reading) -> bool:
        """Find again where what is looked for stands in the rows; whether that is elsewhere now."""
        inputs = (self._lines, reading.search and reading.search.query)
        if unchanged(inputs, self._mark_inputs):
            return False
        self._mark_inputs, before = inputs, self._marks
        self._marks = find_marks(reading, self._lines)
        return self._marks != before

    def _entitle(self, reading: Reading) -> None:
        """Both tabs with how much is on them; the other one shortened where there is little room."""
        tabs = [("Annotations", "Annot.", len(cards(reading, reading.cursor.section)))]
        tabs.append(("Questions", "Quest.", len(questions(reading))))
        chosen, narrow = int(reading.tab == "questions"), self.size.width < NARROW
        names = [f"{short if narrow and index != chosen else name} {n}" for index, (name, short, n) in enumerate(tabs)]
        names[chosen] = f"‹{names[chosen]}›"
        self.entitle(" ".join(names), " · ".join(_below(reading, self._keys, narrow)))

    def keys(self) -> list[str]:
        """The cards or questions shown, in order."""
        reading = self.reading
        if reading is None:
            return []
        if reading.tab == "questions":
            return [row.key for row in questions(reading)]
        return [*(card.key for _, group in grouped(reading) for card in group), *unread_keys(reading)]

    def current(self) -> str:
        """The card or question a command acts on: the chosen one, else the cursor's."""
        reading, keys = self.reading, self.keys()
        if reading is None or not keys:
            return ""
        if reading.chosen in keys:
            return reading.chosen
        if reading.held.key in keys:
            return reading.held.key
        if reading.tab == "questions" or not reading.section.blocks:
            return keys[0]
        block = reading.section.blocks[reading.block]
        placed = [card for card in cards(reading, reading.cursor.section) if card.span]
        inside = [c.key for c in placed if c.span and block.start <= c.span.start < max(block.end, block.start + 1)]
        before = [c.key for c in placed if c.span and c.span.start <= block.start]
        return inside[0] if inside else before[-1] if before else keys[0]

    def show_current(self) -> None:
        """The chosen card first, as far down as there is room."""
        rows = [i for i, line in enumerate(self._lines) if line.key and line.key == self._current]
        if rows and self.size.height:
            first = next(i for i, line in enumerate(self._lines) if line.key)
            top = 0 if rows[0] == first else rows[0]  # what stands above the first card is read with it
            self.top = min(top, max(len(self._lines) - self.size.height, 0))

    def on_resize(self) -> None:
        self._lay_out()
        if self.reading is not None:
            self._entitle(self.reading)
        self.show_current()

    def line(self, row: int, width: int) -> Strip:
        here = self._lines[row]
        chosen = here.key and here.key == self._current
        bar: Part = ("▌", BOLD if self.has_focus else PLAIN) if chosen else (" ", PLAIN)
        parts = here.parts
        if row in self._marks:
            parts = tuple(with_style(parts, self._marks[row], self.style_of("margin--hit")))
        return strip([bar, *parts], width, self.base)

    def on_click(self, event: events.Click) -> None:
        row = self.row_at(event)
        if row is not None and self._lines[row].key:
            self.post_message(self.CardChosen(self._lines[row].key))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


Marks = dict[int, list[Stretch]]
"""Stretches of the text of a row, by the row."""


def find_marks(reading: Reading, lines: Sequence[CardLine]) -> Marks:
    """Where the words looked for stand in the rows of each card or question."""
    search = reading.search
    if search is None:
        return {}
    marks: Marks = {}
    for key, rows in groupby(range(len(lines)), key=lambda row: lines[row].key):
        if key:
            _mark(marks, search.query.finder, lines, list(rows))
    return marks


def _mark(marks: Marks, finder: Finder, lines: Sequence[CardLine], rows: list[int]) -> None:
    """Look through the rows of one card as one text."""
    texts = ["".join(words for words, _ in lines[row].parts) for row in rows]
    hits, at = finder.find("\n".join(texts)), 0
    for row, text in zip(rows, texts, strict=True):
        inside = [(max(a - at, 0), min(b - at, len(text))) for a, b in hits if a < at + len(text) and b > at]
        if inside:
            marks[row] = inside
        at += len(text) + 1


def with_style(parts: Sequence[Part], stretches: Sequence[Stretch], style: Style) -> list[Part]:
    """The parts of a row, cut and with this style over the stretches."""
    cut: list[Part] = []
    at = 0
    for words, own in parts:
        done = 0
        for start, end in stretches:
            first, last = max(start - at, done), min(end - at, len(words))
            if first < last:
                cut += [(words[done:first], own), (words[first:last], own + style)]
                done = last
        cut.append((words[done:], own))
        at += len(words)
    return cut
