"""The base of the panes: rows drawn on demand, from a first row of its own, with a scroll bar that shows places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events, on
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from companion.reading import Reading
from companion.tui.strips import PLAIN, strip
from companion.tui.widgets.place_bar import BAR, PlaceBar, View, bar_sign

WHEEL = 3
HERE = " (here)"
"""What tells the focused pane where colours do not."""


class Pane(Widget, can_focus=True):
    """Shows its rows from row `top` on. Nothing is drawn that is not on screen.

    A new Reading draws nothing by itself: each pane looks whether its own part is another object.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pane--thumb", "pane--mark"}

    reading: reactive[Reading | None] = reactive(None, repaint=False)
    top: reactive[int] = reactive(0, repaint=False)
    bar = BAR
    """Columns of the scroll bar, 0 for none."""
    marks_focus = False
    """Whether a row looks different while the pane has the focus."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.still = Stillness(self)
        self.place_bar = PlaceBar(self, self.view, self.scroll_rows)
        self._named = self._title = ""
        self._styles: dict[str, Style] | None = None

    def line(self, row: int, width: int) -> Strip:
        """Row `row` of the whole, exactly `width` columns wide."""
        raise NotImplementedError

    def count(self) -> int:
        """Number of all rows."""
        raise NotImplementedError

    def view(self) -> View:
        return View(self.top, self.count(), self.still.room.height)

    def render_line(self, y: int) -> Strip:
        width = self.size.width - self.bar
        if self.reading is None or not 0 <= y + self.top < self.count():
            line = Strip.blank(width, self.base)
        else:
            line = self.line(y + self.top, width)
        if not self.bar:
            return line
        sign, marks = bar_sign(y, self.view(), self.places())
        look = self.style_of("pane--mark" if marks else "pane--thumb") if sign else PLAIN
        return Strip.join([line, strip([(sign, look)], self.bar, self.base)])

    def places(self) -> Mapping[int, str]:
        """Rows of the whole that the scroll bar marks, each with its sign."""
        return {}

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

    def follow(self, reading: Reading) -> None:
        """Be as if this Reading were drawn, while nothing is."""
        self.set_reactive(Pane.reading, reading)

    def watch_top(self) -> None:
        if not self.still.lasts:
            self.redraw_all()

    def redraw(self, rows: Iterable[int]) -> None:
        """Draw some rows again, those that are on screen."""
        visible = [y for row in rows if 0 <= (y := row - self.top) < self.size.height]
        if visible:
            self.refresh(Region(0, min(visible), self.size.width, max(visible) - min(visible) + 1))

    def entitle(self, title: str, *, here: bool | None = None) -> None:
        """Put words over the pane; setting them draws it again, so only when they change."""
        self._named = title
        if (self.has_focus if here is None else here) and self.app.no_color:
            title = f"{title}{HERE}".strip()
        if title != self._title:
            self._title = title
            self.border_title = Content(title)

    def scroll_rows(self, by: int) -> None:
        self.top = min(max(self.top + by, 0), max(self.count() - self.still.room.height, 0))

    def reveal(self, first: int, last: int, context: int = 0) -> None:
        """Bring rows `first` to `last` on screen; the first wins. Moves only if it must, then `context` rows more."""
        height = self.still.room.height
        if not height:
            return
        if last >= self.top + height:
            self.top = max(min(first, last - height + 1 + context, self.count() - height), 0)
        elif first < self.top:
            self.top = max(first - context, 0)

    @on(events.MouseScrollDown)
    @on(events.MouseScrollUp)
    def _turn_wheel(self, event: events.MouseEvent) -> None:
        event.stop()
        self.scroll_rows(WHEEL if isinstance(event, events.MouseScrollDown) else -WHEEL)

    @on(events.Focus)
    @on(events.Blur)
    def _tell_focus(self, event: events.Event) -> None:
        self.entitle(self._named, here=isinstance(event, events.Focus))
        if self.marks_focus:
            self.redraw_all()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if self.bar and self.place_bar.has(event):
            self.place_bar.take(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.place_bar.held:
            self.place_bar.drag(event)

    def on_mouse_up(self) -> None:
        if self.place_bar.held:
            self.place_bar.let_go()

    def row_at(self, event: events.MouseEvent) -> int | None:
        """The row under the mouse, if it is one of ours."""
        offset = event.get_content_offset(self)
        if offset is None or (self.bar and self.place_bar.has(event)):
            return None
        row = offset.y + self.top
        return row if 0 <= row < self.count() else None


def title_room(pane: Pane) -> int:
    """Columns for a pane's title, between the ends of its line, that leave room for the word of the focus."""
    return pane.size.width - 2 - (cell_len(HERE) if pane.app.no_color else 0)


class Stillness:
    """The time while moves are taken together and a pane draws nothing; its Readings till then come by `follow`."""

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._drawn: tuple[Reading | None, int] = (None, 0)
        self._size: Size | None = None

    @property
    def lasts(self) -> bool:
        return self._size is not None

    @property
    def room(self) -> Size:
        """The size of what is shown; it stays while nothing is drawn, and is not asked for again."""
        return self._size or self._pane.size

    def begin(self) -> None:
        self._drawn, self._size = (self._pane.reading, self._pane.top), self._pane.size

    def end(self) -> int:
        """Let the pane be as it is drawn, for the last Reading to be drawn; the first row that is to be shown then."""
        (reading, drawn), top, self._size = self._drawn, self._pane.top, None
        self._pane.set_reactive(Pane.reading, reading)
        self._pane.set_reactive(Pane.top, drawn)
        return top
