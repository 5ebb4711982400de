"""A page of a PDF: lines, pictures, and where on it they stand."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from companion.documents.pdf.chars import LinkArea, TextRun, linked
from companion.documents.pdf.document import PdfDocument
from companion.documents.pdf.drawings import Drawing, drawing
from companion.documents.pdf.letters import Frame, letters
from companion.documents.pdf.lines import TextLine, lines_of
from companion.documents.pdf.marks import PageMarks, marks
from companion.documents.pdf.tags import Tag, page_tags
from companion.text.clean import clean_line

_KEPT = 80
_MOST_LINKS = 2_000
_SMALLEST = 0.01
"""Share of the page that a picture takes to be one: smaller ones are rules, bullets, logos in a line."""
_FAR = 1e6
_LONGEST_ADDRESS = 2_000


class Picture(NamedTuple):
    """An image; `words` is its alternative text, `share` how much of the page it takes."""

    left: float
    bottom: float
    right: float
    top: float
    share: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """Page `index` (from 0), `label` as it is printed.

    `lines` are those of one direction, the one most letters have; `rotated` are the others. `letters` counts what is
    inside the crop box, `outside` what is not, and is in no line; `drawing` lies as the lines do. `tags` say what
    marked letters are, by their mark; `marks` are readers'.
    """

    index: int
    label: str
    lines: list[TextLine]
    rotated: list[TextLine]
    pictures: list[Picture]
    letters: int
    unknown: int
    outside: int
    drawing: Drawing
    tags: dict[int, Tag]
    marks: PageMarks


class PdfPages:
    """The pages of a document, read on demand; the last 80 are kept. Raises the library's errors."""

    def __init__(self, opened: PdfDocument) -> None:
        self._opened = opened
        self.read = lru_cache(_KEPT)(self._read)

    def _read(self, index: int) -> PdfPage:
        raw = self._opened.library
        page = self._opened.page(index)
        text_page = page.get_textpage()
        try:
            frame = _frame(raw, page)
            text = letters(raw, text_page.raw, frame)
            runs = linked(text.runs, list(_links(raw, page, self._opened.raw)))
            angles = Counter[int]()
            for run in runs:
                angles[run.style.angle] += len(run.text)
            straight = angles.most_common(1)[0][0] if angles else 0
            drawn = drawing(raw, page, frame, straight)
            pictures = list(_pictures(raw, page, frame, drawn))
            tags = page_tags(raw, page)
            label = self._opened.label(index)
            made = marks(raw, page.raw, text_page.raw, label)
        finally:
            text_page.close()
            page.close()
        main = [run for run in runs if run.style.angle == straight]
        rotated = [line for angle in angles if angle != straight for line in lines_of(_turned(runs, angle))]
        lines, counts = lines_of(main), (text.count, text.unknown, text.outside)
        return PdfPage(index, label, lines, rotated, pictures, *counts, drawn, tags, made)


def _frame(raw: Any, page: Any) -> Frame:
    """The part of a page that is shown."""
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(box)) and box.right > box.left and box.top > box.bottom:
        return Frame(box.left, box.bottom, box.right, box.top)
    return Frame(-_FAR, -_FAR, _FAR, _FAR)


def _turned(runs: list[TextRun], angle: int) -> list[TextRun]:
    return [run for run in runs if run.style.angle == angle]


def _links(raw: Any, page: Any, document: Any) -> Iterator[LinkArea]:
    """The parts of a page that lead to an address of the web or of mail."""
    place, link, rect = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page, ctypes.byref(place), ctypes.byref(link)):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        length = raw.FPDFAction_GetURIPath(document, action, None, 0)
        if 1 < length <= _LONGEST_ADDRESS and raw.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)):
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(document, action, buffer, length)
            address = clean_line(buffer.value.decode("utf-8", "replace"))
            yield LinkArea(rect.left - 1, rect.bottom - 1, rect.right + 1, rect.top + 1, address)


def _pictures(raw: Any, page: Any, frame: Frame, drawn: Drawing) -> Iterator[Picture]:
    area = max((frame.right - frame.left) * (frame.top - frame.bottom), 1.0)
    large = [(box, mark) for box, mark in drawn.pictures if box.area >= _SMALLEST * area]
    words = _alternatives(raw, page) if large else {}
    for box, mark in large:
        yield Picture(*box, box.area / area, words.get(mark, ""))


def _alternatives(raw: Any, page: Any) -> dict[int, str]:
    """What a tagged page says instead of its pictures, by the number that marks them."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    words: dict[int, str] = {}
    try:
        count = raw.FPDF_StructTree_CountChildren(tree)
        waiting = [raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(min(count, 10_000))]
        for _ in range(20_000):  # elements; a page has hundreds
            if not waiting:
                break
            element = waiting.pop()
            if not element:
                continue
            if alternative := _alternative_text(raw, element):
                words[_number(raw, element)] = alternative
            count = raw.FPDF_StructElement_CountChildren(element)
            waiting += [raw.FPDF_StructElement_GetChildAtIndex(element, index) for index in range(min(count, 10_000))]
    finally:
        raw.FPDF_StructTree_Close(tree)
    return words


def _alternative_text(raw: Any, element: Any) -> str:
    length = raw.FPDF_StructElement_GetAltText(element, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetAltText(element, buffer, length)
    return " ".join(clean_line(buffer.raw[: length - 2].decode("utf-16-le", "replace")).split())


def _number(raw: Any, element: Any) -> int:
    """The mark of what an element stands for: its own, else its first child's."""
    own = raw.FPDF_StructElement_GetMarkedContentID(element)
    return int(own if own >= 0 else raw.FPDF_StructElement_GetChildMarkedContentID(element, 0))
