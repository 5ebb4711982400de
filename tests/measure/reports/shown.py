"""What a reader shows of a document, in the order it shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from companion.model import Document, Section
from companion.model.document import Block

_PART = re.compile(r"(.*) \(\d+\)\Z", re.DOTALL)


class ShownBlock(NamedTuple):
    """`kind` is that of the reader's block; `page` is the label it gives, "" for none."""

    kind: str
    text: str
    page: str


class ShownHeading(NamedTuple):
    """`level` is 0 and `page` "" where the reader does not tell them: headings without text of their own."""

    title: str
    level: int
    page: str


@dataclass(frozen=True, slots=True)
class Shown:
    title: str
    headings: tuple[ShownHeading, ...]
    blocks: tuple[ShownBlock, ...]
    notices: tuple[ShownBlock, ...]


def shown(document: Document) -> Shown:
    """The parts that a long section was cut into, and text before the first heading, have no heading of their own."""
    headings: list[ShownHeading] = []
    blocks: list[ShownBlock] = []
    notices: list[ShownBlock] = []
    last = ""
    for index, heading in enumerate(document.headings):
        section = document.pass_by(index)
        above = [title for title in heading.above if title != document.title]
        headings += [ShownHeading(title, 0, "") for title in above]
        part = _PART.match(heading.title)
        headed = section.heads > len(heading.above)
        if headed or not (heading.id == "start" or (part and part[1] == last)):
            page = next((block.page for block in section.blocks if block.page), "")
            headings.append(ShownHeading(heading.title, heading.level, page))
            if not headed:
                blocks.append(ShownBlock("heading", heading.title, page))
            last = heading.title
        for block in section.blocks:
            if block.kind == "notice":
                notices.append(ShownBlock("notice", block.marker, block.page))
            else:
                blocks.append(ShownBlock(block.kind, _without_marks(section, block), block.page))
    return Shown(document.title, tuple(headings), tuple(blocks), tuple(notices))


def _without_marks(section: Section, block: Block) -> str:
    """The words of a block without the signs that refer to footnotes."""
    return "".join(_kept(section, block))


def _kept(section: Section, block: Block) -> Iterator[str]:
    at = block.start
    for mark in section.marks:
        if mark.style == "footnote" and block.start <= mark.start < block.end:
            yield section.text[at : mark.start]
            at = mark.end
    yield section.text[at : block.end]
