"""The page as printed: tables, lists, quotations, code, short lines, scripts without blanks and from right to left."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style

from companion.documents.markdown import read_markdown
from companion.documents.plain import read_plain
from companion.model import Section
from companion.tui.bidi import in_order, is_right, visual_order
from companion.tui.note_lines import note_lines
from companion.tui.passage_rows import rows
from companion.tui.row_parts import row_parts
from companion.tui.strips import BOLD, ITALIC, UNDERLINE
from companion.tui.table_rows import is_cut
from companion.tui.wrap import wrap
from tests.tui.driving import Screen, running

TABLE = """| Year | Requests | Country |
|------|---------:|---------|
| 2021 | 120 | Aland |
| 2022 | 1,240 | 中文国家 |
| 2023 | 7 | A long name that goes on and on, far beyond what a column of such a table has room for |
"""
HEBREW = "שלום עולם, זהו מסמך בעברית עם 123 ועם words in English (סוגריים) בסוף."
ARABIC = "مرحبا بالعالم، هذا نص عربي من عام 2023 طويل بما يكفي."
CHINESE = (
    "中文排版需要禁则处理，标点符号（如“这样”）不能放在行首。NSO 集团在二〇二三年发布了报告，其中包含许多内容。" * 3
)


def section(text: str, index: int = 0) -> Section:
    return read_markdown(text.encode(), "report", "f").section(index)


def drawn(part: Section, width: int, whole: frozenset[int] = frozenset()) -> list[str]:
    lines = rows(part, width, whole)
    return [
        (row.lead + "".join(words for words, _ in row_parts(part.text, row, [], Style()))).rstrip() for row in lines
    ]


def test_a_table_stands_in_columns_with_a_rule_under_its_head() -> None:
    head, rule, *others = drawn(section(TABLE), 50)
    assert head.startswith("Year │ Requests │ Country")
    assert rule.startswith("─────┼──────────┼────")
    assert others[0] == "2021 │      120 │ Aland"
    assert others[1] == "2022 │    1,240 │ 中文国家"
    assert others[2].startswith("2023 │        7 │ A long name that goes on")
    assert others[2].endswith("…")
    assert all(cell_len(line) <= 50 for line in (head, rule, *others))


def test_a_row_opened_tells_its_cells_one_below_the_other() -> None:
    lines = drawn(section(TABLE), 50, frozenset({3}))
    assert "Year: 2023" in lines
    assert "  Requests: 7" in lines
    assert "room for" in lines[-1]


def test_every_letter_of_a_table_has_its_offset() -> None:
    part = section(TABLE)
    for width in (20, 30, 50, 200):
        for row in rows(part, width):
            for piece in row.pieces:
                assert row.start <= piece.start <= piece.end <= row.end
            if row.block >= 0 and not is_cut(row) and row.pieces:
                words = "".join(part.text[p.start : p.end] for p in row.pieces if p.drawn is None)
                assert words == part.text[row.start : row.end].replace(" | ", "")


def test_a_table_with_no_room_for_columns_is_told_as_it_was() -> None:
    assert "".join(drawn(section(TABLE), 12)).replace(" ", "").startswith("Year|Requests|Country")


def test_lists_hang_quotations_have_a_bar_and_code_keeps_its_lines() -> None:
    text = "1. " + "word " * 12 + "\n\n> " + "said " * 12 + "\n\n```\ndef f():\n    return 1\n```\n"
    lines = drawn(section(text), 30)
    assert lines[0].startswith("1. word")
    assert lines[1].startswith("   word")
    assert [line[:2] for line in lines if "said" in line] == ["│ "] * 3
    assert lines[-2:] == ["  def f():", "      return 1"]


def test_short_lines_of_a_text_stay_lines_and_wrapped_ones_do_not() -> None:
    short = read_plain(b"One line.\nTwo lines.\nThree lines.\n", "poem", "f").section(0)
    assert drawn(short, 60) == ["One line.", "Two lines.", "Three lines."]
    wrapped = b"This was wrapped by an editor at some\nseventy columns or so, as letters are wrapped,\nand goes on.\n"
    assert "\n" not in read_plain(wrapped, "letter", "f").section(0).text


@pytest.mark.parametrize("read", [read_plain, read_markdown])
def test_what_stands_before_the_first_heading_is_called_as_the_document(read) -> None:  # type: ignore[no-untyped-def]
    text = b"Some words first, which say what this is about.\n\nStart\n=====\n\nMore.\n\nNext\n====\n\nAnd more.\n"
    document = read(text, "handbook", "f")
    assert (document.headings[0].id, document.headings[0].title) == ("start", "handbook")


def test_lines_of_chinese_break_between_characters_and_not_before_what_closes() -> None:
    for width in range(6, 60):
        pieces = [CHINESE[start:end] for start, end in wrap(CHINESE, 0, len(CHINESE), width)]
        assert "".join(pieces) == CHINESE
        assert all(cell_len(piece.rstrip()) <= width for piece in pieces)
        if width >= 12:
            assert not any(piece[0] in "，。）”、！？；：" for piece in pieces[1:]), pieces
            assert not any(piece.rstrip()[-1] in "（“" for piece in pieces), pieces
            assert all(width - cell_len(piece.rstrip()) < 8 for piece in pieces[:-1]), "no loose right edge"


def test_words_of_latin_letters_are_not_broken_among_others() -> None:
    pieces = [CHINESE[a:b].strip() for a, b in wrap(CHINESE, 0, len(CHINESE), 20)]
    assert sum("NSO" in piece for piece in pieces) == 3


def shown(text: str, *, right: bool) -> str:
    return "".join(words for words, _ in in_order([(text, Style())], right=right))


@pytest.mark.parametrize(
    ("text", "right", "expected"),
    [
        ("שלום abc", True, "abc םולש"),
        ("abc שלום 12", False, "abc 12 םולש"),
        ("שלום (abc) 12.5%", True, "12.5% (abc) םולש"),
        ("(שלום)", True, "(םולש)"),
        ("مرحبا 12", True, "12 ابحرم"),
        ("plain", False, "plain"),
    ],
)
def test_letters_stand_in_the_order_they_are_read_in(text: str, right: bool, expected: str) -> None:
    assert shown(text, right=right) == expected


def test_no_letter_is_lost_and_marks_stay_behind_their_letter() -> None:
    chance = random.Random(1)
    for _ in range(300):
        text = "".join(chance.choices("אבגab 12.,-()ابְّ", k=chance.randint(1, 20)))
        right = chance.random() < 0.5
        assert sorted(visual_order(text, right=right)) == list(range(len(text)))
    assert shown("שָׁלוֹם", right=True).startswith("םוֹ")


def column_of(screen: Screen, words: str) -> tuple[int, int]:
    """Where words stand in the passage as drawn, by row and column."""
    for y, row in enumerate(screen.rows("passage")):
        if words in row:
            return y, cell_len(row[: row.index(words)])
    raise AssertionError(words)


@pytest.mark.parametrize("text", [HEBREW, ARABIC], ids=["Hebrew", "Arabic"])
async def test_cursor_selection_and_marks_are_right_from_right_to_left(text: str, tmp_path: Path) -> None:
    assert is_right(text)
    path = tmp_path / "right.md"
    path.write_text(f"# One\n\n{text}\n")
    first = text.split()[0]
    async with running(path, size=(100, 30)) as screen:
        y, x = column_of(screen, first[::-1])
        assert x + len(first) == screen.app.reader.passage.sheet.width + 2, "it begins at the right edge"
        await screen.press("v")
        await screen.press("escape", "v", "0")
        await screen.pilot.click("#passage", offset=(x, y + 1), times=2)
        await screen.settled()
        assert screen.reading.document.text(screen.reading.span).strip(",،") == first
        line = screen.app.reader.passage.render_line(y)
        reversed_ = "".join(s.text for s in line if s.style and s.style.reverse)
        assert reversed_.strip(" ,،") == first[::-1]
        await screen.press("a", *"Why?", "ctrl+s")
        (note,) = screen.reading.own.annotations
        assert note.quote is not None
        assert note.quote.exact.strip(",،") == first
        underlined = "".join(s.text for s in screen.app.reader.passage.render_line(y) if s.style and s.style.underline)
        assert underlined.strip(" ,،") == first[::-1]


async def test_a_cut_row_is_shown_whole_by_enter_and_a_word_of_it_is_found_by_the_mouse(tmp_path: Path) -> None:
    path = tmp_path / "table.md"
    path.write_text(f"# One\n\n{TABLE}")
    async with running(path, size=(80, 30)) as screen:
        y, x = column_of(screen, "1,240")
        await screen.pilot.click("#passage", offset=(x + 1, y + 1), times=2)
        await screen.settled()
        assert screen.reading.document.text(screen.reading.span) == "1,240"
        await screen.press("escape", "j")
        assert "…" in screen.text("passage")
        await screen.press("enter")
        assert "room for" in " ".join(screen.text("passage").split())
        assert "Requests: 7" in screen.text("passage")
        await screen.press("enter")
        assert "Requests: 7" not in screen.text("passage")


def test_markdown_of_a_note_is_drawn_and_nothing_in_it_acts() -> None:
    text = "A *plain* **note** with [a link](https://x.org)\x1b[31m and [/b]\n\n"
    text += "- one\n- two two two two two twofold\n\n`code`"
    lines = note_lines("own/a", text, 24)
    assert {line.key for line in lines} == {"own/a"}
    parts = [part for line in lines for part in line.parts]
    styles = {words.strip(): style for words, style in parts}
    assert styles["plain"] == ITALIC
    assert styles["note"] == BOLD
    assert any(style == UNDERLINE and "link" in words for words, style in parts)
    whole = "\n".join("".join(words for words, _ in line.parts) for line in lines)
    assert "*" not in whole
    assert "\x1b" not in whole
    assert "[/b]" in whole
    assert "• one" in whole
    assert "\n  twofold" in whole, "lists hang"


def test_a_note_without_signs_stays_as_it_is_and_a_heading_is_a_strong_line() -> None:
    assert [line.parts[0][0] for line in note_lines("k", "two words", 30)] == ["two words"]
    lines = note_lines("k", "# Head\n\ntext\n\n## Other\n\nmore", 30)
    heads = [words for line in lines for words, style in line.parts if style.bold]
    assert heads == ["Head", "Other"]
    assert [line.parts[0][0] for line in note_lines("k", "***", 30)] == ["***"], "a note is never drawn as nothing"
    front = "\n".join("".join(w for w, _ in line.parts) for line in note_lines("k", "---\nmine: yes\n---\ntext", 30))
    assert "mine: yes" in front
