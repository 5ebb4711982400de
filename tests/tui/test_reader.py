"""The reader's screen, driven by keys as a reader would."""

from __future__ import annotations

from textual.pilot import Pilot

from companion.model import Annotation
from companion.store.library import open_document
from companion.store.places import places
from companion.store.settings import settings
from companion.tui.app import CompanionApp
from companion.tui.screens.reader import ReaderScreen


def an_app() -> CompanionApp:
    where = places()
    return CompanionApp(open_document("nso-2023"), where, settings(where))


def screen_of(app: CompanionApp) -> ReaderScreen:
    screen = app.screen
    assert isinstance(screen, ReaderScreen)
    return screen


async def settled(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_sections_follow_the_keys() -> None:
    app = an_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("]", "]", "]")
        assert screen_of(app).now.section.id == "about-nso"
        await pilot.press("[")
        assert screen_of(app).now.section.id == "executive-summary"


async def test_the_critique_is_placed_beside_the_text() -> None:
    app = an_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        reading = screen_of(app).now
        assert {layer.id for layer in reading.layers} == {"critique", "questions"}
        assert reading.placements["critique/C05"].state == "exact"
        await pilot.press("]")
        assert "critique/C02" in list(screen_of(app).margin.keys())


async def test_a_note_is_written_saved_and_there_the_next_time() -> None:
    app = an_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("]", "j", "a")
        await pilot.pause()
        await pilot.press(*"No [figure] here", "ctrl+s")
        await settled(pilot)
        await settled(pilot)
        (note,) = screen_of(app).now.own.annotations
        assert screen_of(app).now.saves[note.id].state == "saved"
    again = an_app()
    async with again.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        (kept,) = screen_of(again).now.own.annotations
        assert isinstance(kept, Annotation)
        assert kept.note.strip() == "No [figure] here"
        assert kept.quote == note.quote


async def test_a_verdict_is_given_by_one_key_and_undone() -> None:
    app = an_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("c", "4")
        await settled(pilot)
        (mine,) = screen_of(app).now.own.answers
        assert (mine.question, mine.verdict) == ("questions/audit-scope", "evaded")
        await pilot.press("u")
        await settled(pilot)
        assert screen_of(app).now.own.answers == ()
