"""Where a quote should be now, judged by the quotes around it whose places are sure, and by its section."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from math import exp
from typing import NamedTuple

from companion.anchoring.views import Views
from companion.model import Quote

UNKNOWN = 0.5
"""How near a place is where nothing tells."""
_SECTION = 0.25
_SLACK = 32
_DRIFT = 0.1
_FADE = 300
_ASKED = 2


class Told(NamedTuple):
    """Where a quote should start by one neighbour, and how far that one was away from it."""

    place: int
    distance: int


class Neighbours:
    """Sure places in the whole text, by the section and offset their quotes were made at.

    A section's own start speaks last. Between two neighbours much may have been put in or taken out, so
    a place may be off by a tenth of the distance before it counts as less near.
    """

    def __init__(self, views: Views, sure: Iterable[tuple[Quote, int]]) -> None:
        self._views = views
        self._known: dict[str, list[tuple[int, int]]] = {}
        for quote, place in sure:
            if quote.start is not None and quote.section:
                insort(self._known.setdefault(quote.section, []), (quote.start, place))

    def told(self, quote: Quote, own: int | None = None) -> list[Told]:
        """What the neighbours say, nearest first. `own` is the quote's own place, which does not speak for itself."""
        if quote.start is None or not quote.section:
            return []
        known = self._known.get(quote.section, [])
        at = bisect_left(known, (quote.start, -1))
        around = [each for each in known[max(at - _ASKED, 0) : at + _ASKED + 1] if each != (quote.start, own)]
        told = [Told(place + quote.start - start, abs(quote.start - start)) for start, place in around]
        told.sort(key=lambda each: each.distance)
        index = self._views.document.index(quote.section)
        return told if index is None else [*told, Told(self._views.place_of(index) + quote.start, quote.start)]

    def near(self, quote: Quote, place: int, told: list[Told]) -> float:
        """1 where the quote should be, towards 0 elsewhere; in between where nothing tells."""
        if told:
            off = min(abs(place - each.place) - _SLACK - _DRIFT * each.distance for each in told)
            return exp(-max(off, 0.0) / _FADE)
        index = self._views.document.index(quote.section) if quote.section else None
        if index is None:
            return UNKNOWN
        return UNKNOWN + (_SECTION if self._views.index_at(place) == index else -_SECTION)
