"""Rows of the margin: text of one style or several, wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style

from companion.tui.drawing import PLAIN, Part
from companion.tui.wrapping import wrap


class Line(NamedTuple):
    """A row of the margin and the card or question it belongs to ("" for none)."""

    key: str
    parts: tuple[Part, ...]


EMPTY = Line("", ())


def unchanged(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether both hold the same objects, or equal ones."""
    return len(one) == len(other) and all(a is b or a == b for a, b in zip(one, other, strict=True))


def text_lines(key: str, text: str, width: int, style: Style = PLAIN) -> list[Line]:
    """Text as rows; a line break inside a paragraph is a space, as in Markdown, but lists keep their lines."""
    found = []
    for paragraph in text.strip().split("\n\n"):
        pieces = [""]
        for piece in paragraph.split("\n"):
            if not pieces[-1] or piece.lstrip()[:2] in ("- ", "* ", "> "):
                pieces.append(piece)
            else:
                pieces[-1] += " " + piece
        for piece in filter(None, pieces):
            found += flowing(key, [(piece, style)], width)
        found.append(Line(key, ()))
    return found[:-1]


def flowing(key: str, parts: Sequence[Part], width: int) -> list[Line]:
    """One paragraph of several styles as rows."""
    text = "".join(words for words, _ in parts)
    rows = []
    for start, end in wrap(text, 0, len(text), width):
        end = start + len(text[start:end].rstrip())
        row, at = [], 0
        for words, style in parts:
            if cut := words[max(start - at, 0) : max(end - at, 0)]:
                row.append((cut, style))
            at += len(words)
        rows.append(Line(key, tuple(row)))
    return rows
