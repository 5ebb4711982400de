"""The title line and the status line."""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.style import Style
from textual.strip import Strip

from companion.reading import Reading, tally
from companion.tui.drawing import Part, strip
from companion.tui.widgets.pane import Pane

DIM, BOLD = Style(dim=True), Style(bold=True)
NEXT_KEYS = {
    "annotations": ("a annotate", "A what is absent", ") sentence", "c questions", "? keys"),
    "questions": ("1–7 verdict", "enter evidence", "e why", "l link", "c text", "? keys"),
    "selection": ("w b words", "o other end", "a annotate", "esc give up", "? keys"),
}


class OneLine(Pane, can_focus=False):
    """One row made from the Reading, drawn again only when its words change."""

    _drawn: tuple[str, str] = ("", "")

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        """What stands left and right."""
        raise NotImplementedError

    def count(self) -> int:
        return 1

    def watch_reading(self, new: Reading | None) -> None:
        if new is not None and self.size.width and self.words(new, self.size.width) != self._drawn:
            self.refresh()

    def line(self, row: int, width: int) -> Strip:
        assert self.reading is not None
        self._drawn = left, right = self.words(self.reading, width)
        room = max(width - len(right), 0)
        parts: list[Part] = [(set_cell_size(left, room), self.left_style), (right, DIM)]
        return strip(parts, width, self.rich_style)

    left_style = BOLD


class TitleLine(OneLine):
    """What is read, and how far."""

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        total = len(reading.document)
        done = len(reading.read)
        right = f" {reading.cursor.section + 1} of {total} · {done * 100 // max(total, 1)} % read "
        return f" {reading.document.title}", right


class StatusLine(OneLine):
    """Where the cursor stands, and the next keys."""

    left_style = Style()

    def words(self, reading: Reading, width: int) -> tuple[str, str]:
        left = self._place(reading)
        which = "selection" if reading.cursor.mark is not None else reading.tab
        keys = list(NEXT_KEYS[which])
        while len(keys) > 1 and len(left) + sum(len(k) + 2 for k in keys) + 1 > width:
            keys.pop(-2)
        return left, "  ".join(keys) + " "

    def _place(self, reading: Reading) -> str:
        failed = [s for s in reading.saves.values() if s.state == "failed"]
        if failed:
            return f" NOT SAVED: {failed[0].why}"
        section, cursor = reading.section, reading.cursor
        what = "selection" if cursor.mark is not None else cursor.unit
        page = section.blocks[reading.block].page if section.blocks else ""
        where = f" {what} · ¶{reading.block} of {max(len(section.blocks) - 1, 0)}" + (f" · p. {page}" if page else "")
        if reading.tab == "questions":
            counts = tally(reading, own=True)
            open_, total = counts["open"], sum(counts.values())
            return f"{where} · you answered {total - open_} of {total}"
        saving = [s for s in reading.saves.values() if s.state == "saving"]
        return f"{where} · {section.id}" + (" · saving…" if saving else "")
