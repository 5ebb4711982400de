"""The text of a PDF page as it is read: without running heads, column by column."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from companion.documents.pdf.columns import flows
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.page import PdfPage
from companion.documents.pdf.running_heads import RunningHeads
from companion.documents.pdf.tables import ruled

_KEPT = 80


class PageText(NamedTuple):
    """`running` are the running heads; `letters` counts those of the other lines of the page's own direction.

    `columns` are these as they are read, rows of ruled tables as one line each; `turned` stand in another direction.
    """

    running: list[TextLine]
    letters: int
    columns: list[list[TextLine]]
    turned: list[TextLine]

    @property
    def lines(self) -> list[TextLine]:
        return [line for column in self.columns for line in column]


class PageTexts:
    """The texts of pages, by their index; the last 80 are kept."""

    def __init__(self, heads: RunningHeads) -> None:
        self._heads = heads
        self._pages: dict[int, PdfPage] = {}
        self._made = lru_cache(_KEPT)(self._make)

    def of(self, page: PdfPage) -> PageText:
        self._pages[page.index] = page
        try:
            return self._made(page.index)
        finally:
            del self._pages[page.index]

    def _make(self, index: int) -> PageText:
        page = self._pages[index]
        running = self._heads.lines(page)
        left = {id(line) for line in running}
        kept = [line for line in page.lines if id(line) not in left]
        turned = [line for line in page.rotated if id(line) not in left]
        return PageText(running, sum(line.count for line in kept), flows(*ruled(kept, page.drawing)), turned)
