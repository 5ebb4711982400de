"""Keys that wait are taken together, and come to the same as one by one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.events import Key
from textual.strip import Strip
from textual.widgets import TextArea

from companion.tui.key_batch import Presses
from companion.tui.widgets.passage import Passage
from tests.tui.driving import Screen, running

CHARACTERS = {
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "right_parenthesis": ")",
    "left_parenthesis": "(",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "space": " ",
    "equals_sign": "=",
}
MOVES = ["j", "k", "down", "up", "pagedown", "pageup", "b", "g", "G", "v", "w", "shift+down", *CHARACTERS]
OTHERS = ["c", "tab", "shift+tab", "escape", "t", "n", "u", "enter"]
"""Keys that do something else, or nothing."""


def together(screen: Screen, keys: Sequence[str]) -> None:
    """What a terminal hands over that has sent all of these at once."""
    screen.app.post_message(Presses([Key(key, CHARACTERS.get(key)) for key in keys]))


async def helped(screen: Screen) -> None:
    """Press the key for help, and wait until everything pressed before has had its turn."""
    together(screen, ["question_mark"])
    while screen.app.screen is screen.app.reader:
        await screen.pilot.pause(0.01)
    await screen.settled()


def state(screen: Screen) -> tuple[object, ...]:
    """What the reader sees and could go on from."""
    reading, reader = screen.reading, screen.app.reader
    inside = (reading.cursor, reading.chosen, reading.tab, reading.held, reading.read)
    panes = [screen.rows(name) for name in ("contents", "passage", "margin", "place", "alert", "keys")]
    return (*inside, reader.passage.top, reader.margin.top, reader.focused and reader.focused.id, panes)


@pytest.mark.parametrize("seed", range(2))
async def test_keys_that_come_together_come_to_the_same_as_one_by_one(
    seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    keys = [chance.choice(OTHERS if chance.random() < 0.06 else MOVES) for _ in range(90)]
    async with running() as slow:
        await slow.press(*keys, "question_mark")
        expected = state(slow)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))  # where the place is not remembered
    async with running() as fast:
        while keys:
            size = chance.choice([1, 2, 7, 60])
            together(fast, keys[:size])
            del keys[:size]
        await helped(fast)
        assert state(fast) == expected


async def test_moves_that_wait_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as screen:
        drawn = []
        draw = Passage.render_line

        def note(pane: Passage, y: int) -> Strip:
            drawn.append(y)
            return draw(pane, y)

        monkeypatch.setattr(Passage, "render_line", note)
        together(screen, ["j", "k"] * 100 + ["right_square_bracket", "left_square_bracket"] * 100 + ["j"])
        await helped(screen)
        assert screen.reading.block == 1
        assert len(drawn) <= 3 * screen.app.reader.passage.size.height


async def test_letters_that_wait_are_written_in_their_order() -> None:
    text = "".join(random.Random(1).choices("abc xyz,;äß漢", k=3000))
    async with running() as screen:
        await screen.press("a")
        area = screen.app.screen.query_one("#note-text", TextArea)
        together(screen, [*text, "enter", *"The end"])
        await screen.settled()
        assert area.text == text + "\nThe end"


async def test_a_note_and_what_is_pressed_after_it_come_in_one_burst() -> None:
    async with running() as screen:
        together(screen, ["j", "j", "a", *"jjkk and more"])
        await screen.settled()
        assert screen.app.screen.query_one("#note-text", TextArea).text == "jjkk and more"
        together(screen, [*" and done", "ctrl+s", "j", "j", "j"])
        await helped(screen)
        assert [note.note.strip() for note in screen.reading.own.annotations] == ["jjkk and more and done"]
        assert screen.reading.block == 5
