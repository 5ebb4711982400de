"""Where an edited quote might stand: pieces of it that are still there vote for a place.

Each piece (seed) found in the text says where the quote's start would be; close votes add up. The places
with most votes get a window, in which rapidfuzz aligns the quote, and its ends are then moved to the word
boundaries that fit best.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+(?:'\w+)*")
_SEED = 10
_SEEDS = 24
_PER_SEED = 40
_WINDOWS = 8
_END = 250


class Stretch(NamedTuple):
    start: int
    end: int


def seeds(words: str) -> list[tuple[int, str]]:
    """Pieces of a normalised quote with their offsets, starting at words, spread evenly, at most 24."""
    size = min(_SEED, max(len(words) // 3, 2))
    starts = [match.start() for match in _WORD.finditer(words) if match.start() + size <= len(words)]
    step = max(len(starts) / _SEEDS, 1)
    return [(at, words[at : at + size]) for at in (starts[int(i * step)] for i in range(int(len(starts) / step)))]


def guesses(text: str, words: str, prefix: str, suffix: str, low: int = 0, high: int | None = None) -> list[int]:
    """Where the quote may start between `low` and `high`, most votes first."""
    votes: Counter[int] = Counter()
    width = max(len(words) // 4, 8)
    found = seeds(words)
    if len(prefix) >= _SEED:
        found.append((-_SEED - 1, prefix[-_SEED:]))
    if len(suffix) >= _SEED:
        found.append((len(words) + 1, suffix[:_SEED]))
    for offset, seed in found:
        places: list[int] = []
        at = text.find(seed, low, high)
        while at >= 0 and len(places) < _PER_SEED:
            places.append(at)
            at = text.find(seed, at + 1, high)
        for bucket in {(place - offset) // width for place in places}:
            votes[bucket] += 2
            votes[bucket - 1] += 1
            votes[bucket + 1] += 1
    best: list[int] = []
    for bucket, _ in votes.most_common(_WINDOWS * 4):
        if all(abs(bucket - other) > 1 for other in best):
            best.append(bucket)
        if len(best) == _WINDOWS:
            break
    return [bucket * width for bucket in best]


def align(text: str, words: str, guess: int, margin: int = 0) -> Stretch | None:
    """The stretch near `guess` that is most like the quote, in a window that reaches half its length further.

    Of a long quote only both ends are aligned.
    """
    if len(words) > 2 * _END:
        further = min(len(words) // 4, 4 * _END)
        head = align(text, words[:_END], guess, _END)
        tail = align(text, words[-_END:], guess + len(words) - _END, further)
        return Stretch(head.start, tail.end) if head and tail and head.end <= tail.start else None
    from rapidfuzz import fuzz  # C code that unchanged documents never need

    margin = max(margin, len(words) // 2 + 16)
    low, high = max(guess - margin, 0), min(guess + len(words) + margin, len(text))
    window = text[low:high]
    found = fuzz.partial_ratio_alignment(words, window) if window else None
    if found is None:
        return None
    return _ends(text, words, Stretch(low + found.dest_start, low + found.dest_end), low, high)


def _ends(text: str, words: str, rough: Stretch, low: int, high: int) -> Stretch:
    """Moves both ends to the word boundaries near them that make the stretch most like the quote."""
    from rapidfuzz.distance import Levenshtein  # see `align`

    reach = min(max(len(words) // 4, 12), 60)
    matches = list(_WORD.finditer(text, low, high))
    starts = [m.start() for m in matches if abs(m.start() - rough.start) <= reach] or [rough.start]
    ends = [m.end() for m in matches if abs(m.end() - rough.end) <= reach] or [rough.end]
    tail = re.search(r"[^\w\s]+$", words)
    if tail:
        ends += [at + len(tail.group()) for at in ends if text.startswith(tail.group(), at)]
    head = re.match(r"[^\w\s]+", words)
    if head:
        size = len(head.group())
        starts += [at - size for at in starts if at >= size and text.startswith(head.group(), at - size)]

    def like(start: int, end: int) -> float:
        return Levenshtein.normalized_similarity(words, text[start:end]) if start < end else 0.0

    start = max(starts, key=lambda at: like(at, rough.end))
    end = max(ends, key=lambda at: like(start, at))
    start = max(starts, key=lambda at: like(at, end))
    return Stretch(start, end) if start < end else rough
