"""PDF: its pages as headings and pieces; pdfium finds the letters, all else follows from where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from companion.documents.pdf.document import PdfDocument
from companion.documents.pdf.figures import Pictures
from companion.documents.pdf.headings import Headings, Looks, Outlined, page_title
from companion.documents.pdf.page import PdfPage, PdfPages
from companion.documents.pdf.reader import PdfReader
from companion.documents.pdf.survey import Survey, sample
from companion.documents.protocol import Emitter

_OUTLINE = 3
"""Entries from which on an outline is trusted to name the headings."""


def read_pdf(data: bytes, skipped: Mapping[int, str], emitter: Emitter) -> None:
    """Send the document; `skipped` says why pages are not to be tried again. Raises Unreadable."""
    opened = PdfDocument(data)
    outline = opened.outline()
    named = len(outline) >= _OUTLINE
    sole = named and sum(entry.level == 1 for entry in outline) < 2
    pages = PdfPages(opened)
    looked_at: list[PdfPage] = []
    for index in sample(opened.pages):
        emitter.begin(index, opened.pages, 0, ahead=True)
        page = _page(pages, index, skipped)
        if isinstance(page, PdfPage):
            looked_at.append(page)
    for notice in opened.notices():
        emitter.notice(notice)
    survey = Survey(looked_at)
    title = opened.title() or (page_title(looked_at[0], survey.body) if looked_at else "")
    emitter.about(title, opened.language(), opened.facts(), sole=sole)
    if opened.unread:
        emitter.notice(f"{opened.unread:,} more pages are not read: no file of this size holds so many.")
    headings: Headings = Outlined(outline) if named else Looks(looked_at, survey.body)
    reader = PdfReader(opened, survey, headings, Pictures(looked_at), emitter)
    for index in range(opened.pages):
        emitter.begin(index, opened.pages, reader.resume_from(index))
        page = _page(pages, index, skipped)
        if isinstance(page, PdfPage):
            reader.read(page)
        else:
            reader.fail(index, page)
    reader.finish()


def _page(pages: PdfPages, index: int, skipped: Mapping[int, str]) -> PdfPage | str:
    """A page, or why there is none: one that is damaged must not take the others along."""
    if index in skipped:
        return skipped[index]
    try:
        return pages.read(index)
    except RuntimeError:  # pdfium's own
        return "it is damaged"
    except (ValueError, IndexError, ArithmeticError):
        return "it is laid out in a way that is not understood"
