"""Searching on the screen: the prompt, the marks, the way from hit to hit, notes and questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from companion.model import Annotation, Quote
from companion.reading import SearchChunk
from tests.tui.driving import Screen, running

TEXT = """# T

## One

No audit here. An Audit
of two lines.

## Two

Nothing.

## Three

The last áudit. End.
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "t.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def place(screen: Screen) -> str:
    return screen.text("place").strip()


def prompt(screen: Screen) -> str:
    """What the prompt says about what was found."""
    return str(screen.app.reader.query_one("#search-found").render())


def reversed_words(screen: Screen) -> list[str]:
    pane = screen.app.reader.passage
    rows = [pane.render_line(y) for y in range(pane.size.height)]
    return [part.text for row in rows for part in row if part.style and part.style.reverse]


async def look_for(screen: Screen, words: str) -> None:
    await screen.press("slash")
    await screen.type(words)
    await screen.settled()


async def test_words_are_found_while_they_are_typed_and_the_search_is_kept(document: Path) -> None:
    async with running(document) as screen:
        await look_for(screen, "aud")
        assert prompt(screen) == "1 of 3 · § one ¶1"
        assert reversed_words(screen) == ["aud", "Aud"]
        await screen.type("itx")
        await screen.settled()
        assert prompt(screen) == "not found"
        await screen.press("backspace", "enter")
        assert not screen.app.reader.query("#search")
        assert place(screen) == "1 of 3 · § one ¶1 · /audit"
        await screen.press("n")
        assert place(screen).startswith("2 of 3 · § one ¶1 ")
        await screen.press("n")
        assert place(screen).startswith("3 of 3 · § three ¶1 ")
        await screen.press("n")
        assert place(screen).startswith("1 of 3 · § one ¶1 · round to the first")
        await screen.press("N")
        assert place(screen).startswith("3 of 3 · § three ¶1 · round to the last")
        await screen.press("escape")
        assert screen.reading.search is None
        assert screen.reading.section.id == "three"
        assert reversed_words(screen) == []


async def test_escape_in_the_prompt_goes_back_to_where_the_search_began(document: Path) -> None:
    async with running(document) as screen:
        await screen.press("]", "j")
        before, read = screen.reading.cursor, screen.reading.read
        await look_for(screen, "last")
        assert screen.reading.section.id == "three"
        await screen.press("escape")
        assert (screen.reading.cursor, screen.reading.search) == (before, None)
        assert screen.reading.read == read
        assert screen.app.focused is screen.app.reader.passage


async def test_a_on_a_hit_annotates_its_sentence(document: Path) -> None:
    async with running(document) as screen:
        await look_for(screen, "of two")
        await screen.press("enter", "a")
        await screen.type("Which?")
        await screen.press("ctrl+s")
        (note,) = screen.reading.own.annotations
        assert note.quote is not None
        assert note.quote.exact == "An Audit of two lines."


async def test_tab_lets_case_and_accents_count(document: Path) -> None:
    async with running(document) as screen:
        await look_for(screen, "audit")
        assert prompt(screen).startswith("1 of 3")
        await screen.press("tab")
        assert prompt(screen) == "1 of 1 · § one ¶1"
        await screen.press("enter")
        assert place(screen).endswith("/audit, as typed")
        await screen.press("slash")
        await screen.type("áudit")
        await screen.settled()
        assert prompt(screen) == "1 of 1 · § three ¶1"
        await screen.press("tab")
        assert prompt(screen).startswith("1 of 3")


async def test_the_words_looked_for_last_stand_ready_and_give_way_to_others(document: Path) -> None:
    async with running(document) as screen:
        await look_for(screen, "audit")
        await screen.press("enter", "n", "escape", "slash", "enter")
        assert place(screen).endswith("/audit")
        await screen.press("escape", "slash", "x", "y", "backspace", "enter")
        assert place(screen).endswith("/x")


async def test_keys_typed_at_once_go_into_the_prompt(document: Path) -> None:
    async with running(document) as screen:
        await screen.pilot.press("slash", *"qaud:it", "tab", "enter")
        await screen.settled()
        assert screen.reading.search is not None
        assert (screen.reading.search.query.words, screen.reading.search.query.exact) == ("qaud:it", True)
        assert place(screen).startswith("not found")


async def test_notes_and_questions_are_searched_and_chosen(document: Path) -> None:
    async with running(document) as screen:
        await screen.press("]", "j", "a")
        await screen.type("Which scope?")
        await screen.press("ctrl+s")
        await look_for(screen, "scope")
        await screen.press("enter")
        own = f"{screen.reading.own.id}/{screen.reading.own.annotations[0].id}"
        assert (screen.reading.chosen, screen.reading.section.id) == (own, "two")
        assert place(screen).startswith("1 of 1 · § two ¶1, your note")
        await screen.press("d")
        await screen.settled()
        assert place(screen).startswith("not found")


async def test_the_shipped_critique_and_its_questions_are_searched() -> None:
    async with running() as screen:
        await look_for(screen, "client executives")
        await screen.press("enter")
        found = set()
        for _ in range(12):
            assert screen.reading.search is not None
            hit = screen.reading.search.at
            assert hit is not None
            found.add(hit.key)
            assert not hit.key or screen.reading.chosen == hit.key
            await screen.press("n")
        assert "" in found
        await look_for(screen, "remedy")
        await screen.press("enter", "N")
        assert (screen.reading.tab, screen.reading.chosen) == ("questions", "questions/remedy")
        assert "▌remedy" in screen.text("margin")


async def test_n_without_a_search_says_what_to_do(document: Path) -> None:
    async with running(document) as screen:
        await screen.press("n")
        (said,) = screen.app.told
        assert "/ asks for words" in said


async def test_the_palette_lists_the_search(document: Path) -> None:
    async with running(document) as screen:
        await screen.press("colon")
        await screen.type("Search the")
        await screen.pilot.pause(0.5)
        await screen.press("enter")
        await screen.type("audit")
        await screen.press("enter")
        assert place(screen).startswith("1 of 3")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_prompt_takes_one_line_and_moves_no_text(document: Path, size: tuple[int, int]) -> None:
    async with running(document, size=size) as screen:
        before = screen.rows("passage")
        await screen.press("slash")
        line = screen.app.reader.query_one("#search")
        assert (line.region.y, line.region.height, line.region.width) == (size[1] - 1, 1, size[0])
        assert screen.rows("passage") == before


async def test_a_long_document_is_searched_in_pieces_and_stops_for_other_words(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    words = "Some words that stand in every paragraph of this section. " * 40
    path.write_text("# T\n" + "".join(f"\n## S{n}\n\n{words}\n\nneedle{n % 100}\n" for n in range(1500)))
    async with running(path) as screen:
        await look_for(screen, "needle7")
        await screen.press("enter")
        for _ in range(600):
            await screen.pilot.pause(0.01)
            search = screen.reading.search
            if search is not None and search.done:
                break
        assert search is not None
        assert search.query.words == "needle7"
        assert search.total == 15 * 11
        assert place(screen).startswith("1 of 165 · § s7 ¶2")
        await screen.press("N")
        assert place(screen).startswith("165 of 165 · § s1479 ¶2")


async def test_looking_ends_when_the_search_is_given_up(document: Path) -> None:
    async with running(document) as screen:
        await look_for(screen, "audit")
        assert screen.reading.search is not None
        piece = SearchChunk(screen.reading.search.query, {0: 5}, {}, screen.reading.index)
        assert screen.app.reader.found(piece)
        await screen.press("escape")
        assert not screen.app.reader.found(piece)
        assert screen.reading.search is None


def test_a_quote_is_searched_only_where_its_words_are_not_the_documents() -> None:
    from companion.model import Layer, Placement
    from companion.reading import Card, Reading
    from companion.reading.search import _words_of
    from tests.reading.test_reading import a_document

    reading, note = Reading(a_document()), Annotation("A", Quote("the quoted words"), note="why")
    exact = Card("l/A", Layer("l"), note, Placement("exact"), None)
    changed = exact._replace(placement=Placement("changed", 0.8))
    assert ["quoted" in _words_of(reading, card) for card in (exact, changed)] == [False, True]
