"""The protocol of the sandbox: lines of a letter and JSON. What arrives is checked and cleaned again.

`A` tells about the document: title, language, facts, whether at most one heading of level 1 comes. `H` is a heading:
level, title, heading piece or null. `P` is a part of the text under it: its pieces. `N` is a notice. `W` says what
headings are taken from, and all they may be taken from. `G` says that unit `unit` of `of` is begun, from which unit on
no text was sent yet, and whether the unit is only looked at ahead. `F` says that reading failed and what to do, `E`
ends. A piece is kind, text, depth, marker, page, marks; a mark is start, end, style, target.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, get_args

from companion.documents.sections import Piece, short
from companion.model import Mark
from companion.model.document import BlockKind, MarkStyle
from companion.text.clean import clean, clean_line

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
    return [piece_of(item) for item in value] if isinstance(value, list) else [_SPOILED]


def piece_of(value: object) -> Piece:
    """The piece that this value is, checked and cleaned; a notice if it is none."""
    if not isinstance(value, list) or len(value) != 6 or value[0] not in _KINDS:
        return _SPOILED
    kind, text, depth, marker, page, marks = value
    if not isinstance(text, str) or not isinstance(marks, list):
        return _SPOILED
    text = clean(text)
    checked = tuple(mark for item in marks if (mark := _mark(item, len(text))))
    return Piece(kind, text, checked, number(depth, _DEEPEST), words(marker), words(page))


def words(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def number(value: object, most: int) -> int:
    return min(max(value, 0), most) if isinstance(value, int) else 0


def _mark(value: object, length: int) -> Mark | None:
    if not isinstance(value, list) or len(value) != 4 or value[2] not in _STYLES:
        return None
    start, end = number(value[0], length), number(value[1], length)
    return Mark(start, end, value[2], words(value[3])) if start < end else None


_LONGEST = 1_000
"""Code points of a title or another fact about the document."""
_BLOCKS, _MOST_BLOCKS = 40, 80
_SIZE, _MOST_SIZE = 16_000, 24_000
"""Blocks, and code points, after which a part ends before the next paragraph, and after which it ends anywhere."""


class Emitter:
    """Writes the protocol: collects pieces into parts and calls `send` with each line."""

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send = send
        self._part: list[Piece] = []
        self._size = 0
        self._begun = self._since = 0
        self._notes: dict[str, Sequence[Piece]] = {}

    def about(
        self, title: str, language: str = "", facts: Iterable[tuple[str, str]] = (), *, sole: bool = False
    ) -> None:
        """Send what is known of the document. `sole`: at most one `h1` follows; it then becomes the title."""
        shown = [[clean_line(name), clean_line(value[:_LONGEST])] for name, value in facts if value.strip()]
        self._send(line("A", [clean_line(title[:_LONGEST]), clean_line(language[:_LONGEST]), shown, sole]))

    def ways(self, used: str, there: Iterable[str]) -> None:
        """Send which way the headings are told, and all ways the document has."""
        self._send(line("W", [used, list(there)]))

    def begin(self, unit: int, of: int, resume_from: int | None = None, *, ahead: bool = False) -> None:
        """Say that unit `unit` (from 0) of `of` is about to be read: the one to skip, should this process die.

        From unit `resume_from` on (default: this one) text is still held back by the caller. `ahead`: the unit is only
        looked at.
        """
        self._begun = unit if resume_from is None else resume_from
        held = min(self._begun, self._since) if self._part else self._begun
        self._send(line("G", [unit, of, held, ahead]))

    def notice(self, what: str) -> None:
        """Say something about the document as a whole."""
        self._send(line("N", clean_line(what)))

    def heading(self, level: int, title: str, piece: Piece | None, notes: dict[str, Sequence[Piece]]) -> None:
        """Send a heading; without a piece it stands in no text, as one that only the outline of a PDF knows."""
        self.flush()
        self._send(line("H", [level, title, sent(piece) if piece else None]))
        self._notes.update(notes)

    def piece(self, piece: Piece, notes: dict[str, Sequence[Piece]] | None = None) -> None:
        """Send a block; `notes` are the footnotes it refers to, by a key of each."""
        for part in short(piece):
            full = len(self._part) >= _BLOCKS or self._size >= _SIZE
            fits = len(self._part) < _MOST_BLOCKS and self._size + len(part.text) <= _MOST_SIZE
            if self._part and (not fits or (full and part.kind == "paragraph" and not part.depth)):
                self.flush()
            self._since = self._since if self._part else self._begun
            self._part.append(part)
            self._size += len(part.text)
        self._notes.update(notes or {})

    def flush(self) -> None:
        """End the part."""
        notes = [piece for own in self._notes.values() for piece in own]
        if self._part or notes:
            self._send(line("P", [sent(piece) for piece in self._part + notes]))
        self._part, self._size, self._notes = [], 0, {}
