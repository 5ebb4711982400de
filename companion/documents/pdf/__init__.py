"""PDF: its pages as headings and pieces; pdfium finds the letters, all else follows from where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from companion.documents.pdf.document import PdfDocument
from companion.documents.pdf.figures import Pictures
from companion.documents.pdf.marks import CommentSender
from companion.documents.pdf.page import PdfPage, PdfPages
from companion.documents.pdf.page_text import PageTexts
from companion.documents.pdf.reader import PdfReader
from companion.documents.pdf.running_heads import RunningHeads
from companion.documents.pdf.survey import Survey, sample
from companion.documents.pdf.tagged import covers
from companion.documents.pdf.title import title_of
from companion.documents.pdf.ways import Ways
from companion.documents.protocol import Emitter


def read_pdf(data: bytes, skipped: Mapping[int, str], emitter: Emitter, way: str = "") -> None:
    """Send the document; `skipped` says why pages are not to be tried again. Raises Unreadable.

    `way` is how headings are to be told, of `registry.WAYS`; where the document has none of that kind, and for "", it
    is the first that is good.
    """
    opened = PdfDocument(data)
    pages = PdfPages(opened)

    def ahead(index: int) -> PdfPage | None:
        emitter.begin(index, opened.pages, 0, ahead=True)
        page = _page(pages, index, skipped)
        return page if isinstance(page, PdfPage) else None

    looked_at = [page for index in sample(opened.pages) if (page := ahead(index)) is not None]
    for notice in opened.notices():
        emitter.notice(notice)
    survey = Survey(looked_at)
    title = title_of(opened.title(), looked_at, survey.body)
    texts = PageTexts(RunningHeads(looked_at, survey.body, covers(looked_at)))
    ways = Ways(opened, looked_at, texts, survey.body, title, ahead)
    headings = ways.headings(way)
    emitter.ways(ways.used, ways.there)
    emitter.about(title, opened.language(), opened.facts(), sole=ways.sole)
    if opened.unread:
        emitter.notice(f"{opened.unread:,} more pages are not read: no file of this size holds so many.")
    reader = PdfReader(opened, survey, texts, headings, Pictures(looked_at), emitter)
    comments = CommentSender(emitter)
    for index in range(opened.pages):
        emitter.begin(index, opened.pages, reader.resume_from(index))
        page_or_why = _page(pages, index, skipped)
        if isinstance(page_or_why, PdfPage):
            reader.read(page_or_why)
            comments.send(page_or_why.marks)
        else:
            reader.fail(index, page_or_why)
    reader.finish()
    comments.finish()


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
