"""CONTRIBUTING says where things go: every file, symbol and room it names is there, and its example works."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from companion.documents import read_document

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`((?:companion|tests|annotations|\.ci)/[\w./]*|\w+\.(?:toml|md))(?:::([\w.]+))?`")
NEW = {"companion/documents/org.py"}
"""What only the example makes."""


def missing(text: str) -> list[str]:
    """The files, and the symbols in them, that a text names in backticks and that are not there."""
    return [
        f"{path}::{symbol}" if symbol else path
        for path, symbol in _NAMED.findall(text)
        if path not in NEW and not (defines(ROOT / path, symbol) if symbol else (ROOT / path).exists())
    ]


def defines(path: Path, symbol: str) -> bool:
    """True if a module has such a class, function or value at its top, or in a class there: `Class.method`."""
    if not path.is_file():
        return False
    body: list[ast.stmt] = ast.parse(path.read_text(encoding="utf-8")).body
    for name in symbol.split("."):
        nodes = [node for node in body if name in names(node)]
        if not nodes:
            return False
        body = nodes[0].body if isinstance(nodes[0], ast.ClassDef) else []
    return True


def names(node: ast.stmt) -> set[str]:
    """What a statement defines."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def test_every_file_and_symbol_named_is_there() -> None:
    assert missing(TEXT) == []


def test_a_file_or_symbol_that_is_not_there_is_seen() -> None:
    here = "tests/docs/test_contributing.py"
    assert (
        missing(f"`{here}` `{here}::NEW` `{here}::defines` `tests/docs/` `tests/source_tree.py::SourceTree.rooms`")
        == []
    )
    wrong = ["tests/docs/nowhere.py", f"{here}::nothing", "tests/source_tree.py::SourceTree.cellars"]
    assert missing(" ".join(f"`{each}`" for each in wrong)) == wrong


def test_the_rooms_named_are_the_rooms_there_are() -> None:
    map_ = TEXT.partition("| room under")[2].partition("\n\n")[0]
    named = set(re.findall(r"^\| `(\w+)(?:/|\.py)`", map_, re.MULTILINE))
    folders = {path.parent.name for path in (ROOT / "companion").glob("*/__init__.py")}
    modules = {path.stem for path in (ROOT / "companion").glob("*.py")} - {"__init__"}
    assert named == folders | modules
    assert all(f"`{room}/`" in map_ for room in folders)


def test_the_example_reads_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    from companion.documents import registry

    module, row = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    org = ModuleType("companion.documents.org")
    exec(module, org.__dict__)
    monkeypatch.setitem(sys.modules, org.__name__, org)
    monkeypatch.setattr(registry, "FORMATS", (eval(row, vars(registry)), *registry.FORMATS))
    document = read_document(b"* A report\n\n** Risks\n\nNobody was asked.\n", "report.org", file="report.org")
    assert [heading.title for heading in document.headings] == ["Risks"]
    assert "Nobody was asked." in document.section(0).text


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT + (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_changelog_begins_with_what_is_not_released_yet() -> None:
    parts = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert parts[0] == "[Unreleased]"
