"""Conflict copies of programs that synchronise folders: second versions, until one is chosen, and never before."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from companion.model import Annotation
from companion.store.layers import layers_from
from companion.store.list import listed
from companion.store.notebook import Notebook
from companion.store.settings import Settings
from companion.store.state import State
from companion.store.state_values import Progress
from tests.store.making import inner, note, notebook, opened, paths_in, texts

ID = "n-abcdefghijklmnopqrstuvwxyz"
NAMES = [
    f"{ID}.sync-conflict-20240131-120000-ABCDEFG.yaml",
    f"{ID} (Ann's conflicted copy 2024-01-31).yaml",
    f"{ID} (Ann's conflicted copy 2024-01-31 (1)).yaml",
    f"{ID} (In Konflikt stehende Kopie von Ann 2024-01-31).yaml",
    f"{ID} (conflicted copy 2024-01-31 120000).yaml",
    f"{ID} 2.yaml",
    f"{ID}-DESKTOP-4F2K1.yaml",
    f"{ID}_conflict-20240131-120000.yaml",
    f"{ID}~laptop.yaml",
]
every_program = pytest.mark.parametrize("name", NAMES, ids=lambda name: name.removeprefix(ID))


def copied(folder: Path, name: str, *, words: str = "theirs", deleted: str = "") -> tuple[Notebook, Path]:
    """A notebook with two notes, `ours` and `another`, and a copy of the first that says `words`."""
    book = notebook(folder)
    book.save(note("another", "n-another"))
    theirs = book.save(replace(note(words, ID), deleted=deleted)).record
    path = inner(book) / f"{ID}.yaml"
    copy = path.with_name(name)
    os.rename(path, copy)
    if words != "ours":
        book = notebook(folder)
        book.save(replace(theirs, note="ours", deleted="") if isinstance(theirs, Annotation) else theirs)
    else:
        path.write_bytes(copy.read_bytes())
    fresh = notebook(folder)
    fresh.load()
    return fresh, copy


@every_program
def test_a_copy_is_a_second_version_and_is_told(tmp_path: Path, name: str) -> None:
    book, copy = copied(tmp_path, name)
    before = copy.read_bytes()
    layer = book.load()
    assert texts(book) == {"n-another": "another", ID: "ours", f"{ID}.theirs": "theirs"}
    ((first, second, fault),) = layer.versions
    assert (first.id, second.id, second.supersedes, fault) == (ID, f"{ID}.theirs", ID, None)
    (told,) = layer.faults
    assert told.warning
    assert told.where.file == str(copy)
    assert f"a second version of {ID}" in told.what
    assert copy.read_bytes() == before


@every_program
@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("theirs", [False, True])
def test_it_is_gone_when_one_is_chosen(tmp_path: Path, name: str, theirs: bool, both: bool) -> None:
    book, copy = copied(tmp_path, name)
    saved = book.choose(f"{ID}.theirs" if theirs else ID, both=both)
    assert saved.conflict is None
    assert not copy.exists()
    fresh = notebook(tmp_path)
    shown = texts(fresh)
    assert fresh.load().versions == ()
    assert fresh.faults == ()
    assert shown.pop("n-another") == "another"
    gone = [each.note.strip() for each in fresh.deleted if isinstance(each, Annotation)]
    if both:
        assert (sorted(shown.values()), gone) == (["ours", "theirs"], [])
    else:
        chosen, other = ("theirs", "ours") if theirs else ("ours", "theirs")
        assert (shown, gone) == ({ID: chosen}, [other])
    assert not book.changed()


def test_an_edit_of_either_leaves_the_other(tmp_path: Path) -> None:
    book, copy = copied(tmp_path, NAMES[0])
    first, second, _ = book.load().versions[0]
    book.save(replace(first, note="ours, edited") if isinstance(first, Annotation) else first)
    assert copy.exists()
    assert texts(notebook(tmp_path)) == {"n-another": "another", ID: "ours, edited", f"{ID}.theirs": "theirs"}
    book.save(replace(second, note="theirs, edited") if isinstance(second, Annotation) else second, base=second)
    assert not copy.exists()
    fresh = notebook(tmp_path)
    assert texts(fresh) == {"n-another": "another", ID: "ours, edited", f"{ID}.theirs": "theirs, edited"}
    assert len(fresh.load().versions) == 1
    assert fresh.faults == ()


def test_a_copy_changed_meanwhile_is_not_removed(tmp_path: Path) -> None:
    book, copy = copied(tmp_path, NAMES[0])
    copy.write_text(copy.read_text().replace("theirs", "newer"))
    book.choose(ID)
    assert "newer" in copy.read_text()
    assert texts(notebook(tmp_path))[f"{ID}.theirs-2"] == "newer"


def test_a_note_changed_meanwhile_keeps_its_words_and_the_copy(tmp_path: Path) -> None:
    book, copy = copied(tmp_path, NAMES[0])
    path = inner(book) / f"{ID}.yaml"
    path.write_text(path.read_text().replace("ours", "newer"))
    saved = book.choose(f"{ID}.theirs")
    assert saved.conflict is not None
    assert "newer" in path.read_text()
    assert copy.exists()


def test_several_copies_are_settled_one_after_the_other(tmp_path: Path) -> None:
    book, copy = copied(tmp_path, NAMES[0])
    copy.with_name(NAMES[1]).write_text(copy.read_text().replace("theirs", "a third"))
    shown = texts(book)
    assert sorted(shown.values()) == ["a third", "another", "ours", "theirs"]
    assert len(book.load().versions) == 1
    for _ in range(2):
        (versions,) = book.load().versions
        book.choose(versions.first.id, versions.second.id)
    assert texts(book) == {"n-another": "another", ID: "ours"}
    assert sorted(os.listdir(inner(book)))[-1] == "n-another.yaml"


def test_one_that_says_the_same_is_passed_over_and_goes_with_purge(tmp_path: Path) -> None:
    book, copy = copied(tmp_path, NAMES[0], words="ours")
    assert texts(book) == {"n-another": "another", ID: "ours"}
    assert (book.load().versions, book.faults) == ((), ())
    book.save(note("more", "n-more"))
    assert copy.exists()
    assert book.purge() == 0
    assert not copy.exists()
    assert texts(book) == {"n-another": "another", ID: "ours", "n-more": "more"}


def test_deleted_here_and_edited_there_is_offered_and_purge_waits(tmp_path: Path) -> None:
    book, copy = copied(tmp_path, NAMES[0])
    first, _, _ = book.load().versions[0]
    book.save(replace(first, deleted="2026-01-01T10:00:00Z"))
    ((one, other, _),) = book.load().versions
    assert (bool(one.deleted), bool(other.deleted)) == (True, False)
    book.choose(f"{ID}.theirs")
    assert texts(notebook(tmp_path)) == {"n-another": "another", ID: "theirs"}
    assert not copy.exists()


def test_edited_here_and_deleted_there_is_offered_and_purge_leaves_it(tmp_path: Path) -> None:
    book, copy = copied(tmp_path, NAMES[0], deleted="2026-01-01T10:00:00Z")
    ((one, other, _),) = book.load().versions
    assert (bool(one.deleted), bool(other.deleted)) == (False, True)
    assert book.deleted == ()
    assert book.purge() == 0
    assert copy.exists()
    book.choose(f"{ID}.theirs")
    assert texts(notebook(tmp_path)) == {"n-another": "another"}


def test_deleted_on_both_sides_needs_no_choice_and_is_purged(tmp_path: Path) -> None:
    book, copy = copied(tmp_path, NAMES[0], deleted="2026-01-01T10:00:00Z")
    first, _, _ = book.load().versions[0]
    book.save(replace(first, deleted="2026-02-02T10:00:00Z"))
    assert book.load().versions == ()
    assert book.purge() == 2
    assert not copy.exists()
    assert texts(book) == {"n-another": "another"}


@pytest.mark.parametrize("name", [name for name in NAMES if "DESKTOP" not in name and "_" not in name])
def test_a_copy_without_its_note_stands_for_it(tmp_path: Path, name: str) -> None:
    book, copy = copied(tmp_path, name)
    (inner(book) / f"{ID}.yaml").unlink()
    layer = book.load()
    assert texts(book) == {"n-another": "another", ID: "theirs"}
    assert [fault.warning for fault in layer.faults] == [True]
    (loaded,) = [each for each in layer.annotations if each.id == ID]
    book.save(replace(loaded, note="edited"), base=loaded)
    assert not copy.exists()
    assert texts(notebook(tmp_path)) == {"n-another": "another", ID: "edited"}


def test_a_broken_copy_is_a_fault_and_left_alone(tmp_path: Path) -> None:
    book, copy = copied(tmp_path, NAMES[1])
    copy.write_bytes(copy.read_bytes()[:-5])
    layer = book.load()
    assert texts(book) == {"n-another": "another", ID: "ours"}
    assert [str(fault).startswith(f"{copy}:") for fault in layer.faults] == [True]
    book.purge()
    assert copy.exists()


def test_a_note_somebody_renamed_is_a_note(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    book.save(note("words", "C05"))
    (inner(book) / "C05.yaml").rename(inner(book) / "C05-b.yaml")
    assert texts(book) == {"C05-b": "words"}


def test_other_readers_notes_are_shown_in_both_versions(tmp_path: Path) -> None:
    book, _ = copied(tmp_path, NAMES[0])
    assert book.folder is not None
    other = notebook(tmp_path, "r-two").others()
    for layer in (*other, *layers_from(str(book.folder))):
        assert sorted(each.note.strip() for each in layer.annotations) == ["another", "ours", "theirs"]


def test_the_list_counts_a_note_once(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.touch()
    copied(tmp_path, NAMES[4])
    State(paths_in(tmp_path)).remember(opened(path), Progress())
    (line,) = [each for each in listed(paths_in(tmp_path), Settings(reader="r-one")) if not each.shipped]
    assert line.notes == 2


def test_a_copy_of_the_marks_is_no_note_and_its_fingerprints_count(tmp_path: Path) -> None:
    book, _ = copied(tmp_path, NAMES[0])
    changed = opened(text="Risks\n\nA periodic on-site audit, and more.")
    mark = f"companion: 1\nfingerprints:\n  - {changed.document.fingerprint}\n"
    for name in ("marks.sync-conflict-20240131-120000-ABCDEFG.yaml", "marks (Ann's conflicted copy).yaml"):
        (inner(book) / name).write_text(mark)
        assert not [name for name in texts(book) if name.startswith("marks")]
        assert len(book.faults) == 1
        assert notebook(tmp_path, what=changed).folder == book.folder
        (inner(book) / name).unlink()
