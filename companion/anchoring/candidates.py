"""Where an edited quote might stand: pieces of it that are still there vote for a place.

The pieces (seeds) are eight characters from each word's start, in the quote and its context; in scripts
written without spaces, four from every character. One pass over the text notes where the seeds of all
quotes stand, so the quotes are indexed and not the text. Each quote's rarest seeds then vote, in bins, for
where its line would start. A quote that stands somewhere as it is is found through its rarest seed too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from math import log
from typing import NamedTuple

from companion.anchoring.align import Stretch, align
from companion.anchoring.exact import MOST, fits, occurrences, uncut
from companion.anchoring.expected import UNKNOWN
from companion.anchoring.query import Wanted

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


class Guess(NamedTuple):
    """A quote's line may start between `low` and `high`; `votes` is the weight of the seeds that say so."""

    low: int
    high: int
    votes: float


def seeds(line: str) -> list[tuple[int, str]]:
    """A line's seeds with their offsets."""
    found = [(at, line[at : at + SIZE]) for at in _word_starts(line, 0) if at + SIZE <= len(line)]
    if not line.isascii():
        found += [(at, line[at : at + DENSE_SIZE]) for at in _dense_starts(line) if at + DENSE_SIZE <= len(line)]
    return found


def _word_starts(text: str, at: int) -> list[int]:
    lengths = accumulate(map(len, text.split(" ")), initial=at)
    return [length + spaces for spaces, length in enumerate(lengths)][:-1]


def _dense_starts(text: str) -> list[int]:
    return [] if text.isascii() else [match.start() for match in _DENSE.finditer(text)]


class Standing:
    """Where the seeds of all the quotes wanted stand in a text, found in one pass over it."""

    def __init__(self, text: str, wanted: Iterable[Wanted]) -> None:
        self._text = text
        self._seeds = {each.line: seeds(each.line) for each in wanted}
        self._places: dict[str, list[int]] = {seed: [] for found in self._seeds.values() for _, seed in found}
        at = 0
        while at < len(text):
            after = text.find(" ", at + _CHUNK) + 1 or len(text)
            self._note(_word_starts(text[at:after].removesuffix(" "), at), SIZE)
            at = after
        self._note(_dense_starts(text), DENSE_SIZE)

    def _note(self, starts: Iterable[int], size: int) -> None:
        text, places = self._text, self._places
        for start in starts:
            found = places.get(text[start : start + size])
            if found is not None:
                found.append(start)

    def repeats(self, wanted: Wanted) -> list[int]:
        """Where the words stand as they are, through the rarest seed inside them; without one, by a search."""
        inside = [
            (len(self._places[seed]), offset - wanted.at, seed)
            for offset, seed in self._seeds[wanted.line]
            if offset > wanted.at and offset + len(seed) <= wanted.stop
        ]
        if not inside:
            return occurrences(self._text, wanted.words, MOST)
        _, offset, seed = min(inside)
        found = []
        for place in self._places[seed]:
            if place >= offset and self._text.startswith(wanted.words, place - offset):
                found.append(place - offset)
                if len(found) == MOST:
                    break
        return uncut(self._text, wanted.words, found)

    def guesses(self, wanted: Wanted) -> list[Guess]:
        """Where the quote's line may start, most votes first."""
        size = len(self._text)
        found = [(self._places[seed], offset) for offset, seed in self._seeds[wanted.line]]
        voters = sorted((len(places), offset, places) for places, offset in found if places)
        bins: dict[int, float] = {}
        votes = 0
        for count, offset, places in voters[:_VOTERS]:
            votes += count
            if votes > _VOTES and bins:
                break
            weight = log(size / count) if count < size else 0.1
            for at in {(place - offset) // _BIN for place in places[:_VOTES]}:
                bins[at] = bins.get(at, 0.0) + weight
        pairs = sorted((-votes - bins.get(at + 1, 0.0), at) for at, votes in bins.items())
        best: list[Guess] = []
        taken: set[int] = set()
        for weight, at in pairs:
            if at not in taken:
                best.append(Guess(at * _BIN, (at + 2) * _BIN, -weight))
                taken.update((at - 1, at, at + 1))
                if len(best) == _BEST:
                    break
        return best


_GOOD = 0.6
_FEWER = 0.5
"""Where a good place was found, one with less than this share of its votes cannot be as good."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A stretch of the whole text, and from 0 to 1 how like the quote it is.

    `words` is likeness of the words, `before` and `after` that of what stands around them, `near` how well the
    place agrees with where the quote should be now.
    """

    stretch: Stretch
    words: float
    before: float
    after: float
    near: float = UNKNOWN

    @property
    def start(self) -> int:
        return self.stretch.start

    @property
    def end(self) -> int:
        return self.stretch.end

    @property
    def share(self) -> float:
        return self.stretch.share

    @property
    def context(self) -> float:
        return (self.before + self.after) / 2

    @property
    def score(self) -> float:
        """The weights of Hypothesis's client: words 50, what stands before and after 20 each, position 2."""
        return (50 * self.words + 20 * self.before + 20 * self.after + 2 * self.near) / 92

    def overlaps(self, other: Weighed) -> bool:
        return self.start < other.end and other.start < self.end


def weighed(text: str, wanted: Wanted, stretch: Stretch) -> Weighed:
    """A stretch with its likeness to the words and to their context, where the quote has any."""
    from rapidfuzz.distance import Levenshtein  # C code that unchanged documents never need

    start, end = stretch.start, stretch.end
    like = Levenshtein.normalized_similarity
    words = stretch.share if wanted.tail or stretch.share == 1 else like(wanted.words, text[start:end])
    before = after = -1.0
    if wanted.prefix:
        before = like(wanted.prefix, text[max(start - len(wanted.prefix) - 1, 0) : start].strip())
    if wanted.suffix:
        after = like(wanted.suffix, text[end : end + len(wanted.suffix) + 1].strip())
    if before < 0:
        before = after if after >= 0 else words
    return Weighed(stretch, words, before, after if after >= 0 else before)


def candidates(text: str, wanted: Wanted, standing: Standing) -> list[Weighed]:
    """All exact places and the best approximate ones; only one where words and context stand as they were."""
    size = len(wanted.words)
    exact = [Stretch(at, at + size, 1.0, wanted.at, wanted.stop, at, at + size) for at in standing.repeats(wanted)]
    if wanted.prefix or wanted.suffix:
        fitting = [each for each in exact if fits(text, each.start, each.end, wanted.prefix, wanted.suffix)]
        if len(fitting) == 1:
            return [Weighed(fitting[0], 1.0, 1.0, 1.0)]
    found = {(each.start, each.end): each for each in exact}
    most = 0.0
    for guess in standing.guesses(wanted):
        if guess.votes < most:
            break
        stretch = align(text, wanted, guess.low, guess.high)
        if stretch and wanted.tail:
            stretch = _to_tail(text, wanted, wanted.tail, stretch, standing)
        if stretch:
            found.setdefault((stretch.start, stretch.end), stretch)
            if stretch.share > _GOOD:
                most = max(most, guess.votes * _FEWER)
    return [weighed(text, wanted, each) for each in found.values()]


def _to_tail(text: str, wanted: Wanted, tail: Wanted, head: Stretch, standing: Standing) -> Stretch | None:
    """From the beginning of a very long quote to its end, if that stands about as far away as it should."""
    far = head.start + len(wanted.words) - len(tail.words)
    near = [guess for guess in standing.guesses(tail) if abs(guess.low - far) < len(wanted.words) / 2]
    for guess in sorted(near, key=lambda each: abs(each.low - far)):
        end = align(text, tail, guess.low, guess.high)
        if end and end.start >= head.end:
            share = (head.share + end.share) / 2
            return head._replace(end=end.end, share=share, high=end.high, loose_end=end.loose_end)
    return None
