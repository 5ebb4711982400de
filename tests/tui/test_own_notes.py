"""Notes on what is absent, and which note a key acts on."""

from __future__ import annotations

import pytest
from textual.events import Key
from textual.widgets import Checkbox, Input, TextArea

from companion.store.paths import user_paths
from tests.tui.driving import Screen, running


async def test_a_word_said_to_be_absent_that_stands_there_is_told() -> None:
    async with running() as screen:
        await screen.press("]", "A")
        screen.app.screen.query_one("#note-searched").focus()
        await screen.type("auditor, compliance")
        await screen.press("ctrl+s")
        assert [note.searched for note in screen.reading.own.annotations] == [("auditor", "compliance")]
        (told,) = screen.app.told
        assert "“compliance” does stand in this section" in told


async def test_a_note_on_the_document_is_ticked_by_a_sign() -> None:
    async with running() as screen:
        await screen.press("]", "A")
        tick = screen.app.screen.query_one("#note-document", Checkbox)
        assert "x" not in str(tick.render()).partition("about")[0]
        tick.focus()
        await screen.press("space")
        assert "x" in str(tick.render()).partition("about")[0]
        screen.app.screen.query_one("#note-text").focus()
        await screen.type("No auditor is named.")
        await screen.press("ctrl+s")
        assert [(note.quote, note.section) for note in screen.reading.own.annotations] == [(None, "")]


async def test_editing_from_the_text_takes_the_readers_own_note_there() -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("First")
        await screen.press("ctrl+s", "k", "j")
        assert screen.app.reader.margin.current() != f"own/{screen.reading.own.annotations[0].id}"
        await screen.press("e")
        await screen.type(" and more")
        await screen.press("ctrl+s")
        assert [note.note for note in screen.reading.own.annotations] == ["First and more"]


async def test_a_note_on_what_is_absent_names_the_words_looked_for() -> None:
    async with running() as screen:
        await screen.press("]", "A")
        searched = screen.app.screen.query_one("#note-searched")
        searched.focus()
        await screen.type("auditor, scope")
        screen.app.screen.query_one("#note-text").focus()
        await screen.type("No auditor is named.")
        await screen.press("ctrl+s")
        (note,) = screen.reading.own.annotations
        assert (note.quote, note.section, note.searched) == (None, "ceo-message", ("auditor", "scope"))
        assert not screen.app.told


async def test_a_draft_on_what_is_absent_keeps_the_words_looked_for() -> None:
    async with running() as screen:
        await screen.press("]", "A")
        screen.app.screen.query_one("#note-searched").focus()
        await screen.type("auditor")
        await screen.press("tab", "space", "escape", "q")
    async with running() as again:
        await again.press("enter")
        assert again.app.screen.query_one("#note-searched", Input).value == "auditor"
        assert again.app.screen.query_one("#note-document", Checkbox).value
        await again.press("ctrl+s")
        (note,) = again.reading.own.annotations
        assert (note.quote, note.section, note.searched) == (None, "", ("auditor",))


def at_once(screen: Screen, *keys: str) -> None:
    """Type keys without waiting between them."""
    for key in keys:
        screen.app.post_message(Key(key, {"ctrl+s": "\x13", "escape": "\x1b"}.get(key, key)))


async def test_saving_overtakes_no_letter_typed_before() -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        at_once(screen, *"By whom, and when", "ctrl+s")
        await screen.settled()
        await screen.settled()
        assert [note.note for note in screen.reading.own.annotations] == ["By whom, and when"]
        screen.app.sync.saver.keep_drafts()
    assert not list(user_paths().state.glob("drafts/*.json")), "what was saved is no draft"


@pytest.mark.parametrize("leave", ["ctrl+s", "escape"])
async def test_a_key_right_after_leaving_is_the_readers_own(leave: str) -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        at_once(screen, *"By whom", leave, "A")
        await screen.settled()
        await screen.settled()
        editor = screen.app.screen
        assert editor.query("#note-searched"), "the second editor, for what is absent"
        assert editor.query_one("#note-text", TextArea).text == ""


@pytest.mark.parametrize("pause", [False, True])
async def test_keys_that_come_before_the_editor_stands_are_all_for_it(pause: bool) -> None:
    async with running() as screen:
        await screen.press("]", "j")
        keys = ["a", *"First", "ctrl+s", "u", "a", *"Second", "ctrl+s", "j", "a", *"Third", "escape"]
        for key in keys:
            at_once(screen, key)
            if pause:
                await screen.pilot.pause()
        for _ in range(5):
            await screen.settled()
        assert [note.note for note in screen.reading.own.annotations] == ["Second"]
        assert [written.text for _, written in screen.app.reader.drafts.values()] == ["Third"]


async def test_what_was_typed_before_saving_is_no_draft_afterwards() -> None:
    async with running() as screen:
        await screen.press("]", "j")
        for words in ("First", "Second"):
            at_once(screen, "a", *words, "ctrl+s")
            for _ in range(3):
                await screen.settled()
        assert sorted(note.note for note in screen.reading.own.annotations) == ["First", "Second"]
        assert not screen.app.reader.drafts
