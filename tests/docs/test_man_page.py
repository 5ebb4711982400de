"""The manual page tells every command, option and key, and roff has nothing to say against it."""

from __future__ import annotations

import shutil
import subprocess

import click
import pytest

from companion.cli.commands import group
from companion.tui.commands.table import keymap
from tests.docs.man_page import PAGE, VARIABLES, page, text
from tests.running import ROOT

LINTS = (("groff", "-man", "-Tutf8", "-ww", "-z", "-k"), ("mandoc", "-T", "lint", "-W", "error"))


def test_the_page_is_what_the_tables_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.docs.man_page --write"


def test_every_option_is_told_with_what_it_does() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for name, command in group.commands.items():
        start = next(i for i, line in enumerate(lines) if line.startswith((f".SS {name} ", f".SS [{name}]")))
        end = next(i for i in range(start + 1, len(lines)) if lines[i].startswith((".SS", ".SH")))
        for option in (each for each in command.params if isinstance(each, click.Option)):
            at = next(i for i in range(start, end) if text(option.opts[0]) in lines[i])
            assert lines[at + 1], (name, option.opts)
            assert not lines[at + 1].startswith("."), (name, option.opts)


def test_every_key_in_force_is_told() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for _, rows in keymap().rows():
        for row in rows:
            assert f".B {text(row.keys or ': ' + row.ids[0])}" in lines


def test_the_variables_told_are_looked_at() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "companion").rglob("*.py"))
    for name in ", ".join(VARIABLES).split(", "):
        assert name in source or (name.startswith("XDG_") and 'f"XDG_{what.upper()}_HOME"' in source), name


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint[0])
def test_roff_takes_it(lint: tuple[str, ...]) -> None:
    if not shutil.which(lint[0]):
        pytest.skip(f"there is no {lint[0]} here")
    done = subprocess.run([*lint, PAGE], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
