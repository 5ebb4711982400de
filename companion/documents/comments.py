"""Comments that come with a document: who said what about which words, sent as `C` lines and shown as a layer."""

from __future__ import annotations

from typing import NamedTuple

from companion.model import Annotation, Quote
from companion.text.clean import clean, clean_line, normalise

NAME = "x-name"
"""The field that keeps the id a comment has in its file."""
MOST = 5_000
"""Comments of one document."""
_LONGEST = 20_000
"""Code points of a comment."""
QUOTE, AROUND = 600, 40
"""Code points of the words commented on, and of those kept from before and behind them."""


class Comment(NamedTuple):
    """A comment: `made` is a time in ISO 8601, or "". `words` are those commented on; `before` and `behind` them.

    `page` is a label, `look` a word for how it marks them, `name` the file's own id, `changed` a time like `made`.
    `answers` is the number of the comment that it replies to, counted from 1 as they are sent.
    """

    author: str
    made: str
    note: str
    words: str
    before: str = ""
    behind: str = ""
    page: str = ""
    look: str = ""
    name: str = ""
    changed: str = ""
    answers: str = ""


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
        words = words.strip()[:QUOTE]
        return words, text[max(start - AROUND, 0) : start], text[start + len(words) :][:AROUND]


def annotation(comment: Comment, number: int) -> Annotation:
    """The comment that was received, cleaned."""
    author, made, note, words, before, behind, page, look, name, changed, answers = comment
    exact, page = _flat(words[:QUOTE]), clean_line(page[:40])
    quote = Quote(exact, _flat(before[-AROUND:]), _flat(behind[:AROUND]), page=page) if exact.strip() else None
    own = {NAME: clean_line(name[:200]), "page": "" if quote else page}
    parent = int(answers) if answers.isascii() and answers.isdecimal() and len(answers) < 6 else 0
    return Annotation(
        f"c{number}",
        quote,
        note=clean(normalise(note[:_LONGEST])).strip(),
        author=clean_line(author[:200]),
        tags=(clean_line(look[:40]),) if look else (),
        created=clean_line(made[:40]),
        modified=clean_line(changed[:40]),
        replies_to=f"c{parent}" if 0 < parent <= MOST and parent != number else "",
        unknown={field: value for field, value in own.items() if value},
    )


def _flat(text: str) -> str:
    return clean(normalise(text)).replace("\n", " ")
