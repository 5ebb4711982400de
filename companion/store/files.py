"""Files: guarded reading of what may be hostile, and the durable save that every note goes through.

A save returns only when the new bytes are on the disk under their name: whole, flushed, and with the
folder that names them flushed too. Anything else raises, with what was there before still in place.
Folders are held open by descriptor and entries reached relative to it without following links, so that
a link in a shared tree cannot lead a note out of it.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from companion.model.faults import Fault, Unreadable, Where
from companion.store.errors import Missing, Uncertain, not_saved, unread, words
from companion.text.clean import clean_line

LEFT_OVER = ".companion-"
"""What names of temporary files and claims begin with: load passes over them, git users may ignore them."""
TEMPORARY = ".tmp"
"""What names of temporary files, which hold what was being written, end with."""
STALE_AFTER = 3600.0
"""Seconds after which such a file can only have been left over by a process that died."""
_UNSUPPORTED = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


def read_bytes(path: Path, limit: int) -> bytes:
    """All bytes of a regular file of at most `limit` bytes, never blocking on a FIFO or a device; raises Unreadable."""
    try:
        descriptor = os.open(path, _READ)
    except (OSError, ValueError) as error:
        raise Unreadable(unread(str(path), error)) from None
    return _read_open(descriptor, limit, str(path))


def read_at(folder: int, name: str, limit: int, label: str) -> bytes:
    """Like `read_bytes`, for a name in an open folder; a symbolic link is refused. `label` names it in messages.

    Raises Missing if there is no such file, else Unreadable.
    """
    try:
        descriptor = os.open(name, _READ | os.O_NOFOLLOW, dir_fd=folder)
    except FileNotFoundError as error:
        raise Missing(unread(label, error)) from None
    except (OSError, ValueError) as error:
        raise Unreadable(unread(label, error)) from None
    return _read_open(descriptor, limit, label)


def open_folder(path: Path | str, *, within: int | None = None) -> int:
    """A descriptor of a folder; inside an open folder (`within`) it must not be a symbolic link. Raises OSError."""
    links = 0 if within is None else os.O_NOFOLLOW
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | links, dir_fd=within)


@contextmanager
def opened_folder(path: Path | str, *, within: int | None = None) -> Iterator[int]:
    descriptor = open_folder(path, within=within)
    try:
        yield descriptor
    finally:
        close(descriptor)


def close(descriptor: int) -> None:
    """Close a descriptor of something read or locked; an error loses nothing and is ignored."""
    with suppress(OSError):
        os.close(descriptor)


def make_folders(path: Path) -> None:
    """Make a folder and those above it that are missing, 0700, each durably in its parent. Raises OSError."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        with suppress(FileExistsError):
            os.mkdir(folder, 0o700)
        with opened_folder(folder.parent) as parent:
            flush_folder(parent)


def make_folder(within: int, name: str) -> None:
    """Make a folder in an open one, 0700 and durable, unless it is there. Raises OSError."""
    with suppress(FileExistsError):
        os.mkdir(name, 0o700, dir_fd=within)
    flush_folder(within)


def settle(path: Path) -> None:
    """Flush the folders above `path`, as far as they can be: an earlier process may have died after making one."""
    for parent in list(path.parents)[:3]:
        with suppress(OSError), opened_folder(parent) as descriptor:
            flush_folder(descriptor)


def save(folder: Path, name: str, data: bytes, *, check: Callable[[bytes], object] | None = None) -> None:
    """Put `data` durably under `name`, making the folder if need be; `check` raises if the bytes say something else.

    Raises NotSaved, in one line that says why; what was there before then still stands.
    """
    label = clean_line(str(folder / name))
    if check is not None:
        with not_saved(label):
            check(data)
    with not_saved(label):
        make_folders(folder)
        with opened_folder(folder) as descriptor:
            sweep(descriptor)
            save_at(descriptor, name, data, label)


def save_at(folder: int, name: str, data: bytes, label: str) -> None:
    """The same in an open folder. Raises OSError, or Uncertain if only flushing the folder failed."""
    temporary = write_temporary(folder, data)
    replace(folder, temporary, name)
    settled(folder, label)


def save_new(folder: int, name: str, data: bytes, label: str) -> None:
    """The same for a name nothing may stand under yet. Raises FileExistsError, another OSError, or Uncertain."""
    temporary = write_temporary(folder, data)
    try:
        close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600, dir_fd=folder))
    except BaseException:
        discard(folder, temporary)
        raise
    try:
        replace(folder, temporary, name)
    except BaseException:
        discard(folder, name)
        raise
    settled(folder, label)


def write_temporary(folder: int, data: bytes, *, flush: bool = True) -> str:
    """Write and flush a new file (0600) under a random name, which is returned; on failure nothing stays behind.

    A flush that failed is not tried again: the system may have dropped the bytes and then report success.
    `flush` is left out only for what may be lost.
    """
    name = f"{LEFT_OVER}{secrets.token_hex(8)}{TEMPORARY}"
    descriptor = os.open(
        name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600, dir_fd=folder
    )
    try:
        try:
            left = memoryview(data)
            while left:
                written = os.write(descriptor, left)
                if not written:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                left = left[written:]
            if flush:
                _flush(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        discard(folder, name)
        raise
    return name


def replace(folder: int, temporary: str, name: str) -> None:
    """Give a flushed temporary file its name, or remove it and raise OSError."""
    try:
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        discard(folder, temporary)
        raise


def discard(folder: int, name: str) -> None:
    with suppress(OSError):
        os.unlink(name, dir_fd=folder)


def settled(folder: int, label: str) -> None:
    """Flush a folder after a change of names in it; raises Uncertain, since the change itself was made."""
    try:
        flush_folder(folder)
    except OSError as error:
        raise Uncertain(f"{label}: not certain to survive a power cut ({words(error)}); save again") from error


def flush_folder(descriptor: int) -> None:
    """Flush a folder's names. Some file systems cannot, and say so; they promise nothing more. Raises OSError."""
    try:
        _flush(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise


def sweep(folder: int) -> None:
    """Remove what processes that died left in an open folder, once it is old enough."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(LEFT_OVER):
                with suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > STALE_AFTER:
                        os.unlink(entry.name, dir_fd=folder)


def _flush(descriptor: int) -> None:
    """Flush to the disk itself: on macOS fsync stops at the drive's cache, F_FULLFSYNC does not."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
        else:
            return
    os.fsync(descriptor)


def _read_open(descriptor: int, limit: int, label: str) -> bytes:
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            raise Unreadable(Fault(Where(clean_line(label)), what, "expected a regular file"))
        return _read_up_to(descriptor, limit, status.st_size, label)
    except OSError as error:
        raise Unreadable(unread(label, error)) from None
    finally:
        close(descriptor)


def _read_up_to(descriptor: int, limit: int, size: int, label: str) -> bytes:
    """Read up to `limit` bytes. `size` is only how much to ask for at once: a file may grow, and some report none."""
    parts: list[bytes] = []
    total = 0
    while total <= limit and size <= limit:
        part = os.read(descriptor, min(max(size + 1, 65536), limit + 1 - total))
        if not part:
            return parts[0] if len(parts) == 1 else b"".join(parts)
        parts.append(part)
        total += len(part)
    raise Unreadable(Fault(Where(clean_line(label)), "too large", f"at most {_size(limit)} can be read"))


def _size(count: int) -> str:
    return f"{count >> 20} MiB" if count >= 1 << 20 else f"{count} bytes"
