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

from companion.anchoring.align import align
from companion.anchoring.exact import MOST, context_fits, match_at_hint, match_in_section, occurrences
from companion.anchoring.query import QuoteQuery
from companion.anchoring.views import Views
from companion.model import Candidate, Document, Placement
from companion.model.placement import State
from companion.text.alignment import Alignment, aligned
from companion.text.sentences import sentences

Name = TypeVar("Name")
_SURE = 0.58
"""The least likeness of a whole sentence to what it has become that makes the place sure."""
_LETTERS = 12
"""Fewer say too little to be found by themselves."""
_PHRASE = 0.5
"""The least share of a phrase that must be left in the sentence it stood in."""
_LONGER, _MORE = 3, 80
"""How much longer than the quote the place may be that whole sentences have become: so many times, and characters."""
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
            section, normal, at = views.section(index), views.normal(index), views.place_of(index)
            for block in section.blocks:
                cuts = (
                    [(block.start, block.end)]
                    if block.kind == "heading"
                    else sentences(section.text, block.start, block.end)
                )
                pairs = (Range(at + normal.place(start), at + normal.place(end)) for start, end in cuts)
                self.sentences += [pair for pair in pairs if pair.start < pair.end]
        self._starts = [sentence.start for sentence in self.sentences]

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
    """Where a quote stands by its sentence. Where the state is `lost`, the range is what its sentence has become."""

    state: State
    score: float
    range: Range


class LinkedEdition:
    """An earlier edition, linked to the one at hand."""

    def __init__(self, old: Document, new: Edition) -> None:
        self._views = Views(old)
        self._new = new

    @cached_property
    def _old(self) -> Edition:
        return Edition(self._views)

    @cached_property
    def _alignment(self) -> Alignment:
        return aligned(self._old.words(), self._new.words())

    def origin(self, query: QuoteQuery) -> Range | None:
        """Where the quote stands word for word in the earlier edition, if that is certain."""
        span = match_at_hint(self._views.document, query.quote) or match_in_section(self._views, query)
        if span:
            return Range(*self._views.range((span,)))
        text, size = self._old.text, len(query.words)
        starts = occurrences(text, query.words, MOST)
        fitting = [at for at in starts if context_fits(text, at, at + size, query.prefix, query.suffix)]
        only = fitting or starts
        return Range(only[0], only[0] + size) if len(only) == 1 and size >= _LETTERS else None

    def verdict(self, query: QuoteQuery, origin: Range) -> Verdict | None:
        """Where the quote stands now; None where its sentences have become none."""
        olds = self._old.touched(*origin)
        news = sorted({new for old in olds for new in self._alignment.new_of(old)})
        verbatim = self._verbatim(query, origin, olds, news)
        if verbatim or not news:
            return verbatim
        whole = self._whole(origin, olds) if self._old.letters(*origin) == self._bounds(olds) else None
        return whole or self._phrase(query, origin, olds, news)

    def is_anothers(self, place: Range, origin: Range) -> bool:
        """True if every sentence at a place has come from another one than the quote stood in."""
        olds = self._old.touched(*origin)
        owners = [self._alignment.from_new(new) for new in self._new.touched(*place)]
        return bool(owners) and all(owner is not None and owner.old not in olds for owner in owners)

    def _bounds(self, olds: range) -> Range:
        return self._old.letters(*self._old.around(olds))

    def _verbatim(self, query: QuoteQuery, origin: Range, olds: range, news: list[int]) -> Verdict | None:
        """The words as they were: in what their sentences have become, or anywhere if they stand once in both."""
        text, size = self._new.text, len(query.words)
        if news:
            low, high = self._new.around(news)
            shift = low - self._old.sentences[olds[0]].start
            starts = occurrences(text[low:high], query.words)
            if starts:
                at = low + min(starts, key=lambda start: abs(low + start - origin.start - shift))
                return Verdict("exact", 1.0, Range(at, at + size))
        if size < _LETTERS or len(occurrences(self._old.text, query.words, 2)) > 1:
            return None
        starts = occurrences(text, query.words, 2)
        return Verdict("exact", 1.0, Range(starts[0], starts[0] + size)) if len(starts) == 1 else None

    def _whole(self, origin: Range, olds: range) -> Verdict | None:
        """What whole sentences have become, if more than half of them, by their length, are linked."""
        links = [link for old in olds if (link := self._alignment.from_old(old))]
        linked = sum(end - start for start, end in (self._old.sentences[link.old] for link in links))
        if 2 * linked <= origin.end - origin.start:
            return None
        news = sorted({new for old in olds for new in self._alignment.new_of(old)})
        start, end = self._new.around(news)
        if end - start > _LONGER * (origin.end - origin.start) + _MORE:
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
        words = _WORD.findall(query.words)
        found = [(word.group(), word.start(), word.end()) for word in _WORD.finditer(self._new.text, low, high)]
        for at in range(len(found) - len(words) + 1 if words else 0):
            if found[at][0] == words[0] and [word for word, _, _ in found[at : at + len(words)]] == words:
                return Verdict("changed", 1.0, Range(found[at][1], found[at + len(words) - 1][2]))
        start, end = self._old.around(olds)
        before, after = self._old.text[start : origin.start], self._old.text[origin.end : end]
        line = before + self._old.text[origin.start : origin.end] + after
        whole = QuoteQuery(
            query.quote, query.words, before, after, line, len(before), len(before) + origin.end - origin.start
        )
        place = align(self._new.text[low:high], whole, 0, high - low)
        if place is None or place.share < _PHRASE:
            return Verdict("lost", 0.0, Range(low, high))
        return Verdict("changed", place.share, Range(low + place.start, low + place.end))


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


class Recollection(Mapping[Name, Placement]):
    """What a memory says of some queries: their Placements, where it knows any."""

    def __init__(self, memory: Memory, views: Views, queries: Mapping[Name, QuoteQuery]) -> None:
        self._views = views
        self._origins: dict[Name, tuple[LinkedEdition, Range]] = {}
        self._placements: dict[Name, Placement] = {}
        editions = memory.of(views)
        for name, query in queries.items():
            origins = ((edition, origin) for edition in editions if (origin := edition.origin(query)))
            known = next(origins, None) if query.words else None
            if known:
                self._origins[name] = known
                verdict = known[0].verdict(query, known[1])
                if verdict:
                    self._placements[name] = self._placement(verdict)

    def __getitem__(self, name: Name) -> Placement:
        return self._placements[name]

    def __iter__(self):
        return iter(self._placements)

    def __len__(self) -> int:
        return len(self._placements)

    def checked(self, name: Name, placement: Placement) -> Placement:
        """A Placement found without the memory, or `lost` with a candidate if that place is another sentence's."""
        if name not in self._origins or not placement.spans:
            return placement
        edition, origin = self._origins[name]
        if not edition.is_anothers(Range(*self._views.range(placement.spans)), origin):
            return placement
        own = Candidate(placement.spans, placement.score)
        return Placement("lost", placement.score, (), (own, *placement.candidates))

    def _placement(self, verdict: Verdict) -> Placement:
        state, score, place = verdict
        spans, score = self._views.spans(*place), round(score, 4)
        if state == "lost":
            return Placement("lost", score, (), (Candidate(spans, score),) if spans else ())
        return Placement(state, score, spans)
