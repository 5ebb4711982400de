"""Which of the places where a quote might stand it is, and how far that one is ahead of the others."""

from __future__ import annotations

from dataclasses import dataclass

from companion.anchoring.neighbours import Told
from companion.anchoring.wanted import Wanted
from companion.anchoring.weigh import Weighed

OFFERED = 5
"""A reader chooses among a handful."""
AHEAD = 1.0
"""Less is no decision."""
FAR_AHEAD = 4.0
_RIVAL = 0.5
"""A place with less than this share of what the best one has is no rival, wherever it is."""
_LONG = 200
_OTHER_PART = 0.2
_MORE = 0.1


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best place, by how much it is ahead of the next (at most `FAR_AHEAD`), and the others, best first."""

    best: Weighed
    ahead: float
    others: list[Weighed]


def length(wanted: Wanted) -> float:
    """How much the words' length says: nothing when very short, no more from 200 characters on."""
    return min(len(wanted.words), _LONG) / 100


def weight(wanted: Wanted, found: Weighed) -> float:
    """What a place is worth beside another: words over context over position."""
    return 6 * found.share + 3 * length(wanted) * found.words + 3 * found.context + 3 * found.near


def choose(wanted: Wanted, found: list[Weighed], told: list[Told]) -> Chosen | None:
    """The best of all places; None where there is none."""
    if not found:
        return None
    worth = {id(each): weight(wanted, each) for each in found}
    kept: list[Weighed] = []
    for each in sorted(found, key=lambda each: -worth[id(each)]):
        if len(kept) <= OFFERED and not any(each.overlaps(other) for other in kept):
            kept.append(each)
    best = kept[0]
    rivals = [each for each in kept[1:] if each.share > _RIVAL * best.share and not _apart(best, each)]
    ahead = worth[id(best)] - worth[id(rivals[0])] if rivals else FAR_AHEAD
    part = max((each for each in kept if _apart(best, each)), key=lambda each: each.share, default=best)
    if part.share > best.share + _MORE:
        best = part
    elif ahead < AHEAD and told:
        level = [best, *(each for each in rivals if worth[id(best)] - worth[id(each)] < AHEAD)]
        closest = _closest(level, told)
        best, ahead = (closest, AHEAD) if closest else (best, ahead)
    return Chosen(best, min(ahead, FAR_AHEAD), [each for each in kept if each is not best][:OFFERED])


def _apart(one: Weighed, other: Weighed) -> bool:
    """Whether these are different parts of the quote, which stand in different places now."""
    ours, theirs = one.stretch, other.stretch
    shared = min(ours.last, theirs.last) - max(ours.first, theirs.first)
    return shared < _OTHER_PART * min(ours.last - ours.first, theirs.last - theirs.first)


def _closest(level: list[Weighed], told: list[Told]) -> Weighed | None:
    """The place that moved as its neighbours did, if it is the only one: for words said again and again."""
    off = sorted((abs(each.start - told[0].place), number) for number, each in enumerate(level))
    return level[off[0][1]] if 2 * off[0][0] + 8 < off[1][0] else None
