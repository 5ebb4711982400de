"""Tables of a PDF without rules: lines whose words leave the same gaps free, and rows of dots before page numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from companion.documents.pdf.chars import TextRun, by_place
from companion.documents.pdf.lines import TextLine, line_of, row_of

LEADERS = re.compile(r"(?:\s?[.·…_]){4,}")
_GAP = 0.5
"""Sizes of a letter between two cells in every row of a table, at least; in one row `_WIDE` of them."""
_WIDE = 1.1
_FULL = 0.75
_RUN_OVER = 0.34
"""Share of the gaps of a table that one of its rows may lack."""
_STRETCHED = 5
_NEAR = 2.5
"""Points within which two cells of a column begin, end or have their middle."""
_MOST_LINES = 400
_FAR = 1e9


class Gap(NamedTuple):
    """A part of a line's width, in points, in which no word stands."""

    start: float
    end: float


def is_row(line: TextLine) -> bool:
    """True if a line may be the row of a table by itself: a wide gap is in it, or dots lead to its end."""
    if LEADERS.search(line.text):
        return True
    wide = [gap for gap in _gaps(line) if gap.end - gap.start > _WIDE * line.size]
    return bool(wide) and not _is_stretched(line)


def _is_stretched(line: TextLine) -> bool:
    """True if all blanks of a line are wide, and none much wider: it is stretched to fill its column."""
    gaps = [gap.end - gap.start for gap in _gaps(line)]
    return len(gaps) >= max(_STRETCHED, line.text.count(" ")) and max(gaps) < 2.5 * min(gaps)


def table_end(lines: Sequence[TextLine], start: int, leading: float) -> int:
    """Where the table that begins at `start` ends; `start` where there is none."""
    if not is_row(lines[start]):
        return start
    if LEADERS.search(lines[start].text):
        return start + 1
    free, end = _aligned(lines, start, leading)
    while end > start + 1 and not _parted(lines[end - 1], free) and _may_follow(lines, start, end - 1):
        end -= 1
    rows = [line for line in lines[start:end] if _parted(line, free)]
    wide = min((_narrowest(line, free) / line.size for line in rows), default=0.0)
    if len(rows) >= 3 or (len(rows) == 2 and wide > _WIDE):
        return end
    beside = lines[max(start - 1, 0) : start + 2]  # the only line of a contents list without dots is a row of it
    return start + 1 if any(LEADERS.search(line.text) for line in beside) else start


def _aligned(lines: Sequence[TextLine], start: int, leading: float) -> tuple[list[Gap], int]:
    """The gaps that lines from `start` on share, and where these lines end."""
    first = lines[start]
    free = [Gap(-_FAR, first.x0), *_gaps(first), Gap(first.x1, _FAR)]  # a head may say nothing above the first column
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    end, rows = start + 1, 1
    while end < min(len(lines), start + _MOST_LINES):
        above, line = lines[end - 1], lines[end]
        if line.row or not 0 < above.y - line.y < 2.4 * max(leading, line.size) or LEADERS.search(line.text):
            break
        if abs(line.size - first.size) > 0.15 * first.size:
            break
        shared = _shared(free, line)
        parted = _parted(line, shared)
        used = [gap for gap in free if any(_parted(before, [gap]) for before in lines[start:end])]
        lost = [gap for gap in used if not any(gap.start < one.end and one.start < gap.end for one in shared)]
        follows = _is_row_of(line, shared, width) if parted else _in_line(line, lines[start:end])
        if len(lost) == len(used) or not follows or (not parted and _is_full(line, width)):
            break
        if lost and rows > 2:  # one cell that runs over into the next is no end of a table of many columns
            if len(lost) > _RUN_OVER * len(used) or not parted:
                break
            shared = sorted([*shared, *lost])
        free = shared
        rows += parted
        end += 1
    return [gap for gap in free if any(_parted(line, [gap]) for line in lines[start:end])], end


def _is_full(line: TextLine, width: float) -> bool:
    """True if a line runs over most of the column: no cell does."""
    return line.x1 - line.x0 > _FULL * width


def _is_row_of(line: TextLine, free: Sequence[Gap], width: float) -> bool:
    """False if a line fills the column, but for one gap that may be the end of a sentence."""
    inner = [gap for gap in free if _parted(line, [gap])]
    return len(inner) > 1 or inner[0].end - inner[0].start > _WIDE * line.size or not _is_full(line, width)


def _in_line(line: TextLine, above: Sequence[TextLine]) -> bool:
    """True if a line stands below a cell of the lines above it, as more of that cell does."""
    for other in above:
        inner = _gaps(other)
        starts = [other.x0, *(gap.end for gap in inner)]
        ends = [*(gap.start for gap in inner), other.x1]
        for start, end in zip(starts, ends, strict=True):
            aside = (line.x0 - start, line.x1 - end, (line.x0 + line.x1 - start - end) / 2)
            if min(map(abs, aside)) < _NEAR:
                return True
    return False


def _may_follow(lines: Sequence[TextLine], start: int, at: int) -> bool:
    """True if a line at the end of a table is text that comes behind it rather than more of its last row."""
    line = lines[at]
    if line.x0 > lines[start].x0 + line.size:
        return False
    gaps = [above.y - below.y for above, below in pairwise(lines[start : at + 1])]
    return not line.text[:1].islower() or gaps[-1] > 1.15 * min(gaps)


def _gaps(line: TextLine) -> list[Gap]:
    gaps: list[Gap] = []
    least = _GAP * line.size
    end = 0.0
    for number, run in enumerate(sorted(line.runs, key=lambda run: run.x0)):
        if number and run.x0 - end >= least:
            gaps.append(Gap(end, run.x0))
        if not run.rtl:
            ends = [*run.xs[1:], run.x1]
            spaces = (at for at, char in enumerate(run.text) if char == " ")
            gaps += [Gap(run.xs[at], ends[at]) for at in spaces if ends[at] - run.xs[at] >= least]
        end = max(end, run.x1)
    return gaps


def _shared(free: Sequence[Gap], line: TextLine) -> list[Gap]:
    """What a line leaves of the gaps."""
    own = [Gap(-_FAR, line.x0), *_gaps(line), Gap(line.x1, _FAR)]
    shared = (Gap(max(one.start, other.start), min(one.end, other.end)) for one in free for other in own)
    return [gap for gap in shared if gap.end - gap.start >= _GAP * line.size]


def _parted(line: TextLine, free: Sequence[Gap]) -> bool:
    """True if words stand on both sides of a gap."""
    return any(line.x0 < gap.start + 1 and line.x1 > gap.end - 1 for gap in free)


def _narrowest(line: TextLine, free: Sequence[Gap]) -> float:
    """The widest of the gaps within a line."""
    own = [gap for gap in free if line.x0 < gap.start + 1 and line.x1 > gap.end - 1]
    return max(gap.end - gap.start for gap in own)


def table_rows(lines: Sequence[TextLine], leading: float) -> list[TextLine]:
    """The rows of a table; lines closer together than rows are belong to one row."""
    if LEADERS.search(lines[0].text):
        return [row_of([[line_of(cell)] for cell in line.cells()], line.x0, line.x1) for line in lines]
    free = _aligned(lines, 0, 2 * leading)[0]
    edges = [(gap.start + gap.end) / 2 for gap in free]
    rows: list[list[TextLine]] = []
    starts = _row_starts(lines, edges)
    for number, line in enumerate(lines):
        if number in starts:
            rows.append([])
        rows[-1].append(line)
    return [_row(row, edges) for row in rows]


def _row_starts(lines: Sequence[TextLine], edges: Sequence[float]) -> set[int]:
    """Which lines begin a row: those behind a gap where gaps differ, else those with words in the first column."""
    gaps = [above.y - below.y for above, below in pairwise(lines)]
    columns = [_columns(line, edges) for line in lines]
    first = [0 in own for own in columns]
    large = sum(gap > 1.2 * min(gaps) for gap in gaps)
    uneven = large > 0 and (large > 0.2 * len(gaps) or sum(first) < 0.8 * len(lines))
    most = sorted(map(len, columns))[len(columns) // 2]
    starts = {0}
    for number, line in enumerate(lines):
        if not number:
            continue
        if uneven:
            begins = gaps[number - 1] > 1.15 * min(gaps)
        else:
            goes_on = len(columns[number]) == 1 and most > 1 and line.text[:1].islower()
            begins = first[number] and not goes_on
        if begins:
            starts.add(number)
    return starts


def _columns(line: TextLine, edges: Sequence[float]) -> set[int]:
    return {bisect_right(edges, x) for run in line.runs for x in (run.x0, run.x1)}


def _row(lines: Sequence[TextLine], edges: Sequence[float]) -> TextLine:
    cells: list[list[TextLine]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        for column, piece in split_line(line, edges):
            cells[column].append(piece)
    return row_of(cells, min(line.x0 for line in lines), max(line.x1 for line in lines))


def split_line(line: TextLine, edges: Sequence[float]) -> Iterator[tuple[int, TextLine]]:
    """The parts of a line between edges, each with the number of the column it is in."""
    own: defaultdict[int, list[TextRun]] = defaultdict(list)
    for run in line.runs:
        for column, piece in by_place(run, lambda x: bisect_right(edges, x)):
            own[column].append(piece)
    for column, runs in own.items():
        yield column, line_of(runs)


def inner_edges(lines: Sequence[TextLine]) -> list[float]:
    """Where columns of numbers part that stand in one cell: in gaps that most lines share; none among words."""
    numbers = [line for line in lines if not any(map(str.isalpha, line.text))]
    if len(numbers) < 3 or len(numbers) < 0.8 * len(lines):
        return []
    free = _gaps(numbers[0])
    for line in numbers[1:]:
        free = _shared(free, line)
    return [(gap.start + gap.end) / 2 for gap in free]
