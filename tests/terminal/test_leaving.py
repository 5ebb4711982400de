"""Every way the program ends: what was written is kept, and the terminal is as it was."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from tests.running import ROOT
from tests.terminal.driving import Session, begin, drafts, notes, write_note

FAILING = (sys.executable, "-m", "tests.terminal.failing")
PRIVATE = ("Shohat", "Macron", "my own secret", "Traceback", "locals")
"""Words of the document and of a note, and what a report of Python's own would have in it."""


def after_the_screen(session: Session) -> str:
    """What was printed once the terminal was given back."""
    return session.output.rpartition(b"\x1b[?1049l")[2].decode("utf-8", "replace")


@pytest.mark.parametrize("key", ["q", "<c-q>"])
def test_both_keys_end_it_with_status_0_and_restore_the_terminal(key: str) -> None:
    with begin() as session:
        assert {1049, 1000} <= session.modes()
        session.send(key)
        assert session.ended() == 0
        assert session.restored(), session.modes()


def test_no_mouse_leaves_the_mouse_to_the_terminal() -> None:
    with begin("--no-mouse", "nso-2023") as session:
        assert not {1000, 1002, 1003, 1006} & session.modes()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_note_and_draft_and_restores_the_terminal(number: signal.Signals) -> None:
    with begin() as session:
        session.keys("]", "j")
        write_note(session, "A saved one.")
        session.keys("j", "a")
        session.see(r"ctrl\+s save")
        session.send("half a thought")
        session.see("half a thought")
        session.kill(number)
        assert session.ended() not in (None, 0, -number)
        assert session.restored(), session.modes()
    assert [note["note"].strip() for note in notes()["notes"]] == ["A saved one."]
    assert drafts() == ["half a thought"]


def hang_up(session: Session) -> None:
    """Close the terminal, as a window manager or a lost connection does."""
    os.close(session.descriptor)
    session.descriptor = os.open(os.devnull, os.O_RDWR)
    session.closed = True


def test_a_terminal_that_goes_away_takes_neither_note_nor_draft_with_it() -> None:
    with begin() as session:
        session.keys("]", "j")
        write_note(session, "A saved one.")
        session.keys("j", "a")
        session.see(r"ctrl\+s save")
        session.send("half a thought")
        session.see("half a thought")
        hang_up(session)
        assert session.ended() is not None
    assert [note["note"].strip() for note in notes()["notes"]] == ["A saved one."]
    assert drafts() == ["half a thought"]


def test_a_terminal_that_goes_away_while_the_screen_draws_ends_the_program() -> None:
    with begin("busy", command=FAILING) as session:
        hang_up(session)
        assert session.ended(4) is not None


@pytest.mark.parametrize(("where", "keys"), [("key", "]"), ("drawing", "]"), ("editor", "ax")])
def test_a_crash_restores_the_terminal_and_says_nothing_of_the_text(where: str, keys: str) -> None:
    with begin(where, command=FAILING) as session:
        for key in keys:
            session.keys(key)
            session.settle(0.3, 1)
        assert session.ended(5) not in (None, 0)
        assert session.restored(), session.modes()
        said = after_the_screen(session)
        assert "companion" in said
        assert not [word for word in PRIVATE if word in said], said
        assert len(said.splitlines()) < 8, said


def test_without_any_terminal_it_says_so_in_one_line_at_once() -> None:
    leader, follower = pty.openpty()
    began = time.monotonic()
    try:
        ran = subprocess.run(
            [*Session.companion],
            stdin=subprocess.DEVNULL,
            stdout=follower,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=20,
            check=False,
        )
    finally:
        os.close(leader)
        os.close(follower)
    assert ran.returncode == 1
    assert ran.stderr.decode().count("\n") == 1
    assert "no terminal" in ran.stderr.decode()
    assert time.monotonic() - began < 5


def test_suspending_and_coming_back_shows_the_same_place() -> None:
    with Session(command=["bash", "--norc", "-i"], env={"PS1": "$ "}) as session:
        session.see(r"\$ ")
        session.send(" ".join([*Session.companion, "<cr>"]))
        session.see(r"Annotations \d")
        session.keys("]")
        session.see("A Message From the CEO · 2 of 8")
        session.send("<c-z>")
        session.see("Stopped")
        assert 1049 not in session.modes()
        session.send("fg<cr>")
        session.see("A Message From the CEO · 2 of 8", 3)
        assert 1049 in session.modes()
        session.settle(0.3, 3)
        session.send("q")
        session.settle(0.5, 5)
        session.send("exit $?<cr>")
        assert session.ended() == 0
