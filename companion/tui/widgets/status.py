"""The title line and the status line."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip

from companion.reading import Reading, questions
from companion.tui.drawing import Part, strip
from companion.tui.widgets.pane import Pane

DIM, BOLD = Style(dim=True), Style(bold=True)


class OneLine(Pane, can_focus=False):
    """One row made from the Reading."""

    def count(self) -> int:
        return 1


class TitleLine(OneLine):
    """What is read, and how far."""

    def line(self, row: int, width: int) -> Strip:
        reading = self.reading
        assert reading is not None
        total = len(reading.document)
        done = sum(h.id in reading.read for h in reading.document.headings)
        right = f"{reading.cursor.section + 1} of {total} · {done * 100 // max(total, 1)} % read "
        title = f" {reading.document.title}"[: max(width - len(right) - 1, 0)]
        return strip([(title.ljust(max(width - len(right), 0)), BOLD), (right, DIM)], width, self.rich_style)


class StatusLine(OneLine):
    """Where the cursor stands, and the next keys."""

    def line(self, row: int, width: int) -> Strip:
        reading = self.reading
        assert reading is not None
        left = self._place(reading)
        keys = " a annotate  A absent  ) sentence  c questions  ? keys "
        parts: list[Part] = [
            (left[: max(width - len(keys), 20)].ljust(max(width - len(keys), 0)), Style()),
            (keys, DIM),
        ]
        return strip(parts, width, self.rich_style)

    def _place(self, reading: Reading) -> str:
        failed = [s for s in reading.saves.values() if s.state == "failed"]
        if failed:
            return f" NOT SAVED: {failed[0].why}"
        if reading.tab == "questions":
            found = questions(reading)
            open_ = sum(1 for _, _, mine in found if not mine or mine.verdict == "open")
            return f" {len(found)} questions · {open_} open for you · space or 1–7 verdict"
        what = "selection" if reading.cursor.mark is not None else reading.cursor.unit
        where = f"¶{reading.block} of {max(len(reading.section.blocks) - 1, 0)}"
        return f" {what} · {reading.section.id} {where}"
