"""Numbers in a sentence: figures, months and number words, which may change while all else stays."""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?"
    "|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|once|twice|half|quarter"
)
_FIGURE = r"[0-9]+(?:[.,'’\u00a0\u202f][0-9]+)*(?:st|nd|rd|th)?"
_NUMBER = re.compile(rf"(?<![^\W\d_]){_FIGURE}(?![0-9])|\b(?:{_MONTHS}|{_WORDS})\b", re.IGNORECASE)
_MAY = re.compile(r"\bmay\b(?!\s+[0-9])")
"""The verb, unless a figure follows; in lower case only."""
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W_]+|\x00")
_HOLE = "\x00"


class Masked(NamedTuple):
    """A sentence with a hole for each number, in lower case and without marks, and its numbers in order."""

    text: str
    numbers: tuple[str, ...]

    @property
    def worded(self) -> bool:
        """True if it holds words beside its numbers."""
        return _LETTER.search(self.text) is not None


def masked(sentence: str) -> Masked:
    found: list[str] = []

    def hole(match: re.Match[str]) -> str:
        if _MAY.match(sentence, match.start()):
            return match[0]
        found.append(match[0])
        return f" {_HOLE} "

    bare = _NUMBER.sub(hole, sentence)
    return Masked(" ".join(_WORD.findall(bare.lower())), tuple(found))


def has_figure(sentence: str) -> bool:
    """True if a sentence has a figure, be it in digits or as a month or number word above one."""
    return any(number.lower() not in _VAGUE for number in masked(sentence).numbers)


_VAGUE = frozenset(("one", "first", "second", "third", "once", "half", "march", "mar"))
"""What stands for a number too seldom to count as one."""


def exchanged(old: Masked, new: Masked) -> tuple[tuple[str, str], ...]:
    """The numbers that differ, old and new, of two sentences that are equal once masked."""
    return tuple((a, b) for a, b in zip(old.numbers, new.numbers, strict=True) if _bare(a) != _bare(b))


def _bare(number: str) -> str:
    """A number without its separators of thousands."""
    return re.sub(r"[,'’\u00a0\u202f](?=[0-9]{3}(?![0-9]))", "", number.lower())
