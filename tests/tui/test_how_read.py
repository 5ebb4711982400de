"""How the document was read: the walls that held, as the reading process told, and what was left out."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.widgets import OptionList, Static

from companion.tui.dialogs.choice import ChoiceDialog
from tests.tui.driving import Screen, running

WALLS = [["limits", "little", ""], ["Landlock", "no files", "the kernel has none"]]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "a.html"
    file.write_text("<p>Words.<script>x</script>")
    return file


def tells(folder: Path, monkeypatch: pytest.MonkeyPatch, walls: Sequence[object], *later: object) -> None:
    """Have a document read by a process that tells of these walls, and later, as a document might, of others."""
    first, *rest = (f"W{json.dumps(each)}" for each in (walls, *later))
    lines = "\n".join([first, 'P[["paragraph","Words.",0,"","",[]]]', *rest, "E0"])
    program = folder / "reader"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.stdin.buffer.read()\nprint({lines!r})\n")
    program.chmod(0o700)
    monkeypatch.setattr("companion.documents.sandbox.process.sys", SimpleNamespace(executable=str(program)))


async def told(screen: Screen) -> list[str]:
    await screen.app.workers.wait_for_complete()
    await screen.settled()
    return [each for each in screen.app.told if "walls" in each]


async def shown(screen: Screen) -> tuple[str, list[str]]:
    """The heading and the lines of the dialog that the palette's command opens."""
    screen.app.action_tell_how_read()
    await screen.pilot.pause(0.1)
    dialog = screen.app.screen
    assert isinstance(dialog, ChoiceDialog)
    options = dialog.query_one(OptionList).options
    return str(dialog.query_one("#pick-heading", Static).visual), [str(option.prompt) for option in options]


async def test_fewer_walls_are_told_once_and_always_listed(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells(tmp_path, monkeypatch, WALLS, [["forged", "", ""]])
    async with running(page) as screen:
        (message,) = await told(screen)
        assert "Missing: Landlock (the kernel has none)." in message
        heading, lines = await shown(screen)
        assert heading == "How this was read: html, by a process of its own; 1 of 2 walls around it hold"
        assert lines[-2:] == ["limits holds: little", "Landlock DOES NOT HOLD, the kernel has none: no files"]
    async with running(page) as screen:
        assert await told(screen) == []
    tells(tmp_path, monkeypatch, [*WALLS, ["seccomp", "no calls", "it failed"]])
    async with running(page) as screen:
        (message,) = await told(screen)
        assert message.count("(") == 2


async def test_where_all_hold_nothing_is_told(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tells(tmp_path, monkeypatch, WALLS[:1])
    async with running(page) as screen:
        assert await told(screen) == []
        assert (await shown(screen))[1] == ["Nothing was left out or guessed.", "limits holds: little"]


async def test_a_process_that_tells_of_no_walls_has_none(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells(tmp_path, monkeypatch, [])
    async with running(page) as screen:
        assert len(await told(screen)) == 1
        assert "the reading process told of none" in (await shown(screen))[1][-1]


async def test_text_is_read_by_companion_itself() -> None:
    async with running() as screen:
        assert await told(screen) == []
        heading, lines = await shown(screen)
        assert heading == "How this was read: markdown, by companion itself, without native code"
        assert lines == ["Nothing was left out or guessed."]


async def test_what_was_left_out_stands_there_too(page: Path) -> None:
    async with running(page) as screen:
        _, lines = await shown(screen)
        assert any(line.startswith("Left out") for line in lines)
