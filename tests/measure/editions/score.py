"""What became of every passage of the set, by kind, and whether that is good enough.

`found` is a passage that stands and was placed, sure, where its place and the true one share at least half of the
longer; `wrong` one placed, sure, anywhere else; `false` one placed, sure, that is gone. An end is right where the same
letters are the outermost, whatever punctuation or white space goes with them.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from companion.model import Placement, Quote
from tests.measure.editions.collection import GONE, KINDS, Pair, Passage, Place

Quotes = Mapping[str, Sequence[Quote]]
Placer = Callable[[Pair, Quotes], Mapping[str, Placement]]
"""Places quotes of a pair's older edition in its newer one; it may look at the older one's text."""
FOUND, WRONG, UNSURE, ENDS, ENDS_REWRITTEN, MILLISECONDS = 99.6, 0.25, 2.0, 96.0, 80.0, 0.2
_SURE = ("exact", "changed")


class Fate(NamedTuple):
    """`outcome` is found, wrong, unsure or lost; `ends` counts those that are right where it was found."""

    outcome: str
    ends: int = 0


class Result(NamedTuple):
    pair: Pair
    passage: Passage
    placement: Placement
    place: Place | None
    fate: Fate


@dataclass
class Tally:
    """Counts of fates of one kind, or of several."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, fate: Fate) -> None:
        self.counts[fate.outcome] += 1
        self.counts["all"] += 1
        self.counts["both ends"] += fate.ends == 2

    def percent(self, outcome: str) -> float:
        whole = self.counts["found" if outcome == "both ends" else "all"]
        return 100 * self.counts[outcome] / whole if whole else 0.0


def judged(pair: Pair, passage: Passage, place: Place | None, state: str) -> Fate:
    """What a place means for a passage."""
    if state == "unsure":
        return Fate("unsure")
    if state not in _SURE or place is None:
        return Fate("lost")
    if passage.new_start is None or passage.new_end is None:
        return Fate("wrong")
    true = Place(passage.new_start, passage.new_end)
    shared = min(true.end, place.end) - max(true.start, place.start)
    if 2 * shared < max(true.end - true.start, place.end - place.start):
        return Fate("wrong")
    ours, theirs = _letters(pair.new.text, place), _letters(pair.new.text, true)
    return Fate("found", (ours.start == theirs.start) + (ours.end == theirs.end))


def _letters(text: str, place: Place) -> Place:
    """The place from its first letter or figure to its last."""
    start, end = place.start, min(place.end, len(text))
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return Place(start, end)


@dataclass
class Score:
    """All results of one placer, and the CPU seconds it took."""

    results: list[Result] = field(default_factory=list)
    seconds: float = 0.0
    quotes: int = 0

    def tallies(self) -> dict[str, Tally]:
        """By kind, in order, then of all that stand, of all of which none is left, and of all."""
        found = {kind: Tally() for kind in (*KINDS, "standing", "none left", "all")}
        for result in self.results:
            gone = result.passage.kind in GONE
            for name in (result.passage.kind, "none left" if gone else "standing", "all"):
                found[name].add(result.fate)
        return found

    @property
    def milliseconds(self) -> float:
        return 1e3 * self.seconds / self.quotes if self.quotes else 0.0


def scored(pairs: Iterable[Pair], placer: Placer, rounds: int = 1) -> Score:
    """Every pair's passages placed as one layer."""
    score = Score()
    for pair in pairs:
        wanted = {str(n): [pair.old.quote(each.start, each.end)] for n, each in enumerate(pair.passages)}
        document = pair.new.document
        for index in range(len(document)):
            document.section(index)
        taken = []
        for _ in range(rounds):
            start = time.process_time()
            placed = placer(pair, wanted)
            taken.append(time.process_time() - start)
        score.seconds += min(taken)
        score.quotes += len(wanted)
        for number, passage in enumerate(pair.passages):
            placement = placed[str(number)]
            place = pair.new.place(placement.spans)
            score.results.append(Result(pair, passage, placement, place, judged(pair, passage, place, placement.state)))
    return score


class Goal(NamedTuple):
    what: str
    value: float
    goal: str
    met: bool


def goals(score: Score) -> list[Goal]:
    """The figures that count, each with its goal."""
    of = score.tallies()
    found, ends = of["standing"].percent("found"), of["standing"].percent("both ends")
    wrong, unsure, rewritten = (
        of["all"].percent("wrong"),
        of["all"].percent("unsure"),
        of["rewritten"].percent("both ends"),
    )
    return [
        Goal("found of what stands", found, f"at least {FOUND:g} %", found >= FOUND),
        Goal("wrong or false", wrong, f"at most {WRONG:g} %", wrong <= WRONG),
        Goal("unsure", unsure, f"at most {UNSURE:g} %", unsure <= UNSURE),
        Goal("both ends right of what was found", ends, f"at least {ENDS:g} %", ends >= ENDS),
        Goal(
            "both ends right of what was rewritten",
            rewritten,
            f"at least {ENDS_REWRITTEN:g} %",
            rewritten >= ENDS_REWRITTEN,
        ),
    ]


def below(score: Score, peer: Score) -> list[Goal]:
    """For each kind, whether we find as much of it as the peer does; of what is gone, whether we leave as much."""
    ours, theirs = score.tallies(), peer.tallies()
    rows = []
    for kind in KINDS:
        what = "lost or unsure" if kind in GONE else "found"
        here, there = (_right(each[kind], kind) for each in (ours, theirs))
        rows.append(Goal(f"{kind}, {what}", here, f"at least the peer's {there:.2f} %", here >= there))
    return rows


def _right(tally: Tally, kind: str) -> float:
    return 100 - tally.percent("wrong") if kind in GONE else tally.percent("found")
