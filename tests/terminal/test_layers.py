"""Layers from elsewhere in a real terminal: the tray, turning layers off, and whose notes these are."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.making import written
from tests.running import process
from tests.terminal.driving import Session, begin


def placed(report: Path, lens: Path) -> dict[str, str]:
    """How `companion anchors` says each annotation stands, in a process of its own."""
    ran = process("anchors", str(report), str(lens), "--format", "json")
    assert ran.returncode == 0, ran.stderr
    return {each["id"]: each["state"] for each in json.loads(ran.stdout)}


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=str)
def test_a_place_given_in_the_tray_is_there_after_a_kill(tmp_path: Path, size: tuple[int, int]) -> None:
    report, lens = written(tmp_path)
    before = lens.read_bytes()
    assert placed(report, lens) == {"L1": "exact", "L2": "changed", "L3": "unsure", "L4": "lost", "L5": "lost"}
    with begin(str(report), "--with", str(lens), columns=size[0], rows=size[1]) as session:
        session.see(r"\(t\)")
        session.keys("t", "t", "t")
        session.see("a guess")
        session.see(r"\[-customers-\]")
        session.keys("\r", "=")
        session.see(r"placed by you \(saved\)")
        session.keys("t", "p")
        session.see("now on “The")
        session.see(r"placed by you \(saved\)")
        session.kill()
        assert session.ended() == -signal.SIGKILL
    assert placed(report, lens) == {"L1": "exact", "L2": "changed", "L3": "exact", "L4": "exact", "L5": "lost"}
    assert lens.read_bytes() == before
    with begin(str(report), "--with", str(lens), columns=size[0], rows=size[1]) as again:
        again.see("placed by you")


def test_a_layer_is_turned_off_and_stays_off(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    with begin(str(report), "--with", str(lens), env={"NO_COLOR": "1"}) as session:
        session.see("L2")
        session.keys("L")
        session.see(r"\[x\] A lens")
        session.keys(" ")
        session.see(r"\[ \] A lens")
        session.keys("L")
        session.gone("L2")
        session.see(r"1 off \(L\)")
        session.keys("q")
        assert session.ended() == 0
    with begin(str(report), "--with", str(lens)) as again:
        again.see(r"1 off \(L\)")
        again.gone("L2")


def test_the_reader_is_asked_whose_notes_these_are_once(tmp_path: Path) -> None:
    report, _ = written(tmp_path)
    process("note", str(report), "--quote", "The board met four times", "--text", "How long each?")
    other = tmp_path / "other.md"
    other.write_text("# Annual Report\n\n## Weather\n\nThe sun shines.\n")
    with Session(str(other), columns=80, rows=24) as session:
        session.see("Which notes belong to")
        session.see("1 note; the same title")
        session.send("\r")
        session.see("How long each")
        session.keys("q")
        assert session.ended() == 0
    with begin(str(other)) as again:
        again.see("How long each")
        again.gone("Which notes belong to", 0.1)
    told = process("notes", str(other))
    assert "How long each?" in told.stdout
