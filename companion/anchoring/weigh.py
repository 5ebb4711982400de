"""The places where a quote might stand, each weighed by its words, what stands around it, and where it is."""

from __future__ import annotations

from dataclasses import dataclass

from companion.anchoring.align import Stretch, align
from companion.anchoring.exact import fits
from companion.anchoring.neighbours import UNKNOWN
from companion.anchoring.seeds import Standing
from companion.anchoring.wanted import Wanted

_GOOD = 0.6
_FEWER = 0.5
"""Where a good place was found, one with less than this share of its votes cannot be as good."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A stretch of the whole text, and from 0 to 1 how like the quote it is.

    `words` is likeness of the words, `before` and `after` that of what stands around them, `near` how well the
    place agrees with where the quote should be now.
    """

    stretch: Stretch
    words: float
    before: float
    after: float
    near: float = UNKNOWN

    @property
    def start(self) -> int:
        return self.stretch.start

    @property
    def end(self) -> int:
        return self.stretch.end

    @property
    def share(self) -> float:
        return self.stretch.share

    @property
    def context(self) -> float:
        return (self.before + self.after) / 2

    @property
    def score(self) -> float:
        """The weights of Hypothesis's client: words 50, what stands before and after 20 each, position 2."""
        return (50 * self.words + 20 * self.before + 20 * self.after + 2 * self.near) / 92

    def overlaps(self, other: Weighed) -> bool:
        return self.start < other.end and other.start < self.end


def weighed(text: str, wanted: Wanted, stretch: Stretch) -> Weighed:
    """A stretch with its likeness to the words and to their context, where the quote has any."""
    from rapidfuzz.distance import Levenshtein  # C code that unchanged documents never need

    start, end = stretch.start, stretch.end
    like = Levenshtein.normalized_similarity
    words = stretch.share if wanted.tail or stretch.share == 1 else like(wanted.words, text[start:end])
    before = after = -1.0
    if wanted.prefix:
        before = like(wanted.prefix, text[max(start - len(wanted.prefix) - 1, 0) : start].strip())
    if wanted.suffix:
        after = like(wanted.suffix, text[end : end + len(wanted.suffix) + 1].strip())
    if before < 0:
        before = after if after >= 0 else words
    return Weighed(stretch, words, before, after if after >= 0 else before)


def candidates(text: str, wanted: Wanted, standing: Standing) -> list[Weighed]:
    """All exact places and the best approximate ones; only one where words and context stand as they were."""
    size = len(wanted.words)
    exact = [Stretch(at, at + size, 1.0, wanted.at, wanted.stop, at, at + size) for at in standing.repeats(wanted)]
    if wanted.prefix or wanted.suffix:
        fitting = [each for each in exact if fits(text, each.start, each.end, wanted.prefix, wanted.suffix)]
        if len(fitting) == 1:
            return [Weighed(fitting[0], 1.0, 1.0, 1.0)]
    found = {(each.start, each.end): each for each in exact}
    most = 0.0
    for guess in standing.guesses(wanted):
        if guess.votes < most:
            break
        stretch = align(text, wanted, guess.low, guess.high)
        if stretch and wanted.tail:
            stretch = _to_tail(text, wanted, wanted.tail, stretch, standing)
        if stretch:
            found.setdefault((stretch.start, stretch.end), stretch)
            if stretch.share > _GOOD:
                most = max(most, guess.votes * _FEWER)
    return [weighed(text, wanted, each) for each in found.values()]


def _to_tail(text: str, wanted: Wanted, tail: Wanted, head: Stretch, standing: Standing) -> Stretch | None:
    """From the beginning of a very long quote to its end, if that stands about as far away as it should."""
    far = head.start + len(wanted.words) - len(tail.words)
    near = [guess for guess in standing.guesses(tail) if abs(guess.low - far) < len(wanted.words) / 2]
    for guess in sorted(near, key=lambda each: abs(each.low - far)):
        end = align(text, tail, guess.low, guess.high)
        if end and end.start >= head.end:
            share = (head.share + end.share) / 2
            return head._replace(end=end.end, share=share, high=end.high, loose_end=end.loose_end)
    return None
