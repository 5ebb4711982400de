"""What the reading process sends: one line each, a letter and JSON. What arrives is checked and cleaned again.

`H` begins a stretch: level, title, heading piece or null. `P` is a part of it: its pieces. `A` tells about the
document: title, language, facts, whether at most one heading of level 1 comes. `N` is a notice, `G` says that unit
`unit` of `of` is begun, from which unit on text was not sent yet, and whether the unit is only looked at ahead. `F`
says that reading failed and what to do, `E` ends. A piece is kind, text, depth, marker, page, marks; a mark is start,
end, style, target.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from companion.formats.clean import clean, clean_line
from companion.formats.cutting import Piece
from companion.model import Mark
from companion.model.document import BlockKind, MarkStyle

_KINDS = frozenset(get_args(BlockKind))
_STYLES = frozenset(get_args(MarkStyle))
_DEEPEST = 999
_SPOILED = Piece("notice", "", marker="what was read here is damaged and not shown")


def line(letter: str, value: object) -> bytes:
    """One line to send; text must be clean."""
    return f"{letter}{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def sent(piece: Piece) -> list[object]:
    """A piece as `P` and `H` carry it."""
    marks = [[mark.start, mark.end, mark.style, mark.target] for mark in piece.marks]
    return [piece.kind, piece.text, piece.depth, piece.marker, piece.page, marks]


def value_of(received: bytes) -> Any:
    """What a line carries; None for what is no JSON."""
    try:
        return json.loads(received[1:])
    except (ValueError, RecursionError):
        return None


def pieces_of(received: bytes) -> list[Piece]:
    """The pieces of a `P` line; what is not as it should be becomes a notice."""
    value = value_of(received)
    return [piece_of(each) for each in value] if isinstance(value, list) else [_SPOILED]


def piece_of(value: object) -> Piece:
    """A checked and cleaned piece; a notice if it is none."""
    if not isinstance(value, list) or len(value) != 6 or value[0] not in _KINDS:
        return _SPOILED
    kind, text, depth, marker, page, marks = value
    if not isinstance(text, str) or not isinstance(marks, list):
        return _SPOILED
    text = clean(text)
    kept = tuple(mark for each in marks if (mark := _mark(each, len(text))))
    return Piece(kind, text, kept, number(depth, _DEEPEST), words(marker), words(page))


def words(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def number(value: object, most: int) -> int:
    return min(max(value, 0), most) if isinstance(value, int) else 0


def _mark(value: object, length: int) -> Mark | None:
    if not isinstance(value, list) or len(value) != 4 or value[2] not in _STYLES:
        return None
    start, end = number(value[0], length), number(value[1], length)
    return Mark(start, end, value[2], words(value[3])) if start < end else None
