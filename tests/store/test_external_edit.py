"""A draft lent to another program: private while it is lent, gone afterwards, and taken back if companion died."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from companion.model import Answer, NotSaved, Unreadable
from companion.store import external_edit
from companion.store.state import State
from companion.store.state_values import Draft
from tests.store.making import opened, paths_in

DRAFT = Draft("why:lens/q", Answer("", "lens/q", note="half a thought"))


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_lent_file_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    state = State(paths_in(tmp_path))
    with state.lend(opened(), DRAFT) as lent:
        assert lent.file.read_text() == DRAFT.record.note
        assert state.folder in lent.file.parents
        assert mode(lent.file) == 0o600
        assert {mode(folder) for folder in (lent.file.parent, lent.file.parents[1], state.folder)} == {0o700}
        lent.file.with_name("note.md~").write_text("a copy an editor makes")
        lent.file.write_text("a whole thought\n")
        assert lent.text() == "a whole thought\n"
    assert list((state.folder / "editing").iterdir()) == []
    assert state.drafts(opened()) == [DRAFT]


def test_while_it_is_lent_nobody_takes_it_back(tmp_path: Path) -> None:
    state = State(paths_in(tmp_path))
    with state.lend(opened(), DRAFT) as lent:
        lent.file.write_text("not done")
        assert State(paths_in(tmp_path)).drafts(opened()) == [DRAFT]
        assert lent.file.exists()


def died_while_lending(folder: Path, text: str) -> None:
    """A process that lends a draft, sees other words saved in it, and is killed."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom tests.store.test_external_edit import *\n"
        "with State(paths_in(Path(sys.argv[1]))).lend(opened(), DRAFT) as lent:\n"
        "    lent.file.write_bytes(os.fsencode(sys.argv[2]))\n    os.kill(os.getpid(), 9)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(folder), text], timeout=20, check=False)
    assert ran.returncode == -9


def test_what_was_saved_in_it_is_taken_back_after_a_kill(tmp_path: Path) -> None:
    died_while_lending(tmp_path, "a whole thought\n")
    state = State(paths_in(tmp_path))
    assert [draft.record.note for draft in state.drafts(opened())] == ["a whole thought"]
    assert list((state.folder / "editing").iterdir()) == []


def test_a_newer_draft_is_kept_beside_what_was_saved(tmp_path: Path) -> None:
    died_while_lending(tmp_path, "old words")
    State(paths_in(tmp_path)).keep_draft(opened(), replace(DRAFT, record=replace(DRAFT.record, note="new words")))
    state = State(paths_in(tmp_path))
    assert [draft.record.note for draft in state.drafts(opened())] == ["new words\n\nold words"]
    assert list((state.folder / "editing").iterdir()) == []


def test_a_draft_is_taken_back_although_the_clock_was_set_back_meanwhile(tmp_path: Path) -> None:
    died_while_lending(tmp_path, "a whole thought")
    for file in (tmp_path / "state").rglob("note.md"):
        os.utime(file, (0, 0))
    assert [draft.record.note for draft in State(paths_in(tmp_path)).drafts(opened())] == ["a whole thought"]


def test_what_cannot_be_read_is_told_and_stays(tmp_path: Path) -> None:
    died_while_lending(tmp_path, "caf\udce9")
    state = State(paths_in(tmp_path))
    assert state.drafts(opened()) == [DRAFT]
    assert "note.md:1:4: byte 0xE9 is not UTF-8" in state.notices[0]
    assert [file.read_bytes() for file in state.folder.rglob("note.md")] == [b"caf\xe9"]


def test_a_file_that_cannot_be_read_or_made_is_told(tmp_path: Path) -> None:
    with external_edit.lend(tmp_path, "x", "words") as lent:
        lent.file.unlink()
        with pytest.raises(Unreadable, match="no such file"):
            lent.text()
    (tmp_path / "other").write_text("")
    with pytest.raises(NotSaved, match="a folder should be"), external_edit.lend(tmp_path / "other", "x", "words"):
        pass
