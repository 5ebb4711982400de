"""Keys pressed faster than the disk saves: what is shown as saved is what stands on disk, and nobody else wrote."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest

from companion.model import Record
from companion.store.notebook import Notebook, Saved
from tests.tui.driving import Screen, running
from tests.tui.versions import elsewhere, on_disk


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which no save takes as long as the one before."""
    save, chance = Notebook.save, random.Random(5)

    def save_slowly(
        self: Notebook, record: Record, *, base: Record | None = None, tried: Sequence[Record] = ()
    ) -> Saved:
        time.sleep(chance.choice([0, 0.005, 0.03, 0.06]))
        return save(self, record, base=base, tried=tried)

    monkeypatch.setattr(Notebook, "save", save_slowly)


async def at_once(screen: Screen, *keys: str) -> None:
    """Keys as a held key or a fast hand sends them: none waits for what the one before did."""
    for key in keys:
        screen.app.simulate_key(key)
    await screen.pilot.pause()
    await screen.settled()


def all_saved(screen: Screen) -> bool:
    return {save.state for save in screen.reading.saves.values()} == {"saved"}


@pytest.mark.parametrize("times", [2, 3, 5])
async def test_undo_and_redo_without_a_pause_leave_the_note_on_disk(slow: None, times: int) -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("Keep me.")
        await screen.press("ctrl+s")
        assert all_saved(screen)
        for _ in range(3):
            await at_once(screen, *("u", "ctrl+r") * times)
            assert [note.note.strip() for note in screen.reading.own.annotations] == ["Keep me."]
            assert list(on_disk().values()) == ["Keep me."]
            assert all_saved(screen)
            assert not screen.reading.own.versions
        await at_once(screen, *("u", "ctrl+r") * times, "u")
        assert on_disk() == {}
        assert screen.reading.own.annotations == ()


@pytest.mark.parametrize("times", [3, 4, 6])
async def test_verdicts_without_a_pause_are_one_answer(slow: None, times: int) -> None:
    async with running() as screen:
        await screen.press("c")
        await at_once(screen, *["space"] * times)
        (shown,) = screen.reading.own.answers
        (answer,) = elsewhere().load().answers
        assert (answer.id, answer.verdict) == (shown.id, shown.verdict)
        assert len(elsewhere().load().answers) == 1
        assert all_saved(screen)
        assert not screen.reading.own.versions
        assert not screen.app.told


async def test_what_was_written_just_before_leaving_is_saved(slow: None) -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("Gone again")
        await screen.press("ctrl+s")
        await at_once(screen, "u", "q")
        assert screen.app.ending.is_orderly
    assert on_disk() == {}
