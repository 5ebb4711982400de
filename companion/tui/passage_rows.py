"""The rows of a Section, with tables in columns that line up."""

from __future__ import annotations

from collections.abc import Container
from itertools import groupby

from companion.model import Section
from companion.tui.table_rows import table_rows
from companion.tui.wrap import Row, block_rows


def rows(section: Section, width: int, whole: Container[int] = ()) -> list[Row]:
    """The rows of a Section, an empty one between blocks (none between items or table rows); `width` in columns.

    `whole` holds the indices of rows of tables whose cells are shown whole.
    """
    lines: list[Row] = []
    for kind, run in groupby(range(len(section.blocks)), lambda index: section.blocks[index].kind):
        if kind == "row":
            lines += _apart(section, lines, table_rows(section, list(run), width, whole))
            continue
        for number, index in enumerate(run):
            made = block_rows(section, index, width)
            lines += made if number and kind == "item" else _apart(section, lines, made)
    return lines


def _apart(section: Section, above: list[Row], below: list[Row]) -> list[Row]:
    """These rows with an empty one before them, unless they are the first."""
    start = section.blocks[below[0].block].start
    return [Row(-1, start, start), *below] if above else below
