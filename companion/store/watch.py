"""Whether the document that is open is still the one on disk: cheap enough to be asked every second."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from companion.store.library import OpenDocument, raw_of

Fate = Literal["same", "changed", "renamed", "removed"]


class DocumentState(NamedTuple):
    """What became of a document's file, and where it is now, if it is anywhere.

    `changed`: other bytes stand at its path, written into the file or put in its place. `renamed`: nothing stands at
    its path, but the same file has another name in its folder. `removed`: it is gone, elsewhere, or out of reach.
    """

    fate: Fate
    path: Path | None = None


class DocumentWatch:
    """Looks after the file of one open document; one from standard input has none, and stays the same."""

    def __init__(self, opened: OpenDocument) -> None:
        self._opened = opened
        self._signature: tuple[int, ...] = ()
        self._size: int | None = None
        self._state = self._seen = self._told = DocumentState("same", opened.path)

    def news(self) -> DocumentState | None:
        """How it stands now, once for each time that changes; what lasts from one look to the next alone is told.

        An editor that saves takes the file away for a moment.
        """
        before, self._seen = self._seen, self.look()
        if self._seen != before or self._seen == self._told:
            return None
        self._told = self._seen
        return self._told

    def look(self) -> DocumentState:
        """How it stands now. Reads the file only if it looks different from the last time, and the first time."""
        path = self._opened.path
        if path is None:
            return self._state
        try:
            status = os.stat(path)
        except OSError:
            renamed = self._renamed(path)
            return DocumentState("removed") if renamed is None else DocumentState("renamed", renamed)
        if _signature(status) != self._signature:
            same = self._size in (None, status.st_size) and raw_of(self._opened) is not None
            self._size = status.st_size if same else self._size
            self._signature, self._state = _signature(status), DocumentState("same" if same else "changed", path)
        return self._state

    def _renamed(self, path: Path) -> Path | None:
        """The file that was at this path, by its inode, under another name in the same folder."""
        if self._signature:
            with suppress(OSError), os.scandir(path.parent) as entries:
                for entry in entries:
                    with suppress(OSError):
                        if _signature(entry.stat(follow_symlinks=False))[:2] == self._signature[:2]:
                            return path.parent / entry.name
        return None


def _signature(status: os.stat_result) -> tuple[int, ...]:
    """Device and inode, then size and time of change: different for another file, or one that was written to."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
