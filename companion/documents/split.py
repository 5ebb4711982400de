"""Long text without headings, cut between blocks before anything of it is parsed.

A part is as long as reads well in one go and parses in a few milliseconds (24,000 bytes at most). The best cut is an
empty line before a paragraph; then any empty line, any line, any space. A fence, HTML block or table that is
longer goes on in the next part: `opener` is put before it, so that it is read as what it is.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

DELIMITERS = re.compile(rb" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
"""The second line of a table, which parts its head from its rows."""

LONGEST = 24_000
_DENSE = 6_000
"""The same where nearly all is brackets or ends of lines, which take four times as long to parse, and more."""
_SHORT = 4_000
_BLANK = re.compile(rb"\s*+\Z")
_WORD = re.compile(rb"\S")
_PARAGRAPH = re.compile(rb"\n[ \t]*\n(?=[A-Za-z\"'(\x80-\xff])")
_EMPTY = re.compile(rb"\n[ \t]*\n(?=[^\s])")
_LINE = re.compile(rb"\n(?=[^\s])")
_SPACE = re.compile(rb" (?=[A-Za-z\x80-\xff])")


class Whole(NamedTuple):
    """A fence or HTML block; `opener` begins a further piece of it, should it be too long to keep whole."""

    start: int
    end: int
    opener: bytes


class SourcePart(NamedTuple):
    """Bytes from `start` to `end`; read after `opener`, leaving out the first `drop` pieces that gives."""

    start: int
    end: int
    opener: bytes = b""
    drop: int = 0


class Ranges:
    """The parts of the texts between `starts` and `ends`; only those of the few long ones are kept.

    `counts` says how many each has. A short text that `nothing` matches whole has none.
    """

    def __init__(
        self,
        data: bytes,
        starts: Iterable[int],
        ends: Iterable[int],
        wholes: Sequence[Whole] = (),
        nothing: re.Pattern[bytes] = _BLANK,
    ) -> None:
        self._data, self._wholes, self._nothing = data, wholes, nothing
        self._starts, self._ends = array("q", starts), array("q", ends)
        self._long: dict[int, list[SourcePart]] = {}
        self.counts = list(map(self._count, range(len(self._starts)), self._starts, self._ends))

    def _count(self, index: int, start: int, end: int) -> int:
        if end - start < _SHORT:
            return 0 if self._nothing.match(self._data, start, end) else 1
        own = parts(self._data, start, end, self._wholes)
        if own and own[0] != (start, end, b"", 0):
            self._long[index] = own
        return len(own)

    def part(self, index: int, number: int) -> SourcePart:
        """Part `number` of text `index`; the whole of one that is not cut."""
        if index in self._long:
            return self._long[index][number]
        return SourcePart(self._starts[index], self._ends[index])


def parts(data: bytes, start: int, end: int, wholes: Sequence[Whole]) -> list[SourcePart]:
    """The parts of the text from `start` to `end`, in bytes; none if it is blank."""
    longest = _longest(data, start, end)
    if end - start <= longest:
        return [SourcePart(start, end)] if _WORD.search(data, start, end) else []
    cut_parts: list[SourcePart] = []
    opener, drop = b"", 0
    while end - start > (longest := _longest(data, start, min(end, start + LONGEST))):
        word = _WORD.search(data, start, end)
        if word is None:
            return cut_parts
        if word.start() - start > LONGEST:  # as good as endless empty space
            start = max(data.rfind(b"\n", start, word.start()) + 1, word.start() - LONGEST)
            continue
        size = (end - start) // -(-(end - start) // (longest * 5 // 6))
        cut, next_opener, next_drop = _cut(data, start, start + size * 4 // 5, start + size * 6 // 5, wholes)
        cut_parts.append(SourcePart(start, cut, opener, drop))
        start, opener, drop = cut, next_opener, next_drop
    cut_parts.append(SourcePart(start, end, opener, drop))
    return [part for part in cut_parts if _WORD.search(data, part.start, part.end)]


def _longest(data: bytes, start: int, end: int) -> int:
    """How long a part that begins here may be."""
    if end - start <= _DENSE:
        return LONGEST
    size = end - start
    dense = data.count(b"[", start, end) > size // 8 or data.count(b"\n", start, end) > size // 8
    return _DENSE if dense else LONGEST


def _cut(data: bytes, start: int, low: int, high: int, wholes: Sequence[Whole]) -> tuple[int, bytes, int]:
    """Where the part from `start` ends, between `low` and `high`, and what the next one is read after."""
    for pattern in (_PARAGRAPH, _EMPTY, _LINE):
        for match in pattern.finditer(data, low, high):
            if whole_around(match.end(), wholes) is None:
                return match.end(), *_table(data, start, match.end())
    whole = whole_around(low, wholes)
    line = data.find(b"\n", low, high)
    space = _SPACE.search(data, low, high)
    cut = line + 1 if line >= 0 else space.end() if space else _whole_character(data, high)
    return cut, (whole.opener if whole else b""), 0


def _table(data: bytes, start: int, cut: int) -> tuple[bytes, int]:
    """If the line at `cut` is a row of a table: its two head lines, and the one row they give."""
    first = data.rfind(b"\n\n", start, cut) + 2
    first = max(first, start)
    lines = data[first : min(first + 65_536, cut)].split(b"\n", 2)
    if len(lines) == 3 and b"|" in lines[0] and DELIMITERS.match(lines[1]) and cut > first:
        return lines[0] + b"\n" + lines[1] + b"\n", 1
    return b"", 0


def whole_around(position: int, wholes: Sequence[Whole]) -> Whole | None:
    """The fence or HTML block that a cut at `position` would go through."""
    index = bisect_left(wholes, position, key=lambda whole: whole.start) - 1
    return wholes[index] if index >= 0 and position < wholes[index].end else None


def inside(position: int, wholes: Sequence[Whole]) -> bool:
    """True if the character at `position` belongs to a fence or HTML block."""
    return whole_around(position + 1, wholes) is not None


def _whole_character(data: bytes, position: int) -> int:
    while data[position] & 0xC0 == 0x80:
        position -= 1
    return position
