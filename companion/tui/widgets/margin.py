"""The margin pane: cards of the section in reading order, or the questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from companion.model import Span
from companion.reading import Reading, cards, grouped, listed, questions, switched_off, verdict_of
from companion.text.find import Finder, Stretch
from companion.tui.keymap import Keymap
from companion.tui.strips import BOLD, DIM, PLAIN, Part, strip
from companion.tui.widgets.card_lines import RowCache, card_lines, foot_lines, question_lines, unread_keys
from companion.tui.widgets.pane import Pane, title_room
from companion.tui.widgets.place_bar import BAR
from companion.tui.widgets.status import cut
from companion.tui.wrap import CardLine, unchanged


class Margin(Pane):
    """Cards or questions; a bar stands beside the chosen one, which follows the cursor of the passage."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"margin--hit"}
    marks_focus = True

    class CardChosen(Message):
        """The reader stands on a card or question."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    welcome = False
    """Whether a document that nobody wrote about has a card that says what can be done."""

    def __init__(self, keys: Keymap, shows: Callable[[Span], bool], id: str) -> None:
        super().__init__(id=id)
        self._keys, self._shows = keys, shows
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
        reading, width = self.reading, max(self.size.width - 2 - BAR, 10)
        if reading is None or not self.size.width:
            return False
        self._current = self.current()
        state = (reading.index, reading.kinds, reading.saves, reading.loaded, reading.tab)
        quoted = self._is_out_of_sight(reading)
        chosen = (self._current, reading.held, reading.verdict, quoted, self.welcome)
        inputs = (width, *state, reading.section, *chosen)
        if unchanged(inputs, self._inputs):
            return False
        if self._inputs[:1] != inputs[:1]:
            self._cards.clear()
        self._inputs, before = inputs, self._lines
        if reading.tab == "questions":
            self._lines = tuple(question_lines(reading, width, self._current, self._keys))
        else:
            current, cache, keys = self._current, self._cards, self._keys
            rows = card_lines(reading, width, current, cache, keys, quoted=quoted, welcome=self.welcome)
            self._lines = tuple(rows)
        return before != self._lines

    def _is_out_of_sight(self, reading: Reading) -> bool:
        """Whether the words of the chosen card are not on screen."""
        placement = reading.placements.get(self._current)
        sure = placement is not None and placement.state == "exact" and placement.span is not None
        return not (sure and placement is not None and placement.span and self._shows(placement.span))

    def look_again(self) -> None:
        """After the passage was scrolled, or `welcome` set: other rows may be due now."""
        if self._lay_out():
            self.redraw_all()

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is None:
            return
        if old is None or _entitled_by(old) != _entitled_by(new):
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
        """Both tabs with how much is on them, and the key that filters; of that, what there is room for."""
        tabs = [("Annotations", "Annot.", len(cards(reading, reading.cursor.section)))]
        tabs.append(("Questions", "Quest.", len(questions(reading))))
        asked = reading.tab == "questions"
        name, _, number = tabs.pop(asked)
        ((other, short, rest),) = tabs
        here, others = f"‹{name} {number}›", [f"{other} {rest}", f"{short} {rest}", f"{short[0]} {rest}", ""]
        if asked and reading.verdict:
            shown = sum(verdict_of(card) == reading.verdict for card in questions(reading))
            here, others = f"‹{shown} {reading.verdict} of {number}›", [""]
        filters = f"{self._keys.press('question.verdicts')} filters"
        rows = [(each, here, filters) if asked else (here, each) for each in others]
        room = title_room(self)
        titles = [" ".join(filter(None, row)) for row in [*rows, (here,)]]
        self.entitle(next((title for title in titles if cell_len(title) <= room), here))

    def places(self) -> Mapping[int, str]:
        """Rows where notes of the reader's own begin, and those with words looked for."""
        reading = self.reading
        if reading is None:
            return {}
        starts = (row for row, line in enumerate(self._lines) if line.key and self._lines[row - 1].key != line.key)
        own = {row: "+" for row in starts if self._lines[row].key.startswith(f"{reading.own.id}/")}
        return {**own, **dict.fromkeys(self._marks, "/")}

    def keys(self) -> list[str]:
        """The cards or questions shown, in order."""
        reading = self.reading
        if reading is None:
            return []
        if reading.tab == "questions":
            return [row.key for row in listed(reading)]
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
        if reading.hand in keys:
            return reading.hand
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


class CardFoot(Pane, can_focus=False):
    """Under the cards: the sources of the chosen one, and what is not in sight, with its keys."""

    bar = 0

    def __init__(self, keys: Keymap, current: Callable[[], str], id: str) -> None:
        super().__init__(id=id)
        self._keys, self._current = keys, current
        self._lines: list[CardLine] = []
        self.display = False

    def count(self) -> int:
        return len(self._lines)

    def watch_reading(self, new: Reading | None) -> None:
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        if self.reading is None:
            return
        before, width = self._lines, max(self.parent_width - 3, 10)
        below = " · ".join(_below(self.reading, self._keys))
        self._lines = foot_lines(self.reading, self._current(), width)
        self._lines += [CardLine("", ((cut(below, width), DIM),))] if below else []
        if self._lines != before:
            self.styles.height = len(self._lines)
            self.display = bool(self._lines)
            self.redraw_all()

    @property
    def parent_width(self) -> int:
        """Columns of the pane above."""
        return self.parent.size.width if isinstance(self.parent, Widget) else 0

    def line(self, row: int, width: int) -> Strip:
        return strip([(" ", PLAIN), *self._lines[row].parts], width, self.base)


def _below(reading: Reading, keys: Keymap) -> list[str]:
    """Counts of what is not in sight, with keys: the tray, and layers switched off."""
    lost, guesses, off = len(reading.index.lost), len(reading.index.guesses), len(switched_off(reading))
    loose = [f"{lost} not placed"] * bool(lost) + [f"{guesses} a guess"] * bool(guesses)
    tray = [f"{', '.join(loose)} ({keys.press('tray')})"] * bool(loose)
    return tray + [f"{off} off ({keys.press('layers')})"] * bool(off)


def _entitled_by(reading: Reading) -> tuple[object, ...]:
    """What the title is made from."""
    return (id(reading.index), reading.tab, reading.cursor.section, reading.verdict)


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
