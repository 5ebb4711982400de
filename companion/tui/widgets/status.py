"""The title line, and the status line in two parts: where the cursor stands and what happened, and keys.

Textual draws the rectangle around all that changed: a place shown under the passage keeps it to the passage's columns.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer

from companion.reading import (
    VERDICT_SIGNS,
    Hit,
    Reading,
    hit_here,
    in_hand,
    marks_here,
    noted,
    place_of_hit,
    tally,
    verdict_of,
)
from companion.tui.bidi import has_right, in_order
from companion.tui.keymap import Keymap
from companion.tui.strips import BOLD, DIM, PLAIN, strip
from companion.tui.widgets.pane import Pane

FADES = 8.0
"""Seconds that what happened stands in the status line."""
LEAST = 12
"""Columns that a section's title has in the title line, or else it is left out."""


def cut(words: str, width: int) -> str:
    """Words in at most `width` columns, with `…` where they are cut."""
    return words if cell_len(words) <= width else set_cell_size(words, max(width - 1, 0)).rstrip() + "…"


def search_words(reading: Reading) -> str:
    """Number and place of the hit under the cursor, or progress of the search."""
    search = reading.search
    if search is None:
        return ""
    if not search.done:
        return " · ".join(filter(None, (f"{search.total} so far, {search.share} % looked through", search.said)))
    if not search.total:
        return "not found"
    number, here = place_of_hit(reading), hit_here(reading)
    count = f"{number} of {search.total}" if number else f"{search.total} hits" if search.total > 1 else "1 hit"
    return " · ".join(filter(None, (count, _where(reading, here) if here else "", search.said)))


def _where(reading: Reading, hit: Hit) -> str:
    layer, _, name = hit.key.partition("/")
    card = "your note" if layer == reading.own.id else name
    if hit.section >= len(reading.document):
        return card
    section = reading.document.section(hit.section)
    place = f"§ {section.id} ¶{section.paragraph(hit.start)}"
    return f"{place}, {card}" if card else place


def _ordered(words: str) -> str:
    """Words as they are drawn, each part between two dots by itself."""
    if not has_right(words):
        return words
    return " · ".join(
        "".join(text for text, _ in in_order([(part, PLAIN)], right=False)) for part in words.split(" · ")
    )


class OneLine(Pane, can_focus=False):
    """One row made from the Reading, drawn again only when its words change."""

    _drawn: tuple[str, str] = ("", "")
    style = DIM
    bar = 0

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        """Words at the left and at the right."""
        raise NotImplementedError

    def count(self) -> int:
        return 1

    def watch_reading(self, new: Reading | None) -> None:
        if new is not None and self.size.width and self.words(new, self.size.width) != self._drawn:
            self.refresh()

    def line(self, row: int, width: int) -> Strip:
        assert self.reading is not None
        self._drawn = left, right = self.words(self.reading, width)
        room = max(width - cell_len(right) - 1, 0)
        left = set_cell_size(cut(left, room), room + 1)
        return strip([(_ordered(left), self.style), (_ordered(right), DIM)], width, self.base, ordered=True)


class TitleLine(OneLine):
    """The document, and at the right section, place, share read, and how many questions the reader answered."""

    style = BOLD

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        number = f"{reading.cursor.section + 1} of {len(reading.document)}"
        parts = [number, reading.coming or f"{reading.share_read} % read"]
        if counts := tally(reading, own=True):
            total = sum(counts.values())
            parts.append(f"you {total - counts['open']} of {total}")
        right, section = " · ".join(parts), reading.section.title
        room = width - cell_len(reading.document.title) - cell_len(right) - 8
        if section != reading.document.title and room >= LEAST:
            right = f"{cut(section, room)} · {right}"
        return f" {reading.document.title}", f"{right} "


class PlaceLine(OneLine):
    """Where the cursor stands at the left, what happened at the right."""

    style = PLAIN
    told: reactive[str] = reactive("", repaint=False)
    _fade: Timer | None = None

    def tell(self, text: str) -> None:
        """Say what happened, for a while."""
        if self._fade is not None:
            self._fade.stop()
        self.told, self._fade = text, self.set_timer(FADES, self._forget)

    def _forget(self) -> None:
        self.told = ""

    def watch_told(self) -> None:
        self.watch_reading(self.reading)

    @property
    def spare(self) -> int:
        """Columns left for what happened."""
        place = cell_len(self._place(self.reading)) if self.reading is not None else 0
        return max(self.size.width - place - 5, 0)

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        saving = any(save.state == "saving" for save in reading.saves.values())
        told = "saving…" if saving else self.told or self._placing(reading)
        place, section = self._place(reading), f" · {reading.section.id}"
        if reading.search is None and cell_len(place + section + told) + 4 <= width:  # by this commands call it
            place += section
        return f" {place}", f" {told} " if told else ""

    @staticmethod
    def _place(reading: Reading) -> str:
        if reading.search is not None:
            exactly = ", as typed" if reading.search.query.exact else ""
            words = " ".join(reading.search.query.words.split())
            return f"{search_words(reading)} · /{words}{exactly}"
        section, cursor = reading.section, reading.cursor
        what = "selection" if cursor.mark is not None else cursor.unit
        page = section.blocks[reading.block].page if section.blocks else ""
        number, last = (section.paragraph(at) for at in (cursor.at, len(section.text)))
        return f"{what} · ¶{number} of {last}" + (f" · p. {page}" if page else "")

    @staticmethod
    def _placing(reading: Reading) -> str:
        """Which card the reader is finding a place for."""
        layer, _, name = reading.held.key.partition("/")
        return f"placing {'your note' if layer == reading.own.id else name}" if name else ""


class HandLine(OneLine):
    """The question in hand: its words, and the reader's verdict; shown only while there is one."""

    style = BOLD

    def watch_reading(self, new: Reading | None) -> None:
        self.display = new is not None and in_hand(new) is not None
        super().watch_reading(new)

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        card = in_hand(reading)
        if card is None:
            return "", ""
        verdict, mine = verdict_of(card), len(card.mine.evidence) if card.mine else 0
        linked = f" · {mine} linked" if mine else ""
        return f" {' '.join(card.question.ask.split())}", f" {VERDICT_SIGNS.get(verdict, '?')} {verdict}{linked} "


class KeyLine(OneLine):
    """The next keys, as many as there is room for."""

    def __init__(self, keys: Keymap, id: str) -> None:
        super().__init__(id=id)
        self._keys = keys

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        keys = list(self._keys.footer(self._states(reading)))
        while len(keys) > 1 and sum(cell_len(key) + 2 for key in keys) > width:
            keys.pop(-2)
        return "", "  ".join(keys) + " "

    @staticmethod
    def _states(reading: Reading) -> frozenset[str]:
        """The names under which the table of commands says what is shown: one of six, and what may come to it."""
        states = {"any"}
        if reading.cursor.mark is not None:
            states.add("selection")
        elif reading.held.key and reading.tab == "annotations":
            states.add("tray, searching" if reading.search else "tray")
        elif reading.hand and not reading.search and reading.tab != "questions":
            states.add("hand")
        else:
            states.add("search" if reading.search else reading.tab)
            if "questions" not in states and marks_here(reading) and not noted(reading):
                states.add("footnote")
        if reading.own.versions:
            states.add("versions")
        if any(save.state == "failed" for save in reading.saves.values()):
            states.add("unsaved")
        return frozenset(states)
