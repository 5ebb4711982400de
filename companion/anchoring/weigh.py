"""All places where a quote might stand, weighed together; the state says how sure the best one is.

The weights are those of Hypothesis's client: words 50, what stands before and after 20 each, position 2.
"""

from __future__ import annotations

from dataclasses import dataclass

from companion.anchoring.exact import MOST, fits, occurrences
from companion.anchoring.normal import Views, normalised
from companion.anchoring.seeds import align, guesses
from companion.model import LOST, Candidate, Placement, Quote, Span

SURE = 0.7
"""Likeness of words that is enough by itself for `changed`."""
FAIR = 0.5
"""Likeness of words that is enough where the context fits."""
SOME = 0.42
"""Likeness of words that is enough where the context fits in part and no other place comes near."""
CLEAR = 0.12
"""How far ahead of the second is clear, as a share of the score."""
LONG = 60
"""Words of this length are not by chance as much alike as that."""
LEAST = 0.3
"""Weighed score under which a place is not offered."""
AHEAD = 0.08
"""How far the best must be ahead of the second, as a share of the score."""
LONGEST = 10_000
"""Longer quotes are only looked for as they are: aligning takes time by the square of the length."""
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A Quote with its normalised words and context."""

    quote: Quote
    words: str
    prefix: str
    suffix: str

    @classmethod
    def of(cls, quote: Quote) -> Wanted:
        return cls(quote, normalised(quote.exact), normalised(quote.prefix), normalised(quote.suffix))


@dataclass(frozen=True, slots=True)
class Weighed:
    start: int
    end: int
    words: float
    context: float
    position: float

    @property
    def score(self) -> float:
        return (50 * self.words + 40 * self.context + 2 * self.position) / 92


def hinted(views: Views, quote: Quote) -> Span | None:
    """The hinted place, if words and context stand there as they are."""
    if quote.start is None or quote.start < 0 or not quote.exact.strip():
        return None
    index = views.document.index(quote.section)
    if index is None:
        return None
    text, start, end = views.document.section(index).text, quote.start, quote.start + len(quote.exact)
    if not text.startswith(quote.exact, start) or not text.startswith(quote.suffix, end):
        return None
    if not text.endswith(quote.prefix, 0, start):
        return None
    lead = len(quote.exact) - len(quote.exact.lstrip())
    return Span(quote.section, start + lead, start + lead + len(quote.exact.strip()))


def in_section(views: Views, wanted: Wanted) -> Span | None:
    """The one place in the hinted section where the words stand, if context (when there is any) agrees."""
    index = views.document.index(wanted.quote.section)
    if index is None or not wanted.words:
        return None
    text, size = views.normal(index).text, len(wanted.words)
    found = [
        at for at in occurrences(text, wanted.words, MOST) if fits(text, at, at + size, wanted.prefix, wanted.suffix)
    ]
    return views.span(index, found[0], found[0] + size) if len(found) == 1 else None


def weigh(views: Views, wanted: Wanted, shift: int | None = None) -> Placement:
    """The best of all exact and approximate places in the document. `shift`: how far neighbours have moved."""
    if not wanted.words or not views.whole:
        return LOST
    found = {(each.start, each.end): each for each in _all(views, wanted)}
    ranked = sorted(found.values(), key=lambda each: -each.score)
    best: list[Weighed] = []
    for each in ranked:
        if each.score >= LEAST and not any(each.start < other.end and other.start < each.end for other in best):
            best.append(each)
        if len(best) > _OFFERED:
            break
    return _judged(views, wanted, best, shift) if best else LOST


def _all(views: Views, wanted: Wanted) -> list[Weighed]:
    text, size = views.whole, len(wanted.words)
    exact = occurrences(text, wanted.words, MOST)
    found = [_weighed(views, wanted, at, at + size, 1.0) for at in exact]
    if (
        any(each.context > 0.9 for each in found)
        or (exact and not wanted.prefix and not wanted.suffix)
        or not 4 <= size <= LONGEST
    ):
        return found
    from rapidfuzz.distance import Levenshtein  # C code that unchanged documents never need

    starts = guesses(text, wanted.words, wanted.prefix, wanted.suffix)
    index = views.document.index(wanted.quote.section)
    if index is not None:
        low = views.place_of(index)
        starts += guesses(text, wanted.words, wanted.prefix, wanted.suffix, low, low + len(views.normal(index).text))
    for guess in dict.fromkeys(starts):
        stretch = align(text, wanted.words, guess)
        if stretch:
            like = Levenshtein.normalized_similarity(wanted.words, text[stretch.start : stretch.end])
            found.append(_weighed(views, wanted, stretch.start, stretch.end, like))
    return found


def _weighed(views: Views, wanted: Wanted, start: int, end: int, words: float) -> Weighed:
    from rapidfuzz.distance import Levenshtein  # see `_all`

    text = views.whole
    sides = []
    if wanted.prefix:
        before = text[max(start - len(wanted.prefix) - 1, 0) : start].rstrip()[-len(wanted.prefix) :]
        sides.append(Levenshtein.normalized_similarity(wanted.prefix, before))
    if wanted.suffix:
        after = text[end : end + len(wanted.suffix) + 1].lstrip()[: len(wanted.suffix)]
        sides.append(Levenshtein.normalized_similarity(wanted.suffix, after))
    context = sum(sides) / len(sides) if sides else words
    return Weighed(start, end, words, context, _position(views, wanted.quote, start))


def _position(views: Views, quote: Quote, start: int) -> float:
    """1 at the hinted place (or without a hint), less with distance in the hinted section, 0 elsewhere."""
    if not quote.section or views.document.index(quote.section) is None:
        return 1.0
    index = views.index_at(start)
    if views.document.headings[index].id != quote.section:
        return 0.0
    if quote.start is None:
        return 1.0
    length = len(views.normal(index).text) or 1
    return 0.5 + 0.5 * max(1 - abs(start - views.place_of(index) - quote.start) / length, 0.0)


def _judged(views: Views, wanted: Wanted, best: list[Weighed], shift: int | None) -> Placement:
    first = best[0]
    if len(best) > 1 and first.score - best[1].score < AHEAD:
        rivals = [each for each in best if first.score - each.score < AHEAD]
        decided = _decided(views, wanted.quote, rivals, shift)
        if decided is None:
            return _placement(views, "unsure", first, best)
        first = decided
    bare = not wanted.prefix and not wanted.suffix
    around = 0.0 if bare else first.context
    if first.words == 1.0:
        known = bare or around >= 0.45 or len(wanted.words) >= 40
        return _placement(views, "exact" if known else "unsure", first, best)
    ahead = first.score - max((each.score for each in best if each is not first), default=0.0)
    if (
        (first.words >= SURE and (bare or around >= 0.3))
        or (first.words >= FAIR and around >= 0.6)
        or (first.words >= SOME and ahead >= CLEAR and (around >= 0.4 or len(wanted.words) >= LONG))
    ):
        return _placement(views, "changed", first, best)
    if first.words >= FAIR or (first.words >= SOME and around >= 0.4):
        return _placement(views, "unsure", first, best)
    return Placement("lost", round(first.score, 4), (), _candidates(views, best))


def _decided(views: Views, quote: Quote, rivals: list[Weighed], shift: int | None) -> Weighed | None:
    """The one rival in the hinted section, or else the one that moved as far as its neighbours did."""
    index = views.document.index(quote.section)
    if index is None:
        return None
    inside = [each for each in rivals if views.index_at(each.start) == index]
    if len(inside) == 1:
        return inside[0]
    if quote.start is None or not inside:
        return None
    spans = [(each, views.spans(each.start, each.end)) for each in inside]
    moved = [(abs(span[0].start - quote.start - (shift or 0)), each) for each, span in spans if span]
    near = [each for distance, each in moved if distance <= 8]
    return near[0] if len(near) == 1 else None


def _candidates(views: Views, places: list[Weighed]) -> tuple[Candidate, ...]:
    made = (Candidate(views.spans(each.start, each.end), round(each.score, 4)) for each in places[:_OFFERED])
    return tuple(each for each in made if each.spans)


def _placement(views: Views, state: str, first: Weighed, best: list[Weighed]) -> Placement:
    spans = views.spans(first.start, first.end)
    if not spans:
        return LOST
    others = _candidates(views, [each for each in best if each is not first])
    score = round(first.score, 4)
    if state == "exact":
        return Placement("exact", score, spans, others)
    return Placement("changed" if state == "changed" else "unsure", score, spans, others)
