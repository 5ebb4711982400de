"""A new companion folder: whole or not at all, without a fault, and its schema fits its layers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from companion.documents.markdown.front_matter import front_matter
from companion.layers.check import check_layer
from companion.store import files
from companion.store.checklists import checklist_names
from companion.store.new_folder import SCHEMA
from companion.store.paths import shipped
from tests.making import REPORT
from tests.running import Companion


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(REPORT)
    return path


def test_a_folder_for_markdown_holds_its_text_and_has_no_fault(
    companion: Companion, tmp_path: Path, report: Path
) -> None:
    folder = tmp_path / "made"
    ran = companion("new", str(report), "-o", str(folder))
    assert (ran.code, len(ran.out.splitlines())) == (0, 4)
    checked = companion("check", str(folder))
    assert (checked.code, checked.err) == (0, "")
    assert "2 layers, 10 questions" in checked.out
    text = (folder / "report.md").read_bytes()
    assert text.endswith(REPORT.encode())
    assert dict(front_matter(text, 0).facts)["title"] == "Annual Report"
    shown = companion("show", str(folder), "--format", "json").json
    assert [section["id"] for section in shown["sections"]] == ["audits", "customers", "closing"]
    assert len(shown["document"]["questions"]) == 10


def test_its_layers_name_the_schema_beside_them_and_fit_it(companion: Companion, tmp_path: Path, report: Path) -> None:
    folder = tmp_path / "made"
    companion("new", str(report), "-o", str(folder))
    schema = json.loads((folder / SCHEMA).read_text())
    assert json.loads(companion("schema", "layer").out) == schema
    for name in ("critique.yaml", "questions.yaml"):
        text = (folder / name).read_text()
        assert text.splitlines()[0] == f"# yaml-language-server: $schema={SCHEMA}"
        assert list(Draft7Validator(schema).iter_errors(yaml.safe_load(text))) == []


def test_of_another_document_only_facts_and_headings_go_in(companion: Companion, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<html lang="en"><head><title>A Page</title><meta name="author" content="A. Writer"></head>'
        "<body><h1>A Page</h1><h2>On *stars*</h2><p>Secret words.</p><h2>More</h2><p>Words.</p></body></html>"
    )
    folder = tmp_path / "made"
    assert companion("new", str(page), "-o", str(folder)).code == 0
    text = (folder / "report.md").read_text()
    assert "Secret words" not in text
    assert dict(front_matter(text.encode(), 0).facts)["author"] == "A. Writer"
    shown = companion("show", str(folder), "--format", "json").json
    assert [section["title"] for section in shown["sections"]] == ["On *stars*", "More"]
    assert companion("check", str(folder)).err == ""
    assert companion("show", str(page), "--with", str(folder), "--format", "json").json["document"]["questions"]


def test_nothing_that_stands_there_is_touched(companion: Companion, tmp_path: Path, report: Path) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "mine.txt").write_text("x")
    ran = companion("new", str(report), "-o", str(folder))
    assert (ran.code, ran.err) == (1, f"{folder}: exists already; name a new folder\n")
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    assert companion("new", str(report), "-o", str(tmp_path / "x"), "--checklist", "none").code == 1
    assert not (tmp_path / "x").exists()


def test_a_disk_that_fails_leaves_nothing(
    companion: Companion, tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "save_new", full)
    ran = companion("new", str(report), "-o", str(tmp_path / "made"))
    assert (ran.code, "made: not made: " in ran.err) == (1, True)
    assert [path.name for path in tmp_path.iterdir() if path.name != "report.md" and "companion" in path.name] == []
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("name", checklist_names())
def test_shipped_checklists_hold_open_questions_and_nothing_else(name: str) -> None:
    data = (shipped() / "checklists" / f"{name}.yaml").read_bytes()
    assert check_layer(data, name) == []
    whole = yaml.safe_load(data)
    assert set(whole) - {"checklist"} == {"companion", "layer", "questions"}
    assert not any(question.keys() & {"verdict", "evidence"} for question in whole["questions"])


def test_a_citation_on_the_command_line(companion: Companion, tmp_path: Path) -> None:
    report = tmp_path / "web.md"
    report.write_text(f"---\nurl: https://example.org/r\n---\n\n{REPORT}")
    ran = companion("cite", str(report), "--format", "csl-json", "--quote", "met four times")
    assert ran.json[0]["URL"] == "https://example.org/r#:~:text=met%20four%20times"
    assert companion("cite", str(report)).out == "Annual Report. https://example.org/r\n"
    report.write_text(REPORT)
    assert companion("cite", str(report), "--quote", "met").code == 1
