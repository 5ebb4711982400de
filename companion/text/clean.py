"""Cleaning of text from strangers, so that it is safe to paint: each harmful character becomes one visible sign.

Nothing is parsed as a sequence and nothing is deleted, so nothing can hide behind a trick, and offsets hold.

C0 controls and DEL become their Control Pictures (ESC is shown as `␛`); C1 controls and lone surrogates become
U+FFFD; the nine bidirectional embeddings, overrides and isolates, U+200B, U+2060, U+FEFF and the tag characters
become `SIGN`. What Persian, Hindi, Hebrew and emoji need stays (U+200C to U+200F, U+061C, variation selectors), and so
do soft hyphens. U+2028 and U+2029 are line ends of Unicode which terminals disagree on: they become newlines, as they
do where a note is saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SIGN = "\u2426"
"""`␦`, one column wide: stands where a character was that hides or turns the text around it."""
_SURROGATES = range(0xD800, 0xE000)
_HIDING = (0x200B, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF, *range(0xE0000, 0xE0080))
_TABLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    **dict.fromkeys((*range(0x80, 0xA0), *_SURROGATES), "\ufffd"),
    **dict.fromkeys(_HIDING, SIGN),
    0x09: " ",
    0x0A: "\n",
    0x7F: "\u2421",
    0x2028: "\n",
    0x2029: "\n",
}
_LINE_TABLE = {**_TABLE, 0x0A: "\u240a", 0x2028: "\u240a", 0x2029: "\u240a"}
_ANYWHERE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f"
_HARMFUL = re.compile(f"[\t{_ANYWHERE}]")
_HARMFUL_IN_LINE = re.compile(f"[\t\n{_ANYWHERE}]")
_CHUNK = 1 << 14

_KEPT = "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u2061-\u2064\u206a-\u206f\u3164"
_KEPT += "\ufe00-\ufe0f\uffa0\ufff9-\ufffb\U000e0100-\U000e01ef"
_SIGNS = "\u2400-\u241f\u2421\u2426\ufffd"
_INVISIBLE = re.compile(f"[{_ANYWHERE}{_KEPT}{_SIGNS}]")
_CONTROLS = """NULL, START OF HEADING, START OF TEXT, END OF TEXT, END OF TRANSMISSION, ENQUIRY, ACKNOWLEDGE, BELL,
BACKSPACE, TABULATION, LINE FEED, LINE TABULATION, FORM FEED, CARRIAGE RETURN, SHIFT OUT, SHIFT IN, DATA LINK ESCAPE,
DEVICE CONTROL ONE, DEVICE CONTROL TWO, DEVICE CONTROL THREE, DEVICE CONTROL FOUR, NEGATIVE ACKNOWLEDGE,
SYNCHRONOUS IDLE, END OF TRANSMISSION BLOCK, CANCEL, END OF MEDIUM, SUBSTITUTE, ESCAPE, FILE SEPARATOR,
GROUP SEPARATOR, RECORD SEPARATOR, UNIT SEPARATOR"""
_SIGN_NAMES = {
    "\u2421": "sign for DELETE",
    SIGN: "sign for a character that hides or turns text",
    "\ufffd": "sign for what could not be read",
}


class Hidden(NamedTuple):
    """A character that cannot be seen, or the sign `clean` put in its place.

    `char` is the raw character: paint `name` or the code point, never `char`. `first` is the offset of the
    first of `count`.
    """

    char: str
    name: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here
    first: int


def clean(text: str) -> str:
    """The text with a visible sign, or for a tab a space, for each harmful character; newlines stay.

    One code point for one code point. Cleaning twice changes nothing more.
    """
    return _signs(text, _HARMFUL, _TABLE)


def clean_line(text: str) -> str:
    """The text cleaned for one line, as names, titles and errors need it: newlines become a sign too."""
    return _signs(text, _HARMFUL_IN_LINE, _LINE_TABLE)


def normalise(text: str) -> str:
    """The text as a document has it before offsets exist: without a leading byte order mark, with newlines for CRLF and
    CR, and with spaces for tabs up to the next of the columns 4, 8, 12…
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.expandtabs(4) if "\t" in text else text


def hidden(text: str) -> list[Hidden]:
    """The characters that cannot be seen in a raw text, or only as signs in a cleaned one, by first appearance."""
    counts: dict[str, int] = {}
    firsts: dict[str, int] = {}
    for start, char in invisible(text):
        if char not in counts:
            firsts[char] = start
        counts[char] = counts.get(char, 0) + 1
    return [Hidden(char, _name(char), count, firsts[char]) for char, count in counts.items()]


def invisible(text: str) -> Iterator[tuple[int, str]]:
    """Each such character of a text with its offset (code points), in order."""
    return ((match.start(), match[0]) for match in _INVISIBLE.finditer(text))


def _signs(text: str, harmful: re.Pattern[str], table: dict[int, str]) -> str:
    """The text translated. Searching is ten times faster than translating, so only parts that need it are."""
    if harmful.search(text) is None:
        return text
    parts = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
    return "".join(part.translate(table) if harmful.search(part) else part for part in parts)


def _name(char: str) -> str:
    import unicodedata  # only where somebody asks

    code = ord(char)
    controls = _CONTROLS.replace("\n", " ").split(", ")
    if code < 0x20:
        return controls[code]
    if char in _SIGN_NAMES:
        return _SIGN_NAMES[char]
    if 0x2400 <= code < 0x2420:
        return f"sign for {controls[code - 0x2400]}"
    if code in _SURROGATES:
        return "LONE SURROGATE"
    if code == 0x7F:
        return "DELETE"
    if code < 0xA0:
        return "C1 CONTROL"
    return unicodedata.name(char, "TAG" if code >= 0xE0000 else f"U+{code:04X}")
