"""The base of the panes: rows drawn on demand, from a first row of its own."""

from __future__ import annotations

from collections.abc import Iterable

from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from companion.reading import Reading

WHEEL = 3


class Pane(Widget, can_focus=True):
    """Shows its rows from row `top` on. Nothing is drawn that is not on screen.

    A new Reading draws nothing by itself: each pane looks whether its own part is another object.
    """

    reading: reactive[Reading | None] = reactive(None, repaint=False)
    top: reactive[int] = reactive(0, repaint=False)
    _titles = ("", "")
    _styles: dict[str, Style] | None = None
    _still: tuple[Reading | None, int, Size] | None = None

    def line(self, row: int, width: int) -> Strip:
        """Row `row` of the whole, exactly `width` columns wide."""
        raise NotImplementedError

    def count(self) -> int:
        """Number of all rows."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self.reading is None or not 0 <= y + self.top < self.count():
            return Strip.blank(width, self.base)
        return self.line(y + self.top, width)

    @property
    def base(self) -> Style:
        """The pane's own style, kept until styles change."""
        return self.style_of("")

    def style_of(self, name: str) -> Style:
        """The style of a component class, "" for the pane's own."""
        if self._styles is None:
            self._styles = {}
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(name, partial=True) if name else self.rich_style
        return self._styles[name]

    def notify_style_update(self) -> None:
        self._styles = None
        super().notify_style_update()

    def redraw_all(self) -> None:
        """Draw every row again, but not the border."""
        self.refresh(Region(0, 0, *self.size))

    @property
    def room(self) -> Size:
        """The size of what is shown. While nothing is drawn it stays, and is not asked for again."""
        return self._still[2] if self._still else self.size

    def hold(self) -> None:
        """Draw nothing until `release`; the Readings till then are told by `follow`."""
        self._still = (self.reading, self.top, self.size)

    def follow(self, reading: Reading) -> None:
        """Be as if this Reading were drawn."""
        self.set_reactive(Pane.reading, reading)

    def release(self) -> int:
        """Be as it is drawn again, for the last Reading to be drawn; the first row that is to be shown then."""
        assert self._still is not None
        top, (reading, drawn, _), self._still = self.top, self._still, None
        self.set_reactive(Pane.reading, reading)
        self.set_reactive(Pane.top, drawn)
        return top

    def watch_top(self) -> None:
        if self._still is None:
            self.redraw_all()

    def redraw(self, rows: Iterable[int]) -> None:
        """Draw some rows again, those that are on screen."""
        visible = [y for row in rows if 0 <= (y := row - self.top) < self.size.height]
        if visible:
            self.refresh(Region(0, min(visible), self.size.width, max(visible) - min(visible) + 1))

    def entitle(self, title: str, subtitle: str = "") -> None:
        """Put words into the border; setting them draws the pane again, so only when they change."""
        if (title, subtitle) != self._titles:
            self._titles = (title, subtitle)
            self.border_title, self.border_subtitle = Content(title), Content(subtitle)

    def scroll_rows(self, by: int) -> None:
        self.top = min(max(self.top + by, 0), max(self.count() - self.room.height, 0))

    def reveal(self, first: int, last: int, context: int = 0) -> None:
        """Bring rows `first` to `last` on screen; the first wins. Moves only if it must, then `context` rows more."""
        height = self.room.height
        if not height:
            return
        if last >= self.top + height:
            self.top = max(min(first, last - height + 1 + context, self.count() - height), 0)
        elif first < self.top:
            self.top = max(first - context, 0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-WHEEL)

    def row_at(self, event: events.MouseEvent) -> int | None:
        """The row under the mouse, if it is one of ours."""
        offset = event.get_content_offset(self)
        row = offset.y + self.top if offset is not None else -1
        return row if 0 <= row < self.count() else None
