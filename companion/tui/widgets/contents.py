"""The contents: sections, how many annotations and own notes each holds, which are read."""

from __future__ import annotations

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from companion.reading import Counts, Reading, counts
from companion.tui.drawing import strip
from companion.tui.widgets.pane import Pane


class Contents(Pane):
    """One row a section."""

    BORDER_TITLE = "Contents"

    class Opened(Message):
        """The reader chose a section in the contents."""

        def __init__(self, section: int) -> None:
            super().__init__()
            self.section = section

    _counts: tuple[Counts, ...] = ()

    def count(self) -> int:
        return len(self.reading.document) if self.reading else 0

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is None:
            return
        if old is None or (old.placements, old.layers, old.own, old.hidden) != (
            new.placements,
            new.layers,
            new.own,
            new.hidden,
        ):
            self._counts = tuple(counts(new))
        self.reveal(new.cursor.section, new.cursor.section)

    def line(self, row: int, width: int) -> Strip:
        reading = self.reading
        assert reading is not None
        heading, here = reading.document.headings[row], row == reading.cursor.section
        sign = "▸" if here else "✓" if heading.id in reading.read else "·"
        others, own = self._counts[row]
        tally = (f" {others}" if others else "") + (f" +{own}" if own else "")
        room = max(width - 2 - len(tally), 1)
        title = "  " * max(heading.level - 2, 0) + heading.title
        if len(title) > room:
            title = title[: room - 1] + "…"
        style = Style(bold=True, reverse=self.has_focus) if here else Style()
        return strip(
            [(f"{sign} ", style), (title.ljust(room), style), (tally, Style(dim=True))], width, self.rich_style
        )

    def on_click(self, event: events.Click) -> None:
        if 0 <= event.y + self.top < self.count():
            self.post_message(self.Opened(event.y + self.top))
