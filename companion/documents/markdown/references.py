"""What one part of a Markdown document says for all others: link definitions and footnotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from companion.documents.decode import text_of
from companion.documents.split import Whole, inside

_LINK = re.compile(rb"(?:[ \t]*>)*[ \t]*(?:[-+*][ \t]+)?(\[(?!\^)[^\]\n]+)\Z")
_NOTE = re.compile(rb" {0,3}\[\^([^\s\]]+)\Z")
_MARK = re.compile(rb"\[\^([^\s\]]+)\]")
_COLON = re.compile(rb"\]:")
_STOP = re.compile(rb" {0,3}(?:\[\^[^\s\]]+\]:|#{1,6}[ \t])")
_LONGEST_LABEL = 1_000
_MOST = 30_000
"""Definitions and marks looked at: a text of nothing else is not worth more time, and its words show all the same."""


class NoteDefinition(NamedTuple):
    """A footnote: its definition stands at start:end, its text begins at `words`."""

    label: str
    start: int
    end: int
    words: int


class References(NamedTuple):
    """`links` are the definitions of links, as Markdown, by `link_key`; `loose` are notes nothing refers to."""

    links: dict[str, bytes]
    notes: dict[str, NoteDefinition]
    all_notes: list[NoteDefinition]
    loose: frozenset[int]


def references(data: bytes, start: int, wholes: Sequence[Whole]) -> References:
    links: dict[str, bytes] = {}
    notes: dict[str, NoteDefinition] = {}
    everything: list[NoteDefinition] = []
    last_line = -1
    for match in islice(_COLON.finditer(data, start), _MOST):
        at = match.start()
        line = data.rfind(b"\n", max(at - _LONGEST_LABEL, 0), at) + 1
        before = data[line:at]
        if (note := _NOTE.match(before)) and not inside(line, wholes):
            everything.append(NoteDefinition(text_of(note[1]), line, _note_end(data, at), at + 2))
            notes.setdefault(everything[-1].label, everything[-1])
        elif (link := _LINK.match(before)) and not inside(line, wholes) and _may_define(data, line, last_line, before):
            key = link_key(text_of(link[1][1:]))
            if len(links.get(key, b"")) < _LONGEST_LABEL:  # the first that is well-formed counts
                links[key] = links.get(key, b"") + b"\n\n" + link[1] + _definition(data, at)
            last_line = line
    loose = frozenset(_loose(data, everything, notes, wholes)) if notes else frozenset[int]()
    return References(links, notes, everything, loose)


def link_key(label: str) -> str:
    """What two labels have in common where one refers to the other: case and white space make no difference."""
    return " ".join(label.split()).lower().upper()


def _may_define(data: bytes, line: int, last_line: int, before: bytes) -> bool:
    """A definition cannot stand inside a paragraph: above it is nothing, a heading or another definition."""
    if not line:
        return True
    above = data[max(data.rfind(b"\n", max(line - 2_000, 0), line - 1) + 1, 0) : line - 1].strip()
    if not above or above.startswith((b"#", b">")) or before.lstrip().startswith((b">", b"-", b"+", b"*")):
        return True
    return last_line >= 0 and b"\n\n" not in data[last_line:line]


def _definition(data: bytes, at: int) -> bytes:
    """From `]:` on at most three lines, ending at an empty one: address and title may stand on lines of their own."""
    lines = data[at : at + 4_000].split(b"\n", 3)[:3]
    parts = [lines[0]]
    for line in lines[1:]:
        if not line.strip() or b"]:" in line:
            break
        parts.append(line.strip(b"> \t"))
    return b"\n".join(parts)


def _note_end(data: bytes, at: int) -> int:
    """A note goes on to an empty line, and over it as long as what follows is indented."""
    position = _next_line(data, at)
    while position < len(data):
        following = _next_line(data, position)
        line = data[position:following]
        if _STOP.match(line):
            break
        if not line.strip():
            ahead = position
            while ahead < len(data) and not data[ahead : _next_line(data, ahead)].strip():
                ahead = _next_line(data, ahead)
            if data[ahead : ahead + 4] != b"    " and data[ahead : ahead + 1] != b"\t":
                break
            following = ahead
        position = following
    return position


def _next_line(data: bytes, position: int) -> int:
    end = data.find(b"\n", position)
    return len(data) if end < 0 else end + 1


def _loose(
    data: bytes, everything: list[NoteDefinition], notes: dict[str, NoteDefinition], wholes: Sequence[Whole]
) -> Iterator[int]:
    """Where notes begin that would be shown nowhere: later ones of a label, and those no shown text refers to."""
    starts = [note.start for note in everything]
    index_of = {note.label: index for index, note in enumerate(everything) if notes[note.label] is note}
    within: dict[int, set[int]] = {}
    for position, label in islice(_marks(data, wholes), _MOST):
        index = bisect_right(starts, position) - 1
        owner = index if index >= 0 and position < everything[index].end else -1
        if label in index_of and index_of[label] != owner:
            within.setdefault(owner, set()).add(index_of[label])
    shown: set[int] = set()
    _reach(within.get(-1, ()), within, shown)
    for index, note in enumerate(everything):
        if index not in shown:
            yield note.start
            _reach([index], within, shown)


def _marks(data: bytes, wholes: Sequence[Whole]) -> Iterator[tuple[int, str]]:
    """Footnote marks in the text. One on a line with a backtick or deep indentation may be code: it does not count."""
    for match in _MARK.finditer(data):
        line = data.rfind(b"\n", max(match.start() - 4_000, 0), match.start()) + 1
        if data[match.end() : match.end() + 1] == b":" and not data[line : match.start()].strip():
            continue
        doubtful = b"`" in data[line : match.end() + 1] or data[line : line + 4] == b"    "
        if not doubtful and not inside(line, wholes):
            yield match.start(), text_of(match[1])


def _reach(first: Iterable[int], within: dict[int, set[int]], reached: set[int]) -> None:
    """Add these notes and those they lead to."""
    waiting = list(first)
    while waiting:
        index = waiting.pop()
        if index not in reached:
            reached.add(index)
            waiting += within.get(index, ())
