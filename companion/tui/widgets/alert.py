"""The rows over the status line: what is NOT SAVED, and messages that have no room there or must be seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.strip import Strip

from companion.reading import Reading, Save
from companion.tui.keymap import Keymap
from companion.tui.strips import BOLD, PLAIN, strip
from companion.tui.widgets.pane import Pane
from companion.tui.wrap import CardLine, paragraph_lines

STAYS = {"information": 3.0, "warning": 5.0, "error": 8.0}
"""Seconds that a message stays at least; then the next key takes it away."""
MOST = 5
"""Rows."""


def reason(failed: Sequence[Save]) -> str:
    """Reason why notes are not saved, short enough for a line: without the file's name and the advice."""
    copies = [save.elsewhere for save in failed if save.elsewhere]
    if len(copies) == len(failed):
        return f"in the notebook; a copy is in {copies[0]}"
    return failed[0].why.rpartition(": ")[2].partition("; ")[0]


class Notice(NamedTuple):
    """A message and when it was said, in seconds of the monotonic clock."""

    text: str
    severity: str
    said: float


class AlertLine(Pane, can_focus=False):
    """Messages, the last one first; what is NOT SAVED stands above them as long as it is so."""

    bar = 0

    def __init__(self, keys: Keymap, id: str) -> None:
        super().__init__(id=id)
        self._keys = keys
        self._notices: list[Notice] = []
        self._lines: list[CardLine] = []

    def say(self, text: str, severity: str) -> None:
        """Show a message until it was seen."""
        self._notices = [Notice(text, severity, time.monotonic()), *(n for n in self._notices if n.text != text)]
        self._lay_out()

    def pressed(self, key: str) -> None:
        """Take away what was seen: after a key, what stood long enough; after escape, everything."""
        now = time.monotonic()
        left = [n for n in self._notices if key != "escape" and now - n.said < STAYS[n.severity]]
        if len(left) != len(self._notices):
            self._notices = left
            self._lay_out()

    def clear(self) -> None:
        self._notices = []
        self._lay_out()

    def count(self) -> int:
        return len(self._lines)

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is not None and (old is None or old.saves is not new.saves):
            self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width, before = max(self.screen.size.width - 2, 10), self._lines
        lines: list[CardLine] = []
        failed = [save for save in self.reading.saves.values() if save.state == "failed"] if self.reading else []
        if failed:
            words = f"NOT SAVED: {reason(failed)} · {self._keys.press('unsaved')} saves again"
            lines += paragraph_lines("", [(words, BOLD)], width)
        for notice in self._notices:
            look = PLAIN if notice.severity == "information" else BOLD
            lines += paragraph_lines("", [(" ".join(notice.text.split()), look)], width)
        self._lines = lines[:MOST]
        if self._lines != before:
            self.display = bool(self._lines)
            self.styles.height = len(self._lines)
            self.redraw_all()

    def line(self, row: int, width: int) -> Strip:
        more = " …" if row == MOST - 1 else ""
        parts = [(" ", PLAIN), *self._lines[row].parts, (more, PLAIN)]
        return strip(parts, width, self.base)


def fits(text: str, width: int) -> bool:
    """Whether a message has room in a line of so many columns."""
    return "\n" not in text and cell_len(text) <= width
