"""The terminal's background decides between our light and our dark theme, and no byte of its answer is left over."""

from __future__ import annotations

import fcntl
import os
import pty
import termios
import time
from collections.abc import Callable

import pytest

from companion.tui.background import PATIENCE, QUESTION, Background, LateAnswers
from tests.measure.speed.terminal import Term
from tests.terminal.driving import LOADED, Session

WHITE, BLACK = b"\x1b]11;rgb:ffff/fafa/f0f0\x1b\\", b"\x1b]11;rgb:1010/1010/1010\x07"
LAST = b"\x1b[?64;1;2c"
PAPER, LAMP = b"48;2;250;246;238", b"48;2;22;24;26"


def asked(answer: bytes, *, wanted: bool = True, term: str = "xterm") -> tuple[bool, str, bool, bytes, bool]:
    """Light or not, what was typed, whether answers may come, what was asked, and whether the terminal is as before."""
    master, slave = pty.openpty()
    into, out = os.pipe()
    child = os.fork()
    if not child:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        os.environ["TERM"] = term
        before = termios.tcgetattr(slave)
        with Background(slave, slave, wanted=wanted) as ground:
            os.write(out, b"?")
            time.sleep(PATIENCE / 2)
            light = ground.is_light()
        same = termios.tcgetattr(slave) == before
        os.write(out, repr((light, ground.typed, ground.is_late, same)).encode())
        os._exit(0)
    os.read(into, 1)
    os.set_blocking(master, False)
    question = os.read(master, 100) if wanted and term == "xterm" else b""
    os.write(master, answer)
    os.waitpid(child, 0)
    light, typed, late, same = eval(os.read(into, 1000))
    for descriptor in (master, slave, into, out):
        os.close(descriptor)
    return light, typed, late, question, same


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (WHITE + LAST, (True, "", False)),
        (BLACK + LAST, (False, "", False)),
        (LAST, (False, "", False)),
        (b"]j" + WHITE + b"k" + LAST, (True, "]jk", False)),
        (b"]", (False, "]", True)),
        (WHITE, (True, WHITE.decode(), True)),
    ],
    ids=["light", "dark", "does not know", "keys between", "silent", "cut short"],
)
def test_the_answer_is_taken_and_keys_stay_keys(answer: bytes, expected: tuple[bool, str, bool]) -> None:
    light, typed, late, question, same = asked(answer)
    assert (light, typed, late) == expected
    assert question == QUESTION
    assert same, "the terminal is left as it was"


@pytest.mark.parametrize(("wanted", "term"), [(False, "xterm"), (True, "dumb"), (True, "linux")])
def test_who_would_print_the_question_or_has_a_theme_is_not_asked(wanted: bool, term: str) -> None:
    assert asked(b"j\n", wanted=wanted, term=term)[:4] == (False, "", False, b"")


def test_what_is_no_terminal_is_not_asked() -> None:
    reading, writing = os.pipe()
    with Background(reading, writing, wanted=True) as ground:
        assert not ground.is_light()
    os.close(writing)
    assert os.read(reading, 10) == b""
    os.close(reading)


def test_late_answers_are_taken_out_of_the_keys_in_whatever_pieces_they_come() -> None:
    text = f"]{WHITE.decode()}j{LAST.decode()}\x1b"
    for cut in range(len(text)):
        answers = LateAnswers()
        typed = answers.rest(text[:cut]) + answers.rest(text[cut:])
        assert typed.replace("\x1b", "") == "]j"
        assert typed.endswith("\x1b")
        assert typed.count("\x1b") <= 1 + text[:cut].endswith("\x1b")
        assert answers.rest("[A") == "[A"


def answering(color: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the terminal of the tests tell its background."""
    take: Callable[[Term, bytes], None] = Term._apply

    def applied(self: Term, data: bytes) -> None:
        if b"\x1b]11;?" in data:
            os.write(self.descriptor, color)
        take(self, data)

    monkeypatch.setattr(Term, "_apply", applied)


@pytest.mark.parametrize(("color", "ground"), [(WHITE, PAPER), (BLACK, LAMP), (b"", LAMP)], ids=["light", "dark", "?"])
def test_the_screen_takes_the_theme_that_goes_with_the_terminal(
    color: bytes, ground: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(color, monkeypatch)
    with Session() as session:
        session.see(LOADED)
        assert ground in session.output
        assert (PAPER if ground == LAMP else LAMP) not in session.output
        session.see("block · ¶0")
