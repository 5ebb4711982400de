"""Search for words in a text, whatever case, accents, line breaks and ligatures they are written with.

Both sides are folded, character by character. Only where a text that is not all ASCII has a match are its offsets
mapped back to the characters it came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from companion.text.normal import DASHES, DOUBLE, SINGLE

_IGNORED = "\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10)))
_ALIKE = {
    **dict.fromkeys(SINGLE, "'"),
    **dict.fromkeys(DOUBLE, '"'),
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(_IGNORED, ""),
}
_STROKES = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"}
"""Letters that readers take for accented ones and Unicode does not."""
_GAP = r"\s+(?:\|\s+)*"
"""What may stand between two words: line breaks, the end of a block or of a table's cell."""
_MOST = 20_000
"""Foldings of characters that are cached; no honest text has so many different ones."""
_VIRAMA = 9
Stretch = tuple[int, int]
"""Offsets into a text: start, and end, which is not included."""


def _accent(char: str) -> bool:
    """True for an accent or a vowel point, not for what makes another letter: a nukta, but no kana voicing sign."""
    kind = unicodedata.combining(char)
    return kind in (1, 7) or 10 <= kind <= 36 or kind >= 200


def _typed(char: str) -> str:
    """A character folded where case and accents count: to its parts, or its typographic twin."""
    if char in _ALIKE:
        return _ALIKE[char]
    parts = unicodedata.normalize("NFKD", char)
    return parts if parts.strip() else char if not char.isspace() else " "


def _loose(char: str) -> str:
    """A character folded where neither case nor accents count."""
    if unicodedata.normalize("NFKD", char).startswith(" ") and not char.isspace():
        return _ALIKE.get(char, char)  # an accent that stands alone
    bare = "".join(part for part in _typed(char) if not _accent(part))
    return "".join(_STROKES.get(part, part) for part in bare.casefold() if not _accent(part))


class FoldTable(dict[int, str]):
    """A table for `str.translate`: what each character is folded to, worked out when it is first met."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__()
        self._fold = fold

    def __missing__(self, code: int) -> str:
        text = self._fold(chr(code))
        if len(self) < _MOST:
            self[code] = text
        return text


TYPED, LOOSE = FoldTable(_typed), FoldTable(_loose)
"""The foldings in which case and accents count, and in which they do not."""


class Finder:
    """A search for some words in many texts; false if the words are none. `exact` lets case and accents count."""

    def __init__(self, words: str, *, exact: bool = False) -> None:
        self._table = TYPED if exact else LOOSE
        pieces = words.translate(self._table).split()
        self._longest = max(pieces, key=len, default="")
        self._pattern = re.compile(_GAP.join(map(re.escape, pieces)))

    def __bool__(self) -> bool:
        return bool(self._longest)

    def found_in(self, text: str) -> bool:
        return bool(self.find(text))

    def find(self, text: str) -> list[Stretch]:
        """The matches in a text, in order, none over another, accents that follow included."""
        view = text.translate(self._table)
        if not self._longest or self._longest not in view:
            return []
        places = [match.span() for match in self._pattern.finditer(view) if not _goes_on(view, match.end())]
        return places if text.isascii() else self._originals(text, places)

    def _originals(self, text: str, places: list[Stretch]) -> list[Stretch]:
        """The stretches of the text that stretches of its folded view came from."""
        ends = list(accumulate(map(len, map(self._table.__getitem__, map(ord, text)))))
        stretches: list[Stretch] = []
        for first, last in places:
            start, end = bisect_right(ends, first), bisect_right(ends, last - 1) + 1
            while end < len(text) and ends[end] == last and unicodedata.combining(text[end]):
                end += 1
            if not stretches or start >= stretches[-1][1]:
                stretches.append((start, end))
        return stretches


def _goes_on(view: str, end: int) -> bool:
    """True if a match ends within a letter: an accent that counts belongs to it."""
    return end < len(view) and unicodedata.combining(view[end]) not in (0, _VIRAMA)
