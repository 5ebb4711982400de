"""A text as a file for another program, in the state folder, where only the reader may look; removed afterwards.

Each file has a folder of its own, locked while the program has it. A folder without a lock was left by a process that
died; what was saved in it is taken back at the next start.
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
_BEGUN = ".begun"
"""The text as it was lent, beside the file: a clock cannot tell whether it was changed."""
_LIMIT = 4 << 20


class LentFile(NamedTuple):
    """A file lent to another program, and the descriptor that holds its lock; the program inherits it (`pass_fds`)."""

    file: Path
    lock: int

    def text(self) -> str:
        """The present text. Raises Unreadable."""
        data = files.read_bytes(self.file, _LIMIT)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-8").split("\n")
            where = Where(clean_line(str(self.file)), len(before), len(before[-1]) + 1)
            raise Unreadable(Fault(where, f"byte 0x{data[error.start]:02X} is not UTF-8", "save it as UTF-8")) from None

    def begun(self) -> str:
        """The text as it was lent. Raises Unreadable."""
        return files.read_bytes(self.file.with_name(_BEGUN), _LIMIT).decode("utf-8", "replace")

    def remove(self) -> None:
        """Remove the file with its folder, and what the other program left beside it."""
        shutil.rmtree(self.file.parent, ignore_errors=True)


@contextmanager
def lend(state: Path, name: str, text: str) -> Iterator[LentFile]:
    """Lend a text as a file. `name` has no slashes; the file is found by it again. Raises NotSaved."""
    top = state / "editing"
    with errors.not_saved(clean_line(str(top))):
        files.make_folders(top)
        folder = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=top))  # made 0700
    try:
        with errors.not_saved(clean_line(str(folder))):
            descriptor = _lock(folder)
        try:
            with errors.not_saved(clean_line(str(folder))):
                for name in (_BEGUN, FILE):
                    files.replace(descriptor, files.write_temporary(descriptor, text.encode("utf-8", "replace")), name)
            yield LentFile(folder / FILE, descriptor)
        finally:
            files.close(descriptor)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def abandoned(state: Path) -> Iterator[tuple[str, LentFile]]:
    """Files of processes that died, with the names they were lent under; each stays until it is removed."""
    try:
        names = sorted(os.listdir(state / "editing"))
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            descriptor = _lock(state / "editing" / name)
            try:
                lent = LentFile(state / "editing" / name / FILE, descriptor)
                if lent.file.exists():
                    yield name.rpartition(".")[0], lent
                else:
                    lent.remove()
            finally:
                files.close(descriptor)


def in_use(folder: Path) -> bool:
    """Whether the program that a file in this folder was lent to, or the lender, still has it."""
    try:
        files.close(_lock(folder))
    except OSError:
        return True
    return False


def _lock(folder: Path) -> int:
    """A descriptor that holds the lock of a folder. Raises OSError if another process holds it."""
    descriptor = files.open_folder(folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        files.close(descriptor)
        raise
    return descriptor
