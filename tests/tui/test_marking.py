"""What is looked for is marked in the margin, over the ends of rows too."""

from __future__ import annotations

from rich.style import Style

from companion import reading as verbs
from companion.reading import Reading
from companion.tui.strips import BOLD, PLAIN, Part
from companion.tui.widgets.margin import find_marks, with_style
from companion.tui.wrap import EMPTY, CardLine
from tests.reading.test_search import annotated, searched
from tests.tui.driving import running

SIGN = Style(reverse=True)


def found(reading: Reading, *lines: CardLine) -> list[list[str]]:
    """The words marked in each row."""
    at = find_marks(reading, lines)
    texts = ["".join(words for words, _ in line.parts) for line in lines]
    return [[text[a:b] for a, b in at.get(row, [])] for row, text in enumerate(texts)]


def test_words_are_marked_over_rows_but_not_over_cards() -> None:
    reading = searched(annotated(), "who audits")
    lines = (
        CardLine("l/A1", (("Who", BOLD),)),
        CardLine("l/A1", (("au", PLAIN), ("dits, who audits", PLAIN))),
        EMPTY,
        CardLine("l/A2", (("Who audits. Who", PLAIN),)),
        EMPTY,
        CardLine("l/A3", (("audits", PLAIN),)),
    )
    assert found(reading, *lines) == [["Who"], ["audits", "who audits"], [], ["Who audits"], [], []]
    assert not any(found(verbs.leave_search(reading), *lines))


def test_parts_are_cut_where_marks_begin_and_end() -> None:
    parts: list[Part] = [("abc", BOLD), ("def", PLAIN)]
    cut = [(words, style.reverse, style.bold) for words, style in with_style(parts, [(1, 4), (5, 6)], SIGN) if words]
    assert cut == [
        ("a", None, True),
        ("bc", True, True),
        ("d", True, None),
        ("e", None, None),
        ("f", True, None),
    ]


async def test_the_margin_shows_them_and_forgets_them() -> None:
    async with running(section="risk-assessment") as screen:
        margin = screen.app.reader.margin

        def words() -> list[str]:
            rows = [margin.render_line(y) for y in range(margin.size.height)]
            return [part.text for row in rows for part in row if part.style and part.style.reverse]

        await screen.press("slash", *"which of the four")
        assert words() == ["Which of the four"]
        await screen.press("escape")
        assert words() == []
