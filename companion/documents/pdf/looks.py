"""Headings by their looks: a style is one if its lines are short, begin sections, differ from the text and recur."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from companion.documents.pdf.alignment import LEADERS
from companion.documents.pdf.blocks import CAPTION, marker_of
from companion.documents.pdf.headings import CONTENTS, MOST_LINES, PageHeading, normal
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.page import PdfPage

_LONGEST = 150
"""Characters of a heading at most."""
LARGER = 1.06
_ONCE = 1.4
"""Sizes of the text from which on a style that is there once may be a heading."""
_TALLEST = 4
LEVELS = 6
_NUMBERED = re.compile(r"(?:[A-Z]\.)?(\d{1,3}(?:\.\d{1,3})*)\.?\s+\S")
_LETTERED = re.compile(r"([A-Z])((?:\.\d{1,3})+)\.?\s+\S")
_ENDING = re.compile(r"[.,;:][\"'”’»)]*\Z")
_QUOTED = re.compile(r"[\"“„«‘].*[\"”“»’]\Z", re.DOTALL)
_TABLE = re.compile(r"(?:table|tabelle|tableau|tabla|box|exhibit)\s*\d", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_OTHER_SCRIPT = re.compile("[\u0590-\u08ff\u2e80-\u9fff\uac00-\ud7af]")
_SHARE = 0.6
"""Share of the lines of a style that must look like headings."""
_SHARE_BOLD = 0.25
"""The same for a style as large as the text, which names of tables and first words of paragraphs have as well."""
_MANY = 4
"""Pages from which on a style must be on more than one."""
_REPEATED = 2
QUOTE = 16
"""Letters from which on a line that the text says too is a quote from it."""


class Look(NamedTuple):
    """How letters look: their size in points, to the half; bold, but for words set as a program; slanted; capitals."""

    size: float
    bold: bool
    slanted: bool
    capitals: bool


@dataclass(slots=True)
class LineGroup:
    """Lines of one look, one below the other: `count` from `at` on, with the gaps to what stands around them.

    `above` and `below` are blank space in sizes of the letters next to it; None where nothing is.
    """

    at: int
    count: int
    look: Look
    text: str
    above: float | None
    below: float | None
    before: Look | None
    after: Look | None
    page: int = 0

    @property
    def bare(self) -> str:
        return normal(self.text)


def look_of(line: TextLine) -> Look:
    slanted = all(run.style.font.italic or not _LETTER.search(run.text) for run in line.runs)
    text = line.text
    capitals = text.isupper() and sum(map(str.isalpha, text)) > 2
    plain = [run for run in line.runs if _LETTER.search(run.text) and not run.style.font.mono]
    bold = all(run.style.font.bold for run in plain) if plain else line.bold
    return Look(round(line.size * 2) / 2, bold, slanted, capitals)


def groups(lines: Sequence[TextLine]) -> Iterator[LineGroup]:
    """The lines of a page in groups, as they are read."""
    looks = [look_of(line) for line in lines]
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and _alike(looks[at], looks[end]) and _goes_on(lines[end - 1], lines[end]):
            end += 1
        text = " ".join(line.text for line in lines[at:end]) if end - at <= MOST_LINES else lines[at].text
        above = _gap(lines[at - 1], lines[at]) if at else None
        below = _gap(lines[end - 1], lines[end]) if end < len(lines) else None
        before = looks[at - 1] if at and above is not None else None
        after = looks[end] if end < len(lines) else None
        yield LineGroup(at, end - at, looks[at], text, above, below, before, after)
        at = end


def _alike(first: Look, second: Look) -> bool:
    return first[:3] == second[:3]


def _goes_on(above: TextLine, line: TextLine) -> bool:
    beside = above.x0 < line.x1 and line.x0 < above.x1
    return 0 < above.y - line.y < 1.75 * line.size and beside and not line.row and not _NUMBERED.match(line.text)


def _gap(above: TextLine, below: TextLine) -> float | None:
    """Blank space between two lines of a column in points; None where the second is no longer below the first."""
    gap = above.y - below.y
    return gap - 0.75 * below.size - 0.2 * above.size if gap > 0 else None


class Looks:
    """Learns the styles of headings from some pages, each with its lines as they are read.

    `body` is the size of the text, `title` the document's: the line that says it is a heading above all others.
    """

    def __init__(self, pages: Sequence[tuple[PdfPage, Sequence[TextLine]]], body: float, title: str = "") -> None:
        self._body = body
        self._title = normal(title)
        self._labels: set[str] = set()
        self._many = len(pages) >= _MANY
        found: defaultdict[Look, list[LineGroup]] = defaultdict(list)
        likely: defaultdict[Look, list[LineGroup]] = defaultdict(list)
        letters = Counter[Look]()
        for page, lines in pages:
            said = text_of(lines, body)
            for group in groups(lines):
                group.page = page.index
                letters[group.look] += sum(line.count for line in lines[group.at : group.at + group.count])
                if self._differs(group.look):
                    found[group.look].append(group)
                    if self._may_be(group, lines, said):
                        likely[group.look].append(group)
        self._text = letters.most_common(1)[0][0] if letters else Look(body, False, False, False)
        self._looks = {look: good for look, good in likely.items() if self._is_style(look, good, found[look])}
        times = Counter(group.bare for good in likely.values() for group in good)
        strange = Counter(group.bare for good in likely.values() for group in good if self._is_strange(group))
        self._labels = {bare for bare, count in strange.items() if times[bare] >= _REPEATED and 2 * count > times[bare]}
        likely = defaultdict(list, {k: [g for g in good if not self._is_label(g)] for k, good in likely.items()})
        self._looks = {look: good for look, good in likely.items() if self._is_style(look, good, found[look])}
        self.levels = self._ranks()

    def _differs(self, look: Look) -> bool:
        """True if a look is larger than the text, or as large and bold or in capitals."""
        return look.size >= LARGER * self._body or (look.size >= 0.93 * self._body and (look.bold or look.capitals))

    def _may_be(self, group: LineGroup, lines: Sequence[TextLine], said: str) -> bool:
        """True if lines could be a heading, but for what others of their look are."""
        first, text = lines[group.at], group.text.strip()
        if self._title and group.bare == self._title:
            return True
        if first.row or group.count > _TALLEST or len(text) > _LONGEST or first.mono or marker_of(first) in _SIGNS:
            return False
        letters = [char for char in text if char.isalnum()]
        alphabetic = sum(map(str.isalpha, letters))
        if not letters or 2 * alphabetic <= len(letters) or _is_small(letters) or _ENDING.search(text):
            return False
        if _QUOTED.match(text) or CAPTION.match(text) or _TABLE.match(text) or LEADERS.search(text):
            return False
        if any(_is_parted(line, self._body) for line in lines[group.at : group.at + group.count]):
            return False
        if len(group.bare) >= QUOTE and group.bare in said:
            return False
        if group.look.size < LARGER * self._body:
            return self._stands_alone(group)
        return True

    def _stands_alone(self, group: LineGroup) -> bool:
        """True if there is room above lines as large as the text, and text or a lesser heading below."""
        if group.after is None:
            return False
        if group.after.bold and group.after.size <= group.look.size and group.after == group.look:
            return False
        room = group.above is None or group.above > 0.45 * group.look.size
        return room and (group.below or 0.0) < 1.6 * group.look.size

    def _is_label(self, group: LineGroup) -> bool:
        """True if lines are said often, above or below what is no text and no heading: a number, a quote, a box."""
        return group.bare in self._labels

    def _is_strange(self, group: LineGroup) -> bool:
        """True if a heading would not stand beside what is around these lines."""
        others = [look for look in (group.before, group.after) if look is not None and look not in self._looks]
        larger = any(look.size > group.look.size for look in others)
        return larger or (group.after in others and group.after != self._text)

    def _is_style(self, look: Look, good: Sequence[LineGroup], found: Sequence[LineGroup]) -> bool:
        if len(good) == 1 and (self._title and good[0].bare == self._title):
            return True
        texts = {group.bare for group in good}
        if len(texts) < 2:
            return look.size >= _ONCE * self._body and len(found) == 1 and good[0].page > 0
        least = _SHARE if look.size >= LARGER * self._body else _SHARE_BOLD
        if self._many and len({group.page for group in good}) < 2:
            return False
        if len(good) < least * len(found) or len(texts) < 0.5 * len(good):
            return False
        nearer = [group.above / max(group.below or 0.0, 0.5) for group in good if group.above is not None]
        words = median(len(group.text.split()) for group in good)
        tight = not nearer or median(nearer) > 1.15
        return tight or (words < 7 and not look.slanted)

    def _ranks(self) -> dict[Look, int]:
        """The level of each look: by its size and weight, and where headings are numbered by the numbers."""
        titled = {look for look, good in self._looks.items() if any(group.bare == self._title for group in good)}
        titled = {look for look in titled if len(self._looks[look]) == 1}
        order = sorted(
            (look for look in self._looks if look not in titled),
            key=lambda look: (-look.size, not look.bold, not look.capitals, look.slanted),
        )
        levels: dict[Look, int] = dict.fromkeys(titled, 1)
        level, last = len(titled) and 1, None
        for look in order:
            level += last is None or not self._is_same_level(last, look)
            levels[look] = min(level, LEVELS)
            last = look
        self._number(levels)
        return levels

    def _is_same_level(self, first: Look, second: Look) -> bool:
        """True if two looks of one size are those of one level in two scripts, or with and without a number."""
        if first.size - second.size > 0.5 or first.slanted != second.slanted:
            return False
        fewer = min(len(self._looks[first]), len(self._looks[second]))
        return (first.bold == second.bold and first.capitals == second.capitals) or fewer < 3

    def _number(self, levels: dict[Look, int]) -> None:
        """Let the levels of numbered headings follow from their numbers, below what is larger than all of these."""
        depths: dict[Look, int] = {}
        for look, good in self._looks.items():
            counts = Counter(depth_of(group.text) for group in good)
            depths[look] = counts.most_common(1)[0][0]
        first = [look for look, depth in depths.items() if depth == 1]
        if not first:
            return
        above = min(levels[look] for look in first) - 1
        for look, depth in depths.items():
            if depth:
                levels[look] = min(above + depth, LEVELS)

    def level(self, look: Look) -> int:
        """The level of a look that may not have been among those learned."""
        if look in self.levels:
            return self.levels[look]
        near = [own for own in self.levels if abs(own.size - look.size) <= 0.5]
        return self.levels[min(near, key=lambda own: abs(own.size - look.size))] if near else LEVELS

    def heads(self, page: PdfPage, lines: Sequence[TextLine]) -> list[PageHeading]:
        return [PageHeading(group.at, group.count, self.levels[group.look], group.text) for group in self.found(lines)]

    def found(self, lines: Sequence[TextLine]) -> Iterator[LineGroup]:
        """The groups of lines that are headings; `look` is the style they have, or are kin to."""
        said: str | None = None
        for group in groups(lines):
            look = self._style_of(group)
            if look is not None:
                said = text_of(lines, self._body) if said is None else said
                if self._may_be(group, lines, said) and not self._is_label(group):
                    group.look = look
                    yield group

    def _style_of(self, group: LineGroup) -> Look | None:
        """The style of lines; for such in a script that knows no bold letters, the one of their size."""
        if group.look in self.levels:
            return group.look
        if not _OTHER_SCRIPT.search(group.text):
            return None
        return next((look for look in self.levels if abs(look.size - group.look.size) <= 0.5), None)

    def counts(self) -> Counter[Look]:
        """How often each look was seen in a heading."""
        return Counter({look: len(good) for look, good in self._looks.items()})


_SIGNS = frozenset("•◦▪▫‣●○■□–—*·∙✓→◆◇➢➤-")


def depth_of(text: str) -> int:
    """How many numbers a heading begins with, as `2.1` does with two; 0 for none."""
    if lettered := _LETTERED.match(text):
        return 1 + lettered[2].count(".")
    numbered = _NUMBERED.match(text)
    return numbered[1].count(".") + 1 if numbered else 0


def text_of(lines: Sequence[TextLine], body: float) -> str:
    """The words of a page in letters as large as the text is, or smaller."""
    return normal(" ".join(line.text for line in lines if line.size < LARGER * body and not line.bold))


def _is_small(letters: Sequence[str]) -> bool:
    """True if words begin with a small letter: they go on with something."""
    return letters[0].isalpha() and letters[0].islower()


def _is_parted(line: TextLine, body: float) -> bool:
    """True if a line is a row of a table or of a contents list: cells, or a number set apart at its end."""
    cells = line.cells()
    if len(cells) > 1 and len(cells[-1][0].text) < 4 and not _LETTER.search(cells[-1][0].text):
        return True
    large = line.size >= 1.12 * body  # spread over its line, perhaps
    return not large and (len(cells) > 2 or (len(cells) == 2 and bool(_LETTER.search(cells[0][0].text))))


def is_contents(text: str) -> bool:
    """True for the title of a contents list."""
    return normal(text) in CONTENTS
