"""Sentences and dialogs name the keys in force: a reader who changed them is told what to press now."""

from __future__ import annotations

import pytest
from textual.binding import Binding, BindingsMap
from textual.widgets import Static

from companion.model import NotSaved
from companion.store.notebook import Notebook
from companion.store.paths import user_paths
from companion.tui.keymap import dialog_line
from tests.tui.driving import Screen, running
from tests.tui.versions import change, read_again


def told(screen: Screen) -> str:
    return "\n".join(screen.app.told)


@pytest.fixture(autouse=True)
def _own_keys() -> None:
    config = user_paths().config
    config.mkdir(parents=True)
    (config / "config.yaml").write_text("keys: {unsaved: f8, versions: f9, layers: f6, help: f7}\n")


async def test_what_is_not_saved_names_the_key_that_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotSaved("the disk is full")

    monkeypatch.setattr(Notebook, "save", refuse)
    async with running() as screen:
        await screen.press("a", *"Keep me.", "ctrl+s")
        assert "f8 tries again, or saves elsewhere." in told(screen)
        await screen.press("f8")
        line = str(screen.app.screen.query_one("#pick-keys", Static).render())
        assert line == "enter chooses · j k move · esc leaves it on screen"


async def test_two_versions_name_the_key_that_chooses() -> None:
    async with running() as screen:
        await screen.press("a", *"First", "ctrl+s")
        await screen.press("e")
        change("Theirs")
        await screen.press(*" and mine", "ctrl+s")
        assert "f9 chooses." in told(screen)
        await read_again(screen)
        await screen.press("f9")
        line = str(screen.app.screen.query_one("#pick-keys", Static).render())
        assert line == "1 2 3 or enter choose · j k move · space b scroll · esc decides later"


@pytest.mark.parametrize("key", ["f6", "f7"])
async def test_the_key_that_opened_layers_or_help_closes_them(key: str) -> None:
    async with running() as screen:
        await screen.press(key)
        assert screen.app.screen is not screen.app.reader
        await screen.press(key)
        assert screen.app.screen is screen.app.reader


def test_a_dialog_tells_the_first_key_of_each_of_its_bindings() -> None:
    bindings = BindingsMap([Binding("n,down", "move(1)"), Binding("p", "move(-1)"), Binding("ctrl+q,escape", "close")])
    assert dialog_line(bindings, "enter chooses · {move} move · {close} closes") == (
        "enter chooses · n p move · ctrl+q closes"
    )
