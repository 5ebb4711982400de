"""What goes or changes on disk while it is open is told once; notes stay, and are NOT SAVED until they stand again."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from companion.store.paths import user_paths
from tests.running import process
from tests.tui.driving import Screen, running

WORDS = "# A\n\n## One\n\nNothing is said here.\n\n## Two\n\nNo customer is named.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(WORDS)
    return path


@pytest.fixture(autouse=True)
def only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("companion.tui.app.LOOK", 3600.0)


async def look(screen: Screen, times: int = 2) -> None:
    """So many looks at the disk, as come each second."""
    for _ in range(times):
        await asyncio.to_thread(screen.app.sync._look)
        await screen.settled()


def told(screen: Screen) -> list[str]:
    return list(screen.app.told)


def rewritten(path: Path) -> None:
    path.write_text("# A\n\nOther words.\n")


def replaced(path: Path) -> None:
    rewritten(path.with_name("new"))
    os.replace(path.with_name("new"), path)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (rewritten, "The document was changed on disk. What is shown is as it was"),
        (replaced, "The document was changed on disk. What is shown is as it was"),
        (lambda path: path.rename(path.with_name("b.md")), "b.md now. What is shown stays"),
        (Path.unlink, "The document's file is gone. What is shown stays"),
    ],
)
async def test_what_becomes_of_the_document_is_told_once(
    report: Path, change: Callable[[Path], object], expected: str
) -> None:
    async with running(report) as screen:
        await look(screen)
        assert told(screen) == []
        change(report)
        await look(screen, 4)
        (message,) = told(screen)
        assert expected in message
        await screen.press("]")
        assert "No customer is named." in screen.text("passage")
        await screen.press("a")
        await screen.type("kept")
        await screen.press("ctrl+s")
        assert {save.state for save in screen.reading.saves.values()} == {"saved"}
        report.write_text(WORDS)
        await look(screen, 4)
        assert told(screen)[1:] == ["The document's file is again as it is shown."]


async def test_a_file_taken_away_for_a_moment_is_no_news(report: Path) -> None:
    async with running(report) as screen:
        await look(screen)
        report.rename(report.with_name("report.md~"))
        await look(screen, 1)
        report.write_text(WORDS)
        await look(screen, 3)
        assert told(screen) == []


def on_disk(report: Path) -> str:
    return process("notes", str(report)).stdout


async def begun(screen: Screen) -> None:
    for words in ("first", "second"):
        await screen.press("a")
        await screen.type(words)
        await screen.press("ctrl+s")
    await look(screen)
    shutil.rmtree(user_paths().notebooks)
    await look(screen)
    assert sorted(note.note for note in screen.reading.own.annotations) == ["first", "second"]
    assert {save.state for save in screen.reading.saves.values()} == {"failed"}
    assert len(told(screen)) == 1
    assert "the folder is gone; 2 notes of it are here only" in told(screen)[0]


async def test_notes_whose_folder_went_are_not_saved_until_it_is_made_anew(report: Path) -> None:
    async with running(report) as screen:
        await begun(screen)
        assert "NOT SAVED" in screen.text("margin")
        await screen.press("a")
        await screen.type("third")
        await screen.press("ctrl+s")
        await screen.settled()
        assert {save.state for save in screen.reading.saves.values()} == {"saved"}
        assert not screen.app.sync.saver.failed
        for words in ("first", "second", "third"):
            assert words in on_disk(report)


async def test_leaving_asks_before_notes_are_lost_whose_folder_went(report: Path) -> None:
    async with running(report) as screen:
        await begun(screen)
        await screen.press("q")
        await asyncio.sleep(0.1)
        assert screen.app.is_running
        await screen.press("enter")
        for _ in range(200):
            if not screen.app.sync.saver.failed:
                break
            await asyncio.sleep(0.02)
    for words in ("first", "second"):
        assert words in on_disk(report)


async def test_a_folder_that_cannot_be_made_keeps_them_not_saved(report: Path) -> None:
    async with running(report) as screen:
        await begun(screen)
        user_paths().notebooks.write_text("in the way")
        await screen.press("S")
        await screen.settled()
        assert {save.state for save in screen.reading.saves.values()} == {"failed"}
        assert sorted(note.note for note in screen.reading.own.annotations) == ["first", "second"]


async def test_a_folder_that_comes_back_is_shown_as_it_is(report: Path) -> None:
    async with running(report) as screen:
        await screen.press("a")
        await screen.type("first")
        await screen.press("ctrl+s")
        await look(screen)
        aside = user_paths().notebooks.rename(user_paths().notebooks.with_name("aside"))
        await look(screen)
        assert {save.state for save in screen.reading.saves.values()} == {"failed"}
        aside.rename(user_paths().notebooks)
        (note,) = user_paths().notebooks.rglob("n-*.yaml")
        note.write_text(note.read_text().replace("first", "changed there"))
        await look(screen)
        assert [note.note.strip() for note in screen.reading.own.annotations] == ["changed there"]
        assert {save.state for save in screen.reading.saves.values()} == {"saved"}
        assert not screen.app.sync.saver.failed


async def test_a_purge_by_another_program_is_no_loss(report: Path) -> None:
    async with running(report) as screen:
        await screen.press("a")
        await screen.type("first")
        await screen.press("ctrl+s", "d")
        ran = process("purge", str(report), "--yes")
        assert ran.stdout == "1 removed\n"
        await look(screen)
        assert not [message for message in told(screen) if "gone" in message]
        assert not screen.app.sync.saver.failed
        await screen.press("a")
        await screen.type("second")
        await screen.press("ctrl+s")
        assert not screen.app.sync.saver.failed
    assert "second" in on_disk(report)
    assert "first" not in on_disk(report)
