"""Help in columns, filtered as it is typed; and the palette, which has every command."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Input, Static

from companion.tui.commands.table import keymap
from companion.tui.dialogs.help import COLUMN, HelpDialog, HelpPart, help_parts, in_columns
from companion.tui.keymap import always
from tests.tui.driving import Screen, running

PARTS = [HelpPart("One", [("a", "first"), ("b", "second")]), HelpPart("Two", [("c", "third " * 12), ("", "no key")])]


def shown(screen: Screen) -> str:
    return str(screen.app.screen.query_one("#help-text", Static).content)


@pytest.mark.parametrize(("columns", "count"), [(80, 1), (100, 2), (120, 2), (200, 3)])
async def test_help_stands_in_as_many_columns_as_there_is_room_for(columns: int, count: int) -> None:
    async with running(size=(columns, 36)) as screen:
        await screen.press("?")
        await screen.pilot.pause()
        lines = shown(screen).splitlines()
        room = screen.app.screen.query_one("#help-rows").size.width
        assert all(len(line) <= room for line in lines)
        starts = [
            found.start() for line in lines for found in re.finditer(r"(?<!\S)(Reading|Program|In the|Else)", line)
        ]
        assert {start // COLUMN for start in starts} <= set(range(count))
        assert any(line[room // count - 2 :].strip() for line in lines) == (count > 1)
        labels = [command.label.partition(":")[0].split()[-1] for command in keymap().commands.values() if command.keys]
        assert all(label in shown(screen) for label in labels)


def test_what_works_now_comes_first() -> None:
    keys = keymap()
    works = list(keys.rows(lambda command: command.when is always))
    later = list(keys.rows(lambda command: command.when is not always))
    parts = list(help_parts(works, later, [], ":"))
    assert parts[-1].heading == "Elsewhere, not now"
    assert ("u", "undo") in [row for part in parts[:-1] for row in part.rows]
    assert ("=", "accept the place offered") in parts[-1].rows


async def test_help_is_filtered_by_words_and_by_a_key() -> None:
    async with running() as screen:
        await screen.press("?")
        await screen.type("verdict")
        await screen.pilot.pause()
        assert "the next verdict" in shown(screen)
        assert "page down" not in shown(screen)
        await screen.press("?")
        assert isinstance(screen.app.screen, HelpDialog), "a character like any other once something is typed"
        screen.app.screen.query_one(Input).value = "u"
        await screen.pilot.pause()
        assert " u " in shown(screen)
        screen.app.screen.query_one(Input).value = "nosuchword"
        await screen.pilot.pause()
        assert shown(screen) == "Nothing is called so."
        await screen.press("escape")
        assert not isinstance(screen.app.screen, HelpDialog)


@pytest.mark.parametrize("key", ["?", "escape", "enter"])
async def test_what_opened_help_closes_it(key: str) -> None:
    async with running() as screen:
        await screen.press("?")
        assert isinstance(screen.app.screen, HelpDialog)
        await screen.press(key)
        assert not isinstance(screen.app.screen, HelpDialog)


def test_a_row_stays_together_and_a_heading_with_its_first_row() -> None:
    text = str(in_columns(PARTS, 100))
    left, right = ([line[at : at + 50].rstrip() for line in text.splitlines()] for at in (0, 51))
    assert left[:3] == ["One", " a           first", " b           second"]
    assert any(column[column.index("Two") + 1].startswith(" c ") for column in (left, right) if "Two" in column)
    assert right[0], "and something stands beside them"
    assert text.count("third") == 12
    assert in_columns([], 100) is None
