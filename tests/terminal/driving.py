"""companion in a terminal of its own: keys and mouse go in, and what the screen shows is looked at."""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from tests.measure.speed.screen import Screen
from tests.measure.speed.terminal import Term
from tests.running import ROOT, process

FOLDERS = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
LOADED = r"Annot(?:ations|\.) \d"
LIMIT = 10.0
"""Seconds until something that should be on screen is missed."""
AT_FIRST = frozenset({7, 25})
"""The private modes that are on in a terminal nobody touched: wrapping at the edge, and the cursor."""
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")


class Session(Term):
    """A program in a terminal, with the folders this test was given."""

    companion: ClassVar[Sequence[str]] = (sys.executable, "-m", "companion")

    def __init__(
        self,
        *args: str,
        command: Sequence[str] = (),
        columns: int = 120,
        rows: int = 36,
        env: Mapping[str, str] | None = None,
        new: bool = False,
    ) -> None:
        kept = {name: os.environ[name] for name in FOLDERS if name in os.environ}
        if "XDG_STATE_HOME" in kept and not new:  # else the first start of all shows round
            (Path(kept["XDG_STATE_HOME"]) / "companion").mkdir(parents=True, exist_ok=True)
        environment = {"PYTHONPATH": str(ROOT), "TZ": "UTC", **kept, **(env or {})}
        super().__init__(
            [*(command or self.companion), *args],
            env=environment,
            cwd=str(ROOT),
            rows=rows,
            columns=columns,
            give_up=LIMIT,
        )

    @property
    def text(self) -> str:
        return self.screen.text()

    def sees(self, regex: str, seconds: float = LIMIT) -> bool:
        """Whether the screen shows `regex` now or within so many seconds."""
        want, deadline = re.compile(regex), time.monotonic() + seconds
        while not self.screen.shows(want):
            got = self._chunk(min(0.05, max(deadline - time.monotonic(), 0)))
            if got:
                self._apply(got[1])
            elif self.closed or time.monotonic() > deadline:
                return self.screen.shows(want)
        return True

    def see(self, regex: str, seconds: float = LIMIT) -> None:
        """Wait for `regex`, or fail with what the screen shows instead."""
        assert self.sees(regex, seconds), f"no {regex!r} on screen:\n{self.text}"

    def gone(self, regex: str, seconds: float = LIMIT) -> None:
        """Wait until `regex` is not on screen any more, or fail."""
        want, deadline = re.compile(regex), time.monotonic() + seconds
        while self.screen.shows(want) and time.monotonic() < deadline:
            if got := self._chunk(0.05):
                self._apply(got[1])
        assert not self.screen.shows(want), f"{regex!r} is still on screen:\n{self.text}"

    def keys(self, *keys: str) -> None:
        """Type keys one by one, each once the screen is quiet.

        A key within a tenth of a second of esc would be taken for one with alt.
        """
        for key in keys:
            self.send(key)
            self.settle(0.2 if key == "<esc>" else 0.08, 5)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as a window manager would."""
        self.screen = Screen(rows, columns)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.settle(0.25, 5)

    def kill(self, number: int = signal.SIGKILL) -> None:
        os.kill(self.pid, number)

    def find(self, text: str) -> tuple[int, int]:
        """Column and row, from 0, where a text stands on the screen."""
        for y, row in enumerate(self.screen.grid):
            x = "".join(char or " " for char, _ in row).find(text)
            if x >= 0:
                return x, y
        raise AssertionError(f"no {text!r} on screen:\n{self.text}")

    def style(self, text: str) -> dict[int, str | int]:
        """The style of the first cell of a text on the screen: codes of SGR, colours under 38 and 48."""
        x, y = self.find(text)
        return dict(self.screen.grid[y][x][1])

    def mouse(self, button: int, x: int, y: int, *, up: bool = False) -> None:
        """One event of the mouse: 0 the left button, 32 moving with it down, 64 and 65 the wheel up and down."""
        os.write(self.descriptor, f"\x1b[<{button};{x + 1};{y + 1}{'m' if up else 'M'}".encode())

    def click(self, x: int, y: int, times: int = 1) -> None:
        for _ in range(times):
            self.mouse(0, x, y)
            self.mouse(0, x, y, up=True)
        self.settle(0.2, 5)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.mouse(0, *start)
        for x in range(start[0] + 1, end[0] + 1):
            self.mouse(32, x, end[1])
        self.settle(0.2, 5)
        self.mouse(0, *end, up=True)
        self.settle(0.2, 5)

    def modes(self) -> set[int]:
        """The private modes of the terminal that are on after what was written so far."""
        found = set(AT_FIRST)
        for match in _MODE.finditer(self.output):
            numbers = {int(number) for number in match[1].split(b";")}
            found = found | numbers if match[2] == b"h" else found - numbers
        return found

    def restored(self) -> bool:
        """The main screen, a cursor, and no mouse, focus or paste reports left on."""
        return self.modes() == AT_FIRST


def reading(session: Session) -> Session:
    """The same session, once the document, its critique and its notes are shown."""
    session.see(LOADED)
    session.gone("Reading the annotations")
    session.settle(0.1, 5)
    return session


def begin(*args: str, **options: Any) -> Session:
    """The program, started and ready."""
    return reading(Session(*args, **options))


def write_note(session: Session, text: str, *, key: str = "a") -> None:
    """Annotate what the cursor stands on, and wait for the word `saved`."""
    session.keys(key)
    session.see(r"ctrl\+s save")
    session.send(text)
    session.see(re.escape(text[:20]))
    session.send("<c-s>")
    session.see(r"· saved")


def notes(document: str = "nso-2023", *options: str) -> Any:
    """What `companion notes … --format json` prints, in a process of its own."""
    ran = process("notes", document, "--format", "json", *options)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def drafts() -> list[str]:
    """The texts of the drafts that the next start will offer."""
    folder = Path(os.environ["XDG_STATE_HOME"]) / "companion" / "drafts"
    return [json.loads(file.read_text())["record"]["note"] for file in sorted(folder.glob("*.json"))]


def section_of(session: Session) -> str:
    """The id of the section on screen, from the status line."""
    found = re.search(r"· ¶\d+ of \d+ · ([\w.-]+)", session.text)
    assert found is not None, session.text
    return found[1]
