"""A terminal that only listens: it keeps what a program writes, draws nothing and answers nothing."""

from __future__ import annotations

import fcntl
import os
import struct
import tempfile
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.measure.speed.terminal import Term, now
from tests.measure.surfaces_names import CUT
from tests.measure.surfaces_payloads import Mark, marked, scan
from tests.measure.surfaces_tour import PASTE, Stop
from tests.running import ROOT

LIMIT = 20.0
"""Seconds until something that should be written is missed."""
ESCAPE = 0.2
"""Seconds to be quiet after an escape: what follows it at once is taken for the rest of a sequence."""
EDITOR = "<c-o>"
"""Gives the terminal to another program; what is typed while that has it is dropped."""
ALTERNATE = b"\x1b[?1049h"
"""Written when a program takes the whole screen, or takes it back."""
_TIOCGPTN = 0x80045430


@contextmanager
def folders() -> Iterator[dict[str, str]]:
    """An environment with a home of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as top:
        names = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
        yield {"PYTHONPATH": str(ROOT), "TZ": "UTC", **{name: f"{top}/{name.lower()}" for name in names}}


class Plain(Term):
    """`output` grows with what the program writes."""

    _parts: list[bytes]

    def __init__(self, argv: Sequence[str], *, quiet: float = 0.06, **options: Any) -> None:
        super().__init__(argv, cwd=str(ROOT), quiet=quiet, **options)

    def _apply(self, data: bytes) -> None:
        self._parts.append(data)

    @property  # joined only where it is looked at: sessions write many megabytes
    def output(self) -> bytes:
        if len(self._parts) > 1:
            self._parts = [b"".join(self._parts)]
        return self._parts[0] if self._parts else b""

    @output.setter
    def output(self, data: bytes) -> None:
        self._parts = [data]

    def keys(self, *keys: str) -> None:
        """Type keys, each once the one before was read and the program rests again."""
        for key in keys:
            began = len(self.output)
            self.send(key)
            self._until_read()
            if key == "<esc>":
                self.settle(ESCAPE, 5)
            elif key == EDITOR:
                self._until_back(began)
            self._until_rest()

    def _until_back(self, began: int) -> None:
        """Wait until the program has the terminal again, for at most five seconds."""
        deadline = now() + 5
        while ALTERNATE not in self.output[began:] and not self.closed and now() < deadline:
            if got := self._chunk(0.05):
                self._apply(got[1])

    def _until_rest(self) -> None:
        """Read until nothing comes any more and no thread of the program wants to run, however busy the machine is."""
        resting, deadline = 0, now() + LIMIT
        while resting < 3 and not self.closed and now() < deadline:
            if got := self._chunk(0.02):
                self._apply(got[1])
                resting = 0
            else:
                resting = 0 if self._wants_to_run() else resting + 1

    def _wants_to_run(self) -> bool:
        for stat in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with suppress(OSError):
                if stat.read_text().rpartition(")")[2].split()[0] == "R":
                    return True
        return False

    def _until_read(self) -> None:
        """Wait until the program has read all that was typed; Linux alone tells that."""
        deadline = now() + LIMIT
        while not self.closed and now() < deadline and self._unread():
            if got := self._chunk(0.01):
                self._apply(got[1])

    def _unread(self) -> int:
        try:
            (number,) = struct.unpack("I", fcntl.ioctl(self.descriptor, _TIOCGPTN, bytes(4)))
            follower = os.open(f"/dev/pts/{number}", os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            return 0
        try:
            return int(struct.unpack("i", fcntl.ioctl(follower, termios.FIONREAD, bytes(4)))[0])
        finally:
            os.close(follower)

    def visit(self, stop: Stop, payloads: Sequence[str]) -> list[Mark]:
        """Press the keys of a stop; those of its marks that were not painted in time."""
        began, deadline = 0 if stop.earlier else len(self.output), now() + LIMIT
        self.keys(*(bracketed(key, payloads) for key in stop.keys))
        missing = unpainted(self.output[began:], stop.wants)
        while missing and now() < deadline and not self.closed:
            if got := self._chunk(0.05):
                self._apply(got[1])
                self.settle(limit=5)
                missing = unpainted(self.output[began:], missing)
        return missing

    def until(self, text: str, quiet: float | None = None) -> None:
        """Read until `text` was written, and then until it is quiet."""
        wanted, start, deadline = text.encode(), max(len(self.output) - (1 << 18), 0), now() + LIMIT
        while wanted not in self.output[start:] and now() < deadline and not self.closed:
            if got := self._chunk(0.05):
                self._apply(got[1])
        assert wanted in self.output[start:], f"{text!r} never came: {self.output[-2000:].decode(errors='replace')}"
        self.settle(quiet, limit=5)

    def leave(self) -> None:
        """q until it is gone: where something is not saved, the first one only asks."""
        for _ in range(4):
            self.send("q")
            began, deadline = len(self.output), now() + LIMIT / 4
            while b"q leaves" not in self.output[began:] and now() < deadline:
                if self.ended(0.05) is not None:
                    return
            self.settle(limit=2)


def bracketed(key: str, payloads: Sequence[str]) -> str:
    """A key, or what a terminal sends where a payload is pasted; a payload that ends the paste itself loses that."""
    if not key.startswith(PASTE):
        return key
    number = int(key.removeprefix(PASTE))
    text = marked("ps", number, payloads[number].replace("\x1b[201~", ""))
    return f"\x1b[200~\n{text.encode('utf-8', 'replace').decode()}\x1b[201~"


def unpainted(output: bytes, wanted: Sequence[Mark]) -> list[Mark]:
    """Those marks that are not in an output from their first to their last word, or cut where there is no room."""
    drawn = scan(output)
    return [mark for mark in wanted if not drawn.painted(mark, cut=mark.surface in CUT)]
