"""Lines of a PDF page: what stands on one baseline, with raised and lowered signs, cut at wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median_low

from companion.documents.pdf.chars import RTL, TextRun

_WIDE = 1.5
"""Sizes of a letter between two cells of a table, at least."""
_SMALLER = 0.86
_INITIAL, _LINES_HIGH = 2, 1.7
"""Characters of a large first letter, at most (one, and a quotation mark), and how many lines it is high, at least."""
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class TextLine:
    """Runs side by side; `y` is their baseline, `size` that of most of their letters, in points.

    A row of a table that rules show is a line too: `row` has its cells, each its lines from the top. `aside`: it stands
    in a box.
    """

    runs: list[TextRun]
    x0: float
    x1: float
    y: float
    size: float
    row: list[list[TextLine]] = field(default_factory=list)
    aside: bool = False

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
        if self.row:
            return [[run for line in cell for run in line.runs] for cell in self.row if cell]
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
    if 2 * len(RTL.findall(text)) > len(_LETTER.findall(text)) > 0:
        own.reverse()
    return TextLine(own, x0, x1, y, size)


def lines_of(runs: Sequence[TextRun]) -> list[TextLine]:
    """Lines from the top of the page, those of one baseline apart where a gap is wide enough for columns."""
    usual = median_low(run.size for run in runs) if runs else 0.0
    large = [run for run in runs if run.size > _LINES_HIGH * usual and len(run.text) <= _INITIAL]
    large = [run for run in large if run.text[-1].isalpha() and not run.style.angle]
    caps = {id(run) for run in large if _is_larger(run, runs)} if large else set()
    rows = _with_superscripts(_rows([run for run in runs if id(run) not in caps]))
    lines = [line_of(part) for row in rows for part in _parted(row)]
    loose = [run for run in large if id(run) in caps and not _begins(run, lines)]
    return lines if not loose else sorted([*lines, *map(_alone, loose)], key=lambda line: -line.y)


def _alone(run: TextRun) -> TextLine:
    return line_of([run])


def _is_larger(run: TextRun, runs: Sequence[TextRun]) -> bool:
    """True if a letter is as high as two lines of what stands to the right of it, and below its top."""
    beside = [
        other
        for other in runs
        if other is not run
        and -0.2 * run.size < other.y - run.y < 0.9 * run.size
        and other.size < run.size / _LINES_HIGH
        and -0.3 * other.size < other.x0 - run.x1 < 2 * other.size
    ]
    return len({round(other.y) for other in beside}) > 1


def _begins(cap: TextRun, lines: list[TextLine]) -> bool:
    """Put a large first letter before the first of the lines that stand beside it."""
    for at, line in enumerate(lines):
        near = -0.3 * line.size < line.x0 - cap.x1 < 2 * line.size
        if near and -0.2 * cap.size < line.y - cap.y < 0.9 * cap.size and line.size < cap.size / _LINES_HIGH:
            first = replace(cap, style=cap.style._replace(y=line.y, size=line.size), initial=True)
            lines[at] = replace(line, runs=[first, *line.runs], x0=cap.x0)
            lines[at].runs[1].spaced = False
            return True
    return False


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
        beside = rows and rows[-1][0].y - line.y <= 0.25 * min(rows[-1][0].size, line.size)
        if beside and not line.row and not rows[-1][0].row:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [row[0] if len(row) == 1 else _one(row) for row in rows]


def _one(row: Sequence[TextLine]) -> TextLine:
    whole = line_of(run for line in row for run in line.runs)
    whole.aside = row[0].aside
    return whole


def row_of(cells: Sequence[list[TextLine]], left: float, right: float) -> TextLine:
    """A table row as a line that runs from `left` to `right`; each cell is its lines from the top, some have none."""
    first = max((cell[0] for cell in cells if cell), key=lambda line: line.y)
    runs = [run for cell in cells for line in cell for run in line.runs]
    return replace(first, runs=runs, x0=left, x1=right, row=list(cells))


def first_word(line: TextLine) -> float:
    """How wide the first word of a line is, in points."""
    first = line.runs[0]
    return (first.x1 - first.x0) * min(len(first.text.split(" ")[0]) / max(len(first.text), 1), 1)
