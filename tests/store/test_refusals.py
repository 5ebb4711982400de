"""What stands in a notebook that is not a note, or not ours to change: listed, never followed, never overwritten."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from companion.model import Annotation, NotSaved
from companion.store import files
from companion.store.notebook import find_notebook
from companion.store.settings import Settings
from tests.store.making import inner, note, notebook, opened, paths_in, texts


def test_a_file_that_cannot_be_read_is_listed_and_never_overwritten(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    one, two = book.save(note("one")).record, book.save(note("two")).record
    assert isinstance(one, Annotation)
    path = inner(book) / f"{one.id}.yaml"
    path.write_text("companion: 1\nnote: [unclosed\n")
    layer = book.load()
    assert [each.id for each in layer.annotations] == [two.id]
    assert len(layer.faults) == 1
    assert str(layer.faults[0]).startswith(f"{path}:")
    assert layer.faults[0].where.line
    saved = book.save(replace(one, note="new words"))
    assert saved.fault == layer.faults[0]
    assert saved.record.supersedes == one.id
    assert path.read_text() == "companion: 1\nnote: [unclosed\n"
    with pytest.raises(NotSaved, match="it was not deleted"):
        book.save(replace(one, deleted="2026-01-01T10:00:00Z"))


def test_a_note_of_a_newer_version_is_shown_and_kept(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    one = book.save(note("words")).record
    assert isinstance(one, Annotation)
    path = inner(book) / f"{one.id}.yaml"
    newer = path.read_text().replace("companion: 1", "companion: 2", 1)
    path.write_text(newer)
    layer = book.load()
    assert [fault.warning for fault in layer.faults] == [True]
    assert [each.note.strip() for each in layer.annotations] == ["words"]
    saved = book.save(replace(one, note="edited"))
    assert saved.record.supersedes == one.id
    assert path.read_text() == newer


def test_unknown_fields_are_kept(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    one = book.save(note("words")).record
    path = inner(book) / f"{one.id}.yaml"
    path.write_text(path.read_text() + "x-colour: red\nfuture: [a, b]\n")
    (loaded,) = book.load().annotations
    book.save(replace(loaded, note="edited"))
    text = path.read_text()
    assert "x-colour" in text
    assert "future" in text
    assert "edited" in text


def test_a_notebook_of_a_newer_version_is_not_changed(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    one = book.save(note("words")).record
    assert book.folder is not None
    identity = book.folder / "document.yaml"
    identity.write_text(identity.read_text().replace("companion: 1", "companion: 2"))
    again = notebook(tmp_path)
    assert again.load().read_only
    with pytest.raises(NotSaved, match="newer companion"):
        again.save(one)


@pytest.mark.parametrize("name", ["../out", "a/b", "", ".hidden", "x" * 65, "marks", "Marks", "a\x1bb"])
def test_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    book = notebook(tmp_path)
    with pytest.raises(NotSaved, match="not a possible name") as refused:
        book.save(Annotation(id=name, note="words"))
    assert "\x1b" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_other_files_do_not_disturb(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    one = book.save(note("words")).record
    (inner(book) / f"{files.LEFT_OVER}x.tmp").write_text("half a no")
    (inner(book) / ".gitignore").write_text("*.tmp\n")
    (inner(book) / "README").write_text("hello")
    assert texts(book) == {one.id: "words"}
    assert not [*book.faults]
    (inner(book) / "two words.yaml").write_text("companion: 1\nnote: x\n")
    (inner(book) / "folder.yaml").mkdir()
    assert texts(book) == {one.id: "words"}
    assert sorted(fault.what for fault in book.faults) == ["a folder", "the name is not a note's"]


def test_a_file_is_called_by_its_name(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    one = book.save(note("words")).record
    (inner(book) / f"{one.id}.yaml").rename(inner(book) / "n-renamed.yaml")
    assert texts(book) == {"n-renamed": "words"}
    assert [fault.warning for fault in book.faults] == [True]


def test_links_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    one = book.save(note("words")).record
    assert book.folder is not None
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("companion: 1\nid: secret\nnote: secret\n")
    (inner(book) / "n-link.yaml").symlink_to(outside / "secret.yaml")
    assert texts(book) == {one.id: "words"}
    assert "symbolic link" in str(book.faults[0])
    saved = book.save(Annotation(id="n-link", note="mine"))
    assert saved.record.id != "n-link"
    inner(book).rename(tmp_path / "moved")
    inner(book).symlink_to(outside)
    assert texts(notebook(tmp_path)) == {}
    assert "symbolic link" in str([*notebook(tmp_path).load().faults])
    with pytest.raises(NotSaved, match="symbolic link"):
        notebook(tmp_path).save(note("must not get out"))
    assert os.listdir(outside) == ["secret.yaml"]


def test_the_notes_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    paths.notebooks.parent.mkdir(parents=True)
    paths.notebooks.symlink_to(tmp_path / "elsewhere")
    notebook(tmp_path).save(note("words"))
    assert len(os.listdir(tmp_path / "elsewhere")) == 1


def test_after_the_folder_is_gone_saving_makes_it_anew(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    first = book.save(note("first")).record
    assert book.folder is not None
    book.folder.rename(tmp_path / "gone")
    one = note("second")
    book.save(one)
    assert texts(book) == {first.id: "first", one.id: "second"}
    assert (book.folder / "document.yaml").exists()


def test_hostile_titles_make_harmless_folders(tmp_path: Path) -> None:
    for number, title in enumerate(["../../etc", "", "گزارش", "a/b\x1b[2J", "x" * 300, "COM1: «Rapport»"]):
        book = find_notebook(paths_in(tmp_path), opened(title=title, text=f"Text {number}"), Settings(reader="r"))
        book.save(Annotation(id="n", note="words"))
        assert book.folder is not None
        assert book.folder.parent == paths_in(tmp_path).notebooks
        assert set(book.folder.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert len(book.folder.name) <= 49
