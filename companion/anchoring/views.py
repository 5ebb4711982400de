"""Normalised views of one document's sections, and of the whole, with a map back to Spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable

from companion.model import Block, Document, Section, Span
from companion.text.normal import Normal, trimmed
from companion.text.sentences import sentences

_MOST_CACHED = 2_000_000
"""Characters of sections' views that are cached; those of a very long document are made anew when needed."""
_FEW = 64
"""Sections that a document keeps by itself; of one that has more, passing by spares those on screen."""


class Views:
    """Views made on demand and cached for one call: a section's, and the whole (all, joined by a space)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._normals: dict[int, Normal] = {}
        self._sentences: dict[int, list[tuple[int, int]]] = {}
        self._cached = 0
        self._whole: str | None = None
        self._at: list[int] = []

    def normal(self, index: int) -> Normal:
        """The view of the section at an index."""
        return self._view(index, self.document.section)

    def _view(self, index: int, read: Callable[[int], Section]) -> Normal:
        normal = self._normals.get(index)
        if normal is None:
            normal = Normal(read(index).text)
            if self._cached < _MOST_CACHED:
                self._normals[index] = normal
                self._cached += len(normal.text)
        return normal

    def section(self, index: int) -> Section:
        """The section at an index, for going through all of them."""
        return self.document.section(index) if len(self.document) <= _FEW else self.document.pass_by(index)

    @property
    def whole(self) -> str:
        if self._whole is None:
            parts = [self._view(index, self.section).text for index in range(len(self.document))]
            at = 0
            for part in parts:
                self._at.append(at)
                at += len(part) + 1
            self._whole = " ".join(parts)
        return self._whole

    def place_of(self, index: int) -> int:
        """The offset at which a section's view starts in the whole."""
        _ = self.whole
        return self._at[index]

    def end_of(self, index: int) -> int:
        """The offset in the whole at which a section's view ends."""
        return self.place_of(index) + len(self.normal(index).text)

    def index_at(self, place: int) -> int:
        """The index of the section that an offset in the whole belongs to."""
        _ = self.whole
        return max(bisect_right(self._at, place) - 1, 0)

    def range(self, span: Span) -> tuple[int, int]:
        """A Span's range of the whole."""
        return self.place_range(self.document.index(span.section) or 0, span.start, span.end)

    def place_range(self, index: int, start: int, end: int) -> tuple[int, int]:
        """The range of the whole that two offsets in a section's own text have."""
        at, normal = self.place_of(index), self.normal(index)
        return at + normal.place(start), at + normal.place(end)

    def blocks(self, start: int, end: int) -> list[tuple[int, Block]]:
        """The blocks that a range of the whole touches, each with its section's index."""
        touched = []
        for span in self.spans(start, end):
            index = self.document.index(span.section) or 0
            section = self.section(index)
            first, last = section.block_at(span.start), section.block_at(span.end - 1)
            touched += [(index, block) for block in section.blocks[first : last + 1]]
        return touched

    def sentences(self, index: int, blocks: Iterable[Block] | None = None) -> list[tuple[int, int]]:
        """The sentences of a section's blocks (by default all) as ranges of the whole; a heading is one."""
        section = self.section(index)
        at, place = self.place_of(index), self.normal(index).place
        cuts: list[tuple[int, int]] = []
        for block in section.blocks if blocks is None else blocks:
            one = block.kind == "heading"
            cuts += [(block.start, block.end)] if one else sentences(section.text, block.start, block.end)
        ranges = ((at + place(start), at + place(end)) for start, end in cuts)
        return [(start, end) for start, end in ranges if start < end]

    def sentences_between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The sentences that a range of the whole touches."""
        found: list[tuple[int, int]] = []
        for index in range(self.index_at(start), self.index_at(max(end - 1, start)) + 1):
            if index not in self._sentences:
                self._sentences[index] = self.sentences(index)
            found += self._sentences[index]
        return [(first, last) for first, last in found if first < end and last > start]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The original Spans of a range of the whole, one for each section it touches."""
        spans = []
        for index in range(self.index_at(start), self.index_at(max(end - 1, start)) + 1):
            span = self.span(index, start - self._at[index], end - self._at[index])
            if span:
                spans.append(span)
        return tuple(spans)

    def span(self, index: int, start: int, end: int) -> Span | None:
        """The original Span of a range of one section's view; None if it is only white space."""
        normal = self.normal(index)
        start, end = max(start, 0), min(end, len(normal.text))
        if start >= end:
            return None
        text = self.document.section(index).text
        first, last = trimmed(text, normal.start(start), normal.end(end))
        return Span(self.document.headings[index].id, first, last) if first < last else None
