"""Breaking a Section into rows of a given width, in terminal columns."""

from __future__ import annotations

import re
from typing import NamedTuple

from rich.cells import cell_len

from companion.model import Block, Section

LONGEST_MARKER = 16
"""A footnote's label may be of any length; so much of it stands before the note, and all of it in the text."""
_CHUNK = re.compile(r"\S+\s*|\s+")


class Row(NamedTuple):
    """`start` and `end` are offsets into the Section's text; `lead` is drawn before it and never counted."""

    block: int
    start: int
    end: int
    lead: str = ""


def wrap(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    """The rows of text[start:end] as offsets, broken at white space, long words broken anywhere."""
    rows: list[tuple[int, int]] = []
    begin, used = start, 0
    columns = len if text.isascii() else cell_len
    for chunk in _CHUNK.finditer(text, start, end):
        words = chunk[0]
        size = columns(words.rstrip())
        if used and used + size > width:
            rows.append((begin, chunk.start()))
            begin, used = chunk.start(), 0
        if size > width:
            for index in range(chunk.start(), chunk.end()):
                cell = columns(text[index])
                if used + cell > width:
                    rows.append((begin, index))
                    begin, used = index, 0
                used += cell
        else:
            used += columns(words)
    rows.append((begin, end))
    return rows


def _lead(block: Block) -> tuple[str, str]:
    """What stands before a block's first row and before its others."""
    said = block.marker or ("•" if block.kind == "item" else "")
    marker = f"{said if len(said) <= LONGEST_MARKER else said[: LONGEST_MARKER - 2] + '…]'} " if said else ""
    if block.kind == "quotation":
        indent = "│ " * max(block.depth, 1)
    elif block.kind == "item":
        indent = "  " * max(block.depth - 1, 0)
    else:
        indent = "  " * (block.depth + (block.kind == "code"))
    return indent + marker, indent + " " * cell_len(marker)


def rows(section: Section, width: int) -> list[Row]:
    """Every row of a Section: its blocks, an empty row between them (none between items or table rows)."""
    found: list[Row] = []
    for index, block in enumerate(section.blocks):
        if index and not (block.kind == section.blocks[index - 1].kind and block.kind in ("item", "row")):
            found.append(Row(-1, block.start, block.start))
        first, rest = _lead(block)
        if block.kind == "notice":
            found.append(Row(index, block.start, block.start, f"[{block.marker}]"))
            continue
        room = max(width - cell_len(first), 8)
        begin = block.start
        for line in section.text[block.start : block.end].split("\n"):
            for start, end in wrap(section.text, begin, begin + len(line), room):
                found.append(Row(index, start, end, first))
                first = rest
            begin += len(line) + 1
    return found
