"""A notebook: layout, adding, editing, deleting, two at once, what cannot be read."""

from __future__ import annotations

import os
import stat
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from companion.model import Annotation, Answer, NotSaved, Place, Quote, new_id
from companion.store import files, locks
from companion.store.library import Opened
from companion.store.notebook import Notebook, find_notebook
from companion.store.settings import Settings, settings
from tests.store.making import QUOTE, note, notebook, opened, places_in, texts


def inner(book: Notebook) -> Path:
    assert book.folder is not None
    return book.folder / book.reader


def test_nothing_is_made_before_there_is_a_note(tmp_path: Path) -> None:
    book = find_notebook(places_in(tmp_path), opened(), Settings())
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
    assert book.folder.parent == places_in(tmp_path).notebooks
    assert os.listdir(book.folder / "r-one") == [f"{saved.record.id}.yaml"]
    for path in book.folder.rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted
    text = (inner(book) / f"{saved.record.id}.yaml").read_text()
    assert text.startswith("companion: 1\n")
    assert "  words\n" in text
    identity = (book.folder / "document.yaml").read_text()
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
    records = [
        note("many\n\nlines"),
        replace(note("no quote", quote=None), searched=("auditor", "scope"), tags=("a", "b"), kind="omission"),
        Answer(new_id(), "questions/audit-scope", "evaded", "why", ("critique/C22", QUOTE)),
        Place(new_id(), "critique/C05", replace(QUOTE, section="")),
    ]
    book = notebook(tmp_path)
    stored = [book.save(record).record for record in records]
    layer = notebook(tmp_path).load()
    found = {each.id: each for each in (*layer.annotations, *layer.answers, *layer.places)}
    assert [found[each.id] for each in records] == stored
    assert layer.faults == ()
    assert stored[2] == replace(records[2], note=stored[2].note) if isinstance(stored[2], Answer) else False


def test_the_reader_is_made_with_the_first_note_and_kept(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    book = find_notebook(places, opened(), Settings())
    assert book.reader.startswith("r-")
    book.save(note("words"))
    assert settings(places).reader == book.reader
    assert inner(book).is_dir()
    assert texts(find_notebook(places, opened(), settings(places))) != {}


def test_an_edit_replaces_and_a_deleted_note_can_come_back(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    first = book.save(note("first")).record
    assert isinstance(first, Annotation)
    second = book.save(replace(first, note="second")).record
    assert texts(book) == {first.id: "second"}
    book.save(replace(second, deleted="2026-01-01T10:00:00Z"))
    assert texts(book) == {}
    assert [each.id for each in book.deleted] == [first.id]
    assert [each.id for each in notebook_deleted(tmp_path)] == [first.id]
    book.save(second)
    assert texts(book) == {first.id: "second"}
    assert book.deleted == ()


def notebook_deleted(folder: Path) -> tuple[object, ...]:
    book = notebook(folder)
    book.load()
    return book.deleted  # type: ignore[return-value]


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
    identity.write_text(identity.read_text().replace("companion: 1", "companion: 2").replace("'1'", "'2'"))
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
    assert book.faults == ()
    (inner(book) / "two words.yaml").write_text("companion: 1\nnote: x\n")
    (inner(book) / "folder.yaml").mkdir()
    assert texts(book) == {one.id: "words"}
    assert ["the name is not a note's", "a folder"] == [fault.what for fault in sorted(book.faults, key=str)][::-1]


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
    places = places_in(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    places.notebooks.parent.mkdir(parents=True)
    places.notebooks.symlink_to(tmp_path / "elsewhere")
    notebook(tmp_path).save(note("words"))
    assert len(os.listdir(tmp_path / "elsewhere")) == 1


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


def test_other_readers_are_layers_of_their_own(tmp_path: Path) -> None:
    book, colleague = notebook(tmp_path), notebook(tmp_path, "r-two")
    book.save(note("mine"))
    colleague.save(note("theirs"))
    (layer,) = book.others()
    assert (layer.id, layer.own) == ("r-two", False)
    assert [each.note.strip() for each in layer.annotations] == ["theirs"]
    assert list(texts(book).values()) == ["mine"]


def test_the_order_never_depends_on_the_clock(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    times = ["2030-01-01", "", "1970-01-01", "not a time"]
    for name, when in zip("dbca", times, strict=True):
        book.save(replace(note("words", name), created=when, modified=when))
        path = inner(book) / f"{name}.yaml"
        os.utime(path, (time.time() * len(when), 0))
    assert list(texts(notebook(tmp_path))) == ["a", "b", "c", "d"]


def test_saving_works_without_any_lock(tmp_path: Path) -> None:
    places_in(tmp_path).state.parent.mkdir()
    places_in(tmp_path).state.write_text("in the way of every lock")
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
    threads = [threading.Thread(target=lambda part=part: [book.save(each) for each in part]) for part in (
        wanted[:8], wanted[8:16], wanted[16:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts(book) == {each.id: each.note for each in wanted}


def test_after_the_folder_is_gone_saving_again_makes_it_anew(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    book.save(note("first"))
    assert book.folder is not None
    book.folder.rename(tmp_path / "gone")
    one = note("second")
    with pytest.raises(NotSaved, match="the folder is gone"):
        book.save(one)
    book.save(one)
    assert texts(book) == {one.id: "second"}
    assert (book.folder / "document.yaml").exists()


def test_hostile_titles_make_harmless_folders(tmp_path: Path) -> None:
    for number, title in enumerate(["../../etc", "", "گزارش", "a/b\x1b[2J", "x" * 300, "COM1: «Rapport»"]):
        book = find_notebook(places_in(tmp_path), opened(title=title, text=f"Text {number}"), Settings(reader="r"))
        book.save(Annotation(id="n", note="words"))
        assert book.folder is not None
        assert book.folder.parent == places_in(tmp_path).notebooks
        assert set(book.folder.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert len(book.folder.name) <= 49


def test_a_document_without_quotes_or_path_has_a_notebook_too(tmp_path: Path) -> None:
    what = Opened(opened(text="Only one line").document)
    book = find_notebook(places_in(tmp_path), what, Settings(reader="r-one"))
    book.save(Annotation(id=new_id(), note="on the document"))
    assert len(find_notebook(places_in(tmp_path), what, Settings(reader="r-one")).load().annotations) == 1


def test_words_with_every_sort_of_character_come_back(tmp_path: Path) -> None:
    words = "# not a comment: {a: b}\n  indented\n--- \ttab\n\n🙂 גרסה ‏mark‎ “quotes”\n- [x] end"
    book = notebook(tmp_path)
    saved = book.save(replace(note(words), quote=Quote('he said: "no"\nthen', "  pre ", "\tsuf"))).record
    assert isinstance(saved, Annotation)
    (loaded,) = notebook(tmp_path).load().annotations
    assert loaded == saved
    assert "🙂 גרסה ‏mark‎ “quotes”\n- [x] end" in loaded.note
