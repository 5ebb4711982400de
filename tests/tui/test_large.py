"""Long documents and hostile ones on screen: what is parsed, laid out and drawn, told by counting."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from companion.documents import sections
from companion.model import Section
from companion.tui import wrap
from companion.tui.widgets.contents import Contents
from tests.measure.speed.texts import mixed
from tests.tui.driving import running


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, bool]]:
    """Each Section made from now on: its index, and whether that was on the screen's thread."""
    made: list[tuple[int, bool]] = []
    begin = sections.SectionCache.__init__

    def noting(self: sections.SectionCache, make: sections.Make) -> None:
        def noted(index: int) -> Section:
            made.append((index, threading.current_thread() is threading.main_thread()))
            return make(index)

        begin(self, noted)

    monkeypatch.setattr(sections.SectionCache, "__init__", noting)
    return made


async def test_of_a_long_document_the_sections_shown_are_parsed_and_not_on_the_screens_thread(
    tmp_path: Path, parsed: list[tuple[int, bool]]
) -> None:
    path = tmp_path / "long.md"
    path.write_bytes(mixed(1_000_000))
    async with running(path, size=(160, 36)) as screen:
        assert len(screen.reading.document) > 500
        assert {index for index, _ in parsed} <= {0, 1}
        before = len(parsed)
        screen.app.reader.contents.focus()
        screen.app.reader.contents.at = 400
        await screen.press("enter", "[", "[", "]", "k")
        assert screen.reading.cursor.section == 398
        assert {398, 399, 400} <= {index for index, _ in parsed[before:]}
        assert not any(here for _, here in parsed[before:])
        assert len(parsed) <= 8


async def test_a_key_asks_for_the_rows_on_screen_only_however_many_sections_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.md"
    path.write_bytes(mixed(1_000_000))
    async with running(path, size=(160, 36)) as screen:
        asked: list[int] = []
        draw = Contents.line

        def noted(self: Contents, row: int, width: int) -> object:
            asked.append(row)
            return draw(self, row, width)

        monkeypatch.setattr(Contents, "line", noted)
        await screen.press("]")
        assert 0 < len(asked) <= 2 * screen.app.reader.contents.size.height


async def test_a_line_of_ten_megabytes_is_laid_out_a_part_at_a_time_and_keys_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes(b"the quick audit " * 650_000)
    wrapped: list[int] = []
    real = wrap.wrap

    def noted(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
        wrapped.append(end - start)
        return real(text, start, end, width)

    monkeypatch.setattr(wrap, "wrap", noted)
    async with running(path) as screen:
        await screen.press("]", "space", "]")
        assert screen.reading.cursor.section >= 2
        assert "the quick audit" in screen.text("passage")
        assert max(wrapped) <= 24_000
        assert sum(wrapped) <= 200_000
