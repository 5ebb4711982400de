"""The table of commands and the keys in force: footer, help, palette and bindings say and do the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from textual.app import App
from textual.command import CommandPalette
from textual.widgets import OptionList, Static

from companion.reading import Reading
from companion.store.library import open_document
from companion.store.paths import user_paths
from companion.tui.app import CompanionApp
from companion.tui.commands import table
from companion.tui.keymap import Command, Keymap, Screen, always, key_words
from companion.tui.reader import ReaderScreen
from tests.tui.driving import Screen as Driven
from tests.tui.driving import running

COMMANDS = table.keymap().commands
OTHER = "f9"
"""A key that no command has."""


class Host(App[None]):
    """An app with nothing but the reader's screen."""

    def __init__(self, keys: Keymap) -> None:
        super().__init__()
        self.reader = ReaderScreen(Reading(open_document("nso-2023").document), keys)

    def get_default_screen(self) -> ReaderScreen:
        return self.reader


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of commands as they run, each of which then does nothing else and works all the time."""
    ran: list[str] = []
    gates: dict[Callable[[Screen], bool], Callable[[Screen], bool]] = {always: always}

    def record(name: str, screen: Screen) -> None:
        ran.append(name)

    def changed(command: Command) -> Command:
        gate = gates.setdefault(command.when, lambda screen: True)
        return command._replace(run=partial(record, command.id), when=gate)

    groups = {name: tuple(map(changed, commands)) for name, commands in table.GROUPS.items()}
    monkeypatch.setattr(table, "GROUPS", groups)
    return ran


@pytest.mark.parametrize("name", COMMANDS)
async def test_every_command_takes_another_key_and_gives_up_its_own(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = recorded(monkeypatch)
    keys = table.keymap({name: OTHER})
    assert keys.warnings == []
    app = Host(keys)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(OTHER)
        assert ran == [name]
        before = [binding.key for binding in table.keymap().bindings() if binding.action == f"run('{name}')"]
        await pilot.press(*before)
        assert name not in ran[1:]
    assert keys.press(name) == OTHER
    told = [row for _, rows in keys.rows() for row in rows if name in row.ids]
    assert [OTHER in row.keys.split() for row in told] == [True]


async def test_a_name_for_several_commands_gives_each_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = recorded(monkeypatch)
    keys = table.keymap({"verdict.set": "f1,f2"})
    async with Host(keys).run_test(size=(120, 36)) as pilot:
        await pilot.press("f1", "f2", "3", "1")
    assert ran == ["verdict.1", "verdict.2", "verdict.3"]
    assert keys.warnings == []
    assert keys.footer(frozenset({"questions", "any"}))[1] == "f1 f2 3–7 verdict"
    (warning,) = table.keymap({"verdict.set": "a,b,c,d,e,f,g,h"}).warnings[:1]
    assert "`verdict.set` takes 7 keys, and 8 are given" in warning


@pytest.mark.parametrize(
    ("wanted", "told", "keys"),
    [
        ({"note.add": "i"}, [], {"note.add": "i", "copy": "y"}),
        ({"note.add": "y"}, ["y is taken from `copy`", "`note.add` has it"], {"note.add": "y", "copy": ": copy"}),
        ({"note.add": "j"}, ["j is taken from `block.next`"], {"note.add": "j", "block.next": "↓"}),
        ({"note.add": "y", "copy": "a"}, [], {"note.add": "y", "copy": "a"}),
        ({"note.add": "f1", "copy": "f1"}, ["f1 is given to both `copy`", "`note.add`"], {"note.add": "f1"}),
        ({"note.add": "space"}, ["space is taken from `page.down`"], {"verdict.next": "space", "page.down": "PgDn"}),
        ({"verdict.next": "y"}, [], {"verdict.next": "y", "copy": "y"}),
        ({"note.add": ""}, [], {"note.add": ": note.add"}),
        ({"note.add": "ctrl+p,i"}, ["ctrl+p stays with `palette`"], {"note.add": "i"}),
        ({"palette": "f2"}, [], {"note.add": "a", "palette": "f2"}),
        ({"note.ad": "i"}, ["no command `note.ad`; `companion keys` names them"], {"note.add": "a"}),
    ],
)
def test_what_settings_do_to_keys_is_told(wanted: dict[str, str], told: list[str], keys: dict[str, str]) -> None:
    given = table.keymap(wanted)
    assert len(given.warnings) == bool(told)
    for words in told:
        assert words in given.warnings[0]
    assert {name: given.press(name) for name in keys} == keys


def test_no_two_commands_that_work_at_the_same_time_have_one_key() -> None:
    keys = [(key, command.when) for command in COMMANDS.values() for key in command.keys.split(",") if key]
    assert len(keys) == len(set(keys))


def test_what_the_app_is_asked_to_do_it_can() -> None:
    for command in COMMANDS.values():
        if isinstance(command.run, str):
            assert callable(getattr(CompanionApp, command.run.replace("app.", "action_"))), command.id


@pytest.mark.parametrize(
    "name",
    [
        "block.next",
        "block.previous",
        "page.down",
        "page.up",
        "half.down",
        "half.up",
        "block.first",
        "block.last",
        "section.next",
        "section.previous",
        "sentence.next",
        "sentence.previous",
        "unit.widen",
        "unit.narrow",
        "select",
        "word.next",
        "word.previous",
        "word.first",
        "word.last",
        "select.swap",
        "select.on",
        "select.back",
        "select.down",
        "select.up",
        "annotation.next",
        "annotation.previous",
        "search",
        "hit.next",
        "hit.previous",
        "open",
        "links",
        "copy",
        "note.add",
        "note.absent",
        "note.edit",
        "note.delete",
        "tray",
        "place.accept",
        "place.here",
        "versions",
        "unsaved",
        "undo",
        "redo",
        "questions",
        "verdict.next",
        "verdict.set",
        "verdict.1",
        "verdict.7",
        "evidence.link",
        "layers",
        "pane.next",
        "pane.previous",
        "help",
        "palette",
        "suspend",
        "quit",
        "leave",
    ],
)
def test_the_names_that_settings_use_stay(name: str) -> None:
    assert table.keymap({name: OTHER}).warnings == []


async def helped(screen: Driven) -> list[tuple[str, str]]:
    """The keys and labels that help tells, of commands that work now; wide enough for a row to be a line."""
    await screen.press("?")
    text = str(screen.app.screen.query_one("#help-text", Static).content).partition("In the palette")[0]
    await screen.press("escape")
    rows = (re.split(r" {2,}", line.strip(), maxsplit=1) for line in text.splitlines())
    return [(row[0], row[1]) for row in rows if len(row) == 2]


async def offered(screen: Driven, words: str = "") -> list[str]:
    """What the palette offers."""
    await screen.press(":")
    await screen.type(words)
    await screen.pilot.pause(0.5)
    options = screen.app.screen.query_one(OptionList).options
    return [str(option.prompt) for option in options]


async def test_own_keys_are_in_footer_help_and_palette() -> None:
    config = user_paths().config
    config.mkdir(parents=True)
    (config / "config.yaml").write_text("keys: {note.add: i, copy: f5, help: h, notee: x}\n")
    async with running(size=(80, 36)) as screen:
        assert [told for told in screen.app.told] == ["keys: there is no command `notee`; `companion keys` names them"]
        assert "i annotate" in screen.text("keys")
        assert "h keys" in screen.text("keys")
        await screen.press("h")
        text = str(screen.app.screen.query_one("#help-text", Static).content)
        assert re.search(r"^ i +annotate", text, re.MULTILINE)
        assert re.search(r"^ f5 +copy", text, re.MULTILINE)
        assert not re.search(r"^ [ay] ", text, re.MULTILINE)
        await screen.press("escape")
        assert any(each.endswith("  i · note.add") for each in await offered(screen, "annotate the unit"))
        await screen.press("escape", "a")
        assert not screen.app.screen.query("#note-text")
        await screen.press("i")
        assert screen.app.screen.query("#note-text")


async def test_help_and_palette_name_every_command_those_that_work_now_first() -> None:
    async with running(size=(80, 36)) as screen:
        reader = screen.app.reader
        works = [command for command in reader.keys.commands.values() if reader.works(command)]
        assert len(works) > 40
        assert ("u", "undo") in await helped(screen)
        names = await offered(screen)
        commands = [each for each in names if "  " in each]
        assert len(commands) == len(COMMANDS) - 1, "all but the palette itself"
        later = [index for index, each in enumerate(commands) if each.endswith("not now")]
        assert later == list(range(len(works) - 1, len(COMMANDS) - 1))
        places_ = next(index for index, each in enumerate(names) if each.startswith("Section: "))
        assert all(names.index(each) < places_ for each in commands)


async def test_the_palette_runs_a_command_found_by_its_words() -> None:
    async with running() as screen:
        await screen.press("]")
        await screen.press("v")
        await screen.press("l")
        assert (await offered(screen, "swap"))[0].endswith("select.swap")
        await screen.press("escape", "escape")
        assert (await offered(screen, "undo"))[0].startswith("Undo")
        await screen.press("enter")
        assert not isinstance(screen.app.screen, CommandPalette)
        assert any("nothing to undo" in told for told in screen.app.told)


async def test_verdicts_can_be_given_from_the_palette() -> None:
    async with running() as screen:
        await screen.press("c")
        assert (await offered(screen, "verdict evaded"))[0].startswith("Set the verdict: evaded")
        await screen.press("enter")
        await screen.settled()
        assert [answer.verdict for answer in screen.reading.own.answers] == ["evaded"]


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("escape", "esc"),
        ("shift+right", "shift+→"),
        ("pagedown", "PgDn"),
        ("minus", "-"),
        ("full_stop", "."),
        ("f1", "f1"),
    ],
)
def test_keys_are_told_as_they_stand_on_the_keyboard(key: str, told: str) -> None:
    assert key_words(key) == told


def test_a_key_taken_stays_usable_in_the_state_it_has_there(tmp_path: Path) -> None:
    given = table.keymap({"evidence.link": "space"})
    assert len(given.warnings) == 1
    assert given.press("page.down") == "space"
    assert given.press("verdict.next") == ": verdict.next"
