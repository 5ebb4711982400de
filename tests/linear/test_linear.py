"""Reading in lines: a dialogue in a terminal of its own, where nothing is ever drawn again."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.linear.words import OWN, SCREEN, WORDS
from companion.tui.commands.table import keymap
from tests.running import ROOT, process
from tests.terminal.driving import notes

LIMIT = 10.0


class Talk:
    """The program in a pty of its own: lines go in, and lines come out."""

    def __init__(self, *words: str, **environment: str) -> None:
        parent, child = pty.openpty()
        self._terminal, self.output, self._read = parent, "", 0
        env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        command = [sys.executable, "-m", "companion", *words]
        self.process = subprocess.Popen(
            command, stdin=child, stdout=child, stderr=child, env=env, start_new_session=True
        )
        os.close(child)

    def hear(self, words: str) -> str:
        """Everything up to words that come now, and a prompt after them."""
        wanted, end = re.compile(re.escape(words)), time.monotonic() + LIMIT
        while True:
            found = wanted.search(self.output, self._read)
            if found:
                told = self.output[self._read : found.end()]
                self._read = found.end()
                return told
            assert time.monotonic() < end, f"no {words!r} in:\n{self.output[self._read :]}"
            self._more()

    def _more(self) -> bool:
        if not select.select([self._terminal], [], [], 0.2)[0]:
            return True
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            return False
        self.output += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)

    def say(self, *lines: str) -> None:
        for line in lines:
            os.write(self._terminal, f"{line}\n".encode())

    def interrupt(self) -> None:
        os.kill(self.process.pid, signal.SIGINT)

    def ended(self) -> int:
        while self.process.poll() is None and self._more():
            pass
        return self.process.wait(LIMIT)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._terminal)


@pytest.fixture
def talk() -> Iterator[Talk]:
    started = Talk("read", "--linear", "nso-2023")
    started.hear("Section 1 of 8: Framing")
    started.hear("text>")
    yield started
    started.close()


def test_reading_and_annotating_by_lines(talk: Talk) -> None:
    talk.say("", "")
    talk.hear("heading: Framing")
    talk.hear("¶1 of 5: This section is ours")
    talk.say("]")
    talk.hear("Section 2 of 8: A Message From the CEO")
    talk.say(")")
    talk.hear("sentence: “")
    talk.say("esc", "j")
    talk.hear("text>")
    talk.say("cards")
    talk.hear("Annotations of this section: 6")
    talk.say("enter")
    talk.hear("text>")
    talk.say("a")
    talk.hear("A note on this block")
    talk.say("Nobody counted", "twice.", ".")
    talk.hear("kind")
    talk.say("euphemsim")
    talk.hear("near are euphemism")
    talk.say("euphemism")
    talk.hear("tags:")
    talk.say("count")
    talk.hear("saved")
    talk.say("q")
    assert talk.ended() == 0
    assert not {"\x1b", "\r", "\b"} & set(talk.output)
    (note,) = notes()["notes"]
    assert (note["note"].rstrip(), note["kind"], note["tags"]) == ("Nobody counted\ntwice.", "euphemism", ["count"])


def test_a_question_is_taken_in_hand_and_answered_by_lines(talk: Talk) -> None:
    talk.say("c")
    talk.hear("Questions: 16, of which you answered 0")
    talk.hear("questions>")
    talk.say("f")
    talk.hear("In hand: ")
    talk.say("j", "l")
    talk.hear("A heading is no evidence")
    talk.say("j", "l")
    talk.hear("evidence for ")
    talk.say("2")
    talk.hear("Your verdict: partly")
    talk.hear("saved")
    talk.say("E")
    talk.hear("Why?")
    talk.say("Only the interval is told.", ".")
    talk.hear("saved")
    talk.say("q")
    assert talk.ended() == 0
    (answer,) = notes()["answers"].values()
    assert (answer["verdict"], answer["note"].rstrip()) == ("partly", "Only the interval is told.")
    assert len(answer["evidence"]) == 1


def test_sections_search_undo_and_help_by_words(talk: Talk) -> None:
    talk.say("sections")
    talk.hear("7. Assessment of Risks, 7 annotations")
    talk.say("go 7")
    talk.hear("Section 7 of 8: Assessment of Risks")
    talk.say("note", "One.", ".", "", "")
    talk.hear("saved")
    talk.say("undo")
    talk.hear("undone: note on")
    talk.say("find Pegasus")
    talk.hear("hits; n next")
    talk.say("n", "esc", "here")
    talk.hear("Section ")
    talk.say("nxt")
    talk.hear("did you mean next?")
    talk.say("m")
    talk.hear("only on a screen")
    talk.say("3")
    talk.hear("does not work here now")
    talk.say("?")
    talk.hear("Questions:")
    talk.hear("Words: ")
    talk.say("quit")
    assert talk.ended() == 0
    assert notes()["notes"] == []


def test_where_the_reader_left_off_is_kept_and_a_note_begun_is_a_draft() -> None:
    first = Talk("read", "--linear", "nso-2023", "--section", "closing")
    first.hear("Section 8 of 8: Closing")
    first.say("", "a", "Half a thought", "..")
    first.hear("Kept as a draft")
    first.say("quit")
    assert first.ended() == 0
    again = Talk("read", "--linear", "nso-2023")
    again.hear("Section 8 of 8: Closing")
    again.hear("text>")
    again.say("a")
    again.hear("a draft:")
    again.hear("Half a thought")
    again.say(".", "", "")
    again.hear("saved")
    again.say("q")
    assert again.ended() == 0
    assert [note["note"].rstrip() for note in notes()["notes"]] == ["Half a thought"]
    first.close()
    again.close()


def test_an_interrupt_keeps_what_was_typed(talk: Talk) -> None:
    talk.say("a", "Half a thought")
    talk.hear("Half a thought")
    talk.hear("|")
    talk.interrupt()
    assert talk.ended() == 130
    assert "Kept as a draft" in talk.output


@pytest.mark.parametrize("words", [(), ("nso-2023",)])
def test_a_terminal_that_only_prints_gets_lines_by_itself(words: tuple[str, ...]) -> None:
    told = Talk(*words, TERM="dumb")
    told.hear("enter alone reads on")
    told.hear("text>")
    told.say("q")
    assert told.ended() == 0
    assert "\x1b" not in told.output
    told.close()


def test_a_note_that_cannot_be_saved_is_told_and_the_end_asks(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("no folder")
    told = Talk("read", "--linear", "--notes", str(folder), "nso-2023")
    told.hear("text>")
    told.say("a", "Lost?", ".", "", "")
    told.hear("NOT SAVED: ")
    told.say("q")
    told.hear("leave all the same?")
    told.say("no", "q")
    told.hear("leave all the same?")
    told.say("yes")
    assert told.ended() == 1
    told.close()


def test_lines_can_be_piped() -> None:
    ran = process("read", "--linear", "nso-2023", input="j\nj\n")
    assert ran.returncode == 0
    assert "¶1 of 5: This section is ours" in ran.stdout


def test_a_table_is_told_cell_by_cell(tmp_path: Path) -> None:
    report = tmp_path / "table.md"
    report.write_text("# T\n\n| Year | Requests |\n|---|---|\n| 2021 | 120 |\n")
    ran = process("read", "--linear", str(report), input="j\nj\nj\n")
    assert "row 1\n  Year: 2021\n  Requests: 120" in ran.stdout


def test_every_command_of_the_table_works_in_lines_or_is_for_the_screen_alone() -> None:
    commands = keymap().commands
    assert {*OWN, *SCREEN, *WORDS.values()} <= set(commands)
    typed = [name for name in commands if name not in ("quit", *SCREEN)]
    given_up = [line for name in typed for line in (name, "..", "..")]  # `..` leaves what asks for words
    lines = ["c", *given_up, "esc", "text", *given_up, "sections", *given_up]
    ran = process("read", "--linear", "nso-2023", input="\n".join(lines) + "\n")
    assert ran.stderr == ""
    assert ran.returncode == 0
    assert set(re.findall(r"There is no word ([^;\n]*)", ran.stdout)) <= {".."}
    assert "Kept as a draft" not in ran.stdout  # nothing took the commands for words


def test_all_notes_and_questions_are_looked_through_and_gone_to_by_lines(talk: Talk) -> None:
    talk.say("catalogue")
    talk.hear("or enter for all:")
    talk.say("kind:scapegoating section:ceo")
    talk.hear("1 notes, annotations and questions")
    talk.hear("1. A Message From the CEO: C02 · Scapegoating: ")
    talk.say("1")
    talk.hear("Section 2 of 8: A Message From the CEO")
    talk.say("how_read")
    talk.hear("How this was read: markdown")
    talk.say("q")
    assert talk.ended() == 0
