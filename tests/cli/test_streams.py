"""Where the screen draws and where it reads keys, in a real pty with the streams redirected."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("skipped: the terminal used here works on Linux only", allow_module_level=True)

from tests.measure.speed.terminal import Term

ROOT = Path(__file__).parents[2]
FRAMING = r"spyware"

Shell = Callable[[str], Term]


@pytest.fixture
def shell(request: pytest.FixtureRequest) -> Shell:
    """A shell command in a terminal, `companion` in it being this checkout's; ended with the test."""

    def start(command: str) -> Term:
        names = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
        environment = {"PYTHONPATH": str(ROOT), **{name: os.environ[name] for name in names}}
        function = f'companion() {{ {shlex.quote(sys.executable)} -m companion "$@"; }}; '
        term = Term(["bash", "-c", function + command], env=environment, cwd=str(ROOT))
        request.addfinalizer(term.close)
        return term

    return start


@pytest.mark.parametrize(
    "command",
    [
        "companion",
        "companion < /dev/null",
        "companion 2> /dev/null",
        "companion < /dev/null 2> /dev/null",
        "companion <&-",
        "companion 2>&-",
        "cat annotations/nso-2023/report.md | companion -",
        "companion - < annotations/nso-2023/report.md",
    ],
)
def test_the_screen_finds_the_terminal_and_q_leaves_it(shell: Shell, command: str) -> None:
    term = shell(command)
    assert term.wait(FRAMING) is not None, term.screen.text()
    term.settle(0.3, 10)
    term.send("q")
    assert term.ended(15) == 0, term.screen.text()


def test_nothing_of_the_screen_gets_into_a_redirected_standard_error(shell: Shell, tmp_path: Path) -> None:
    term = shell(f"companion 2> {shlex.quote(str(tmp_path / 'errors'))}")
    assert term.wait(FRAMING) is not None, term.screen.text()
    term.settle(0.3, 10)
    term.send("q")
    assert term.ended(15) == 0
    assert (tmp_path / "errors").read_bytes() == b""


def test_output_to_a_pipe_is_text(shell: Shell) -> None:
    term = shell("companion | head -n 3")
    assert term.ended(15) == 0
    assert b"Transparency and Responsibility Report" in term.output
    assert b"\x1b" not in term.output
    assert b"Traceback" not in term.output


@pytest.mark.parametrize("words", ["nowhere", "--with nowhere nso-2023", "--section nowhere nso-2023"])
def test_what_is_not_there_is_told_before_anything_is_drawn(shell: Shell, words: str) -> None:
    term = shell(f"companion {words}")
    assert term.ended(15) == 1
    assert b"nowhere" in term.output
    assert b"\x1b" not in term.output
