"""Tables cell by cell, for those who hear them: each cell in a line, after the words at the head of its column."""

from __future__ import annotations

from collections.abc import Iterator

from companion.model import Section

CELLS = " | "
"""What stands between two cells in the text of a row."""


def row_lines(section: Section, index: int) -> Iterator[str]:
    """The lines of one row, by the index of its block. The first row of a table is taken for its head."""
    first = index
    while first and section.blocks[first - 1].kind == "row":
        first -= 1
    cells, heads = (section.words(section.blocks[at]).split(CELLS) for at in (index, first))
    if index == first:
        yield f"Table, {len(cells)} column{'s' * (len(cells) != 1)}: {'; '.join(map(_one_line, cells))}"
        return
    yield f"row {index - first}"
    for number, cell in enumerate(cells):
        head = heads[number] if number < len(heads) and heads[number].strip() else f"column {number + 1}"
        yield f"  {_one_line(head)}: {_one_line(cell) or 'empty'}"


def _one_line(words: str) -> str:
    return " ".join(words.split())
