"""Passages of a document, and notes, as elements: blocks with their marks, and the annotated words numbered in them.

Where annotations overlap, the words are cut at every start and end, and each segment knows its annotations.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from companion.documents.markdown.note import read_note
from companion.exchange.entries import PageEntry
from companion.exchange.markdown_text import is_link
from companion.exchange.page.elements import Content, Element, element
from companion.model import Block, Mark, Section

_TAGS = {"emphasis": "em", "strong": "strong", "code": "code", "strike": "s"}


class MarkedRange(NamedTuple):
    """Annotated words: offsets into the text of a section; `last` if no more of it stands in a later section."""

    entry: PageEntry
    start: int
    end: int
    first: bool = True
    last: bool = True


def block_element(section: Section, block: Block, passages: Sequence[MarkedRange] = (), language: str = "") -> Element:
    """A block that is no section's heading, with its annotated words marked."""
    inner = block_content(section, block, passages)
    depth = f" d{min(block.depth, 6)}" if block.depth else ""
    common = {"dir": "auto", "lang": language}
    if block.kind == "notice":
        return element("p", f"[{block.marker}]", class_="notice")
    if block.kind == "code":
        return element("pre", element("code", *inner), **common)
    if block.kind == "heading":
        return element("p", element("strong", *inner), **common)
    if block.kind == "quotation":
        return element("blockquote", element("p", *inner, **common))
    if block.kind == "figure":
        inner = ["Figure: ", *inner]
    if block.marker:
        inner = [element("span", block.marker, class_="marker"), " ", *inner]
    return element("p", *inner, class_=f"{block.kind}{depth}" if block.kind != "paragraph" else "", **common)


def block_content(section: Section, block: Block, passages: Sequence[MarkedRange] = ()) -> list[Content]:
    """The words of a block, cut where annotated words start and end; numbers stand behind the latter."""
    here = [passage for passage in passages if passage.start < block.end and passage.end > block.start]
    edges = sorted(
        {block.start, block.end, *(min(max(edge, block.start), block.end) for each in here for edge in each[1:3])}
    )
    content: list[Content] = []
    for start, end in pairwise(edges):
        over = [passage for passage in here if passage.start <= start and end <= passage.end]
        words = styled(section, start, end)
        content += [_marked(words, over, start)] if over else words
        content += [_number(passage) for passage in over if passage.end == end and passage.last]
    return content


def styled(section: Section, start: int, end: int) -> list[Content]:
    """A range of a section's text with its marks."""
    marks = [mark for mark in section.marks if mark.start < end and mark.end > start]
    edges = sorted({start, end, *(min(max(edge, start), end) for mark in marks for edge in (mark.start, mark.end))})
    content: list[Content] = []
    for left, right in pairwise(edges):
        inner: Content = section.text[left:right]
        for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end), reverse=True):
            if mark.start <= left and right <= mark.end:
                inner = _in_style(inner, mark)
        content.append(inner)
    return content


def note_elements(text: str) -> list[Element]:
    """The blocks of a note."""
    section = read_note(text)
    return [block_element(section, block) for block in section.blocks]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of a range without the white space at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _in_style(inner: Content, mark: Mark) -> Content:
    if mark.style == "link":
        linked = isinstance(inner, Element) and (inner.tag == "a" or inner.find(".//a") is not None)
        is_safe = is_link(mark.target) and not linked
        return element("a", inner, href=mark.target, rel="noopener noreferrer") if is_safe else inner
    return element(_TAGS[mark.style], inner) if mark.style in _TAGS else inner


def _marked(words: Sequence[Content], over: Sequence[MarkedRange], start: int) -> Element:
    """A segment of annotated words; the first segment of each annotation has its id."""
    names = [f"h-{each.entry.anchor}" for each in over if each.first and each.start == start]
    card = f"card-{over[0].entry.anchor}" if len(over) == 1 else ""
    several = "several" if len(over) > 1 else ""
    mark = element("mark", *words, id=names[0] if names else "", class_=several, aria_details=card)
    for name in names[1:]:
        mark = element("span", mark, id=name)
    return mark


def _number(passage: MarkedRange) -> Element:
    number = str(passage.entry.number)
    name = f"Annotation {number}"
    return element("a", number, role="doc-noteref", href=f"#card-{passage.entry.anchor}", class_="ref", aria_label=name)
