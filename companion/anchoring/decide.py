"""How sure the best place for a quote is: a Placement with its state.

The score is that of Hypothesis's client, which puts a look-alike as high as a true place that was much
edited. So the state goes by `belief`: a logistic regression on simulated edits (the King James Bible and
Python's manual, 2 to 30 % of words), its weights kept to round numbers. The less the other quotes' passages
were edited, the more alike a place must be; and where a quote's two sides meet now, it was cut out.
"""

from __future__ import annotations

from dataclasses import dataclass

from companion.anchoring.candidates import Weighed
from companion.anchoring.expected import UNKNOWN, Told
from companion.anchoring.query import Wanted
from companion.anchoring.views import Views
from companion.model import LOST, Candidate, Placement

SURE = 0.8
UNSURE = -2.0
LEAST = 0.2
"""The least share of the words that is a guess worth showing."""
KEPT = 0.9
"""How much of an edited passage is left as a rule."""
MOVED = 1.0
"""What a stray gains where passages were moved about."""
OFFERED = 0.3
"""The least score of a candidate."""
_CUT = 2.5
_VERBATIM = 0.85
_FAR, _STRANGE, _ALIEN, _FEW = 0.2, 0.7, 0.5, 40
"""Less near is far off; less context is another's; fewer letters of words may stand anywhere."""


def belief(wanted: Wanted, chosen: Chosen, kept: float, cut: bool) -> float:
    """The odds, as a logarithm, that the best place is the quote's; 0 is even."""
    best = chosen.best
    size = length(wanted)
    return (
        7 * best.share
        + 3.5 * best.context
        + 1.9 * size * best.words
        + 2.4 * best.near
        + chosen.ahead
        + 0.8 * min(size, 1) * max(best.share - 0.75, 0) * 4
        - 8 * kept
        - (_CUT if cut and best.share < _VERBATIM else 0)
        - 3.9
    )


def strange(chosen: Chosen) -> bool:
    """Whether the words stand as they were, with nothing around them of what was around the quote."""
    return chosen.best.share >= _VERBATIM and max(chosen.best.before, chosen.best.after) < _STRANGE


def stray(wanted: Wanted, chosen: Chosen, cut: bool) -> bool:
    """Whether a strange place is far from where it should be, or the words were cut out there.

    A passage that was moved looks like this, and so does a copy of one that was deleted.
    """
    if not strange(chosen) or not (wanted.prefix or wanted.suffix):
        return False
    best = chosen.best
    anywhere = len(wanted.words) < _FEW and best.near <= UNKNOWN and max(best.before, best.after) < _ALIEN
    return cut or best.near < _FAR or anywhere


def judge(views: Views, wanted: Wanted, chosen: Chosen, odds: float, doubted: bool) -> Placement:
    """The Placement that a belief comes to; at best `unsure` where it is doubted."""
    best = chosen.best
    spans = views.spans(best.start, best.end)
    others = _candidates(views, chosen.others)
    if not spans:
        return LOST
    score = round(best.score, 4)
    if odds < UNSURE or max(best.share, best.words - 0.2) < LEAST:
        return Placement("lost", score, (), (Candidate(spans, score), *others) if score >= OFFERED else ())
    if odds < SURE or chosen.ahead < 1 or doubted:
        return Placement("unsure", score, spans, others)
    return Placement("exact" if _same(views.whole, wanted, best) else "changed", score, spans, others)


def _same(text: str, wanted: Wanted, best: Weighed) -> bool:
    """Whether the words stand there, spaces and dashes aside: extracted text gains and loses those."""
    return best.words == 1 or _bare(wanted.words) == _bare(text[best.start : best.end])


def _bare(words: str) -> str:
    return words.replace(" ", "").replace("-", "").replace("|", "")


def _candidates(views: Views, places: list[Weighed]) -> tuple[Candidate, ...]:
    made = [(views.spans(each.start, each.end), round(each.score, 4)) for each in places]
    return tuple(Candidate(spans, score) for spans, score in made if spans and score >= OFFERED)


MOST_OFFERED = 5
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
        if len(kept) <= MOST_OFFERED and not any(each.overlaps(other) for other in kept):
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
    return Chosen(best, min(ahead, FAR_AHEAD), [each for each in kept if each is not best][:MOST_OFFERED])


def _apart(one: Weighed, other: Weighed) -> bool:
    """Whether these are different parts of the quote, which stand in different places now."""
    ours, theirs = one.stretch, other.stretch
    shared = min(ours.last, theirs.last) - max(ours.first, theirs.first)
    return shared < _OTHER_PART * min(ours.last - ours.first, theirs.last - theirs.first)


def _closest(level: list[Weighed], told: list[Told]) -> Weighed | None:
    """The place that moved as its neighbours did, if it is the only one: for words said again and again."""
    off = sorted((abs(each.start - told[0].place), number) for number, each in enumerate(level))
    return level[off[0][1]] if 2 * off[0][0] + 8 < off[1][0] else None


_CONTEXT = 32
_LEAST = 10
_MET = 82.0
_UNLIKE = 70.0
_FITS = 0.6
_AROUND = 24
_DRIFT = 100


def cut_out(text: str, wanted: Wanted, found: list[Weighed], told: list[Told]) -> bool:
    """Whether prefix and suffix meet near where one of them stands, or where the quote should be."""
    prefix, suffix = wanted.prefix[-_CONTEXT:], wanted.suffix[:_CONTEXT]
    if min(len(prefix), len(suffix)) < _LEAST:
        return False
    from rapidfuzz import fuzz  # C code that unchanged documents never need

    met = f"{prefix} {suffix}"
    before, after = f"{prefix} {wanted.words[:_CONTEXT]}", f"{wanted.words[-_CONTEXT:]} {suffix}"
    if max(fuzz.ratio(met, before), fuzz.ratio(met, after)) > _UNLIKE:
        return False
    meeting = [each.start for each in found if each.before >= _FITS]
    meeting += [each.end for each in found if each.after >= _FITS]
    windows = [(at, _AROUND) for at in meeting] + [(each.place, _DRIFT) for each in told[:2]]
    return any(
        fuzz.partial_ratio(met, text[max(at - len(prefix) - room, 0) : at + len(suffix) + room], score_cutoff=_MET)
        for at, room in dict.fromkeys(windows)
    )
