"""The base of the panes: lines drawn on demand, with a position of their own."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from companion.reading import Reading


class Pane(Widget, can_focus=True):
    """Shows `lines()` from row `top` on. Nothing is drawn that is not on screen."""

    reading: reactive[Reading | None] = reactive(None, always_update=False)
    top: reactive[int] = reactive(0)

    def line(self, row: int, width: int) -> Strip:
        """Row `row` of the whole, exactly `width` columns wide."""
        raise NotImplementedError

    def count(self) -> int:
        """How many rows there are in all."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self.reading is None or not 0 <= y + self.top < self.count():
            return Strip.blank(width, self.rich_style)
        return self.line(y + self.top, width)

    def scroll_rows(self, by: int) -> None:
        self.top = min(max(self.top + by, 0), max(self.count() - self.size.height, 0))

    def reveal(self, first: int, last: int) -> None:
        """Bring rows `first` to `last` on screen, moving no more than is needed; the first wins."""
        height = max(self.size.height, 1)
        top = max(self.top, last - height + 1)
        self.top = max(min(top, first), 0)

    def on_mouse_scroll_down(self) -> None:
        self.scroll_rows(3)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_rows(-3)
