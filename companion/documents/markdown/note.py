"""A note's Markdown to a Section of its own: what pages and other exports show notes with.

Notes are short and come from anybody, so HTML in them is words, and so are definitions of links: nothing is hidden.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from companion.documents.markdown.blocks import Blocks
from companion.documents.markdown.parse import flat
from companion.documents.sections import Piece, make_section
from companion.model import Heading, Section

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def read_note(text: str) -> Section:
    """The blocks and marks of a note; its headings are blocks like others."""
    blocks = Blocks(lambda source, depth: [Piece("code", source, depth=depth)])
    blocks.read(_parser().parse(text))
    return make_section(Heading("", ""), blocks.pieces)


@lru_cache(1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("reference")
    parser.block.ruler.before("table", "flat", flat)
    return parser
