"""Marks in the margin for what is looked for, also where the words go on in the next row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.style import Style

from companion.reading import Reading
from companion.reading.finding import Finder, Stretch
from companion.tui.drawing import Part
from companion.tui.widgets.flowing import Line

Marks = dict[int, list[Stretch]]
"""Stretches of the text of a row, by the row."""


def marks(reading: Reading, lines: Sequence[Line]) -> Marks:
    """Where the words looked for stand in the rows of each card or question."""
    search = reading.search
    if search is None:
        return {}
    found: Marks = {}
    for key, rows in groupby(range(len(lines)), key=lambda row: lines[row].key):
        if key:
            _mark(found, search.query.finder, lines, list(rows))
    return found


def _mark(found: Marks, finder: Finder, lines: Sequence[Line], rows: list[int]) -> None:
    """Look through the rows of one card as one text."""
    texts = ["".join(words for words, _ in lines[row].parts) for row in rows]
    hits, at = finder.find("\n".join(texts)), 0
    for row, text in zip(rows, texts, strict=True):
        inside = [(max(a - at, 0), min(b - at, len(text))) for a, b in hits if a < at + len(text) and b > at]
        if inside:
            found[row] = inside
        at += len(text) + 1


def marked(parts: Sequence[Part], stretches: Sequence[Stretch], style: Style) -> list[Part]:
    """The parts of a row, cut and with this style over the stretches."""
    found: list[Part] = []
    at = 0
    for words, own in parts:
        done = 0
        for start, end in stretches:
            first, last = max(start - at, done), min(end - at, len(words))
            if first < last:
                found += [(words[done:first], own), (words[first:last], own + style)]
                done = last
        found.append((words[done:], own))
        at += len(words)
    return found
