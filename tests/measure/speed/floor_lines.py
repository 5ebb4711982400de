"""The floor of a key: a bare Line API view over the lines of a file, which owns its position.

j and k move a highlighted line, page keys a screenful, ] and [ to the next heading. Run with a file's path.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

_HERE = Style(reverse=True)


class Lines(Widget, can_focus=True):
    BINDINGS = [  # noqa: RUF012
        ("j,down", "step(1)"),
        ("k,up", "step(-1)"),
        ("space,pagedown", "page(1)"),
        ("b,pageup", "page(-1)"),
        ("right_square_bracket", "section(1)"),
        ("left_square_bracket", "section(-1)"),
    ]
    DEFAULT_CSS = "Lines { height: 1fr; }"

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines
        self.headings = [number for number, line in enumerate(lines) if line.startswith("## ")]
        self.top = self.cursor = 0

    def render_line(self, y: int) -> Strip:
        number = self.top + y
        text = self.lines[number] if number < len(self.lines) else ""
        strip = Strip([Segment(text, _HERE if number == self.cursor else None)])
        return strip.adjust_cell_length(self.size.width)

    def _go(self, cursor: int) -> None:
        self.cursor = min(max(cursor, 0), len(self.lines) - 1)
        if not self.top <= self.cursor < self.top + self.size.height:
            self.top = self.cursor
        self.refresh()

    def action_step(self, by: int) -> None:
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        self.top = min(max(self.top + by * self.size.height, 0), len(self.lines) - 1)
        self._go(self.top)

    def action_section(self, by: int) -> None:
        after = [number for number in self.headings if (number > self.cursor if by > 0 else number < self.cursor)]
        if after:
            self.top = after[0 if by > 0 else -1]
            self._go(self.top)


class Floor(App[None]):
    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def compose(self) -> ComposeResult:
        yield Lines(self.lines)


if __name__ == "__main__":
    Floor(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()).run()
