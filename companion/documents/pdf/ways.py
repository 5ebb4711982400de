"""The ways to a PDF's headings: its outline, its structure tags, a printed contents page, the looks of its lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from companion.documents.pdf.contents import PageRead, PrintedContents, contents_of, offsets_of
from companion.documents.pdf.document import OutlineEntry, PdfDocument
from companion.documents.pdf.headings import Headings, Outlined, normal
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.listed import Listed
from companion.documents.pdf.looks import Looks
from companion.documents.pdf.page import PdfPage
from companion.documents.pdf.page_text import PageTexts
from companion.documents.pdf.running_heads import edge_rows
from companion.documents.pdf.tagged import Tagged, stands

_OUTLINE = 3
"""Entries from which on an outline is trusted to name the headings."""
_KEPT = 80
"""Pages up to which a contents page is looked for in any case: what is read for that is not read again."""
_SAID = 0.4
"""Share of the outline's titles that their pages must say, where the file has another way to tell its headings."""


class Ways:
    """Chooses the way. `read` reads a page by its index; `title` is the document's.

    `wanted` is a way the reader chose; `used` is the name of the one taken, `there` those the
    document has (of a long one only as far as it was needed), `sole` whether it gives at most one
    heading of level 1 for sure.
    """

    def __init__(
        self,
        opened: PdfDocument,
        pages: Sequence[PdfPage],
        texts: PageTexts,
        body: float,
        title: str,
        read: Callable[[int], PdfPage | None],
    ) -> None:
        self._opened, self._pages, self._texts, self._body, self._title = opened, pages, texts, body, title
        self._read = read
        self._outline = opened.outline()
        self.used = ""
        self.there: list[str] = []
        self.sole = False

    def headings(self, wanted: str = "") -> Headings:
        """The headings, by the way that is `wanted`, if it is there; else by the first that is good."""
        outline = len(self._outline) >= _OUTLINE
        tags = stands(self._pages)
        contents: PrintedContents | None = None
        if wanted or self._opened.pages <= _KEPT or (not tags and not (outline and self._is_said())):
            contents = self._contents()
        there = {"outline": outline, "tags": tags, "contents": contents is not None, "looks": True}
        self.there = [name for name, has in there.items() if has]
        good = [name for name in self.there if name != "outline" or self._is_said() or not (tags or contents)]
        self.used = wanted if wanted in self.there else good[0]
        if self.used == "outline":
            self.sole = sum(entry.level == 1 for entry in self._outline) < 2
            return Outlined(self._outline)
        if self.used == "tags":
            return Tagged()
        read = [(page, self._texts.of(page).lines) for page in self._pages]
        if contents is not None and self.used == "contents":
            own = [(page, lines) for page, lines in read if page.index not in contents.pages]
            return Listed(contents, Looks(own, self._body, self._title), own, self._body)
        return Looks(read, self._body, self._title)

    def _is_said(self) -> bool:
        """True if the pages looked at say many of the titles that the outline has for them."""
        by_page: dict[int, list[OutlineEntry]] = {}
        for entry in self._outline:
            by_page.setdefault(entry.page, []).append(entry)
        entries = said = 0
        for page in self._pages:
            if page.index in by_page:
                text = normal("".join(line.text for line in page.lines))
                entries += len(by_page[page.index])
                said += sum(normal(entry.title) in text for entry in by_page[page.index])
        return said >= _SAID * entries

    def _contents(self) -> PrintedContents | None:
        def lines(index: int) -> PageRead | None:
            page = self._read(index)
            return PageRead(index, self._lines(page), self._body) if page else None

        labels = [self._opened.label(index) for index in range(self._opened.pages)]
        edges = [
            (page.index, [line.text for edge in ("top", "bottom") for row in edge_rows(page, edge)[:4] for line in row])
            for page in self._pages
        ]
        return contents_of(self._opened.pages, lines, labels, offsets_of(edges))

    def _lines(self, page: PdfPage) -> list[TextLine]:
        return self._texts.of(page).lines
