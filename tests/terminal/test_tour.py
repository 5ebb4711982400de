"""The tour in a terminal: at the first start of all, and never beside a document of the reader's own."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.driving import Session, reading


def test_the_first_start_shows_round_and_the_second_does_not() -> None:
    with Session(new=True) as first:
        first.see("Tour, 1 of 5")
        reading(first)
        first.send("j")
        first.see("Tour, 2 of 5")
        first.send("<esc>")
        first.gone("Tour")
        first.send("q")
        assert first.ended(10) == 0
    with reading(Session(new=True)) as second:
        assert "Tour" not in second.text


def test_a_document_of_ones_own_is_opened_without(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("# Report\n\nWords.\n")
    with Session(str(report), new=True) as session:
        session.see("Nothing stands beside")
        assert "Tour" not in session.text
