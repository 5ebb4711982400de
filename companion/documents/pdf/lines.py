"""Stretches of letters to lines: what stands on one baseline, with raised and lowered signs, cut at wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from companion.documents.pdf.chars import Stretch

_WIDE = 1.5
"""Sizes of a letter between two cells of a table, at least."""
_SMALLER = 0.86
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Line:
    """Stretches side by side; `y` is their baseline, `size` that of most of their letters, in points."""

    stretches: list[Stretch]
    x0: float
    x1: float
    y: float
    size: float

    @property
    def text(self) -> str:
        own = self.stretches
        return "".join(f" {each.text}" if index and each.spaced else each.text for index, each in enumerate(own))

    @property
    def mono(self) -> bool:
        """Whether it is set as a program is: all letters equally wide."""
        fixed = sum(len(each.text) for each in self.stretches if each.style.font.mono)
        return fixed >= 0.9 * sum(len(each.text) for each in self.stretches)

    @property
    def bold(self) -> bool:
        return all(each.style.font.bold or not _LETTER.search(each.text) for each in self.stretches)

    @property
    def count(self) -> int:
        """Its letters: all characters but blanks."""
        return sum(len(each.text) - each.text.count(" ") for each in self.stretches)

    def cells(self) -> list[list[Stretch]]:
        """Its stretches, parted where a wide gap is between them."""
        found: list[list[Stretch]] = [[self.stretches[0]]]
        for before, each in zip(self.stretches, self.stretches[1:], strict=False):
            if each.x0 - before.x1 > _WIDE * self.size:
                found.append([])
            found[-1].append(each)
        return found


def line_of(stretches: Iterable[Stretch]) -> Line:
    """A line of stretches that stand on one baseline, in the direction they are read in."""
    own = sorted(stretches, key=lambda each: each.x0)
    base = [each for each in own if not each.raised] or own
    weights: dict[tuple[float, float], int] = {}
    for each in base:
        key = (each.size, each.y)
        weights[key] = weights.get(key, 0) + len(each.text)
    size, y = max(weights, key=lambda key: weights[key])
    x0, x1 = own[0].x0, max(each.x1 for each in own)
    text = "".join(each.text for each in own)
    if 2 * len(_RTL.findall(text)) > len(_LETTER.findall(text)) > 0:
        own.reverse()
    return Line(own, x0, x1, y, size)


def lines_of(stretches: Sequence[Stretch]) -> list[Line]:
    """Lines from the top of the page, those of one baseline apart where a gap is wide enough for columns."""
    rows = _with_raised(_rows(stretches))
    return [line_of(part) for row in rows for part in _parted(row)]


def _rows(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Stretches by baseline, from the top."""
    rows: list[list[Stretch]] = []
    for each in sorted(stretches, key=lambda each: -each.y):
        row = rows[-1] if rows else None
        if row and row[0].y - each.y <= 0.18 * min(row[0].size, each.size):
            row.append(each)
        else:
            rows.append([each])
    return rows


def _with_raised(rows: list[list[Stretch]]) -> list[list[Stretch]]:
    """Small signs a little above or below a line, and close to its words, go to that line."""
    sizes = [max(each.size for each in row) for row in rows]
    kept: list[list[Stretch]] = [[] for _ in rows]
    for index, row in enumerate(rows):
        near = [other for other in range(max(index - 2, 0), min(index + 3, len(rows))) if other != index]
        for each in row:
            host = next((other for other in near if _is_beside(each, rows[other], sizes[other])), index)
            if host != index:
                each.raised = 1 if each.y > rows[host][0].y else -1
            kept[host].append(each)
    return [row for row in kept if row]


def _is_beside(sign: Stretch, row: list[Stretch], size: float) -> bool:
    if sign.size > _SMALLER * size or len(sign.text) > 12:
        return False
    shift = (sign.y - row[0].y) / size
    if not -0.4 < shift < 0.75:
        return False
    return any(
        each.size > sign.size and each.x0 - 0.6 * size < sign.x1 and sign.x0 < each.x1 + 0.6 * size for each in row
    )


def _parted(row: list[Stretch]) -> list[list[Stretch]]:
    parts: list[list[Stretch]] = []
    edge = 0.0
    for each in sorted(row, key=lambda each: each.x0):
        if parts and each.x0 - edge <= 0.9 * max(each.size, parts[-1][-1].size):
            parts[-1].append(each)
            edge = max(edge, each.x1)
        else:
            parts.append([each])
            edge = each.x1
    return parts


def merged(lines: Sequence[Line]) -> list[Line]:
    """Lines of one column, from the top; those that share a baseline are one again."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.y, line.x0)):
        if rows and rows[-1][0].y - line.y <= 0.25 * min(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [row[0] if len(row) == 1 else line_of(each for line in row for each in line.stretches) for row in rows]
