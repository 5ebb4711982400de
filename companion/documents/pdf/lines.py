"""Lines of a PDF page: what stands on one baseline, with raised and lowered signs, cut at wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from companion.documents.pdf.chars import TextRun

_WIDE = 1.5
"""Sizes of a letter between two cells of a table, at least."""
_SMALLER = 0.86
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class TextLine:
    """Runs side by side; `y` is their baseline, `size` that of most of their letters, in points."""

    runs: list[TextRun]
    x0: float
    x1: float
    y: float
    size: float

    @property
    def text(self) -> str:
        own = self.runs
        return "".join(f" {run.text}" if index and run.spaced else run.text for index, run in enumerate(own))

    @property
    def mono(self) -> bool:
        """True if it is set as a program is: all letters equally wide."""
        fixed = sum(len(run.text) for run in self.runs if run.style.font.mono)
        return fixed >= 0.9 * sum(len(run.text) for run in self.runs)

    @property
    def bold(self) -> bool:
        return all(run.style.font.bold or not _LETTER.search(run.text) for run in self.runs)

    @property
    def count(self) -> int:
        """Its letters: all characters but blanks."""
        return sum(len(run.text) - run.text.count(" ") for run in self.runs)

    def cells(self) -> list[list[TextRun]]:
        """Its runs, parted where a wide gap is between them."""
        cells: list[list[TextRun]] = [[self.runs[0]]]
        for before, run in zip(self.runs, self.runs[1:], strict=False):
            if run.x0 - before.x1 > _WIDE * self.size:
                cells.append([])
            cells[-1].append(run)
        return cells


def line_of(runs: Iterable[TextRun]) -> TextLine:
    """A line of runs that stand on one baseline, in the direction they are read in."""
    own = sorted(runs, key=lambda run: run.x0)
    base = [run for run in own if not run.superscript] or own
    weights: dict[tuple[float, float], int] = {}
    for run in base:
        key = (run.size, run.y)
        weights[key] = weights.get(key, 0) + len(run.text)
    size, y = max(weights, key=lambda key: weights[key])
    x0, x1 = own[0].x0, max(run.x1 for run in own)
    text = "".join(run.text for run in own)
    if 2 * len(_RTL.findall(text)) > len(_LETTER.findall(text)) > 0:
        own.reverse()
    return TextLine(own, x0, x1, y, size)


def lines_of(runs: Sequence[TextRun]) -> list[TextLine]:
    """Lines from the top of the page, those of one baseline apart where a gap is wide enough for columns."""
    rows = _with_superscripts(_rows(runs))
    return [line_of(part) for row in rows for part in _parted(row)]


def _rows(runs: Sequence[TextRun]) -> list[list[TextRun]]:
    """Runs by baseline, from the top."""
    rows: list[list[TextRun]] = []
    for run in sorted(runs, key=lambda run: -run.y):
        row = rows[-1] if rows else None
        if row and row[0].y - run.y <= 0.18 * min(row[0].size, run.size):
            row.append(run)
        else:
            rows.append([run])
    return rows


def _with_superscripts(rows: list[list[TextRun]]) -> list[list[TextRun]]:
    """Small signs a little above or below a line, and close to its words, go to that line."""
    sizes = [max(run.size for run in row) for row in rows]
    kept: list[list[TextRun]] = [[] for _ in rows]
    for index, row in enumerate(rows):
        near = [other for other in range(max(index - 2, 0), min(index + 3, len(rows))) if other != index]
        for run in row:
            host = next((other for other in near if _is_beside(run, rows[other], sizes[other])), index)
            if host != index:
                run.superscript = 1 if run.y > rows[host][0].y else -1
            kept[host].append(run)
    return [row for row in kept if row]


def _is_beside(sign: TextRun, row: list[TextRun], size: float) -> bool:
    if sign.size > _SMALLER * size or len(sign.text) > 12:
        return False
    shift = (sign.y - row[0].y) / size
    if not -0.4 < shift < 0.75:
        return False
    return any(run.size > sign.size and run.x0 - 0.6 * size < sign.x1 and sign.x0 < run.x1 + 0.6 * size for run in row)


def _parted(row: list[TextRun]) -> list[list[TextRun]]:
    parts: list[list[TextRun]] = []
    edge = 0.0
    for run in sorted(row, key=lambda run: run.x0):
        if parts and run.x0 - edge <= 0.9 * max(run.size, parts[-1][-1].size):
            parts[-1].append(run)
            edge = max(edge, run.x1)
        else:
            parts.append([run])
            edge = run.x1
    return parts


def merged(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines of one column, from the top; those that share a baseline are one again."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: (-line.y, line.x0)):
        if rows and rows[-1][0].y - line.y <= 0.25 * min(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [row[0] if len(row) == 1 else line_of(run for line in row for run in line.runs) for row in rows]
