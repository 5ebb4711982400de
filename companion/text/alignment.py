"""Two editions of a text, sentence by sentence: which new sentence each old one has become.

Equal runs come first: sentences that stand once in both and in the same order are anchors, and only what lies between
them is compared by `difflib`. Equal sentences elsewhere were moved. What is left is linked by likeness, best first and
one to one: at least 50 of 100 between the same neighbours, 65 elsewhere. At last a sentence may be part of a longer
one that was not dropped: two were merged, or one was split.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise
from math import log
from typing import Literal, NamedTuple

Change = Literal["same", "reworded", "moved", "split", "merged", "dropped", "new"]

NEAR, FAR, INSIDE = 50.0, 65.0, 10.0
"""Least likeness between the same neighbours and elsewhere (of 100), and what the former gain when links are ranked."""
PART, LONGER, PART_LETTERS = 85.0, 1.15, 25
_ROOM = 0.5
"""The share of a part by which the longer sentence must have grown: else it only holds words like the part's."""
_FAR_LETTERS = 12
_CANDIDATES, _STRETCH = 6, 40
_COMMON, _FEW, _MANY = 0.02, 10, 50
"""Words in more than this share of the sentences, and in more than a few, tell nothing; nor do those in many."""
_WORK = 2_000_000
"""Pairs of equal sentences between two anchors that `difflib` may look at; beyond, only the anchors count."""
_WORD = re.compile(r"[^\W_]+")
_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class SentenceLink(NamedTuple):
    """Numbers of an old and a new sentence; `score` from 0 to 1 (the words are the same); `moved`: out of order."""

    old: int
    new: int
    score: float
    moved: bool = False


class Part(NamedTuple):
    """A whole sentence that is a part of another edition's longer one: an old one `merged`, or split off an old one."""

    old: int
    new: int
    merged: bool
    score: float


@dataclass(frozen=True)
class SentenceAlignment:
    """Two editions' sentences linked one to one, and parts. Old and new sentences are named by their numbers.

    `links` are in the order of the old ones; `parts` are of sentences without a link.
    """

    size: tuple[int, int]
    links: tuple[SentenceLink, ...]
    parts: tuple[Part, ...] = ()

    @cached_property
    def _by_old(self) -> dict[int, SentenceLink]:
        return {link.old: link for link in self.links}

    @cached_property
    def _by_new(self) -> dict[int, SentenceLink]:
        return {link.new: link for link in self.links}

    def from_old(self, old: int) -> SentenceLink | None:
        return self._by_old.get(old)

    def from_new(self, new: int) -> SentenceLink | None:
        return self._by_new.get(new)

    def new_of(self, old: int) -> tuple[int, ...]:
        """The new sentences that an old one has become, in order; none where it was dropped."""
        link = self._by_old.get(old)
        found = {part.new for part in self.parts if part.old == old} | ({link.new} if link else set())
        return tuple(sorted(found))

    def changes(self) -> Iterator[tuple[Change, int | None, int | None]]:
        """What became of every old sentence in order, then the new ones that came from none."""
        merged = {part.old: part.new for part in self.parts if part.merged}
        split = {part.old for part in self.parts if not part.merged}
        for old in range(self.size[0]):
            link = self._by_old.get(old)
            if link is None:
                yield ("merged", old, merged[old]) if old in merged else ("dropped", old, None)
            elif old in split:
                yield "split", old, link.new
            else:
                yield "moved" if link.moved else "same" if link.score == 1 else "reworded", old, link.new
        cut_off = {part.new for part in self.parts if not part.merged}
        for new in range(self.size[1]):
            if new not in self._by_new and new not in cut_off:
                yield "new", None, new


def comparable(sentence: str) -> str:
    """Its letters and figures in lower case, one space between words; what has none stays as it is."""
    return " ".join(_WORD.findall(sentence.lower())) or sentence.strip()


def ratio(one: str, other: str) -> float:
    """How alike two sentences are, from 0 to 1; one is for the same words alone."""
    from rapidfuzz import fuzz  # see `_Alike.links`

    one, other = comparable(one), comparable(other)
    return 1.0 if one == other else min(fuzz.ratio(one, other) / 100, 0.9999)


def aligned(old: Sequence[str], new: Sequence[str]) -> SentenceAlignment:
    """The alignment of two editions, given as their sentences."""
    before, after = [comparable(each) for each in old], [comparable(each) for each in new]
    in_order = dict(_equal(before, after, 0, len(before), 0, len(after)))
    links = in_order | _equal_elsewhere(before, after, in_order)
    scores = dict.fromkeys(links.items(), 1.0)
    parts: tuple[Part, ...] = ()
    if len(links) < len(before) and len(links) < len(after):
        alike = _Alike(before, after, links, in_order)
        scores |= alike.links()
    if len(scores) < max(len(before), len(after)):
        parts = tuple(_parts(before, after, scores))
    kept = _in_order(sorted(scores))
    made = (SentenceLink(a, b, score, (a, b) not in kept) for (a, b), score in sorted(scores.items()))
    return SentenceAlignment((len(before), len(after)), tuple(made), parts)


def _equal(a: list[str], b: list[str], first: int, last: int, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Equal sentences of `a[first:last]` and `b[low:high]` in the same order."""
    stretches = [(first, last, low, high)]
    while stretches:
        first, last, low, high = stretches.pop()
        while first < last and low < high and a[first] == b[low]:
            yield first, low
            first, low = first + 1, low + 1
        while first < last and low < high and a[last - 1] == b[high - 1]:
            last, high = last - 1, high - 1
            yield last, high
        if first == last or low == high:
            continue
        anchors = _anchors(a, b, first, last, low, high)
        if anchors:
            edges = [(first - 1, low - 1), *anchors, (last, high)]
            yield from anchors
            stretches += [(x + 1, y, u + 1, v) for (x, u), (y, v) in pairwise(edges)]
        else:
            yield from _repeated(a, b, first, last, low, high)


def _anchors(a: list[str], b: list[str], first: int, last: int, low: int, high: int) -> list[tuple[int, int]]:
    """Sentences that stand once in both stretches, as many as stand in the same order."""
    ours, theirs = Counter(a[first:last]), Counter(b[low:high])
    where = {b[n]: n for n in range(low, high) if theirs[b[n]] == 1}
    pairs = [(n, where[a[n]]) for n in range(first, last) if ours[a[n]] == 1 and a[n] in where]
    return sorted(_in_order(pairs))


def _repeated(a: list[str], b: list[str], first: int, last: int, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Equal sentences where none stands once in both."""
    ours, theirs = Counter(a[first:last]), Counter(b[low:high])
    work = sum(count * theirs[key] for key, count in ours.items())
    if not work or work > _WORK:
        return
    from difflib import SequenceMatcher  # not needed to read

    matcher = SequenceMatcher(None, a[first:last], b[low:high], autojunk=False)
    for at, there, size in matcher.get_matching_blocks():
        yield from ((first + at + n, low + there + n) for n in range(size))


def _in_order(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """As many of the pairs, which are in order of the first number, as are in order of the second too."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, (_, value) in enumerate(pairs):
        place = bisect_left(ends, value)
        before.append(at[place - 1] if place else -1)
        if place == len(ends):
            ends.append(value)
            at.append(index)
        else:
            ends[place], at[place] = value, index
    kept = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(pairs[index])
        index = before[index]
    return kept


def _equal_elsewhere(a: list[str], b: list[str], links: dict[int, int]) -> dict[int, int]:
    """Equal sentences that are not linked yet, the first of them with the first."""
    taken = set(links.values())
    free: dict[str, list[int]] = {}
    for n in range(len(b) - 1, -1, -1):
        if n not in taken:
            free.setdefault(b[n], []).append(n)
    return {n: free[a[n]].pop() for n in range(len(a)) if n not in links and free.get(a[n])}


def search_words(sentence: str) -> set[str]:
    """Words to find a sentence by; of scripts without spaces, every two letters."""
    found = set(sentence.split())
    if not sentence.isascii() and _DENSE.search(sentence):
        found |= {sentence[n : n + 2] for n in range(len(sentence) - 1)}
    return found


class _Index:
    """Which of some sentences share rare words with another."""

    def __init__(self, sentences: Sequence[str], numbers: Iterable[int]) -> None:
        holders: dict[str, list[int]] = {}
        count = 0
        for number in numbers:
            count += 1
            for word in search_words(sentences[number]):
                holders.setdefault(word, []).append(number)
        most = min(max(_COMMON * count, _FEW), _MANY)
        rare = ((word, of) for word, of in holders.items() if len(of) <= most)
        self._rare = {word: (log(1 + count / len(of)), of) for word, of in rare}

    def nearest(self, sentence: str) -> list[int]:
        """The few that share most, rare words counting for more."""
        weights: defaultdict[int, float] = defaultdict(float)
        for word in search_words(sentence):
            if word in self._rare:
                weight, holders = self._rare[word]
                for number in holders:
                    weights[number] -= weight
        ranked = zip(weights.values(), weights, strict=True)
        return [number for _, number in nsmallest(_CANDIDATES, ranked)]


class _Alike:
    """Sentences that are not equal to any, linked by likeness."""

    def __init__(self, a: list[str], b: list[str], links: dict[int, int], in_order: dict[int, int]) -> None:
        self._a, self._b = a, b
        taken = set(links.values())
        self._old = [n for n in range(len(a)) if n not in links]
        self._new = [n for n in range(len(b)) if n not in taken]
        self._edges = sorted([*in_order.items(), (-1, -1), (len(a), len(b))])

    def links(self) -> dict[tuple[int, int], float]:
        from rapidfuzz import fuzz  # C code that one edition never needs

        index = _Index(self._b, self._new)
        ranked: list[tuple[float, float, int, int]] = []
        for old in self._old:
            low, high = self._between(old)
            first, last = bisect_left(self._new, low), bisect_left(self._new, high)
            near = self._new[first:last] if last - first <= _STRETCH else []
            for new in dict.fromkeys([*near, *index.nearest(self._a[old])]):
                inside = low <= new < high
                if not inside and min(len(self._a[old]), len(self._b[new])) < _FAR_LETTERS:
                    continue
                score = fuzz.ratio(self._a[old], self._b[new], score_cutoff=NEAR if inside else FAR)
                if score:
                    ranked.append((-score - INSIDE * inside, score, old, new))
        found: dict[tuple[int, int], float] = {}
        olds, news = set(self._old), set(self._new)
        for _, score, old, new in sorted(ranked):
            if old in olds and new in news:
                found[old, new] = min(score / 100, 0.9999)  # one is for the same words alone
                olds.remove(old)
                news.remove(new)
        return found

    def _between(self, old: int) -> tuple[int, int]:
        """The new sentences between those that its linked neighbours have become."""
        at = bisect_left(self._edges, (old, -1))
        return self._edges[at - 1][1] + 1, self._edges[at][1]


def _parts(a: list[str], b: list[str], links: dict[tuple[int, int], float]) -> Iterator[Part]:
    """Whole sentences without a link that stand inside longer ones that have one."""
    grown = {new: len(b[new]) - len(a[old]) for old, new in links}
    shrunk = {old: len(a[old]) - len(b[new]) for old, new in links}
    for old, new, score in _inside(a, [n for n in range(len(a)) if n not in shrunk], b, grown):
        yield Part(old, new, True, score)
    for new, old, score in _inside(b, [n for n in range(len(b)) if n not in grown], a, shrunk):
        yield Part(old, new, False, score)


def _inside(
    some: list[str], free: list[int], others: list[str], room: dict[int, int]
) -> Iterator[tuple[int, int, float]]:
    """Those of the free ones that are a part of another, which has `room` beside what it is linked to."""
    from rapidfuzz import fuzz  # see `_Alike.links`

    long = [number for number in free if len(some[number]) >= PART_LETTERS]
    index = _Index(others, (n for n in sorted(room) if room[n] >= _ROOM * PART_LETTERS)) if long else None
    for number in long:
        size = len(some[number])
        best, score = -1, PART
        for other in index.nearest(some[number]) if index else ():
            if len(others[other]) >= LONGER * size and room[other] >= _ROOM * size:
                likeness = fuzz.partial_ratio(some[number], others[other], score_cutoff=score)
                if likeness > score or (likeness == score and best < 0):
                    best, score = other, likeness
        if best >= 0:
            yield number, best, score / 100
