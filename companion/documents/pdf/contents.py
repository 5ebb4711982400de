"""The printed contents page: its entries, and the pages they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from companion.documents.pdf.alignment import LEADERS
from companion.documents.pdf.headings import CONTENTS, normal
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.looks import Look, depth_of, look_of
from companion.documents.pdf.matches import TitleMatch, found_title

LEAST = 4
"""Entries from which on a page is one of contents."""
MOST_ENTRIES = 2_000
_PAGES = 12
"""Pages at the beginning among which the first one of contents is."""
_MOST_PAGES = 12
"""Pages of contents."""
_TESTED = 12
"""Entries by which the pages they name are told."""
_MOST_READ = 60
_SHARE = 0.6
"""Share of the entries tested that must stand on the pages they name."""
_LONGEST = 400
"""Characters of a line of contents at most."""
_RISING = 0.85
"""Share of the page numbers that are not smaller than the one before."""
_RIGHT = re.compile(r"(?P<title>.*?[^\W_].*?)[\s.·…_|–—]+(?P<number>\d{1,4}|[ivxlc]{1,7})\s*\Z", re.DOTALL)
_LEFT = re.compile(r"(?P<number>\d{1,4}|[ivxlc]{1,7})[\s|–—]+(?P<title>\S.*)\Z", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]{2}|[\u2e80-\u9fff\uac00-\ud7af]")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RIGHT_TO_LEFT = re.compile(r"(?P<number>\d{1,4})[\s.·…_|–—]*(?P<title>\D+)\Z", re.DOTALL)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class PrintedEntry(NamedTuple):
    """A line of the contents: its title, also with the lines before or behind it that may belong to it.

    `number` is the page as it is printed, `look` and `indent` (in points) are those of the line.
    """

    title: str
    titles: tuple[str, ...]
    number: str
    look: Look
    indent: float


class PageRead(NamedTuple):
    """A page's index, its lines as they are read, and the size of the document's text."""

    number: int
    lines: Sequence[TextLine]
    body: float


Read = Callable[[int], PageRead | None]
"""Reads a page by its index; None where it cannot be read."""


class PrintedContents(NamedTuple):
    """The entries with their pages (from 0) and levels, the pages the list itself stands on, and matches seen."""

    entries: list[tuple[PrintedEntry, int, int]]
    pages: set[int]
    matches: list[tuple[PrintedEntry, TitleMatch]]


def contents_of(count: int, read: Read, labels: Sequence[str], offsets: Sequence[int]) -> PrintedContents | None:
    """The printed contents of a document of `count` pages, if there are any and they name its pages rightly.

    `labels` are those of the pages, `offsets` what is added to a printed number to have the page's index, by what
    the pages say of themselves.
    """
    own: dict[int, list[PrintedEntry]] = {}
    for index in range(min(_PAGES, max(count // 3, 3), count)):
        if own and index > max(own) + 1:
            break
        if (page := read(index)) is not None and (entries := entries_of(page.lines)):
            own[index] = entries
    while own and max(own) + 1 < count and len(own) < _MOST_PAGES and (page := read(max(own) + 1)) is not None:
        if not (entries := entries_of(page.lines)):
            break
        own[page.number] = entries
    entries = [entry for index in sorted(own) for entry in own[index]][:MOST_ENTRIES]
    if len(entries) < LEAST:
        return None
    named = _best(entries, count, read, labels, offsets, set(own))
    if named is None:
        return None
    pages, matches = named
    levels = _levels(entries)
    listed = [
        (entry, page, level) for entry, page, level in zip(entries, pages, levels, strict=True) if page is not None
    ]
    return PrintedContents(sorted(listed, key=lambda item: item[1]), set(own), matches)


def entries_of(lines: Sequence[TextLine]) -> list[PrintedEntry]:
    """The entries of a page of contents, [] where it is none."""
    for pattern in (_RIGHT, _LEFT):
        found = list(_entries(lines, pattern))
        values = [value for entry in found if (value := number_of(entry.number)) is not None]
        rising = sum(first <= second for first, second in pairwise(values))
        titled = any(normal(line.text) in CONTENTS for line in lines)
        least = LEAST - 1 if titled else LEAST
        share = 2 * sum(entry.title != "" for entry in found) >= 0.6 * len(lines) or titled
        if len(found) >= least and rising >= _RISING * (len(values) - 1) and share:
            return found
    return []


def _entries(lines: Sequence[TextLine], pattern: re.Pattern[str]) -> Iterator[PrintedEntry]:
    left = min((line.x0 for line in lines), default=0.0)
    parts: list[tuple[TextLine, str, str]] = []
    for line in lines:
        text = " ".join(LEADERS.sub(" ", line.text).split())
        match = len(text) <= _LONGEST and (_RIGHT_TO_LEFT if _RTL.search(text) else pattern).fullmatch(text)
        if match and _LETTERS.search(match["title"]) and _is_apart(line, match["number"], pattern is _RIGHT):
            parts.append((line, match["title"].strip(" .·…_|–—"), match["number"]))
        else:
            parts.append((line, text, ""))
    for at, (line, title, number) in enumerate(parts):
        if not number:
            continue
        titles = [title]
        before = parts[at - 1] if at else None
        after = parts[at + 1] if at + 1 < len(parts) else None
        if before and not before[2] and _near(before[0], line):
            titles.append(f"{before[1]} {title}")
        if after and not after[2] and _near(line, after[0]):
            titles.append(f"{title} {after[1]}")
        yield PrintedEntry(title, tuple(titles), number, look_of(line), line.x0 - left)


def _near(above: TextLine, below: TextLine) -> bool:
    return 0 < above.y - below.y < 1.8 * max(above.size, below.size)


def _is_apart(line: TextLine, number: str, right: bool) -> bool:
    """True if a page's number is set apart from the title: by dots, a gap, or a font of its own."""
    if LEADERS.search(line.text) or _RTL.search(line.text):
        return True
    cells = line.cells()
    end = cells[-1][-1] if right else cells[0][0]
    return len(cells) > 1 or end.text.strip() == number or len(line.runs) == 1


def number_of(number: str) -> int | None:
    """The value of a page's number; None for a roman one, which counts pages of its own."""
    return int(number) if number.isdigit() else None


def roman(number: str) -> int:
    values = [_ROMAN[sign] for sign in number.lower()]
    return sum(-value if more > value else value for value, more in zip(values, [*values[1:], 0], strict=True))


def _best(
    entries: Sequence[PrintedEntry],
    count: int,
    read: Read,
    labels: Sequence[str],
    offsets: Sequence[int],
    own: set[int],
) -> tuple[list[int | None], list[tuple[PrintedEntry, TitleMatch]]] | None:
    """The pages of the entries, in the way that most of those tested stand on the pages it names."""
    step = max(len(entries) // _TESTED, 1)
    tested = [number for number in range(0, len(entries), step)][:_TESTED]
    best: tuple[float, list[int | None], list[tuple[PrintedEntry, TitleMatch]]] | None = None
    seen: set[int] = set()
    for pages in _ways(entries, count, labels, offsets):
        matches: list[tuple[PrintedEntry, TitleMatch]] = []
        tries = 0
        for number in tested:
            page = pages[number]
            if page is None or (page not in seen and len(seen) >= _MOST_READ):
                tries += page is None
                continue
            tries += 1
            seen.add(page)
            text = read(page) if page not in own else None
            if text and (match := found_title(text.lines, entries[number].titles, 0, text.body)):
                matches.append((entries[number], match))
        share = len(matches) / tries if tries else 0.0
        if best is None or share > best[0]:
            best = share, pages, matches
        if share >= 0.9:
            break
    return best[1:] if best and best[0] >= _SHARE else None


def _ways(
    entries: Sequence[PrintedEntry], count: int, labels: Sequence[str], offsets: Sequence[int]
) -> Iterator[list[int | None]]:
    """Pages that the numbers of the entries may mean: by labels, at a constant distance, two to a sheet."""
    by_label: dict[str, int] = {}
    for index, label in enumerate(labels):
        by_label.setdefault(label.casefold(), index)
    yield [by_label.get(entry.number.casefold()) for entry in entries]
    values = [number_of(entry.number) for entry in entries]
    first_roman = [
        roman(entry.number) - 1 if value is None else None for entry, value in zip(entries, values, strict=True)
    ]
    for offset in dict.fromkeys([*offsets, -1, 0, 1, 2, 3]):
        yield [
            _inside(front if value is None else value + offset, count)
            for value, front in zip(values, first_roman, strict=True)
        ]
    for offset in (0, 1, 2, 3):
        yield [None if value is None else _inside((value + offset) // 2, count) for value in values]


def _inside(page: int | None, count: int) -> int | None:
    return page if page is not None and 0 <= page < count else None


def offsets_of(pages: Sequence[tuple[int, Sequence[str]]]) -> list[int]:
    """Distances between printed numbers and indexes of pages: (index, lines at its edges); the likeliest first."""
    counts = Counter[int]()
    for index, texts in pages:
        for number in {word for text in texts for word in (text.split() or [""])[:: max(len(text.split()) - 1, 1)]}:
            if (bare := number.strip("-–[]()|")).isdigit() and len(bare) < 5:
                counts[index - int(bare)] += 1
    return [offset for offset, times in counts.most_common(3) if times >= 3]


def _levels(entries: Sequence[PrintedEntry]) -> list[int]:
    """The level of each entry: by its numbers where most have some, else by how far it is set in, and its look."""
    depths = [depth_of(entry.title) for entry in entries]
    if max(depths) > 1 and sum(depth > 0 for depth in depths) >= 0.6 * len(depths):
        return [min(depth or 1, 6) for depth in depths]
    own = [_style(entry) for entry in entries]
    likely = [style for style in set(own) if own.count(style) > 1 or len(entries) < 12] or own
    styles: list[tuple[float, float, bool, bool]] = []
    for style in sorted(set(likely)):
        if not styles or styles[-1][1:] != style[1:] or style[0] - styles[-1][0] > 1:
            styles.append(style)
    return [min(max(sum(style <= given for style in styles), 1), 6) for given in own]


def _style(entry: PrintedEntry) -> tuple[float, float, bool, bool]:
    """How a line of the contents stands, the highest first."""
    return round(entry.indent / 4), -entry.look.size, not entry.look.bold, not entry.look.capitals
