"""What cannot be seen in a document: which characters, how often, and where.

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
    """Everything hidden in a document in order of first appearance; `raw` are its bytes, where they can be had.

    Goes through the whole document, so it belongs in a worker; it ends early when `cancelled` says so.
    """
    if raw is not None and _sure_of_none(document, raw):
        return []
    told = _told_apart(document, raw) if raw is not None else None
    counts: dict[str, int] = {}
    places: dict[str, list[Span]] = {}
    for index in range(len(document)):
        if cancelled():
            break
        section = document.pass_by(index)
        text = told(index, section.text) if told is not None and SIGN in section.text else section.text
        for at, char in invisible(text):
            counts[char] = counts.get(char, 0) + 1
            if len(places.setdefault(char, [])) < MOST:
                places[char].append(Span(section.id, at, at + 1))
    return [Concealed(char, hidden(char)[0].name, total, tuple(places[char])) for char, total in counts.items()]


def _sure_of_none(document: Document, raw: bytes) -> bool:
    """Whether the bytes themselves tell that nothing is hidden, and nothing can be written by its name or number."""
    if document.format not in ("markdown", "text") or b"&" in raw or fingerprint(raw) != document.fingerprint:
        return False
    return next(invisible(source(raw).data.decode("utf-8", "replace")), None) is None


def _told_apart(document: Document, raw: bytes) -> Callable[[int, str], str] | None:
    """Gives the text of a section with the raw characters in it; None where the format does not allow it."""
    from companion.documents.markdown import read_markdown
    from companion.documents.plain import read_plain

    read = {"markdown": read_markdown, "text": read_plain}.get(document.format)
    if read is None:
        return None
    text = source(raw).data.decode("utf-8", "replace")
    stand_ins = _stand_ins(text)
    table = {ord(char): symbol for char, symbol in stand_ins.items()}
    back = {ord(symbol): char for char, symbol in stand_ins.items()}
    try:
        other = read(text.translate(table).encode(), document.name, document.fingerprint)
    except CompanionError:
        return None

    def told(index: int, cleaned: str) -> str:
        if index >= len(other):
            return cleaned
        found = other.pass_by(index).text.translate(back)
        return found if clean(found) == cleaned else cleaned

    return told


def _stand_ins(text: str) -> dict[str, str]:
    """For each character of the text that becomes the one sign, a symbol of its size that is not in the text."""
    hiding = sorted({char for _, char in invisible(text) if char != SIGN and clean(char) == SIGN})
    taken = set(re.findall("[\u2800-\u28ff\U0001d800-\U0001d9ff]", text))
    free = {size: iter([chr(code) for code in codes if chr(code) not in taken]) for size, codes in _SYMBOLS.items()}
    pairs = ((char, next(free[len(char.encode())], "")) for char in hiding)
    return {char: symbol for char, symbol in pairs if symbol}
