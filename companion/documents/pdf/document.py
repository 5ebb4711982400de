"""A PDF as pdfium opens it: pages, outline, page labels and what it says of itself."""

from __future__ import annotations

import contextlib
import ctypes
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw

from companion.model import Unreadable
from companion.text.clean import clean_line

_MOST_ENTRIES = 20_000
_DEEPEST = 6
_LONGEST_TITLE = 300
_PASSWORD, _SECURITY = 4, 5
_NO_TITLE = re.compile(
    r"(?i)^(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|.*\.(?:docx?|pptx?|tex|dvi|pdf|indd))$"
)
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_AT_TOP = {1: 1, 2: 0, 3: 0, 6: 0, 7: 0}
"""Which number of a destination is its height on the page, by the way it is shown (PDF 32000, table 151)."""


class OutlineEntry(NamedTuple):
    """A line of the outline: where it leads to. `height` counts from the bottom of the page; None is its top."""

    level: int
    title: str
    page: int
    height: float | None


_PAGES, _BYTES = 2_000, 100
"""Pages that are read of any document, and bytes of a larger one for each: the same page may be named without end."""


class PdfDocument:
    """A document of pdfium, whose functions `library` has. `pages` counts them; `unread` are more than it can hold."""

    def __init__(self, data: bytes) -> None:
        """Raises Unreadable where pdfium cannot open it."""
        try:
            self.raw = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(_why(getattr(error, "err_code", None), data)) from None
        self.library = pypdfium2.raw
        self.pages = min(len(self.raw), max(_PAGES, len(data) // _BYTES))
        self.unread = len(self.raw) - self.pages

    def label(self, index: int) -> str:
        """What is printed on the page, as the document tells; else its number from 1."""
        with contextlib.suppress(Exception):  # a library's own errors about a damaged label are not worth a page
            if label := clean_line(self.raw.get_page_label(index)).strip()[:40]:
                return label
        return str(index + 1)

    def title(self) -> str:
        """The title the document gives itself, "" where it is none."""
        title = " ".join(self._metadata("Title").split())
        return "" if _NO_TITLE.match(title) else title

    def language(self) -> str:
        raw = self.library
        length = raw.FPDFCatalog_GetLanguage(self.raw, None, 0)
        if not 2 < length < 100:
            return ""
        buffer = (ctypes.c_ushort * (length // 2))()
        raw.FPDFCatalog_GetLanguage(self.raw, buffer, length)
        return clean_line(bytes(buffer)[:-2].decode("utf-16-le", "replace"))

    def notices(self) -> list[str]:
        """What it holds beside its pages, and is not read."""
        notices = []
        with contextlib.suppress(Exception):
            if self.raw.get_formtype():
                notices.append("It has form fields; what is filled in there is not shown.")
            if count := self.raw.count_attachments():
                notices.append(f"{count} attached file{'s are' if count > 1 else ' is'} not shown.")
        return notices

    def facts(self) -> list[tuple[str, str]]:
        made = _DATE.match(self._metadata("CreationDate"))
        date = "-".join(part for part in made.groups() if part) if made else ""
        return [("author", " ".join(self._metadata("Author").split())), ("made", date), ("pages", str(self.pages))]

    def outline(self) -> list[OutlineEntry]:
        """Its lines in the order of the pages; those that lead nowhere are left out."""
        entries: list[OutlineEntry] = []
        with contextlib.suppress(Exception):  # what a damaged outline still gave is good
            entries.extend(self._entries())
        return sorted(entries, key=lambda entry: entry.page)

    def _entries(self) -> Iterator[OutlineEntry]:
        for mark in islice(self.raw.get_toc(max_depth=_DEEPEST), _MOST_ENTRIES):
            title = " ".join(mark.get_title().split())[:_LONGEST_TITLE]
            destination = mark.get_dest()
            page = destination.get_index() if destination else None
            if title and page is not None and page < self.pages:
                mode, numbers = destination.get_view()
                place = _AT_TOP.get(mode, 99)
                height = float(numbers[place]) if place < len(numbers) else None
                yield OutlineEntry(mark.level + 1, title, page, height or None)

    def _metadata(self, name: str) -> str:
        with contextlib.suppress(Exception):
            return str(self.raw.get_metadata_value(name))
        return ""

    def page(self, index: int) -> Any:
        """A page of pdfium. Raises the library's error where it cannot be loaded."""
        return self.raw[index]


def _why(code: int | None, data: bytes) -> str:
    if code == _PASSWORD:
        return "it is locked with a password; save a copy without one (for example with qpdf --decrypt)"
    if code == _SECURITY:
        return "it is locked in a way that is not supported; save a copy that is not locked"
    if b"%%EOF" not in data[-2048:]:
        return "the PDF is cut off or damaged; get it again"
    return "the PDF is damaged; get it again, or save it anew with another program"
