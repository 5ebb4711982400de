"""A table drawn in columns that line up, with a rule under its head; its rows are Blocks whose cells a sign parts.

Cells that have no room are cut with `…`; a row that the reader opened tells them one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import zip_longest

from rich.cells import cell_len

from companion.model import Section
from companion.tui.wrap import Row, RowPart, block_rows, wrap

PARTS = " | "
"""What stands between two cells in a Section's text."""
BETWEEN = " │ "
LEAST = 4
"""Columns that a cut cell has at least; a table with no room for that is told cell by cell."""
_NUMBER = re.compile(r"[-+−–(]?[$€£]?\s*\d[\d.,'’  ]*\s*[%)‰]?|[-–—]|n/?a", re.IGNORECASE)
Cells = list[tuple[int, int]]
"""Offsets of the cells of a row in the Section's text."""


def cells_of(section: Section, index: int) -> Cells:
    """The cells of a row by the index of its Block."""
    block, cells = section.blocks[index], []
    start = block.start
    for words in section.words(block).split(PARTS):
        cells.append((start, start + len(words)))
        start += len(words) + len(PARTS)
    return cells


def table_rows(section: Section, blocks: Sequence[int], width: int, whole: Container[int] = ()) -> list[Row]:
    """The rows of a table on `width` columns. `blocks` are the indices of its rows; those in `whole` are not cut."""
    cells = {index: cells_of(section, index) for index in blocks}
    columns = _widths(section, list(cells.values()), width)
    names = _head(section, blocks[0], cells) if len(blocks) > 1 else None
    if len(columns) < 2 or not all(columns):
        return [row for index in blocks for row in block_rows(section, index, width)]
    numbers = _numbers(section, list(cells.values())[names is not None :], len(columns))
    lines: list[Row] = []
    for index in blocks:
        if index in whole:
            lines += _told(section, index, cells[index], names or [], width)
        else:
            lines.append(_drawn(section, index, cells[index], columns, numbers))
        if index == blocks[0] and names is not None:
            at = section.blocks[index].end
            lines.append(Row(-1, at, at, "─┼─".join("─" * column for column in columns)))
    return lines


def is_cut(row: Row) -> bool:
    """Whether cells of a drawn row are cut."""
    return any(piece.drawn == "…" for piece in row.pieces)


def _columns(words: str) -> int:
    return cell_len(words.replace("\n", " "))


def _widths(section: Section, rows: Sequence[Cells], width: int) -> list[int]:
    """Columns of each cell: as wide as its widest, or the wide ones cut alike; 0 where that leaves too little."""
    wide = [
        max((_columns(section.text[start:end]) for start, end in column), default=0)
        for column in zip_longest(*rows, fillvalue=(0, 0))
    ]
    room = width - len(BETWEEN) * (len(wide) - 1)
    if sum(wide) <= room:
        return [max(column, 1) for column in wide]
    left, cap = room, 0
    for count, column in zip(range(len(wide), 0, -1), sorted(wide), strict=True):
        cap = left // count
        if column > cap:
            break
        left -= column
    return [0] * len(wide) if cap < LEAST else [max(min(column, cap), 1) for column in wide]


def _head(section: Section, first: int, cells: dict[int, Cells]) -> list[str] | None:
    """The names of the columns, if the first row is a head: strong throughout, or words over numbers."""
    own, *others = cells.values()
    words = [section.text[start:end] for start, end in own]
    strong = [(mark.start, mark.end) for mark in section.marks if mark.style == "strong"]
    named = [span for span in own if span[0] < span[1]]
    if named and all(any(a <= start and end <= b for a, b in strong) for start, end in named):
        return words
    numeric = any(_NUMBER.fullmatch(word) for word in words)
    below = any(_NUMBER.fullmatch(section.text[start:end]) for row in others for start, end in row)
    return words if below and not numeric else None


def _numbers(section: Section, rows: Sequence[Cells], count: int) -> list[bool]:
    """Which columns hold numbers only, and stand at the right."""
    words: list[list[str]] = [[] for _ in range(count)]
    for row in rows:
        for column, (start, end) in zip(words, row, strict=False):
            column.append(section.text[start:end])
    return [bool(any(column)) and all(_NUMBER.fullmatch(word) for word in column if word) for column in words]


def _drawn(section: Section, index: int, cells: Cells, columns: Sequence[int], numbers: Sequence[bool]) -> Row:
    """A row in its columns: the offsets of each cell, and between them what stands for the sign in the text."""
    pieces: list[RowPart] = []
    gap, at = "", section.blocks[index].start
    for number, (start, end) in enumerate(cells):
        blank = columns[number] - _columns(section.text[start:end])
        stop = end
        if blank < 0:
            stop = wrap(section.text, start, end, columns[number] - 1)[0][1]
            stop = start + len(section.text[start:stop].rstrip())
            blank = columns[number] - 1 - _columns(section.text[start:stop])
        before, after = (blank, 0) if numbers[number] else (0, blank)
        if gap or before:
            pieces.append(RowPart(at, start, gap + " " * before))
        pieces.append(RowPart(start, stop))
        if stop < end:
            pieces.append(RowPart(stop, end, "…"))
        gap, at = " " * after + BETWEEN, end
    return Row(index, section.blocks[index].start, section.blocks[index].end, pieces=tuple(pieces))


def _told(section: Section, index: int, cells: Cells, names: Sequence[str], width: int) -> list[Row]:
    """A row cell by cell, each with the name of its column."""
    lines = []
    for number, (start, end) in enumerate(cells):
        name = names[number] if number < len(names) else ""
        lead = f"{'  ' if number else ''}{name}: " if name else "  " if number else ""
        lead = lead if cell_len(lead) <= width // 2 else "  " * bool(number)
        for place, (begin, stop) in enumerate(wrap(section.text, start, end, max(width - cell_len(lead), 8))):
            lines.append(Row(index, begin, stop, lead if not place else " " * cell_len(lead)))
    return lines
