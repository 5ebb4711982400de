"""Notes that are found while config.yaml names no reader: told, read, and not added to under a new name."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from companion.model import NotSaved
from companion.store.library import OpenDocument
from companion.store.notebook import Notebook, find_notebook
from companion.store.notebook.ownership import unclaimed
from companion.store.session import Session
from companion.store.settings import Settings, set_setting, settings
from tests.running import Companion
from tests.store.making import inner, note, notebook, opened, paths_in, texts

ASK = "if they are yours: `companion config reader r-one`; if not: `companion config reader new`"


def restored(folder: Path, count: int = 7, what: OpenDocument | None = None) -> Notebook:
    """A notebook with so many notes of r-one, opened by somebody without a config.yaml."""
    book = notebook(folder, what=what)
    for number in range(count):
        book.save(note(f"note {number}"))
    book.save(replace(note("gone"), deleted="2026-01-01T10:00:00Z"))
    return find_notebook(paths_in(folder), what or opened(), Settings())


def test_they_are_told_and_nothing_is_saved_beside_them(tmp_path: Path) -> None:
    book = restored(tmp_path)
    before = sorted((tmp_path / "data").rglob("*"))
    layer = book.load()
    (fault,) = layer.faults
    assert str(fault) == f"{paths_in(tmp_path).notebooks}: 7 notes here are another reader's; {ASK}"
    assert fault.warning
    assert layer.annotations == ()
    assert [len(other.annotations) for other in book.others()] == [7]
    with pytest.raises(NotSaved) as refused:
        book.save(note("mine"))
    assert str(refused.value) == str(fault)
    assert sorted((tmp_path / "data").rglob("*")) == before
    assert not paths_in(tmp_path).config.exists()


def test_an_open_notebook_takes_the_reader_that_is_set_meanwhile(tmp_path: Path) -> None:
    book = restored(tmp_path)
    mine = note("mine")
    for _ in range(2):
        with pytest.raises(NotSaved):
            book.save(mine)
    book.load()
    set_setting(paths_in(tmp_path), "reader", "r-one")
    assert book.save(mine).record == mine
    assert book.changed()
    assert len(texts(book)) == 8
    assert book.load().id == "r-one"
    assert book.faults == ()
    assert book.folder is not None
    assert sorted(os.listdir(book.folder)) == ["document.yaml", "r-one"]


def test_loading_takes_it_too(tmp_path: Path) -> None:
    book = restored(tmp_path)
    book.load()
    set_setting(paths_in(tmp_path), "reader", "r-one")
    assert len(book.load().annotations) == 7
    assert book.others() == []


def test_a_colleagues_notes_stay_theirs(tmp_path: Path) -> None:
    book = restored(tmp_path)
    name = set_setting(paths_in(tmp_path), "reader", "new")
    assert name.startswith("r-")
    assert book.save(note("mine")).conflict is None
    fresh = find_notebook(paths_in(tmp_path), opened(), settings(paths_in(tmp_path)))
    assert list(texts(fresh).values()) == ["mine"]
    assert [len(other.annotations) for other in fresh.others()] == [7]
    assert fresh.faults == ()
    assert inner(fresh).name == name


def test_notes_on_other_documents_count_too_and_those_in_a_folder_of_their_own(tmp_path: Path) -> None:
    book = restored(tmp_path)
    other = find_notebook(paths_in(tmp_path), opened(title="Another", text="Other\n\nwords"), Settings())
    with pytest.raises(NotSaved, match="7 notes here"):
        other.save(note("mine", quote=None))
    aside = tmp_path / "aside"
    assert book.folder is not None
    shutil.move(book.folder, aside)
    assert unclaimed(paths_in(tmp_path), Settings()) is None
    apart = find_notebook(paths_in(tmp_path), opened(), Settings(), folder=aside)
    with pytest.raises(NotSaved, match="7 notes here"):
        apart.save(note("mine"))


def test_several_readers_are_counted_apart(tmp_path: Path) -> None:
    restored(tmp_path, 3)
    notebook(tmp_path, "ann").save(note("hers"))
    fault = unclaimed(paths_in(tmp_path), Settings())
    assert fault is not None
    assert fault.what == "4 notes here are of other readers (r-one 3, ann 1)"
    assert fault.expected == (
        "if those of r-one are yours: `companion config reader r-one`; if not: `companion config reader new`"
    )


def test_where_nothing_stands_a_first_note_makes_the_reader(tmp_path: Path) -> None:
    book = restored(tmp_path, 0)
    assert book.load().faults == ()
    book.save(note("mine"))
    assert settings(paths_in(tmp_path)).reader == book.reader
    assert book.reader != "r-one"


def test_the_session_tells_the_screen(tmp_path: Path) -> None:
    restored(tmp_path)
    layers = Session(opened(), paths_in(tmp_path), Settings()).load(remembered=True)
    assert [str(fault).partition(": ")[2] for fault in layers.faults] == [f"7 notes here are another reader's; {ASK}"]
    assert sum(len(layer.annotations) for layer in layers.layers) == 7


def shipped_note(companion: Companion) -> Path:
    """A note written by a reader whose config.yaml is gone; where it was."""
    assert companion("note", "nso-2023", "--document", "--text", "Mine.").code == 0
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "companion" / "config.yaml"
    config.rename(config.with_name("kept"))
    return config


def test_the_commands_tell(companion: Companion) -> None:
    config = shipped_note(companion)
    reader = config.with_name("kept").read_text().split()[1]
    told = "1 note here is another reader's"
    ask = f"if it is yours: `companion config reader {reader}`; if not: `companion config reader new`"
    for command in (("notes", "nso-2023"), ("list",)):
        ran = companion(*command)
        assert (ran.code, ran.err.count(told), ran.err.count(ask)) == (0, 1, 1)
    ran = companion("note", "nso-2023", "--document", "--text", "More.")
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err
    assert not config.exists()
    assert companion("config", "reader", reader).out.split() == ["reader", reader, "-", str(config)]
    assert companion("note", "nso-2023", "--document", "--text", "More.").code == 0
    assert [one["note"] for one in companion("notes", "nso-2023", "--format", "json").json["notes"]] in (
        ["Mine.", "More."],
        ["More.", "Mine."],
    )
