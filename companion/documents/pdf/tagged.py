"""Headings by the structure tags of a PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from companion.documents.pdf.headings import PageHeading
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.page import PdfPage
from companion.documents.pdf.tags import Tag

_LEAST = 3
"""Headings from which on tags are trusted to name them."""
_COVERED = 0.6
"""Share of the letters that must have a tag, and which headings may have of these at most."""
_MOST = 0.3
_LONGEST = 300


class Tagged:
    """Headings that the tags of their pages name."""

    def heads(self, page: PdfPage, lines: Sequence[TextLine]) -> list[PageHeading]:
        heads: list[PageHeading] = []
        seen: set[int] = set()
        at = 0
        while at < len(lines):
            tag = tag_of(page, lines[at])
            end = at + 1
            if tag is None or tag.role != "heading":
                at = end
                continue
            while end < len(lines) and (tag_of(page, lines[end]) or tag).element == tag.element:
                end += 1
            while end > at + 1 and tag_of(page, lines[end - 1]) is None:
                end -= 1
            text = " ".join(line.text for line in lines[at:end])
            if tag.element not in seen and len(text) <= _LONGEST and any(map(str.isalnum, text)):
                heads.append(PageHeading(at, end - at, min(tag.level, 6), text))
                seen.add(tag.element)
            at = end
        return heads


def tag_of(page: PdfPage, line: TextLine) -> Tag | None:
    """The tag that most letters of a line have."""
    if not page.tags:
        return None
    counts = Counter[Tag | None]()
    for run in line.runs:
        counts[page.tags.get(run.style.mark)] += len(run.text)
    return counts.most_common(1)[0][0]


def covers(pages: Sequence[PdfPage]) -> bool:
    """True if tags cover most of the text of these pages: what has none is no text then."""
    tagged, letters, _, _ = _counted(pages)
    return tagged > 0 and tagged >= _COVERED * letters


def stands(pages: Sequence[PdfPage]) -> bool:
    """True if the tags of these pages name headings, and not nearly everything one."""
    tagged, letters, own, headings = _counted(pages)
    return headings >= _LEAST and tagged >= _COVERED * letters and own <= _MOST * tagged


def _counted(pages: Sequence[PdfPage]) -> tuple[int, int, int, int]:
    """Letters with a tag, letters, those of headings, and headings."""
    tagged = letters = own = 0
    headings: set[tuple[int, int]] = set()
    for page in pages:
        for line in page.lines:
            tag = tag_of(page, line)
            letters += line.count
            if tag is not None and tag.role != "artifact":
                tagged += line.count
                if tag.role == "heading":
                    own += line.count
                    headings.add((page.index, tag.element))
    return tagged, letters, own, len(headings)
