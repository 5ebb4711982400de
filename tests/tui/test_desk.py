"""The desk: which panes stand at which size, and that words, signs and rules can be seen in every theme."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from companion.store.paths import user_paths
from companion.store.state import State
from companion.tui.colors import OWN, contrast, own_colors
from companion.tui.desk import PANES, desk
from companion.tui.widgets.alert import AlertLine
from companion.tui.widgets.passage import GUTTER, SIGNS
from companion.tui.widgets.place_bar import BAR
from tests.tui.driving import running

LEAST = {80: 56, 100: 62, 120: 70}


@pytest.mark.parametrize(("width", "least"), LEAST.items())
def test_the_text_has_room(width: int, least: int) -> None:
    plan = desk(width, 30, None)
    assert width - plan.cards - GUTTER - SIGNS - BAR >= least


def test_cards_widen_on_a_wide_screen_and_all_three_panes_stand_there() -> None:
    plan = desk(200, 60, None)
    assert plan.cards == 60
    assert plan.contents > 0


@pytest.mark.parametrize("panes", PANES)
@pytest.mark.parametrize("width", range(30, 240, 7))
def test_no_pane_is_wider_than_the_screen(width: int, panes: str) -> None:
    plan = desk(width, 20, panes, in_cards=True)  # type: ignore[arg-type]
    assert plan.contents + plan.cards + 20 <= width
    assert plan.below < 20


@pytest.mark.parametrize("name", [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi])
def test_our_colours_can_be_seen_in_every_theme(name: str) -> None:
    theme = BUILTIN_THEMES[name].to_color_system().generate()
    colors, ground = own_colors(theme), Color.parse(theme["background"])
    assert colors.keys() == set(OWN)
    for color, least in (("dim", 4.5), ("sign", 4.5), ("focus", 4.5), ("rule", 3.0)):
        assert contrast(Color.parse(colors[color]), ground) >= least, (name, color, colors[color])


async def test_one_key_shows_other_panes_and_that_is_remembered() -> None:
    async with running() as screen:
        reader = screen.app.reader
        assert (reader.contents.display, reader.margin.size.width > 0) == (False, True)
        await screen.press("m")
        assert not reader.query_one("#side").display
        await screen.press("m")
        assert reader.contents.display
        await screen.app.workers.wait_for_complete()
    assert State(user_paths()).screen("panes") == "all"
    async with running() as again:
        assert again.app.reader.contents.display


async def test_rows_of_text_are_made_shorter_and_longer() -> None:
    async with running(size=(200, 40)) as screen:
        before = max(len(row.strip("▌ ")) for row in screen.rows("passage"))
        await screen.press("<", "<", "<")
        assert max(len(row.strip("▌ ")) for row in screen.rows("passage")) < before


async def test_what_happened_stands_in_the_status_line_and_what_must_be_seen_over_it() -> None:
    async with running() as screen:
        screen.app.notify("short")
        await screen.settled()
        assert screen.rows("place")[0].endswith("short")
        screen.app.notify("This must be seen [/] " * 12, severity="error")
        await screen.settled()
        assert "must be seen [/]" in screen.text("alert")
        assert screen.app.reader.query_one(AlertLine).size.height == 3
        await screen.press("escape")
        assert not screen.app.reader.query_one(AlertLine).display


async def test_a_question_in_hand_is_answered_while_reading() -> None:
    async with running() as screen:
        await screen.press("c", "j", "f")
        assert screen.app.focused is screen.app.reader.passage
        assert "training" in screen.text("hand")
        await screen.press("]", "l")
        assert not screen.reading.own.answers, "a heading is no evidence"
        assert "heading" in screen.text("place") + screen.text("alert")
        await screen.press("j", "l", "3", "E")
        await screen.type("It gives no length.")
        await screen.press("ctrl+s")
        (mine,) = screen.reading.own.answers
        assert (mine.question, mine.verdict) == ("questions/training-length", "unanswered")
        assert mine.note == "It gives no length."
        assert len(mine.evidence) == 1
        assert "○ unanswered · 1 linked" in screen.text("hand")
        await screen.press("escape")
        assert screen.reading.hand == ""
        await screen.press("c", "]")
        assert screen.app.reader.margin.current() == "questions/customer-list", "what is answered is passed over"


async def test_undo_says_what_it_undid() -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("Why?")
        await screen.press("ctrl+s", "u")
        assert any(told.startswith("undone: note on ¶1; ctrl+r") for told in screen.app.told)
