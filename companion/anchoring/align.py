"""Alignment of an edited quote with a text: which range of the text its words have become.

One Levenshtein alignment (rapidfuzz, bit-parallel after Myers and Hyyrö) of the query's whole line, context included,
with a window of the text. Of the blocks that match within the words, the run that scores most is taken: long blocks
add to the score, gaps and short blocks take from it (Smith and Waterman's local alignment, on one global one), so that
a deleted half does not draw other text in. An end that was changed goes up to what is left of the context, or to the
word boundary that makes the changed part most like what it was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from companion.anchoring.query import QuoteQuery

if TYPE_CHECKING:
    from rapidfuzz.distance import MatchingBlock

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
"""Offset in the query's line, offset in the text, how many characters match."""


class Alignment(NamedTuple):
    """The range `start` to `end` of a text that a quote's words have become.

    `share` is the share of the words that is left there, from 0 to 1, gaps counted against it. What is left is
    `line[first:last]` of the query, and stands at `low` to `high`. An end is `loose` where what is missing beyond that
    was not looked for yet.
    """

    start: int
    end: int
    share: float
    first: int
    last: int
    low: int
    high: int
    loose_start: bool = False
    loose_end: bool = False


def align(text: str, query: QuoteQuery, low: int, high: int) -> Alignment | None:
    """Where the words stand if the query's line starts between `low` and `high`; None if none of them does."""
    size = len(query.line)
    room = 8 + size // 8
    return _within(text, query, max(low - room, 0), min(high + size + room, len(text)))


def extend(text: str, query: QuoteQuery, alignment: Alignment) -> Alignment:
    """The alignment over a paragraph that was put into the quote, where that matches more of its words."""
    size = len(query.line)
    first, last = max(alignment.start - size - _FURTHER, 0), min(alignment.end + size + _FURTHER, len(text))
    wider = _within(text, query, first, last)
    return wider if wider and wider.share > 1.1 * alignment.share else alignment


def _within(text: str, query: QuoteQuery, first: int, last: int) -> Alignment | None:
    from rapidfuzz.distance import Levenshtein  # C code that unchanged documents never need

    line, head, tail = query.line, query.at, query.stop
    inside, before, after = _parted(Levenshtein.opcodes(line, text[first:last]).as_matching_blocks(), query, first)
    run, score = _run(inside)
    if not run:
        return None
    (begin, low, _), (at, there, length) = run[0], run[-1]
    while begin > head and low > max(before, 0) and text[low - 1] == line[begin - 1]:
        begin, low = begin - 1, low - 1
    at, high = at + length, there + length
    stop = after if after >= 0 else len(text)
    while at < tail and high < stop and text[high] == line[at]:
        at, high = at + 1, high + 1
    start, end, loose_start, loose_end = low, high, False, False
    if begin > head and not _says(line[head:begin]):
        start = _over_marks(text, low, -1, begin - head)
    elif begin > head:
        loose_start = not 0 <= before <= low <= before + begin - head + _SLACK
        start = _word_start(text, low) if loose_start else _after_cut(text, low - len(text[before:low].lstrip()), low)
    if at < tail and not _says(line[at:tail]):
        end = _over_marks(text, high, 1, tail - at)
    elif at < tail:
        loose_end = not high <= after <= high + tail - at + _SLACK
        end = _word_end(text, high) if loose_end else _before_cut(text, high, high + len(text[high:after].rstrip()))
    return Alignment(start, end, score / (tail - head), begin, at, low, high, loose_start, loose_end)


def _parted(blocks: list[MatchingBlock], query: QuoteQuery, first: int) -> tuple[list[Block], int, int]:
    """The blocks within the words, and where the context before ends and that after begins; -1 for none.

    Those given count from `first` in the text.
    """
    head, tail = query.at, query.stop
    inside: list[Block] = []
    before, after = -1, -1
    for block in blocks:
        at, length = block.a, block.size
        if at + length <= head:  # all of it context
            if length >= _FIRM:
                before = first + block.b + length
            continue
        if at >= tail:
            if length >= _FIRM:
                after = first + block.b
                break
            continue
        there, end = first + block.b, at + length
        if at < head:
            before = there + head - at
            at, there = head, before
        inside.append((at, there, (end if end < tail else tail) - at))
        if end > tail:
            after = there + tail - at
            break
    return inside, before, after


def _says(missing: str) -> bool:
    """True if what is missing at an end has a letter or figure: for lost punctuation nothing is looked for."""
    return any(map(str.isalnum, missing))


def _over_marks(text: str, at: int, step: int, most: int) -> int:
    """The offset beyond at most so many punctuation marks, which stand there for other ones."""
    for _ in range(most):
        mark = text[at : at + 1] if step > 0 else text[max(at - 1, 0) : at]
        if not mark or mark.isalnum() or mark.isspace():
            break
        at += step
    return at


def _run(blocks: list[Block]) -> tuple[list[Block], float]:
    """The blocks in a row with the highest score, and that score."""
    best = score = 0.0
    begin = first = line_end = text_end = 0
    last = -1
    for number, (line, there, length) in enumerate(blocks):
        missing, other = line - line_end, there - text_end
        loss = _GAP * (missing if missing > other else other) + _BLOCK
        score -= loss if loss < _MOST_GAP else _MOST_GAP
        if score <= 0:
            score, begin = 0.0, number
        score += length
        if score > best:
            best, first, last = score, begin, number
        line_end, text_end = line + length, there + length
    return blocks[first : last + 1], best


def _word_start(text: str, at: int) -> int:
    return text.rfind(" ", max(at - _SLACK, 0), at) + 1 or max(at - _SLACK, 0)


def _word_end(text: str, at: int) -> int:
    space = text.find(" ", at, at + _SLACK)
    return space if space >= 0 else min(at + _SLACK, len(text))


def _after_cut(text: str, start: int, low: int) -> int:
    """The start of a word: where context ends inside one, that word is context too, or all of it is the quote's."""
    return (text.find(" ", start, low) + 1 or _word_start(text, start)) if cuts_word(text, start) else start


def _before_cut(text: str, high: int, end: int) -> int:
    if not cuts_word(text, end):
        return end
    space = text.rfind(" ", high, end)
    return space if space >= 0 else _word_end(text, end)


def cuts_word(text: str, at: int) -> bool:
    """True if an offset stands inside a word."""
    around = text[max(at - 1, 0) : at + 1]
    return len(around) == 2 and around.isascii() and around.isalnum()


def settle(text: str, query: QuoteQuery, rough: Alignment) -> Alignment:
    """The alignment with its loose ends where what follows is most like what is missing; else at the word's end."""
    start, end = rough.start, rough.end
    if rough.loose_start:
        missing = query.line[query.at : rough.first]
        low = max(rough.low - len(missing) - _SLACK, 0)
        starts = [low + word.start() for word in _WORD.finditer(text[low : rough.low])]
        start = _most_alike(missing, [(text[at : rough.low], at) for at in starts if not cuts_word(text, at)], start)
    if rough.loose_end:
        missing = query.line[rough.last : query.stop]
        ends = [rough.high + word.end() for word in _WORD.finditer(text[rough.high : end + len(missing) + _SLACK])]
        end = _most_alike(missing, [(text[rough.high : at], at) for at in ends if not cuts_word(text, at)], end)
    return rough._replace(start=start, end=end, loose_start=False, loose_end=False)


def _most_alike(missing: str, options: list[tuple[str, int]], otherwise: int) -> int:
    """The offset of the option whose words are most like what is missing; `otherwise` where none is like it."""
    from rapidfuzz.distance import Levenshtein  # see `_within`

    ranked = [(Levenshtein.normalized_similarity(missing, words), -abs(at - otherwise), at) for words, at in options]
    alike, _, at = max(ranked, default=(0.0, 0, otherwise))
    return at if alike >= _ALIKE or (alike and len(missing) <= _LITTLE) else otherwise
