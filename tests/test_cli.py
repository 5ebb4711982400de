"""The commands as a shell sees them: what they print where, and how they end."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from companion import __version__
from companion.__main__ import main

ROOT = Path(__file__).parents[1]
COMMANDS = {"read", "show", "note", "notes", "list", "check", "where", "anchors", "purge", "forget"}
QUOTE = "Periodic on-site audit"


class Ran:
    """One command: exit status, standard output, standard error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def companion(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command in this process; standard output is no terminal."""

    def run(*args: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["companion", *args])
        code = main()
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def process(*args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    command = [sys.executable, "-m", "companion", *args]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False, **{"input": "", **options}
    )


def harmless(text: str) -> bool:
    """No control character but line ends, no bidirectional control, nothing that hides."""
    return all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cs") for char in text) and not any(
        char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060" for char in text
    )


def test_version(companion: Any) -> None:
    ran = companion("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"companion {__version__}\n", "")


def test_help_names_every_command_and_no_other(companion: Any) -> None:
    ran = companion("--help")
    listed = {line.split()[0] for line in ran.out.partition("Commands:")[2].splitlines() if line.startswith("  ")}
    assert ran.code == 0
    assert listed >= COMMANDS
    assert not listed & {"export", "import"}
    assert "./notes" in ran.out


def test_without_words_and_without_a_terminal_the_shipped_reading_is_printed(companion: Any) -> None:
    ran = companion()
    assert ran.code == 0
    assert ran.out == companion("show", "nso-2023").out
    assert ran.out.startswith("Transparency and Responsibility Report 2023")
    assert "Section 8 of 8: " in ran.out
    assert ran.err == ""


def test_a_first_word_that_is_no_command_is_read(companion: Any, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("# Title\n\n## One\n\nSome words.\n")
    ran = companion(str(tmp_path / "report.md"))
    assert ran.code == 0
    assert "Some words." in ran.out
    assert companion("--section", "one", str(tmp_path / "report.md")).code == 0


def test_the_reading_is_in_order(companion: Any) -> None:
    out = companion("show", "nso-2023").out
    section = out.index("[risk-assessment]")
    words = out.index(QUOTE, section)
    note = out.index("[C22]")
    question = out.index("[questions/audit-scope]")
    assert section < words < note < question < out.index("Section 8 of 8")
    assert harmless(out)


def test_one_section_alone(companion: Any) -> None:
    ran = companion("show", "nso-2023", "--section", "closing")
    assert "Section 8 of 8" in ran.out
    assert "Section 7 of 8" not in ran.out
    ran = companion("show", "nso-2023", "--section", "nowhere")
    assert (ran.code, ran.out) == (1, "")
    assert "nowhere" in ran.err
    assert "risk-assessment" in ran.err


def test_show_as_json(companion: Any) -> None:
    ran = companion("show", "nso-2023", "--format", "json")
    shape = ran.json
    assert ran.out.endswith("}\n")
    assert set(shape) == {"title", "fingerprint", "format", "sections", "document", "lost"}
    assert shape["lost"] == []
    assert len(shape["sections"]) == 8
    assert {"id", "title", "level", "text", "annotations", "questions"} == set(shape["sections"][0])
    found = [note for section in shape["sections"] for note in section["annotations"]]
    found += shape["document"]["annotations"]
    assert {note["id"] for note in found} == {f"C{number:02}" for number in range(1, 29)}
    by_id = {section["id"]: section for section in shape["sections"]}
    for note in found:
        assert {"layer", "state", "score", "section", "start", "end", "text", "kind", "note"} <= set(note)
        if note["section"] is not None:
            assert by_id[note["section"]]["text"][note["start"] : note["end"]] == note["text"]


def test_anchors_as_json(companion: Any) -> None:
    ran = companion("anchors", "nso-2023", "critique", "--format", "json")
    assert ran.code == 0
    assert len(ran.json) == 28
    assert {"id", "layer", "state", "score", "section", "start", "end", "text"} == set(ran.json[0])
    assert companion("anchors", "nso-2023", "nso-2023", "--format", "json").json == ran.json


def test_a_lost_anchor_has_no_place(companion: Any, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Other\n\n## One\n\nNothing of the kind stands here.\n")
    (lost, *_) = companion("anchors", str(other), "nso-2023", "--format", "json").json
    assert lost["state"] == "lost"
    assert [lost[name] for name in ("section", "start", "end", "text")] == [None] * 4


def test_a_note_is_kept_and_told(companion: Any) -> None:
    ran = companion("note", "nso-2023", "--quote", QUOTE, "--text", "By whom?", "--kind", "omission", "--tag", "audit")
    assert (ran.code, ran.err) == (0, "")
    identifier = ran.out.strip()
    assert identifier.startswith("n-")
    shape = companion("notes", "nso-2023", "--format", "json").json
    assert set(shape) == {"document", "fingerprint", "notes", "answers"}
    (note,) = shape["notes"]
    assert (note["id"], note["quote"], note["note"].strip()) == (identifier, QUOTE, "By whom?")
    assert (note["kind"], note["tags"]) == ("omission", ["audit"])
    assert identifier in companion("notes", "nso-2023").out
    assert identifier in companion("show", "nso-2023").out


def test_a_note_on_a_section_and_on_the_document(companion: Any) -> None:
    assert companion("note", "nso-2023", "--section", "closing", "--text", "on it").code == 0
    assert companion("note", "nso-2023", "--document", "--text", "on all").code == 0
    shape = companion("show", "nso-2023", "--format", "json").json
    assert [note["note"].strip() for note in shape["sections"][-1]["annotations"] if note["id"].startswith("n-")] == [
        "on it"
    ]
    assert [note["note"].strip() for note in shape["document"]["annotations"]] == ["on all"]


def test_words_that_stand_twice_are_refused_with_the_places(companion: Any, tmp_path: Path) -> None:
    path = tmp_path / "twice.md"
    path.write_text("# T\n\n## One\n\nThe audit is done.\n\n## Two\n\nNo audit was made.\n")
    ran = companion("note", str(path), "--quote", "audit", "--text", "x")
    assert (ran.code, ran.out) == (1, "")
    assert "2 times" in ran.err
    assert "one ¶1" in ran.err
    assert "two ¶1" in ran.err
    for narrower in (["--section", "two"], ["--prefix", "No "], ["--suffix", " was"]):
        assert companion("note", str(path), "--quote", "audit", *narrower, "--text", "x").code == 0
    notes = companion("notes", str(path), "--format", "json").json["notes"]
    assert [note["section"] for note in notes] == ["two"] * 3


def test_words_that_do_not_stand_there_get_the_nearest(companion: Any) -> None:
    ran = companion("note", "nso-2023", "--quote", "periodical on-site audits", "--text", "x")
    assert (ran.code, ran.out) == (1, "")
    assert "does not stand" in ran.err
    assert "risk-assessment" in ran.err


def test_a_note_from_standard_input(tmp_path: Path) -> None:
    ran = process("note", "nso-2023", "--quote", QUOTE, "--text", "-", input="one\r\n\ttwo\x1b[31m\n")
    assert ran.returncode == 0, ran.stderr
    (note,) = json.loads(process("notes", "nso-2023", "--format", "json").stdout)["notes"]
    assert note["note"].split("\n")[0] == "one"
    assert harmless(note["note"])


def test_a_note_that_cannot_be_kept_says_so(companion: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = companion("note", "nso-2023", "--document", "--text", "x", "--notes", str(tmp_path / "file" / "notes"))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("NOT SAVED: ")
    assert ran.err.count("\n") == 1


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
def test_wrong_usage(companion: Any, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    ran = companion(*words)
    assert (ran.code, ran.out) == (2, "")
    assert 1 <= ran.err.count("\n") <= 2
    assert ran.err.startswith(f"companion {words[0]}: ")


def test_what_is_not_there(companion: Any) -> None:
    for words in (["nothing"], ["show", "nothing"], ["notes", "./nothing.md"], ["check", "nothing.yaml"]):
        ran = companion(*words)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.count("\n") == 1
        assert "nothing" in ran.err


def test_a_broken_layer_is_named_and_the_rest_is_shown(companion: Any, tmp_path: Path) -> None:
    layer = tmp_path / "mine.yaml"
    layer.write_text("companion: 1\nlayer: {id: mine}\nannotations:\n  - id: A1\n    quote: *x\n")
    ran = companion("show", "nso-2023", "--with", str(layer))
    assert ran.code == 1
    assert "Section 8 of 8" in ran.out
    assert f"{layer}:5:" in ran.err
    assert layer.read_text().endswith("*x\n")


def test_check_passes_the_shipped_companion(companion: Any) -> None:
    for name in ("nso-2023", str(ROOT / "annotations" / "nso-2023")):
        ran = companion("check", name)
        assert (ran.code, ran.err) == (0, "")
        assert "28 annotations, 16 questions; 28 of 28 placed" in ran.out


def test_check_names_what_is_wrong(companion: Any, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("# T\n\n## One\n\nThe audit is done.\n")
    layer = tmp_path / "mine.yaml"
    head = "companion: 1\nlayer: {id: mine}\nannotations:\n"
    layer.write_text(
        head + "  - {id: A1, quote: The audit}\n  - {id: A2, quote: quite other words entirely, kind: ok}\n"
    )
    ran = companion("check", str(tmp_path))
    assert ran.code == 1
    assert f"{layer}:5:" in ran.err
    assert "mine/A2" in ran.err
    assert "1 of 2 placed" in ran.out
    layer.write_text(head + "  - {id: A1, quote: The audit, sufix: is}\n")
    ran = companion("check", str(layer))
    assert ran.code == 0
    assert "sufix" in ran.err
    assert "warning" in ran.err


def test_check_sees_evidence_that_points_nowhere(companion: Any, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("# T\n\n## One\n\nThe audit is done.\n")
    (tmp_path / "a.yaml").write_text("companion: 1\nannotations:\n  - {id: A1, quote: The audit}\n")
    (tmp_path / "b.yaml").write_text("companion: 1\nquestions:\n  - {id: q, ask: Why?, evidence: [a/A1, a/A9]}\n")
    ran = companion("check", str(tmp_path))
    assert ran.code == 1
    assert "a/A9" in ran.err
    assert "a/A1" not in ran.err


def test_where_makes_nothing(companion: Any, tmp_path: Path) -> None:
    ran = companion("where", "--notes", str(tmp_path / "mine"))
    assert ran.code == 0
    lines = dict(line.split(maxsplit=1) for line in ran.out.splitlines())
    assert lines["notebooks"] == str(tmp_path / "mine")
    assert lines["state"] == os.path.join(os.environ["XDG_STATE_HOME"], "companion")
    assert lines["config"] == os.path.join(os.environ["XDG_CONFIG_HOME"], "companion")
    assert not any(os.path.exists(folder) for folder in lines.values())


def test_list(companion: Any) -> None:
    assert companion("note", "nso-2023", "--document", "--text", "x").code == 0
    assert "nso-2023: Transparency and Responsibility Report 2023" in companion("list").out
    (entry,) = companion("list", "--format", "json").json["shipped"]
    assert (entry["name"], entry["notes"]) == ("nso-2023", 1)
    assert companion("list", "--format", "json").json["recent"] == []


def test_purge_and_forget(companion: Any) -> None:
    assert companion("purge", "nso-2023", "--yes").out == "0 removed\n"
    assert companion("note", "nso-2023", "--document", "--text", "stays").code == 0
    assert companion("purge", "nso-2023", "--yes").out == "0 removed\n"
    assert companion("forget", "nso-2023").code == 0
    assert len(companion("notes", "nso-2023", "--format", "json").json["notes"]) == 1


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
def test_output_that_cannot_be_written_is_told() -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "companion", "where"]
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
