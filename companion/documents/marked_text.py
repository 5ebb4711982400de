"""Text with marks while it is put together, whatever format it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from companion.model import Mark
from companion.model.document import MarkStyle
from companion.text.clean import clean, clean_line

_SPACES = re.compile(r"[ \t\n\r\f]+")


class Words:
    """Text and the marks over it, built from left to right; offsets count code points. `finish` cleans it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._open: list[tuple[MarkStyle, str, int]] = []

    def __len__(self) -> int:
        return self._length

    @property
    def ends_blank(self) -> bool:
        return not self._length or self._parts[-1][-1] in " \n"

    def add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def add_flowing(self, text: str) -> None:
        """Text in which any run of blanks is one space, and none stands at a line's beginning (HTML)."""
        text = _SPACES.sub(" ", text)
        if text.startswith(" ") and self.ends_blank:
            text = text[1:]
        if text:
            self.add(text)

    def add_marked(self, text: str, style: MarkStyle, target: str = "") -> None:
        if text:
            self._marks.append(Mark(self._length, self._length + len(text), style, clean_line(target)))
            self.add(text)

    def open(self, style: MarkStyle, target: str = "") -> None:
        self._open.append((style, clean_line(target), self._length))

    def close(self, style: MarkStyle) -> None:
        """End the innermost open mark of this style; nothing happens if none is open."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == style:
                _, target, start = self._open.pop(index)
                self._marks.append(Mark(start, self._length, style, target))
                return

    def finish(self) -> tuple[str, tuple[Mark, ...]]:
        """The cleaned text without blanks around it, and its marks in order; those without words go."""
        for style, _, _ in list(self._open):
            self.close(style)
        text = clean("".join(self._parts))
        return trimmed(text, self._marks)


def trimmed(text: str, marks: Iterable[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """The text without blanks at either end, and its marks moved and cut accordingly."""
    words = text.strip(" \n")
    shift = len(text) - len(text.lstrip(" \n"))
    kept = []
    for mark in marks:
        start, end = max(mark.start - shift, 0), min(mark.end - shift, len(words))
        if start < end:
            kept.append(replace(mark, start=start, end=end))
    return words, tuple(sorted(kept, key=lambda mark: (mark.start, -mark.end)))


def joined(cells: Iterable[tuple[str, tuple[Mark, ...]]], sign: str = " | ") -> tuple[str, tuple[Mark, ...]]:
    """Several texts with their marks as one: the cells of a table row."""
    texts: list[str] = []
    marks: list[Mark] = []
    offset = 0
    for text, own in cells:
        marks += [replace(mark, start=mark.start + offset, end=mark.end + offset) for mark in own]
        texts.append(text)
        offset += len(text) + len(sign)
    return sign.join(texts), tuple(marks)
