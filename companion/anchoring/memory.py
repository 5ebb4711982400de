"""The memory of earlier editions: where a quote stands now, by the sentence it stood in.

A quote is found in an earlier edition first, word for word, where it was made. That edition's sentences are linked
to those of the document at hand, once for all quotes. Words that stand as they were in what their sentence has
become are there, with the ends of the quote; else a whole sentence is what it has become, and a phrase is aligned
inside that. What stands in a sentence that came from another one is not the quote's place, however much like it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeVar

from companion.anchoring.align import align, cuts_word
from companion.anchoring.exact import MOST, context_fits, match_at_hint, match_in_section, occurrences, whole_words
from companion.anchoring.query import LEAST_LETTERS, QuoteQuery
from companion.anchoring.views import Views
from companion.model import Candidate, Document, Placement
from companion.model.placement import State
from companion.text.alignment import NEAR, SentenceAlignment, aligned

Name = TypeVar("Name")
_SURE = 0.58
"""The least likeness of a whole sentence to what it has become that makes the place sure."""
_PHRASE = 0.5
"""The least share of a phrase that must be left in the sentence it stood in."""
_INSIDE = 85.0
"""The least likeness, of 100, of a phrase to words anywhere in what its sentence has become."""
_LONGER = 2
"""So many times as long as whole sentences were, what they have become is more than half alien."""
_WIDER = 8
"""Where what sentences have become takes up so many times as much room, they went different ways."""
_WORD = re.compile(r"[^\W_]+")


class Range(NamedTuple):
    """Offsets in an edition's normalised text."""

    start: int
    end: int


class Edition:
    """One edition's normalised text and its sentences as ranges of it. A heading is one; none runs over a block."""

    def __init__(self, views: Views) -> None:
        self.text = views.whole
        self.sentences: list[Range] = []
        for index in range(len(views.document)):
            self.sentences += [Range(*cut) for cut in views.sentences(index)]
        self._starts = [sentence.start for sentence in self.sentences]

    @cached_property
    def words(self) -> list[str]:
        return [self.text[start:end] for start, end in self.sentences]

    def touched(self, start: int, end: int) -> range:
        """Numbers of the sentences that a range touches."""
        return range(max(bisect_right(self._starts, start) - 1, 0), bisect_left(self._starts, end))

    def around(self, numbers: Sequence[int]) -> Range:
        """From the first sentence's start to the last one's end."""
        return Range(self.sentences[numbers[0]].start, self.sentences[numbers[-1]].end)

    def letters(self, start: int, end: int) -> Range:
        """The range without what is no letter or figure at either end."""
        while start < end and not self.text[start].isalnum():
            start += 1
        while start < end and not self.text[end - 1].isalnum():
            end -= 1
        return Range(start, end)


class Verdict(NamedTuple):
    """Where a quote stands by its sentence. If `lost`, the range is a place like it, if there is one."""

    state: State
    score: float
    range: Range | None


class LinkedEdition:
    """An earlier edition, linked to the one at hand."""

    def __init__(self, old: Document, new: Edition) -> None:
        self._views = Views(old)
        self._new = new

    @cached_property
    def _old(self) -> Edition:
        return Edition(self._views)

    @cached_property
    def _alignment(self) -> SentenceAlignment:
        return aligned(self._old.words, self._new.words)

    def origin(self, query: QuoteQuery) -> Range | None:
        """Where the quote stands word for word in the earlier edition, if that is certain."""
        span = match_at_hint(self._views.document, query.quote) or match_in_section(self._views, query)
        if span:
            return Range(*self._views.range(span))
        text, size = self._old.text, len(query.words)
        starts = occurrences(text, query.words, MOST)
        fitting = [at for at in starts if context_fits(text, at, at + size, query.prefix, query.suffix)]
        only = fitting or starts
        return Range(only[0], only[0] + size) if len(only) == 1 and size >= LEAST_LETTERS else None

    def holds(self, origin: Range) -> bool:
        """True if a range of the earlier edition touches a sentence."""
        return bool(self._old.touched(*origin))

    def verdict(self, query: QuoteQuery, origin: Range) -> Verdict | None:
        """Where the quote stands now; None of several sentences that went different ways, so that no place is sure."""
        olds = self._old.touched(*origin)
        verdict = self._verdict(query, origin, olds)
        return None if verdict.state == "lost" and len(olds) > 1 else verdict

    def _verdict(self, query: QuoteQuery, origin: Range, olds: range) -> Verdict:
        news = sorted({new for old in olds for new in self._alignment.new_of(old)})
        verbatim = self._verbatim(query, origin, olds, news)
        if verbatim:
            return verbatim
        if not news:
            return self._look_alike(olds)
        whole = self._whole(origin, olds) if self._old.letters(*origin) == self._bounds(olds) else None
        return whole or self._phrase(query, origin, olds, news)

    def _bounds(self, olds: range) -> Range:
        return self._old.letters(*self._old.around(olds))

    def _verbatim(self, query: QuoteQuery, origin: Range, olds: range, news: list[int]) -> Verdict | None:
        """The words as they were: in what their sentences have become, or anywhere if they stand once in both."""
        text, size, whole = self._new.text, len(query.words), whole_words(self._old.text, *origin)
        if news:
            low, high = self._new.around(news)
            shift = low - self._old.sentences[olds[0]].start
            starts = [low + at for at in occurrences(text[low:high], query.words)]
            if whole:
                starts = [at for at in starts if whole_words(text, at, at + size)]
            if starts:
                at = min(starts, key=lambda start: abs(start - origin.start - shift))
                return Verdict("exact", 1.0, Range(at, at + size))
        if size < LEAST_LETTERS or len(occurrences(self._old.text, query.words, 2)) > 1:
            return None
        starts = occurrences(text, query.words, 2)
        if len(starts) != 1 or (whole and not whole_words(text, starts[0], starts[0] + size)):
            return None
        return Verdict("exact", 1.0, Range(starts[0], starts[0] + size))

    def _whole(self, origin: Range, olds: range) -> Verdict | None:
        """What whole sentences have become, if more than half of them, by their length, are linked.

        None where more than half of that would be alien to them.
        """
        links = [link for old in olds if (link := self._alignment.from_old(old))]
        linked = sum(end - start for start, end in (self._old.sentences[link.old] for link in links))
        if 2 * linked <= origin.end - origin.start:
            return None
        news = sorted({new for old in olds for new in self._alignment.new_of(old)})
        start, end = self._new.around(news)
        if end - start > _LONGER * (origin.end - origin.start):
            return None
        score = min(link.score for link in links)
        bare = self._new.letters(start, end)
        if self._old.text[origin.start].isalnum():
            start = bare.start
        if self._old.text[origin.end - 1].isalnum():
            end = bare.end
        return Verdict("changed" if score >= _SURE else "unsure", score, Range(start, end))

    def _phrase(self, query: QuoteQuery, origin: Range, olds: range, news: list[int]) -> Verdict:
        """Words inside sentences that changed: the same words with other marks between, or else aligned."""
        low, high = self._new.around(news)
        start, end = self._old.around(olds)
        if high - low > _WIDER * (end - start):
            return Verdict("lost", 0.0, Range(*self._new.sentences[news[0]]))
        place = self._same_words(query.words, low, high)
        if place:
            return Verdict("changed", 1.0, place)
        before, after = self._old.text[start : origin.start], self._old.text[origin.end : end]
        size = origin.end - origin.start
        line = self._old.text[start:end]
        whole = QuoteQuery(query.quote, query.words, before, after, line, len(before), len(before) + size)
        alignment = align(self._new.text[low:high], whole, 0, high - low)
        if alignment and alignment.share >= _PHRASE:
            return Verdict("changed", alignment.share, Range(low + alignment.start, low + alignment.end))
        return self._inside(query.words, low, high)

    def _inside(self, words: str, low: int, high: int) -> Verdict:
        """The words wherever they are most alike in a stretch, whole words there."""
        from rapidfuzz import fuzz  # C code that unchanged documents never need

        best = fuzz.partial_ratio_alignment(words, self._new.text[low:high], score_cutoff=_INSIDE)
        if best is None or high - low < len(words):
            return Verdict("lost", 0.0, Range(low, high))
        start, end = low + best.dest_start, low + best.dest_end
        while start > low and cuts_word(self._new.text, start):
            start -= 1
        while end < high and cuts_word(self._new.text, end):
            end += 1
        return Verdict("changed", best.score / 100, Range(start, end))

    def _same_words(self, words: str, low: int, high: int) -> Range | None:
        """Where the same words stand with other marks between them."""
        wanted = _WORD.findall(words)
        if not wanted:
            return None
        matches = list(_WORD.finditer(self._new.text, low, high))
        row = " ".join(["", *(match.group() for match in matches), ""])
        at = row.find(" ".join(["", *wanted, ""]))
        if at < 0:
            return None
        first = row.count(" ", 0, at)
        return Range(matches[first].start(), matches[first + len(wanted) - 1].end())

    def _look_alike(self, olds: range) -> Verdict:
        """Dropped, with the new sentence that is most like it, if any is."""
        from rapidfuzz import fuzz, process  # C code that unchanged documents never need

        start, end = self._old.around(olds)
        best = process.extractOne(self._old.text[start:end], self._new.words, scorer=fuzz.ratio, score_cutoff=NEAR)
        if best is None:
            return Verdict("lost", 0.0, None)
        _, score, number = best
        return Verdict("lost", score / 100, self._new.sentences[number])


class Memory:
    """Earlier editions of one document, the latest first."""

    def __init__(self, editions: Sequence[Document]) -> None:
        self._editions = tuple(editions)
        self._document: Document | None = None
        self._linked: tuple[LinkedEdition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._editions)

    def of(self, views: Views) -> tuple[LinkedEdition, ...]:
        """The earlier editions linked to a document; kept for the last one that was asked for."""
        if self._document is not views.document:
            new = Edition(views)
            self._linked = tuple(LinkedEdition(old, new) for old in self._editions)
            self._document = views.document
        return self._linked


def recalled(memory: Memory, views: Views, queries: Mapping[Name, QuoteQuery]) -> dict[Name, Placement]:
    """The Placements of those queries whose sentence in an earlier edition tells where they stand."""
    placements: dict[Name, Placement] = {}
    for name, query in queries.items():
        for edition in memory.of(views):
            origin = edition.origin(query) if query.words else None
            verdict = edition.verdict(query, origin) if origin and edition.holds(origin) else None
            if verdict:
                placements[name] = _placement(views, verdict)
            if origin:
                break
    return placements


def _placement(views: Views, verdict: Verdict) -> Placement:
    spans, score = views.spans(*verdict.range) if verdict.range else (), round(verdict.score, 4)
    if verdict.state == "lost":
        return Placement("lost", score, (), (Candidate(spans, score),) if spans else ())
    return Placement(verdict.state, score, spans)
