"""Kindle's `My Clippings.txt`: highlights and notes of all books on a device, in the order they were made.

An entry is a line with title and author, one with place and time, and the words, up to a line of ten `=`. A note
belongs to the highlight whose range ends at it or contains it. The device never removes anything: a mark that was
dragged stands there twice, a note that was written on stands there as often as it was kept.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from companion.exchange import kindle_words as words
from companion.exchange.brought import Book, Brought
from companion.exchange.foreign import ForeignNote, brought, limit
from companion.exchange.input_file import Incoming

END = "=========="
_LONGEST_HEAD = 1000
_NEARBY = 20
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015"
_WITHHELD = re.compile(r"\s*<[^<>\n]{4,200}>\s*")
BOOKMARKS, DRAGGED, WRITTEN_ON = "bookmarks", "marks that were dragged: the longer stays", "earlier forms of a note"
BROKEN, GUESSED = "entries without a line of place and time", "taken for a highlight: its kind is in no known language"
NO_TIME = "times that could not be read: kept as they are in x-import"
WITHHELD = "words the shop withheld"


@dataclass(frozen=True, slots=True)
class Clipping:
    """One entry. `range` is that of its locations, or of its pages where it has none; `time` is ISO 8601 or empty."""

    book: Book
    kind: str
    text: str
    place: words.ClippingPlace
    range: tuple[int, int] | None
    time: str
    lines: tuple[str, ...] = field(default=(), compare=False)


def is_clippings(file: Incoming) -> bool:
    """A line of ten `=`, and a second line of an entry that begins with a dash and has a number."""
    if END.encode() not in file.data or not file.text:
        return False
    return any(_clipping(lines) for lines in islice(_entries(file.text), 20))


def read(file: Incoming) -> tuple[Brought, ...]:
    """What each book in the file brings. Raises Unreadable."""
    text = file.text
    if text is None:
        file.refuse("no text", "My Clippings.txt of a Kindle was expected")
    books: dict[Book, list[Clipping]] = {}
    losses: dict[Book, list[str]] = {}
    broken = 0
    for number, lines in enumerate(_entries(text), 1):
        limit(file, number)
        clipping = _clipping(lines)
        if clipping is None:
            broken += 1
            continue
        books.setdefault(clipping.book, []).append(clipping)
    if not books:
        file.refuse(
            "no clipping of a Kindle", f"a title, a line that begins with a dash, words and {END} were expected"
        )
    for book, clippings in books.items():
        losses[book] = []
        books[book] = _known_kinds(clippings, losses[book])
    losses[next(iter(books))] += [BROKEN] * broken
    return tuple(
        brought("kindle", book, _notes(clippings, losses[book]), losses[book]) for book, clippings in books.items()
    )


def _entries(text: str) -> Iterator[list[str]]:
    """The lines of each entry; separators may be doubled, stand first, or be missing at the end."""
    entry: list[str] = []
    for line in (*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), END):
        line = line.strip("\ufeff").rstrip()
        if line != END:
            entry.append(line)
            continue
        while entry and not entry[0].strip():
            entry.pop(0)
        if entry:
            yield entry
        entry = []


def _clipping(lines: list[str]) -> Clipping | None:
    """The entry in these lines; its kind is empty where the words of its line are not known."""
    head = lines[1].strip() if len(lines) > 1 else ""
    if not head.startswith(tuple(_DASHES)) or len(head) > _LONGEST_HEAD or not any(char.isdecimal() for char in head):
        return None
    line = words.folded(head.strip(_DASHES + " "))
    parts = [part.strip() for part in line.split("|")]
    timed = len(parts) > 1 or words.has_clock(parts[-1])
    time = parts.pop() if timed else ""
    where = " | ".join(parts) if parts else time
    place = words.place_of(where)
    text = "\n".join(lines[2:]).strip()
    span = words.range_of(place.location or place.page)
    return Clipping(_book(lines[0]), words.kind_of(where), text, place, span, words.time_of(time), tuple(lines))


def _book(line: str) -> Book:
    """Title and author: the author stands in the last brackets, which may hold brackets."""
    line = line.strip()[:_LONGEST_HEAD]
    depth = 0
    for index in range(len(line) - 1, 0, -1) if line.endswith((")", "）")) else ():
        depth += (line[index] in ")）") - (line[index] in "(（")
        if depth == 0:
            title, author = line[:index].strip(), line[index + 1 : -1].strip()
            return Book(title, author) if title else Book(line)
    return Book(line)


def _known_kinds(clippings: list[Clipping], losses: list[str]) -> list[Clipping]:
    """Clippings that all have a kind; where the words did not tell, their shape does: one place within the range of
    another clipping is a note, no words are a bookmark.
    """
    spans = [each.range for each in clippings if each.kind in ("", words.HIGHLIGHT) and each.range and each.text]
    ranges = _Ranges([span for span in spans if span[0] < span[1]])
    known: list[Clipping] = []
    for each in clippings:
        kind = each.kind or words.BOOKMARK
        if not each.kind and each.text:
            is_point = each.range is not None and each.range[0] == each.range[1]
            kind = words.NOTE if is_point and ranges.innermost(each.range[0] if each.range else 0) else words.HIGHLIGHT
            losses += [GUESSED] if kind == words.HIGHLIGHT else []
        known.append(replace(each, kind=kind))
    return known


def _notes(clippings: Iterable[Clipping], losses: list[str]) -> Iterator[ForeignNote]:
    """The notes of a book: each highlight with what was written on it, then what was written on none."""
    kinds: dict[str, list[Clipping]] = {words.HIGHLIGHT: [], words.NOTE: [], words.BOOKMARK: []}
    for each in clippings:
        kinds[each.kind if each.text else words.BOOKMARK].append(each)
    marks = _undragged(kinds[words.HIGHLIGHT], losses)
    written = _last_written(kinds[words.NOTE], losses)
    losses += [BOOKMARKS for each in kinds[words.BOOKMARK]]
    losses += [NO_TIME for each in (*marks, *written) if not each.time]
    losses += [WITHHELD for each in marks if _WITHHELD.fullmatch(each.text)]
    ranges = {by: _Ranges([each.range for each in marks if each.range and _by(each) == by]) for by in (True, False)}
    on: dict[tuple[bool, tuple[int, int]], Clipping] = {}
    alone: list[Clipping] = []
    for note in written:
        span = ranges[_by(note)].innermost(note.range[0]) if note.range else None
        if span is None or (_by(note), span) in on:
            alone.append(note)
        else:
            on[_by(note), span] = note
    for mark in marks:
        yield _foreign(mark, on.pop((_by(mark), mark.range), None) if mark.range else None)
    for note in alone:
        yield _foreign(None, note)


def _by(clipping: Clipping) -> bool:
    """Whether its range is one of locations, not of pages."""
    return bool(clipping.place.location)


class _Ranges:
    """Ranges of numbers, to find the one that a number ends or lies in."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._sorted = sorted(set(ranges))
        self._by_end: dict[int, tuple[int, int]] = {}
        for span in self._sorted:
            self._by_end[span[1]] = span  # the last is the shortest

    def innermost(self, at: int) -> tuple[int, int] | None:
        """The shortest range that ends at a number, else the shortest that holds it."""
        if at in self._by_end:
            return self._by_end[at]
        after = bisect_right(self._sorted, (at, 1 << 62))
        holding = [span for span in self._sorted[max(after - _NEARBY, 0) : after] if span[1] >= at]
        return min(holding, key=lambda span: span[1] - span[0], default=None)


def _undragged(marks: list[Clipping], losses: list[str]) -> list[Clipping]:
    """Highlights without those whose words another one at an overlapping place contains."""
    gone: set[int] = set()
    reaching: list[int] = []
    for index in sorted(range(len(marks)), key=lambda index: marks[index].range or (-1, -1)):
        span, text = marks[index].range, marks[index].text
        if span is None:
            continue
        reaching = [each for each in reaching if (marks[each].range or span)[1] >= span[0]][-_NEARBY:]
        inner = [each for each in reaching if marks[each].text in text]
        if not inner and any(text in marks[each].text for each in reaching):
            inner = [index]
        gone.update(inner)
        reaching = [each for each in (*reaching, index) if each not in gone]
    losses += [DRAGGED] * len(gone)
    return [mark for index, mark in enumerate(marks) if index not in gone]


def _last_written(notes: list[Clipping], losses: list[str]) -> list[Clipping]:
    """Notes without earlier forms: of two at one place that begin alike the later one was written on."""
    places: dict[object, list[Clipping]] = {}
    for note in notes:
        here = places.setdefault(note.range or note.place, [])
        earlier = next((each for each in here[-_NEARBY:] if note.text.startswith(each.text)), None)
        if earlier is not None:
            losses.append(WRITTEN_ON)
            here.remove(earlier)
        here.append(note)
    return [note for here in places.values() for note in here]


def _foreign(mark: Clipping | None, note: Clipping | None) -> ForeignNote:
    entries = [each for each in (mark, note) if each is not None]
    first = entries[0]
    return ForeignNote(
        quote=mark.text if mark else "",
        note=note.text if note else "",
        page=first.place.page,
        place=first.place.location or first.place.page,
        created=first.time,
        modified=note.time if mark and note else "",
        data=[list(each.lines) for each in entries],
    )
