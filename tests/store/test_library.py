"""Opening documents and layers, from shipped companions, folders and files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from companion.model import CompanionError, Unreadable
from companion.store.layers import load_kinds, load_layers
from companion.store.library import open_document
from companion.store.list import listed
from companion.store.settings import Settings
from companion.store.state import State
from companion.store.state_values import Progress
from tests.store.making import note, notebook, opened, paths_in

LAYER = "companion: 1\nlayer: {id: mine, title: Mine}\nannotations:\n  - {id: A1, quote: words, note: why}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A companion folder with a document and one layer."""
    path = tmp_path / "pack"
    path.mkdir()
    (path / "report.md").write_text("# Title\n\n## One\n\nSome words.\n")
    (path / "mine.yaml").write_text(LAYER)
    return path


def test_the_shipped_companion_opens_by_name_even_beside_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nso-2023").write_text("# Mine\n\nA file of that name.\n")
    found = open_document("nso-2023")
    assert (found.shipped, found.document.name) == ("nso-2023", "nso-2023")
    assert len(found.document) == 8
    other = open_document("./nso-2023")
    assert other.shipped == ""
    assert other.document.fingerprint != found.document.fingerprint


def test_its_layers_and_kinds_load() -> None:
    layers = load_layers(open_document("nso-2023"))
    assert [layer.id for layer in layers] == ["critique", "questions"]
    assert len(layers[0].annotations) == 28
    assert len(layers[1].questions) == 16
    assert not any(layer.faults for layer in layers)
    assert all(load_kinds()[each.kind].sign for each in layers[0].annotations)


def test_asking_for_what_is_there_already_adds_nothing() -> None:
    found = open_document("nso-2023")
    assert len(load_layers(found, ["nso-2023"])) == 2


def test_a_file_a_folder_and_standard_input_open(folder: Path) -> None:
    assert open_document(str(folder / "report.md")).folder is None
    found = open_document(str(folder))
    assert found.path == folder / "report.md"
    assert found.document.name == "pack"
    assert [layer.id for layer in load_layers(found)] == ["mine"]
    typed = open_document("-", stdin=b"# Title\n\nSome words.\n")
    assert (typed.path, typed.document.name) == (None, "stdin")


def test_a_folder_with_one_document_of_any_name_serves(folder: Path) -> None:
    (folder / "report.md").rename(folder / "paper.txt")
    (folder / "README.md").write_text("about")
    assert open_document(str(folder)).path == folder / "paper.txt"
    (folder / "second.txt").write_text("second")
    with pytest.raises(Unreadable, match="2 documents"):
        open_document(str(folder))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "no such file and no shipped companion; shipped are: .*nso-2023"),
        (lambda path: path.mkdir(), "a folder without a document"),
        (lambda path: os.mkfifo(path), "not a regular file"),
        (lambda path: path.write_bytes(b""), "thing"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "thing"),
    ],
)
def test_what_cannot_be_opened_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: object, message: str
) -> None:
    assert callable(make)
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "thing")
    with pytest.raises(CompanionError, match=message) as refused:
        open_document("thing")
    assert "thing" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_said(folder: Path) -> None:
    (folder / "report.md").chmod(0)
    with pytest.raises(Unreadable, match="no permission"):
        open_document(str(folder))


def test_a_broken_layer_is_a_fault_and_the_others_load(folder: Path) -> None:
    (folder / "broken.yaml").write_text("companion: 1\nannotations: [\n")
    (folder / "fifo.yaml").symlink_to("/dev/zero")
    layers = {layer.id: layer for layer in load_layers(open_document(str(folder)))}
    assert len(layers["mine"].annotations) == 1
    assert str(layers["broken"].faults[0]).startswith(f"{folder}/broken.yaml:")
    assert layers["broken"].faults[0].where.line
    assert "leads out of its folder" in str(layers["fifo"].faults[0])


def test_nothing_outside_the_folder_is_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(LAYER)
    (tmp_path / "secret.md").write_text("secret")
    (folder / "mine.yaml").unlink()
    (folder / "mine.yaml").symlink_to(tmp_path / "secret.yaml")
    (layer,) = load_layers(open_document(str(folder)))
    assert layer.annotations == ()
    assert len(layer.faults) == 1
    (folder / "report.md").unlink()
    (folder / "report.md").symlink_to("../secret.md")
    with pytest.raises(Unreadable, match="leads out of its folder"):
        open_document(str(folder))


def test_layers_come_from_a_file_a_folder_a_notebook_and_a_reader(folder: Path, tmp_path: Path) -> None:
    found = open_document("-", stdin=b"# Title\n\nSome words.\n")
    for reader in ("r-one", "r-two"):
        book = notebook(tmp_path, reader)
        book.save(note("words"))
    assert book.folder is not None
    for what, ids in (
        (folder / "mine.yaml", ["mine"]),
        (folder, ["mine"]),
        (book.folder, ["r-one", "r-two"]),
        (book.folder / "r-two", ["r-two"]),
        ("nso-2023", ["critique", "questions"]),
    ):
        layers = load_layers(found, [str(what)])
        assert [layer.id for layer in layers] == ids
        assert all(layer.origin and not layer.own for layer in layers)
        assert any(layer.annotations for layer in layers)
    (book.folder / "document.yaml").unlink()
    assert [layer.id for layer in load_layers(found, [str(book.folder)])] == ["r-one", "r-two"]


def test_layers_of_one_name_are_told_apart(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.yaml").write_text(LAYER)
    layers = load_layers(open_document(str(folder)), [str(tmp_path / "copy.yaml")])
    assert [layer.id for layer in layers] == ["mine", "mine-2"]
    assert [fault.warning for fault in layers[1].faults] == [True]


@pytest.mark.parametrize("name", ["nothing.yaml", "empty"])
def test_a_layer_that_is_not_there_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unreadable) as refused:
        load_layers(opened(), [str(tmp_path / name)])
    assert name in str(refused.value)


def test_the_list_holds_shipped_and_recent_with_progress_and_notes(tmp_path: Path) -> None:
    paths, me = paths_in(tmp_path), Settings(reader="r-one")
    (first,) = [line for line in listed(paths, me) if line.name == "nso-2023"]
    assert (first.shipped, first.when, first.notes, first.progress) == (True, "", 0, Progress())
    assert first.title == open_document("nso-2023").document.title
    path = tmp_path / "a.md"
    one, two = note("one"), note("two")
    book = notebook(tmp_path, what=opened(path))
    for record in (one, two, note("three")):
        book.save(record)
    from dataclasses import replace

    book.save(replace(two, deleted="2026-01-01T10:00:00Z"))
    notebook(tmp_path, "r-two", opened(path)).save(note("not mine"))
    State(paths).remember(opened(path), Progress("risks", read=("risks",)))
    line = listed(paths, me)[-1]
    assert (line.name, line.title, line.shipped, line.notes) == (str(path), "A report", False, 2)
    assert (line.progress.read, line.progress.sections) == (("risks",), 1)
    assert line.when
