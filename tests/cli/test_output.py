"""Output formats: each row of the table serves every command that has `--format`."""

from __future__ import annotations

import pytest

from companion.cli.commands import group
from companion.cli.output import FORMATS
from tests.running import Companion

COMMANDS = {"show": ["nso-2023"], "notes": ["nso-2023"], "anchors": ["nso-2023", "critique"], "list": []}


def test_these_commands_and_no_others_have_formats() -> None:
    having = {name for name, command in group.commands.items() if "form" in {each.name for each in command.params}}
    assert having == set(COMMANDS)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_format_prints_every_command(companion: Companion, form: str, name: str) -> None:
    companion("note", "nso-2023", "--document", "--text", "x")
    ran = companion(name, *COMMANDS[name], "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip()
    assert f"[{'|'.join(FORMATS)}]" in companion(name, "--help").out
