"""From headings found in the bytes to Sections: titles, ids, what stands above, and where long stretches are cut.

Positions are byte offsets of UTF-8 text with LF line ends; nothing is parsed before a Section is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from companion.model.document import Heading

LIMIT = 24_000
"""Bytes of a Section at most: a few screens of reading, and a bound on what one strange Section costs to parse."""

_BREAK = re.compile(rb"\n[ ]*\n(?=[^\s])")


class Head(NamedTuple):
    """A heading: where its line starts, where its body starts, its level, its words, the id it asks for, its markup."""

    start: int
    body: int
    level: int
    title: str
    id: str = ""
    raw: str = ""


class Fence(NamedTuple):
    """A fenced code block from `start` to `end`, and the signs that open it."""

    start: int
    end: int
    opening: bytes


class Piece(NamedTuple):
    """The bytes of one Section's body. `lead` is put before them: the opening of a code block that was cut.

    `raw` is the heading's markup; empty for a Section without a heading of its own.
    """

    start: int
    end: int
    raw: str = ""
    lead: bytes = b""


class Divided(NamedTuple):
    title: str
    headings: tuple[Heading, ...]
    pieces: tuple[Piece, ...]


def divide(data: bytes, begin: int, heads: Sequence[Head], fences: Sequence[Fence] = ()) -> Divided:
    """The Sections of `data[begin:]`; the first and only level-1 heading is left out as the title.

    Text before any heading is `start`; headings without text stand above the next Section.
    """
    title = ""
    headings: list[Heading] = []
    pieces: list[Piece] = []
    taken: dict[str, int] = {}
    above: list[str] = []
    sole = len(heads) > 0 and heads[0].level == 1 and all(head.level > 1 for head in heads[1:])
    for head, end in _stretches(data, begin, heads):
        own = data[head.body : end].strip() != b""
        if sole and head is heads[0]:
            title = head.title
            if not own:
                continue
            head = Head(head.start, head.body, 1, "Start")
        if not own and head.start < heads[-1].start:
            above.append(head.title)
            continue
        chosen = _unique(head.id or (slug(head.title) if head.raw else "start"), taken)
        for number, (start, stop, lead) in enumerate(cuts(data, head.body, end, fences), 1):
            part = chosen if number == 1 else _unique(f"{chosen}.{number}", taken)
            shown = head.title if number == 1 else f"{head.title} ({number})"
            headings.append(Heading(part, shown, head.level, tuple(above)))
            pieces.append(Piece(start, stop, head.raw if number == 1 else "", lead))
            above = []
    if not headings:
        headings, pieces = [Heading("start", title, 1)], [Piece(len(data), len(data), heads[0].raw if heads else "")]
    return Divided(title, tuple(headings), tuple(pieces))


def _stretches(data: bytes, begin: int, heads: Sequence[Head]) -> Iterator[tuple[Head, int]]:
    """Each heading with the end of its body; text before the first stands under a heading without markup."""
    first = heads[0].start if heads else len(data)
    if data[begin:first].strip():
        yield Head(-1, begin, 1, "Start"), first
    for index, head in enumerate(heads):
        yield head, heads[index + 1].start if index + 1 < len(heads) else len(data)


def cuts(data: bytes, start: int, end: int, fences: Sequence[Fence] = ()) -> Iterator[tuple[int, int, bytes]]:
    """(start, end, lead) of parts no longer than LIMIT: cut between blocks, else between lines, else at a space."""
    lead = b""
    while end - start > LIMIT:
        at = _cut(data, start, fences)
        yield start, at, lead
        inside = _fence_at(at, fences)
        lead, start = (inside.opening + b"\n" if inside else b""), at
    if data[start:end].strip() or start == end:
        yield start, end, lead


def _cut(data: bytes, start: int, fences: Sequence[Fence]) -> int:
    stop = start + LIMIT
    breaks = [match.end() for match in _BREAK.finditer(data, start + LIMIT // 3, stop)]
    for at in reversed(breaks):
        if _fence_at(at, fences) is None:
            return at
    for sign in (b"\n", b" "):
        at = data.rfind(sign, start + LIMIT // 3, stop)
        if at >= 0:
            return at + 1
    while data[stop] & 0xC0 == 0x80:
        stop -= 1
    return stop


def _fence_at(at: int, fences: Sequence[Fence]) -> Fence | None:
    index = bisect_right(fences, at, key=lambda fence: fence.start) - 1
    return fences[index] if index >= 0 and fences[index].start < at < fences[index].end else None


def slug(title: str) -> str:
    """Lower-case letters and digits of any script, joined by hyphens."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).lower().replace("'", "").replace("’", ""))
    return "-".join(words)[:64].strip("-") or "section"


def _unique(wanted: str, taken: dict[str, int]) -> str:
    chosen, number = wanted, taken.get(wanted, 1)
    while chosen in taken:
        number += 1
        chosen = f"{wanted}-{number}"
    taken[wanted] = number
    taken.setdefault(chosen, 1)
    return chosen
