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
SHARE = 3
"""Of the screen's rows, at most one in so many is taken."""


def reason(failed: Sequence[Save]) -> str:
    """Reason why notes are not saved, short enough for a line: without the file's name and the advice."""
    copies = [save.elsewhere for save in failed if save.elsewhere]
    if len(copies) == len(failed):
        return f"in the notebook; a copy is in {copies[0]}"
    return failed[0].why.rpartition(": ")[2].partition("; ")[0]


class Notice(NamedTuple):
    """A message; since when it stands there whole, in seconds of the monotonic clock, or None."""

    text: str
    severity: str
    since: float | None = None


class AlertLine(Pane, can_focus=False):
    """Messages, the last one first; what is NOT SAVED stands above them as long as it is so.

    Where they have not room, the last row says how much is to come: it stays until it was shown.
    """

    bar = 0

    def __init__(self, keys: Keymap, id: str) -> None:
        super().__init__(id=id)
        self._keys = keys
        self._notices: list[Notice] = []
        self._lines: list[CardLine] = []
        self._ends: list[int] = []
        """Of each notice, the row after its last."""
        self._height = 0

    def say(self, text: str, severity: str) -> None:
        """Show a message until it was seen."""
        self._notices = [Notice(text, severity), *(n for n in self._notices if n.text != text)]
        self._lay_out(0)

    def pressed(self, key: str) -> None:
        """Take away what was seen: after a key, what stood long enough; after escape, all that stands there whole.

        Of a message that has not room by itself, escape shows the next rows.
        """
        now, away = time.monotonic(), key == "escape"
        left = [n for n in self._notices if n.since is None or not (away or now - n.since >= STAYS[n.severity])]
        if len(left) != len(self._notices):
            self._notices = left
            self._lay_out(0)
        elif away and self._hidden:
            self._lay_out(self.top + max(self._height - 1, 1))

    def clear(self) -> None:
        self._notices = []
        self._lay_out(0)

    def count(self) -> int:
        return len(self._lines)

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is not None and (old is None or old.saves is not new.saves):
            self._lay_out()

    def watch_top(self) -> None:
        super().watch_top()
        self._look()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self, top: int | None = None) -> None:
        """Make the rows again, and show them from row `top` on, or from where they are."""
        width, before = max(self.screen.size.width - 2, 10), (self._lines, self._height)
        lines: list[CardLine] = []
        failed = [save for save in self.reading.saves.values() if save.state == "failed"] if self.reading else []
        if failed:
            words = f"NOT SAVED: {reason(failed)} · {self._keys.press('unsaved')} saves again"
            lines += paragraph_lines("", [(words, BOLD)], width)
        self._ends = []
        for notice in self._notices:
            look = PLAIN if notice.severity == "information" else BOLD
            lines += paragraph_lines("", [(" ".join(notice.text.split()), look)], width)
            self._ends.append(len(lines))
        self._lines, self._height = lines, min(len(lines), max(self.screen.size.height // SHARE, 2))
        self.top = min(self.top if top is None else top, len(lines) - self._height)
        self._look()
        if (self._lines, self._height) != before:
            self.display = bool(self._lines)
            self.styles.height = self._height
            self.redraw_all()

    @property
    def _hidden(self) -> int:
        """Rows below those that are shown."""
        under = self.count() - self.top - self._height
        return under + 1 if under > 0 else 0  # one more, for the row that tells it

    def _look(self) -> None:
        """Note since when each message stands there whole; one that others push out has not been seen."""
        shown, now = self.count() - self._hidden, time.monotonic()
        self._notices = [
            n._replace(since=(n.since or now) if end <= shown else None)
            for n, end in zip(self._notices, self._ends, strict=True)
        ]

    def line(self, row: int, width: int) -> Strip:
        if self._hidden and row == self.top + self._height - 1:
            more = f"… {self._hidden} more row{'s' * (self._hidden != 1)}: esc goes on"
            return strip([(" ", PLAIN), (more, BOLD)], width, self.base)
        return strip([(" ", PLAIN), *self._lines[row].parts], width, self.base)


def fits(text: str, width: int) -> bool:
    """Whether a message has room in a line of so many columns."""
    return "\n" not in text and cell_len(text) <= width
