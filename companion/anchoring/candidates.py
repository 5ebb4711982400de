"""Candidates: where an edited quote might stand, by the seeds of it that are still in the text, and their scores.

Seeds are eight characters from each word's start, in the quote and its context; in scripts written without spaces,
four from every character. One pass over the text notes where the seeds of all quotes stand, so the quotes are indexed
and not the text. Each quote's rarest seeds then vote, in bins, for where its line would start. Exact matches are found
through the rarest seed too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from math import log
from typing import NamedTuple

from companion.anchoring.align import Alignment, align
from companion.anchoring.exact import MOST, context_fits, occurrences, prefer_whole_words
from companion.anchoring.expected import UNKNOWN
from companion.anchoring.query import QuoteQuery

SIZE = 8
DENSE_SIZE = 4
"""Characters of a seed, and of one in a script written without spaces."""
_DENSE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_CHUNK = 1_000_000
_VOTERS = 8
_VOTES = 600
_BIN = 32
_BEST = 4
_GOOD = 0.6
_FEWER = 0.5
"""Where a good match was found, a guess with less than this share of its votes cannot be as good."""


class Guess(NamedTuple):
    """A range, `low` to `high`, in which a query's line may start; `votes` is the weight of the seeds that say so."""

    low: int
    high: int
    votes: float


def seeds(line: str) -> list[tuple[int, str]]:
    """A line's seeds with their offsets."""
    pairs = [(at, line[at : at + SIZE]) for at in _word_starts(line, 0) if at + SIZE <= len(line)]
    if not line.isascii():
        pairs += [(at, line[at : at + DENSE_SIZE]) for at in _dense_starts(line) if at + DENSE_SIZE <= len(line)]
    return pairs


def _word_starts(text: str, at: int) -> list[int]:
    lengths = accumulate(map(len, text.split(" ")), initial=at)
    return [length + spaces for spaces, length in enumerate(lengths)][:-1]


def _dense_starts(text: str) -> list[int]:
    return [] if text.isascii() else [match.start() for match in _DENSE.finditer(text)]


class SeedIndex:
    """The offsets in a text of the seeds of all queries, found in one pass over it."""

    def __init__(self, text: str, queries: Iterable[QuoteQuery]) -> None:
        self._text = text
        self._seeds = {query.line: seeds(query.line) for query in queries}
        self._places: dict[str, list[int]] = {seed: [] for pairs in self._seeds.values() for _, seed in pairs}
        at = 0
        while at < len(text):
            after = text.find(" ", at + _CHUNK) + 1 or len(text)
            self._note(_word_starts(text[at:after].removesuffix(" "), at), SIZE)
            at = after
        self._note(_dense_starts(text), DENSE_SIZE)

    def _note(self, starts: Iterable[int], size: int) -> None:
        text, places = self._text, self._places
        for start in starts:
            known = places.get(text[start : start + size])
            if known is not None:
                known.append(start)

    def exact_matches(self, query: QuoteQuery) -> list[int]:
        """Offsets at which the words stand as they are, by the rarest seed inside them; without one, by a search."""
        inside = [
            (len(self._places[seed]), offset - query.at, seed)
            for offset, seed in self._seeds[query.line]
            if offset > query.at and offset + len(seed) <= query.stop
        ]
        if not inside:
            return occurrences(self._text, query.words, MOST)
        _, offset, seed = min(inside)
        starts = []
        for place in self._places[seed]:
            if place >= offset and self._text.startswith(query.words, place - offset):
                starts.append(place - offset)
                if len(starts) == MOST:
                    break
        return prefer_whole_words(self._text, query.words, starts)

    def guesses(self, query: QuoteQuery) -> list[Guess]:
        """Where the query's line may start, most votes first."""
        size = len(self._text)
        pairs = [(self._places[seed], offset) for offset, seed in self._seeds[query.line]]
        voters = sorted((len(places), offset, places) for places, offset in pairs if places)
        bins: dict[int, float] = {}
        votes = 0
        for count, offset, places in voters[:_VOTERS]:
            votes += count
            if votes > _VOTES and bins:
                break
            weight = log(size / count) if count < size else 0.1
            for at in {(place - offset) // _BIN for place in places[:_VOTES]}:
                bins[at] = bins.get(at, 0.0) + weight
        ranked = sorted((-votes - bins.get(at + 1, 0.0), at) for at, votes in bins.items())
        best: list[Guess] = []
        taken: set[int] = set()
        for weight, at in ranked:
            if at not in taken:
                best.append(Guess(at * _BIN, (at + 2) * _BIN, -weight))
                taken.update((at - 1, at, at + 1))
                if len(best) == _BEST:
                    break
        return best


@dataclass(frozen=True, slots=True)
class Match:
    """An alignment with the whole text, and its scores, each from 0 to 1.

    `words` is the likeness of the words, `before` and `after` that of the context, `proximity` how well the place
    agrees with where the quote is expected.
    """

    alignment: Alignment
    words: float
    before: float
    after: float
    proximity: float = UNKNOWN

    @property
    def start(self) -> int:
        return self.alignment.start

    @property
    def end(self) -> int:
        return self.alignment.end

    @property
    def share(self) -> float:
        return self.alignment.share

    @property
    def context(self) -> float:
        return (self.before + self.after) / 2

    @property
    def score(self) -> float:
        """The score by the weights of Hypothesis's client: words 50, prefix and suffix 20 each, position 2."""
        return (50 * self.words + 20 * self.before + 20 * self.after + 2 * self.proximity) / 92

    def overlaps(self, other: Match) -> bool:
        return self.start < other.end and other.start < self.end


def scored(text: str, query: QuoteQuery, alignment: Alignment) -> Match:
    """The match of an alignment, with the likeness of words and, where the quote has any, context."""
    from rapidfuzz.distance import Levenshtein  # C code that unchanged documents never need

    start, end = alignment.start, alignment.end
    like = Levenshtein.normalized_similarity
    words = alignment.share if query.tail or alignment.share == 1 else like(query.words, text[start:end])
    before = after = -1.0
    if query.prefix:
        before = like(query.prefix, text[max(start - len(query.prefix) - 1, 0) : start].strip())
    if query.suffix:
        after = like(query.suffix, text[end : end + len(query.suffix) + 1].strip())
    if before < 0:
        before = after if after >= 0 else words
    return Match(alignment, words, before, after if after >= 0 else before)


def candidates(text: str, query: QuoteQuery, index: SeedIndex) -> list[Match]:
    """All exact matches and the best approximate ones; only one where words and context stand as they were."""
    size = len(query.words)
    exact = [Alignment(at, at + size, 1.0, query.at, query.stop, at, at + size) for at in index.exact_matches(query)]
    if query.prefix or query.suffix:
        fitting = [one for one in exact if context_fits(text, one.start, one.end, query.prefix, query.suffix)]
        if len(fitting) == 1:
            return [Match(fitting[0], 1.0, 1.0, 1.0)]
    alignments = {(one.start, one.end): one for one in exact}
    most = 0.0
    for guess in index.guesses(query):
        if guess.votes < most:
            break
        if any(guess.low - _BIN <= one.low - query.at < guess.high + _BIN for one in exact):
            most = max(most, guess.votes * _FEWER)
            continue
        alignment = align(text, query, guess.low, guess.high)
        if alignment and query.tail:
            alignment = _to_tail(text, query, query.tail, alignment, index)
        if alignment:
            alignments.setdefault((alignment.start, alignment.end), alignment)
            if alignment.share > _GOOD:
                most = max(most, guess.votes * _FEWER)
    return [scored(text, query, alignment) for alignment in alignments.values()]


def _to_tail(text: str, query: QuoteQuery, tail: QuoteQuery, head: Alignment, index: SeedIndex) -> Alignment | None:
    """From the beginning of a very long quote to its end, if that stands about as far away as it should."""
    far = head.start + len(query.words) - len(tail.words)
    near = [guess for guess in index.guesses(tail) if abs(guess.low - far) < len(query.words) / 2]
    for guess in sorted(near, key=lambda guess: abs(guess.low - far)):
        end = align(text, tail, guess.low, guess.high)
        if end and end.start >= head.end:
            share = (head.share + end.share) / 2
            return head._replace(end=end.end, share=share, high=end.high, loose_end=end.loose_end)
    return None
