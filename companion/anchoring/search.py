"""Looking for many quotes in the whole text at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from companion.anchoring.align import align, further, settled
from companion.anchoring.candidates import Standing, Weighed, candidates, weighed
from companion.anchoring.decide import KEPT, MOVED, Chosen, belief, choose, cut_out, judge, strange, stray
from companion.anchoring.expected import Neighbours, Told
from companion.anchoring.query import Wanted
from companion.anchoring.views import Views
from companion.model import LOST, Placement, Quote, Span

Key = TypeVar("Key")
_CLEAR = 0.8
_CLEAR_AHEAD = 0.1
_ENOUGH = 8
_SURE_ANYWAY = 6.0
_NEXT_TO = 48
_ASKED = 2
_WHOLE = 0.8
_MOVED, _MOVED_SHARE = 2, 0.03
"""Where more quotes than these stray, passages were moved about; else what strays is a copy."""


def search(views: Views, asked: Mapping[Key, Wanted], sure: Iterable[tuple[Quote, Span]]) -> dict[Key, Placement]:
    """Where each Quote stands. `sure` are other Quotes with their places: what is around them moved as they did."""
    text = views.whole
    wanted = {key: each for key, each in asked.items() if each.words}
    standing = Standing(text, [part for each in wanted.values() for part in (each, each.tail) if part])
    found = {key: candidates(text, each, standing) for key, each in wanted.items()}
    clear = {key: best for key, each in found.items() if (best := _clear(each))}
    known = [(quote, _place(views, span)) for quote, span in sure]
    neighbours = Neighbours(views, known + [(asked[key].quote, best.start) for key, best in clear.items()])
    kept = sum(_kept(wanted[key], best) for key, best in clear.items()) / len(clear) if len(clear) >= _ENOUGH else KEPT
    options: dict[Key, tuple[Chosen, bool]] = {}
    for key, each in wanted.items():
        own = clear[key].start if key in clear else None
        told = neighbours.told(each.quote, own)
        places = found[key] if own is not None else found[key] + _expected(text, each, found[key], told)
        near = [replace(one, near=neighbours.near(each.quote, one.start, told)) for one in places]
        chosen = choose(each, near, told)
        if chosen:
            chosen = _finished(text, each, chosen)
            doubtful = strange(chosen) or belief(each, chosen, kept, False) < _SURE_ANYWAY
            options[key] = chosen, doubtful and cut_out(text, each, near, told)
    strays = {key for key, (chosen, cut) in options.items() if stray(wanted[key], chosen, cut)}
    moved = len(strays) > max(_MOVED, _MOVED_SHARE * (len(asked) + len(known)))
    placed = dict.fromkeys(asked, LOST)
    for key, (chosen, cut) in options.items():
        odds = belief(wanted[key], chosen, kept, cut) + (MOVED if moved and key in strays else 0)
        placed[key] = judge(views, wanted[key], chosen, odds, doubted=key in strays and not moved)
    return placed


def _place(views: Views, span: Span) -> int:
    index = views.document.index(span.section) or 0
    return views.place_of(index) + views.normal(index).place(span.start)


def _clear(found: list[Weighed]) -> Weighed | None:
    """The place that is sure whatever the others quotes say, if there is one."""
    ranked = sorted(found, key=lambda each: -each.score)
    if not ranked or ranked[0].score < _CLEAR:
        return None
    ahead = len(ranked) == 1 or ranked[0].score - ranked[1].score > _CLEAR_AHEAD
    return ranked[0] if ahead else None


def _kept(wanted: Wanted, best: Weighed) -> float:
    """How much is left of what stands there, which may be a part of the quote."""
    stretch = best.stretch
    return stretch.share * (wanted.stop - wanted.at) / max(stretch.last - stretch.first, 1)


def _expected(text: str, wanted: Wanted, found: list[Weighed], told: list[Told]) -> list[Weighed]:
    """What stands where the quote should be, where none of its seeds led there."""
    stretches = [
        align(text, wanted, each.place - wanted.at - _NEXT_TO, each.place - wanted.at + _NEXT_TO)
        for each in told[:_ASKED]
        if not wanted.tail and not any(abs(one.start - each.place) < _NEXT_TO for one in found)
    ]
    return [weighed(text, wanted, each) for each in dict.fromkeys(stretches) if each]


def _finished(text: str, wanted: Wanted, chosen: Chosen) -> Chosen:
    """The best place with its ends settled, and over a paragraph put into it where that makes it whole."""
    best = chosen.best
    stretch = best.stretch
    if not wanted.tail and best.share < _WHOLE:
        stretch = further(text, wanted, stretch)
    if stretch.loose_start or stretch.loose_end:
        stretch = settled(text, wanted, stretch)
    if stretch is best.stretch:
        return chosen
    best = replace(weighed(text, wanted, stretch), near=best.near)
    return replace(chosen, best=best, others=[each for each in chosen.others if not each.overlaps(best)])
