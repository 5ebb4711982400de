"""Exactly which stretch of a text an edited quote has become.

One Levenshtein alignment (rapidfuzz, bit-parallel after Myers and Hyyrö) of the quote's whole line, context
and all, with a window of the text. Of what matches in the words, the run worth most is taken: long matches
count for it, gaps and crumbs against it (Smith and Waterman's idea, on one alignment), so that a deleted half
does not drag a stretch of other text in. An end that was changed goes up to what is left of the context, or
to the word boundary that makes the changed part most like what it was.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from companion.anchoring.wanted import Wanted

_SOLID = 3
_BLOCK = 1.5
_GAP = 0.5
_MOST_GAP = 60.0
_FURTHER = 700
_FIRM = 5
_SLACK = 24
_LITTLE = 12
_ALIKE = 0.4
_WORD = re.compile(r"\S+")

Block = tuple[int, int, int]
"""Offset in the line, offset in the text, how many characters are the same."""


class Stretch(NamedTuple):
    """Offsets into the text; what share of the words is left there, from 0 to 1, gaps counted against it.

    `first` and `last` are the offsets in the quote's line between which that is.
    """

    start: int
    end: int
    share: float
    first: int
    last: int


def align(text: str, wanted: Wanted, low: int, high: int) -> Stretch | None:
    """The words' stretch, if the line starts between `low` and `high`; None if none of them stands there."""
    size = len(wanted.line)
    room = 8 + size // 8
    return _within(text, wanted, max(low - room, 0), min(high + size + room, len(text)))


def further(text: str, wanted: Wanted, found: Stretch) -> Stretch:
    """The stretch over a paragraph that was put into the quote, where that finds more of its words."""
    size = len(wanted.line)
    first, last = max(found.start - size - _FURTHER, 0), min(found.end + size + _FURTHER, len(text))
    more = _within(text, wanted, first, last)
    return more if more and more.share > 1.1 * found.share else found


def _within(text: str, wanted: Wanted, first: int, last: int) -> Stretch | None:
    from rapidfuzz.distance import Levenshtein  # C code that unchanged documents never need

    line, head, tail = wanted.line, wanted.at, wanted.stop
    inside: list[Block] = []
    before, after = -1, -1
    for at, there, length in Levenshtein.opcodes(line, text[first:last]).as_matching_blocks():
        there += first
        if at < head and (length >= _FIRM or at + length > head):
            before = there + min(length, head - at)
        if at < tail and at + length > head:
            skip = max(head - at, 0)
            inside.append((at + skip, there + skip, min(at + length, tail) - at - skip))
        if at + length > tail and (length >= _FIRM or at < tail):
            after = there + max(tail - at, 0)
            break
    run, worth = _run(inside)
    if not run:
        return None
    (begin, there, _), (at, until, length) = run[0], run[-1]
    while begin > head and there and text[there - 1] == line[begin - 1]:
        begin, there = begin - 1, there - 1
    at, until = at + length, until + length
    while at < tail and until < len(text) and text[until] == line[at]:
        at, until = at + 1, until + 1
    start, end = _start(text, line[head:begin], there, before), _end(text, line[at:tail], until, after)
    return Stretch(start, end, worth / (tail - head), begin, at)


def _run(blocks: list[Block]) -> tuple[list[Block], float]:
    """The blocks in a row that are worth most, and how much."""
    best = worth = 0.0
    begin = first = 0
    last = -1
    for number, (line, there, length) in enumerate(blocks):
        if number:
            past_line, past_there, past = blocks[number - 1]
            gap = max(line - past_line, there - past_there) - past
            worth -= min(_GAP * gap + _BLOCK, _MOST_GAP)
        if worth <= 0:
            worth, begin = 0.0, number
        worth += length
        if worth > best:
            best, first, last = worth, begin, number
    return blocks[first : last + 1], best


def _start(text: str, missing: str, there: int, before: int) -> int:
    """Where the words start, if `missing` was before what stands at `there`, and their context ends at `before`."""
    if not missing:
        return there
    if 0 <= before <= there and there - before <= len(missing) + _SLACK:
        return there - len(text[before:there].lstrip())
    low = max(there - len(missing) - _SLACK, before, 0)
    whole = there if text[there - 1 : there] == " " else there - len(text[low:there].rpartition(" ")[2])
    starts = [low + word.start() for word in _WORD.finditer(text[low:there])]
    return _most_alike(missing, [(text[at:there], at) for at in starts], whole)


def _end(text: str, missing: str, there: int, after: int) -> int:
    """Where the words end, if `missing` came after what ends at `there`, and their context starts at `after`."""
    if not missing:
        return there
    if there <= after <= there + len(missing) + _SLACK:
        return there + len(text[there:after].rstrip())
    high = min(there + len(missing) + _SLACK, len(text))
    high = min(high, after) if after >= there else high
    whole = there if text[there : there + 1] == " " else there + len(text[there:high].partition(" ")[0])
    ends = [there + word.end() for word in _WORD.finditer(text[there:high])]
    return _most_alike(missing, [(text[there:at], at) for at in ends], whole)


def _most_alike(missing: str, options: list[tuple[str, int]], whole: int) -> int:
    """The offset that goes with the stretch most like what is missing; `whole` where none is like it."""
    from rapidfuzz.distance import Levenshtein  # see `_within`

    found = [(Levenshtein.normalized_similarity(missing, words), at) for words, at in options]
    alike, at = max(found, default=(0.0, whole))
    return at if alike >= _ALIKE or (found and len(missing) <= _LITTLE) else whole
