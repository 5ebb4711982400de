"""The note editor: its passage stays in sight, kinds are picked from a list, and tags complete."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList, Static

from companion.tui.dialogs.note_editor import NoteEditor
from tests.tui.driving import Screen, running


def editor(screen: Screen) -> NoteEditor:
    found = screen.app.screen
    assert isinstance(found, NoteEditor)
    return found


async def write(screen: Screen, words: str, kind: str = "") -> None:
    """Begin a note on the paragraph at the cursor."""
    await screen.press("a")
    await screen.type(words)
    if kind:
        await screen.press("tab")
        await screen.type(kind)


@pytest.mark.parametrize("panes", ["cards", "text", "all"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (200, 60)], ids=str)
async def test_the_passage_stays_in_sight_while_a_note_is_written(size: tuple[int, int], panes: str) -> None:
    async with running(size=size, section="risk-assessment") as screen:
        while screen.app.reader.look.panes != panes:
            await screen.press("m")
        await screen.press("G")
        await write(screen, "x")
        box, passage = editor(screen).query_one("#note-editor").region, screen.app.reader.passage
        assert not box.overlaps(passage.region)
        assert box.width >= 38
        assert box.bottom < size[1]
        assert screen.app.reader.shows(screen.reading.span)
        assert not editor(screen).query("#note-quote"), "the words are on screen"
        await screen.press("escape")
        assert screen.app.reader.query_one("#side").display == (panes != "text")


async def test_a_note_edited_from_its_card_brings_its_passage_in_sight() -> None:
    async with running(size=(80, 24), section="risk-assessment") as screen:
        await screen.press("G")
        await write(screen, "The last.")
        await screen.press("ctrl+s", "g")
        (card,) = (card for card in screen.reading.index.in_order if card.layer.own)
        while screen.app.reader.margin.current() != card.key:
            await screen.press("full_stop")
        await screen.press("tab", "e")
        assert editor(screen)
        assert card.span is not None
        assert screen.app.reader.shows(card.span)


async def test_it_follows_the_size_of_the_terminal() -> None:
    async with running(size=(120, 36)) as screen:
        await screen.press("]", "j")
        await write(screen, "x")
        await screen.pilot.resize_terminal(80, 24)
        await screen.settled()
        box = editor(screen).query_one("#note-editor").region
        assert (box.x, box.right) == (0, 80)
        assert not box.overlaps(screen.app.reader.passage.region)


async def test_kinds_are_narrowed_by_what_is_typed_and_tell_what_they_mean() -> None:
    async with running() as screen:
        await screen.press("]", "j")
        await write(screen, "x", "vac")
        listed = editor(screen).query_one("#note-kind-list", OptionList)
        assert listed.display
        (option,) = listed.options
        assert "# Number in a vacuum · A figure comes without the base" in str(option.prompt)
        await screen.press("enter")
        assert editor(screen).focused is editor(screen).query_one("#note-tags")
        assert not listed.display
        await screen.press("ctrl+s")
        assert [note.kind for note in screen.reading.own.annotations] == ["number-in-a-vacuum"]


async def test_the_label_of_a_kind_will_do() -> None:
    async with running() as screen:
        await screen.press("]", "j")
        await write(screen, "x", "Blame Shifting")
        await screen.press("ctrl+s")
        assert [note.kind for note in screen.reading.own.annotations] == ["blame-shifting"]


async def test_an_unknown_kind_is_asked_about_once() -> None:
    async with running() as screen:
        await screen.press("]", "j")
        await write(screen, "x", "euphemsim")
        await screen.press("ctrl+s")
        told = str(editor(screen).query_one("#note-keys", Static).render())
        assert "There is no kind “euphemsim”. Did you mean euphemism?" in told
        assert not screen.reading.own.annotations
        await screen.press("ctrl+s", "j")
        await write(screen, "y", "euphemsim")
        await screen.press("ctrl+s")
        assert [note.kind for note in screen.reading.own.annotations] == ["euphemsim", "euphemsim"]


async def test_the_kind_that_was_meant_is_taken_by_enter() -> None:
    async with running() as screen:
        await screen.press("]", "j")
        await write(screen, "x", "euphemsim")
        await screen.press("ctrl+s", "enter", "ctrl+s")
        assert [note.kind for note in screen.reading.own.annotations] == ["euphemism"]


async def test_tags_complete_from_those_used() -> None:
    async with running() as screen:
        await screen.press("]", "j")
        await write(screen, "x")
        editor(screen).query_one("#note-tags", Input).focus()
        await screen.type("own, encr")
        await screen.press("right")
        await screen.press("ctrl+s")
        assert [note.tags for note in screen.reading.own.annotations] == [("own", "encryption")]
