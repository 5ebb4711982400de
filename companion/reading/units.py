"""Words, sentences, blocks: the units of a Section's text that the cursor stands on."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from companion.model import Section
from companion.text.sentences import sentences

Unit = Literal["words", "sentence", "block", "section"]
UNITS: tuple[Unit, ...] = ("words", "sentence", "block", "section")

_MARKS = r"\s!'()*+,./:;<=>?\[\\\]^`{|}~¡«»¿\-\u2010-\u2027\u2030-\u205e\u3001-\u3003\u3008-\u3011\u3014-\u301f"
_MARKS += r'"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65'
_ALONE = r"\u3041-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTERS = f"[^{_MARKS}{_ALONE}]+"
_WORD = rf"[{_ALONE}][\u3099\u309a\ufe00-\ufe0f]*|{_LETTERS}(?:(?:['’.‐‑-]|,(?=\d)){_LETTERS})*"
"""Words without the marks around them, but with those inside; a Chinese or Japanese character stands for itself."""


@cache
def _words() -> re.Pattern[str]:
    """Compiled when a word is first asked for: it takes longer than all else here."""
    return re.compile(_WORD)


def pieces(section: Section, unit: Unit, block: int) -> list[tuple[int, int]]:
    """The spans of one unit inside a block, in order; never empty."""
    if unit == "section":
        return [(0, len(section.text))]
    if not section.blocks:
        return [(0, len(section.text))]
    start, end = section.blocks[block].start, section.blocks[block].end
    if unit == "sentence":
        return sentences(section.text, start, end)
    if unit == "words":
        return [word.span() for word in _words().finditer(section.text, start, end)] or [(start, end)]
    return [(start, end)]


def unit_span(section: Section, unit: Unit, at: int) -> tuple[int, int]:
    """The unit that holds offset `at`, or the last one that begins before it."""
    spans = pieces(section, unit, section.block_at(at))
    best = spans[0]
    for span in spans:
        if span[0] > at:
            break
        best = span
    return best
