"""A page of a PDF: lines, pictures, and where on it they stand."""

from __future__ import annotations

import contextlib
import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from companion.documents.pdf.chars import LinkArea, TextRun, letters, linked
from companion.documents.pdf.document import PdfDocument
from companion.documents.pdf.lines import TextLine, lines_of
from companion.text.clean import clean_line

_KEPT = 80
_MOST_LINKS = 2_000
_SMALLEST = 0.01
"""Share of the page that a picture takes to be one: smaller ones are rules, bullets, logos in a line."""
_DEEPEST = 4
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

    `lines` are those of one direction, the one most letters have; `rotated` are the others.
    """

    index: int
    label: str
    lines: list[TextLine]
    rotated: list[TextLine]
    pictures: list[Picture]
    letters: int
    unknown: int


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
            text = letters(raw, text_page.raw)
            runs = linked(text.runs, list(_links(raw, page, self._opened.raw)))
            pictures = list(_pictures(raw, page))
        finally:
            text_page.close()
            page.close()
        angles = Counter[int]()
        for run in runs:
            angles[run.style.angle] += len(run.text)
        straight = angles.most_common(1)[0][0] if angles else 0
        main = [run for run in runs if run.style.angle == straight]
        rotated = [line for angle in angles if angle != straight for line in lines_of(_turned(runs, angle))]
        return PdfPage(index, self._opened.label(index), lines_of(main), rotated, pictures, text.count, text.unknown)


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


def _pictures(raw: Any, page: Any) -> Iterator[Picture]:
    width, height = page.get_size()
    area = max(width * height, 1.0)
    words = _alternatives(raw, page)
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        with contextlib.suppress(Exception):  # an image without a place is none
            left, bottom, right, top = thing.get_bounds()
            share = (right - left) * (top - bottom) / area
            if share >= _SMALLEST:
                alternative = words.get(raw.FPDFPageObj_GetMarkedContentID(thing.raw), "")
                yield Picture(left, bottom, right, top, share, alternative)


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
