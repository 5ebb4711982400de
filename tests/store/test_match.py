"""Which notebook belongs to a document."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from companion.model import Annotation, CompanionError, NotSaved, Quote
from companion.store.library import OpenDocument
from companion.store.notebook import Ambiguous, Notebook, find_notebook
from companion.store.settings import Settings
from tests.store.making import TEXT, note, notebook, opened, paths_in, texts

ME = Settings(reader="r-one")
EDITED = TEXT.replace("No customer is named anywhere.", "Some customers are named now.")


def find(folder: Path, what: OpenDocument, chosen: Path | None = None) -> Notebook:
    return find_notebook(paths_in(folder), what, ME, folder=chosen)


def test_a_fingerprint_decides_whatever_the_path_and_the_folder(tmp_path: Path) -> None:
    book = find(tmp_path, opened(tmp_path / "a.md"))
    one = book.save(note("words")).record
    assert book.folder is not None
    book.folder.rename(book.folder.with_name("renamed"))
    assert texts(find(tmp_path, opened(tmp_path / "moved" / "b.md"))) == {one.id: "words"}
    assert texts(find(tmp_path, opened())) == {one.id: "words"}


def test_a_shipped_name_decides_whatever_the_words(tmp_path: Path) -> None:
    one = find(tmp_path, opened(shipped="nso-2023")).save(note("words")).record
    later = opened(shipped="nso-2023", text="A later edition.", title="Other")
    assert texts(find(tmp_path, later)) == {one.id: "words"}
    assert texts(find(tmp_path, opened(shipped="other-2023", text="Other", title="B"))) == {}


def test_the_shipped_document_by_its_path_is_the_same(tmp_path: Path) -> None:
    from companion.store.library import open_document

    shipped = open_document("nso-2023")
    one = find(tmp_path, shipped).save(note("words")).record
    assert shipped.path is not None
    copy = shutil.copy(shipped.path, tmp_path / "copy.md")
    assert texts(find(tmp_path, open_document(str(copy)))) == {one.id: "words"}


def test_a_path_decides_while_most_quotes_stand_and_the_new_fingerprint_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    one = find(tmp_path, opened(path)).save(note("words")).record
    edited = opened(path, text=EDITED, title="Another title")
    book = find(tmp_path, edited)
    assert texts(book) == {one.id: "words"}
    assert book.folder is not None
    assert not (book.folder / "r-one" / "marks.yaml").exists()
    identity = (book.folder / "document.yaml").read_bytes()
    two = book.save(note("more")).record
    marks = (book.folder / "r-one" / "marks.yaml").read_text()
    assert edited.document.fingerprint in marks
    assert str(tmp_path) not in marks
    assert (book.folder / "document.yaml").read_bytes() == identity
    moved = opened(tmp_path / "b.md", text=EDITED, title="Another title")
    assert set(texts(find(tmp_path, moved))) == {one.id, two.id}


def test_a_path_alone_only_offers_when_the_quotes_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    book = find(tmp_path, opened(path))
    book.save(note("words", quote=Quote("periodic on-site audit", "A ", " is made")))
    other = "Weather\n\nIt rained all day long and nobody went out of the house."
    what = opened(path, text=other, title="Another title")
    what.document.section(0)
    with pytest.raises(Ambiguous) as asked:
        find(tmp_path, what)
    assert [each.folder for each in asked.value.candidates] == [book.folder]
    assert "quotes do not stand" in str(asked.value)
    assert "--notebook" in str(asked.value)
    assert "\n" not in str(asked.value)


def test_a_title_alone_only_offers(tmp_path: Path) -> None:
    book = find(tmp_path, opened(title="Annual Report"))
    book.save(note("words"))
    what = opened(title=" annual  report", text=EDITED)
    with pytest.raises(Ambiguous) as asked:
        find(tmp_path, what)
    (candidate,) = asked.value.candidates
    assert (candidate.folder, candidate.notes, candidate.why) == (book.folder, 1, "the same title")
    chosen = find(tmp_path, what, candidate.folder)
    assert len(texts(chosen)) == 1
    chosen.adopt()
    assert texts(find(tmp_path, what)) == texts(book)
    begun = find(tmp_path, opened(title="Annual report", text="Third"), asked.value.fresh)
    begun.save(note("anew"))
    assert begun.folder == asked.value.fresh
    assert list(texts(find(tmp_path, opened(title="Annual report", text="Third"))).values()) == ["anew"]


def test_two_of_the_same_document_are_asked_about(tmp_path: Path) -> None:
    book = find(tmp_path, opened())
    book.save(note("words"))
    assert book.folder is not None
    shutil.copytree(book.folder, book.folder.with_name("copy"))
    assert find(tmp_path, opened()).folder == book.folder, "the one used last"
    shutil.rmtree(tmp_path / "state")
    with pytest.raises(Ambiguous) as asked:
        find(tmp_path, opened())
    assert len(asked.value.candidates) == 2
    assert not asked.value.fresh.exists()


@pytest.mark.parametrize("damage", ["[", "", "companion: 1\ntitle: [a]\n", "<<<<<<< HEAD\n"])
def test_a_broken_identity_hides_no_note(tmp_path: Path, damage: str) -> None:
    book = find(tmp_path, opened())
    one = book.save(note("words")).record
    assert book.folder is not None
    (book.folder / "document.yaml").write_text(damage)
    with pytest.raises(Ambiguous) as asked:
        find(tmp_path, opened())
    (candidate,) = asked.value.candidates
    assert "document.yaml" in candidate.why
    chosen = find(tmp_path, opened(), candidate.folder)
    assert texts(chosen) == {one.id: "words"}
    chosen.save(note("more"))
    assert (book.folder / "document.yaml").read_text() == damage
    assert len(texts(find(tmp_path, opened()))) == 2
    assert texts(find(tmp_path, opened(text="Another document", title="B"))) == {}


def test_an_identity_with_two_sides_of_a_merge_is_read(tmp_path: Path) -> None:
    book = find(tmp_path, opened())
    one = book.save(note("words")).record
    assert book.folder is not None
    identity = book.folder / "document.yaml"
    title = "title: A report\n"
    assert title in identity.read_text()
    sides = f"<<<<<<< HEAD\n{title}=======\ntitle: The report\n>>>>>>> x\n"
    identity.write_text(identity.read_text().replace(title, sides))
    assert texts(find(tmp_path, opened())) == {one.id: "words"}


def test_marks_survive_a_merge_and_a_slip(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    find(tmp_path, opened(path)).save(note("words"))
    edited = opened(path, text=EDITED)
    book = find(tmp_path, edited)
    book.save(note("more"))
    assert book.folder is not None
    marks = book.folder / "r-one" / "marks.yaml"
    line = next(each for each in marks.read_text().splitlines() if "sha256" in each)
    other = line.replace(edited.document.fingerprint, "sha256:" + "0" * 64)
    broken = f"companion: 1\nfingerprints:\n<<<<<<< HEAD\n{line}\n=======\n{other}\n>>>>>>> x\n"
    marks.write_text(broken)
    assert len(texts(find(tmp_path, opened(text=EDITED)))) == 2
    third = opened(path, text=EDITED + "\n\nA third edition.")
    book = find(tmp_path, third)
    book.save(note("third"))
    text = marks.read_text()
    for fingerprint in (edited.document.fingerprint, third.document.fingerprint, "sha256:" + "0" * 64):
        assert fingerprint in text
    assert "<<<<" not in text
    marks.write_text("[ " + text)
    fourth = opened(path, text=EDITED + "\n\nA fourth edition.")
    book = find(tmp_path, fourth)
    book.save(note("fourth"))
    assert marks.read_text() == "[ " + text
    assert any("marks.yaml" in str(fault) for fault in book.faults)


def test_a_colleagues_tree_is_found_and_one_folder_serves_both(tmp_path: Path) -> None:
    mine, theirs = notebook(tmp_path, "r-one"), notebook(tmp_path, "r-two")
    mine.save(note("mine"))
    theirs.save(note("theirs"))
    assert mine.folder == theirs.folder


def test_a_linked_notebook_is_refused_and_said(tmp_path: Path) -> None:
    book = find(tmp_path, opened())
    book.save(note("words"))
    assert book.folder is not None
    moved = tmp_path / "moved"
    book.folder.rename(moved)
    book.folder.symlink_to(moved)
    again = find(tmp_path, opened())
    assert again.load().annotations == ()
    assert "symbolic link" in str(again.faults[0])
    with pytest.raises(NotSaved):
        again.save(note("must not get out"))
    assert len(list((moved / "r-one").iterdir())) == 1
    assert len(texts(find(tmp_path, opened(), book.folder))) == 1


def test_a_chosen_folder_is_a_name_or_a_path_and_must_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = find(tmp_path, opened())
    book.save(note("words"))
    assert book.folder is not None
    monkeypatch.chdir(tmp_path)
    assert len(texts(find(tmp_path, opened(text="B", title="B"), Path(book.folder.name)))) == 1
    assert find(tmp_path, opened(text="B", title="B"), Path("fresh")).folder is None
    with pytest.raises(CompanionError, match="name the notebook folder above it"):
        find(tmp_path, opened(), book.folder / "r-one")
    (tmp_path / "file").write_text("")
    with pytest.raises(CompanionError, match="expected a notebook folder"):
        find(tmp_path, opened(), tmp_path / "file")


def test_what_was_left_half_made_is_taken_up(tmp_path: Path) -> None:
    book = find(tmp_path, opened())
    book.save(note("words"))
    assert book.folder is not None
    shutil.rmtree(book.folder)
    book.folder.mkdir()
    again = find(tmp_path, opened())
    assert again.folder is None
    again.save(note("words"))
    assert again.folder == book.folder
    assert (book.folder / "document.yaml").exists()


def test_a_section_note_counts_for_a_path_and_a_document_note_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    find(tmp_path, opened(path)).save(note("on the section", quote=None))
    assert len(texts(find(tmp_path, opened(path, text=EDITED, title="B")))) == 1
    other = tmp_path / "b.md"
    find(tmp_path, opened(other, text="B", title="B")).save(Annotation(id="n-doc", note="on all"))
    with pytest.raises(Ambiguous):
        find(tmp_path, opened(other, text="C", title="C"))
