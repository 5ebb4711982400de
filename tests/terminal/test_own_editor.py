"""ctrl+o: the reader's own editor gets the note in a private file, and its words come back."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.terminal.driving import Session, begin, drafts, notes

PRIVATE = "Nobody may read this elsewhere."


def editor(folder: Path, then: str = "") -> dict[str, str]:
    """An environment whose editor adds words and tells what it was given."""
    script = folder / "editor.py"
    script.write_text(
        "import json, os, sys\nname = sys.argv[1]\n"
        f"told = [name, os.stat(name).st_mode & 0o777, os.stat(os.path.dirname(name)).st_mode & 0o777]\n"
        f"open({str(folder / 'told')!r}, 'w').write(json.dumps(told))\n"
        f"open(name, 'a').write(' More.\\n')\n{then}\n"
    )
    return {"VISUAL": f"{sys.executable} {script}", "TMPDIR": str(folder), "XDG_RUNTIME_DIR": str(folder)}


def write(session: Session) -> None:
    session.keys("]", "j", "a")
    session.see(r"ctrl\+s save")
    session.send(PRIVATE)
    session.see(PRIVATE)
    session.send("<c-o>")


def test_the_words_come_back_and_nothing_of_them_is_left_elsewhere(tmp_path: Path) -> None:
    with begin(env=editor(tmp_path)) as session:
        write(session)
        session.see("More")
        name, mode, folder_mode = json.loads((tmp_path / "told").read_text())
        assert (mode, folder_mode) == (0o600, 0o700)
        assert Path(os.environ["XDG_STATE_HOME"]) in Path(name).parents
        session.keys("<c-s>")
        session.see("· saved")
        session.send("q")
        assert session.ended() == 0
    assert [note["note"].strip() for note in notes()["notes"]] == [f"{PRIVATE} More."]
    assert not Path(name).parent.exists()
    assert [file for file in tmp_path.iterdir() if file.name not in ("editor.py", "told")] == []


def test_an_editor_that_fails_leaves_the_note_as_it_was(tmp_path: Path) -> None:
    with begin(env=editor(tmp_path, "sys.exit(3)")) as session:
        write(session)
        session.see(r"it\s+ended\s+with\s+3;\s+the\s+note")
        session.see(PRIVATE)
        assert "More" not in session.text
    with begin(env={"VISUAL": "no-such-editor"}) as session:
        session.see("You were writing")
        session.keys("<cr>", "<c-o>")
        session.see("no-such-editor: No such file")
        session.see(PRIVATE)


def test_what_the_editor_saved_is_offered_after_a_kill(tmp_path: Path) -> None:
    parent = "import signal\nos.kill(os.getppid(), signal.SIGKILL)"
    with begin(env=editor(tmp_path, parent)) as session:
        write(session)
        assert session.ended() == -9
    with begin() as again:
        again.see(f"{PRIVATE} More")
    assert drafts() == [f"{PRIVATE} More."]
