"""Whatever a widget drew, in whatever theme, is made legible: the last step before the terminal."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from companion.tui.colors import SIGNS, WORDS, contrast, legible

SIXTEEN = tuple(
    map(
        Color.parse,
        (
            *("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
            *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
        ),
    )
)
"""The colours of a terminal with sixteen, as the PC had them: of those in use, these lie closest together."""
_PLAIN, _TURNED = Style.parse("default on default not dim"), Style.parse("default on default reverse not dim")
_WORD = re.compile(r"\w")


class Legibility:
    """Makes what any widget drew legible. `depth` is how many colours the terminal has; `ansi` means its own ones.

    A terminal's own colours tell nothing of themselves: only its plain ones, and these turned round, are sure.
    """

    def __init__(self, *, ansi: bool, depth: str | None) -> None:
        self.ansi, self.sixteen = ansi, depth == "standard"

    def before(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Segments without dim words: these get a colour of their own."""
        if self.ansi:
            return [s if s.style is None or s.control else Segment(s.text, _of_terminal(s.style)) for s in segments]
        return [
            Segment(s.text, _undimmed(s.style, background), s.control) if s.style is not None and s.style.dim else s
            for s in segments
        ]

    def after(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Segments whose colours can be told from what they stand on."""
        if self.ansi:
            return segments
        return [
            s
            if s.style is None or s.control or s.text.isspace()
            else Segment(s.text, seen(s.style, background, WORDS if _WORD.search(s.text) else SIGNS, self.sixteen))
            for s in segments
        ]


@lru_cache(2048)
def _of_terminal(style: Style) -> Style:
    ground = style.bgcolor is not None and not style.bgcolor.is_default
    return style + (_TURNED if ground != bool(style.reverse) else _PLAIN + Style(reverse=False))


def colors_of(style: Style, background: Color) -> tuple[Color, Color]:
    """Foreground and background of a style, without regard to `reverse`."""
    ground = background if style.bgcolor is None or style.bgcolor.is_default else Color.from_rich_color(style.bgcolor)
    front = SIXTEEN[7] if style.color is None or style.color.is_default else Color.from_rich_color(style.color)
    return front, ground


@lru_cache(2048)
def _undimmed(style: Style, background: Color) -> Style:
    front, ground = colors_of(style, background)
    return style + Style(color=legible(front.blend(ground, 0.4), [ground], WORDS).rich_color, dim=False)


@lru_cache(4096)
def seen(style: Style, background: Color, least: float, sixteen: bool) -> Style:
    """The style, with another foreground where it cannot be told from its background."""
    front, ground = colors_of(style, background)
    moved = front if contrast(front, ground) >= least else legible(front, [ground], least)
    if sixteen and contrast(nearest(moved), nearest(ground)) < least:
        moved = max(SIXTEEN[0], SIXTEEN[15], key=lambda color: contrast(color, nearest(ground)))
    return style if moved is front else style + Style(color=moved.rich_color)


def nearest(color: Color) -> Color:
    """What a terminal with sixteen colours shows."""
    return SIXTEEN[color.rich_color.downgrade(ColorSystem.STANDARD).number or 0]
