"""The scroll bar of a pane: which part of the rows is on screen, and where something stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from textual import events
from textual.widget import Widget

BAR = 1
"""Columns of the scroll bar."""
THUMB = "┃"


class View(NamedTuple):
    """What a pane shows: its first row, how many rows there are, and how many have room."""

    top: int
    rows: int
    height: int

    @property
    def at_end(self) -> bool:
        """True if the last row is on screen."""
        return self.height > 0 and self.top + self.height >= self.rows


def bar_sign(y: int, view: View, places: Mapping[int, str]) -> tuple[str, bool]:
    """What stands beside row `y` of the screen, and whether it is a place of `places` (signs by row of the whole)."""
    top, count, height = view
    if count <= height or not height:
        return "", False
    first, last = y * count // height, max((y + 1) * count // height, y * count // height + 1)
    sign = next((places[row] for row in range(first, last) if row in places), "")
    inside = first < top + height and last > top
    return sign or (THUMB if inside else ""), bool(sign)


class PlaceBar:
    """What the mouse does on the scroll bar of `pane`: `scroll` is called with rows to go by."""

    def __init__(self, pane: Widget, view: Callable[[], View], scroll: Callable[[int], None]) -> None:
        self._pane, self._view, self._scroll = pane, view, scroll
        self.held = False
        """Whether the mouse holds it."""

    def has(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is on it, or holds it."""
        offset = event.get_content_offset(self._pane)
        return self.held or (offset is not None and offset.x >= self._pane.size.width - BAR)

    def take(self, event: events.MouseEvent) -> None:
        """Hold it where the mouse is."""
        self.held = True
        self._pane.capture_mouse()
        self.drag(event)

    def drag(self, event: events.MouseEvent) -> None:
        """Bring the rows on screen that it has at the mouse."""
        top, count, height = self._view()
        y = min(max(event.y - self._pane.gutter.top, 0), height)
        self._scroll(y * count // max(height, 1) - height // 2 - top)

    def let_go(self) -> None:
        self.held = False
        self._pane.release_mouse()
