"""A conflict copy of a note, left by a program that synchronises folders, is offered as the second version it is."""

from __future__ import annotations

import os

import pytest
from textual.widgets import OptionList

from companion.tui.dialogs.choice import ChoiceDialog
from tests.tui.driving import running
from tests.tui.versions import change, file_of, on_disk, read_again


@pytest.mark.parametrize(
    ("key", "kept"), [("1", ["Ours"]), ("2", ["Theirs"]), ("3", ["Ours", "Theirs"]), ("escape", [])]
)
async def test_x_offers_a_conflict_copy(key: str, kept: list[str]) -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("Ours")
        await screen.press("ctrl+s")
        (note,) = screen.reading.own.annotations
        file = file_of(note.id)
        ours = file.read_bytes()
        change("Theirs")
        copy = file.with_name(f"{note.id}.sync-conflict-20240131-120000-ABCDEFG.yaml")
        os.rename(file, copy)
        file.write_bytes(ours)
        await read_again(screen)
        assert "x two versions" in screen.text("keys")
        assert any("left by a synchronisation" in told for told in screen.app.told)
        await screen.press("x")
        assert isinstance(screen.app.screen, ChoiceDialog)
        options = [str(option.prompt) for option in screen.app.screen.query_one(OptionList).options]
        assert ["Ours" in options[0], "Theirs" in options[1], len(options)] == [True, True, 3]
        await screen.press(key)
        assert sorted(on_disk().values()) == (kept or ["Ours", "Theirs"])
        assert copy.exists() == (not kept)
        assert len(screen.reading.own.versions) == (not kept)
