"""Commands about the program: keys, the settings' schema, completion, and words that are no command."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml

from companion.store.settings import SETTINGS, checked
from companion.store.settings_schema import settings_schema
from companion.tui.commands.table import keymap
from tests.running import ROOT, Companion, process


@pytest.mark.parametrize(
    ("words", "code", "near"),
    [
        (["shwo", "nso-2023"], 2, "show"),
        (["nots", "nso-2023", "--format", "json"], 2, "notes"),
        (["shwo"], 1, "show"),
        (["nso-2032"], 1, "nso-2023"),
        (["frobnicate", "nso-2023"], 2, ""),
    ],
)
def test_a_word_that_is_no_command_is_told(companion: Companion, words: list[str], code: int, near: str) -> None:
    ran = companion(*words)
    assert (ran.code, ran.out) == (code, "")
    assert f"there is no command {words[0]}" in ran.err
    assert (f"did you mean {near}?" in ran.err) == bool(near)
    assert ("did you mean" in ran.err) == bool(near)


def test_a_document_called_like_a_command_with_a_slip_still_opens(
    companion: Companion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shwo").write_text("# Title\n\nSome words.\n")
    ran = companion("shwo")
    assert (ran.code, "Some words." in ran.out) == (0, True)


def test_keys_are_printed_with_name_key_and_what_they_do(companion: Companion) -> None:
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "companion" / "config.yaml"
    config.parent.mkdir(parents=True)
    config.write_text('keys: {note.add: i, copy: "", nosuch: z}\n')
    ran = companion("keys")
    lines = {line.split()[0]: line for line in ran.out.splitlines() if line.strip()}
    assert ran.code == 0
    assert set(keymap().commands) <= set(lines)
    assert "i (default a)" in lines["note.add"]
    assert "none (default y)" in lines["copy"]
    assert "default" not in lines["note.edit"]
    assert lines["note.edit"].endswith(keymap().commands["note.edit"].label)
    assert "keys: there is no command `nosuch`" in ran.out
    assert 'quit: "x,f10"' in ran.out


def test_the_example_of_keys_does_what_it_says(companion: Companion) -> None:
    out = companion("keys").out
    example = out[out.index("  keys:") : out.index("A key given")]
    given = yaml.safe_load(example)["keys"]
    keys = keymap(given)
    assert keys.shown("note.add") == "i"
    assert keys.shown("quit") == "x f10 ctrl+q"
    assert keys.shown("text.wider") == ""
    assert keys.shown("verdict.3") == "3"


def test_the_schema_shipped_is_the_one_of_the_table(companion: Companion) -> None:
    shipped = (ROOT / "companion/config.schema.json").read_text(encoding="utf-8")
    assert shipped == companion("schema", "config").out, "companion schema config > companion/config.schema.json"
    fields = json.loads(shipped)["properties"]
    assert set(fields) == {"companion", "keys", *(each.name for each in SETTINGS)}


def test_what_the_schema_allows_is_taken_and_what_it_forbids_is_passed_over() -> None:
    for name, field in settings_schema()["properties"].items():
        if "enum" in field:
            words = [value for value in field["enum"] if isinstance(value, str)]
            assert {getattr(checked({name: word}, ""), name) for word in words} == {True, False}
            assert not checked({name: words[0]}, "").faults
        elif field.get("type") == "integer":
            for bound in (field["minimum"], field["maximum"]):
                assert getattr(checked({name: str(bound)}, ""), name) == bound
            assert checked({name: str(field["minimum"] - 1)}, "").faults
            assert checked({name: str(field["maximum"] + 1)}, "").faults
    assert checked({"nosuch": "x"}, "").faults
    assert not checked({"x-mine": "x"}, "").faults


def completions(words: str, shell: str = "bash") -> list[str]:
    """What the shell is told of the last word of a line, which may be empty."""
    count = len(words.split(" ")) - 1
    told = process(env={"_COMPANION_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": str(count)})
    assert (told.returncode, told.stderr) == (0, "")
    return [line.partition(",")[2] for line in told.stdout.splitlines()]


def test_commands_documents_sections_and_layers_are_completed(tmp_path: Path) -> None:
    report = tmp_path / "kept.md"
    report.write_text("# Report\n\n## Governance\n\nWords.\n\n## Numbers\n\nWords.\n")
    assert process("note", str(report), "--document", "--text", "x").returncode == 0
    assert "show" in completions("companion sh")
    assert "nso-2023" in completions("companion ns")
    assert "nso-2023" in completions("companion show ")
    assert completions("companion show nso-2023 --section risk") == ["risk-assessment"]
    assert completions("companion nso-2023 --section risk") == ["risk-assessment"]
    assert completions("companion --section risk") == ["risk-assessment"]
    assert completions(f"companion show {report} --section gov") == ["governance"]
    assert "critique" in completions("companion anchors nso-2023 cri")
    assert "nso-2023" in completions("companion show nso-2023 --with n")
    assert completions("companion show nso-2023 --format ") == ["text", "json"]


def test_recent_documents_are_completed(tmp_path: Path) -> None:
    from companion.store.library import open_document
    from companion.store.paths import user_paths
    from companion.store.state import State
    from companion.store.state_values import Progress

    report = tmp_path / "recent.md"
    report.write_text("# Report\n")
    State(user_paths()).remember(open_document(str(report)), Progress())
    assert str(report) in completions(f"companion show {tmp_path}/re")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(companion: Companion, shell: str) -> None:
    ran = companion("completion", shell)
    assert ran.code == 0
    assert f"_COMPANION_COMPLETE={shell}_complete" in ran.out


def test_forgetting_what_nobody_knows_is_a_problem(companion: Companion) -> None:
    ran = companion("forget", "nosuch")
    assert (ran.code, ran.out) == (1, "")
    assert "nosuch: nothing was remembered" in ran.err


def test_tables_are_told_cell_by_cell(companion: Companion, tmp_path: Path) -> None:
    report = tmp_path / "table.md"
    report.write_text(
        "# T\n\n| Year | Requests |\n|---|---|\n| 2021 | 120 |\n| 2022 | |\n\nAfter.\n\n| A |\n|---|\n| b |\n"
    )
    rows = companion("show", str(report)).out
    assert "2021 | 120" in rows
    told = companion("show", str(report), "--tables", "lines").out
    assert " | " not in told
    at = told.index("Table, 2 columns: Year; Requests")
    assert told.index("row 1\n  Year: 2021\n  Requests: 120\nrow 2\n  Year: 2022\n  Requests: empty", at) > at
    assert "Table, 1 column: A\nrow 1\n  A: b" in told
