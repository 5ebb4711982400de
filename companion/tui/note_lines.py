"""A note as it is meant: its Markdown drawn, with lists that hang, emphasis, links, tables and code."""

from __future__ import annotations

import re

from rich.style import Style

from companion.tui.passage_rows import rows
from companion.tui.row_parts import STYLES, row_parts
from companion.tui.strips import BOLD, DIM, PLAIN
from companion.tui.wrap import CardLine, text_lines

_SIGN = re.compile(r"[][*_`<&\\|~]|^ {0,3}(?:#|>|[-+] |\d{1,9}[.)] |    )|^(?:=+|-+) *$| {2}$|https?://", re.MULTILINE)
"""Something that Markdown draws otherwise than as it is typed."""


def note_lines(key: str, text: str, width: int, style: Style = PLAIN) -> list[CardLine]:
    """The rows of a note on `width` columns. A heading, too, is only a strong line."""
    if not _SIGN.search(text):
        return text_lines(key, text, width, style)
    from companion.documents.markdown.note import read_note  # only for notes that use it

    section = read_note(text)
    lines: list[CardLine] = []
    for row in rows(section, width):
        bold = row.block >= 0 and section.blocks[row.block].kind == "heading"
        marks = [(m.start, m.end, STYLES[m.style]) for m in section.marks if m.end > row.start and m.start < row.end]
        words = row_parts(section.text, row, marks, style + BOLD if bold else style)
        lines.append(CardLine(key, ((row.lead, DIM), *words) if row.lead else tuple(words)))
    return lines or text_lines(key, text, width, style)  # all of it may be signs that draw no row
