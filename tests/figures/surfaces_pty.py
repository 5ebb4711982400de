"""A terminal that only listens: what a program writes is kept as it came, nothing is drawn, nothing is answered."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.benchmarks.terminal import Term, now
from tests.running import ROOT

LIMIT = 20.0
"""Seconds until something that should be written is missed."""


@contextmanager
def folders() -> Iterator[dict[str, str]]:
    """An environment with a home of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as top:
        names = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
        yield {"PYTHONPATH": str(ROOT), "TZ": "UTC", **{name: f"{top}/{name.lower()}" for name in names}}


class Plain(Term):
    """`output` grows with what the program writes."""

    def __init__(self, argv: Sequence[str], *, quiet: float = 0.06, **options: Any) -> None:
        super().__init__(argv, cwd=str(ROOT), quiet=quiet, **options)

    def _apply(self, data: bytes) -> None:
        self.output += data

    def keys(self, *keys: str) -> None:
        """Type keys, each once there was an answer to the one before, or none came."""
        for key in keys:
            self.send(key)
            if got := self._chunk(0.25):
                self._apply(got[1])
                self.settle(limit=5)

    def until(self, text: str, quiet: float | None = None) -> None:
        """Read until `text` was written, and then until it is quiet."""
        wanted, start, deadline = text.encode(), max(len(self.output) - (1 << 18), 0), now() + LIMIT
        while wanted not in self.output[start:] and now() < deadline and not self.closed:
            if got := self._chunk(0.05):
                self._apply(got[1])
        assert wanted in self.output[start:], f"{text!r} never came: {self.output[-2000:].decode(errors='replace')}"
        self.settle(quiet, limit=5)

    def leave(self) -> None:
        """q until it is gone: where something is not saved, the first one only tells."""
        for _ in range(4):
            self.send("q")
            if self.ended(2) is not None:
                return
