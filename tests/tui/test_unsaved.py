"""A note that cannot be saved: it stays on screen, and can be saved again, or elsewhere, before companion is left."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, Static

from companion.model import NotSaved
from companion.store.layers import layers_from
from companion.store.notebook import Notebook
from companion.tui.dialogs.choice import ChoiceDialog
from companion.tui.dialogs.path import PathDialog
from tests.tui.driving import Screen, running
from tests.tui.versions import on_disk

WHY = "/notes/n-1.yaml: the disk is full; make room and save again, or choose another folder with --notes"


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """No note can be saved until the patch is undone."""

    def refuse(*_: object, **__: object) -> None:
        raise NotSaved(WHY)

    with monkeypatch.context() as patch:
        patch.setattr(Notebook, "save", refuse)
        yield patch


async def failing_note(screen: Screen) -> None:
    await screen.press("]", "j", "a")
    await screen.type("Keep me.")
    await screen.press("ctrl+s")


def states(screen: Screen) -> list[str]:
    return [save.state for save in screen.reading.saves.values()]


async def test_it_is_said_in_words_and_stays_on_screen(full: pytest.MonkeyPatch) -> None:
    async with running() as screen:
        await failing_note(screen)
        assert "NOT SAVED: the disk is full" in screen.text("alert")
        assert "S save again" in screen.text("keys")
        assert "Keep me." in screen.text("margin")
        assert states(screen) == ["failed"]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_trying_again_saves_what_was_not_saved(full: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    async with running(size=size) as screen:
        await failing_note(screen)
        await screen.press("S")
        assert isinstance(screen.app.screen, ChoiceDialog)
        said = str(screen.app.screen.query_one("#pick-heading", Static).render())
        assert WHY.partition(";")[0] in said
        assert "Keep me." in said
        full.undo()
        await screen.press("enter")
        assert states(screen) == ["saved"]
        assert list(on_disk().values()) == ["Keep me."]
        assert "S" not in [key for key in screen.text("keys").split() if key == "S"]


async def test_it_is_saved_elsewhere_and_read_from_there(full: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with running() as screen:
        await failing_note(screen)
        await screen.press("S", "2")
        assert isinstance(screen.app.screen, PathDialog)
        taken = tmp_path / "taken.yaml"
        taken.write_text("mine")
        screen.app.screen.query_one(Input).value = str(taken)
        await screen.press("enter")
        said = str(screen.app.screen.query_one("#pick-said", Static).render())
        assert "a file of that name stands there" in said
        assert taken.read_text() == "mine"
        screen.app.screen.query_one(Input).value = str(tmp_path / "a folder")
        await screen.press("enter")
        (file,) = (tmp_path / "a folder").iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        (layer,) = layers_from(str(tmp_path / "a folder"))
        assert [note.note.strip() for note in layer.annotations] == ["Keep me."]
        assert states(screen) == ["failed"], "only the notebook makes a note saved"
        assert "a copy is in" in screen.text("alert")
        await screen.press("q")
        assert not isinstance(screen.app.screen, ChoiceDialog)
        assert screen.app.ending.is_orderly


async def test_leaving_asks_and_can_be_given_up(full: pytest.MonkeyPatch) -> None:
    async with running() as screen:
        await failing_note(screen)
        await screen.press("q")
        assert not screen.app.ending.is_orderly
        options = screen.app.screen.query_one(OptionList).options
        assert str(options[2].prompt) == "Leave companion all the same"
        await screen.press("escape")
        assert screen.app.screen is screen.app.reader
        assert not screen.app.ending.is_orderly
        await screen.press("q", "q")
        assert screen.app.ending.is_orderly


async def test_leaving_after_trying_again(full: pytest.MonkeyPatch) -> None:
    async with running() as screen:
        await failing_note(screen)
        await screen.press("q")
        full.undo()
        await screen.press("1")
        assert screen.app.ending.is_orderly
    assert list(on_disk().values()) == ["Keep me."]


async def test_edits_after_a_failure_are_still_of_the_note_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as screen:
        await failing_note(screen)
        with monkeypatch.context() as patch:
            patch.setattr(Notebook, "save", lambda *_, **__: (_ for _ in ()).throw(NotSaved(WHY)))
            await screen.press("e")
            await screen.type(" Now")
            await screen.press("ctrl+s")
            assert states(screen) == ["failed"]
        await screen.press("e")
        await screen.type(" more")
        await screen.press("ctrl+s")
        assert list(on_disk().values()) == ["Keep me. Now more"]
        assert not screen.reading.own.versions
