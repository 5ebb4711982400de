"""A note changed by somebody else while it is on screen: nothing is overwritten, and undo touches only what is ours."""

from __future__ import annotations

from dataclasses import replace

from companion.model import Annotation, Answer
from companion.store.library import open_document
from companion.store.notebook import Notebook, find_notebook
from companion.store.places import places
from companion.store.settings import settings
from tests.tui.driving import Screen, running


def elsewhere() -> Notebook:
    """The same notebook as another program has it open."""
    where = places()
    book = find_notebook(where, open_document("nso-2023"), settings(where))
    book.load()
    return book


def on_disk() -> dict[str, str]:
    return {note.id: note.note.strip() for note in elsewhere().load().annotations}


def change(words: str) -> None:
    """Somebody else gives the only note other words."""
    book = elsewhere()
    (note,) = book.load().annotations
    book.save(replace(note, note=words))


async def first_note(screen: Screen, words: str = "First") -> Annotation:
    await screen.press("]", "j", "a")
    await screen.type(words)
    await screen.press("ctrl+s")
    (note,) = screen.reading.own.annotations
    return note


async def test_a_note_changed_while_the_editor_is_open_is_not_overwritten() -> None:
    async with running() as screen:
        note = await first_note(screen)
        await screen.press("e")
        change("Theirs")
        screen.app.read_again()
        await screen.settled()
        assert [each.note.strip() for each in screen.reading.own.annotations] == ["Theirs"]
        await screen.type(" and mine")
        await screen.press("ctrl+s")
        assert sorted(on_disk().values()) == ["First and mine", "Theirs"]
        assert on_disk()[note.id] == "Theirs"
        (versions,) = screen.reading.own.versions
        assert (versions.first.id, versions.second.supersedes) == (note.id, note.id)
        await screen.press("u")
        assert list(on_disk().values()) == ["Theirs"]


async def test_a_draft_of_a_note_changed_since_is_not_put_over_it() -> None:
    async with running() as screen:
        note = await first_note(screen)
        await screen.press("e")
        await screen.type(" and mine")
        await screen.press("escape", "q")
    change("Theirs")
    async with running() as again:
        await again.press("enter", "ctrl+s")
        assert sorted(on_disk().values()) == ["First and mine", "Theirs"]
        assert on_disk()[note.id] == "Theirs"


async def test_undo_does_not_take_back_what_somebody_else_wrote() -> None:
    async with running() as screen:
        note = await first_note(screen)
        await screen.press("e")
        await screen.type(" edited")
        await screen.press("ctrl+s")
        change("Theirs")
        screen.app.read_again()
        await screen.settled()
        await screen.press("u")
        assert on_disk()[note.id] == "Theirs"
        assert sorted(on_disk().values()) == ["First", "Theirs"]


async def test_a_deletion_of_a_note_changed_meanwhile_is_not_done_and_said() -> None:
    async with running() as screen:
        note = await first_note(screen)
        change("Theirs")
        await screen.press("d")
        assert on_disk() == {note.id: "Theirs"}
        assert [each.note.strip() for each in screen.reading.own.annotations] == ["Theirs"]
        assert any("Not deleted" in told.message for told in screen.app._notifications)


async def test_quick_edits_one_after_the_other_are_one_note() -> None:
    async with running() as screen:
        await screen.press("c")
        await screen.pilot.press("1", "2", "3", "4", "1", "2", "5")
        await screen.settled()
        (answer,) = elsewhere().load().answers
        assert isinstance(answer, Answer)
        assert answer.verdict == "contradicted"
        assert not screen.reading.own.versions


async def test_a_note_edited_by_hand_is_edited_on_screen_as_it_is() -> None:
    async with running() as screen:
        note = await first_note(screen)
        book = elsewhere()
        assert book.folder is not None
        file = book.folder / book.reader / f"{note.id}.yaml"
        file.write_text(file.read_text().replace("First\n", "By hand \t\n"))
        screen.app.read_again()
        await screen.settled()
        await screen.press("e")
        await screen.type("!")
        await screen.press("ctrl+s")
        assert on_disk() == {note.id: "By hand     !"}
