"""The same manual in four formats: its sections are found, its sentences placed from each form in each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents import manual
from tests.measure import manuals


def test_sentences_of_each_form_are_placed_in_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manual.write(tmp_path, manual.chapters(8))
    assert manuals.main([str(tmp_path), "--sentences", "40", "--show", "3"]) == 0
    told = capsys.readouterr().out
    assert told.count("sentences of the") == 12
    assert told.count("sections found in the") == 4
    assert "MISSED" not in told


def test_a_form_that_says_something_else_misses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manual.write(tmp_path, manual.chapters(8))
    (tmp_path / "manual.pdf").write_bytes(manual.as_pdf(manual.chapters(8, seed=2)))
    assert manuals.main([str(tmp_path), "--sentences", "20"]) == 1
    told = capsys.readouterr().out
    assert "sentences of the text placed in the pdf = 0.0 % of 20 (20 lost) (goal: at least 98 %) MISSED" in told
    assert "sentences of the text placed in the html = 100.0 % of 20 (goal: at least 98 %) met" in told


def test_a_folder_without_manuals_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert manuals.main([str(tmp_path)]) == 1
    assert "skipped: no manual in several forms" in capsys.readouterr().out
