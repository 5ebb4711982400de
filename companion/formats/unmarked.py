"""Markdown without a sign of Markdown: read without importing the parser, which takes longer than showing a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from companion.formats.cutting import Piece
from companion.formats.source import text_of

_SIGNS = re.compile(r"[][*_`<>&\\~^|]")
_MARKED = re.compile(r"[][*_`<>&\\~^|]|\n(?=[ =+#-]|\d{1,9}[.)])| (?=\n)")
"""A sign, or a line that begins or ends as only a list, a rule, a heading, code or a hard break does."""


def unmarked(body: bytes) -> list[Piece] | None:
    """The paragraphs of a part, as the parser would give them; None where it has to be asked."""
    text = text_of(body)
    if _MARKED.search(f"\n{text}\n"):
        return None
    return [Piece("paragraph", " ".join(lines.split("\n")).strip()) for lines in text.split("\n\n")]


def unmarked_lines(words: Sequence[bytes]) -> list[str | None]:
    """The same for many headings, in one go: a long document has more of them than one by one can be quick."""
    texts = text_of(b"\n".join(words)).split("\n") if words else []
    if len(texts) != len(words):
        return [unmarked_line(each) for each in words]
    return [None if _SIGNS.search(text) else text.strip() for text in texts]


def unmarked_line(words: bytes) -> str | None:
    """The words of a heading; None if there are signs in it."""
    text = text_of(words)
    return None if "\n" in text or _SIGNS.search(text) else text.strip()
