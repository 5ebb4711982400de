"""The words of a row with their styles, from the left as they are drawn."""

from __future__ import annotations

from itertools import pairwise

from rich.style import Style

from companion.tui.bidi import in_order
from companion.tui.strips import BOLD, DIM, ITALIC, UNDERLINE, Part
from companion.tui.wrap import Row, RowPart, pieces

STYLES = {
    "strong": BOLD,
    "emphasis": ITALIC,
    "code": DIM,
    "strike": Style(strike=True),
    "link": UNDERLINE,
    "footnote": BOLD,
}
"""How the marks of a Section look."""
Layers = list[tuple[int, int, Style]]
"""Stretches of a section's text, each with a style that lies over those before."""


def row_parts(text: str, row: Row, layers: Layers, base: Style) -> list[Part]:
    """The words of a row in a Section's text."""
    drawn: list[Part] = []
    for piece in pieces(text, row):
        if piece.drawn is not None:
            drawn.append((piece.drawn, DIM))
        else:
            drawn += in_order(_styled(text, piece, layers, base), right=row.right)
    return drawn


def _styled(text: str, piece: RowPart, layers: Layers, base: Style) -> list[Part]:
    """The words of a piece, cut wherever a stretch begins or ends."""
    first, last = piece.start, piece.end
    edges = {min(max(at, first), last) for start, end, _ in layers for at in (start, end)}
    parts: list[Part] = []
    for start, end in pairwise(sorted({first, last, *edges})):
        style = base
        for begin, stop, over in layers:
            if begin <= start and end <= stop:
                style += over
        parts.append((text[start:end].replace("\n", " "), style))
    return parts
