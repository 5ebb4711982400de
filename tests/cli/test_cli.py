"""The command line as a shell sees it: which words are understood, what goes to which stream, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from companion import __version__
from tests.running import ROOT, Companion, harmless, process

COMMANDS = {"read", "show", "note", "notes", "list", "check", "where", "anchors", "purge", "forget", "export", "import"}


def test_version(companion: Companion) -> None:
    ran = companion("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"companion {__version__}\n", "")


def test_help_names_every_command_and_no_other(companion: Companion) -> None:
    ran = companion("--help")
    listed = {line.split()[0] for line in ran.out.partition("Commands:")[2].splitlines() if line.startswith("  ")}
    assert ran.code == 0
    assert listed >= COMMANDS
    assert "./notes" in ran.out


def test_without_words_and_without_a_terminal_the_shipped_reading_is_printed(companion: Companion) -> None:
    ran = companion()
    assert ran.code == 0
    assert ran.out == companion("show", "nso-2023").out
    assert ran.out.startswith("Transparency and Responsibility Report 2023")
    assert "Section 8 of 8: " in ran.out
    assert ran.err == ""


def test_a_first_word_that_is_no_command_is_read(companion: Companion, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("# Title\n\n## One\n\nSome words.\n")
    ran = companion(str(tmp_path / "report.md"))
    assert ran.code == 0
    assert "Some words." in ran.out
    assert companion("--section", "one", str(tmp_path / "report.md")).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["note", "nso-2023"],
        ["note", "nso-2023", "--text", "x"],
        ["note", "nso-2023", "--quote", "a", "--document", "--text", "x"],
        ["note", "nso-2023", "--section", "closing", "--prefix", "a", "--text", "x"],
        ["note", "nso-2023", "--document", "--text", "  "],
        ["show"],
        ["show", "nso-2023", "--format", "xml"],
        ["show", "nso-2023", "--nonsense"],
        ["anchors", "nso-2023"],
        ["check"],
        ["purge", "nso-2023"],
        ["where", "here"],
    ],
)
def test_wrong_usage(companion: Companion, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    ran = companion(*words)
    assert (ran.code, ran.out) == (2, "")
    assert 1 <= ran.err.count("\n") <= 2
    assert ran.err.startswith(f"companion {words[0]}: ")


def test_what_is_not_there(companion: Companion) -> None:
    for words in (["nothing"], ["show", "nothing"], ["notes", "./nothing.md"], ["check", "nothing.yaml"]):
        ran = companion(*words)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.count("\n") == 1
        assert "nothing" in ran.err


def test_nothing_hostile_reaches_the_terminal(tmp_path: Path) -> None:
    name = "a\x1b]0;owned\x07\u202eb.md"
    text = "# T\x1b[2J\u202etitle\n\n## S\x9b31m\n\nwords \x07\x1b[31m and \u2066more\n"
    (tmp_path / name).write_text(text)
    layer = tmp_path / "l\x1b[31m.yaml"
    layer.write_text("companion: 1\nannotations: [{id: a b, quote: words}]\n")
    for words in (["show", name], ["show", name, "--format", "json"], ["show", name, "--with", layer.name],
                  ["check", layer.name], ["show", "\x1b[31mnone\u202e"], ["show", name, "--section", "\x1b[1m"],
                  ["show", name, "--\x1b[31m"], ["note", name, "--quote", "\x1b[31m", "--text", "x"]):  # fmt: skip
        ran = process(*words, cwd=tmp_path)
        assert ran.stdout + ran.stderr
        assert harmless(ran.stdout), words
        assert harmless(ran.stderr), words


def test_output_does_not_need_a_utf8_locale() -> None:
    latin = {"PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    ran = process("show", "nso-2023", env=latin, encoding="latin-1")
    assert ran.returncode == 0
    shape = process("show", "nso-2023", "--format", "json", env=latin, encoding="utf-8")
    assert json.loads(shape.stdout)["sections"]


def test_a_document_from_standard_input() -> None:
    ran = process("show", "-", input="# Piped\n\n## One\n\nIts words.\n")
    assert ran.returncode == 0
    assert "Its words." in ran.stdout


@pytest.mark.parametrize("words", [["show", "nso-2023"], ["show", "nso-2023", "--format", "json"], ["where"]])
@pytest.mark.parametrize("lines", [0, 1])
def test_a_closed_pipe_ends_quietly(words: list[str], lines: int) -> None:
    command = [sys.executable, "-m", "companion", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        for _ in range(lines):
            running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="skipped: no /dev/full here to write to")
@pytest.mark.parametrize("words", [["where"], ["show", "nso-2023"], ["show", "nso-2023", "--format", "json"]])
def test_output_that_cannot_be_written_is_told(words: list[str]) -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "companion", *words]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "could not be written" in done.stderr


def test_without_any_terminal_to_read_keys_from_it_stops_at_once() -> None:
    """Standard output is a terminal, standard input at its end, and there is no controlling terminal."""
    master, slave = pty.openpty()
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "companion"],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.PIPE,
        text=True, start_new_session=True, timeout=30, check=False,
    )  # fmt: skip
    os.close(slave)
    os.close(master)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no terminal" in done.stderr
    assert time.monotonic() - began < 10


def test_on_windows_it_says_where_it_runs(companion: Companion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    ran = companion("list")
    assert (ran.code, ran.out) == (1, "")
    assert "WSL" in ran.err


def test_a_fault_of_our_own_is_one_line_without_the_text(
    companion: Companion, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        private = "words of the reader"
        raise RuntimeError(private)

    monkeypatch.setattr("companion.store.session.Session.own", fail)
    ran = companion("notes", "nso-2023")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "a fault of its own (RuntimeError)" in ran.err
    assert "words of the reader" not in ran.err
    details = tmp_path / "details"
    monkeypatch.setenv("COMPANION_DEBUG", str(details))
    assert companion("notes", "nso-2023").code == 1
    assert "words of the reader" in details.read_text()
    assert details.stat().st_mode & 0o777 == 0o600
    again = companion("notes", "nso-2023")
    assert again.code == 1
    assert "name a file that is not there yet" in again.err
