"""Errors of files, worded for somebody who only wants their note kept, and the report of a crash."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TextIO

from companion.model.faults import CompanionError, Fault, NotSaved, Unreadable, Where
from companion.text.clean import clean_line


class Uncertain(NotSaved):
    """A file was written, but its folder could not be flushed: a power cut now might undo it."""


class Missing(Unreadable):
    """No file of that name exists."""


def fault_of(error: CompanionError, label: str) -> Fault:
    """The fault an error carries, or its message as a fault of the file called `label`."""
    return error.fault or Fault(Where(clean_line(label)), str(error))


@contextmanager
def collected(faults: list[Fault], label: str) -> Iterator[None]:
    """Put a CompanionError raised inside among the faults, so that what follows is read nevertheless."""
    try:
        yield
    except CompanionError as error:
        faults.append(fault_of(error, label))


@contextmanager
def not_saved(label: str, advice: str = "") -> Iterator[None]:
    """Raise every error inside as a NotSaved that names the file and says why in plain words."""
    try:
        yield
    except NotSaved:
        raise
    except OSError as error:
        raise NotSaved(f"{label}: {words(error)}; {advice or _advice(error)}") from error
    except Exception as error:
        raise NotSaved(f"{label}: it would not read back as it was written ({clean_line(str(error))})") from error


def words(error: OSError) -> str:
    """A system error in plain words."""
    code = error.errno or 0
    return _WORDS.get(code) or clean_line(os.strerror(code) if code else str(error)).lower()


_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than is allowed here",
    errno.EROFS: "the folder is read-only",
    errno.EACCES: "there is no permission for it",
    errno.EPERM: "there is no permission for it",
    errno.EIO: "the disk reports an error",
    errno.ENOENT: "the folder is gone",
    errno.ESTALE: "the folder is gone",
    errno.ELOOP: "a symbolic link stands there",
    errno.ENOTDIR: "a file or a symbolic link stands where a folder should be",
    errno.EISDIR: "a folder stands there",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENAMETOOLONG: "the name is too long",
}


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "make room and save again, or choose another folder with --notes"
    return "save again once that is mended, or choose another folder with --notes"


def unread(label: str, error: OSError | ValueError) -> Fault:
    """The fault of a file that cannot be read."""
    where = Where(clean_line(label))
    if not isinstance(error, OSError):
        return Fault(where, "not a possible file name")
    if error.errno == errno.ENOENT:
        return Fault(where, "no such file or folder")
    if error.errno in (errno.ENXIO, errno.ENODEV):
        return Fault(where, "not a regular file", "expected a regular file")
    return Fault(where, f"cannot be read: {words(error)}")


DETAILS = "COMPANION_DEBUG"
"""The environment variable that names a file for the details of a fault; they hold private text."""
ENDED = (
    "companion ended by a fault of its own. Notes shown as saved are on disk; what was being typed is kept as a draft."
)
ASK = f"With {DETAILS}=FILE the details go to FILE, private text and all."


def details() -> TextIO:
    """The file for a crash's details: the new one that COMPANION_DEBUG names, readable by the reader alone, else none.

    Raises CompanionError if it is there already or cannot be made.
    """
    path = os.environ.get(DETAILS, "")
    if not path:
        return StringIO()
    try:
        return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except OSError as error:
        raise CompanionError(
            f"{DETAILS}: {clean_line(path)}: {error.strerror}; name a file that is not there yet"
        ) from error
