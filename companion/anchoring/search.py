"""Search for many quotes in the whole text at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from companion.anchoring.align import align, extend, settle
from companion.anchoring.candidates import Match, SeedIndex, candidates, scored
from companion.anchoring.decide import (
    MOST_LEAD,
    MOVED,
    SURE_ANYWAY,
    SURVIVAL,
    BestMatch,
    belief,
    by_order,
    choose,
    cut_out,
    decide,
    displaced,
    doubtful,
)
from companion.anchoring.ends import Range, fitted, whole_sentence
from companion.anchoring.expected import Expectation, Neighbours
from companion.anchoring.query import QuoteQuery
from companion.anchoring.views import Views
from companion.model import LOST, Placement, Quote, Span

Name = TypeVar("Name")
_CLEAR = 0.8
_CLEAR_LEAD = 0.1
_ENOUGH = 8
_NEXT_TO = 48
_ASKED = 2
_LEAST_ALIKE = 50.0
_THERE = 0.6
"""The share of the words from which a quote is not missing where it is expected."""
_WHOLE = 0.8
_OTHERS = 0.5
"""With less context a place that is only like the quote is another's."""
_TELLING = 25
"""Letters of words that are told from others by themselves."""
_MOVED, _MOVED_SHARE = 2, 0.03
"""Where more quotes than these are displaced, passages were moved about; else what is displaced is a copy."""


def search(
    views: Views, queries: Mapping[Name, QuoteQuery], anchored: Iterable[tuple[Quote, Span]]
) -> dict[Name, Placement]:
    """The Placement of each query. `anchored` are other Quotes with their Spans: what is around them moved along."""
    text = views.whole
    worded = {name: query for name, query in queries.items() if query.words}
    index = SeedIndex(text, [part for query in worded.values() for part in (query, query.tail) if part])
    matches = {name: candidates(text, query, index) for name, query in worded.items()}
    clear = {name: match for name in worded if (match := _clear_match(matches[name]))}
    known = [(quote, _place(views, span)) for quote, span in anchored]
    neighbours = Neighbours(views, known + [(queries[name].quote, match.start) for name, match in clear.items()])
    survival = _survival([(worded[name], match) for name, match in clear.items()])
    decisions: dict[Name, tuple[BestMatch, bool]] = {}
    verbatim: dict[Name, BestMatch] = {}
    order: dict[Name, float] = {}
    for name, query in worded.items():
        own = clear[name].start if name in clear else None
        expectations = neighbours.expectations(query.quote, own)
        stretch = None if own is not None else neighbours.between(query.quote)
        missing = _expected_matches(views, query, matches[name], expectations, stretch) if own is None else []
        near = [_with_proximity(neighbours, query, match, expectations) for match in matches[name] + missing]
        best = choose(query, near, expectations)
        once = _once(text, query, near, best, expectations)
        if once:
            verbatim[name] = once
        elif best:
            best = _refined(views, query, best)
            doubt = doubtful(query, best, survival)
            decisions[name] = best, doubt and cut_out(text, query, near, expectations)
            order[name] = by_order(text, query, best.match, stretch)
    placements = dict.fromkeys(queries, LOST)
    for name, best in verbatim.items():
        placements[name] = decide(views, worded[name], best, SURE_ANYWAY, doubted=False)
    strays = {name for name, (best, cut) in decisions.items() if displaced(worded[name], best.match, cut)}
    moved = len(strays) > max(_MOVED, _MOVED_SHARE * (len(queries) + len(known)))
    for name, (best, cut) in decisions.items():
        odds = belief(worded[name], best, survival, cut) + (MOVED if moved and name in strays else 0) + order[name]
        placements[name] = decide(views, worded[name], best, odds, doubted=name in strays and not moved)
    return placements


def _with_proximity(neighbours: Neighbours, query: QuoteQuery, match: Match, expectations: list[Expectation]) -> Match:
    return replace(match, proximity=neighbours.proximity(query.quote, match.start, expectations))


def _once(
    text: str, query: QuoteQuery, matches: list[Match], best: BestMatch | None, expectations: list[Expectation]
) -> BestMatch | None:
    """The match of words that stand as they were in one place alone, and are too many to stand there by chance."""
    exact = [match for match in matches if match.words == 1 and match.share == 1]
    if best is None or len(exact) != 1 or sum(map(str.isalnum, query.words)) < _TELLING:
        return None
    if (best.match is not exact[0] and best.match.context >= _OTHERS) or cut_out(text, query, matches, expectations):
        return None
    return BestMatch(exact[0], MOST_LEAD, [match for match in matches if not match.overlaps(exact[0])])


def _place(views: Views, span: Span) -> int:
    """The offset of a Span in the whole text."""
    index = views.document.index(span.section) or 0
    return views.place_of(index) + views.normal(index).place(span.start)


def _clear_match(matches: list[Match]) -> Match | None:
    """The match that is sure whatever the other quotes say, if there is one."""
    ranked = sorted(matches, key=lambda match: -match.score)
    if not ranked or ranked[0].score < _CLEAR:
        return None
    ahead = len(ranked) == 1 or ranked[0].score - ranked[1].score > _CLEAR_LEAD
    return ranked[0] if ahead else None


def _survival(clear: list[tuple[QuoteQuery, Match]]) -> float:
    """The mean share that is left of the quotes' passages, where enough of them have a clear match.

    What stands in a place may be a part of the quote, so the share of that part counts.
    """
    if len(clear) < _ENOUGH:
        return SURVIVAL
    alignments = [(query.stop - query.at, match.alignment) for query, match in clear]
    return sum(one.share * size / max(one.last - one.first, 1) for size, one in alignments) / len(clear)


def _expected_matches(
    views: Views, query: QuoteQuery, matches: list[Match], expectations: list[Expectation], stretch: Range | None
) -> list[Match]:
    """Matches where the quote is expected and none of its seeds led: sentences between its neighbours' places.

    Where no such stretch is known, it is looked for right where it should start.
    """
    low, high = stretch or (0, 0)
    if query.tail or any(match.share >= _THERE and low <= match.start < high for match in matches):
        return []
    text = views.whole
    if stretch:
        starts = [(start - query.at, end - query.stop) for start, end in _alike(views, query, matches, stretch)]
    else:
        places = [expected.place for expected in expectations[:_ASKED]]
        free = [place for place in places if not any(abs(match.start - place) < _NEXT_TO for match in matches)]
        starts = [(place - query.at - _NEXT_TO, place - query.at + _NEXT_TO) for place in free]
    alignments = [align(text, query, low, high) for low, high in starts]
    return [scored(text, query, alignment) for alignment in dict.fromkeys(alignments) if alignment]


def _alike(views: Views, query: QuoteQuery, matches: list[Match], stretch: Range) -> list[Range]:
    """The sentences of a stretch, without a match so far, that are most like the quote or hold words like it."""
    from rapidfuzz import fuzz, process  # C code that unchanged documents never need

    free = [
        (start, end)
        for start, end in views.sentences_between(*stretch)
        if not any(match.start < end and match.end > start for match in matches)
    ]
    words = [views.whole[start:end] for start, end in free]
    scorer = fuzz.ratio if all(whole_sentence(query)) else fuzz.partial_ratio
    found = process.extract(query.words, words, scorer=scorer, score_cutoff=_LEAST_ALIKE, limit=_ASKED)
    return [free[number] for _, _, number in found]


def _refined(views: Views, query: QuoteQuery, best: BestMatch) -> BestMatch:
    """The best match with its ends settled, and over a paragraph put into it where that makes it whole."""
    text, match = views.whole, best.match
    alignment = match.alignment
    if not query.tail and match.share < _WHOLE:
        alignment = extend(text, query, alignment)
    if alignment.loose_start or alignment.loose_end:
        alignment = settle(text, query, alignment)
    alignment = fitted(views, query, alignment)
    if alignment is match.alignment:
        return best
    match = replace(scored(text, query, alignment), proximity=match.proximity)
    return replace(best, match=match, others=[other for other in best.others if not other.overlaps(match)])
