"""Breaking a Section into rows of a given width, in terminal columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from companion.model import Block, Section
from companion.tui.bidi import has_right, is_right
from companion.tui.line_breaks import chunks
from companion.tui.strips import PLAIN, Part

LONGEST_MARKER = 16
"""A footnote's label may be of any length; so much of it stands before the note, and all of it in the text."""


class RowPart(NamedTuple):
    """A part of a row: text[start:end], or in its place the words `drawn`."""

    start: int
    end: int
    drawn: str | None = None


class Row(NamedTuple):
    """A row of the passage: offsets into the Section's text (code points), and the signs drawn before it.

    `block` is the index of its Block, -1 for a row between two. `lead` is never counted in offsets. `pieces` tell
    what is drawn where that is not simply the text from `start` to `end`; `right` rows read from right to left.
    """

    block: int
    start: int
    end: int
    lead: str = ""
    pieces: tuple[RowPart, ...] = ()
    right: bool = False


def pieces(text: str, row: Row) -> tuple[RowPart, ...]:
    """The pieces of a row; where none are told, its words without the blanks at their end."""
    return row.pieces or (RowPart(row.start, row.start + len(text[row.start : row.end].rstrip())),)


def wrap(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    """Offsets of the rows of text[start:end], `width` columns wide; words longer than that are broken anywhere."""
    rows: list[tuple[int, int]] = []
    begin, used = start, 0
    columns = len if text.isascii() else cell_len
    for chunk in chunks(text, start, end):
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
    """Signs and indent before a block's first row, and before its others."""
    sign = block.marker or ("•" if block.kind == "item" else "")
    marker = f"{sign if len(sign) <= LONGEST_MARKER else sign[: LONGEST_MARKER - 2] + '…]'} " if sign else ""
    if block.kind == "quotation":
        indent = "│ " * max(block.depth, 1)
    elif block.kind == "item":
        indent = "  " * max(block.depth - 1, 0)
    else:
        indent = "  " * (block.depth + (block.kind == "code"))
    return indent + marker, indent + " " * cell_len(marker)


def block_rows(section: Section, index: int, width: int) -> list[Row]:
    """The rows of one Block, by its lines."""
    block = section.blocks[index]
    first, rest = _lead(block)
    if block.kind == "notice":
        return [Row(index, block.start, block.start, f"[{block.marker}]")]
    right = has_right(section.text, block.start, block.end) and is_right(section.words(block))
    lines: list[Row] = []
    room = max(width - cell_len(first), 8)
    begin = block.start
    for line in section.words(block).split("\n"):
        for start, end in wrap(section.text, begin, begin + len(line), room):
            lines.append(Row(index, start, end, first, right=right))
            first = rest
        begin += len(line) + 1
    return lines


class CardLine(NamedTuple):
    """A row of the margin; `key` names its card or question, "" for none."""

    key: str
    parts: tuple[Part, ...]


EMPTY = CardLine("", ())


def unchanged(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """True if both hold the same objects, or equal ones."""
    return len(one) == len(other) and all(a is b or a == b for a, b in zip(one, other, strict=True))


def text_lines(key: str, text: str, width: int, style: Style = PLAIN) -> list[CardLine]:
    """Text as margin rows; a line break inside a paragraph is a space, as in Markdown, but lists keep their lines."""
    lines: list[CardLine] = []
    for paragraph in text.strip().split("\n\n"):
        pieces = [""]
        for piece in paragraph.split("\n"):
            if not pieces[-1] or piece.lstrip()[:2] in ("- ", "* ", "> "):
                pieces.append(piece)
            else:
                pieces[-1] += " " + piece
        for piece in filter(None, pieces):
            lines += paragraph_lines(key, [(piece, style)], width)
        lines.append(CardLine(key, ()))
    return lines[:-1]


def paragraph_lines(key: str, parts: Sequence[Part], width: int) -> list[CardLine]:
    """One paragraph of several styles as margin rows."""
    text = "".join(words for words, _ in parts)
    rows = []
    for start, end in wrap(text, 0, len(text), width):
        end = start + len(text[start:end].rstrip())
        row, at = [], 0
        for words, style in parts:
            if cut := words[max(start - at, 0) : max(end - at, 0)]:
                row.append((cut, style))
            at += len(words)
        rows.append(CardLine(key, tuple(row)))
    return rows
