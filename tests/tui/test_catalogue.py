"""All notes and questions in one list: narrowed while one types, gone to, previewed, edited."""

from __future__ import annotations

from textual.events import Key

from companion.tui.dialogs.catalogue import CatalogueScreen, EntryList
from companion.tui.dialogs.note_editor import NoteEditor
from tests.tui.driving import Screen, running


def listed(screen: Screen) -> EntryList:
    shown = screen.app.screen
    assert isinstance(shown, CatalogueScreen)
    return shown.query_one(EntryList)


def rows(screen: Screen) -> list[str]:
    pane = listed(screen)
    return [pane.line(row, pane.size.width).text.rstrip() for row in range(pane.count())]


async def test_what_is_typed_narrows_the_list_and_enter_goes_there() -> None:
    async with running() as screen:
        await screen.press("B")
        assert listed(screen).count() == 44
        await screen.type("kind:euphemism chill")
        assert listed(screen).count() == 1
        await screen.type("ing")
        assert listed(screen).count() == 0
        await screen.press(*["backspace"] * 3)
        (row,) = rows(screen)
        assert "~ C17 · Euphemism" in row
        await screen.press("enter")
        assert screen.app.screen is screen.app.reader
        assert (screen.reading.section.id, screen.reading.chosen) == ("human-rights", "critique/C17")
        assert "chill free speech" in screen.reading.section.text[screen.reading.span.start : screen.reading.span.end]


async def test_keys_typed_while_it_opens_come_into_the_filter() -> None:
    async with running() as screen:
        for key in ("B", "j", "d", "x"):
            screen.app.post_message(_key(key))
        await screen.settled()
        shown = screen.app.screen
        assert isinstance(shown, CatalogueScreen)
        assert shown._field.value == "jdx"
        assert screen.reading.cursor.at == 0


def _key(character: str) -> Key:
    return Key(character, character)


async def test_the_filter_and_the_row_are_kept() -> None:
    async with running() as screen:
        await screen.press("B")
        await screen.type("is:question")
        await screen.press("down", "down", "escape", "B")
        assert listed(screen).count() == 16
        assert listed(screen).at == 2


async def test_a_question_is_gone_to_and_its_reason_written() -> None:
    async with running() as screen:
        await screen.press("B")
        await screen.type("is:question refresher")
        await screen.press("tab", "e")
        assert isinstance(screen.app.screen, NoteEditor)
        await screen.type("No length.")
        await screen.press("ctrl+s")
        (mine,) = screen.reading.own.answers
        assert (mine.question, mine.note) == ("questions/training-length", "No length.")


async def test_an_own_note_is_edited_and_a_strangers_not() -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("First")
        await screen.press("ctrl+s", "G", "]", "]", "B")
        await screen.type("by:me")
        assert [row.partition("First")[1] for row in rows(screen)] == ["First"]
        await screen.press("tab", "e")
        await screen.type(" and more")
        await screen.press("ctrl+s")
        assert [note.note for note in screen.reading.own.annotations] == ["First and more"]
        assert screen.reading.section.id == "ceo-message"
        await screen.press("B", "ctrl+u")
        await screen.type("C09")
        await screen.press("tab", "e")
        assert isinstance(screen.app.screen, CatalogueScreen)


async def test_space_previews_and_s_sorts_by_date() -> None:
    async with running() as screen:
        await screen.press("]", "]", "j", "a")
        await screen.type("The last thing written.")
        await screen.press("ctrl+s", "B", "tab", "space", "s", "g")
        shown = screen.app.screen
        assert "The last thing written." in rows(screen)[0]
        preview = shown.query_one("#entry")
        drawn = "\n".join(preview.render_line(y).text for y in range(preview.size.height))
        assert "The last thing written." in drawn
        assert "you · 20" in drawn
        await screen.press("space")
        assert not preview.display


async def test_only_rows_on_screen_are_drawn() -> None:
    async with running(size=(80, 24)) as screen:
        await screen.press("B", "tab", "G")
        pane = listed(screen)
        assert pane.at == 43
        assert pane.top + pane.size.height == 44
        assert all(pane.render_line(y).cell_length == pane.size.width for y in range(pane.size.height))
