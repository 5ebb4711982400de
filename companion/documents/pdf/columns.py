"""The order of reading on a page: columns one after the other, what runs over them in between, boxes in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from companion.documents.pdf.alignment import LEADERS
from companion.documents.pdf.chars import RTL
from companion.documents.pdf.lines import TextLine, merged
from companion.documents.pdf.tables import Aside

_LEAST = 3
"""Lines on either side of a gutter, at least; once a gutter is known, elsewhere on the page one will do."""
_NARROWEST = 7.0
"""Sizes of a letter a column is wide, at least: less is a list's numbers or a table's."""
_FILL = 0.55
"""Share of the width of the longest lines of a column that those with most of its letters have: less is a table."""
_DENSE, _CLOSE = 0.5, 2.2
"""Share of the lines of a column that are close to the next, and how close, in sizes of a letter."""
_SPREAD = 1.6
"""Sizes of a letter between lines that are no running text, if others stand beside each."""
_SIDE_BY_SIDE = 0.4
"""Share of the shorter of two columns beside which the other one stands, at least."""
_DEEPEST = 5
_MOST_EDGES = 12
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(eq=False, slots=True)
class _Part:
    """A line, or a box with its lines, as it stands on the page; `weight` is how many lines it is high."""

    x0: float
    x1: float
    y: float
    bottom: float
    size: float
    lines: list[TextLine]
    aside: Aside | None = None
    weight: int = 1


_Bands = list[tuple[list[_Part], list[_Part]]]


def flows(lines: Sequence[TextLine], asides: Sequence[Aside] = ()) -> list[list[TextLine]]:
    """Lines as they are read: each list is a part of one column, or a box, its lines from the top."""
    parts = [_Part(line.x0, line.x1, line.y, line.y, line.size, [line]) for line in lines]
    return _flows([*parts, *map(_boxed, asides)], 0)


def _boxed(aside: Aside) -> _Part:
    size = median(line.size for line in aside.lines)
    top = max(line.y for line in aside.lines)
    left, bottom, right, _ = aside.box
    weight = max(round((top - bottom) / (1.3 * size)), 1)
    return _Part(left, right, top, bottom, size, aside.lines, aside, weight)


def _flows(parts: Sequence[_Part], depth: int) -> list[list[TextLine]]:
    bands = _columns(parts) if depth < _DEEPEST else []
    if not bands:
        return _column(parts)
    own: list[list[TextLine]] = []
    for left, right in bands:
        sides = [left, right] if right else [left]
        if right and _is_rtl([*left, *right]):
            sides.reverse()
        for side in sides:
            own += _flows(side, depth + 1)
    return own


def _column(parts: Iterable[_Part]) -> list[list[TextLine]]:
    """The lines of one column from the top; boxes are parts of their own."""
    own: list[list[TextLine]] = []
    lines: list[TextLine] = []
    for part in sorted(parts, key=lambda part: (-part.y, part.x0)):
        if part.aside:
            own += [merged(lines)] if lines else []
            lines = []
            own += flows(part.lines)
        else:
            lines += part.lines
    return [*own, merged(lines)] if lines else own


def _columns(parts: Sequence[_Part]) -> _Bands:
    """The bands of the gutter that parts most lines; none where there are no columns."""
    best: _Bands = []
    total = sum(part.weight for part in parts)
    most = 0
    for edge in _edges(parts):
        bands = _bands(parts, edge)
        beside = sum(part.weight for left, right in bands if right for part in (*left, *right))
        if beside > most and (beside > 7 or beside > 0.8 * total) and beside >= total / 5:
            most, best = beside, bands
    return best


def _edges(parts: Iterable[_Part]) -> list[float]:
    """Where a right column may begin: places at which several lines do."""
    groups: list[list[_Part]] = []
    for part in sorted(parts, key=lambda part: part.x0):
        if groups and part.x0 - groups[-1][0].x0 <= 2.0:
            groups[-1].append(part)
        else:
            groups.append([part])
    heavy = [(sum(part.weight for part in group), group[0].x0) for group in groups[1:]]
    likely = sorted((pair for pair in heavy if pair[0] >= _LEAST), reverse=True)[:_MOST_EDGES]
    return sorted(edge for _, edge in likely)


def _bands(parts: Sequence[_Part], edge: float) -> _Bands:
    """From the top: lines in columns on either side of the edge, or (nothing on the right) lines of the whole width."""
    cut = _cut(parts, edge)
    if not any(_are_columns(left, right) for left, right in cut):
        return []
    bands: _Bands = []
    for left, right in cut:
        if left and right and (_are_columns(left, right) or _may_be_columns(left, right)):
            bands.append((left, right))
        elif bands and not bands[-1][1]:
            bands[-1][0].extend([*left, *right])
        else:
            bands.append(([*left, *right], []))
    return bands


def _cut(parts: Sequence[_Part], edge: float) -> _Bands:
    """What stands on either side of the edge, between lines that run over it, which stand alone on the left."""
    cut: _Bands = []
    left: list[_Part] = []
    right: list[_Part] = []
    for part in sorted(parts, key=lambda part: (-part.y, part.x0)):
        if part.x0 >= edge - 1:
            right.append(part)
        elif part.x1 < edge - 0.3 * part.size:
            left.append(part)
        else:
            cut += [(left, right)] if left or right else []
            cut.append(([part], []))
            left, right = [], []
    return [*cut, (left, right)] if left or right else cut


def _are_columns(left: Sequence[_Part], right: Sequence[_Part]) -> bool:
    if min(sum(part.weight for part in side) for side in (left, right)) < _LEAST:
        return False
    tops = [max(part.y for part in side) for side in (left, right)]
    ends = [min(part.bottom for part in side) for side in (left, right)]
    beside = min(tops) - max(ends)
    shorter = min(top - end for top, end in zip(tops, ends, strict=True))
    if beside < _SIDE_BY_SIDE * shorter or min(map(_width, (left, right))) < _NARROWEST or _belong(left, right):
        return False
    texts = [_is_text(left), _is_text(right)]
    if all(texts):
        return not _in_rows(left, right)
    return any(texts) and not _in_step(left, right)


def _may_be_columns(left: Sequence[_Part], right: Sequence[_Part]) -> bool:
    """True if a few lines go on in columns that stand elsewhere on the page."""
    wide = min(map(_width, (left, right))) >= _NARROWEST
    return wide and not _in_step(left, right) and not _belong(left, right)


def _belong(left: Sequence[_Part], right: Sequence[_Part]) -> bool:
    """True if what stands on the right goes on with the lines on the left: dots before numbers, or a program's."""
    dots = sum(bool(LEADERS.match(part.lines[0].text)) for part in right)
    mono = all(part.lines[0].mono for side in (left, right) for part in side)
    return 3 * dots > len(right) or (mono and _in_step(left, right))


def _width(side: Sequence[_Part]) -> float:
    """How wide the longest lines of a side are, in sizes of a letter."""
    widths = sorted((part.x1 - part.x0) / part.size for part in side)
    return widths[-max(len(widths) // 5, 1)]


def _is_text(side: Sequence[_Part]) -> bool:
    """True if lines fill their width and height as running text does."""
    size = median(part.size for part in side)
    full = _FILL * _width(side) * size
    letters = [(sum(line.count for line in part.lines), part.x1 - part.x0 >= full) for part in side]
    if 2 * sum(count for count, fills in letters if fills) < sum(count for count, _ in letters):
        return False
    ys = sorted({round(part.y, 1) for part in side}, reverse=True)
    near = sum(above - below < _CLOSE * size for above, below in pairwise(ys))
    return near >= _DENSE * (len(ys) - 1)


def _in_step(left: Sequence[_Part], right: Sequence[_Part]) -> bool:
    """True if nearly each line of the side with fewer of them stands on the baseline of one beside it, as cells do."""
    fewer, more = sorted((left, right), key=len)
    ys = [part.y for part in more]
    same = sum(any(abs(part.y - y) < 0.2 * part.size for y in ys) for part in fewer)
    return same > 0.8 * len(fewer)


def _in_rows(left: Sequence[_Part], right: Sequence[_Part]) -> bool:
    """True if the gaps between paragraphs are those between the rows of a table: at the same heights on both sides.

    Or if each line is a row, and these stand further apart than lines of text do.
    """
    gaps = [above.y - below.y for side in (left, right) for above, below in pairwise(side) if above.y > below.y]
    if gaps and median(gaps) > _SPREAD * min(left[0].size, right[0].size) and _in_step(left, right):
        return True
    starts = [_starts(side) for side in (left, right)]
    fewer, more = sorted(starts, key=len)
    size = min(left[0].size, right[0].size)
    same = sum(any(abs(y - other) < 0.2 * size for other in more) for y in fewer)
    return len(fewer) > 1 and same > 0.8 * len(more)


def _starts(side: Sequence[_Part]) -> list[float]:
    """The heights of lines that stand behind a gap."""
    ys = sorted({part.y for part in side}, reverse=True)
    gaps = [above - below for above, below in pairwise(ys)]
    least = min((gap for gap in gaps if gap > 1), default=0.0)
    return [below for gap, below in zip(gaps, ys[1:], strict=True) if gap > 1.25 * least]


def _is_rtl(parts: Iterable[_Part]) -> bool:
    """True if most letters are of a script that is read to the left: so are the columns."""
    text = "".join(line.text for part in parts for line in part.lines)
    return 2 * len(RTL.findall(text)) > len(_LETTER.findall(text)) > 0
