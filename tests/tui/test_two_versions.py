"""A note changed by somebody else while it is on screen: nothing is overwritten, and undo touches only what is ours."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import OptionList, Static

from companion.model import Annotation, Answer
from companion.tui.dialogs.choice import ChoiceDialog
from tests.tui.driving import Screen, running
from tests.tui.versions import change, elsewhere, file_of, merged, on_disk, read_again


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
        await read_again(screen)
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
        await read_again(screen)
        await screen.press("u")
        assert on_disk()[note.id] == "Theirs"
        assert sorted(on_disk().values()) == ["First", "Theirs"]


async def test_redo_does_not_take_back_what_somebody_else_wrote_after_an_undo() -> None:
    async with running() as screen:
        note = await first_note(screen)
        await screen.press("u")
        elsewhere().save(replace(note, note="Theirs"))
        await read_again(screen)
        await screen.press("ctrl+r")
        assert on_disk()[note.id] == "Theirs"
        assert sorted(on_disk().values()) == ["First", "Theirs"]


async def test_a_deletion_of_a_note_changed_meanwhile_is_not_done_and_said() -> None:
    async with running() as screen:
        note = await first_note(screen)
        change("Theirs")
        await screen.press("d")
        assert on_disk() == {note.id: "Theirs"}
        assert [each.note.strip() for each in screen.reading.own.annotations] == ["Theirs"]
        assert any("Not deleted" in told for told in screen.app.told)


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
        file = file_of(note.id)
        file.write_text(file.read_text().replace("First\n", "By hand \t\n"))
        await read_again(screen)
        await screen.press("e")
        await screen.type("!")
        await screen.press("ctrl+s")
        assert on_disk() == {note.id: "By hand     !"}


def offered(screen: Screen) -> list[str]:
    """The options of the box that asks which version is to stay."""
    assert isinstance(screen.app.screen, ChoiceDialog)
    return [str(option.prompt) for option in screen.app.screen.query_one(OptionList).options]


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (("1",), ["Theirs"]),
        (("2",), ["First and mine"]),
        (("3",), ["First and mine", "Theirs"]),
        (("j", "enter"), ["First and mine"]),
        (("escape",), ["First and mine", "Theirs"]),
    ],
)
async def test_one_key_chooses_between_two_versions(keys: tuple[str, ...], kept: list[str]) -> None:
    async with running(size=(80, 24)) as screen:
        await first_note(screen)
        await screen.press("e")
        change("Theirs")
        await screen.type(" and mine")
        await screen.press("ctrl+s")
        assert sorted(on_disk().values()) == ["First and mine", "Theirs"]
        assert "x two versions" in screen.text("keys")
        assert "x chooses" in screen.text("margin")
        await screen.press("x")
        first, second, both = offered(screen)
        assert "Theirs" in first
        assert "{+First and mine+}" in second
        assert "both" in both
        await screen.press(*keys)
        assert sorted(on_disk().values()) == kept
        assert sorted(note.note.strip() for note in screen.reading.own.annotations) == kept
        assert len(screen.reading.own.versions) == (keys == ("escape",))


@pytest.mark.parametrize(("key", "kept"), [("1", ["Ours"]), ("2", ["Theirs"]), ("3", ["Ours", "Theirs"])])
async def test_both_sides_of_a_merge_are_shown_and_one_is_chosen(key: str, kept: list[str]) -> None:
    async with running() as screen:
        note = await first_note(screen, "Ours")
        await screen.press("j", "a")
        await screen.type("Another")
        await screen.press("ctrl+s", "k")
        file = merged(note.id, "Ours", "Theirs")
        before = file.read_bytes()
        await read_again(screen)
        assert sorted(each.note.strip() for each in screen.reading.own.annotations) == ["Another", "Ours", "Theirs"]
        assert "could not be read" not in screen.text("margin")
        await screen.press("tab", "e", "d")
        assert file.read_bytes() == before, "changed before one was chosen"
        assert len(on_disk()) == 3
        await screen.press("x")
        first, second, _ = offered(screen)
        assert "Ours" in first
        assert "Theirs" in second
        await screen.press(key)
        assert sorted(on_disk().values()) == sorted(["Another", *kept])
        assert b"<<<<" not in file.read_bytes()
        assert not screen.reading.own.versions


async def test_two_answers_to_one_question_are_two_versions() -> None:
    async with running() as screen:
        await screen.press("c", "1")
        (mine,) = screen.reading.own.answers
        elsewhere().save(Answer("n-other", mine.question, "evaded", "They do not say."))
        await read_again(screen)
        assert "answer: x chooses" in " ".join(screen.text("margin").replace("▌", "").split())
        await screen.press("x")
        assert len(offered(screen)) == 2
        assert any("evaded" in each for each in offered(screen))
        number = 1 + next(i for i, each in enumerate(offered(screen)) if "evaded" in each)
        await screen.press(str(number))
        assert [(each.verdict, each.question) for each in screen.reading.own.answers] == [("evaded", mine.question)]


@pytest.mark.parametrize("loaded", [False, True])
async def test_a_version_changed_before_the_choice_is_not_overwritten(loaded: bool) -> None:
    async with running() as screen:
        note = await first_note(screen, "Ours")
        file = merged(note.id, "Ours", "Theirs")
        await read_again(screen)
        await screen.press("x")
        changed = file.read_text().replace("Theirs", "Newer")
        file.write_text(changed)
        if loaded:
            await read_again(screen)
        await screen.press("1")
        assert file.read_text() == changed
        assert any("Nothing was overwritten" in told for told in screen.app.told)


async def test_what_could_not_be_read_is_listed_with_its_place_and_left_alone() -> None:
    async with running() as screen:
        note = await first_note(screen)
        broken = file_of(note.id).with_name("n-broken.yaml")
        broken.write_text("companion: 1\nnote: [never closed\n")
        await read_again(screen)
        assert [each.note.strip() for each in screen.reading.own.annotations] == ["First"]
        margin = screen.app.reader.margin
        await screen.press("tab", *["j"] * len(margin.keys()))
        shown = "".join(row.strip("▌ ") for row in screen.rows("margin"))
        assert "could not be read" in shown
        assert "n-broken.yaml:2:7:" in shown
        assert broken.read_text() == "companion: 1\nnote: [never closed\n"


async def test_a_change_from_outside_is_shown_without_a_key_and_said_once() -> None:
    async with running() as screen:
        await first_note(screen)
        change("Theirs")
        for _ in range(1500):
            await screen.pilot.pause(0.02)
            if "Theirs" in screen.text("margin") and screen.app.told:
                break
        assert "Theirs" in screen.text("margin")
        assert [told for told in screen.app.told] == ["Your notes were changed outside: 1 changed."]
        await screen.press("?")
        await screen.type("hidden")
        (words,) = screen.app.screen.query("#help-text").results(Static)
        assert "What is hidden in this document" in " ".join(str(words.render()).split())


async def test_what_could_not_be_read_is_said_once_however_often_it_is_looked_at() -> None:
    async with running() as screen:
        note = await first_note(screen)
        file_of(note.id).with_name("n-broken.yaml").write_text("note: [never closed\n")
        for _ in range(3):
            await read_again(screen)
        assert len([told for told in screen.app.told if "n-broken" in told]) == 1
