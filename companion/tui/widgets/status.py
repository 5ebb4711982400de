"""The title line, and the status line in three parts, each as wide as the pane above it.

Textual draws the rectangle around all that changed: a place shown under the passage keeps it to the passage's columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.strip import Strip

from companion.reading import Hit, Reading, Save, hit_here, marks_here, noted, place_of_hit, tally
from companion.tui.keymap import Keymap
from companion.tui.strips import BOLD, DIM, PLAIN, strip
from companion.tui.widgets.pane import Pane

WIDE = 100
"""Columns from which the contents are shown."""


def reason(failed: Sequence[Save]) -> str:
    """Reason why notes are not saved, short enough for a line: without the file's name and the advice."""
    copies = [save.elsewhere for save in failed if save.elsewhere]
    if len(copies) == len(failed):
        return f"in the notebook; a copy is in {copies[0]}"
    return failed[0].why.rpartition(": ")[2].partition("; ")[0]


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


class OneLine(Pane, can_focus=False):
    """One row made from the Reading, drawn again only when its words change."""

    _drawn: tuple[str, str] = ("", "")
    style = DIM

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
        text = left if cell_len(left) <= room else set_cell_size(left, max(room - 1, 0)) + "…"
        return strip([(set_cell_size(text, room + 1), self.style), (right, DIM)], width, self.base)


class TitleLine(OneLine):
    """The document's title, and the share read where the contents have no room for it."""

    style = BOLD

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        place = f" {reading.cursor.section + 1} of {len(reading.document)} · {reading.share_read} % read "
        if reading.coming:
            place = f" {reading.coming} "
        return f" {reading.document.title}", place if width < WIDE or reading.coming else ""


class PlaceLine(OneLine):
    """Where the cursor stands, or what is not saved."""

    style = PLAIN

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        failed = [save for save in reading.saves.values() if save.state == "failed"]
        if failed:
            return f" NOT SAVED: {reason(failed)}", ""
        if reading.search is not None:
            exactly = ", as typed" if reading.search.query.exact else ""
            words = " ".join(reading.search.query.words.split())
            return f" {search_words(reading)} · /{words}{exactly}", self._placing(reading)
        section, cursor = reading.section, reading.cursor
        what = "selection" if cursor.mark is not None else cursor.unit
        page = section.blocks[reading.block].page if section.blocks else ""
        number, last = (section.paragraph(at) for at in (cursor.at, len(section.text)))
        where = f" {what} · ¶{number} of {last}" + (f" · p. {page}" if page else "")
        if reading.tab == "questions":
            counts = tally(reading, own=True)
            total = sum(counts.values())
            return f"{where} · you answered {total - counts['open']} of {total}", ""
        saving = any(save.state == "saving" for save in reading.saves.values())
        return f"{where} · {section.id}", " saving…" if saving else self._placing(reading)

    @staticmethod
    def _placing(reading: Reading) -> str:
        """Which card the reader is finding a place for."""
        layer, _, name = reading.held.key.partition("/")
        return f" placing {'your note' if layer == reading.own.id else name} " if name else ""


class KeyLine(OneLine):
    """The next keys, as many as there is room for."""

    def __init__(self, keys: Keymap, id: str) -> None:
        super().__init__(id=id)
        self._keys = keys

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        keys = list(self._keys.footer(self._states(reading)))
        while len(keys) > 1 and sum(cell_len(key) + 2 for key in keys) > width:
            keys.pop(-2)
        return "  ".join(keys), ""

    @staticmethod
    def _states(reading: Reading) -> frozenset[str]:
        """The names under which the table of commands says what is shown: one of six, and what may come to it."""
        states = {"any"}
        if reading.cursor.mark is not None:
            states.add("selection")
        elif reading.held.key and reading.tab == "annotations":
            states.add("tray, searching" if reading.search else "tray")
        else:
            states.add("search" if reading.search else reading.tab)
            if "questions" not in states and marks_here(reading) and not noted(reading):
                states.add("footnote")
        if reading.own.versions:
            states.add("versions")
        if any(save.state == "failed" for save in reading.saves.values()):
            states.add("unsaved")
        return frozenset(states)


class HintLine(KeyLine):
    """How the panes are reached."""

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        return " " + "  ".join(self._keys.footer(frozenset({"hint"}))), ""
