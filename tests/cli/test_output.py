"""Output formats: each row of the table serves every command that has `--format`."""

from __future__ import annotations

import re

import pytest

from companion.cli.commands import group
from companion.cli.output import FORMATS
from tests.running import Companion

NSO = "nso-2023"
COMMANDS = {
    "show": [NSO],
    "notes": [NSO],
    "anchors": [NSO, "critique"],
    "terms": [NSO, "rights"],
    "find": [NSO, "--question", "audit-scope"],
    "absent": [NSO, "auditor"],
    "signs": [NSO],
    "compare": [NSO, NSO],
    "score": [NSO, "--checklist", "surveillance-vendor"],
    "readers": [NSO],
    "overview": [NSO],
    "list": [],
}


def test_these_commands_and_no_others_have_formats() -> None:
    having = {name for name, command in group.commands.items() if "form" in {each.name for each in command.params}}
    assert having - {"cite"} == set(COMMANDS)  # `cite` has formats of its own, those of citations


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_format_prints_every_command(companion: Companion, form: str, name: str) -> None:
    companion("note", "nso-2023", "--document", "--text", "x")
    ran = companion(name, *COMMANDS[name], "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip()
    offered = re.search(r"--format \[([a-z|]+)\]", companion(name, "--help").out)
    assert offered
    assert set(FORMATS) <= set(offered[1].split("|"))
