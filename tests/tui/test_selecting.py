"""Selecting by keys and by mouse, and copying what is selected with its citation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import Screen, running

TEXT = """## One

He said: "some, or all". It is 1,000.50 km².

The second paragraph stands here.

* an item

## Two

透明性报告 is short.
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def chosen(screen: Screen) -> str:
    return screen.reading.document.text(screen.reading.span)


async def at(screen: Screen, words: str) -> tuple[int, int]:
    """Column and row, border included, where words stand in the passage."""
    rows = screen.rows("passage")
    y = next(i for i, row in enumerate(rows) if words in row)
    return rows[y].index(words), y + 1


async def drag(screen: Screen, start: tuple[int, int], end: tuple[int, int]) -> None:
    await screen.pilot.mouse_down("#passage", offset=start)
    await screen.pilot.hover("#passage", offset=end)
    await screen.pilot.mouse_up("#passage", offset=end)
    await screen.settled()


async def test_words_are_selected_one_by_one_and_to_the_ends_of_the_block(document: Path) -> None:
    async with running(document) as screen:
        await screen.press("j", "minus", "minus", "v")
        assert chosen(screen) == "He"
        await screen.press("w", "e")
        assert chosen(screen) == 'He said: "some'
        await screen.press("b")
        assert chosen(screen) == "He said"
        await screen.press("dollar_sign")
        assert chosen(screen).endswith("1,000.50 km²")
        await screen.press("0")
        assert chosen(screen) == "He"
        await screen.press("w", "o", "w")
        assert chosen(screen) == "said"
        await screen.press("escape")
        assert screen.reading.cursor.mark is None


async def test_a_selection_grows_over_blocks_and_stays_in_its_section(document: Path) -> None:
    async with running(document) as screen:
        await screen.press("j", "v", "j")
        assert chosen(screen).startswith("He said")
        assert chosen(screen).endswith("stands here.")
        await screen.press("G")
        assert chosen(screen).endswith("an item")
        await screen.press("space", "space")
        assert screen.reading.section.id == "one"
        await screen.press("g")
        assert chosen(screen).startswith("One\n\nHe said")


async def test_shift_and_arrows_begin_and_stretch_a_selection(document: Path) -> None:
    async with running(document) as screen:
        await screen.press("j", "shift+right")
        assert chosen(screen) == "He"
        await screen.press("shift+right", "shift+right", "shift+left")
        assert chosen(screen) == "He said"
        await screen.press("escape", "shift+down", "shift+down")
        assert chosen(screen).endswith("stands here.")
        await screen.press("shift+up")
        assert chosen(screen).endswith("km².")


async def test_double_click_takes_a_word_without_its_marks_and_triple_click_a_sentence(document: Path) -> None:
    async with running(document) as screen:
        spot = await at(screen, "some, or")
        await screen.pilot.click("#passage", offset=spot, times=2)
        assert chosen(screen) == "some"
        await screen.pilot.click("#passage", offset=spot, times=3)
        assert chosen(screen) == 'He said: "some, or all".'
        await screen.pilot.click("#passage", offset=spot, times=4)
        assert chosen(screen).endswith("km².")


async def test_a_drag_selects_the_words_it_touches_and_a_click_gives_them_up(document: Path) -> None:
    async with running(document) as screen:
        x, y = await at(screen, '"some, or all"')
        await drag(screen, (x, y), (x + 6, y))
        assert chosen(screen) == "some, or"[:4]
        await drag(screen, (x + 12, y), (x + 1, y))
        assert chosen(screen) == "some, or all"
        await screen.pilot.click("#passage", offset=await at(screen, "second"))
        assert screen.reading.cursor.mark is None
        assert chosen(screen) == "The second paragraph stands here."


async def test_chinese_is_selected_character_by_character(document: Path) -> None:
    async with running(document, section="two") as screen:
        await screen.press("j", "shift+right", "shift+right")
        assert chosen(screen) == "透明"


@pytest.mark.parametrize(
    ("keys", "copied"),
    [
        (("j",), 'He said: "some, or all". It is 1,000.50 km². [report.md §one ¶1]'),
        (("j", "right_parenthesis"), 'He said: "some, or all". [report.md §one ¶1]'),
        (("j", "j", "v", "j"), "The second paragraph stands here.\n\nan item [report.md §one ¶2–3]"),
        ((), "One [report.md §one]"),
        (("]", "plus"), "Two\n\n透明性报告 is short. [report.md §two]"),
        (("slash", *"km2", "enter"), "It is 1,000.50 km². [report.md §one ¶1]"),
    ],
)
async def test_a_copy_tells_where_it_is_from(document: Path, keys: tuple[str, ...], copied: str) -> None:
    async with running(document) as screen:
        await screen.press(*keys, "y")
        assert screen.app.clipboard == copied
