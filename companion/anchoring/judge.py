"""How sure the best place for a quote is: a Placement with its state.

The score is that of Hypothesis's client, which puts a look-alike as high as a true place that was much
edited. So the state goes by `belief`: a logistic regression on simulated edits (the King James Bible and
Python's manual, 2 to 30 % of words), its weights kept to round numbers. The less the other quotes' passages
were edited, the more alike a place must be; and where a quote's two sides meet now, it was cut out.
"""

from __future__ import annotations

from companion.anchoring.choose import Chosen, length
from companion.anchoring.neighbours import UNKNOWN
from companion.anchoring.views import Views
from companion.anchoring.wanted import Wanted
from companion.anchoring.weigh import Weighed
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
