"""Normalised text, in which words are compared, with a map back to the original.

White space runs (and the ` | ` between table cells), hyphens inside words and at line ends, soft hyphens,
typographic quotes and dashes, ligatures, ellipses, decomposed accents and case make no difference.
Most of a text needs nothing but a translation and lower case. One quick pass finds the few places that might
need more (`_SPOT`), and only there the finer pattern is tried.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
SINGLE, DOUBLE, DASHES = "‘’‚‛′`´ʼ", "“”„‟″«»", "‐‑‒–—―−"
"""Typographic quotation marks and dashes, which readers type as ', " and -."""
_ONE = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(SINGLE, "'"),
        **dict.fromkeys(DOUBLE, '"'),
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys("Σς", "σ"),  # lower case of the first depends on what follows
        "\u0130": "i",  # lower case would be two characters
    }
)
_LONGER = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "..."}
_SIGN = re.compile(f"[{re.escape(''.join(map(chr, _ONE)))}]")
# A class first, then what must follow white space: `re` looks for a class ten times as quickly as for a choice.
_SPOT = re.compile(
    r"[-\s\u00ad\u200b-\u200f\u2010-\u2015\u2026\u2060\ufb00-\ufb06\ufeff](?<!\s(?![\s|\-\u2010-\u2015]))"
)
_ACCENT = re.compile(r"[\u0300-\u036f]")
_SPOT_ACCENTED = re.compile(_SPOT.pattern + r"|\w(?=[\u0300-\u036f])")
_LENGTHS_CHANGE = re.compile(
    r"(?P<none>(?<=[^\W\d_])[-\u2010\u2011](?:[ \t]*\n\s*)?(?=[^\W\d_])"
    r"|\u00ad(?:[ \t]*\n\s*)?|[\u200b-\u200f\u2060\ufeff])"
    r"|(?P<dash>\s*(?:[\u2012-\u2015]|--+)\s*|\s+-\s+)"
    r"|(?P<space>\s{2,}(?:\|\s+)*|\s(?:\|\s+)+)"
    r"|(?P<accent>\w[\u0300-\u036f]+)"
    r"|(?P<longer>[\ufb00-\ufb06\u2026])"
)
_COPIED = -1


class Normal:
    """A text's normalised view, in pieces, each copied one for one or standing for other text of the original."""

    __slots__ = ("_ends", "_places", "_starts", "text")

    def __init__(self, original: str) -> None:
        self._places = array("q")
        self._starts = array("q")
        self._ends = array("q")
        flat = _flat(original)
        parts: list[str] = []
        length = at = 0
        for spot in (_SPOT_ACCENTED if _has_accents(original) else _SPOT).finditer(original):
            start = spot.start()
            match = _LENGTHS_CHANGE.match(original, start) if start >= at else None
            if match is None:
                continue
            if start > at:
                length = self._add(parts, length, flat[at:start], at, _COPIED)
            at = match.end()
            other = _other(match.lastgroup or "", match.group())
            if other:
                length = self._add(parts, length, other, start, at)
        if at < len(original):
            self._add(parts, length, flat[at:], at, _COPIED)
        self.text = "".join(parts)

    def _add(self, parts: list[str], length: int, part: str, start: int, end: int) -> int:
        parts.append(part)
        self._places.append(length)
        self._starts.append(start)
        self._ends.append(end)
        return length + len(part)

    def start(self, place: int) -> int:
        """The original offset where the normalised character at `place` starts."""
        piece = bisect_right(self._places, place) - 1
        return self._starts[piece] + (place - self._places[piece] if self._ends[piece] == _COPIED else 0)

    def end(self, place: int) -> int:
        """The original offset where the normalised character before `place` ends."""
        piece = bisect_right(self._places, place - 1) - 1
        end = self._ends[piece]
        return self._starts[piece] + place - self._places[piece] if end == _COPIED else end

    def place(self, offset: int) -> int:
        """The place in the view of the original character at `offset`, or of the first kept one after it."""
        piece = bisect_right(self._starts, offset) - 1
        if piece < 0:
            return 0
        after = self._places[piece + 1] if piece + 1 < len(self._places) else len(self.text)
        inside = offset - self._starts[piece] if self._ends[piece] == _COPIED else 0
        return min(self._places[piece] + inside, after)


def _flat(original: str) -> str:
    """The text with each character's own equivalent, in lower case: as long as the original."""
    translated = original.translate(_ONE) if original.isascii() else _SIGN.sub(_translated, original)
    flat = translated.lower()
    if len(flat) == len(original):
        return flat
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in translated)


def _translated(sign: re.Match[str]) -> str:
    return sign.group().translate(_ONE)


def _has_accents(original: str) -> bool:
    return not original.isascii() and _ACCENT.search(original) is not None


def _other(group: str, words: str) -> str:
    """The text in the view for a match of `_LENGTHS_CHANGE`, by its group."""
    if group == "accent":
        return unicodedata.normalize("NFC", _flat(words))
    return {"none": "", "dash": "-", "space": " "}[group] if group != "longer" else _LONGER[words]


def normalised(words: str) -> str:
    """A few words, normalised, without white space at the ends."""
    return Normal(words).text.strip()


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of a stretch of text without white space at either end."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())
