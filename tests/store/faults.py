"""Every system call of a save fails in turn: the old note stays intact, and the reader is told.

    python -m tests.store.faults --strace 1000

Calls fail inside the process (every call times every error), then in the system itself where strace may do
that, then for real: a full disk, a limit on the size of files, a lost permission.
"""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from companion.model import NotSaved
from companion.store import errors, files
from companion.store.notebook import Notebook
from companion.store.settings import Settings
from tests.measure.figures import Figures
from tests.measure.store_child import NEW, OLD
from tests.measure.store_outside import full_disk, lost_permission, size_limit, traced
from tests.store.common import find_notebook, numbers, opened, paths_in, run, state_of, warm_up
from tests.store.making import note

ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES", "EDQUOT")
CALLS = ("open", "close", "read", "write", "fsync", "fstat", "stat", "rename", "unlink", "mkdir", "scandir", "utime")
MARK = "old words"


@contextmanager
def failing(at: int, code: int, short: bool = False) -> Iterator[list[str]]:
    """The call number `at` (from 0) fails; yields the names of the calls made. `short`: a write does half first."""
    made: list[str] = []

    def wrap(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            made.append(name)
            fails = len(made) - 1 == at
            if fails and name == "write" and short:
                half: int = real(args[0], bytes(args[1])[: len(args[1]) // 2])
                return half
            if fails and name == "close":
                real(*args, **kwargs)
            if fails:
                raise OSError(code, os.strerror(code))
            return real(*args, **kwargs)

        return call

    patches: dict[str, Any] = {name: wrap(name, getattr(os, name)) for name in CALLS}
    with mock.patch.multiple(os, **patches), mock.patch.object(fcntl, "flock", wrap("flock", fcntl.flock)):
        yield made


def book_in(folder: Path) -> Notebook:
    return find_notebook(paths_in(folder), opened(), Settings(reader="r-one"))


def judge(folder: Path, at: int, code: int, *, first: bool, short: bool = False) -> tuple[str, str]:
    """What came of one fault: the call's name, and "told", "saved", "beside", "past the end", or what went wrong."""
    if not first:
        book_in(folder).save(note(MARK, OLD))
    book = book_in(folder)
    book.load()
    wanted = note(NEW, OLD)
    told = ""
    with failing(at, code, short) as made:
        try:
            saved = book.save(wanted)
        except NotSaved as error:
            told = str(error)
            uncertain = isinstance(error, errors.Uncertain)
    call = made[at] if at < len(made) else ""
    kept = {name: text for name, (text, _) in state_of(book_in(folder)).items()}
    if at >= len(made) and not told:
        return call, "past the end"
    if not told:
        beside = saved.record.id != OLD
        good = kept.get(saved.record.id) == NEW and (not beside or kept.get(OLD, MARK) == MARK)
        return call, ("beside" if beside else "saved") if good else f"acknowledged, but found {kept}"
    if "\n" in told:
        return call, f"more than one line: {told!r}"
    if kept.get(OLD, "" if first else None) not in (("", NEW) if first else (MARK, NEW) if uncertain else (MARK,)):
        return call, f"told, but the old note is {kept}"
    left = [path.name for path in folder.rglob(f"{files.LEFT_OVER}*")]
    if left:
        return call, f"left behind: {left}"
    again = book.save(wanted)
    kept = {name: text for name, (text, _) in state_of(book_in(folder)).items()}
    return call, "told" if kept.get(again.record.id) == NEW else f"saving again left {kept}"


def inside(figures: Figures) -> None:
    """Each call of an edit, and of the first save of all, times each error; and short writes."""
    came: Counter[str] = Counter()
    calls: set[str] = set()
    wrong: list[str] = []
    for first in (False, True):
        for error in (*ERRORS, "short write"):
            for at in range(1000):
                code = getattr(errno, error, errno.ENOSPC)
                with tempfile.TemporaryDirectory() as top:
                    call, outcome = judge(Path(top), at, code, first=first, short=error == "short write")
                if outcome == "past the end":
                    break
                calls.add(call)
                came[outcome if outcome in ("told", "saved", "beside") else "wrong"] += 1
                if outcome not in ("told", "saved", "beside"):
                    wrong.append(f"{error} at {call} (call {at}, {'first save' if first else 'edit'}): {outcome}")
    for line in wrong[:20]:
        print(line)
    total = sum(came.values())
    detail = f"{came['told']} told, {came['saved']} saved all the same, {came['beside']} saved in a note beside"
    figures.say(
        f"faults at each of {len(calls)} kinds of calls × {len(ERRORS)} errors and short writes, handled "
        f"({total} faults: {detail})",
        f"{100 * (total - came['wrong']) / max(total, 1):.1f} %",
        "100 %",
        not wrong and total > 100,
    )


def main() -> int:
    given = numbers(__doc__, strace=40)
    warm_up()
    figures = Figures()
    inside(figures)
    traced(figures, ERRORS, given.strace)
    full_disk(figures)
    size_limit(figures)
    lost_permission(figures)
    return figures.end()


if __name__ == "__main__":
    run(main)
