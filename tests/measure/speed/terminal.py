"""A pseudo-terminal around any program, timed by what its screen shows. Standard library only; Linux.

Output is stamped when it is read and fed to the emulator afterwards, so a slow emulator is in no figure.
Every process started is ended with the program.
"""

from __future__ import annotations

import atexit
import ctypes
import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple, Self

from tests.measure.speed.screen import COLUMNS, ROWS, Screen

_CURSOR = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
KEYS = {name: f"\x1b[{letter}" for name, letter in _CURSOR.items()} | {
    "cr": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "pgup": "\x1b[5~", "pgdn": "\x1b[6~", "bs": "\x7f", "lt": "<",
}  # fmt: skip
APPLICATION = {name: f"\x1bO{letter}" for name, letter in _CURSOR.items()}
"""What the same keys send once a program asked for application keys."""
now = time.perf_counter


class Press(NamedTuple):
    """What one press did: ms to the first output and to the final screen (None: it never came), bytes written."""

    first: float | None
    frame: float | None
    size: int


def keys(text: str, application: bool = False) -> bytes:
    """`<pgdn>`, `<cr>`, `<c-x>` and the like stand for keys, all else for itself."""

    def one(match: re.Match[str]) -> str:
        name = match[1].lower()
        if application and name in APPLICATION:
            return APPLICATION[name]
        return chr(ord(name[2]) & 31) if re.fullmatch("c-[a-z]", name) else KEYS[name]

    return re.sub("<([a-z-]+)>", one, text).encode()


class Term:
    """A program in a terminal. `status` is its exit status once it has ended by itself."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: str = "/",
        rows: int = ROWS,
        columns: int = COLUMNS,
        quiet: float = 0.08,
        give_up: float = 30,
    ) -> None:
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # orphans of the program become ours, so that none escapes
        self.screen, self.quiet, self.give_up = Screen(rows, columns), quiet, give_up
        self.output = b""
        self.status: int | None = None
        self.closed = False
        self._home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._random = random.Random(1)
        size = struct.pack("HHHH", rows, columns, 0, 0)
        self.began = now()
        self.pid, self.descriptor = pty.fork()
        if not self.pid:
            try:
                fcntl.ioctl(1, termios.TIOCSWINSZ, size)
                os.chdir(cwd)
                os.execvpe(argv[0], list(argv), self._environment(env or {}))
            finally:
                os._exit(127)
        _LIVE.add(self)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, size)

    def _environment(self, env: Mapping[str, str]) -> dict[str, str]:
        base = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        own = {"PATH": os.environ.get("PATH", os.defpath), "HOME": self._home.name, "LESSHISTFILE": "-"}
        return {**base, **own, **env}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _chunk(self, timeout: float) -> tuple[float, bytes] | None:
        """The next output and when it was read, or None if there is none in time."""
        if self.closed or not select.select([self.descriptor], [], [], max(timeout, 0))[0]:
            return None
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:
            data = b""
        if not data:
            self.closed = True
            return None
        return now(), data

    def _apply(self, data: bytes) -> None:
        self.output += data
        self.screen.feed(data)
        if self.screen.answers:
            reply, self.screen.answers = self.screen.answers, b""
            with suppress(OSError):
                os.write(self.descriptor, reply)

    def wait(self, regex: str, since: float | None = None) -> float | None:
        """Milliseconds from the start (or `since`) until the screen shows `regex`; None: gave up."""
        began, want = since or self.began, re.compile(regex)
        deadline = now() + self.give_up
        while now() < deadline and not self.closed:
            got = self._chunk(min(0.05, deadline - now()))
            if got:
                self._apply(got[1])
                if self.screen.shows(want):
                    return (got[0] - began) * 1000
        return None

    def settle(self, seconds: float | None = None, limit: float | None = None) -> None:
        """Read until `seconds` pass without output, for at most `limit`."""
        deadline = now() + (limit or self.give_up)
        while now() < deadline and (got := self._chunk(seconds or self.quiet)):
            self._apply(got[1])

    def ended(self, seconds: float = 10) -> int | None:
        """The program's exit status, if it ends within `seconds`."""
        deadline = now() + seconds
        while now() < deadline:
            got = self._chunk(0.05)
            if got:
                self._apply(got[1])
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
        return None

    def send(self, text: str) -> float:
        """Write keys; when they were written."""
        data = keys(text, self.screen.application_keys)
        sent = now()
        try:
            os.write(self.descriptor, data)
        except OSError:
            self.closed = True
        return sent

    def press(self, text: str, expect: str = "") -> Press:
        """Send keys and wait for the screen to show `expect`, or else to change, and then to be quiet."""
        time.sleep(self._random.random() * 0.02)  # out of step with the program's frame clock
        last = self.screen.state()
        want = re.compile(expect)
        limit = min(self.give_up, 10 if expect else 3)
        first = frame = None
        size = 0
        began = self.send(text)
        while now() < began + limit:
            got = self._chunk(self.quiet if frame else limit if expect or first is None else 0.5)
            if got is None:
                break
            first = first or got[0]
            size += len(got[1])
            self._apply(got[1])
            state = self.screen.state()
            if state != last and (frame or self.screen.shows(want)):
                frame = got[0]
            last = state
        ok = frame is not None and self.screen.shows(want)
        return Press(first and (first - began) * 1000, (frame - began) * 1000 if ok and frame else None, size)

    def _tree(self) -> set[int]:
        every = _processes()
        mine = {self.pid}
        while more := {p for p, (parent, session) in every.items() if parent in mine or session == self.pid} - mine:
            mine |= more
        return mine & every.keys()

    def close(self) -> None:
        """End the program and all it started."""
        _LIVE.discard(self)
        for number, patience in ((signal.SIGHUP, 0.2), (signal.SIGKILL, 2.0)):
            for pid in self._tree():
                with suppress(OSError):
                    os.kill(pid, number)
            deadline = now() + patience
            while self._tree() and now() < deadline:
                with suppress(ChildProcessError):
                    os.waitpid(self.pid, os.WNOHANG)
                with suppress(OSError):
                    while select.select([self.descriptor], [], [], 0)[0] and os.read(self.descriptor, 65536):
                        pass
                time.sleep(0.005)
        with suppress(OSError):
            os.close(self.descriptor)
        self._home.cleanup()


_LIVE: set[Term] = set()


@atexit.register
def _close_all() -> None:
    for term in list(_LIVE):
        term.close()


def _processes() -> dict[int, tuple[int, int]]:
    """Parent and session of every process that is not a zombie."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            found[int(pid)] = int(fields[1]), int(fields[3])
    return found
