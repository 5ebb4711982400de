"""Labels of passages, from both editions' words alone: what is not certain by two signs gets no label.

Sentences are aligned by `difflib` on their words in lower case. One that stands in both in the same order is `same`
(`recased` where only capitals, punctuation or white space differ), or `repeated` where it stands in an edition more
than once and a neighbour that stands there once agrees. One that stands once in both in another order is `moved`.
A sentence is the other's new wording where it is the most alike of all for both sides by a margin and stands
between the same neighbours: `kept` (85 % of both's words), `changed` (65 %), `rewritten`.
`embedded` is a run of words inside a sentence that changed around it. `gone` is what has left no three words in a
row, or words in a row taken out of a changed sentence; `look-alike` what is gone while another old sentence like it
still stands word for word.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from tests.measure.editions.collection import Edition, Passage
from tests.measure.editions.sentences import Sentence, Token, alike, most_alike, runs, sentences

KEPT, CHANGED, REWRITTEN = 0.85, 0.65, 0.42
_HALF = 0.5
_MARGIN, _FIRM_MARGIN = 0.12, 0.2
_GONE, _LIKE = 0.35, 0.6
_TRACES = 0.15
_LETTERS, _GONE_LETTERS = 12, 25
_PHRASE_LETTERS, _LONE_LETTERS = 15, 24
_MOST_WORDS = 12


class Link(NamedTuple):
    """Sentences of the old and the new edition by their numbers; `score` is 1 where all words are the same."""

    old: int
    new: int
    score: float


class Labels:
    """Two editions' sentences, linked, and the passages that can be labelled."""

    def __init__(self, old: Edition, new: Edition, seed: str) -> None:
        self._chance = random.Random(seed)
        self.old, self.new = sentences(old), sentences(new)
        keys = [each.key for each in self.old], [each.key for each in self.new]
        self._counts = Counter(keys[0]), Counter(keys[1])
        self._opcodes = SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes()
        self._equal = {a + n: c + n for what, a, b, c, _ in self._opcodes if what == "equal" for n in range(b - a)}
        taken = set(self._equal.values())
        self._free_old = [n for n in range(len(self.old)) if n not in self._equal]
        self._free_new = [n for n in range(len(self.new)) if n not in taken]
        self._bare = tuple(f" {' '.join(keys[side])} " for side in (0, 1))
        self._trigrams = {gram for each in self.new for gram in _trigrams(each.tokens)}

    def passages(self) -> list[Passage]:
        """All that can be labelled, in the old edition's order."""
        links = self._links()
        found = [*self._equal_ones(), *self._moved(), *self._gone({link.old for link in links})]
        for link in links:
            found += self._reworded(link)
        found += self._lone({link.old for link in links})
        return sorted(set(found), key=lambda each: (each.start, each.end, each.kind))

    def _once(self, key: str) -> bool:
        """Whether these words stand once in each edition, be it as a sentence or inside one."""
        return all(bare.count(f" {key} ") == 1 for bare in self._bare)

    def _passage(self, kind: str, old: int, new: int) -> Passage:
        one, other = self.old[old], self.new[new]
        return Passage(kind, one.start, one.end, other.start, other.end)

    def _equal_ones(self) -> Iterator[Passage]:
        for old, new in self._equal.items():
            one, other = self.old[old], self.new[new]
            if self._once(one.key):
                if one.letters >= _LETTERS:
                    yield self._passage("same" if one.text == other.text else "recased", old, new)
            elif one.text == other.text and self._agrees(old, new):
                yield self._passage("repeated", old, new)

    def _agrees(self, old: int, new: int) -> bool:
        """Whether both sentences beside it are linked beside its place, one of them being found once."""
        beside = [self._equal.get(old + step) == new + step for step in (-1, 1)]
        once = [
            0 <= old + step < len(self.old) and self._once(self.old[old + step].key) and beside[n]
            for n, step in enumerate((-1, 1))
        ]
        return all(beside) and any(once)

    def _moved(self) -> Iterator[Passage]:
        where = {self.new[n].key: n for n in self._free_new}
        for old in self._free_old:
            one = self.old[old]
            new = where.get(one.key)
            if new is not None and self._once(one.key) and one.letters >= _GONE_LETTERS:
                yield self._passage("moved", old, new)

    def _links(self) -> list[Link]:
        """The new wordings of sentences that do not stand as they were."""
        rows: dict[int, list[tuple[float, int]]] = {}
        columns: dict[int, list[tuple[float, int]]] = {}
        for old in self._free_old:
            for new in range(len(self.new)):
                if most_alike(self.old[old], self.new[new]) < REWRITTEN - _FIRM_MARGIN:
                    continue
                score = alike(self.old[old], self.new[new])
                rows.setdefault(old, []).append((score, new))
                columns.setdefault(new, []).append((score, old))
        free = set(self._free_new)
        found = []
        for old, row in rows.items():
            score, new = max(row)
            if new not in free or score >= 1 or score < REWRITTEN or max(columns[new])[1] != old:
                continue
            ahead = score - max(_second(row), _second(columns[new]))
            if ahead >= (_MARGIN if score >= CHANGED else _FIRM_MARGIN) and self._beside(old, new, score):
                found.append(Link(old, new, score))
        return found

    def _beside(self, old: int, new: int, score: float) -> bool:
        """Whether both stand in the same replaced stretch; what is much rewritten, also at the same place in it."""
        for what, a, b, c, d in self._opcodes:
            if what == "replace" and a <= old < b and c <= new < d:
                return score >= _HALF or (b - a == d - c and old - a == new - c)
        return False

    def _reworded(self, link: Link) -> Iterator[Passage]:
        one, other = self.old[link.old], self.new[link.new]
        longer = max(one.letters, other.letters) / max(min(one.letters, other.letters), 1)
        if one.letters >= _GONE_LETTERS and longer <= 1.8:
            yield self._passage(wording(link.score), link.old, link.new)
        matching = runs(one.tokens, other.tokens)
        for a, b, size in matching:
            phrase = self._phrase(one.tokens[a : a + size], other.tokens[b : b + size], _PHRASE_LETTERS)
            if phrase and _key(other).count(f" {phrase[0]} ") == 1 and _key(one).count(f" {phrase[0]} ") == 1:
                yield phrase[1]
        yield from self._taken_out(one, matching)

    def _phrase(self, old: tuple[Token, ...], new: tuple[Token, ...], letters: int) -> tuple[str, Passage] | None:
        """Some of a run of words that stands in both, and its passage; None where it says too little."""
        room = max(len(old) - _MOST_WORDS, 0)
        first = self._chance.randint(0, room) if room else 0
        old, new = old[first : first + _MOST_WORDS], new[first : first + _MOST_WORDS]
        if len(old) < 3 or sum(len(token.word) for token in old) < letters:
            return None
        key = " ".join(token.word for token in old)
        return key, Passage("embedded", old[0].start, old[-1].end, new[0].start, new[-1].end)

    def _taken_out(self, one: Sentence, matching: list[tuple[int, int, int]]) -> Iterator[Passage]:
        """Words in a row of a changed sentence of which nothing is left anywhere."""
        at = 0
        for a, _, size in [*matching, (len(one.tokens), 0, 0)]:
            left = one.tokens[at:a]
            if len(left) >= 4 and sum(len(token.word) for token in left) >= _GONE_LETTERS and self._traces(left) == 0:
                yield Passage("gone", left[0].start, left[-1].end)
            at = a + size

    def _traces(self, old: tuple[Token, ...]) -> float:
        """The share of its three words in a row that stand in the new edition."""
        grams = _trigrams(old)
        return sum(gram in self._trigrams for gram in grams) / len(grams) if grams else 1.0

    def _gone(self, linked: set[int]) -> Iterator[Passage]:
        owner = {new: old for old, new in self._equal.items()}
        for old in self._free_old:
            one = self.old[old]
            if old in linked or one.letters < _GONE_LETTERS or self._counts[0][one.key] > 1 or one.key in self._bare[1]:
                continue
            scores = sorted((alike(one, self.new[n]), n) for n in range(len(self.new)) if self._near(one, n))
            best, new = scores[-1] if scores else (0.0, -1)
            if best < _GONE and self._traces(one.tokens) <= _TRACES:
                yield Passage("gone", one.start, one.end)
            elif best >= _LIKE and new in owner and all(n in owner for score, n in scores if score >= _GONE):
                yield Passage("look-alike", one.start, one.end)

    def _near(self, one: Sentence, new: int) -> bool:
        return most_alike(one, self.new[new]) >= _GONE

    def _lone(self, linked: set[int]) -> Iterator[Passage]:
        """Words in a row that stand once in each edition, in sentences that are not the same."""
        free = [self.new[n] for n in self._free_new]
        for old in self._free_old:
            if old in linked or self.old[old].key in self._counts[1]:
                continue
            one = self.old[old]
            for other in free:
                if most_alike(one, other) < 0.15:
                    continue
                for a, b, size in runs(one.tokens, other.tokens):
                    phrase = self._phrase(one.tokens[a : a + size], other.tokens[b : b + size], _LONE_LETTERS)
                    if phrase and size >= 5 and self._once(phrase[0]):
                        yield phrase[1]


def wording(score: float) -> str:
    """The kind of a new wording that is so much alike."""
    return "kept" if score >= KEPT else "changed" if score >= CHANGED else "rewritten"


def _second(scores: list[tuple[float, int]]) -> float:
    return sorted(scores)[-2][0] if len(scores) > 1 else 0.0


def _key(sentence: Sentence) -> str:
    return f" {sentence.key} "


def _trigrams(of: tuple[Token, ...]) -> list[tuple[str, ...]]:
    size = 3 if len(of) < 60 else 4
    return [tuple(token.word for token in of[n : n + size]) for n in range(len(of) - size + 1)]


def drawn(passages: list[Passage], most: int, seed: str) -> list[Passage]:
    """At most so many of them, the rarer kinds first, none over another of its kind."""
    chance = random.Random(seed)
    by_kind: dict[str, list[Passage]] = {}
    for passage in passages:
        by_kind.setdefault(passage.kind, []).append(passage)
    kept: list[Passage] = []
    queues = sorted(by_kind.values(), key=lambda each: (len(each), each[0].kind))
    for number, queue in enumerate(queues):
        share = (most - len(kept)) // (len(queues) - number)
        kept += chance.sample(queue, min(len(queue), share))
    return sorted(kept, key=lambda each: (each.start, each.end, each.kind))
