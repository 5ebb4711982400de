"""Files of other programs into a notebook: the same file twice, the book by its title, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.foreign_files import (
    SAMPLES,
    SIDECAR,
    calibre,
    calibre_mark,
    koreader_entry,
    koreader_library,
)
from tests.running import Companion

REPORT = (
    "# Water & Power: A Report\n\n## The Pumps\n\nThe pump was repaired twice. It broke again.\n\n## More\n\nCosts.\n"
)


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "water.md"
    path.write_text(REPORT)
    return str(path)


def file(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "foreign"
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, files in SAMPLES.items() for data in files])
def test_the_same_file_twice_changes_nothing(
    companion: Companion, tmp_path: Path, report: str, name: str, data: bytes
) -> None:
    path = file(tmp_path, data)
    first = companion("import", path, "--into", report, "--book", book_of(name, data))
    assert first.code == 0, first.err
    notes = companion("notes", report, "--format", "json").json
    assert any(note["quote"] == "The pump was repaired twice." for note in notes["notes"])
    again = companion("import", path, "--into", report, "--book", book_of(name, data))
    assert " 0 new" in f" {again.out}"
    assert f"{len(notes['notes'])} unchanged" in again.out
    assert companion("notes", report, "--format", "json").json == notes


def book_of(name: str, data: bytes) -> str:
    if name == "calibre" and b"book_id" in data:
        return "book 7 (EPUB)"
    return "" if name == "calibre" else "water and power"


def test_a_sidecar_finds_its_section_and_its_place(companion: Companion, tmp_path: Path, report: str) -> None:
    ran = companion("import", file(tmp_path, SIDECAR), "--into", report, "--book", "Water and Power")
    assert ran.out.splitlines() == ["2 new", "placed: 1 exact, 0 changed, 0 unsure, 1 lost", "left out: 1 bookmarks"]
    note = next(n for n in companion("notes", report, "--format", "json").json["notes"] if n["quote"].startswith("The"))
    assert (note["section"], note["page"]) == ("the-pumps", "ix")


@pytest.mark.parametrize("name", ["koreader", "readwise", "calibre"])
def test_colours_become_tags_on_request(companion: Companion, tmp_path: Path, report: str, name: str) -> None:
    data = calibre(calibre_mark(style={"which": "yellow"})) if name == "calibre" else SAMPLES[name][0]
    path = file(tmp_path, data)
    command = ("import", path, "--into", report, "--book", book_of(name, data))
    assert companion(*command, "--colours").code == 0
    notes = companion("notes", report, "--format", "json").json["notes"]
    assert {tag for note in notes for tag in note.get("tags", []) if tag.startswith("color:")} == {"color:yellow"}


def test_of_two_books_one_is_chosen_by_name(companion: Companion, tmp_path: Path, report: str) -> None:
    path = file(tmp_path, koreader_library(("One", koreader_entry()), ("Two", koreader_entry())))
    ran = companion("import", path, "--into", report)
    assert (ran.code, "--book TITLE: One; Two" in ran.err) == (1, True)
    assert companion("notes", report, "--format", "json").json["notes"] == []
    assert companion("import", path, "--into", report, "--book", "two").code == 0


def test_a_cut_file_brings_nothing(companion: Companion, tmp_path: Path, report: str) -> None:
    ran = companion("import", file(tmp_path, SIDECAR[:-60]), "--into", report)
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert "a Lua literal was expected" in ran.err or "was expected" in ran.err
    assert companion("notes", report, "--format", "json").json["notes"] == []
