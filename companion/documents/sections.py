"""Sections made of pieces: their ids and titles, headings without text, and text too long to be read at once.

Every format first says which headings there are and into how many parts the text under each is cut
(`plan`), then makes a Section from the pieces of one part (`make_section`).
"""

from __future__ import annotations

import math
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from threading import Lock
from typing import NamedTuple

from companion.model import Block, Heading, Mark, Section, Unreadable
from companion.model.document import BlockKind

LONGEST_BLOCK = 20_000
"""Code points after which a block is cut at a space: nothing that is drawn or compared is ever larger."""
START = "start"
_ID_LENGTH = 64
_MOST_ABOVE = 20
"""Headings without text that stand above one Section; of more in a row, every twenty-first is one of its own."""
_LOOK = 1_024
"""Headings between two looks at the clock."""
_GAPS = re.compile(r"[\W_]+")
_GAPS_IN_LINES = re.compile(r"(?:[^\w\n]|_)+")


class Piece(NamedTuple):
    """A block on its way into a Section; `marks` count from the beginning of its own cleaned text."""

    kind: BlockKind
    text: str
    marks: tuple[Mark, ...] = ()
    depth: int = 0
    marker: str = ""
    page: str = ""


class HeadedText(NamedTuple):
    """A heading and the number of parts of the text under it; level 0 is the text before the first heading."""

    level: int
    title: str
    id: str
    parts: int


class Planned(NamedTuple):
    """A Section to be made of part `part` (from 0) of text `source`, under the headings of the texts `heads`.

    If it is `headed`, the last of those is its own.
    """

    heading: Heading
    source: int
    part: int
    headed: bool
    heads: tuple[int, ...] = ()


class Plan(NamedTuple):
    """`title` is that of the document, "" if its headings do not tell."""

    title: str
    sections: tuple[Planned, ...]


def slug(title: str) -> str:
    """An id made of a title: letters and digits of any script in lower case, with hyphens between them."""
    plain = title if title.isascii() else unicodedata.normalize("NFKC", title).replace("’", "")
    return _GAPS.sub("-", plain.lower().replace("'", "")).strip("-")[:_ID_LENGTH].rstrip("-") or "section"


def _slugs(titles: Sequence[str]) -> list[str]:
    """The slugs of many titles; those of plain ones are made in one go."""
    if not titles:
        return []
    joined = "\n".join(title if title.isascii() and "\n" not in title else "" for title in titles)
    lines = _GAPS_IN_LINES.sub("-", joined.lower().replace("'", "")).split("\n")
    made = [line.strip("-")[:_ID_LENGTH].rstrip("-") for line in lines]
    return [word or slug(title) for word, title in zip(made, titles, strict=True)]


def plan(texts: Sequence[HeadedText], name: str = "", deadline: float = math.inf) -> Plan:
    """The Sections of a document. The first of `texts` is what stands before the first heading, with `level` 0.

    A first, only level-1 heading is the document's title: it stands above its text, which belongs to `start` and is
    called as the document is, by that heading or else `name`. It and any heading with no text of its own stands above
    the Section that follows, the last one for itself.

    Raises Unreadable after the deadline, in seconds of the monotonic clock.
    """
    title = _title(texts)
    opening = [(0, part) for part in range(texts[0].parts)]
    rest = list(enumerate(texts))[1:]
    above: list[int] = []
    if title is not None and (texts[1].parts or len(rest) > 1):
        opening += [(1, part) for part in range(texts[1].parts)]
        rest = rest[1:]
        above = [] if texts[1].parts else [1]
    names = _Names([START] if opening else [], [headed.id for _, headed in rest if headed.id])
    slugs = _slugs([headed.title for _, headed in rest])
    sections: list[Planned] = []
    if opening:
        called, level = title or name or "Start", min((headed.level for _, headed in rest), default=1)
        sections = [Planned(Heading(START, called, level), *opening[0], False)]
        sections += _further(START, called, level, opening[1:])
    if title is not None:
        sections = [_under_title(planned, title) for planned in sections]
    for place, (index, headed) in enumerate(rest):
        if place % _LOOK == 0 and time.monotonic() > deadline:
            raise Unreadable("putting its headings in order takes too long; split it into smaller documents")
        if not headed.parts and place < len(rest) - 1 and len(above) < _MOST_ABOVE:
            above.append(index)
            continue
        chosen = names.explicit(headed.id) if headed.id else names.of_slug(slugs[place])
        heading = Heading(chosen, headed.title, headed.level, tuple(texts[head].title for head in above))
        sections.append(Planned(heading, index, 0, True, (*above, index)))
        if headed.parts > 1:
            cut = [(index, part) for part in range(1, headed.parts)]
            sections += _further(chosen, headed.title, headed.level, cut)
        above = []
    return Plan(title or "", tuple(_distinct(sections)))


def _title(texts: Sequence[HeadedText]) -> str | None:
    first = sum(headed.level == 1 for headed in texts)
    return texts[1].title if len(texts) > 1 and first == 1 and texts[1].level == 1 else None


def _under_title(planned: Planned, title: str) -> Planned:
    """A Section of the text before the first other heading, with the title above where its own text begins."""
    if (planned.source, planned.part) != (1, 0):
        return planned
    return planned._replace(heading=replace(planned.heading, above=(title,)), heads=(1,))


def _further(name: str, title: str, level: int, parts: Sequence[tuple[int, int]]) -> Iterator[Planned]:
    for number, (source, part) in enumerate(parts, start=2):
        yield Planned(Heading(f"{name}.{number}", f"{title} ({number})", level), source, part, False)


def _distinct(sections: list[Planned]) -> Iterable[Planned]:
    """A generated `a.2` gives way to a heading that was given this very id."""
    if not any("." in planned.heading.id and planned.headed for planned in sections):
        return sections
    return _renamed(sections)


def _renamed(sections: list[Planned]) -> Iterator[Planned]:
    taken = {planned.heading.id.casefold() for planned in sections if "." not in planned.heading.id or planned.headed}
    for planned in sections:
        name = planned.heading.id
        if planned.headed or "." not in name:
            yield planned
            continue
        while name.casefold() in taken:
            name += "-part"
        taken.add(name.casefold())
        yield planned._replace(heading=replace(planned.heading, id=name))


class _Names:
    """Ids that differ even when case is ignored: given ones keep their word, slugs give way with `-2`."""

    def __init__(self, taken: Iterable[str], given: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}
        self._given = {name.casefold() for name in given}
        self._next: dict[str, int] = {}

    def explicit(self, name: str) -> str:
        return self._free(name, set())

    def of_slug(self, name: str) -> str:
        return self._free(name, self._given)

    def _free(self, name: str, avoided: set[str]) -> str:
        key, number = name.casefold(), self._next.get(name.casefold(), 1)
        free = key if number == 1 else f"{key}-{number}"
        while free in self._taken or free in avoided:
            number += 1
            free = f"{key}-{number}"
        self._next[key] = number + 1
        self._taken.add(free)
        return name if number == 1 else f"{name}-{number}"


def make_section(heading: Heading, pieces: Iterable[Piece]) -> Section:
    """Join pieces by one empty line. Pieces without words are left out, but for notices."""
    texts: list[str] = []
    blocks: list[Block] = []
    marks: list[Mark] = []
    offset = 0
    for piece in (part for whole in pieces for part in short(whole)):
        if piece.kind == "notice":
            at = max(offset - 2, 0)
            blocks.append(Block("notice", at, at, piece.depth, piece.marker, piece.page))
            continue
        end = offset + len(piece.text)
        blocks.append(Block(piece.kind, offset, end, piece.depth, piece.marker, piece.page))
        marks += [replace(mark, start=mark.start + offset, end=mark.end + offset) for mark in piece.marks]
        texts.append(piece.text)
        offset = end + 2
    return Section(heading.id, heading.title, heading.level, "\n\n".join(texts), tuple(blocks), tuple(marks))


def short(piece: Piece) -> Iterator[Piece]:
    """The piece, or, longer than LONGEST_BLOCK, cut at line ends or spaces into several of its kind.

    A line of ten million characters without a break is legal text; laying it out at once stops a screen
    for seconds. The blank at the cut is dropped, since an empty line now stands there.
    """
    if piece.kind != "notice" and not piece.text.strip():
        return
    text, start = piece.text, 0
    if len(text) <= LONGEST_BLOCK:
        yield piece
        return
    while start < len(text):
        end = _cut(text, start)
        marks = tuple(
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in piece.marks
            if mark.start < end and mark.end > start
        )
        yield piece._replace(text=text[start:end], marks=marks, marker=piece.marker if start == 0 else "")
        start = end + 1 if text[end : end + 1] in (" ", "\n") else end


def _cut(text: str, start: int) -> int:
    """Where a block that begins at `start` ends: a line end, else a space, else anywhere, LONGEST_BLOCK on at most."""
    limit = start + LONGEST_BLOCK
    if limit >= len(text):
        return len(text)
    for sign in ("\n", " "):
        cut = text.rfind(sign, start + LONGEST_BLOCK // 2, limit)
        if cut > start:
            return cut
    return limit


Make = Callable[[int], Section]
MOST = 64
"""Sections kept: those on screen and where the reader came from, not a whole document."""


class SectionCache:
    """The Sections that `make` gives, by index; the last `MOST` used are kept. Several threads may ask at once."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self._kept: dict[int, Section] = {}
        self._lock = Lock()
        self._last: tuple[int, Section] | None = None

    def get(self, index: int) -> Section:
        last = self._last  # drawing asks for the same one some hundred times a key
        if last is not None and last[0] == index:
            return last[1]
        kept = self._kept.get(index)
        made = self.make(index) if kept is None else kept
        with self._lock:
            made = self._kept.pop(index, made)
            self._kept[index] = made  # the last to be dropped now
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            self._last = (index, made)
        return made

    def holds(self, index: int) -> bool:
        """True if this Section is kept."""
        return index in self._kept
