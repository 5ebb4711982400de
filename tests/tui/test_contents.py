"""The contents: folding, choosing by words, what each section holds, and what counts as read."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from companion.store.paths import user_paths
from companion.store.session import Session
from companion.store.settings import settings
from companion.store.state import State
from companion.tui.pace import PER_SECOND
from tests.tui.driving import Screen, running

REPORT = (
    """# The report

"""
    + "Many words before the first heading. " * 30
    + """

## One

First of one.

Second of one.

### One a

Text of one a. It is long enough to be read for a while, since it has many words, and these go on for a bit.

### One b

Text of one b.

## Two

A single block that says a little.
"""
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(REPORT)
    return path


async def in_contents(screen: Screen) -> None:
    await screen.press("m", "m") if not screen.app.reader.contents.display else None
    screen.app.reader.contents.focus()
    await screen.settled()


def titles(screen: Screen) -> list[str]:
    return [" ".join(row.strip(" ▸✓·▁▂▃▄▅▆▇█").split()) for row in screen.rows("contents") if row.strip()]


async def test_sections_fold_by_level_and_the_keys_are_others_elsewhere(report: Path) -> None:
    async with running(report) as screen:
        await in_contents(screen)
        whole = titles(screen)
        assert whole[1:] == ["One", "One a", "One b", "Two"]
        await screen.press("j", "h")
        assert [title.split(" ›")[0] for title in titles(screen)[1:]] == ["One", "Two"]
        assert "›2" in screen.text("contents")
        await screen.press("j")
        assert screen.app.reader.contents.at == 4
        await screen.press("k", "right")
        assert titles(screen) == whole
        await screen.press("right", "j", "left")
        assert screen.app.reader.contents.at == 1, "on a section without others below, to the one it is in, folded"
        assert len(titles(screen)) == 3
        await screen.press("escape", "right", "right")
        assert screen.reading.cursor.section == 2, "in the text these keys are the next section's"
        assert titles(screen) == whole, "the section read is always shown"


async def test_typed_words_choose_sections_and_are_no_commands(report: Path) -> None:
    async with running(report) as screen:
        await in_contents(screen)
        await screen.press("slash", *"one q")
        assert screen.app.is_running
        assert titles(screen) == []
        await screen.press("backspace", "backspace", "space", "b")
        assert titles(screen) == ["One b"]
        await screen.press("enter", "enter")
        assert screen.reading.section.title == "One b"
        screen.app.reader.contents.focus()
        await screen.press("slash", "escape")
        assert len(titles(screen)) == 5


async def test_each_section_tells_what_it_holds() -> None:
    async with running(size=(200, 50)) as screen:
        await screen.press("]", "j", "a", *"Mine", "ctrl+s")
        row = next(row for row in screen.rows("contents") if "Message" in row)
        assert " +1" in row
        assert any(" ?" in row for row in screen.rows("contents"))
        before = screen.reading.index.open_evidence
        key = next(card.key for card in screen.reading.index.questions if card.question.evidence)
        await screen.press("c")
        while screen.app.reader.margin.current() != key:
            await screen.press("j")
        await screen.press("1")
        assert sum(screen.reading.index.open_evidence.values()) < sum(before.values())


async def test_passing_is_not_reading_and_stepping_is(report: Path) -> None:
    async with running(report) as screen:
        await screen.press("]", "]", "]", "[", "[")
        assert screen.reading.read == frozenset()
        await screen.press("j")
        assert screen.reading.read == frozenset()
        assert 0 < screen.reading.reached["one"] < 1
        await screen.press("j")
        assert screen.reading.read == {"one"}


async def test_a_section_is_read_when_its_end_was_on_screen_long_enough(report: Path) -> None:
    async with running(report, section="one-a") as screen:
        words = len(screen.reading.section.text.split())
        await asyncio.sleep(words / PER_SECOND / 2)
        await screen.settled()
        assert screen.reading.read == frozenset()
        await asyncio.sleep(words / PER_SECOND / 2 + 0.3)
        await screen.settled()
        assert screen.reading.read == {"one-a"}


async def test_a_section_is_marked_by_hand_and_that_is_remembered(report: Path) -> None:
    async with running(report) as screen:
        await screen.press("]", "r")
        assert screen.reading.read == {"one"}
        await in_contents(screen)
        await screen.press("j", "j", "j", "r")
        assert screen.reading.read == {"one", "two"}
        assert sum("✓" in row for row in screen.rows("contents")) == 2
        await screen.press("r")
        assert screen.reading.read == {"one"}
        screen.app.sync.remember()
        where = user_paths()
        opened = Session(screen.app.sync.opened, where, settings(where)).opened
        assert State(where).progress(opened).read == ("one",)
