"""Comments that come with a document: who said what about which words, sent as `C` lines and shown as a layer."""

from __future__ import annotations

from typing import NamedTuple

from companion.model import Annotation, Quote
from companion.text.clean import clean, clean_line, normalise

MOST = 5_000
"""Comments of one document."""
_LONGEST = 20_000
"""Code points of a comment."""
_QUOTE, _AROUND = 600, 40
"""Code points of the words commented on, and of those kept from before and behind them."""


class Comment(NamedTuple):
    """A comment: `made` is a time in ISO 8601, or "". `words` are those commented on; `before` and `behind` them."""

    author: str
    made: str
    note: str
    words: str
    before: str = ""
    behind: str = ""


class CommentTracker:
    """Follows a text in its order and keeps what each comment is about. `close` gives the comment its words.

    A comment on a point stands on the words before it in the paragraph, or those behind.
    """

    def __init__(self) -> None:
        self._paragraphs: list[str] = [""]
        self._begun: dict[str, tuple[int, int]] = {}
        self._ended: dict[str, tuple[int, int]] = {}

    def add(self, text: str) -> None:
        self._paragraphs[-1] += text

    def paragraph(self) -> None:
        """End a paragraph."""
        if self._paragraphs[-1].strip():
            self._paragraphs.append("")
        else:
            self._paragraphs[-1] = ""

    def begin(self, name: str) -> None:
        """The words that comment `name` is about begin here."""
        self._begun.setdefault(name, self._here())

    def end(self, name: str) -> None:
        """They end here; without a beginning, the comment is on this point."""
        self._ended.setdefault(name, self._here())

    def _here(self) -> tuple[int, int]:
        return len(self._paragraphs) - 1, len(self._paragraphs[-1])

    def about(self, name: str) -> tuple[str, str, str] | None:
        """The words of a comment, and those before and behind; None if it stands nowhere in the text."""
        end = self._ended.get(name) or self._begun.get(name)
        if end is None:
            return None
        first, start = self._begun.get(name, (end[0], -1))
        text = self._paragraphs[first]
        stop = end[1] if end[0] == first and end[1] > start >= 0 else len(text)
        if start < 0:
            start, stop = 0, end[1] or len(text)
        words = text[start:stop]
        start += len(words) - len(words.lstrip())
        words = words.strip()[:_QUOTE]
        return words, text[max(start - _AROUND, 0) : start], text[start + len(words) :][:_AROUND]


def annotation(comment: Comment, number: int) -> Annotation:
    """The comment that was received, cleaned."""
    author, made, note, words, before, behind = comment
    exact = _flat(words[:_QUOTE])
    quote = Quote(exact, _flat(before[-_AROUND:]), _flat(behind[:_AROUND])) if exact.strip() else None
    return Annotation(
        f"c{number}",
        quote,
        note=clean(normalise(note[:_LONGEST])).strip(),
        author=clean_line(author[:200]),
        created=clean_line(made[:40]),
    )


def _flat(text: str) -> str:
    return clean(normalise(text)).replace("\n", " ")
