"""Notes are found again after a file was renamed, moved, edited, or taken elsewhere; else the reader is asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.widgets import OptionList

from companion.store.paths import user_paths
from companion.tui.dialogs.notebook import NotebookDialog
from tests.running import process
from tests.tui.driving import Screen, running

FIRST = "# Annual Report\n\n## One\n\nNothing is said here about audits.\n\n## Two\n\nNo customer is named anywhere.\n"
EDITED = FIRST.replace("Nothing is said", "Something new is said")
OTHER = "# Annual Report\n\n## Weather\n\nThe sun shines.\n"


def own_words(screen: Screen) -> list[str]:
    return sorted(note.note.strip() for note in screen.reading.own.annotations)


def asked(screen: Screen) -> bool:
    return isinstance(screen.app.screen, NotebookDialog)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A document with a note on its last sentence."""
    file = tmp_path / "report.md"
    file.write_text(FIRST)
    ran = process("note", str(file), "--quote", "No customer is named anywhere.", "--text", "Why not?")
    assert ran.returncode == 0, ran.stderr
    return file


async def shown(file: Path) -> list[str]:
    """The notes beside a document, which nobody is asked about."""
    async with running(file) as screen:
        assert not asked(screen)
        return own_words(screen)


async def test_notes_follow_a_file_renamed_moved_edited_and_moved_again(report: Path, tmp_path: Path) -> None:
    renamed = report.rename(report.with_name("renamed.txt.md"))
    assert await shown(renamed) == ["Why not?"]
    (tmp_path / "elsewhere").mkdir()
    moved = renamed.rename(tmp_path / "elsewhere" / "a.md")
    assert await shown(moved) == ["Why not?"]
    moved.write_text(EDITED)
    assert await shown(moved) == ["Why not?"]
    again = moved.rename(tmp_path / "b.md")
    assert await shown(again) == ["Why not?"]


async def test_notes_are_there_on_another_machine(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other machine"
    shutil.copytree(user_paths().notebooks, other / "companion" / "notebooks")
    shutil.copytree(user_paths().config, other / "config" / "companion")
    copy = shutil.copy(report, other / "a copy.md")
    monkeypatch.setenv("XDG_DATA_HOME", str(other))
    monkeypatch.setenv("XDG_STATE_HOME", str(other / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(other / "config"))
    assert await shown(Path(copy)) == ["Why not?"]
    Path(copy).write_text(EDITED)
    assert await shown(Path(copy)) == ["Why not?"]


async def test_the_reader_chooses_among_notebooks_and_is_asked_once(report: Path, tmp_path: Path) -> None:
    edited = tmp_path / "other.md"
    edited.write_text(OTHER)
    async with running(edited) as screen:
        assert asked(screen)
        (offered, anew) = screen.app.screen.query_one(OptionList).options
        assert "Annual Report" in str(offered.prompt)
        assert "1 note; the same title" in str(offered.prompt)
        assert "begin a new notebook" in str(anew.prompt)
        await screen.press("enter")
        assert not asked(screen)
        assert own_words(screen) == ["Why not?"]
    assert await shown(edited) == ["Why not?"]
    assert await shown(edited.rename(tmp_path / "moved.md")) == ["Why not?"]


async def test_a_new_notebook_leaves_the_old_one_alone(report: Path, tmp_path: Path) -> None:
    edited = tmp_path / "other.md"
    edited.write_text(OTHER)
    async with running(edited) as screen:
        await screen.press("j", "enter")
        assert own_words(screen) == []
        await screen.press("a")
        await screen.type("Does it?")
        await screen.press("ctrl+s")
        assert {save.state for save in screen.reading.saves.values()} == {"saved"}
    assert await shown(edited) == ["Does it?"]
    assert await shown(report) == ["Why not?"]


async def test_undecided_nothing_is_saved_and_it_can_be_settled_later(report: Path, tmp_path: Path) -> None:
    edited = tmp_path / "other.md"
    edited.write_text(OTHER)
    async with running(edited, size=(80, 24)) as screen:
        await screen.press("escape", "a")
        await screen.type("Does it?")
        await screen.press("ctrl+s")
        (save,) = screen.reading.saves.values()
        assert save.state == "failed"
        assert "Choose the notebook" in save.why
        screen.app.action_choose_notebook()
        await screen.settled()
        assert asked(screen)
        await screen.press("enter")
        assert own_words(screen) == ["Does it?", "Why not?"]
        assert {save.state for save in screen.reading.saves.values()} == {"saved"}


def test_without_a_screen_the_candidates_are_told_and_one_is_named(report: Path, tmp_path: Path) -> None:
    edited = tmp_path / "other.md"
    edited.write_text(OTHER)
    ran = process("notes", str(edited))
    assert ran.returncode == 1
    assert ran.stdout == ""
    (folder,) = user_paths().notebooks.iterdir()
    assert f"{folder} (1 note; the same title)" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert "Why not?" in process("notes", str(edited), "--notebook", str(folder)).stdout


async def test_of_two_notebooks_of_one_document_the_one_used_last_is_meant(report: Path) -> None:
    (folder,) = user_paths().notebooks.iterdir()
    shutil.copytree(folder, folder.with_name("zz-copy"))
    assert await shown(report) == ["Why not?"]
    shutil.rmtree(user_paths().state)
    async with running(report) as screen:
        assert asked(screen)
        await screen.press("j", "enter")
        assert own_words(screen) == ["Why not?"]
        assert screen.app.sync.loader.session.notebook is not None
        assert screen.app.sync.loader.session.notebook.folder == folder.with_name("zz-copy")
    assert await shown(report) == ["Why not?"]


def test_where_annotations_stand_is_told_though_the_notebook_is_unclear(report: Path, tmp_path: Path) -> None:
    edited, layer = tmp_path / "other.md", tmp_path / "layer.yaml"
    edited.write_text(OTHER)
    layer.write_text("companion: 1\nannotations:\n  - {id: A1, quote: The sun shines., note: Still.}\n")
    ran = process("anchors", str(edited), str(layer))
    assert ran.returncode == 0
    assert ran.stdout.startswith("layer/A1 exact weather on “The sun shines.”")
    assert "places you gave are left out" in ran.stderr
    assert "--notebook" in ran.stderr
