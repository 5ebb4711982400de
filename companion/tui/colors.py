"""Contrast, and colours of our own beside a theme's, each as far from the background as it must be to be seen.

The ratios are those of WCAG 2.2: 4.5 for words (1.4.3), 3 for signs, bars and rules (1.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color

WORDS, SIGNS = 4.5, 3.0
"""Least contrast of words, and of signs, bars and rules."""
OWN = ("dim", "sign", "focus", "rule")
"""Names of the variables that are ours."""
_STEPS = 24


def luminance(color: Color) -> float:
    """Relative luminance of a colour, 0 for black and 1 for white (WCAG 2.2)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def legible(color: Color, backgrounds: list[Color], least: float) -> Color:
    """The colour, moved towards black or white until its contrast with every background is at least `least`."""
    middle = sum(map(luminance, backgrounds)) / len(backgrounds)
    far = Color(255, 255, 255) if middle < 0.18 else Color(0, 0, 0)
    for step in range(_STEPS + 1):
        moved = color.blend(far, step / _STEPS)
        if all(contrast(moved, background) >= least for background in backgrounds):
            return moved
    return far


def own_colors(theme: Mapping[str, str]) -> dict[str, str]:
    """The variables `dim` (words that matter less), `sign`, `focus` and `rule` for the variables of a theme."""
    plain, panel = Color.parse(theme["background"]), Color.parse(theme["panel"])
    grounds = [ground for ground in (plain, panel, Color.parse(theme["surface"])) if not ground.ansi]
    words, accent = Color.parse(theme["foreground"]), Color.parse(theme["accent"])
    if not grounds or words.ansi is not None or accent.ansi is not None:  # the terminal's own colours tell nothing
        return dict.fromkeys(OWN, "ansi_default")
    return {
        "dim": legible(words.blend(plain, 0.4), grounds, WORDS).hex,
        "sign": legible(accent, grounds, WORDS).hex,
        "focus": legible(accent, grounds, WORDS).hex,
        "rule": legible(words.blend(plain, 0.6), grounds, SIGNS).hex,
    }
