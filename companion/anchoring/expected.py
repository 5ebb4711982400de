"""Expectations of where a quote stands now, from the quotes around it whose places are sure, and its section."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from math import exp
from typing import NamedTuple

from companion.anchoring.views import Views
from companion.model import Quote

UNKNOWN = 0.5
"""The proximity of a place where nothing is expected."""
_SECTION = 0.25
_SLACK = 32
_DRIFT = 0.1
_FADE = 300
_ASKED = 2


class Expectation(NamedTuple):
    """Where a quote should start in the whole text by one neighbour, and how many characters away that one was."""

    place: int
    distance: int


class Neighbours:
    """Sure places in the whole text, by the section and offset their quotes were made at.

    A section's own start is its last neighbour. Between two neighbours much may have been put in or taken out, so
    a place may be off by a tenth of the distance before its proximity falls.
    """

    def __init__(self, views: Views, sure: Iterable[tuple[Quote, int]]) -> None:
        self._views = views
        self._known: dict[str, list[tuple[int, int]]] = {}
        for quote, place in sure:
            if quote.start is not None and quote.section:
                insort(self._known.setdefault(quote.section, []), (quote.start, place))

    def expectations(self, quote: Quote, own: int | None = None) -> list[Expectation]:
        """One expectation from each neighbour, nearest first. `own` is the quote's own place, which is left out."""
        if quote.start is None or not quote.section:
            return []
        known = self._known.get(quote.section, [])
        at = bisect_left(known, (quote.start, -1))
        around = [pair for pair in known[max(at - _ASKED, 0) : at + _ASKED + 1] if pair != (quote.start, own)]
        near = [Expectation(place + quote.start - start, abs(quote.start - start)) for start, place in around]
        near.sort(key=lambda expectation: expectation.distance)
        index = self._views.document.index(quote.section)
        return near if index is None else [*near, Expectation(self._views.place_of(index) + quote.start, quote.start)]

    def between(self, quote: Quote) -> tuple[int, int] | None:
        """The stretch from the neighbour before a quote to the one after it, in its section; None if not known."""
        if quote.start is None or not quote.section:
            return None
        known = self._known.get(quote.section, [])
        at = bisect_left(known, (quote.start, -1))
        index = self._views.document.index(quote.section)
        if index is None and not 0 < at < len(known):
            return None
        low = known[at - 1][1] if at else self._views.place_of(index or 0)
        high = known[at][1] if at < len(known) else self._views.end_of(index or 0)
        return (low, high) if low < high else None

    def proximity(self, quote: Quote, place: int, expectations: list[Expectation]) -> float:
        """1 where the quote should start, towards 0 elsewhere; in between where nothing is expected."""
        if expectations:
            off = min(abs(place - expected.place) - _SLACK - _DRIFT * expected.distance for expected in expectations)
            return exp(-max(off, 0.0) / _FADE)
        index = self._views.document.index(quote.section) if quote.section else None
        if index is None:
            return UNKNOWN
        return UNKNOWN + (_SECTION if self._views.index_at(place) == index else -_SECTION)
