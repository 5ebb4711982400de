"""What is offered after loading waits until the reader writes nothing, and typing answers no question."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import TextArea

from companion.model import Annotation
from companion.store.library import open_document
from companion.store.paths import user_paths
from companion.store.session import LayerSet, Session
from companion.store.settings import settings
from companion.store.state import State
from companion.store.state_values import Draft
from companion.tui import offers
from companion.tui.app import CompanionApp
from companion.tui.dialogs.drafts import DraftsDialog
from companion.tui.dialogs.note_editor import NoteEditor
from companion.tui.dialogs.notebook import NotebookDialog
from tests.running import process
from tests.tui.driving import Screen, running

LEFT = Draft("executive-summary:whole", Annotation("", None, "executive-summary", note="left behind"))


@pytest.fixture
def loading(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Nothing is loaded before this is set."""
    go_on, load = threading.Event(), Session.load

    def wait(*args: object, **given: object) -> LayerSet:
        assert go_on.wait(30)
        return load(*args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "load", wait)
    monkeypatch.setattr(offers, "QUIET", 0.3)
    yield go_on
    go_on.set()


def drafts_on_disk() -> list[str]:
    found = State(user_paths()).drafts(open_document("nso-2023"))
    return [draft.record.note for draft in found]


async def until(screen: Screen, kind: type) -> None:
    for _ in range(500):
        if isinstance(screen.app.screen, kind):
            return
        await asyncio.sleep(0.02)
        await screen.pilot.pause()
    raise AssertionError(f"no {kind.__name__}, but {screen.app.screen}")


def starting() -> CompanionApp:
    where = user_paths()
    return CompanionApp(Session(open_document("nso-2023"), where, settings(where)))


async def test_drafts_wait_for_the_reader_to_leave_the_editor(loading: threading.Event) -> None:
    State(user_paths()).keep_draft(open_document("nso-2023"), LEFT)
    app = starting()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = Screen(app, pilot)
        await pilot.press("]", "j", "a")
        await until(screen, NoteEditor)
        await screen.type("do")
        loading.set()
        await screen.settled()
        await asyncio.sleep(2 * offers.QUIET)
        await screen.type("ne")
        assert isinstance(app.screen, NoteEditor)
        assert app.screen.query_one(TextArea).text == "done"
        await screen.press("escape")
        await until(screen, DraftsDialog)
        listed = app.screen.query_one("#drafts-list").render_line(0).text
        assert "left behind" in listed
        assert "done" not in listed
        await screen.press("escape")
        app.sync.saver.keep_drafts()
    assert sorted(drafts_on_disk()) == ["done", "left behind"]


async def test_drafts_of_this_run_are_not_offered(loading: threading.Event) -> None:
    app = starting()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = Screen(app, pilot)
        await pilot.press("]", "j", "a")
        await until(screen, NoteEditor)
        await screen.type("half a thought")
        await pilot.press("escape")
        app.sync.saver.keep_drafts()
        loading.set()
        await screen.settled()
        await asyncio.sleep(2 * offers.QUIET)
        assert app.screen is app.reader
        await screen.press("a")
        assert isinstance(app.screen, NoteEditor)
        assert app.screen.query_one(TextArea).text == "half a thought"


async def test_a_word_typed_when_drafts_are_offered_drops_none() -> None:
    State(user_paths()).keep_draft(open_document("nso-2023"), LEFT)
    async with running() as screen:
        await until(screen, DraftsDialog)
        await screen.press("a")
        await screen.type("dad")
        screen.app.sync.saver.keep_drafts()
        assert drafts_on_disk() == ["left behind"]
        await screen.press("escape")
    async with running() as again:
        await until(again, DraftsDialog)
        await again.press("d")
        again.app.sync.saver.keep_drafts()
    assert drafts_on_disk() == []


async def test_nothing_is_offered_while_keys_are_pressed(
    loading: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "QUIET", 2.0)  # a busy machine may take long between two keys
    State(user_paths()).keep_draft(open_document("nso-2023"), LEFT)
    app = starting()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = Screen(app, pilot)
        await pilot.press("]")
        loading.set()
        for _ in range(12):
            await pilot.press("j")
            await asyncio.sleep(0.05)
            assert app.screen is app.reader
        await until(screen, DraftsDialog)


async def test_which_notebook_is_not_asked_over_the_editor(loading: threading.Event, tmp_path: Path) -> None:
    first, other = tmp_path / "report.md", tmp_path / "other.md"
    first.write_text("# Annual Report\n\n## One\n\nNo customer is named anywhere.\n")
    assert process("note", str(first), "--quote", "No customer is named anywhere.", "--text", "Why?").returncode == 0
    other.write_text("# Annual Report\n\n## Weather\n\nThe sun shines.\n")
    where = user_paths()
    app = CompanionApp(Session(open_document(str(other)), where, settings(where)))
    async with app.run_test(size=(120, 36)) as pilot:
        screen = Screen(app, pilot)
        await pilot.press("a")
        await until(screen, NoteEditor)
        await screen.type("1")
        loading.set()
        await screen.settled()
        await asyncio.sleep(2 * offers.QUIET)
        await screen.type("2")
        assert isinstance(app.screen, NoteEditor)
        await screen.press("ctrl+s")
        await until(screen, NotebookDialog)
        await screen.press("enter")
        assert sorted(each.note.strip() for each in screen.reading.own.annotations) == ["12", "Why?"]
