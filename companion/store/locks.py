"""Locks on notes: one between processes of a machine, and a claim for where no lock reaches.

The lock lies in the state folder, never in a folder that people share. A claim is a file in the notebook
that stands for "I replace this version of this note", made exclusively for the moment of the rename, so
that two machines on one network folder cannot both replace the same version. Neither is needed to read.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from companion.store import files

PATIENCE = 5.0
"""Seconds to wait for another process before going on without the lock: the claim still keeps both versions."""
CLAIM_PATIENCE = 1.0


@contextmanager
def locked(state: Path, folder: Path) -> Iterator[bool]:
    """Hold the lock of a notebook folder; yields False if locks do not work here. Never raises by itself."""
    descriptor = None
    with suppress(OSError):
        files.make_folders(state / "locks")
        descriptor = _acquire(lock_file(state, folder))
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            files.close(descriptor)


def mark_purged(state: Path, reader: Path, *, gone: bool) -> None:
    """Leave word for programs that have a reader's folder open that it goes on purpose; or take that back."""
    mark = purged_mark(state, reader)
    with suppress(OSError):
        if gone:
            files.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600))
        else:
            os.unlink(mark)


def purged_mark(state: Path, reader: Path) -> Path:
    """The file that is there while a reader's folder is gone because it was purged empty; swept as locks are."""
    return lock_file(state, reader).with_suffix(".purged")


def lock_file(state: Path, folder: Path) -> Path:
    """The lock file of a folder, the same for every path to it; its name does not tell which folder."""
    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:16]
    return state / "locks" / f"{name}.lock"


def sweep(state: Path) -> None:
    """Remove lock files not used for an hour; whoever waits for one notices and opens a new one."""
    with suppress(OSError), os.scandir(state / "locks") as entries:
        for entry in entries:
            with suppress(OSError):
                if time.time() - entry.stat().st_mtime > files.STALE_AFTER:
                    _remove_unheld(entry.path)


@contextmanager
def claimed(folder: int, name: str, version: str) -> Iterator[bool]:
    """Claim the right to replace `version` (a digest) of a file in an open folder; yields False if another has it.

    A claim left by a process that died is never broken, only swept when old: the next save of that very
    version keeps both instead. Raises OSError where no claim can be made.
    """
    claim = f"{files.LEFT_OVER}{name}.{version[:16]}.claim"
    if not _claim(folder, claim):
        yield False
        return
    try:
        yield True
    finally:
        files.discard(folder, claim)


def _claim(folder: int, claim: str) -> bool:
    until = time.monotonic() + CLAIM_PATIENCE
    while True:
        try:
            files.close(os.open(claim, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=folder))
        except FileExistsError:
            if time.monotonic() > until:
                return False
            time.sleep(0.005)
        else:
            return True


def _acquire(path: Path) -> int | None:
    """A descriptor that holds the lock, or None after PATIENCE. Raises OSError where locks do not work."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _still_named(descriptor, path):
                os.utime(descriptor)
                return descriptor
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                files.close(descriptor)
                raise
            time.sleep(0.002)
        files.close(descriptor)
    return None


def _still_named(descriptor: int, path: Path) -> bool:
    """True if the locked file still has its name, and was not swept meanwhile."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    return False


def _remove_unheld(path: str) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(path)
    finally:
        files.close(descriptor)
