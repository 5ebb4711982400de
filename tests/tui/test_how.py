"""How a document was read is told, and another way is chosen and remembered; notes stay where they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from companion.store.session import open_session
from companion.tui.dialogs.choice import ChoiceDialog
from tests.documents.pdf.pdfs import tagged
from tests.documents.pdf.test_headings import NAMES, WORDS, tagged_pages
from tests.running import process
from tests.tui.driving import running


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Headings that look like the text, so that only tags tell them."""
    path = tmp_path / "report.pdf"
    path.write_bytes(tagged(tagged_pages()))
    return path


async def test_the_reader_chooses_another_way_which_is_remembered_and_forgotten(report: Path) -> None:
    async with running(report) as screen:
        screen.app.action_tell_how_read()
        await screen.pilot.pause()
        dialog = screen.app.screen
        assert isinstance(dialog, ChoiceDialog)
        told = str(dialog.query_one("#pick-heading", Static).render())
        assert "taken from the structure tags" in told
        options = [str(option.prompt) for option in dialog.query_one(OptionList).options]
        assert "(as now)" in options[0]
        assert any("running heads and page numbers" in line for line in options[2:])
        await screen.press("2")
        for worker in [worker for worker in screen.app.workers if worker.group == "open"]:
            await worker.wait()
        await screen.settled()
        assert screen.reading.document.way == "looks"
        assert screen.reading.document is screen.app.sync.opened.document
        assert [(each.id, each.title) for each in screen.reading.document.headings] == [("start", "report.pdf")]
    assert open_session(str(report)).document.way == "looks"
    assert process("forget", str(report)).returncode == 0
    assert open_session(str(report)).document.way == "tags"


async def test_a_note_stays_when_the_document_is_read_another_way(report: Path) -> None:
    assert (
        process("note", str(report), "--section", "mills-and-weirs", "--quote", WORDS[0], "--text", "Who?").returncode
        == 0
    )
    async with running(report) as screen:
        screen.app.action_tell_how_read()
        await screen.press("2")
        for worker in [worker for worker in screen.app.workers if worker.group == "open"]:
            await worker.wait()
        await screen.settled()
        assert screen.reading.document.way == "looks"
        assert [note.note.strip() for note in screen.reading.own.annotations] == ["Who?"]
        arrangement = screen.reading.arrangement
        assert arrangement is not None
        assert not arrangement.lost


async def test_where_there_is_no_choice_only_the_account_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text("# A report\n\n## One\n\nWords.\n")
    async with running(path) as screen:
        screen.app.action_tell_how_read()
        await screen.pilot.pause()
        assert isinstance(screen.app.screen, ChoiceDialog)
        await screen.press("2", "escape")
        assert screen.reading.document.way == ""


def test_json_tells_how_it_was_read_and_headings_without_text(tmp_path: Path) -> None:
    pages = tagged_pages()
    pages[1].insert(1, ("H1", "Part two", 10))
    path = tmp_path / "report.pdf"
    path.write_bytes(tagged(pages))
    ran = process("show", str(path), "--format", "json")
    shape = json.loads(ran.stdout)
    assert shape["read"]["headings"] == "tags"
    assert shape["read"]["ways"] == ["tags", "looks"]
    assert [section["above"] for section in shape["sections"]] == [[], ["Part two"], [], []]
    assert [section["title"] for section in shape["sections"]] == NAMES[:4]
