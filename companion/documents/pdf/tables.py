"""Tables and boxes of a PDF page that rules or grounds show: each with its cells, rows whole."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from companion.documents.pdf.alignment import LEADERS, inner_edges, split_line
from companion.documents.pdf.chars import TextRun, by_place
from companion.documents.pdf.drawings import Box, Drawing, Rule
from companion.documents.pdf.lines import TextLine, first_word, lines_of, merged, row_of

_SNAP = 2.5
"""Points within which two rules are at the same place, or touch."""
_MOST_LINES = 80, 400
"""Columns and rows of a table, at most."""
_COVERED = 0.6
"""Share of a cell's side that a rule covers from which on it parts the cell from the next."""
_FULL = 0.3
"""Share of the cells of a table that have words, at least: the others are charts."""


@dataclass(eq=False, slots=True)
class Aside:
    """A box of a page and the lines in it, which stay together."""

    box: Box
    lines: list[TextLine]


def ruled(lines: Sequence[TextLine], drawing: Drawing) -> tuple[list[TextLine], list[Aside]]:
    """The lines of a page, those in ruled tables as rows; and without those in boxes, which follow."""
    rest = list(lines)
    boxes = list(drawing.boxes)
    rows: list[TextLine] = []
    for grid in _grids([*drawing.rules, *_sides(drawing.boxes)]):
        inside, outside = _within(rest, grid.box)
        if not grid.parts:
            boxes.append(grid.box)
        elif inside and (own := grid.rows(inside)):
            rows += own
            rest = outside
    asides: list[Aside] = []
    rest += rows
    for box in sorted(boxes, key=lambda box: -box.area):
        inside, outside = _within(rest, box)
        if outside and _is_aside(inside, box):
            asides.append(Aside(box, [replace(line, aside=True) for line in inside]))
            rest = outside
    return rest, asides


def _is_aside(lines: Sequence[TextLine], box: Box) -> bool:
    """True if a box holds text of its own: no striped rows of a table, and nothing that only passes through."""
    text = [line for line in lines if not line.row]
    if not text or any(line.x0 < box.left - 1 or line.x1 > box.right + 1 for line in text):
        return False
    whole = merged(text)
    parted = sum(len(line.cells()) > 1 for line in whole)
    return len(whole) > 1 and 2 * parted <= len(whole)


def _within(lines: Iterable[TextLine], box: Box) -> tuple[list[TextLine], list[TextLine]]:
    """Lines whose middle a box holds, and the others."""
    inside: list[TextLine] = []
    outside: list[TextLine] = []
    for line in lines:
        holds = box.bottom < line.y + line.size / 4 < box.top
        holds = holds and max(line.x0, box.left) < min(line.x1, box.right)
        holds = holds and line.x0 > box.left - line.size and line.x1 < box.right + line.size
        (inside if holds else outside).append(line)
    return inside, outside


def _sides(boxes: Iterable[Box]) -> Iterator[Rule]:
    for box in boxes:
        yield Rule(False, box.bottom, box.left, box.right)
        yield Rule(False, box.top, box.left, box.right)
        yield Rule(True, box.left, box.bottom, box.top)
        yield Rule(True, box.right, box.bottom, box.top)


def _grids(rules: Iterable[Rule]) -> list[Grid]:
    """Grids of rules that cross or touch, from the top of the page."""
    level = _joined(rule for rule in rules if not rule.upright)
    upright = _joined(rule for rule in rules if rule.upright)
    groups: list[list[Rule]] = []
    of: dict[Rule, int] = {}
    for rule in upright:
        touched = {of[other] for other in level if other in of and _touch(rule, other)}
        fresh = [other for other in level if other not in of and _touch(rule, other)]
        if not touched and not fresh:
            continue
        home = min(touched, default=len(groups))
        if home == len(groups):
            groups.append([])
        for other in touched - {home}:
            groups[home] += groups[other]
            of.update(dict.fromkeys(groups[other], home))
            groups[other] = []
        groups[home] += [rule, *fresh]
        of.update(dict.fromkeys((rule, *fresh), home))
    grids = [Grid(group) for group in groups if len(group) > 3]
    return sorted((grid for grid in grids if grid.parts), key=lambda grid: -grid.box.top)


def _touch(upright: Rule, level: Rule) -> bool:
    across = level.start - _SNAP <= upright.at <= level.end + _SNAP
    return across and upright.start - _SNAP <= level.at <= upright.end + _SNAP


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules at one place that touch, as one."""
    whole: list[Rule] = []
    for rule in _snapped(sorted(rules, key=lambda rule: rule.at)):
        last = whole[-1] if whole else None
        if last and last.at == rule.at and rule.start <= last.end + _SNAP:
            whole[-1] = last._replace(end=max(last.end, rule.end))
        else:
            whole.append(rule)
    return whole


def _snapped(rules: Sequence[Rule]) -> list[Rule]:
    at = 0.0
    snapped: list[Rule] = []
    for rule in rules:
        at = at if snapped and rule.at - at <= _SNAP else rule.at
        snapped.append(rule._replace(at=at))
    return sorted(snapped, key=lambda rule: (rule.at, rule.start))


class Grid:
    """The cells that rules make. A cell that takes several places of the grid stands at the first, top left."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._level = [rule for rule in rules if not rule.upright]
        self._upright = [rule for rule in rules if rule.upright]
        ends = (min(rule.start for rule in self._level), max(rule.end for rule in self._level))
        self._xs = _apart([*(rule.at for rule in self._upright), *ends])
        ends = (min(rule.start for rule in self._upright), max(rule.end for rule in self._upright))
        self._ys = _apart([*(rule.at for rule in self._level), *ends])[::-1]
        self.box = Box(self._xs[0], self._ys[-1], self._xs[-1], self._ys[0])
        columns, rows = len(self._xs) - 1, len(self._ys) - 1
        self.parts = columns > 1 and rows > 1 and columns <= _MOST_LINES[0] and rows <= _MOST_LINES[1]

    def rows(self, lines: Sequence[TextLine]) -> list[TextLine]:
        """The rows with the words of `lines`; none where this is no table."""
        cells = self._cells()
        runs: defaultdict[tuple[int, int], list[TextRun]] = defaultdict(list)
        for line in lines:
            for run in line.runs:
                for place, piece in self._split(run):
                    runs[cells[place]].append(piece)
        rows = {row for row, _ in runs}
        columns = {column for _, column in runs}
        starts = sorted({place for place in cells.values() if place[0] in rows and place[1] in columns})
        texts = {place: merged(lines_of(runs[place])) if place in runs else [] for place in starts}
        wide = sum(sum(place[0] == row for place in runs) > 1 for row in rows)
        if len(rows) < 2 or len(columns) < 2 or 2 * wide < len(rows) or len(runs) < _FULL * len(starts):
            return []
        whole = [[texts[place] for place in starts if place[0] == row] for row in sorted(rows)]
        ends = [{place: self._right(cells, place) for place in starts if place[0] == row} for row in sorted(rows)]
        return [
            row_of(cut, self.box.left, self.box.right)
            for row, right in zip(whole, ends, strict=True)
            for cut in _by_baseline(row, list(right.values()))
        ]

    def _right(self, cells: dict[tuple[int, int], tuple[int, int]], first: tuple[int, int]) -> float:
        """The right edge of a cell."""
        return self._xs[1 + max(column for (_, column), own in cells.items() if own == first)]

    def _split(self, run: TextRun) -> Iterator[tuple[tuple[int, int], TextRun]]:
        """The run, cut between words that stand in different cells."""
        row = min(max(bisect_right([-y for y in self._ys], -(run.y + run.size / 4)) - 1, 0), len(self._ys) - 2)
        last = len(self._xs) - 2
        for column, piece in by_place(run, lambda x: min(max(bisect_right(self._xs, x) - 1, 0), last)):
            yield (row, column), piece

    def _cells(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each place of the grid the first of its cell, as (row, column)."""
        places = [(row, column) for row in range(len(self._ys) - 1) for column in range(len(self._xs) - 1)]
        first = {place: place for place in places}
        for row, column in places:
            middle = (self._ys[row] + self._ys[row + 1]) / 2, (self._xs[column] + self._xs[column + 1]) / 2
            if column and not _rule_at(self._upright, self._xs[column], middle[0]):
                first[row, column] = first[row, column - 1]
            elif row and not _rule_at(self._level, self._ys[row], middle[1]):
                first[row, column] = first[row - 1, column]
        return first


def _by_baseline(row: list[list[TextLine]], right: Sequence[float]) -> list[list[list[TextLine]]]:
    """Cells between two rules as rows of their own, where each line is one: rules part groups of rows in such a table.

    Then lines stand side by side, and break where the next word would have fitted. A line without others beside it
    belongs to the row it is the nearest to.
    """
    ys = sorted({round(line.y, 1) for cell in row for line in cell}, reverse=True)
    beside = {y: sum(any(abs(line.y - y) < 1 for line in cell) for cell in row) for y in ys}
    heads = [y for y in ys if beside[y] > 1 and 2 * beside[y] >= sum(bool(cell) for cell in row)]
    pairs = [(above, below, edge) for cell, edge in zip(row, right, strict=True) for above, below in pairwise(cell)]
    free = sum(_is_free(*pair) for pair in pairs)
    if len(heads) < 3 or free < 0.7 * len(pairs):
        return [row]
    rows: dict[float, list[list[TextLine]]] = {y: [] for y in heads}
    for cell in row:
        edges = inner_edges(cell)
        own: dict[float, list[list[TextLine]]] = {y: [[] for _ in range(len(edges) + 1)] for y in heads}
        dotted = any(LEADERS.search(line.text) for line in cell)
        for line in cell:
            bare = dotted and not LEADERS.search(line.text)  # the dots come at the end of the last line of an entry
            below = [y for y in heads if not bare or y < line.y + 1] or heads
            head = _nearest(below, line.y)
            for column, piece in split_line(line, edges):
                own[head][column].append(piece)
        for y in heads:
            rows[y] += own[y]
    return list(rows.values())


def _nearest(heads: Iterable[float], y: float) -> float:
    return min(heads, key=lambda head: abs(head - y))


def _is_free(above: TextLine, below: TextLine, right: float) -> bool:
    """True if a line is broken on purpose: the next word would have fitted, or is a number."""
    fits = above.x1 - above.x0 + first_word(below) + 0.5 * below.size < right - above.x0
    return fits or not any(map(str.isalpha, below.text)) or bool(LEADERS.search(above.text))


def _rule_at(rules: Iterable[Rule], at: float, along: float) -> bool:
    return any(abs(rule.at - at) <= _SNAP and rule.start - 1 <= along <= rule.end + 1 for rule in rules)


def _apart(numbers: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for number in sorted(numbers):
        if not kept or number - kept[-1] > _SNAP:
            kept.append(number)
    return kept
