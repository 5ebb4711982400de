"""The title of a PDF: what it gives itself if its first pages say so, else the largest words there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from rapidfuzz import fuzz

from companion.documents.pdf.chars import HYPHEN
from companion.documents.pdf.headings import normal
from companion.documents.pdf.lines import TextLine, merged
from companion.documents.pdf.page import PdfPage

_PAGES = 3
_LINES = 5
"""Lines of a title at most."""
_LARGE = 1.4
_TIMES = 2
"""Other pages with words as large, from which on these are headings."""
_COVER = 120
"""Letters of the size of the text below which a first page is a cover."""
_ALIKE = 88.0
"""Percent by which two titles are the same."""
_LONGEST = 200
_LETTER = re.compile(r"[^\W\d_]")


def title_of(given: str, pages: Sequence[PdfPage], body: float) -> str:
    """The title of a document that gives itself the title `given`; "" if there is none.

    `pages` are its first ones, `body` is the size of its text.
    """
    first = [page for page in pages if page.index < _PAGES]
    largest = next(
        (title for page in first if (title := page_title(page, body)) and not _recurs(page, pages, body)), ""
    )
    if given and _stands(given, largest, first):
        return given
    return largest


def page_title(page: PdfPage, body: float) -> str:
    """The largest words of a page, where they are much larger than the text: on the first one the title."""
    lines = [line for line in merged(page.lines) if len(_LETTER.findall(line.text)) > 1]
    size = max((line.size for line in lines), default=0.0)
    if size < _LARGE * body:
        return ""
    first = next(number for number, line in enumerate(lines) if line.size == size)
    same = list(takewhile(lambda line: line.size > 0.95 * size, lines[first : first + _LINES]))
    title = " ".join(line.text for line in same).replace(HYPHEN, "-")
    return " ".join(title.split()) if len(title) <= _LONGEST else ""


def _recurs(page: PdfPage, pages: Sequence[PdfPage], body: float) -> bool:
    """True if words as large as the largest of a page stand on several others: these are headings. No cover has any."""
    if page.index == 0 and sum(line.count for line in page.lines if line.size < 1.06 * body) < _COVER:
        return False
    size = _largest(page)
    return sum(other is not page and abs(_largest(other) - size) < 0.6 for other in pages) >= _TIMES


def _largest(page: PdfPage) -> float:
    return max((line.size for line in page.lines if len(_LETTER.findall(line.text)) > 1), default=0.0)


def _stands(given: str, largest: str, pages: Sequence[PdfPage]) -> bool:
    """True if a title is, more or less, what some lines say; or says all of the largest words, and more."""
    wanted = normal(given)
    if len(wanted) < 2:
        return False
    own = normal(largest)
    if len(own) > 8 and own in wanted:
        return True
    return any(fuzz.ratio(wanted, said, score_cutoff=_ALIKE) for page in pages for said in _said(page.lines))


def _said(lines: Sequence[TextLine]) -> Iterator[str]:
    """What up to five lines say, one after the other."""
    for own in (lines, merged(lines)):  # in columns, and as one
        bare = [normal(line.text) for line in own]
        for at in range(len(bare)):
            for count in range(1, min(_LINES, len(bare) - at) + 1):
                yield "".join(bare[at : at + count])
