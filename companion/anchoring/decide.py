"""The decision on a quote: its best match, how sure that is, and the Placement that comes of it.

The score is that of Hypothesis's client, which puts a look-alike as high as a true place that was much edited. So the
state goes by `belief`: a logistic regression on simulated edits (the King James Bible and Python's manual, 2 to 30 % of
words), its weights kept to round numbers. The less the other quotes' passages were edited, the more alike a match must
be; and where a quote's two sides meet now, it was cut out.
"""

from __future__ import annotations

from dataclasses import dataclass

from companion.anchoring.candidates import Match
from companion.anchoring.ends import Range
from companion.anchoring.exact import FEWEST
from companion.anchoring.expected import UNKNOWN, Expectation
from companion.anchoring.query import QuoteQuery
from companion.anchoring.views import Views
from companion.model import LOST, Candidate, Placement

SURVIVAL = 0.9
"""The share of an edited passage that is left as a rule."""
MOVED = 1.0
"""What the belief in a displaced match gains where passages were moved about."""
SURE_ANYWAY, _SURE, _UNSURE = 6.0, 0.8, -2.0
"""The least belief in a match beyond doubt, in a sure one, and in one worth showing."""
_NEAR, _THERE = 0.7, 0.9
"""The least proximity of a place that other quotes or the section bear out, and of one that an offset does."""
_LEAST_SHARE = 0.2
"""The least share of the words that is a guess worth showing."""
_LEAST_SCORE = 0.3
"""The least score of a candidate."""
_MOST_OFFERED = 5
"""A reader chooses among a handful."""
_LEAD = 1.0
MOST_LEAD = 4.0
"""A smaller lead over the next match is no decision; a larger one says no more."""
_RIVAL = 0.5
"""A match with less than this share of what the best one has is no rival, wherever it is."""
_LONG, _OTHER_PART, _MORE, _CUT, _VERBATIM = 200, 0.2, 0.1, 2.5, 0.85
_FAR, _STRANGE, _ALIEN, _FEW = 0.2, 0.7, 0.5, 40
"""Less proximity is far off; less context is another's; fewer letters of words may stand anywhere."""
_CONTEXT, _LEAST_CONTEXT, _AROUND, _DRIFT = 32, 10, 24, 100
_MET, _UNLIKE, _FITS = 82.0, 70.0, 0.6
"""Characters of context and of room around it; likenesses, of which the first two are percentages."""
_IN_ORDER, _OUT_OF_ORDER, _GAP, _LEAST_ALIKE = 1.5, 4.0, 2, 65.0
"""Gain and loss of belief by order; characters between two blocks; the least likeness in percent."""


@dataclass(frozen=True, slots=True)
class BestMatch:
    """The best match, its `lead` over the next in weight (at most 4), and the others, best first."""

    match: Match
    lead: float
    others: list[Match]


def choose(query: QuoteQuery, matches: list[Match], expectations: list[Expectation]) -> BestMatch | None:
    """The best of all matches; None where there are none."""
    if not matches:
        return None
    weights = {id(match): _weight(query, match) for match in matches}
    apart: list[Match] = []
    for match in sorted(matches, key=lambda match: -weights[id(match)]):
        if len(apart) <= _MOST_OFFERED and not any(match.overlaps(other) for other in apart):
            apart.append(match)
    best = apart[0]
    rivals = [match for match in apart[1:] if match.share > _RIVAL * best.share and not _other_part(best, match)]
    lead = weights[id(best)] - weights[id(rivals[0])] if rivals else MOST_LEAD
    parts = [match for match in apart if _other_part(best, match)]
    part = max(parts, key=lambda match: match.share, default=best)
    if part.share > best.share + _MORE:
        best = part
    elif lead < _LEAD and expectations:
        level = [best, *(match for match in rivals if weights[id(best)] - weights[id(match)] < _LEAD)]
        closest = _closest(level, expectations)
        best, lead = (closest, _LEAD) if closest else (best, lead)
    return BestMatch(best, min(lead, MOST_LEAD), [match for match in apart if match is not best][:_MOST_OFFERED])


def _weight(query: QuoteQuery, match: Match) -> float:
    """What a match is worth beside another: words over context over position."""
    return 6 * match.share + 3 * _length(query) * match.words + 3 * match.context + 3 * match.proximity


def _length(query: QuoteQuery) -> float:
    """How much the words' length says: nothing when very short, no more from 200 characters on."""
    return min(len(query.words), _LONG) / 100


def _other_part(one: Match, other: Match) -> bool:
    """True if these are different parts of the quote, which stand in different places now."""
    ours, theirs = one.alignment, other.alignment
    shared = min(ours.last, theirs.last) - max(ours.first, theirs.first)
    return shared < _OTHER_PART * min(ours.last - ours.first, theirs.last - theirs.first)


def _closest(level: list[Match], expectations: list[Expectation]) -> Match | None:
    """The match that moved as its neighbours did, if it is the only one: for words said again and again."""
    off = sorted((abs(match.start - expectations[0].place), number) for number, match in enumerate(level))
    return level[off[0][1]] if 2 * off[0][0] + 8 < off[1][0] else None


def cut_out(text: str, query: QuoteQuery, matches: list[Match], expectations: list[Expectation]) -> bool:
    """True if prefix and suffix meet near where one of them stands, or where the quote is expected."""
    prefix, suffix = query.prefix[-_CONTEXT:], query.suffix[:_CONTEXT]
    if min(len(prefix), len(suffix)) < _LEAST_CONTEXT:
        return False
    from rapidfuzz import fuzz  # C code that unchanged documents never need

    met = f"{prefix} {suffix}"
    before, after = f"{prefix} {query.words[:_CONTEXT]}", f"{query.words[-_CONTEXT:]} {suffix}"
    if max(fuzz.ratio(met, before), fuzz.ratio(met, after)) > _UNLIKE:
        return False
    meeting = [match.start for match in matches if match.before >= _FITS]
    meeting += [match.end for match in matches if match.after >= _FITS]
    windows = [(at, _AROUND) for at in meeting] + [(expected.place, _DRIFT) for expected in expectations[:2]]
    return any(
        fuzz.partial_ratio(met, text[max(at - len(prefix) - room, 0) : at + len(suffix) + room], score_cutoff=_MET)
        for at, room in dict.fromkeys(windows)
    )


def belief(query: QuoteQuery, best: BestMatch, survival: float, cut: bool) -> float:
    """The odds, as a logarithm, that the best match is the quote's place; 0 is even.

    `survival` is the share that is left of the other quotes' passages; `cut` says that this one was cut out.
    """
    match = best.match
    size = _length(query)
    return (
        7 * match.share
        + 3.5 * match.context
        + 1.9 * size * match.words
        + 2.4 * match.proximity
        + best.lead
        + 0.8 * min(size, 1) * max(match.share - 0.75, 0) * 4
        - 8 * survival
        - (_CUT if cut and match.share < _VERBATIM else 0)
        - 3.9
    )


def by_order(text: str, query: QuoteQuery, match: Match, stretch: Range | None) -> float:
    """What the belief in an edited match gains between its neighbours' places, or loses elsewhere without context."""
    if stretch is None or match.share == 1:
        return 0.0
    low, high = stretch
    if low <= match.start and match.end <= high + _GAP:
        return _IN_ORDER if _alike(text, query, match) else 0.0
    return -_OUT_OF_ORDER if match.context < _ALIEN else 0.0


def _alike(text: str, query: QuoteQuery, match: Match) -> bool:
    """True if the words are enough like the quote's to be its place; less so, both its contexts must be there."""
    from rapidfuzz import fuzz  # C code that unchanged documents never need

    return fuzz.ratio(query.words, text[match.start : match.end]) >= _LEAST_ALIKE


def doubtful(query: QuoteQuery, best: BestMatch, survival: float) -> bool:
    """True if the best match may be a copy, so that it matters whether the quote was cut out."""
    return _out_of_context(best.match) or belief(query, best, survival, False) < SURE_ANYWAY


def _out_of_context(match: Match) -> bool:
    """True if the words stand as they were, with nothing around them of what was around the quote."""
    return match.share >= _VERBATIM and max(match.before, match.after) < _STRANGE


def displaced(query: QuoteQuery, match: Match, cut: bool) -> bool:
    """True if the text matches but its context and position do not: moved, or a copy of deleted text."""
    if not _out_of_context(match) or not (query.prefix or query.suffix):
        return False
    anywhere = len(query.words) < _FEW and match.proximity <= UNKNOWN and max(match.before, match.after) < _ALIEN
    return cut or match.proximity < _FAR or anywhere


def decide(views: Views, query: QuoteQuery, best: BestMatch, odds: float, doubted: bool) -> Placement:
    """The Placement that a belief comes to; at best `unsure` where it is doubted."""
    match = best.match
    spans = views.spans(match.start, match.end)
    others = _candidates(views, best.others)
    if not spans:
        return LOST
    score = round(match.score, 4)
    if odds < _UNSURE or max(match.share, match.words - 0.2) < _LEAST_SHARE:
        return Placement("lost", score, (), (Candidate(spans, score), *others) if score >= _LEAST_SCORE else ())
    if odds < _SURE or best.lead < _LEAD or doubted or not (query.telling or _agrees(views, query, match)):
        return Placement("unsure", score, spans, others)
    if _same(views.whole, query, match):
        return Placement("exact", score, spans, others)
    sure = query.tail or min(match.before, match.after) >= _FITS or _alike(views.whole, query, match)
    return Placement("changed" if sure else "unsure", score, spans, others)


def _agrees(views: Views, query: QuoteQuery, match: Match) -> bool:
    """True if a match is where it is expected, or is all there is; its section alone bears out no single letter."""
    near = _NEAR if len(query.words) >= FEWEST else _THERE
    return match.proximity > near or (match.start == 0 and match.end == len(views.whole))


def _same(text: str, query: QuoteQuery, match: Match) -> bool:
    """True if the words stand there, spaces and dashes aside: extracted text gains and loses those."""
    return match.words == 1 or _bare(query.words) == _bare(text[match.start : match.end])


def _bare(words: str) -> str:
    return words.replace(" ", "").replace("-", "").replace("|", "")


def _candidates(views: Views, matches: list[Match]) -> tuple[Candidate, ...]:
    pairs = [(views.spans(match.start, match.end), round(match.score, 4)) for match in matches]
    return tuple(Candidate(spans, score) for spans, score in pairs if spans and score >= _LEAST_SCORE)
