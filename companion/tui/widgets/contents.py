"""The contents pane: sections, the number of annotations and own notes in each, which are read."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from companion.reading import Reading
from companion.tui.strips import DIM, strip
from companion.tui.widgets.pane import Pane


class Contents(Pane):
    """One row a section; `at` is the row that keys move while this pane has the focus."""

    at: reactive[int] = reactive(0, repaint=False)

    class SectionOpened(Message):
        """The reader chose a section in the contents."""

        def __init__(self, section: int) -> None:
            super().__init__()
            self.section = section

    def count(self) -> int:
        return len(self.reading.document) if self.reading else 0

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is None:
            return
        self.entitle("Contents", f"{new.share_read} % read")
        if old is None or old.index is not new.index:
            self.refresh()
        elif old.read is not new.read:
            self.redraw(row for name in old.read ^ new.read if (row := new.document.index(name)) is not None)
        if old is None or old.cursor.section != new.cursor.section:
            self.redraw([new.cursor.section, *([old.cursor.section] if old else [])])
            self.at = new.cursor.section

    def watch_at(self) -> None:
        self.reveal(self.at, self.at, self.size.height // 3)

    def on_resize(self) -> None:
        self.reveal(self.at, self.at)

    def step(self, by: int) -> None:
        before, self.at = self.at, min(max(self.at + by, 0), self.count() - 1)
        self.redraw([before, self.at])

    def line(self, row: int, width: int) -> Strip:
        reading = self.reading
        assert reading is not None
        heading, here = reading.document.headings[row], row == reading.cursor.section
        sign = "▸" if here else "✓" if heading.id in reading.read else "·"
        others, own = reading.index.counts(heading.id)
        tally = (f" {others}" if others else "") + (f" +{own}" if own else "")
        room = max(width - 2 - len(tally), 1)
        title = "  " * max(heading.level - 2, 0) + heading.title
        title = set_cell_size(title, room) if cell_len(title) <= room else set_cell_size(title, room - 1) + "…"
        style = Style(bold=here, reverse=self.has_focus and row == self.at)
        return strip([(f"{sign} ", style), (title, style), (tally, DIM)], width, self.base)

    def on_click(self, event: events.Click) -> None:
        if (row := self.row_at(event)) is not None:
            self.post_message(self.SectionOpened(row))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
