"""The table of figures: its programs are there, and it is made of nothing but what they print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.measure import __main__ as measure
from tests.measure.__main__ import BEGIN, END, FIGURES, PROGRAMS, Program, known, main, page, run, table
from tests.measure.figures import Figures, Row, row
from tests.running import ROOT

NAMES = [program.name for program in PROGRAMS]
PARTS = {"__main__", "store_outside"}
"""Modules that are no figure programs: this one's own, and checks that `tests.store.faults` makes."""


def file_of(program: Program) -> Path:
    return ROOT / f"{program.module.replace('.', '/')}.py"


def test_each_program_is_there_and_named_once() -> None:
    for program in PROGRAMS:
        assert '__name__ == "__main__"' in file_of(program).read_text(encoding="utf-8"), program.name
    assert len(set(NAMES)) == len(NAMES)


def test_each_program_that_prints_figures_is_in_the_table() -> None:
    there = {file_of(program) for program in PROGRAMS}
    for path in (ROOT / "tests/measure").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "\ndef main(" in text and "tests.measure.figures" in text and path.stem not in PARTS:
            assert path in there, path


def test_the_table_holds_rows_of_these_programs_only() -> None:
    text = FIGURES.read_text(encoding="utf-8")
    assert set(known(text)) == set(NAMES)
    assert text.count(BEGIN) == text.count(END) == 1


@pytest.mark.xfail(strict=True, reason="measured where opening plain text failed on a circle of imports")
def test_no_goal_was_missed() -> None:
    assert "MISSED" not in FIGURES.read_text(encoding="utf-8")


def test_what_is_printed_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    figures = Figures()
    figures.say("notes lost, a = b", 0, "at most 0 (none)", True)
    figures.say("seconds", "3.5", "2", False)
    figures.skip("sockets", "no strace: here")
    assert (figures.failed, figures.end()) == (True, 1)
    rows = [row(line) for line in capsys.readouterr().out.splitlines()]
    assert rows == [
        Row("notes lost, a", "b = 0", "at most 0 (none)"),
        Row("seconds", "3.5", "2", met=False),
        Row("sockets", "skipped: no strace: here"),
        None,
    ]


def test_a_program_that_fails_without_a_figure_is_a_miss() -> None:
    assert run(Program("Notes", "nowhere"), []) == [Row("the program", "ended with status 1", "0", met=False)]


def test_rows_of_other_programs_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "FIGURES.md"
    clean = table(Program("", "clean"), ["--seed", "2", "/a/b.txt"], [Row("a|b", "0", "0")])
    assert clean == ["| a\\|b | 0 | 0 | `clean --seed 2 b.txt` |"]
    file.write_text(page(f"# Figures\n\n{BEGIN}{END}\nThe end.\n", {"clean": clean}), encoding="utf-8")
    monkeypatch.setattr(measure, "FIGURES", file)
    monkeypatch.setattr(
        measure, "run", lambda program, arguments: [Row("goal", "1", "0", met=" ".join(arguments) == "x")]
    )
    assert main(["--only", "store_two", "--with", "x"]) == 0
    assert main(["--only", "markup"]) == 1
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Figures\n")
    assert text.endswith("\nThe end.\n")
    assert known(text) == {
        "clean": clean,
        "store_two": ["| goal | 0 | 1 | `store_two x` |"],
        "markup": ["| goal | 0 | 1 MISSED | `markup` |"],
    }
