"""Drawing untrusted text: styled parts become strips, and are never parsed as markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from companion.text.clean import clean
from companion.tui.bidi import has_right, in_order
from companion.tui.legibility import Legibility

Part = tuple[str, Style]
PLAIN, BOLD, DIM, ITALIC, UNDERLINE = (
    Style(),
    Style(bold=True),
    Style(dim=True),
    Style(italic=True),
    Style(underline=True),
)


def strip(parts: Iterable[Part], width: int, base: Style, *, ordered: bool = False) -> Strip:
    """One line exactly `width` columns wide; letters from right to left are put in order, unless they are."""
    parts = list(parts)
    if not ordered and any(has_right(text) for text, _ in parts):
        parts = in_order(parts)
    segments = [Segment(text, base + style if style else base) for text, style in parts if text]
    return Strip(segments).adjust_cell_length(width, base)


class Cleaner(LineFilter):
    """A filter that lets nothing out to the terminal that acts or cannot be read, whatever a widget drew.

    It applies the other filters too, since each filter of its own makes Textual build every line once more.
    """

    def __init__(self, others: tuple[LineFilter, ...], legibility: Legibility) -> None:
        super().__init__()
        self.others, self.legibility = others, legibility

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        for segment in segments:
            if not segment.text.isprintable() and not segment.control:
                segments = [s if s.control else Segment(_safe(s.text), s.style) for s in segments]
                break
        segments = self.legibility.before(segments, background)
        for line_filter in self.others:
            segments = line_filter.apply(segments, background)
        return self.legibility.after(segments, background)


def _safe(text: str) -> str:
    return clean(text).replace("\n", " ").replace("\t", " ")
