"""The base of the panes: rows drawn on demand, from a first row of its own, with a scroll bar that shows places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from companion.reading import Reading
from companion.tui.strips import PLAIN, strip

WHEEL = 3
BAR = 1
"""Columns of the scroll bar."""
THUMB = "┃"


class Pane(Widget, can_focus=True):
    """Shows its rows from row `top` on. Nothing is drawn that is not on screen.

    A new Reading draws nothing by itself: each pane looks whether its own part is another object.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pane--thumb", "pane--mark"}

    reading: reactive[Reading | None] = reactive(None, repaint=False)
    top: reactive[int] = reactive(0, repaint=False)
    bar = BAR
    """Columns of the scroll bar, 0 for none."""
    _title = ""
    _dragging = False
    _styles: dict[str, Style] | None = None
    _still: tuple[Reading | None, int, Size] | None = None

    def line(self, row: int, width: int) -> Strip:
        """Row `row` of the whole, exactly `width` columns wide."""
        raise NotImplementedError

    def count(self) -> int:
        """Number of all rows."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width = self.size.width - self.bar
        if self.reading is None or not 0 <= y + self.top < self.count():
            line = Strip.blank(width, self.base)
        else:
            line = self.line(y + self.top, width)
        return Strip.join([line, self._bar_at(y)]) if self.bar else line

    def places(self) -> Mapping[int, str]:
        """Rows of the whole that the scroll bar marks, each with its sign."""
        return {}

    def _bar_at(self, y: int) -> Strip:
        """The scroll bar beside row `y` of the screen; empty where everything is on screen."""
        height, count = self.size.height, self.count()
        if count <= height or not height:
            return Strip.blank(self.bar, self.base)
        first, last = y * count // height, max((y + 1) * count // height, y * count // height + 1)
        signs = [sign for row, sign in self.places().items() if first <= row < last]
        inside = first < self.top + height and last > self.top
        look = self.style_of("pane--mark") if signs else self.style_of("pane--thumb") if inside else PLAIN
        return strip([(signs[0] if signs else THUMB if inside else " ", look)], self.bar, self.base)

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

    def entitle(self, title: str) -> None:
        """Put words over the pane; setting them draws it again, so only when they change."""
        if self.has_focus and self.app.no_color:
            title = f"{title} (here)".strip()
        if title != self._title:
            self._title = title
            self.border_title = Content(title)

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

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if self.bar and self._over_bar(event):
            self._dragging = True
            self.capture_mouse()
            self._drag_to(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            self._drag_to(event)

    def on_mouse_up(self) -> None:
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def _over_bar(self, event: events.MouseEvent) -> bool:
        offset = event.get_content_offset(self)
        return offset is not None and offset.x >= self.size.width - self.bar

    def _drag_to(self, event: events.MouseEvent) -> None:
        """Bring the rows on screen that the scroll bar has at the mouse."""
        height = max(self.size.height, 1)
        y = min(max(event.y - self.gutter.top, 0), height)
        self.scroll_rows(y * self.count() // height - height // 2 - self.top)

    def row_at(self, event: events.MouseEvent) -> int | None:
        """The row under the mouse, if it is one of ours."""
        offset = event.get_content_offset(self)
        if self._dragging or (self.bar and self._over_bar(event)):
            return None
        row = offset.y + self.top if offset is not None else -1
        return row if 0 <= row < self.count() else None
