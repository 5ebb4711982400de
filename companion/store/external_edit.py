"""A text lent to another program as a file: in the state folder, where only the reader may look, and gone afterwards.

Each file has a folder of its own, locked while it is lent. A folder without a lock was left by a process that died;
what was saved in it meanwhile is taken back at the next start.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from companion.model.faults import Fault, Unreadable, Where
from companion.store import errors, files
from companion.text.clean import clean_line

FILE = "note.md"
_LIMIT = 4 << 20


class Lent(NamedTuple):
    """The file, and the descriptor that holds the lock: the program it is lent to inherits that (`pass_fds`)."""

    file: Path
    lock: int

    def text(self) -> str:
        """What the file says now. Raises Unreadable."""
        data = files.read_bytes(self.file, _LIMIT)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-8").split("\n")
            where = Where(clean_line(str(self.file)), len(before), len(before[-1]) + 1)
            raise Unreadable(Fault(where, f"byte 0x{data[error.start]:02X} is not UTF-8", "save it as UTF-8")) from None


@contextmanager
def lent(state: Path, name: str, text: str) -> Iterator[Lent]:
    """The file of a text, lent under a name without slashes. Raises NotSaved where it cannot be made."""
    top = state / "editing"
    with errors.not_saved(clean_line(str(top))):
        files.make_folders(top)
        folder = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=top))  # made 0700
    try:
        with errors.not_saved(clean_line(str(folder))):
            descriptor = _held(folder)
        try:
            with errors.not_saved(clean_line(str(folder))):
                files.replace(descriptor, files.write_temporary(descriptor, text.encode("utf-8", "replace")), FILE)
            yield Lent(folder / FILE, descriptor)
        finally:
            files.close(descriptor)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def left(state: Path) -> Iterator[tuple[str, Lent]]:
    """Files whose lenders died, and the names they were lent under; each stays until it is removed."""
    try:
        names = sorted(os.listdir(state / "editing"))
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            descriptor = _held(state / "editing" / name)
            try:
                found = Lent(state / "editing" / name / FILE, descriptor)
                if found.file.exists():
                    yield name.rpartition(".")[0], found
                else:
                    remove(found)
            finally:
                files.close(descriptor)


def in_use(folder: Path) -> bool:
    """Whether the program that a file in this folder was lent to, or the lender, still has it."""
    try:
        files.close(_held(folder))
    except OSError:
        return True
    return False


def remove(lent: Lent) -> None:
    """Remove a file with its folder, and what the other program left beside it."""
    shutil.rmtree(lent.file.parent, ignore_errors=True)


def _held(folder: Path) -> int:
    """A descriptor that holds the lock of a folder. Raises OSError if somebody else holds it."""
    descriptor = files.open_folder(folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        files.close(descriptor)
        raise
    return descriptor
