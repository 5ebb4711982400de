"""A model of a disk that may lose power: records the system calls of a save and enumerates what may be left of them.

A change of names (make, rename, remove) is sure once its folder was flushed, a file's bytes once the file
was. Before that any part of them may be on the disk, in any combination: file systems differ, so the model
allows all that POSIX does not forbid.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

MOST_PENDING = 8
"""Beyond this many unsure changes of names, only their beginnings and the loss of one or two are tried."""


class Event(NamedTuple):
    """One call. `what`: mkdir, create, rename, remove, write, flush, or ack; paths are absolute."""

    what: str
    folder: str = ""
    name: str = ""
    new: str = ""
    file: int = 0
    data: bytes = b""
    note: Any = None


@dataclass
class Recorder:
    """Wraps the calls the store makes; everything still happens for real below `root`, too.

    With `deaf_to` ("folders" or "files") flushing those is not recorded, as if the program did not do it.
    """

    root: str
    skip: str
    deaf_to: str = ""
    events: list[Event] = field(default_factory=list)
    _open: dict[int, tuple[str, int]] = field(default_factory=dict)
    _files: int = 0

    def acknowledge(self, note: Any) -> None:
        self.events.append(Event("ack", note=note))

    @contextmanager
    def listening(self) -> Iterator[None]:
        names = ("open", "close", "write", "fsync", "rename", "replace", "unlink", "mkdir")
        real = {name: getattr(os, name) for name in names}
        with mock.patch.multiple(os, **{name: _wrapped(getattr(self, f"_on_{name}"), real[name]) for name in names}):
            yield

    def _path(self, path: Any, within: int | None) -> str:
        text = os.fsdecode(path)
        return os.path.join(self._open[within][0], text) if within is not None else os.path.abspath(text)

    def _note(self, event: Event) -> None:
        if event.folder.startswith(self.root) and not (event.folder + "/").startswith(self.skip + "/"):
            self.events.append(event)

    def _on_open(self, real: Any, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        full = self._path(path, dir_fd)
        new = bool(flags & os.O_CREAT) and not os.path.lexists(full)
        descriptor: int = real(path, flags, mode, dir_fd=dir_fd)
        number = 0
        if flags & (os.O_WRONLY | os.O_RDWR):
            self._files += 1
            number = self._files
        self._open[descriptor] = (full, number)
        if new:
            folder, name = os.path.split(full)
            self._note(Event("create", folder, name, file=number))
        return descriptor

    def _on_close(self, real: Any, descriptor: int) -> None:
        self._open.pop(descriptor, None)
        real(descriptor)

    def _on_write(self, real: Any, descriptor: int, data: Any) -> int:
        count: int = real(descriptor, data)
        if descriptor in self._open:
            path, number = self._open[descriptor]
            self._note(Event("write", os.path.dirname(path), file=number, data=bytes(data[:count])))
        return count

    def _on_fsync(self, real: Any, descriptor: int) -> None:
        real(descriptor)
        path, number = self._open[descriptor]
        if self.deaf_to != ("files" if number else "folders"):
            self._note(Event("flush", os.path.dirname(path) if number else path, file=number))

    def _on_rename(self, real: Any, old: Any, new: Any, **within: int | None) -> None:
        folder, name = os.path.split(self._path(old, within.get("src_dir_fd")))
        real(old, new, **within)
        self._note(Event("rename", folder, name, new=os.path.basename(os.fsdecode(new))))

    _on_replace = _on_rename

    def _on_unlink(self, real: Any, path: Any, *, dir_fd: int | None = None) -> None:
        folder, name = os.path.split(self._path(path, dir_fd))
        real(path, dir_fd=dir_fd)
        self._note(Event("remove", folder, name))

    def _on_mkdir(self, real: Any, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        full = self._path(path, dir_fd)
        real(path, mode, dir_fd=dir_fd)
        self._note(Event("mkdir", *os.path.split(full)))


class Left(NamedTuple):
    """What may be found after a power cut: folders, and files with their bytes; and what was acknowledged before."""

    folders: frozenset[str]
    files: frozenset[tuple[str, bytes]]
    acknowledged: tuple[Any, ...]

    def lay_out(self, root: str, into: Path) -> None:
        """Make it for real below another folder."""
        for folder in sorted(self.folders):
            (into / os.path.relpath(folder, root)).mkdir(parents=True, exist_ok=True)
        for name, data in self.files:
            (into / os.path.relpath(name, root)).write_bytes(data)


def states(events: list[Event], root: str) -> set[Left]:
    """Every distinct thing that a power cut at any moment may leave."""
    found: set[Left] = set()
    for moment in range(len(events) + 1):
        found |= _states_at(events[:moment], root)
    return found


def _states_at(events: list[Event], root: str) -> set[Left]:
    flushed: dict[str, int] = {}
    written: dict[int, bytes] = {}
    sure: dict[int, int] = {}
    for number, event in enumerate(events):
        if event.what == "flush" and event.file:
            sure[event.file] = len(written.get(event.file, b""))
        elif event.what == "flush":
            flushed[event.folder] = number
        elif event.what == "write":
            written[event.file] = written.get(event.file, b"") + event.data
    acknowledged = tuple(event.note for event in events if event.what == "ack")
    names = [n for n, event in enumerate(events) if event.what in ("mkdir", "create", "rename", "remove")]
    pending = [n for n in names if flushed.get(events[n].folder, -1) < n]
    found = set()
    for lost in _losses(pending):
        entries = _entries([events[n] for n in names if n not in lost])
        for bytes_left in _bytes_left(written, sure):
            found.add(_reachable(entries, bytes_left, root, acknowledged))
    return found


def _losses(pending: list[int]) -> Iterator[frozenset[int]]:
    """Which of the unsure changes did not get to the disk."""
    if len(pending) <= MOST_PENDING:
        for size in range(len(pending) + 1):
            yield from map(frozenset, combinations(pending, size))
        return
    for start in range(len(pending) + 1):
        yield frozenset(pending[start:])
    for size in (1, 2):
        yield from map(frozenset, combinations(pending, size))


def _entries(changes: list[Event]) -> dict[str, int | None]:
    """Names on the disk: None for a folder, else a file's number. A rename may be there without the first name."""
    entries: dict[str, int | None] = {}
    numbers: dict[str, int] = {}
    for event in changes:
        path = os.path.join(event.folder, event.name)
        if event.what == "mkdir":
            entries[path] = None
        elif event.what == "create":
            entries[path] = numbers[path] = event.file
        elif event.what == "remove":
            entries.pop(path, None)
        elif path in numbers:
            entries.pop(path, None)
            entries[os.path.join(event.folder, event.new)] = numbers[path]
    return entries


def _bytes_left(written: dict[int, bytes], sure: dict[int, int]) -> Iterator[dict[int, bytes]]:
    """Bytes of each file: flushed ones are whole; of others nothing, half, the length in zeros, or all."""
    whole = dict(written)
    unsure = [number for number in written if sure.get(number, 0) < len(written[number])]
    yield whole
    for number in unsure:
        data = written[number]
        for left in (b"", data[: len(data) // 2], bytes(len(data))):
            yield {**whole, number: left}
    if unsure:
        yield {**whole, **dict.fromkeys(unsure, b"")}


def _reachable(entries: dict[str, int | None], left: dict[int, bytes], root: str, notes: tuple[Any, ...]) -> Left:
    """Only what hangs together: a file in a folder that is gone is gone too."""
    folders = {root}
    files = set()
    for path in sorted(entries):
        if os.path.dirname(path) not in folders:
            continue
        number = entries[path]
        if number is None:
            folders.add(path)
        else:
            files.add((path, left.get(number, b"")))
    return Left(frozenset(folders), frozenset(files), notes)


def _wrapped(around: Any, real: Any) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        return around(real, *args, **kwargs)

    return call
