"""The folder of a notebook, or the document itself, goes or changes while it is open."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from companion.model import Annotation, NotSaved
from companion.store.library import open_document
from companion.store.notebook import Notebook
from companion.store.watch import DocumentState, DocumentWatch
from tests.store.common import below
from tests.store.faults import failing
from tests.store.making import inner, note, notebook, paths_in, texts

GONE = "2026-01-01T10:00:00Z"


def begun(folder: Path) -> tuple[Notebook, Annotation]:
    """An open notebook with two notes and a deleted one; the first of them."""
    book = notebook(folder)
    first = book.save(note("first", "n-1")).record
    book.save(note("second", "n-2"))
    book.save(replace(note("deleted", "n-3"), deleted=GONE))
    book.load()
    book.others()
    assert isinstance(first, Annotation)
    return book, first


def without_notebooks(book: Notebook) -> None:
    assert book.folder is not None
    shutil.rmtree(book.folder.parent)


def without_the_notebook(book: Notebook) -> None:
    assert book.folder is not None
    shutil.rmtree(book.folder)


def without_the_reader(book: Notebook) -> None:
    shutil.rmtree(inner(book))


ways = pytest.mark.parametrize("remove", [without_notebooks, without_the_notebook, without_the_reader])


@ways
@pytest.mark.parametrize("loads", [0, 1, 3])
def test_notes_stay_and_the_next_save_makes_the_folder_anew(
    tmp_path: Path, remove: Callable[[Notebook], None], loads: int
) -> None:
    book, first = begun(tmp_path)
    remove(book)
    assert book.changed()
    for _ in range(loads):
        layer = book.load()
        assert {each.id: each.note.strip() for each in layer.annotations} == {"n-1": "first", "n-2": "second"}
        (fault,) = layer.faults
        assert fault.what == "the folder is gone; 2 notes of it are here only"
        assert not fault.warning
        assert not book.changed()
        assert not inner(book).exists()
    saved = book.save(replace(first, note="edited"), base=first)
    assert (saved.record.id, saved.conflict) == ("n-1", None)
    fresh = notebook(tmp_path)
    assert texts(fresh) == {"n-1": "edited", "n-2": "second"}
    assert (fresh.deleted, fresh.faults) == ((), ())
    assert texts(book) == texts(fresh)
    assert book.faults == ()


def test_a_new_note_and_a_deletion_put_the_others_back_too(tmp_path: Path) -> None:
    book, first = begun(tmp_path)
    without_the_notebook(book)
    book.save(replace(first, deleted=GONE))
    assert texts(notebook(tmp_path)) == {"n-2": "second"}
    without_the_notebook(book)
    book.save(note("third", "n-4"))
    assert texts(notebook(tmp_path)) == {"n-2": "second", "n-4": "third"}


def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    book, first = begun(tmp_path)
    without_notebooks(book)
    paths_in(tmp_path).notebooks.write_text("in the way")
    with pytest.raises(NotSaved):
        book.save(first)
    paths_in(tmp_path).notebooks.unlink()
    assert sorted(each.note.strip() for each in book.load().annotations) == ["first", "second"]
    book.save(replace(first, note="edited"))
    assert texts(notebook(tmp_path)) == {"n-1": "edited", "n-2": "second"}


def test_a_disk_that_fails_in_between_leaves_the_rest_to_the_next_save(tmp_path: Path) -> None:
    told = 0
    for call in range(100):
        folder = below(tmp_path, call)
        book, first = begun(folder)
        without_the_reader(book)
        with failing(call, errno.ENOSPC) as made, suppress(NotSaved):
            book.save(replace(first, note="edited"), base=first)
        if len(made) <= call:
            break
        there = [path.name for path in inner(book).glob("n-*")] if inner(book).exists() else []
        shown = {each.id for each in book.load().annotations}
        assert {"n-1", "n-2"} <= shown, (call, made[call], there)
        told += bool(book.faults)
        book.save(replace(first, note="edited"), base=first)
        assert {"edited", "second"} <= set(texts(notebook(folder)).values())
    assert told > 10


def test_a_folder_that_comes_back_is_read_as_it_is(tmp_path: Path) -> None:
    book, first = begun(tmp_path)
    assert book.folder is not None
    aside = book.folder.rename(tmp_path / "aside")
    book.load()
    aside.rename(book.folder)
    path = inner(book) / "n-2.yaml"
    path.write_text(path.read_text().replace("second", "changed there"))
    assert book.changed()
    layer = book.load()
    assert {each.id: each.note.strip() for each in layer.annotations} == {"n-1": "first", "n-2": "changed there"}
    assert (layer.faults, layer.versions) == ((), ())
    book.save(replace(first, note="edited"))
    assert texts(notebook(tmp_path)) == {"n-1": "edited", "n-2": "changed there"}


def watched(folder: Path) -> tuple[Path, DocumentWatch]:
    path = folder / "a.md"
    path.write_text("# A\n\nWords.\n")
    return path, DocumentWatch(open_document(str(path)))


def test_a_document_that_stays_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, watch = watched(tmp_path)
    assert watch.look() == ("same", path)
    monkeypatch.setattr("companion.store.watch.raw_of", lambda opened: 1 / 0)
    assert watch.look() == ("same", path)


def test_touched_or_put_in_its_place_again_it_is_the_same(tmp_path: Path) -> None:
    path, watch = watched(tmp_path)
    watch.look()
    os.utime(path, ns=(1, 1))
    assert watch.look() == ("same", path)
    (tmp_path / "new").write_bytes(path.read_bytes())
    os.replace(tmp_path / "new", path)
    assert watch.look() == ("same", path)


@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("looked", [True, False])
def test_other_words_are_noticed_and_the_old_ones_again(tmp_path: Path, in_place: bool, looked: bool) -> None:
    path, watch = watched(tmp_path)
    before = path.read_bytes()
    if looked:
        watch.look()
    for words, fate in ((b"# A\n\nOther.\n", "changed"), (b"", "changed"), (before, "same")):
        target = path if in_place else tmp_path / "new"
        target.write_bytes(words)
        os.replace(target, path)
        assert watch.look() == (fate, path)
        assert watch.look() == (fate, path)


def test_renamed_or_removed_is_told(tmp_path: Path) -> None:
    path, watch = watched(tmp_path)
    watch.look()
    path.rename(tmp_path / "b.md")
    assert watch.look() == DocumentState("renamed", tmp_path / "b.md")
    (tmp_path / "b.md").rename(path)
    assert watch.look() == ("same", path)
    path.unlink()
    assert watch.look() == DocumentState("removed")
    shutil.rmtree(tmp_path)
    assert watch.look() == DocumentState("removed")


def test_what_has_no_file_stays(tmp_path: Path) -> None:
    watch = DocumentWatch(open_document("-", stdin=b"# A\n\nWords.\n"))
    assert watch.look() == ("same", None)


def test_a_note_removed_by_hand_does_not_come_back_after_a_purge(tmp_path: Path) -> None:
    for mine, purging in ((0, 0), (0, 1), (1, 0)):
        top = below(tmp_path, 2 * mine + purging)
        books = notebook(top), notebook(top)
        books[0].save(note("first", "n-1"))
        folder = inner(books[0])
        (folder / "n-1.yaml").unlink()
        assert books[purging].purge() == 0
        assert not folder.exists()
        books[mine].save(note("second", "n-2"))
        assert texts(notebook(top)) == {"n-2": "second"}
        assert books[0].load().faults == ()


@pytest.mark.parametrize("loads", [False, True])
@pytest.mark.parametrize("others", [False, True])
def test_a_notebook_that_another_purged_is_saved_into_at_once(tmp_path: Path, loads: bool, others: bool) -> None:
    book = notebook(tmp_path)
    first = book.save(note("first", "n-1")).record
    assert book.folder is not None
    if others:
        (book.folder / "ann").mkdir()
    other = notebook(tmp_path)
    other.load()
    other.save(replace(first, deleted=GONE))
    assert other.purge() == 1
    assert not (book.folder / book.reader).exists()
    if loads:
        assert book.load().annotations == ()
        assert book.faults == ()
    book.save(note("second", "n-2"))
    other.save(note("third", "n-3"))
    assert texts(notebook(tmp_path)) == {"n-2": "second", "n-3": "third"}


def test_a_folder_that_goes_after_it_was_made_anew_is_missed_again(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    first = book.save(note("first", "n-1")).record
    book.save(replace(first, deleted=GONE))
    assert book.purge() == 1
    book.save(note("second", "n-2"))
    without_the_notebook(book)
    assert [each.id for each in book.load().annotations] == ["n-2"]
    book.save(note("third", "n-3"))
    assert texts(notebook(tmp_path)) == {"n-2": "second", "n-3": "third"}


def test_the_mark_of_a_purge_is_swept_in_time(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    book.save(replace(book.save(note("first", "n-1")).record, deleted=GONE))
    book.purge()
    (mark,) = paths_in(tmp_path).state.rglob("*.purged")
    assert mark.read_bytes() == b""
    os.utime(mark, (1, 1))
    book.load()
    assert not mark.exists()
