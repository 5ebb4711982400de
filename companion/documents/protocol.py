"""The protocol of the sandbox: lines of a letter and JSON, how they are sent, and how much of each may be sent.

`W` comes first, before the document is looked at: each wall around the process, why it does not hold or "".
`A` tells about the document: title, language, facts, whether at most one heading of level 1 comes. `H` is a heading:
level, title, heading piece or null. `P` is a part of the text under it: its pieces. `N` is a notice. `T` says what
headings are taken from, and all they may be taken from. `G` says that unit `unit` of `of` is begun, from which unit on
no text was sent yet, and whether the unit is only looked at ahead. `F` says that reading failed and what to do, `E`
ends. `C` is a comment that comes with the document, `O` what is left out: why, and the text. A piece is kind, text,
depth, marker, page, marks; a mark is start, end, style, target. `messages` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from companion.documents.comments import Comment
from companion.documents.sections import Piece, short
from companion.model import LeftOut
from companion.text.clean import clean_line

LINE = 1 << 20
"""Bytes of one line. A part of 24,000 code points takes some 100 kB; a mebibyte of brackets takes 80 MB to parse."""
WORDS = 1_000
"""Code points of a title, fact, notice, marker or page: what is drawn on a line or two. More of it is cut off."""
ADDRESS = 8_000
"""Code points of a link's address, as long as servers take; half an address leads nowhere, so none is kept of more."""
FACTS = 100
"""Facts about the document; its front matter has some ten."""
PIECES = 1_000
"""Pieces in one line: the blocks of a part and the footnotes they refer to, laid out together."""
MARKS = 20_000
"""Marks in one line: more than one for every other letter of a part."""
DEPTH = 999
"""Levels of lists and quotations around a piece; more are drawn like this many."""
SECTIONS = 250_000
"""Headings and parts of a document, each a line of the contents: a large dictionary has 110,000 entries."""
TITLES = 8 << 20
"""Code points of all these lines of the contents: four bytes each at most, and an id is made of each."""
ELEMENTS = 1_000_000
"""Pieces of a document, and its marks, each; checking a million takes some five seconds."""
NOTICES = 12_000
"""Notices of a document: a book has at most 10,000 files, and one is said of each that cannot be read."""
LEFT_OUT = 10_000
"""Stretches of words left out."""
WALLS = 20
"""Walls around the process."""
WAYS = 20
"""Ways to tell headings."""
STEPS = 500_000
"""`G` lines: a page of a PDF has two, and the screen is told each."""


def line(letter: str, value: object) -> bytes:
    """One line to send; text must be clean."""
    return b"%b%b\n" % (letter.encode(), _json(value))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


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
        self._unmarked = 0

    def about(
        self, title: str, language: str = "", facts: Iterable[tuple[str, str]] = (), *, sole: bool = False
    ) -> None:
        """Send what is known of the document. `sole`: at most one `h1` follows; it then becomes the title."""
        shown = [[clean_line(name), clean_line(value[:WORDS])] for name, value in facts if value.strip()]
        self._send(line("A", [clean_line(title[:WORDS]), clean_line(language[:WORDS]), shown[:FACTS], sole]))

    def ways(self, used: str, there: Iterable[str]) -> None:
        """Send which way the headings are told, and all ways the document has."""
        self._send(line("T", [used, list(there)]))

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
        self._send(line("N", clean_line(what[:WORDS])))

    def comment(self, comment: Comment) -> None:
        """Send a comment that stands in the document."""
        self._send(line("C", list(comment)))

    def left_out(self, left: LeftOut) -> None:
        """Send words that are left out, for who wants to read them all the same."""
        self._send(line("O", list(left)))

    def heading(self, level: int, title: str, piece: Piece | None, notes: dict[str, Sequence[Piece]]) -> None:
        """Send a heading; without a piece it stands in no text, as one that only the outline of a PDF knows."""
        self.flush()
        parts = list(short(piece)) if piece and piece.text.strip() else []
        first = self._piece(parts[0])[0] if parts else b"null"
        self._send(b"H[%d,%b,%b]\n" % (level, _json(title[:WORDS]), first))
        for part in parts[1:]:
            self.piece(part)
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
        notes = [part for own in self._notes.values() for piece in own for part in short(piece)]
        batch: list[bytes] = []
        size = marks = 0
        for piece in self._part + notes:
            made, marked = self._piece(piece)
            if batch and (size + len(made) > LINE - len(batch) - 4 or len(batch) == PIECES or marks + marked > MARKS):
                self._send(b"P[%b]\n" % b",".join(batch))
                batch, size, marks = [], 0, 0
            batch.append(made)
            size, marks = size + len(made), marks + marked
        if batch:
            self._send(b"P[%b]\n" % b",".join(batch))
        self._part, self._size, self._notes = [], 0, {}

    def end(self) -> None:
        """End the last part, and say what had no room."""
        self.flush()
        if self._unmarked:
            self.notice(f"{self._unmarked:,} links and styles of words are not shown: they are too long or too many.")

    def _piece(self, piece: Piece) -> tuple[bytes, int]:
        """A piece as `P` and `H` carry it, and how many marks it has; those for which no line has room are left out."""
        kept = [[m.start, m.end, m.style, m.target] for m in piece.marks if len(m.target) <= ADDRESS]
        made = _json([piece.kind, piece.text, piece.depth, piece.marker[:WORDS], piece.page[:WORDS], kept])
        if len(made) > LINE // 2 or len(kept) > MARKS:
            self._unmarked += len(piece.marks)
            return self._piece(piece._replace(marks=()))
        self._unmarked += len(piece.marks) - len(kept)
        return made, len(kept)
