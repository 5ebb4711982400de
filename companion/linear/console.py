"""Lines out, lines in; everything printed is cleaned and stays where it was printed."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from companion.text.clean import clean, clean_line, normalise


class LineConsole:
    """Standard output and input. `ended` is True once there is nothing more to read."""

    ended = False

    def say(self, *lines: str) -> None:
        for line in lines:
            print(clean_line(line), flush=True)

    def say_all(self, lines: Iterable[str]) -> None:
        self.say(*lines)

    def ask(self, prompt: str) -> str | None:
        """The line that is typed, without its end and cleaned; None at the end of the input."""
        print(clean_line(prompt), end=" ", flush=True)
        line = sys.stdin.readline() if sys.stdin is not None else ""
        self.ended = not line
        return clean(normalise(line.rstrip("\n"))) if line else None

    def ask_number(self, prompt: str, last: int) -> int:
        """A number from 1 to `last`; 0 for anything else."""
        typed = (self.ask(prompt) or "").strip()
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
        return number if number <= last else 0
