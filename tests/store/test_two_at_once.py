"""Two programs, an editor or a merge change notes at the same time: nothing is lost, both versions are kept."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from companion.model import Annotation
from companion.store import files, locks
from companion.store.notebook import folder
from companion.store.notebook.note_file import NoteFile
from tests.store.making import inner, note, notebook, paths_in, texts


def test_purge_leaves_a_note_that_came_back_elsewhere(tmp_path: Path) -> None:
    book, other = notebook(tmp_path), notebook(tmp_path)
    one = note("words")
    book.save(replace(one, deleted="2026-01-01T10:00:00Z"))
    other.load()
    other.save(one)
    assert book.purge() == 0
    assert texts(book) == {one.id: "words"}


def test_an_outside_edit_keeps_both_versions(tmp_path: Path) -> None:
    book, other = notebook(tmp_path), notebook(tmp_path)
    one = book.save(note("as it was")).record
    assert isinstance(one, Annotation)
    other.load()
    other.save(replace(one, note="theirs"))
    saved = book.save(replace(one, note="mine"))
    assert isinstance(saved.conflict, Annotation)
    assert saved.conflict.note.strip() == "theirs"
    assert saved.record.supersedes == one.id
    assert texts(book) == {one.id: "theirs", saved.record.id: "mine"}


def test_an_edit_begun_before_an_outside_change_keeps_both_though_it_was_loaded_since(tmp_path: Path) -> None:
    book, other = notebook(tmp_path), notebook(tmp_path)
    base = book.save(note("as it was")).record
    assert isinstance(base, Annotation)
    other.load()
    other.save(replace(base, note="theirs"))
    book.load()
    saved = book.save(replace(base, note="mine"), base=base)
    assert saved.conflict is not None
    assert sorted(texts(book).values()) == ["mine", "theirs"]


def test_the_same_edit_on_both_sides_is_no_conflict(tmp_path: Path) -> None:
    book, other = notebook(tmp_path), notebook(tmp_path)
    one = book.save(note("as it was")).record
    assert isinstance(one, Annotation)
    other.load()
    other.save(replace(one, note="the same"))
    assert book.save(replace(one, note="the same")).conflict is None
    assert texts(book) == {one.id: "the same"}


def test_a_deletion_does_not_reach_a_note_changed_elsewhere(tmp_path: Path) -> None:
    book, other = notebook(tmp_path), notebook(tmp_path)
    one = book.save(note("as it was")).record
    assert isinstance(one, Annotation)
    other.load()
    other.save(replace(one, note="theirs"))
    saved = book.save(replace(one, deleted="2026-01-01T10:00:00Z"))
    assert saved.conflict == saved.record
    assert texts(book) == {one.id: "theirs"}


def test_an_edit_of_a_note_removed_elsewhere_stands(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    one = book.save(note("as it was")).record
    assert isinstance(one, Annotation)
    (inner(book) / f"{one.id}.yaml").unlink()
    assert book.save(replace(one, note="mine")).conflict is None
    assert texts(book) == {one.id: "mine"}


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("mine", [False, True])
def test_one_of_two_versions_is_chosen(tmp_path: Path, mine: bool, both: bool) -> None:
    book, other = notebook(tmp_path), notebook(tmp_path)
    one = book.save(note("as it was")).record
    assert isinstance(one, Annotation)
    other.load()
    other.save(replace(one, note="theirs"))
    new = book.save(replace(one, note="mine")).record
    book.load()
    book.choose(new.id if mine else one.id, both=both)
    if both:
        assert texts(book) == {one.id: "theirs", new.id: "mine"}
    else:
        assert texts(book) == {one.id: "mine" if mine else "theirs"}
        assert [each.id for each in book.deleted] == [new.id]
    assert all(not each.supersedes for each in book.load().annotations)
    with pytest.raises(KeyError):
        book.choose(one.id if both else "n-none")


def test_changes_from_outside_are_seen_and_own_are_not(tmp_path: Path) -> None:
    book, other, colleague = notebook(tmp_path), notebook(tmp_path), notebook(tmp_path, "r-two")
    one = other.save(note("words")).record
    assert isinstance(one, Annotation)
    assert book.changed()
    book.load()
    book.others()
    assert not book.changed()
    book.save(note("mine"))
    assert not book.changed()
    for change in (
        lambda: other.save(replace(one, note="other words")),
        lambda: (inner(book) / f"{one.id}.yaml").write_text("edited in place\n"),
        lambda: (inner(book) / f"{one.id}.yaml").unlink(),
        lambda: colleague.save(note("hello")),
        lambda: colleague.save(note("again")),
    ):
        change()
        assert book.changed()
        book.load()
        book.others()
        assert not book.changed()


def test_changes_are_seen_in_a_notebook_that_was_not_there_when_it_was_loaded(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    book.load()
    book.others()
    one = book.save(note("words")).record
    assert isinstance(one, Annotation)
    assert not book.changed()
    notebook(tmp_path).save(replace(one, note="other words"), base=one)
    assert book.changed()


def test_other_readers_are_layers_of_their_own(tmp_path: Path) -> None:
    book, colleague = notebook(tmp_path), notebook(tmp_path, "r-two")
    book.save(note("mine"))
    colleague.save(note("theirs"))
    (layer,) = book.others()
    assert (layer.id, layer.own) == ("r-two", False)
    assert [each.note.strip() for each in layer.annotations] == ["theirs"]
    assert list(texts(book).values()) == ["mine"]


def test_saving_works_without_any_lock(tmp_path: Path) -> None:
    paths_in(tmp_path).state.parent.mkdir()
    paths_in(tmp_path).state.write_text("in the way of every lock")
    book = notebook(tmp_path)
    one = book.save(note("words")).record
    assert texts(book) == {one.id: "words"}


def test_a_claim_left_by_a_dead_process_keeps_both_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "CLAIM_PATIENCE", 0.02)
    book = notebook(tmp_path)
    one = book.save(note("as it was")).record
    assert isinstance(one, Annotation)
    with files.opened_folder(inner(book)) as folder:
        claim = locks.claimed(folder, f"{one.id}.yaml", book._digests[f"{one.id}.yaml"])
        assert claim.__enter__()
        saved = book.save(replace(one, note="mine"))
    assert saved.conflict is not None
    assert texts(book) == {one.id: "as it was", saved.record.id: "mine"}
    del claim


def test_threads_may_save_at_once(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    wanted = [note(f"number {number}") for number in range(24)]
    threads = [
        threading.Thread(target=lambda part=part: [book.save(each) for each in part])
        for part in (wanted[:8], wanted[8:16], wanted[16:])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts(book) == {each.id: each.note for each in wanted}


def test_purge_leaves_a_note_that_comes_back_while_it_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, other = notebook(tmp_path), notebook(tmp_path)
    one = note("words")
    book.save(replace(one, deleted="2026-01-01T10:00:00Z"))
    other.load()
    real = folder.read_folder

    def read_and_wait(*args: Any) -> list[NoteFile]:
        found = real(*args)
        with monkeypatch.context() as patch:
            patch.setattr(locks, "locked", lambda state, folder: nullcontext(False))
            other.save(one)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(folder, "read_folder", read_and_wait)
        assert book.purge() == 0
    assert texts(book) == {one.id: "words"}


def test_a_note_as_it_was_typed_serves_as_the_beginning_of_an_edit(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    typed = note("words with \ta tab and a blank at the end \n")
    book.save(typed)
    assert book.save(replace(typed, note="edited"), base=typed).conflict is None
    assert texts(book) == {typed.id: "edited"}


def test_the_same_edit_in_other_bytes_is_no_conflict(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    one = book.save(note("as it was")).record
    assert isinstance(one, Annotation)
    path = inner(book) / f"{one.id}.yaml"
    path.write_text(path.read_text().replace("as it was", "the same") + "# with a comment\n")
    saved = book.save(replace(one, note="the same"))
    assert (saved.record.id, saved.conflict) == (one.id, None)
    assert texts(book) == {one.id: "the same"}


def test_a_notebook_that_was_empty_when_it_was_loaded_notices_what_others_change(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    book.load()
    book.others()
    stored = book.save(note("words")).record
    assert not book.changed()
    notebook(tmp_path).save(replace(stored, modified="2026-02-02T10:00:00Z"), base=stored)
    assert book.changed()
    assert [each.modified for each in book.load().annotations] == ["2026-02-02T10:00:00Z"]
    assert not book.changed()
