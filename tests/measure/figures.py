"""How a figure is printed: what, result, goal, and whether the goal is met; and how such lines are read back."""

from __future__ import annotations

import re
from typing import NamedTuple

_FIGURE = re.compile(r"figure: (.*?) = (.*) \(goal: (.*)\) (met|MISSED)")
_SKIPPED = re.compile(r"skipped: (.*?): (.*)")


class Row(NamedTuple):
    """A figure that was printed. One that could not be measured has no goal, and is met."""

    what: str
    result: str
    goal: str = ""
    met: bool = True


def figure(what: str, result: object, goal: str, met: bool) -> bool:
    """Print a figure; whether its goal is met."""
    print(f"figure: {what} = {result} (goal: {goal}) {'met' if met else 'MISSED'}", flush=True)
    return met


def skip(what: str, why: str) -> None:
    """Print what cannot be measured here, and why."""
    print(f"skipped: {what}: {why}", flush=True)


def row(line: str) -> Row | None:
    """The figure that a line tells; None for any other line."""
    if match := _FIGURE.fullmatch(line):
        return Row(match[1].strip(), match[2], match[3], match[4] == "met")
    if match := _SKIPPED.fullmatch(line):
        return Row(match[1], f"skipped: {match[2]}")
    return None


class Figures:
    """Figures printed one after another. `failed` once one missed its goal; those skipped are counted."""

    def __init__(self) -> None:
        self.failed = False
        self.skipped = 0

    def say(self, what: str, result: object, goal: str, met: bool) -> None:
        self.failed = not figure(what, result, goal, met) or self.failed

    def skip(self, what: str, why: str) -> None:
        self.skipped += 1
        skip(what, why)

    def end(self) -> int:
        """The exit status."""
        if self.skipped:
            print(f"{self.skipped} skipped")
        return 1 if self.failed else 0
