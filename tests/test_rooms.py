"""Which room may load what, asked of fresh interpreters: a linter cannot tell whether a late import stays late."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCREEN = {"textual", "rich"}
SLOW = SCREEN | {"yaml", "pygments", "rapidfuzz", "sqlite3"}
"""What nothing may load on its own account before it is needed."""
LOWER = ["model", "text", "documents", "anchoring", "analysis", "exchange.locate", "reading"]
LOWER += ["store", "store.library", "store.notebook.match", "store.session", "cli"]


def loaded(code: str) -> set[str]:
    """The top-level names of all modules a fresh interpreter has after `code`."""
    tail = "\nimport sys\nsys.stderr.write(' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code + tail], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("room", LOWER)
def test_a_lower_room_loads_nothing_of_the_screen_and_nothing_slow(room: str) -> None:
    assert not loaded(f"import companion.{room}") & SLOW


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_load_nothing_slow(option: str) -> None:
    code = f"import sys\nsys.argv = ['companion', {option!r}]\nfrom companion.__main__ import main\nassert main() == 0"
    found = loaded(code)
    assert not found & SLOW
    assert ("click" in found) == (option == "--help")


def test_the_shipped_document_opens_without_anything_slow() -> None:
    code = "from companion.store.library import open_document\nopen_document('nso-2023').document.section(0)"
    assert not loaded(code) & SLOW


def test_the_check_itself_sees_what_is_loaded() -> None:
    assert "yaml" in loaded("import yaml")


FIRST = """
import importlib, os, sys
import click, textual.app, textual.screen, textual.widgets, yaml
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except ImportError as error:
            print(f"{name}: {error}", flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""
"""Imports each module before any other of the package, with the libraries that are dear there already."""


def failing_alone(*names: str) -> list[str]:
    """The modules that cannot be imported first, and why."""
    command = [sys.executable, "-c", FIRST, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.splitlines()


@pytest.mark.xfail(strict=True, reason="what splits long sections still imports Markdown, which imports it")
def test_each_module_can_be_imported_before_any_other() -> None:
    names = (path.relative_to(ROOT).with_suffix("").parts for path in ROOT.glob("companion/**/*.py"))
    assert failing_alone(*(".".join(name).removesuffix(".__init__") for name in names if name[-1] != "__main__")) == []


def test_a_module_that_cannot_be_imported_is_seen() -> None:
    assert failing_alone("companion.nowhere", "companion.model") == [
        "companion.nowhere: No module named 'companion.nowhere'"
    ]


def test_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
