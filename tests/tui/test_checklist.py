"""The checklist on screen: topics, one verdict's questions, and the question in hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import running

LIST = """companion: 1
layer: {id: list, title: A checklist}
checklist:
  groups: [{id: people, title: People}, {id: oversight, title: Oversight}]
questions:
  - {id: audit, group: oversight, ask: Who audits?}
  - {id: trained, group: people, ask: Who was trained?}
  - {id: report, group: oversight, ask: Who reports?}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    report, layer = tmp_path / "report.md", tmp_path / "list.yaml"
    report.write_text("# R\n\n## A\n\nOne is said.\n\nTwo are said.\n")
    layer.write_text(LIST)
    return report, layer


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (200, 60)], ids=str)
async def test_questions_stand_under_the_titles_of_their_topics(
    files: tuple[Path, Path], size: tuple[int, int]
) -> None:
    async with running(files[0], size=size, with_=[files[1]]) as screen:
        await screen.press("c")
        rows = screen.rows("margin")
        titles = [row.split()[1] for row in rows if row.lstrip().startswith("──")]
        assert titles == ["People", "Oversight"][: len(titles)]
        assert titles
        assert screen.app.reader.margin.current() == "list/trained"
        assert screen.app.reader.margin.keys() == ["list/trained", "list/audit", "list/report"]


async def test_a_key_shows_the_questions_of_one_verdict(files: tuple[Path, Path]) -> None:
    async with running(files[0], with_=[files[1]]) as screen:
        margin = screen.app.reader.margin
        await screen.press("c")
        assert "‹Questions 3› V filters" in str(margin.border_title)
        await screen.press("3", "V")
        assert str(margin.border_title).startswith("‹1 unanswered of 3› V filters")
        assert margin.keys() == ["list/trained"]
        await screen.press("V")
        assert margin.keys() == ["list/audit", "list/report"]
        await screen.press("1")
        assert margin.current() == "list/audit", "the question at work stays"
        await screen.press("j")
        assert margin.keys() == ["list/report"]
        await screen.press("4", "tab", "shift+tab")
        assert margin.current() == "list/report"


async def test_the_checklist_opens_on_the_question_in_hand(files: tuple[Path, Path]) -> None:
    async with running(files[0], with_=[files[1]]) as screen:
        await screen.press("c", "j", "f", "j", "j", "l", "c")
        assert screen.app.reader.margin.current() == "list/audit"
        assert "→ yours: “One is said.” A ¶1" in screen.text("margin")
