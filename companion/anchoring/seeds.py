"""Where an edited quote might stand: pieces of it that are still there vote for a place.

The pieces (seeds) are eight characters from each word's start, in the quote and its context; in scripts
written without spaces, four from every character. One pass over the text notes where the seeds of all
quotes stand, so the quotes are indexed and not the text. Each quote's rarest seeds then vote, in bins, for
where its line would start. A quote that stands somewhere as it is is found through its rarest seed too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate
from math import log
from typing import NamedTuple

from companion.anchoring.exact import MOST, occurrences, uncut
from companion.anchoring.wanted import Wanted

SIZE = 8
DENSE_SIZE = 4
_DENSE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_CHUNK = 1_000_000
_VOTERS = 8
_VOTES = 600
_BIN = 32
_BEST = 4

Places = dict[str, list[int]]
"""Where each seed stands in a text."""


class Guess(NamedTuple):
    """A quote's line may start between `low` and `high`; `votes` is the weight of the seeds that say so."""

    low: int
    high: int
    votes: float


def seeds(line: str) -> list[tuple[int, str]]:
    """A line's seeds with their offsets."""
    return [(at, line[at : at + SIZE]) for at in _word_starts(line, 0) if at + SIZE <= len(line)] + [
        (at, line[at : at + DENSE_SIZE]) for at in _dense_starts(line) if at + DENSE_SIZE <= len(line)
    ]


def _word_starts(text: str, at: int) -> list[int]:
    lengths = accumulate(map(len, text.split(" ")), initial=at)
    return [length + spaces for spaces, length in enumerate(lengths)][:-1]


def _dense_starts(text: str) -> Iterable[int]:
    return () if text.isascii() else (match.start() for match in _DENSE.finditer(text))


def standing(text: str, wanted: Iterable[Wanted]) -> Places:
    """Where the seeds of all the quotes stand, in one pass over the text."""
    places: Places = {seed: [] for each in wanted for _, seed in seeds(each.line)}
    at = 0
    while at < len(text):
        after = text.find(" ", at + _CHUNK) + 1 or len(text)
        for start in _word_starts(text[at:after].removesuffix(" "), at):
            found = places.get(text[start : start + SIZE])
            if found is not None:
                found.append(start)
        at = after
    for start in _dense_starts(text):
        found = places.get(text[start : start + DENSE_SIZE])
        if found is not None:
            found.append(start)
    return places


def repeats(text: str, wanted: Wanted, places: Places) -> list[int]:
    """Where the words stand as they are, through the rarest seed inside them; without one, by a search."""
    inside = [
        (len(places[seed]), offset - wanted.at, seed)
        for offset, seed in seeds(wanted.line)
        if offset > wanted.at and offset + len(seed) <= wanted.stop
    ]
    if not inside:
        return occurrences(text, wanted.words, MOST)
    _, offset, seed = min(inside)
    found = []
    for place in places[seed]:
        if place >= offset and text.startswith(wanted.words, place - offset):
            found.append(place - offset)
            if len(found) == MOST:
                break
    return uncut(text, wanted.words, found)


def guesses(wanted: Wanted, places: Places, size: int) -> list[Guess]:
    """Where the line may start in a text of `size`, most votes first."""
    voters = sorted((len(places[seed]), offset, seed) for offset, seed in seeds(wanted.line) if places[seed])
    bins: dict[int, float] = {}
    votes = 0
    for count, offset, seed in voters[:_VOTERS]:
        votes += count
        if votes > _VOTES and bins:
            break
        weight = log(size / count) if count < size else 0.1
        for at in {(place - offset) // _BIN for place in places[seed][:_VOTES]}:
            bins[at] = bins.get(at, 0.0) + weight
    pairs = sorted(((-votes - bins.get(at + 1, 0.0), at) for at, votes in bins.items()))
    best: list[Guess] = []
    taken: set[int] = set()
    for weight, at in pairs:
        if at not in taken:
            best.append(Guess(at * _BIN, (at + 2) * _BIN, -weight))
            taken.update((at - 1, at, at + 1))
            if len(best) == _BEST:
                break
    return best
