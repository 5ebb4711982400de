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
        self._last: tuple[int, Section] | None = None

    def __call__(self, index: int) -> Section:
        last = self._last  # drawing asks for the same one some hundred times a key
        if last is not None and last[0] == index:
            return last[1]
        kept = self._kept.get(index)
        made = self.make(index) if kept is None else kept
        with self._lock:
            made = self._kept.pop(index, made)
            self._kept[index] = made  # the last to be dropped now
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            self._last = (index, made)
        return made

    def holds(self, index: int) -> bool:
        """Whether this Section is there without being made."""
        return index in self._kept
