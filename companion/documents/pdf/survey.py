"""The survey of some pages for what holds of all: the size of the text, its words, running heads."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from companion.documents.pdf.lines import TextLine, merged
from companion.documents.pdf.page import PdfPage

_LOOKED_AT = 3
"""Lines at the top and at the bottom of a page that may be running heads."""
_APART = 4
"""Points within which the places of two running heads are the same."""
_APART_FROM_TEXT = 1.5
"""Sizes of a letter between a running head and the text, at least, from baseline to baseline."""
_LARGEST = 1.15
_LONGEST = 160
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?:page|seite|p\.)?\s*[-–[(]?\s*#(?:-#)?\s*[-–\])]?(?:\s*(?:of|/|von)\s*#)?", re.IGNORECASE)
_NUMBER_SAID = "#"
"""Stands for whatever has the number of its page before or behind it."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SAMPLES, _RUN = 8, 3


def sample(pages: int) -> list[int]:
    """Which pages to look at: all of a short document, else runs of three spread over it."""
    if pages <= _SAMPLES * _RUN:
        return list(range(pages))
    step = (pages - _RUN) / (_SAMPLES - 1)
    firsts = [round(step * index) for index in range(_SAMPLES)]
    return list(dict.fromkeys(first + offset for first in firsts for offset in range(_RUN)))


class Slot(NamedTuple):
    """Where on its page a line stands that may be a running head: at the top or bottom, how high, how large."""

    top: bool
    y: int
    size: float


class Survey:
    """What some pages have in common.

    `body` is the size of most letters in points, `words` are words that were seen, to tell hyphens by. If every line
    looks like a running head, all are kept as text.
    """

    def __init__(self, pages: Sequence[PdfPage]) -> None:
        sizes = Counter[float]()
        seen: defaultdict[Slot, list[str]] = defaultdict(list)
        self.words: set[str] = set()
        self._counts = Counter[tuple[bool, str]]()
        self.pages = len(pages)
        for page in pages:
            for line in page.lines:
                sizes[round(line.size * 2) / 2] += line.count
                self.words.update(whole_words(line.text))
            for top, row in edges(page):
                self._counts[top, row.text] += 1
                seen[_slot(top, row)].append(_NUMBER_SAID if _says_page(row, page) else _pattern(row.text))
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        self._texts = {(slot.top, text) for slot, texts in seen.items() for text in _repeated(texts, self.pages)}
        self._slots = {slot for slot, texts in seen.items() if self._is_running(texts)}
        self._keeps_all = False
        self._keeps_all = all(len(self.running(page)) == len(page.lines) for page in pages)

    def _is_running(self, texts: Sequence[str]) -> bool:
        """True if what stands at one place says the same, or a page number, on most of the pages it stands on."""
        same = _repeated(texts, self.pages)
        known = sum(text in same for text in texts)
        return self.pages >= 3 and known >= max(3, 0.6 * len(texts))

    def running(self, page: PdfPage) -> list[TextLine]:
        """The running heads and page numbers among the lines of a page, as they stand in `page.lines`."""
        if self._keeps_all:
            return []
        rows: list[TextLine] = []
        for top in (True, False):
            own, set_apart = _block([row for at_top, row in edges(page) if at_top == top])
            for row in own:
                if not self._runs(top, row, set_apart):
                    break
                rows.append(row)
        places = {(row.y, row.size) for row in rows}
        return [
            line
            for line in page.lines
            if any(abs(line.y - y) <= 0.3 * size and line.size <= 1.2 * size for y, size in places)
        ]

    def _runs(self, top: bool, row: TextLine, set_apart: bool) -> bool:
        text = _pattern(row.text)
        if len(row.text) > _LONGEST or not text or row.size > _LARGEST * self.body:
            return False
        if not set_apart:
            return self._counts[top, row.text] > self.pages / 2 >= 2
        if _PAGE_NUMBER.fullmatch(text) and not top:
            return True
        return _slot(top, row) in self._slots or ((top, text) in self._texts and self.pages >= 3)


def _block(rows: list[TextLine]) -> tuple[list[TextLine], bool]:
    """Of the rows at an edge those the nearest to it, up to a gap; without one the first alone, not set apart."""
    for number, (row, following) in enumerate(pairwise(rows), 1):
        if abs(row.y - following.y) > _APART_FROM_TEXT * max(row.size, following.size):
            return rows[:number], True
    return rows[:1], False


def whole_words(line: str) -> Iterator[str]:
    """The words of a line, in small letters, but for those at its ends, which may be parts of a word."""
    words = _WORD.findall(line)[1:-1]
    return (word.lower() for word in words)


def edges(page: PdfPage) -> list[tuple[bool, TextLine]]:
    """The first lines of a page, from the top, then the last, from the bottom, and which of both they are."""
    rows = merged(page.lines)
    if len(rows) < 2:
        return []
    count = min(_LOOKED_AT + 1, len(rows) // 2 + 1)
    return [*((True, row) for row in rows[:count]), *((False, row) for row in rows[: -count - 1 : -1])]


def _says_page(row: TextLine, page: PdfPage) -> bool:
    """True if a line has the number of its page at one of its ends, set apart."""
    words = row.text.split() or [""]
    ends = {words[0].strip("-–[]()|"), words[-1].strip("-–[]()|")}
    return not ends.isdisjoint((page.label, str(page.index + 1)))


def _slot(top: bool, row: TextLine) -> Slot:
    placed = math.isfinite(row.y) and math.isfinite(row.size)  # what a damaged matrix says is no number
    return Slot(top, round(row.y / _APART), round(row.size)) if placed else Slot(top, 0, 0)


def _pattern(text: str) -> str:
    """The text with a sign for every number."""
    return " ".join(_NUMBER.sub("#", text).split()).casefold()


def _repeated(texts: Sequence[str], pages: int) -> set[str]:
    """Those that are there often enough to be no chance: page numbers, and what stands on neighbouring pages."""
    counts = Counter(texts)
    return {text for text, count in counts.items() if count >= (2 if pages >= 4 or _PAGE_NUMBER.fullmatch(text) else 3)}


def leading_of(lines: Sequence[TextLine]) -> float:
    """How far the lines of a column are apart, in points: what most are."""
    gaps = Counter(
        round(above.y - below.y, 1)
        for above, below in pairwise(lines)
        if 0 < above.y - below.y < 2.2 * max(above.size, below.size) and abs(above.size - below.size) < 0.6
    )
    if not gaps:
        return 1.25 * (lines[0].size if lines else 10.0)
    most = max(gaps.values())
    return min(gap for gap, count in gaps.items() if count >= 0.6 * most)
