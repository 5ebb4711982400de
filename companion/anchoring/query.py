"""A quote query: a Quote's words and context, normalised, and all of it in one line for aligning."""

from __future__ import annotations

from dataclasses import dataclass

from companion.model import Quote
from companion.text.normal import Normal

_CONTEXT = 200
"""Characters of context that are used on either side; more would only take time."""
LEAST_LETTERS = 8
"""Fewer letters of words without context are no place to be sure of.

In the editions of `tests/measure` words of 8 to 11 letters that still stand were sure and right 978 times and never
wrong; of those that are gone as many stand elsewhere by luck (11 %) as of 12 to 15 letters (10 %).
"""
_DENSE = "\u3040"
"""From here on a letter of Chinese, Japanese or Korean, which says as much as two."""
_LONG = 2400
_PART = 1200
"""Of words longer than `_LONG` characters only so many at both ends are aligned: the time grows by the square."""


@dataclass(frozen=True, slots=True)
class QuoteQuery:
    """A TextQuoteSelector to be looked for in normalised text.

    `line` is prefix, words and suffix as they would stand in a text; the words are `line[at:stop]`. Of very long words
    the line holds the beginning, and that of `tail` the end.
    """

    quote: Quote
    words: str
    prefix: str
    suffix: str
    line: str
    at: int
    stop: int
    tail: QuoteQuery | None = None

    @property
    def telling(self) -> bool:
        """True if words and context are enough to know a place by; a few letters alone stand anywhere."""
        letters = (1 + (char >= _DENSE) for char in self.words if char.isalnum())
        return bool(self.prefix or self.suffix) or sum(letters) >= LEAST_LETTERS

    @property
    def is_scrap(self) -> bool:
        """True of one or two letters without context."""
        return not (self.prefix or self.suffix) and sum(char.isalnum() for char in self.words) <= 2

    @classmethod
    def of(cls, quote: Quote) -> QuoteQuery:
        before = Normal(quote.prefix[-_CONTEXT:]).text.lstrip()
        view = Normal(quote.exact).text
        after = Normal(quote.suffix[:_CONTEXT]).text.rstrip()
        words = view.strip()
        if before and view.startswith(" ") and not before.endswith(" "):
            before += " "
        if after and view.endswith(" ") and not after.startswith(" "):
            after = " " + after
        at, size = len(before), len(words)
        prefix, suffix = before.strip(), after.strip()
        if size <= _LONG:
            return cls(quote, words, prefix, suffix, before + words + after, at, at + size)
        end = words[-_PART:]
        tail = cls(quote, end, "", suffix, end + after, 0, len(end))
        return cls(quote, words, prefix, suffix, before + words[:_PART], at, at + _PART, tail)
