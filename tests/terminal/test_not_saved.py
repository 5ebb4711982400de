"""A note that cannot reach the disk: the screen says so and why, keeps the words, and leaving asks."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.driving import Session, begin, drafts, notes

WHY = {"full": "larger|no space|full", "read-only": "permission|not allowed|may not"}


def refused(session: Session, why: str) -> None:
    """Write a note, and look what the screen says about it."""
    session.keys("]", "j", "a")
    session.see(r"ctrl\+s save")
    session.send("Keep me.")
    session.see("Keep me")
    session.send("<c-s>")
    session.see("NOT SAVED")
    session.see(rf"(?i){why}")
    session.see("Keep me")
    session.settle(0.5, 3)
    assert "· saved" not in session.text


def asks_before_leaving(session: Session) -> None:
    session.send("q")
    assert session.ended(1.5) is None, "q left although a note is not saved"
    session.see("NOT SAVED")
    session.see("Keep me")
    session.send("q")
    assert session.ended() is not None
    assert session.restored(), session.modes()


@pytest.fixture
def closed_folder() -> Iterator[list[str]]:
    """The notes folder is one that the reader may not write to; the command that starts somebody who may not."""
    top = Path(os.environ["XDG_DATA_HOME"]) / "companion"
    (top / "notebooks").mkdir(parents=True)
    (top / "notebooks").chmod(0o500)
    yield [*_mortal(), *Session.companion]
    (top / "notebooks").chmod(0o700)


def _mortal() -> list[str]:
    """What takes from root the power to write everywhere; nothing for others, who do not have it."""
    if os.geteuid() != 0:
        return []
    command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if shutil.which(command[0]) is None or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("skipped: root may write everywhere, and setpriv cannot take that away here")
    return command


def test_a_full_disk_is_told_and_the_words_stay() -> None:
    """A limit of no bytes for each file stands for the full disk: every write fails in the same way."""
    limited = ["bash", "-c", 'ulimit -f 0; exec "$0" "$@"', sys.executable, "-B", "-m", "companion"]
    with begin(command=limited) as session:
        refused(session, WHY["full"])
        asks_before_leaving(session)
    assert notes()["notes"] == []


def test_a_folder_that_may_not_be_written_is_told_and_the_words_stay(closed_folder: list[str]) -> None:
    with begin(command=closed_folder) as session:
        refused(session, WHY["read-only"])
        asks_before_leaving(session)


def test_what_was_not_saved_is_there_again_once_it_can_be_saved(closed_folder: list[str]) -> None:
    with begin(command=closed_folder) as session:
        refused(session, WHY["read-only"])
        folder = Path(os.environ["XDG_DATA_HOME"]) / "companion" / "notebooks"
        folder.chmod(0o700)
        session.keys(":")
        session.keys("save again")
        session.see("what is NOT SAVED yet")
        session.settle(0.5, 5)
        session.send("<cr>")
        session.see("· saved")
        session.send("q")
        assert session.ended() == 0
    assert [note["note"].strip() for note in notes()["notes"]] == ["Keep me."]


def test_what_was_not_saved_goes_where_the_reader_says(closed_folder: list[str], tmp_path: Path) -> None:
    elsewhere = tmp_path / "copy"
    elsewhere.mkdir()
    with begin(command=closed_folder, columns=80, rows=24) as session:
        refused(session, WHY["read-only"])
        session.keys("S")
        session.see("Save elsewhere")
        session.keys("2")
        session.see("Save 1 note where")
        session.settle(0.3, 3)
        session.send(str(elsewhere))
        session.see(elsewhere.name)
        session.send("<cr>")
        session.see("a copy is in")
        (file,) = elsewhere.iterdir()
        assert "Keep me." in file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        session.send("q")
        assert session.ended() == 0, "nothing is only on screen any more"
    assert notes()["notes"] == []


def test_words_that_were_not_saved_are_offered_after_a_kill(closed_folder: list[str]) -> None:
    with begin(command=closed_folder) as session:
        refused(session, WHY["read-only"])
        session.settle(2.0, 2.0)
        session.kill()
        session.ended()
    assert drafts() == ["Keep me."]
