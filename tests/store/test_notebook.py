"""A notebook: layout, adding, editing, deleting."""

from __future__ import annotations

import os
import stat
import time
from dataclasses import replace
from pathlib import Path

from companion.model import Annotation, Answer, Place, Quote, Record, new_id
from companion.store.library import OpenDocument
from companion.store.notebook import find_notebook
from companion.store.settings import Settings, settings
from tests.store.making import QUOTE, inner, note, notebook, opened, paths_in, texts


def test_nothing_is_made_before_there_is_a_note(tmp_path: Path) -> None:
    book = find_notebook(paths_in(tmp_path), opened(), Settings())
    assert book.folder is None
    assert book.load().own
    assert book.others() == []
    assert not book.changed()
    assert book.purge() == 0
    book.adopt()
    assert list(tmp_path.iterdir()) == []


def test_a_note_is_a_private_file_of_its_own(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    saved = book.save(note("words"))
    assert book.folder is not None
    assert book.folder.parent == paths_in(tmp_path).notebooks
    assert os.listdir(book.folder / "r-one") == [f"{saved.record.id}.yaml"]
    for path in book.folder.rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted
    text = (inner(book) / f"{saved.record.id}.yaml").read_text()
    assert text.startswith("companion: 1\n")
    assert "  words\n" in text
    identity = (book.folder / "document.yaml").read_text()
    assert identity.startswith("companion: 1\n")
    assert "title: A report" in identity
    assert opened().document.fingerprint in identity
    assert str(tmp_path) not in identity


def test_the_folder_of_a_shipped_companion_has_its_name(tmp_path: Path) -> None:
    book = notebook(tmp_path, what=opened(shipped="nso-2023"))
    book.save(note("words"))
    assert book.folder is not None
    assert book.folder.name.startswith("nso-2023-")
    assert len(book.folder.name) == len("nso-2023-") + 8
    assert "sha256" not in (book.folder / "document.yaml").read_text()


def test_every_kind_of_record_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    records: list[Record] = [
        note("many\n\nlines"),
        replace(note("no quote", quote=None), searched=("auditor", "scope"), tags=("a", "b"), kind="omission"),
        Answer(new_id(), "questions/audit-scope", "evaded", "why", ("critique/C22", QUOTE)),
        Place(new_id(), "critique/C05", replace(QUOTE, section="")),
    ]
    book = notebook(tmp_path)
    stored = [book.save(record).record for record in records]
    layer = notebook(tmp_path).load()
    loaded: list[Record] = [*layer.annotations, *layer.answers, *layer.places]
    found = {each.id: each for each in loaded}
    assert [found[each.id] for each in records] == stored
    assert layer.faults == ()
    for kept, given in zip(stored, records, strict=True):
        assert isinstance(kept, type(given))
        assert kept.quote == given.quote if isinstance(kept, Place) and isinstance(given, Place) else True


def test_the_reader_is_made_with_the_first_note_and_kept(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    book = find_notebook(paths, opened(), Settings())
    assert book.reader.startswith("r-")
    book.save(note("words"))
    assert settings(paths).reader == book.reader
    assert inner(book).is_dir()
    assert texts(find_notebook(paths, opened(), settings(paths))) != {}


def test_an_edit_replaces_and_a_deleted_note_can_come_back(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    first = book.save(note("first")).record
    assert isinstance(first, Annotation)
    second = book.save(replace(first, note="second")).record
    assert texts(book) == {first.id: "second"}
    book.save(replace(second, deleted="2026-01-01T10:00:00Z"))
    assert texts(book) == {}
    assert [each.id for each in book.deleted] == [first.id]
    fresh = notebook(tmp_path)
    fresh.load()
    assert [each.id for each in fresh.deleted] == [first.id]
    book.save(second)
    assert texts(book) == {first.id: "second"}
    assert book.deleted == ()


def test_purge_removes_only_what_was_deleted(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    kept, gone = note("kept"), note("gone")
    for each in (kept, gone, replace(gone, deleted="2026-01-01T10:00:00Z")):
        book.save(each)
    assert (inner(book) / f"{gone.id}.yaml").exists()
    assert book.purge() == 1
    assert os.listdir(inner(book)) == [f"{kept.id}.yaml"]
    assert book.deleted == ()
    assert not book.changed()
    assert book.purge() == 0


def test_the_order_never_depends_on_the_clock(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    times = ["2030-01-01", "", "1970-01-01", "not a time"]
    for name, when in zip("dbca", times, strict=True):
        book.save(replace(note("words", name), created=when, modified=when))
        path = inner(book) / f"{name}.yaml"
        os.utime(path, (time.time() * len(when), 0))
    assert list(texts(notebook(tmp_path))) == ["a", "b", "c", "d"]


def test_a_document_without_quotes_or_path_has_a_notebook_too(tmp_path: Path) -> None:
    what = OpenDocument(opened(text="Only one line").document)
    book = find_notebook(paths_in(tmp_path), what, Settings(reader="r-one"))
    book.save(Annotation(id=new_id(), note="on the document"))
    assert len(find_notebook(paths_in(tmp_path), what, Settings(reader="r-one")).load().annotations) == 1


def test_words_with_every_sort_of_character_come_back(tmp_path: Path) -> None:
    words = "# not a comment: {a: b}\n  indented\n--- \ttab\n\n🙂 גרסה ‏mark‎ “quotes”\n- [x] end"
    book = notebook(tmp_path)
    saved = book.save(replace(note(words), quote=Quote('he said: "no"\nthen', "  pre ", "\tsuf"))).record
    assert isinstance(saved, Annotation)
    (loaded,) = notebook(tmp_path).load().annotations
    assert loaded == saved
    assert "🙂 גרסה ‏mark‎ “quotes”\n- [x] end" in loaded.note
