"""What each command does with documents, layers and notes."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from companion.documents.sandbox import walls_here
from companion.model import Answer, new_id
from companion.store.session import open_session
from tests.running import ROOT, Companion, harmless, process

QUOTE = "Periodic on-site audit"


def test_the_reading_is_in_order(companion: Companion) -> None:
    out = companion("show", "nso-2023").out
    section = out.index("[risk-assessment]")
    words = out.index(QUOTE, section)
    note = out.index("[C22]")
    question = out.index("[questions/audit-scope]")
    assert section < words < note < question < out.index("Section 8 of 8")
    assert harmless(out)


def test_one_section_alone(companion: Companion) -> None:
    ran = companion("show", "nso-2023", "--section", "closing")
    assert "Section 8 of 8" in ran.out
    assert "Section 7 of 8" not in ran.out
    ran = companion("show", "nso-2023", "--section", "nowhere")
    assert (ran.code, ran.out) == (1, "")
    assert "nowhere" in ran.err
    assert "risk-assessment" in ran.err


def test_show_as_json(companion: Companion) -> None:
    ran = companion("show", "nso-2023", "--format", "json")
    shape = ran.json
    assert ran.out.endswith("}\n")
    assert set(shape) == {"title", "fingerprint", "format", "read", "sections", "document", "lost"}
    assert shape["lost"] == []
    assert len(shape["sections"]) == 8
    assert {"id", "title", "level", "above", "text", "annotations", "questions"} == set(shape["sections"][0])
    found = [note for section in shape["sections"] for note in section["annotations"]]
    found += shape["document"]["annotations"]
    assert {note["id"] for note in found} == {f"C{number:02}" for number in range(1, 29)}
    by_id = {section["id"]: section for section in shape["sections"]}
    for note in found:
        assert {"layer", "state", "score", "section", "start", "end", "text", "kind", "note"} <= set(note)
        if note["section"] is not None:
            assert by_id[note["section"]]["text"][note["start"] : note["end"]] == note["text"]


def test_anchors_as_json(companion: Companion) -> None:
    ran = companion("anchors", "nso-2023", "critique", "--format", "json")
    assert ran.code == 0
    assert len(ran.json) == 28
    assert {"id", "layer", "state", "score", "section", "start", "end", "text"} == set(ran.json[0])
    assert companion("anchors", "nso-2023", "nso-2023", "--format", "json").json == ran.json


def test_a_lost_anchor_has_no_place(companion: Companion, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Other\n\n## One\n\nNothing of the kind stands here.\n")
    (lost, *_) = companion("anchors", str(other), "nso-2023", "--format", "json").json
    assert lost["state"] == "lost"
    assert [lost[name] for name in ("section", "start", "end", "text")] == [None] * 4


def test_a_note_is_kept_and_told(companion: Companion) -> None:
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


def test_a_note_on_a_section_and_on_the_document(companion: Companion) -> None:
    assert companion("note", "nso-2023", "--section", "closing", "--text", "on it").code == 0
    assert companion("note", "nso-2023", "--document", "--text", "on all").code == 0
    shape = companion("show", "nso-2023", "--format", "json").json
    assert [note["note"].strip() for note in shape["sections"][-1]["annotations"] if note["id"].startswith("n-")] == [
        "on it"
    ]
    assert [note["note"].strip() for note in shape["document"]["annotations"]] == ["on all"]


def test_words_that_stand_twice_are_refused_with_the_places(companion: Companion, tmp_path: Path) -> None:
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


def test_words_that_do_not_stand_there_get_the_nearest(companion: Companion) -> None:
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


def test_a_note_too_long_is_refused(tmp_path: Path) -> None:
    ran = process("note", "nso-2023", "--document", "--text", "-", input="x" * ((1 << 20) + 1))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "standard input: more than 1 MiB" in ran.stderr


def test_a_note_that_cannot_be_kept_says_so(companion: Companion, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = companion("note", "nso-2023", "--document", "--text", "x", "--notes", str(tmp_path / "file" / "notes"))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("NOT SAVED: ")
    assert ran.err.count("\n") == 1


def test_a_broken_layer_is_named_and_the_rest_is_shown(companion: Companion, tmp_path: Path) -> None:
    layer = tmp_path / "mine.yaml"
    layer.write_text("companion: 1\nlayer: {id: mine}\nannotations:\n  - id: A1\n    quote: *x\n")
    ran = companion("show", "nso-2023", "--with", str(layer))
    assert ran.code == 1
    assert "Section 8 of 8" in ran.out
    assert f"{layer}:5:" in ran.err
    assert layer.read_text().endswith("*x\n")


def test_check_passes_the_shipped_companion(companion: Companion) -> None:
    for name in ("nso-2023", str(ROOT / "annotations" / "nso-2023")):
        ran = companion("check", name)
        assert (ran.code, ran.err) == (0, "")
        assert "28 annotations, 16 questions; 28 of 28 placed" in ran.out


def test_check_names_what_is_wrong(companion: Companion, tmp_path: Path) -> None:
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


def test_check_sees_evidence_that_points_nowhere(companion: Companion, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("# T\n\n## One\n\nThe audit is done.\n")
    (tmp_path / "a.yaml").write_text("companion: 1\nannotations:\n  - {id: A1, quote: The audit}\n")
    (tmp_path / "b.yaml").write_text("companion: 1\nquestions:\n  - {id: q, ask: Why?, evidence: [a/A1, a/A9]}\n")
    ran = companion("check", str(tmp_path))
    assert ran.code == 1
    assert "a/A9" in ran.err
    assert "a/A1" not in ran.err


def test_check_warns_of_slips_in_a_note_as_in_a_layer(companion: Companion, tmp_path: Path) -> None:
    folder = tmp_path / "book" / "r-me"
    folder.mkdir(parents=True)
    (folder.parent / "document.yaml").write_text("companion: 1\ntitle: T\nshipped: nso-2023\n")
    (folder / "marks.yaml").write_text("companion: 1\nfingerprints: []\n")
    (folder / "n-2.yaml").write_text("companion: 1\nid: n-2\nquote: [one\n")
    note = folder / "n-1.yaml"
    note.write_text("companion: 1\nid: n-1\nquote: The audit\nsufix: is\n")
    ran = companion("check", str(note))
    assert (ran.code, ran.out) == (0, f"{note}: no faults\n")
    assert ran.err.startswith(f'{note}:4:1: unknown field "sufix"; suffix was perhaps meant')
    assert ran.err.endswith("(a warning)\n")
    for what in (folder, folder.parent):
        ran = companion("check", str(what))
        assert (ran.code, ran.out.count("faults")) == (1, 1)
        assert [line.partition(" ")[0] for line in sorted(ran.err.splitlines())] == [
            f"{note}:4:1:",
            f"{folder}/n-2.yaml:3:8:",
        ]


def test_check_reports_kinds_that_nobody_defines(companion: Companion, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("# T\n\n## One\n\nThe audit is done.\n")
    (tmp_path / "kinds.yaml").write_text('companion: 1\nkinds: {hedge: {label: Hedge, sign: "h"}}\n')
    layer, other = tmp_path / "mine.yaml", tmp_path / "other.yaml"
    other.write_text('companion: 1\nkinds: {spin: {label: Spin, sign: "s"}}\nannotations: []\n')
    names = ("eufemism", "euphemism", "hedge", "own")
    notes = [f"  - {{id: A{at}, quote: The audit, kind: {name}}}\n" for at, name in enumerate(names)]
    layer.write_text('companion: 1\nkinds: {own: {label: Own, sign: "o"}}\nannotations:\n' + "".join(notes))
    for what in (layer, tmp_path):
        ran = companion("check", str(what))
        assert (ran.code, ran.err.count("\n")) == (0, 1)
        assert ran.err.startswith(f'{layer}:4:38: unknown kind "eufemism"; it is shown with a ?; euphemism was perhaps')
    layer.write_text("companion: 1\nannotations: [{id: A1, quote: The audit, kind: spin}]\n")
    assert companion("check", str(tmp_path)).err == "", "a layer of the same companion defines it"
    assert '"spin"' in companion("check", str(layer)).err
    note = tmp_path / "n-1.yaml"
    note.write_text("companion: 1\nid: n-1\nquote: The audit\nkind: hegde\n")
    assert "hedge was perhaps meant" in companion("check", str(note)).err


def test_a_note_of_an_unknown_kind_is_written_with_a_warning(companion: Companion) -> None:
    ran = companion("note", "nso-2023", "--document", "--text", "x", "--kind", "euphemsim")
    assert (ran.code, ran.out[:2], ran.err.count("\n")) == (0, "n-", 1)
    assert ran.err == '--kind: unknown kind "euphemsim"; it is shown with a ?; did you mean euphemism? (a warning)\n'
    (note,) = companion("notes", "nso-2023", "--format", "json").json["notes"]
    assert note["kind"] == "euphemsim"
    ran = companion("note", "nso-2023", "--document", "--text", "x", "--kind", "zz")
    assert "known are euphemism, blame-shifting" in ran.err
    assert companion("note", "nso-2023", "--document", "--text", "x", "--kind", "omission").err == ""


def test_where_makes_nothing(companion: Companion, tmp_path: Path) -> None:
    ran = companion("where", "--notes", str(tmp_path / "mine"))
    assert ran.code == 0
    lines = dict(line.split(maxsplit=1) for line in ran.out.splitlines())
    assert lines["notebooks"] == str(tmp_path / "mine")
    assert lines["state"] == os.path.join(os.environ["XDG_STATE_HOME"], "companion")
    assert lines["config"] == os.path.join(os.environ["XDG_CONFIG_HOME"], "companion")
    assert not any(os.path.exists(folder) for folder in lines.values())
    walls = walls_here()
    assert len(walls) == 4 or sys.platform != "linux"
    assert [lines[wall.name] for wall in walls] == [str(wall) for wall in walls]
    assert all(lines[wall.name].startswith("holds: " if wall.holds else "DOES NOT HOLD, ") for wall in walls)


def test_where_tells_of_a_reading_process_that_cannot_be_started(
    companion: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("companion.documents.sandbox.process.sys", SimpleNamespace(executable="/nowhere/python"))
    ran = companion("where")
    assert ran.code == 0
    assert "DOES NOT HOLD, the process that reads it cannot be started: No such file or directory" in ran.out


def test_list(companion: Companion) -> None:
    assert companion("note", "nso-2023", "--document", "--text", "x").code == 0
    assert "nso-2023: Transparency and Responsibility Report 2023" in companion("list").out
    (entry,) = companion("list", "--format", "json").json["shipped"]
    assert (entry["name"], entry["notes"]) == ("nso-2023", 1)
    assert companion("list", "--format", "json").json["recent"] == []


def test_purge_and_forget(companion: Companion) -> None:
    assert companion("purge", "nso-2023", "--yes").out == "0 removed\n"
    assert companion("note", "nso-2023", "--document", "--text", "stays").code == 0
    assert companion("purge", "nso-2023", "--yes").out == "0 removed\n"
    assert companion("forget", "nso-2023").code == 0
    assert len(companion("notes", "nso-2023", "--format", "json").json["notes"]) == 1


def test_forget_removes_the_text_that_was_kept(companion: Companion, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("# A\n\n## One\n\nThe first sentence was kept here for years.\n")
    quote = ("--quote", "The first sentence was kept here for years.")
    assert companion("note", str(report), *quote, "--text", "x").code == 0
    notebooks = open_session("nso-2023").paths.notebooks
    assert len(list(notebooks.rglob("*.edition"))) == 1
    later = "The very first sentence had been kept there for many years."
    report.write_text(f"# A\n\n## One\n\nHere is another one.\n\n{later}\n")
    assert '"state": "changed"' in companion("show", str(report), "--format", "json").out
    assert "forgotten" in companion("forget", str(report)).out
    assert not list(notebooks.rglob("*.edition"))


def test_purge_removes_what_was_deleted_for_good(companion: Companion) -> None:
    companion("note", "nso-2023", "--document", "--text", "a secret")
    notebook = open_session("nso-2023").find_notebook()
    (note,) = notebook.load().annotations
    notebook.save(replace(note, deleted="2026-01-01T00:00:00Z"))
    assert companion("notes", "nso-2023", "--format", "json").json["notes"] == []
    assert notebook.folder is not None
    assert any("a secret" in path.read_text() for path in notebook.folder.rglob("n-*.yaml"))
    assert companion("purge", "nso-2023", "--yes").out == "1 removed\n"
    assert not list(notebook.folder.rglob("n-*.yaml"))


def test_where_notes_might_be_meant_nothing_is_guessed(companion: Companion, tmp_path: Path) -> None:
    first, second = tmp_path / "first.md", tmp_path / "second.md"
    first.write_text("# Same\n\n## One\n\nThe audit is done.\n")
    second.write_text("# Same\n\n## One\n\nQuite another text.\n")
    companion("note", str(first), "--document", "--text", "x")
    ran = companion("note", str(second), "--document", "--text", "y")
    assert (ran.code, ran.out) == (1, "")
    assert "--notebook" in ran.err
    assert "the same title" in ran.err
    shown = companion("show", str(second))
    assert shown.code == 1
    assert "Quite another text." in shown.out
    assert "--notebook" in shown.err
    fresh = ran.err.rpartition("--notebook ")[2].strip()
    assert companion("note", str(second), "--document", "--text", "y", "--notebook", fresh).code == 0
    assert len(companion("notes", str(second), "--format", "json").json["notes"]) == 1


def test_a_verdict_is_shown_beside_the_question(companion: Companion) -> None:
    notebook = open_session("nso-2023").find_notebook()
    notebook.save(Answer(new_id(), "questions/audit-scope", "partly", "In part.", ("critique/C23",)))
    shape = companion("notes", "nso-2023", "--format", "json").json
    assert shape["answers"]["questions/audit-scope"]["verdict"] == "partly"
    assert shape["answers"]["questions/audit-scope"]["evidence"] == ["critique/C23"]
    assert "  your verdict: partly (see critique/C23)\n    In part.\n" in companion("show", "nso-2023").out


def test_a_broken_config_is_named_and_left_alone(companion: Companion) -> None:
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "companion" / "config.yaml"
    config.parent.mkdir(parents=True)
    config.write_text("reader: [me\n")
    ran = companion("notes", "nso-2023")
    assert (ran.code, ran.out) == (1, "")
    assert f"{config}:" in ran.err
    assert config.read_text() == "reader: [me\n"


def test_an_unknown_kind_is_kept_without_a_word_where_that_is_asked_for(companion: Companion) -> None:
    ran = companion("note", "nso-2023", "--document", "--text", "x", "--kind", "spin", "--kind-anyway")
    assert (ran.code, ran.err) == (0, "")
    (note,) = companion("notes", "nso-2023", "--format", "json").json["notes"]
    assert note["kind"] == "spin"
