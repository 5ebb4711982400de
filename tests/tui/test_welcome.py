"""A document that nobody wrote about yet, and the tour of the first start."""

from __future__ import annotations

from pathlib import Path

import pytest

from companion.store.library import open_document
from companion.store.paths import user_paths
from companion.store.session import Session
from companion.store.settings import settings
from companion.store.state import State
from companion.tui.app import CompanionApp
from companion.tui.widgets.tour import STEPS
from tests.tui.driving import Screen, running

HEAD = "Nothing stands beside this"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text("# Report\n\n## One\n\nSome words of the report.\n\n## Two\n\nMore words.\n")
    return path


def card(screen: Screen) -> str:
    return " ".join(screen.text("margin").split())


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (200, 60)])
async def test_a_strangers_document_says_what_can_be_done(report: Path, size: tuple[int, int]) -> None:
    async with running(report, size=size) as screen:
        text = card(screen)
        assert HEAD in text
        assert "a writes a note on the chosen block" in text
        assert "--with LAYER" in text
        assert ": how this tells how it was read: markdown, 2 sections" in text
        assert "W puts this away for good" in text


async def test_it_goes_with_the_first_note_and_comes_back_with_undo(report: Path) -> None:
    async with running(report) as screen:
        await screen.press("a")
        await screen.type("Mine.")
        await screen.press("ctrl+s")
        assert HEAD not in card(screen)
        await screen.press("u")
        assert HEAD in card(screen)


async def test_one_key_puts_it_away_for_good(report: Path) -> None:
    async with running(report) as screen:
        await screen.press("W")
        assert HEAD not in card(screen)
        assert "adds a note" in card(screen)
        await screen.app.workers.wait_for_complete()
    async with running(report) as screen:
        assert HEAD not in card(screen)


async def test_it_is_not_there_where_somebody_wrote_already(report: Path, tmp_path: Path) -> None:
    layer = tmp_path / "layer.yaml"
    layer.write_text(
        "companion: 1\nlayer: {id: l, title: L, about: report}\nannotations:\n  - {id: A, section: one, note: Hm.}\n"
    )
    async with running(report, with_=[layer]) as screen:
        assert HEAD not in card(screen)
    async with running() as screen:
        assert HEAD not in card(screen)


async def toured(screen: Screen) -> str:
    await screen.pilot.pause()
    return screen.text("tour") if screen.app.reader.tour.display else ""


def app() -> CompanionApp:
    where = user_paths()
    return CompanionApp(Session(open_document("nso-2023"), where, settings(where)), tour=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_each_step_waits_for_its_key_or_enter(size: tuple[int, int]) -> None:
    first = app()
    async with first.run_test(size=size) as pilot:
        screen = Screen(first, pilot)
        await screen.settled()
        assert "Tour, 1 of 5" in await toured(screen)
        await screen.press("k")
        assert "Tour, 1 of 5" in await toured(screen), "another key is no step"
        await screen.press("j")
        assert screen.reading.block == 1, "the key does what it says"
        assert "Tour, 2 of 5" in await toured(screen)
        await screen.press("enter")
        assert "Tour, 3 of 5" in await toured(screen)
        await screen.press("a", "escape")
        assert "Tour, 4 of 5" in await toured(screen)
        await screen.press("c")
        assert screen.reading.tab == "questions"
        assert "Tour, 5 of 5" in await toured(screen)
        await screen.press("?", "escape")
        assert await toured(screen) == ""
        await screen.press("enter")
        assert screen.reading.hand, "enter is the reader's again"


async def test_escape_ends_it_and_it_never_comes_again() -> None:
    first = app()
    async with first.run_test(size=(120, 36)) as pilot:
        screen = Screen(first, pilot)
        await screen.settled()
        await screen.press("escape")
        assert await toured(screen) == ""
        await first.workers.wait_for_complete()
    assert not State(user_paths()).is_new
    again = app()
    async with again.run_test(size=(120, 36)) as pilot:
        screen = Screen(again, pilot)
        await screen.settled()
        assert await toured(screen) == ""


async def test_there_is_none_where_it_is_not_asked_for() -> None:
    async with running() as screen:
        assert await toured(screen) == ""


def test_every_step_names_the_key_that_it_waits_for() -> None:
    assert len(STEPS) == 5
    assert all(f"{{{step.command}}}" in step.words for step in STEPS)
