"""The order of reading on a page: columns one after the other, what runs over them in between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from companion.documents.pdf.lines import TextLine, merged

_LEAST = 3
"""Lines on either side of a gutter, at least."""
_NARROWEST = 7.0
"""Sizes of a letter a column is wide, at least: less is a list's numbers or a table's."""
_FILL = 0.55
"""Share of its column that most lines fill: less is a table."""
_DENSE = 0.5
_DEEPEST = 4
_MOST_EDGES = 12


def flows(lines: Sequence[TextLine], depth: int = 0) -> list[list[TextLine]]:
    """Lines as they are read: each list is a part of one column, its lines from the top."""
    if depth < _DEEPEST:
        best: list[list[TextLine]] = []
        most = 7
        for edge in _edges(lines):
            bands = _bands(lines, edge)
            in_columns = sum(len(left) + len(right) for left, right in bands if right)
            if in_columns > most and in_columns >= len(lines) / 5:
                most = in_columns
                best = [part for left, right in bands for part in _read(left, right, depth)]
        if best:
            return best
    return [merged(lines)] if lines else []


def _read(left: list[TextLine], right: list[TextLine], depth: int) -> list[list[TextLine]]:
    return [*flows(left, depth + 1), *(flows(right, depth + 1) if right else [])]


def _edges(lines: Sequence[TextLine]) -> list[float]:
    """Where a right column may begin: places at which several lines do."""
    starts = sorted(line.x0 for line in lines)
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] <= 2.0:
            groups[-1].append(start)
        else:
            groups.append([start])
    likely = sorted(groups[1:], key=len, reverse=True)[:_MOST_EDGES]
    return sorted(group[0] for group in likely if len(group) >= _LEAST)


def _bands(lines: Sequence[TextLine], edge: float) -> list[tuple[list[TextLine], list[TextLine]]]:
    """From the top: lines in columns on either side of the edge, or (nothing on the right) lines of the whole width."""
    bands: list[tuple[list[TextLine], list[TextLine]]] = []
    left: list[TextLine] = []
    right: list[TextLine] = []
    for line in [*sorted(lines, key=lambda line: (-line.y, line.x0)), None]:
        if line is not None and line.x0 >= edge - 1:
            right.append(line)
        elif line is not None and line.x1 < edge - 0.3 * line.size:
            left.append(line)
        else:
            if _are_columns(left, right, edge):
                bands.append((left, right))
            elif left or right:
                _add(bands, [*left, *right])
            left, right = [], []
            if line is not None:
                _add(bands, [line])
    return bands


def _add(bands: list[tuple[list[TextLine], list[TextLine]]], lines: list[TextLine]) -> None:
    if bands and not bands[-1][1]:
        bands[-1][0].extend(lines)
    else:
        bands.append((list(lines), []))


def _are_columns(left: list[TextLine], right: list[TextLine], edge: float) -> bool:
    if min(len(left), len(right)) < _LEAST:
        return False
    both = min(max(line.y for line in side) for side in (left, right))
    both -= max(min(line.y for line in side) for side in (left, right))
    heights = [max(line.y for line in side) - min(line.y for line in side) for side in (left, right)]
    return both >= 0.4 * min(heights) and _is_column(left) and _is_column(right)


def _is_column(lines: list[TextLine]) -> bool:
    """True if these lines, one below the other, fill their width and height as running text does."""
    rows = merged(lines)
    start, end = min(line.x0 for line in rows), max(line.x1 for line in rows)
    size = median(line.size for line in rows)
    if end - start < _NARROWEST * size or median(line.x1 - line.x0 for line in rows) < _FILL * (end - start):
        return False
    near = sum(above.y - below.y < 1.9 * size for above, below in pairwise(rows))
    return near >= _DENSE * (len(rows) - 1)
