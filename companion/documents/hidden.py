"""Hidden characters of a document: which there are, how often, and where.

Cleaning puts one sign in the place of every character that hides or turns text. To tell which it was, a Markdown or
plain text is read once more with another symbol of the same size in the place of each, which the format treats as it
treats the sign. Where that cannot be done, the sign itself is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from companion.documents import fingerprint
from companion.documents.decode import source
from companion.documents.registry import named
from companion.model import CompanionError, Document, Span
from companion.text.clean import SIGN, clean, hidden, invisible

MOST = 100
"""Places that are told of one character; all are counted."""
_SYMBOLS = {3: range(0x2800, 0x2900), 4: range(0x1D800, 0x1DA00)}
"""Code points of rare symbols (braille, sign writing), by their size in UTF-8.

The sign is a symbol too: Markdown decides by that whether an asterisk beside it begins or ends emphasis.
"""


class Concealed(NamedTuple):
    """A character that cannot be seen, or the sign in its place; paint `name` and the code point, never `char`.

    `places` are the first of `total`, in the cleaned text of their sections.
    """

    char: str
    name: str
    total: int
    places: tuple[Span, ...]

    @property
    def code(self) -> str:
        return f"U+{ord(self.char):04X}"


def concealed(document: Document, raw: bytes | None, cancelled: Callable[[], bool] = lambda: False) -> list[Concealed]:
    """The hidden characters of a document in order of first appearance; `raw` are its bytes, where they can be had.

    Goes through the whole document, so it belongs in a worker; it ends early when `cancelled` says so.
    """
    if raw is not None and _sure_of_none(document, raw):
        return []
    raw_text = _distinguished(document, raw) if raw is not None else None
    counts: dict[str, int] = {}
    places: dict[str, list[Span]] = {}
    for index in range(len(document)):
        if cancelled():
            break
        section = document.pass_by(index)
        text = raw_text(index, section.text) if raw_text is not None and SIGN in section.text else section.text
        for at, char in invisible(text):
            counts[char] = counts.get(char, 0) + 1
            if len(places.setdefault(char, [])) < MOST:
                places[char].append(Span(section.id, at, at + 1))
    return [Concealed(char, hidden(char)[0].name, total, tuple(places[char])) for char, total in counts.items()]


def _sure_of_none(document: Document, raw: bytes) -> bool:
    """True if the bytes hold nothing hidden, nor a character written by its name or number."""
    kind = named(document.format)
    if kind is None or kind.sandboxed or b"&" in raw or fingerprint(raw) != document.fingerprint:
        return False
    return next(invisible(source(raw).data.decode("utf-8", "replace")), None) is None


def _distinguished(document: Document, raw: bytes) -> Callable[[int, str], str] | None:
    """A function from a section to its text with the raw characters in it; None where the format does not allow it."""
    kind = named(document.format)
    if kind is None or kind.sandboxed:
        return None
    text = source(raw).data.decode("utf-8", "replace")
    stand_ins = _stand_ins(text)
    table = {ord(char): symbol for char, symbol in stand_ins.items()}
    back = {ord(symbol): char for char, symbol in stand_ins.items()}
    try:
        other: Document = kind.load()(text.translate(table).encode(), document.name, document.fingerprint)
    except CompanionError:
        return None

    def raw_text(index: int, cleaned: str) -> str:
        if index >= len(other):
            return cleaned
        text = other.pass_by(index).text.translate(back)
        return text if clean(text) == cleaned else cleaned

    return raw_text


def _stand_ins(text: str) -> dict[str, str]:
    """For each character of the text that becomes the one sign, a symbol of its size that is not in the text."""
    hiding = sorted({char for _, char in invisible(text) if char != SIGN and clean(char) == SIGN})
    taken = set(re.findall("[\u2800-\u28ff\U0001d800-\U0001d9ff]", text))
    free = {size: iter([chr(code) for code in codes if chr(code) not in taken]) for size, codes in _SYMBOLS.items()}
    pairs = ((char, next(free[len(char.encode())], "")) for char in hiding)
    return {char: symbol for char, symbol in pairs if symbol}
