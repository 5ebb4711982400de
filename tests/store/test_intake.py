"""Imports into a notebook: the same file twice, what the reader changed or deleted since, and refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from companion.exchange.brought import imported_id
from companion.model import valid_id
from tests.making import written
from tests.running import Companion, harmless

NOTES = """companion: 1
layer: {id: lens, title: A lens, author: B. Reader}
annotations:
  - {id: L1, section: customers, quote: No customer is named anywhere, note: "Not one [of them]."}
  - {id: L2, section: Audits, quote: A yearly on-site audit, note: By whom?, author: C. Reader}
  - {id: L3, quote: Something that never stood here at all., note: Where?}
  - {id: L4, replies_to: lens/L1, note: "Nor a number."}
"""


@pytest.fixture
def report(tmp_path: Path) -> str:
    return str(written(tmp_path)[0])


def layer_file(tmp_path: Path, text: str = NOTES) -> str:
    path = tmp_path / "notes.yaml"
    path.write_text(text)
    return str(path)


def test_an_import_is_counted_and_the_second_changes_nothing(companion: Companion, tmp_path: Path, report: str) -> None:
    file = layer_file(tmp_path)
    ran = companion("import", file, "--into", report, "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert companion("notes", report, "--format", "json").json["notes"] == []
    assert companion("import", file, "--into", report).out == ran.out
    assert ran.out.splitlines() == ["4 new", "placed: 3 exact, 0 changed, 0 unsure, 1 lost"]
    before = companion("notes", report, "--format", "json").json
    assert [note.get("replies_to") for note in before["notes"]] == [None, None, None, "L1"]
    assert before["notes"][1]["section"] == "audits", "a title becomes the section's id"
    again = companion("import", file, "--into", report)
    assert again.out.splitlines()[0] == "0 new, 4 unchanged"
    assert companion("notes", report, "--format", "json").json == before


def test_what_the_reader_changed_stays_and_what_was_deleted_stays_away(
    companion: Companion, tmp_path: Path, report: str
) -> None:
    file = layer_file(tmp_path)
    companion("import", file, "--into", report)
    (folder,) = (path.parent for path in Path.home().rglob("L1.yaml"))
    edited = folder / "L1.yaml"
    edited.write_text(edited.read_text().replace("Not one [of them].", "My own words."))
    gone = folder / "L3.yaml"
    gone.write_text(gone.read_text().replace("note:", "deleted: 2026-01-01T00:00:00Z\nnote:"))
    assert companion("import", file, "--into", report).out.startswith(
        "0 new, 2 unchanged, 1 kept yours, 1 deleted earlier\n"
    )
    notes = {note["id"]: note for note in companion("notes", report, "--format", "json").json["notes"]}
    assert notes["L1"]["note"].strip() == "My own words."
    assert "L3" not in notes


def test_one_writer_of_several(companion: Companion, tmp_path: Path, report: str) -> None:
    file = layer_file(tmp_path)
    assert companion("import", file, "--into", report, "--by", "c reader").out.startswith("1 new\n")
    ran = companion("import", file, "--into", report, "--by", "nobody")
    assert ran.code == 1
    assert "B. Reader, C. Reader" in ran.err


def test_questions_become_a_layer_or_are_refused(companion: Companion, tmp_path: Path, report: str) -> None:
    lens = str(tmp_path / "lens.yaml")
    ran = companion("import", lens, "--into", report)
    assert (ran.code, ran.out) == (1, "")
    assert "-o LAYER.yaml" in ran.err
    assert companion("notes", report, "--format", "json").json["notes"] == []
    made = tmp_path / "made.yaml"
    assert companion("import", lens, "--into", report, "-o", str(made)).code == 0
    assert companion("check", str(made)).code == 0
    assert companion("import", lens, "--into", report, "-o", str(made)).code == 1
    assert companion("import", lens, "--into", report, "-o", str(made), "--force").code == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nothing of the kind",
        b"\0\1\2",
        b'{"annotations": [',
        b'{"a": NaN}',
        b"[" * 5000,
        b"annotations: [",
        b"companion: x",
    ],
)
def test_what_is_no_file_of_notes_is_told_in_one_line(
    companion: Companion, tmp_path: Path, report: str, data: bytes
) -> None:
    path = tmp_path / "strange"
    path.write_bytes(data)
    ran = companion("import", str(path), "--into", report)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "strange" in ran.err
    assert harmless(ran.err)


def test_a_record_that_is_wrong_spoils_the_whole_import(companion: Companion, tmp_path: Path, report: str) -> None:
    file = layer_file(tmp_path, NOTES + "  - {id: L5, quote: [no text]}\n")
    assert companion("import", file, "--into", report).code == 1
    assert companion("notes", report, "--format", "json").json["notes"] == []


def test_ids_of_imported_records_hold_still() -> None:
    assert imported_id("x", "-_1") == imported_id("x", "-_1")
    assert imported_id("x", "y") != imported_id("xy", "")
    assert valid_id(imported_id("", "\ud800"))
