"""Quotes on a page: which of several places of the same words a page's label means."""

from __future__ import annotations

from functools import cached_property

from companion.anchoring.exact import context_fits, occurrences
from companion.anchoring.query import QuoteQuery
from companion.anchoring.views import Views
from companion.model import Span


class PageIndex:
    """The sections of a document by the labels of the pages their blocks stand on, made when first asked."""

    def __init__(self, views: Views) -> None:
        self.views = views

    @cached_property
    def _sections(self) -> dict[str, list[int]]:
        pages: dict[str, list[int]] = {}
        for index in range(len(self.views.document)):
            for label in {block.page for block in self.views.section(index).blocks if block.page}:
                pages.setdefault(label.casefold(), []).append(index)
        return pages

    def match(self, query: QuoteQuery) -> Span | None:
        """The only place of the words, with their context, on the quote's page; None where there are more, or none."""
        if not query.words or not query.telling:
            return None
        found: list[Span] = []
        label = query.quote.page.strip().casefold()
        for index in self._sections.get(label, ()):
            section, text, size = self.views.section(index), self.views.normal(index).text, len(query.words)
            for at in occurrences(text, query.words):
                fits = context_fits(text, at, at + size, query.prefix, query.suffix)
                span = self.views.span(index, at, at + size) if fits else None
                if span and section.blocks[section.block_at(span.start)].page.casefold() == label:
                    found.append(span)
        return found[0] if len(found) == 1 else None
