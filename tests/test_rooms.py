"""Which room may load what, asked of fresh interpreters: a linter cannot tell whether a late import stays late."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCREEN = {"textual", "rich"}
SLOW = SCREEN | {"yaml", "pygments", "rapidfuzz", "sqlite3"}
"""What nothing may load on its own account before it is needed."""
LOWER = ["model", "text", "documents", "anchoring", "analysis", "exchange.locate", "reading"]
LOWER += ["store", "store.library", "store.notebook.match", "store.session", "cli.commands"]


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


OUTSIDE = ("store/", "documents/sandbox/", "tui/external.py", "tui/background.py", "__main__.py")
"""The only parts of the package that touch files, start programs, or ask the terminal."""
WORLD = {
    "subprocess",
    "socket",
    "shutil",
    "tempfile",
    "webbrowser",
    "multiprocessing",
    "pty",
    "fcntl",
    "mmap",
    "select",
}
WORLD |= {"sqlite3", "dbm", "shelve", "fileinput", "glob", "runpy", "http", "ftplib", "smtplib", "urllib.request"}
WORLD |= {"asyncio.subprocess", "importlib.resources", "posix", "_io"}
PURE = {"environ", "path", "fspath", "fsencode", "fsdecode", "strerror", "sep", "_exit"}
PURE |= {"join", "basename", "dirname", "normpath", "splitext", "isabs"}
"""What `os` and `os.path` have that neither reads nor changes anything on disk."""
METHODS = {"read_text", "write_text", "read_bytes", "write_bytes", "exists", "is_file", "is_dir", "is_symlink", "stat"}
METHODS |= {"lstat", "iterdir", "glob", "rglob", "mkdir", "rmdir", "touch", "unlink", "rename", "chmod", "symlink_to"}
METHODS |= {"hardlink_to", "readlink", "resolve", "expanduser", "samefile", "absolute", "home", "cwd"}
METHODS |= {"create_subprocess_exec", "create_subprocess_shell", "open_connection", "start_server"}
"""What a Path, or asyncio, has that reaches outside. `replace` is left out: texts and records have it too."""


def touching(source: str) -> list[str]:
    """The lines of a module that reach a file, a program or the network, but for what is there for types alone."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            node.body = []
    memory = _in_memory(tree)
    return [f"{node.lineno}: {ast.unparse(node)}" for node in ast.walk(tree) if _touches(node, memory)]  # type: ignore[attr-defined]


def _in_memory(tree: ast.Module) -> set[str]:
    """The classes of a module that are files in memory, and the names it gives to such files."""
    bases = {"BytesIO", "io.BytesIO"}
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases |= {node.name for node in classes if {ast.unparse(base) for base in node.bases} & bases}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)]
    return bases | {ast.unparse(node.targets[0]) for node in calls if ast.unparse(node.value.func) in bases}  # type: ignore[attr-defined]


def _touches(node: ast.AST, memory: set[str]) -> bool:
    if isinstance(node, ast.Import):
        return any(_of_world(alias.name) for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        names = {alias.name for alias in node.names}
        pure = PURE if node.module in ("os", "os.path") else {"TextIOWrapper", "BytesIO", "StringIO"}
        if node.module in ("os", "os.path", "io"):
            return not names <= pure
        return _of_world(node.module or "") or any(_of_world(f"{node.module}.{name}") for name in names)
    if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
        return ast.unparse(node.value) in ("os", "os.path") and node.attr not in PURE
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in ("open", "exec", "eval", "__import__")
    if not isinstance(node.func, ast.Attribute):
        return False
    owner, name = ast.unparse(node.func.value), node.func.attr
    in_memory = bool(node.args) and ast.unparse(node.args[0]).partition("(")[0] in memory
    opens = name == "open" and not owner.startswith("self.")  # an object of ours may well have an `open`
    return name in METHODS or opens or (name == "ZipFile" and not in_memory)


def _of_world(name: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in WORLD)


def test_only_these_touch_files_or_start_programs() -> None:
    modules = {path.relative_to(ROOT / "companion").as_posix(): path for path in ROOT.glob("companion/**/*.py")}
    assert all(any(name.startswith(part) for name in modules) for part in OUTSIDE)
    lines = {
        name: found
        for name, path in modules.items()
        if not name.startswith(OUTSIDE) and (found := touching(path.read_text(encoding="utf-8")))
    }
    assert lines == {}


@pytest.mark.parametrize(
    "line",
    [
        "open('x')",
        "import io; io.open('x')",
        "import os; os.open('x', 0)",
        "import os; os.listdir()",
        "import os.path; os.path.exists('x')",
        "from os import remove",
        "from os.path import getsize",
        "from io import open",
        "from pathlib import Path; Path('x').read_text()",
        "from pathlib import Path; Path('x').open()",
        "def f(path): return path.exists()",
        "import subprocess",
        "import socket as s",
        "def f():\n    import urllib.request",
        "from urllib import request",
        "from asyncio import subprocess",
        "import asyncio; asyncio.create_subprocess_exec('x')",
        "from tempfile import mkdtemp",
        "import webbrowser",
        "import zipfile; zipfile.ZipFile('x')",
        "import io, zipfile; packed = io.FileIO('x'); zipfile.ZipFile(packed)",
    ],
)
def test_the_check_sees_what_touches_the_outside(line: str) -> None:
    assert touching(line)


@pytest.mark.parametrize(
    "line",
    [
        "import os; os.environ['X']",
        "import os; os.path.join('a', 'b')",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import webbrowser",
        "import io, zipfile; zipfile.ZipFile(io.BytesIO(b'')); self.words.open('note')",
        "import asyncio; asyncio.run(f())",
        "from pathlib import Path; Path('x').name; 'a'.replace('a', 'b')",
    ],
)
def test_the_check_passes_what_does_not(line: str) -> None:
    assert touching(line) == []
