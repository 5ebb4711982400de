"""What is drawn can be read: the colours of every letter and sign on screen, in every theme, against what is behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from companion.tui.colors import SIGNS, WORDS, contrast
from companion.tui.legibility import Legibility, colors_of, nearest, seen
from companion.tui.strips import Cleaner
from tests.tui.driving import Screen, running

OURS = ("lamp", "paper")
COLORED = [*OURS, *(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi)]
ANSI = [name for name, theme in BUILTIN_THEMES.items() if theme.ansi]
PLACES = ((), ("]", "j", "v", "w"), ("c",), ("question_mark",), ("a", "x"), ("slash", "N", "S", "O"), ("ctrl+p",))
"""Keys to the places that are looked at: reading, selecting, questions, help, editor, search, palette."""
STEP = Color(18, 18, 18)


def drawn(screen: Screen) -> Iterator[Segment]:
    """Everything on screen, after all filters."""
    for strip in screen.app.screen._compositor.render_strips():
        yield from (segment for segment in strip if segment.text.strip() and not segment.control)


def faint(segment: Segment, style: Style | None = None, *, sixteen: bool = False) -> str:
    """What is wrong with the contrast of a piece of the screen, "" for nothing."""
    style = style or segment.style or Style()
    assert not style.dim, f"{segment.text!r} is dim, and nobody knows how dim"
    front, ground = colors_of(style, STEP)
    if sixteen:
        front, ground = nearest(front), nearest(ground)
    found = contrast(front, ground)
    return "" if found >= least(segment) - 0.005 else f"{segment.text!r} {front.hex} on {ground.hex}: {found:.2f}"


def least(segment: Segment) -> float:
    return WORDS if re.search(r"\w", segment.text) else SIGNS


@pytest.mark.parametrize("keys", PLACES, ids=" ".join)
async def test_every_letter_and_sign_can_be_read_in_every_theme(keys: tuple[str, ...]) -> None:
    async with running() as screen:
        await screen.press(*keys)
        for name in COLORED:
            screen.app.theme = name
            await screen.settled()
            for segment in drawn(screen):
                assert not faint(segment), name
                style = seen(segment.style or Style(), STEP, least(segment), True)
                assert not faint(segment, style, sixteen=True), name


@pytest.mark.parametrize("name", OURS)
async def test_without_colours_everything_can_be_read_and_the_focus_is_told_by_a_word(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running() as screen:
        screen.app.theme = name
        await screen.settled()
        for keys in PLACES:
            await screen.press(*keys, "escape", "escape", "escape")
            for segment in drawn(screen):
                assert not faint(segment)
                assert all(len(set(color.rgb)) == 1 for color in colors_of(segment.style or Style(), STEP)), segment
        assert any("(here)" in segment.text for segment in drawn(screen))


@pytest.mark.parametrize("plain", [False, True], ids=["in 16 colours", "NO_COLOR"])
@pytest.mark.parametrize("name", ANSI)
async def test_a_terminals_own_colours_are_used_only_plain_or_turned(
    name: str, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    async with running() as screen:
        screen.app.theme = name
        await screen.settled()
        for keys in PLACES:
            await screen.press(*keys, "escape", "escape", "escape")
            for style in (segment.style or Style() for segment in drawn(screen)):
                assert not style.dim
                assert all(color is None or color.is_default for color in (style.color, style.bgcolor)), style
        await screen.press("]", "j", "v", "w")
        assert any(segment.style and segment.style.reverse for segment in drawn(screen)), "the selection is seen"


def test_a_dim_word_gets_a_colour_and_a_clear_one_stays() -> None:
    clear, dim = Style.parse("#e0e0e0 on #121212"), Style.parse("dim #808080 on #121212")
    made = Cleaner((), Legibility(ansi=False, depth=None)).apply([Segment("a", clear), Segment("b", dim)], STEP)
    assert made[0].style == clear
    assert made[1].style is not None
    assert not made[1].style.dim
    assert contrast(*colors_of(made[1].style, STEP)) >= WORDS
