"""The headings of a PDF: those the outline names, else lines that look like one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol

from companion.documents.pdf.blocks import LEADERS
from companion.documents.pdf.chars import HYPHEN
from companion.documents.pdf.document import OutlineEntry
from companion.documents.pdf.lines import TextLine, merged
from companion.documents.pdf.page import PdfPage

_MOST_LINES = 5
_LONGEST = 200
_LARGER = 1.12
_TITLE = 1.4
_LEVELS = 6
_NUMBER = re.compile(r"(?:(?:chapter|part|section|appendix|kapitel|teil)\s*)?[\divxlc]{0,5}[a-z]?", re.IGNORECASE)
_ABOVE = re.compile(r"(?:chapter|part|section|appendix|annex|kapitel|teil|chapitre|partie)\b", re.IGNORECASE)
_WORDS_FOR_NUMBERS = re.compile(
    r"(?:chapter|part|appendix)\s*(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty\w*)"
)
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s+\S")
_CONTENTS = ("contents", "tableofcontents", "inhalt", "inhaltsverzeichnis", "tabledesmatières", "sommaire", "índice")
_ENDING = re.compile(r"[.,;:]\Z")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class PageHeading:
    """A heading before line `at` of a page; it takes `count` lines from there, 0 if no line says it."""

    at: int
    count: int
    level: int
    title: str


class Headings(Protocol):
    """Finds the headings among the lines of page `index`, which stand as they are read."""

    def heads(self, index: int, lines: Sequence[TextLine]) -> list[PageHeading]: ...


class Outlined:
    """Headings that the outline names, in its order; before these, that of the contents list, which outlines lack."""

    def __init__(self, entries: Sequence[OutlineEntry]) -> None:
        self._entries: defaultdict[int, list[OutlineEntry]] = defaultdict(list)
        self._first = entries[0].page
        for entry in entries:
            self._entries[entry.page].append(entry)

    def heads(self, index: int, lines: Sequence[TextLine]) -> list[PageHeading]:
        heads: list[PageHeading] = []
        bare = [normal(line.text) for line in lines]
        start = 0
        if (
            index < self._first
            and (contents := next((at for at, said in enumerate(bare) if said in _CONTENTS), -1)) >= 0
        ):
            heads.append(PageHeading(contents, 1, 1, lines[contents].text))
            self._first = 0
            start = contents + 1
        for entry in self._entries[index]:
            at, count = _found(lines, bare, entry, start)
            if count:
                at, count = _with_number(lines, at, count, start)
            heads.append(PageHeading(at, count, entry.level, entry.title))
            start = at + count
        return heads


def page_title(page: PdfPage, body: float) -> str:
    """The largest words of a page, where they are much larger than the text: on the first one the title."""
    lines = [line for line in merged(page.lines) if _LETTER.search(line.text)]
    size = max((line.size for line in lines), default=0.0)
    if size < _TITLE * body:
        return ""
    first = next(number for number, line in enumerate(lines) if line.size == size)
    same = takewhile(lambda line: line.size > 0.95 * size, lines[first : first + _MOST_LINES])
    title = " ".join(line.text for line in same).replace(HYPHEN, "-")
    return " ".join(title.split()) if len(title) <= _LONGEST else ""


def normal(text: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _found(lines: Sequence[TextLine], bare: Sequence[str], entry: OutlineEntry, start: int) -> tuple[int, int]:
    """The lines that say the title, the nearest to where the outline leads; else where that is."""
    target = normal(entry.title)
    best: tuple[float, int, int] | None = None
    for index in range(start, len(lines)):
        said = ""
        for count in range(1, min(_MOST_LINES, len(lines) - index) + 1):
            said += bare[index + count - 1]
            if len(said) > len(target) + 30:
                break
            if _is_title(said, target):
                away = abs(lines[index].y - entry.height) if entry.height is not None else 10.0 * index
                away -= 40 if lines[index].bold else 0
                away += 15 * (said != target)
                if best is None or away < best[0]:
                    best = away, index, count
    if best:
        return best[1], best[2]
    if entry.height is None:
        return start, 0
    below = (index for index in range(start, len(lines)) if lines[index].y <= entry.height + 1)
    return next(below, len(lines)), 0


def _is_title(said: str, target: str) -> bool:
    """True if these are the words of the title; either may have a number before them."""
    if said == target:
        return bool(said)
    longer, shorter = (said, target) if len(said) > len(target) else (target, said)
    before = longer[: len(longer) - len(shorter)]
    if len(shorter) < 3 or not longer.endswith(shorter):
        return False
    return bool(_NUMBER.fullmatch(before) or _WORDS_FOR_NUMBERS.fullmatch(before))


def _with_number(lines: Sequence[TextLine], at: int, count: int, start: int) -> tuple[int, int]:
    """With the line above that says `Chapter 4`, if there is one."""
    above = at - 1
    if above >= start and _ABOVE.match(lines[above].text) and len(lines[above].text) < 40:
        return above, count + 1
    return at, count


class Looks:
    """Headings by size and weight, for documents without an outline; their levels come from some pages."""

    def __init__(self, pages: Iterable[PdfPage], body: float) -> None:
        self._body = body
        numbers: defaultdict[tuple[float, bool], Counter[int]] = defaultdict(Counter)
        for page in pages:
            lines = merged(page.lines)
            for index, count in self._groups(lines):
                numbered = _NUMBERED.match(lines[index].text)
                depth = numbered[1].count(".") + 1 if numbered else 0
                numbers[_look(lines[index])][depth] += count > 0
        looks = sorted(numbers, key=lambda look: (-look[0], not look[1]))
        self._levels = {look: min(rank, _LEVELS) for rank, look in enumerate(looks, 1)}
        self._number(numbers)

    def _number(self, numbers: dict[tuple[float, bool], Counter[int]]) -> None:
        """Let the levels of numbered headings follow from their numbers, below what is larger than all of these."""
        depths = {look: counts.most_common(1)[0][0] for look, counts in numbers.items()}
        first = [look for look, depth in depths.items() if depth == 1]
        if not first:
            return
        above = min(self._levels[look] for look in first) - 1
        for look, depth in depths.items():
            if depth:
                self._levels[look] = min(above + depth, _LEVELS)

    def heads(self, index: int, lines: Sequence[TextLine]) -> list[PageHeading]:
        heads = []
        for at, count in self._groups(lines):
            title = " ".join(line.text for line in lines[at : at + count])
            heads.append(PageHeading(at, count, self._levels.get(_look(lines[at]), _LEVELS), title))
        return heads

    def _groups(self, lines: Sequence[TextLine]) -> Iterator[tuple[int, int]]:
        """Lines that are a heading: where, and how many."""
        index = 0
        while index < len(lines):
            count = 0
            while index + count < len(lines) and count < _MOST_LINES and self._may_be(lines, index, count):
                count += 1
            text = " ".join(line.text for line in lines[index : index + count])
            if count and len(text) <= _LONGEST and _LETTER.search(text) and not _ENDING.search(text.strip()):
                yield index, count
            index += max(count, 1)

    def _may_be(self, lines: Sequence[TextLine], start: int, count: int) -> bool:
        """True if the line `count` behind `start` goes on with a heading, or for 0 begins one."""
        line = lines[start + count]
        if line.mono or LEADERS.search(line.text) or self._is_parted(line):
            return False
        if count:
            gap = lines[start + count - 1].y - line.y
            return _look(line) == _look(lines[start]) and 0 < gap < 1.7 * line.size
        if line.size >= _LARGER * self._body:
            return True
        if not line.bold or line.size < 0.97 * self._body or len(line.text) > 100 or not _LETTER.search(line.text):
            return False
        above = lines[start - 1] if start else None
        below = lines[start + 1] if start + 1 < len(lines) else None
        stands = above is None or above.y - line.y > 1.35 * line.size or above.y < line.y
        return stands and below is not None and (not below.bold or _look(below) == _look(line))

    def _is_parted(self, line: TextLine) -> bool:
        """True if a line is a row of a table or of a contents list: cells, or a number set apart at its end."""
        cells = line.cells()
        if len(cells) > 1 and len(cells[-1][0].text) < 4 and not _LETTER.search(cells[-1][0].text):
            return True
        large = line.size >= _LARGER * self._body  # spread over its line, perhaps
        return not large and (len(cells) > 2 or (len(cells) == 2 and bool(_LETTER.search(cells[0][0].text))))


def _look(line: TextLine) -> tuple[float, bool]:
    return round(line.size * 2) / 2, line.bold
