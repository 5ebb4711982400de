"""The main job, by keys only: read on, annotate, save, be killed, and find everything again."""

from __future__ import annotations

import signal

import pytest

from tests.running import harmless, process
from tests.terminal.driving import Session, begin, notes, reading, section_of, write_note

NOTE = "No [number] is given, “nowhere” – 数字."


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=str)
def test_a_saved_note_is_there_after_a_kill(size: tuple[int, int]) -> None:
    columns, rows = size
    with begin(columns=columns, rows=rows) as first:
        first.keys("]", "]", "]", "j")
        section = section_of(first)
        assert section == "about-nso"
        write_note(first, NOTE)
        first.settle(0.3, 2)
        first.kill()
        assert first.ended() == -signal.SIGKILL
    (kept,) = notes()["notes"]
    assert kept["note"].strip() == NOTE
    assert kept["section"] == section
    assert kept["quote"].startswith("The company introduces itself")
    shown = process("show", "nso-2023", "--section", section, "--format", "json")
    assert kept["quote"] in shown.stdout.replace('\\"', '"')
    with begin(columns=columns, rows=rows) as again:
        assert section_of(again) == section
        again.see(r"No \[number\] is given")
        again.see(r"\+ you")


def test_two_notes_and_an_edit_survive_a_kill() -> None:
    with begin() as first:
        first.keys("]", "j")
        write_note(first, "The first.")
        first.keys("j")
        write_note(first, "The second.")
        first.keys("e")
        first.see(r"ctrl\+s save")
        first.keys(" More", "<c-s>")
        first.see("The second. More")
        first.see("· saved")
        first.settle(0.5, 3)
        first.kill()
        first.ended()
    assert sorted(note["note"].strip() for note in notes()["notes"]) == ["The first.", "The second. More"]


def test_a_document_of_ones_own_is_read_and_annotated_like_any_other(tmp_path: object) -> None:
    file = f"{tmp_path}/a [report].md"
    with open(file, "w") as out:
        out.write("# A report\n\n## One\n\nNothing here.\n\n## Two\n\nNo customer is named.\n")
    with reading(Session(file)) as first:
        first.keys("]", "j")
        write_note(first, "Why not?")
        first.settle(0.3, 2)
        first.kill()
        first.ended()
    (kept,) = notes(file)["notes"]
    assert (kept["section"], kept["quote"]) == ("two", "No customer is named.")
    with begin(file) as again:
        assert section_of(again) == "two"
        again.see(r"Why not\?")


def test_a_pipe_gets_the_reading_without_control_codes() -> None:
    with Session(command=["bash", "-c", '"$0" "$@" | head -n 3', *Session.companion]) as session:
        assert session.ended() == 0
    text = session.output.decode().replace("\r\n", "\n")
    assert harmless(text)
    assert text.count("\n") == 3
    assert text.startswith("Transparency and Responsibility Report 2023")


def test_standard_input_is_read_and_the_keyboard_still_works() -> None:
    piped = r'printf "# T\n\n## A\n\nalpha\n\n## B\n\nbeta\n" | "$0" "$@" -'
    with Session(command=["bash", "-c", piped, *Session.companion]) as session:
        session.see("alpha")
        session.settle(0.3, 5)
        session.keys("]")
        session.see("beta")
        session.send("q")
        assert session.ended() == 0
