"""Notes in which git left both versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from companion.model import Annotation
from companion.store.notebook import Notebook, conflicts
from tests.store.making import note, notebook, texts

PLAIN = b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n"
WITH_BASE = b"a\n<<<<<<< HEAD\nb\n||||||| base\nx\n=======\nc\n>>>>>>> other\nd\n"


@pytest.mark.parametrize("data", [PLAIN, WITH_BASE])
def test_both_sides_are_taken_apart(data: bytes) -> None:
    assert conflicts.split(data) == (b"a\nb\nd\n", b"a\nc\nd\n", 2)


def test_several_places_and_one_empty_side() -> None:
    data = PLAIN + b"<<<<<<< HEAD\n=======\ne\n>>>>>>> other\n"
    assert conflicts.split(data) == (b"a\nb\nd\n", b"a\nc\nd\ne\n", 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a: b\n",
        b"note: |\n  <<<<<<< HEAD\n  b\n  =======\n  c\n  >>>>>>> x\n",
        b"<<<<<<< HEAD\nb\n=======\nc\n",
        b"<<<<<<<<<< HEAD\nb\n=======\n>>>>>>> x\n",
        b"=======\n>>>>>>> x\n",
    ],
)
def test_what_is_no_whole_conflict_is_left_alone(data: bytes) -> None:
    assert conflicts.split(data) is None


def conflicted(folder: Path) -> tuple[Notebook, Annotation, Path]:
    """A notebook with one note as git leaves it, and another that is well."""
    book = notebook(folder)
    one = book.save(note("first line\nours\nlast line")).record
    book.save(note("another", "n-another"))
    assert book.folder is not None
    assert isinstance(one, Annotation)
    path = book.folder / "r-one" / f"{one.id}.yaml"
    text = path.read_text()
    path.write_text(text.replace("  ours\n", "<<<<<<< HEAD\n  ours\n=======\n  theirs\n>>>>>>> abc\n"))
    return book, one, path


def test_both_are_shown_with_a_fault_and_the_rest_loads(tmp_path: Path) -> None:
    book, one, path = conflicted(tmp_path)
    shown = texts(book)
    assert shown == {
        "n-another": "another",
        one.id: "first line\nours\nlast line",
        f"{one.id}.theirs": "first line\ntheirs\nlast line",
    }
    (conflict,) = book.conflicts
    assert (conflict.ours.id, conflict.theirs.id, conflict.other) == (one.id, one.id, f"{one.id}.theirs")
    assert [fault for fault in book.faults if not fault.warning] == [conflict.fault]
    assert conflict.fault.where.file == str(path)
    assert path.read_text().splitlines()[conflict.fault.where.line - 1] == "<<<<<<< HEAD"


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("theirs", [False, True])
def test_choosing_writes_the_file_and_keeps_the_other_side(tmp_path: Path, theirs: bool, both: bool) -> None:
    book, one, path = conflicted(tmp_path)
    book.load()
    book.choose(f"{one.id}.theirs" if theirs else one.id, both=both)
    chosen, other = ("theirs", "ours") if theirs else ("ours", "theirs")
    fresh = notebook(tmp_path)
    shown = texts(fresh)
    assert shown.pop("n-another") == "another"
    assert shown.pop(one.id).split("\n")[1] == chosen
    kept = list(shown.values()) if both else [each.note for each in fresh.deleted if isinstance(each, Annotation)]
    assert [text.split("\n")[1] for text in kept] == [other]
    assert fresh.faults == ()
    assert book.conflicts == ()
    assert b"<<<<" not in path.read_bytes()


def test_an_edit_of_a_conflicted_note_becomes_a_new_one(tmp_path: Path) -> None:
    book, one, path = conflicted(tmp_path)
    book.load()
    before = path.read_bytes()
    saved = book.save(replace(one, note="my edit"))
    assert saved.record.supersedes == one.id
    assert path.read_bytes() == before


def test_choosing_after_the_file_changed_again_overwrites_nothing(tmp_path: Path) -> None:
    book, one, path = conflicted(tmp_path)
    book.load()
    changed = path.read_text().replace("theirs", "their newer words")
    path.write_text(changed)
    saved = book.choose(one.id)
    assert saved.record.id != one.id
    assert path.read_text() == changed


def test_one_side_that_cannot_be_read_leaves_the_other(tmp_path: Path) -> None:
    book, one, path = conflicted(tmp_path)
    broken = path.read_text().replace("  theirs\n", "  theirs\nbroken: [\n")
    path.write_text(broken)
    assert texts(book)[one.id] == "first line\nours\nlast line"
    assert book.conflicts == ()
    assert any("unreadable" in str(fault) for fault in book.faults)
    book.save(replace(one, note="my edit"))
    assert path.read_text() == broken
