"""Sections made when they are asked for; the last ones are kept."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from companion.model import Section

Make = Callable[[int], Section]
MOST = 64
"""What is on screen and where the reader came from, not a whole document."""


class Shelf:
    """Called with an index, the Section `make` gives; the last `MOST` are kept. Several threads may ask at once."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self._kept: dict[int, Section] = {}
        self._lock = Lock()

    def __call__(self, index: int) -> Section:
        with self._lock:
            kept = self._kept.pop(index, None)
            if kept is not None:
                self._kept[index] = kept  # the last to be dropped now
                return kept
        made = self.make(index)
        with self._lock:
            made = self._kept.setdefault(index, made)
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return made

    def holds(self, index: int) -> bool:
        """Whether this Section is there without being made."""
        return index in self._kept
