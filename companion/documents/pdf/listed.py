"""Headings that a printed contents page lists, and below these such as look like headings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from companion.documents.pdf.contents import PrintedContents, PrintedEntry
from companion.documents.pdf.headings import PageHeading
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.looks import LEVELS, Look, Looks, is_contents, look_of
from companion.documents.pdf.matches import found_title
from companion.documents.pdf.page import PdfPage

_COVERED = 0.5
"""Share of the headings of a look that the contents list, from which on they list all of these."""


class Listed:
    """Headings of the contents, each on its page or the next; `looks` finds those too small to be listed."""

    def __init__(
        self, contents: PrintedContents, looks: Looks, pages: Sequence[tuple[PdfPage, Sequence[TextLine]]], body: float
    ) -> None:
        self._looks = looks
        self._body = body
        self._own = contents.pages
        self._waiting: defaultdict[int, list[tuple[PrintedEntry, int]]] = defaultdict(list)
        self._late: list[tuple[PrintedEntry, int]] = []
        for entry, page, level in contents.entries:
            self._waiting[page].append((entry, level))
        self._first = min((page for _, page, _ in contents.entries), default=0)
        self._flat = len({level for _, _, level in contents.entries}) < 2
        self._top = 1
        self._levels = self._below(contents, pages)

    def _below(self, contents: PrintedContents, pages: Sequence[tuple[PdfPage, Sequence[TextLine]]]) -> dict[Look, int]:
        """The levels of looks that the contents do not list: those below the smallest that they do."""
        listed = Counter[Look]()
        deepest = max((level for _, _, level in contents.entries), default=1)
        for page, lines in pages:
            if page.index in self._own:
                continue
            for entry, _ in self._waiting[page.index]:
                if match := found_title(lines, entry.titles, 0, self._body):
                    listed[look_of(lines[match.at])] += 1
        seen = self._looks.counts()
        full = {look for look, count in listed.items() if count >= _COVERED * seen[look]}
        if not full:
            return {}
        if self._flat:
            self._top = min(self._looks.level(look) for look in full)
        smallest = max(self._looks.level(look) for look in full)
        levels: dict[Look, int] = {}
        for look, level in self._looks.levels.items():
            if look not in full and level > smallest:
                levels[look] = level if self._flat else min(deepest + level - smallest, LEVELS)
        return levels

    def heads(self, page: PdfPage, lines: Sequence[TextLine]) -> list[PageHeading]:
        if page.index in self._own:
            return [
                PageHeading(at, 1, self._top, line.text) for at, line in enumerate(lines[:8]) if is_contents(line.text)
            ][:1]
        heads: list[PageHeading] = []
        taken: set[int] = set()
        start = 0
        late, self._late = self._late, []
        own = self._waiting.pop(page.index, [])
        for number, (entry, level) in enumerate([*late, *own]):
            match = found_title(lines, entry.titles, start, self._body) or found_title(
                lines, entry.titles, 0, self._body
            )
            if match is None or not taken.isdisjoint(range(match.at, match.at + match.lines)):
                if match is None and number >= len(late):
                    self._late.append((entry, level))
                continue
            start = match.at + match.lines
            taken.update(range(match.at, start))
            text = " ".join(line.text for line in lines[match.at : start])
            level = self._looks.level(look_of(lines[match.at])) if self._flat else level
            heads.append(PageHeading(match.at, match.lines, level, text))
        for group in self._looks.found(lines) if page.index >= self._first else ():
            if group.look in self._levels and taken.isdisjoint(range(group.at, group.at + group.count)):
                heads.append(PageHeading(group.at, group.count, self._levels[group.look], group.text))
        return sorted(heads, key=lambda head: head.at)
