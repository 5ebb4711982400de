"""Running heads, thumb tabs and page numbers: what stands at the same place of many pages and says what is known."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.page import PdfPage

_LOOKED_AT = 6
"""Rows at the top and at the bottom of a page that may be running heads."""
_GRID = 3.0
"""Points within which, or twice that, two places are the same."""
_APART_FROM_TEXT = 1.5
"""Sizes of a letter between a running head and the text, at least, from baseline to baseline."""
_LARGEST = 1.15
_LONGEST = 160
_LEAST = 3
"""Pages on which something stands at the same place, at least."""
_KNOWN = 0.6
"""Share of the texts of a place that must be known: repeated, a page's number, or said in larger letters elsewhere."""
_NEAR = 12
"""Lines among which is the second one of a heading, those of other columns between."""
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?:page|seite|p\.)?\s*[-–[(]?\s*#(?:-#)?\s*[-–\])]?(?:\s*(?:of|/|von)\s*#)?", re.IGNORECASE)
_NUMBER_SAID = "#"
"""Stands for whatever has the number of its page before or behind it."""


class RunningPlace(NamedTuple):
    """Where a line stands that may run: at which edge, or, turned, at which angle; its start, middle or end there."""

    edge: str
    anchor: str
    x: int
    y: int
    size: int


class Told(NamedTuple):
    """What stands at a place, by page; `known` is the share of the texts that are, `repeated` those said twice."""

    texts: dict[int, str]
    known: float
    repeated: frozenset[str]


class RunningHeads:
    """Learns from some pages where running heads stand. `tagged`: what has no tag there is no text of the document.

    If every line looks like a running head, all are kept as text.
    """

    def __init__(self, pages: Sequence[PdfPage], body: float, tagged: bool = False) -> None:
        self._body = body
        self._tagged = tagged
        self._pages = len(pages)
        self._places: defaultdict[RunningPlace, dict[int, str]] = defaultdict(dict)
        self._larger: defaultdict[str, float] = defaultdict(float)
        self._exact = Counter[tuple[str, str, int]]()
        self._told: dict[RunningPlace, Told] = {}
        for page in pages:
            for at, line in enumerate(page.lines):
                if line.size > 0.9 * body:
                    self._say(line.text, line.size)
                if line.size > _LARGEST * body:
                    self._say(line.text + "".join(_below(line, page.lines[at + 1 : at + _NEAR])), line.size)
            for edge in ("top", "bottom"):
                for row in edge_rows(page, edge):
                    self._learn(page, edge, row)
            self._learn(page, "turned", page.rotated)
        self._keeps_all = False
        self._keeps_all = all(len(self.lines(page)) >= len(page.lines) + len(page.rotated) for page in pages)

    def _say(self, text: str, size: float) -> None:
        bare = _bare(text)
        self._larger[bare] = max(self._larger[bare], size)

    def _learn(self, page: PdfPage, edge: str, lines: Sequence[TextLine]) -> None:
        for line in lines:
            self._exact[_exactly(edge, line)] += 1
            text = _NUMBER_SAID if _says_page(line, page) else _pattern(line.text)
            for place in places(edge, line):
                self._places[place][page.index] = text

    def lines(self, page: PdfPage) -> list[TextLine]:
        """The running heads, tabs and page numbers among the lines of a page and its turned ones."""
        if self._keeps_all:
            return []
        found: dict[int, TextLine] = {}
        for edge in ("top", "bottom"):
            for line in self._peeled(page, edge):
                found[id(line)] = line
        for line in page.rotated:
            if self._runs(page, "turned", line, True):
                found[id(line)] = line
        if self._tagged:
            for line in self._untagged(page):
                found[id(line)] = line
        return list(found.values())

    def _peeled(self, page: PdfPage, edge: str) -> Iterator[TextLine]:
        """Rows from the edge on, as long as they run; the last of them stands apart from the text."""
        rows = edge_rows(page, edge)
        taken = apart = 0
        while taken < len(rows) and all(self._runs(page, edge, line, True) for line in rows[taken]):
            if apart and any(abs(line.size - self._body) < 0.5 and not _is_number(line) for line in rows[taken]):
                break
            taken += 1
            apart = taken if _are_apart(rows, taken) else apart
        taken = apart
        if not taken and rows and all(self._runs(page, edge, line, False) for line in rows[0]):
            taken = 1
        for row in rows[:taken]:
            yield from row

    def _runs(self, page: PdfPage, edge: str, line: TextLine, apart: bool) -> bool:
        """True if a line runs; one that is not set apart from the text must say the same on most pages."""
        pattern = _NUMBER_SAID if _says_page(line, page) else _pattern(line.text)
        if len(line.text) > _LONGEST or not pattern:
            return False
        told = [self._tell(place) for place in places(edge, line)]
        if self._exact[_exactly(edge, line)] > max(self._pages / 2, 2):
            return True
        if not apart or line.size > _LARGEST * self._body or _is_cell(page, line):
            return False
        if edge == "bottom" and _is_number(line):
            return True
        for each in told:
            same = pattern in each.repeated or self._is_larger(line.text, line.size)
            if len(each.texts) >= (2 if same else _LEAST) and each.known >= _KNOWN:
                return True
        return False

    def _tell(self, place: RunningPlace) -> Told:
        if place not in self._told:
            texts: dict[int, str] = {}
            for x, y in product((-1, 0, 1), repeat=2):
                texts |= self._places.get(place._replace(x=place.x + x, y=place.y + y), {})
            said = list(texts.values())
            repeated = frozenset(text for text in said if text == _NUMBER_SAID or said.count(text) > 1)
            known = sum(text in repeated or self._is_larger(text, place.size) for text in said)
            self._told[place] = Told(texts, known / max(len(said), 1), repeated)
        return self._told[place]

    def _is_larger(self, text: str, size: float) -> bool:
        """True if the same is said elsewhere in larger letters: by the heading that a running head repeats."""
        return self._larger.get(_bare(text), 0.0) > size + 0.6

    def _untagged(self, page: PdfPage) -> Iterator[TextLine]:
        """Lines of a tagged page without a tag, above or below all that have one, or turned."""
        tagged = [line.y for line in page.lines if is_tagged(page, line)]
        if not tagged:
            return
        top, bottom = max(tagged), min(tagged)
        for line in page.lines:
            if not bottom <= line.y <= top and not is_tagged(page, line):
                yield line
        yield from (line for line in page.rotated if not is_tagged(page, line))


def is_tagged(page: PdfPage, line: TextLine) -> bool:
    """True if a tag says what some letters of the line are."""
    tags = (page.tags.get(run.style.mark) for run in line.runs)
    return any(tag is not None and tag.role != "artifact" for tag in tags)


def edge_rows(page: PdfPage, edge: str) -> list[list[TextLine]]:
    """Rows of lines side by side, from an edge on: half of the page's at most."""
    rows: list[list[TextLine]] = []
    for line in sorted(page.lines, key=lambda line: (-line.y, line.x0)):
        if rows and rows[-1][0].y - line.y <= 0.25 * min(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    if len(rows) < 2:
        return []
    count = min(_LOOKED_AT, len(rows) // 2 + 1)
    return rows[:count] if edge == "top" else rows[: -count - 1 : -1]


def _below(line: TextLine, others: Sequence[TextLine]) -> Iterator[str]:
    """What the lines right below one say that go on with it."""
    for other in others:
        beside = other.x0 < line.x1 and line.x0 < other.x1
        if beside and other.size == line.size and 0 < line.y - other.y < 1.5 * line.size:
            yield other.text
            line = other


def _are_apart(rows: Sequence[Sequence[TextLine]], count: int) -> bool:
    """True if a gap is between the first `count` rows and those that follow."""
    if count >= len(rows):
        return False
    last, following = rows[count - 1][0], rows[count][0]
    return abs(last.y - following.y) > _APART_FROM_TEXT * max(last.size, following.size)


def places(edge: str, line: TextLine) -> Iterator[RunningPlace]:
    """Where a line stands, told by its start, middle and end."""
    if not (math.isfinite(line.y) and math.isfinite(line.size)):  # what a damaged matrix says is no number
        return
    edge = f"turned {line.runs[0].style.angle}" if edge == "turned" else edge
    xs = {"start": line.x0, "middle": (line.x0 + line.x1) / 2, "end": line.x1}
    for anchor, x in xs.items():
        if math.isfinite(x):
            yield RunningPlace(edge, anchor, round(x / _GRID), round(line.y / _GRID), round(line.size))


def _says_page(line: TextLine, page: PdfPage) -> bool:
    """True if a line has the number of its page at one of its ends, set apart."""
    words = line.text.split() or [""]
    ends = {words[0].strip("-–[]()|"), words[-1].strip("-–[]()|")}
    return not ends.isdisjoint((page.label, str(page.index + 1)))


def _exactly(edge: str, line: TextLine) -> tuple[str, str, int]:
    """What a line says, and how large: the title on the cover is none of the running heads that repeat it."""
    return edge, line.text, round(line.size) if math.isfinite(line.size) else 0


def _is_cell(page: PdfPage, line: TextLine) -> bool:
    """True if upright rules stand on both sides of a line: the head of a table may be at the top of several pages."""
    beside = [rule.at for rule in page.drawing.rules if rule.upright and rule.start <= line.y <= rule.end]
    return any(at <= line.x0 + 1 for at in beside) and any(at >= line.x1 - 1 for at in beside)


def _is_number(line: TextLine) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(_pattern(line.text)))


def _pattern(text: str) -> str:
    """The text with a sign for every number."""
    return " ".join(_NUMBER.sub("#", text).split()).casefold()


def _bare(text: str) -> str:
    """Letters alone, in small letters: running heads may have a number more, or less."""
    return "".join(char for char in text.casefold() if char.isalpha())
