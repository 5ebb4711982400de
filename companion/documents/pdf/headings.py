"""The headings of a PDF, and the lines that say a title which the outline or a contents page names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from companion.documents.pdf.document import OutlineEntry
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.page import PdfPage

MOST_LINES = 5
_NUMBER = re.compile(r"(?:(?:chapter|part|section|appendix|kapitel|teil)\s*)?[\divxlc]{0,5}[a-z]?", re.IGNORECASE)
_ABOVE = re.compile(r"(?:chapter|part|section|appendix|annex|kapitel|teil|chapitre|partie)\b", re.IGNORECASE)
_WORDS_FOR_NUMBERS = re.compile(
    r"(?:chapter|part|appendix)\s*(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty\w*)"
)
CONTENTS = ("contents", "tableofcontents", "inhalt", "inhaltsverzeichnis", "tabledesmatières", "sommaire", "índice")


@dataclass(frozen=True, slots=True)
class PageHeading:
    """A heading before line `at` of a page; it takes `count` lines from there, 0 if no line says it."""

    at: int
    count: int
    level: int
    title: str


class Headings(Protocol):
    """Finds the headings among the lines of a page, which stand as they are read."""

    def heads(self, page: PdfPage, lines: Sequence[TextLine]) -> list[PageHeading]: ...


class Outlined:
    """Headings that the outline names, in its order; before these, that of the contents list, which outlines lack."""

    def __init__(self, entries: Sequence[OutlineEntry]) -> None:
        self._entries: defaultdict[int, list[OutlineEntry]] = defaultdict(list)
        self._first = entries[0].page
        for entry in entries:
            self._entries[entry.page].append(entry)

    def heads(self, page: PdfPage, lines: Sequence[TextLine]) -> list[PageHeading]:
        index = page.index
        heads: list[PageHeading] = []
        bare = [normal(line.text) for line in lines]
        start = 0
        if (
            index < self._first
            and (contents := next((at for at, said in enumerate(bare) if said in CONTENTS), -1)) >= 0
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


def normal(text: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _found(lines: Sequence[TextLine], bare: Sequence[str], entry: OutlineEntry, start: int) -> tuple[int, int]:
    """The lines that say the title, the nearest to where the outline leads; else where that is."""
    target = normal(entry.title)
    best: tuple[float, int, int] | None = None
    for index in range(start, len(lines)):
        said = ""
        for count in range(1, min(MOST_LINES, len(lines) - index) + 1):
            said += bare[index + count - 1]
            if len(said) > len(target) + 30:
                break
            if is_title(said, target):
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


def is_title(said: str, target: str) -> bool:
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
