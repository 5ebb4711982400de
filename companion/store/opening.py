"""A document that is read in a thread of its own while the screen comes up: how far it is, and what is there."""

from __future__ import annotations

import threading

from companion.model.faults import CompanionError
from companion.store.library import Found, Opened, section_of


class Opening:
    """Begins to read at once. `progress` is how much of how much is read; (0, 0) as long as nobody knows."""

    def __init__(self, found: Found, section: str = "") -> None:
        self.found = found
        self.progress = (0, 0)
        self._section = section
        self._first: Opened | None = None
        self._whole: Opened | None = None
        self._error: CompanionError | None = None
        self._given_up = threading.Event()
        self._told = threading.Condition()
        threading.Thread(target=self._read, name="opening", daemon=True).start()

    def first(self, seconds: float | None = None) -> Opened | None:
        """What can be shown: the whole document, or its first Sections; None if nothing is there after so long.

        Raises CompanionError where it cannot be read, was cancelled, or has no such section as was asked for.
        """
        with self._told:
            self._told.wait_for(lambda: self._first or self._whole or self._error, seconds)
            if self._error is not None:
                raise self._error
            return self._whole or self._first

    def whole(self) -> Opened:
        """Wait for the whole document. Raises as `first` does."""
        with self._told:
            self._told.wait_for(lambda: self._whole or self._error)
            if self._error is not None:
                raise self._error
            assert self._whole is not None
            return self._whole

    @property
    def is_done(self) -> bool:
        return self._whole is not None or self._error is not None

    def cancel(self) -> None:
        """Give up; whoever waits hears of it soon."""
        self._given_up.set()

    def _read(self) -> None:
        whole: Opened | None = None
        error: CompanionError | None = None
        try:
            whole = self.found.read(self._tell, self._given_up.is_set, self._preview)
            section_of(whole.document, self._section)
        except CompanionError as caught:
            error = caught
        except Exception as caught:  # a fault of ours: whoever waits must hear of it
            error = CompanionError(f"{self.found.file}: {type(caught).__name__} while reading it")
        with self._told:
            self._whole, self._error = whole, error
            self._told.notify_all()

    def _tell(self, done: int, of: int) -> None:
        self.progress = (done, of)

    def _preview(self, opened: Opened) -> None:
        if self._section and opened.document.index(self._section) is None:
            return
        with self._told:
            self._first = opened
            self._told.notify_all()
