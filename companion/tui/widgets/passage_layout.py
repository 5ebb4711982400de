"""Where the words of a section stand in the passage: its rows on some width, kept for sections gone back to."""

from __future__ import annotations

from bisect import bisect_left

from rich.cells import cell_len

from companion.model import Section, Span
from companion.reading import Reading, hit_here
from companion.tui.bidi import has_right, visual_order
from companion.tui.passage_rows import rows
from companion.tui.wrap import Row, RowPart, pieces

LAID = 32
"""Sections whose rows are kept, for who goes back and forth."""


class PassageLayout:
    """The rows of one section: `width` columns of text with `indent` empty ones before them."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.section: Section | None = None
        self.width = self.indent = 0
        self._kept: dict[str, tuple[Section, list[Row]]] = {}
        self._whole: dict[str, frozenset[int]] = {}

    def lay(self, section: Section, room: int, most: int) -> bool:
        """Lay a section out on `room` columns, `most` of them with text; whether its rows are others now."""
        width = min(room, most)
        self.indent = max((room - width) // 2, 0)
        if width <= 0 or (self.section is section and self.width == width):
            return False
        if self.width != width or len(self._kept) == LAID:
            self._kept.clear()
        kept, lines = self._kept.get(section.id, (None, []))
        if kept is not section:
            lines = rows(section, width, self._whole.get(section.id, ()))
        self.section, self.width, self.rows = section, width, lines
        self._kept[section.id] = (section, lines)
        return True

    def fold(self, block: int) -> None:
        """Show the cells of a table's row whole, or cut again; the next `lay` does it."""
        if self.section is not None:
            name = self.section.id
            self._whole[name] = self._whole.get(name, frozenset()) ^ {block}
            self._kept.pop(name, None)
            self.section = None

    def is_whole(self, block: int) -> bool:
        """Whether the reader asked for the cells of a table's row."""
        return self.section is not None and block in self._whole.get(self.section.id, ())

    def over(self, start: int, end: int, block: int = -1) -> list[int]:
        """Rows with words of the section from `start` to `end`, or of this block."""
        return [
            number
            for number, row in enumerate(self.rows)
            if row.block >= 0 and (row.block == block or (row.start < end and row.end > start))
        ]

    def of_cursor(self, reading: Reading) -> list[int]:
        """Rows that look different for the cursor: those of its block, of its span, and of the hit it stands on."""
        span, hit = reading.span, hit_here(reading)
        start, end = (min(span.start, hit.start), max(span.end, hit.end)) if hit else (span.start, span.end)
        return self.over(start, end, reading.block)

    def ends(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and the last row with words from `start` to `end`."""
        first = bisect_left(self.rows, start, key=lambda row: row.end)
        last = bisect_left(self.rows, end, first, key=lambda row: row.start) - 1
        inside = [number for number in range(first, last + 1) if self.rows[number].block >= 0]
        return (inside[0], inside[-1]) if inside else None

    def shows(self, span: Span, top: int, height: int) -> bool:
        """Whether all words of a span are in `height` rows from row `top` on."""
        if self.section is None or self.section.id != span.section:
            return False
        there = self.over(span.start, span.end)
        return bool(there) and top <= there[0] and there[-1] < top + height

    def begun(self, top: int, height: int) -> int:
        """The first block that begins in `height` rows from row `top` on, or else the one that stands there."""
        for number in range(top, min(top + height, len(self.rows))):
            block = self.rows[number].block
            if block >= 0 and (number == 0 or self.rows[number - 1].block != block):
                return block
        return max(self.rows[top].block, 0) if self.rows else 0

    def blank(self, row: Row) -> int:
        """Empty columns before a row that reads from right to left, so that it begins at the right."""
        if not row.right or self.section is None:
            return 0
        words = self.section.text[row.start : row.end].rstrip()
        return max(self.width - cell_len(row.lead) - cell_len(words.replace("\n", " ")), 0)

    def offset(self, row: Row, column: int) -> int | None:
        """The offset of the letter in this column of a row's text, or the nearest; None in a row without any."""
        if self.section is None or row.block < 0:
            return None
        x = column - self.indent - (self.blank(row) if row.right else cell_len(row.lead))
        at = row.start
        for piece in pieces(self.section.text, row):
            for at, drawn in self._letters(piece, right=row.right):
                if (x := x - cell_len(drawn)) < 0:
                    return at
        return row.start if row.right else min(max(at, row.start), max(row.end - 1, row.start))

    def _letters(self, piece: RowPart, *, right: bool) -> list[tuple[int, str]]:
        """What is drawn for a piece, letter by letter from the left, each with its offset."""
        assert self.section is not None
        if piece.drawn is not None:
            return [(piece.start, letter) for letter in piece.drawn]
        words = self.section.text[piece.start : piece.end]
        order = visual_order(words, right=right) if has_right(words) else range(len(words))
        return [(piece.start + place, words[place]) for place in order]
