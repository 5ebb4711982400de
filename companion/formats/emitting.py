"""Sends what a reader of a format finds: headings, parts of readable size, footnotes behind what refers to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from companion.formats.clean import clean_line
from companion.formats.cutting import Piece, short
from companion.formats.wire import line, sent

_LONGEST = 1_000
"""Code points of a title or another fact about the document."""
_BLOCKS, _MOST_BLOCKS = 40, 80
_SIZE, _MOST_SIZE = 16_000, 24_000
"""Blocks, and code points, after which a part ends before the next paragraph, and after which it ends anywhere."""


class Emitter:
    """Gathers pieces into parts; `send` gets lines."""

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send = send
        self._part: list[Piece] = []
        self._size = 0
        self._begun = self._since = 0
        self._notes: dict[str, Sequence[Piece]] = {}

    def about(
        self, title: str, language: str = "", facts: Iterable[tuple[str, str]] = (), *, sole: bool = False
    ) -> None:
        """`sole`: no second heading of level 1 will come, so the first, if it is one, is the document's title."""
        shown = [[clean_line(name), clean_line(value[:_LONGEST])] for name, value in facts if value.strip()]
        self._send(line("A", [clean_line(title[:_LONGEST]), clean_line(language[:_LONGEST]), shown, sole]))

    def begin(self, unit: int, of: int, unsent: int | None = None, *, ahead: bool = False) -> None:
        """Unit `unit` (from 0) is about to be read; should reading die, it is the one to blame.

        The reader itself holds text back from unit `unsent` on (default: none). `ahead`: the unit is only looked at.
        """
        self._begun = unit if unsent is None else unsent
        held = min(self._begun, self._since) if self._part else self._begun
        self._send(line("G", [unit, of, held, ahead]))

    def notice(self, what: str) -> None:
        """For the document as a whole."""
        self._send(line("N", clean_line(what)))

    def heading(self, level: int, title: str, piece: Piece | None, notes: dict[str, Sequence[Piece]]) -> None:
        """A heading; without a piece it stands in no text, as one that only the outline of a PDF knows."""
        self.flush()
        self._send(line("H", [level, title, sent(piece) if piece else None]))
        self._notes.update(notes)

    def piece(self, piece: Piece, notes: dict[str, Sequence[Piece]] | None = None) -> None:
        """A block; `notes` are the footnotes it refers to, by something that tells them apart."""
        for each in short(piece):
            full = len(self._part) >= _BLOCKS or self._size >= _SIZE
            fits = len(self._part) < _MOST_BLOCKS and self._size + len(each.text) <= _MOST_SIZE
            if self._part and (not fits or (full and each.kind == "paragraph" and not each.depth)):
                self.flush()
            self._since = self._since if self._part else self._begun
            self._part.append(each)
            self._size += len(each.text)
        self._notes.update(notes or {})

    def flush(self) -> None:
        """End the part."""
        notes = [piece for own in self._notes.values() for piece in own]
        if self._part or notes:
            self._send(line("P", [sent(piece) for piece in self._part + notes]))
        self._part, self._size, self._notes = [], 0, {}
