"""Small helpers to draw text of strangers: parts with styles become strips, never parsed as markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from companion.formats.clean import clean

Part = tuple[str, Style]


def strip(parts: Iterable[Part], width: int, base: Style) -> Strip:
    """One line exactly `width` columns wide."""
    segments = [Segment(text, base + style) for text, style in parts if text]
    return Strip(segments).adjust_cell_length(width, base)


class Cleaner(LineFilter):
    """The second wall: no control character leaves for the terminal, whatever a widget drew."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if segment.control or segment.text.isprintable() else Segment(_safe(segment.text), segment.style)
            for segment in segments
        ]


def _safe(text: str) -> str:
    return clean(text).replace("\n", " ").replace("\t", " ")
