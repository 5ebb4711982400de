"""Two processes edit one note at the same time: no edit that was acknowledged is lost, with the lock and without it.

python -m tests.measure.store_two --edits 300
"""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

from companion.store import locks
from companion.store.settings import Settings
from tests.measure.figures import Figures
from tests.store.common import find_notebook, numbers, opened, paths_in, run, warm_up
from tests.store.making import note

ONE = "n-shared"


@contextmanager
def no_lock(state: Path, folder: Path) -> Iterator[bool]:
    """As on a network folder whose lock does not work, or reaches only one of two machines."""
    yield False


def edits(folder: Path, who: str, count: int, pipe: int) -> None:
    """Add one word to the note per edit, each time to what a fresh load shows; tell every word acknowledged."""
    book = find_notebook(paths_in(folder), opened(), Settings(reader="r-one"))
    for number in range(count):
        before = next(each for each in book.load().annotations if each.id == ONE)
        word = f"{who}{number}"
        saved = book.save(replace(before, note=f"{before.note.rstrip()} {word}"), base=before)
        os.write(pipe, f"{word} {'beside' if saved.conflict else 'in'}\n".encode())


def race(count: int, *, locked: bool) -> tuple[list[str], list[str], int]:
    """Words acknowledged, words found in the end, and how many notes keep another version."""
    warm_up()
    reading, writing = os.pipe()
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        find_notebook(paths_in(folder), opened(), Settings(reader="r-one")).save(note("begun", ONE))
        children = []
        for who in "ab":
            child = os.fork()
            if not child:
                code = 1
                try:
                    patch = mock.patch.object(locks, "locked", locks.locked if locked else no_lock)
                    with patch:
                        edits(folder, who, count, writing)
                    code = 0
                except BaseException:
                    traceback.print_exc()
                finally:
                    os._exit(code)
            children.append(child)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            acknowledged = [line.split()[0].decode() for line in pipe]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        if any(codes):
            raise RuntimeError("an editing process failed")
        layer = find_notebook(paths_in(folder), opened(), Settings(reader="r-one")).load()
    found = " ".join(each.note for each in layer.annotations).split()
    return acknowledged, found, len(layer.annotations) - 1


def main() -> int:
    given = numbers(__doc__, edits=300)
    figures = Figures()
    for locked in (True, False):
        acknowledged, found, beside = race(given.edits, locked=locked)
        missing = set(acknowledged) - set(found)
        how = "with the lock" if locked else "without any lock"
        what = f"lost updates, 2 × {given.edits} edits of one note {how} ({beside} kept as another version)"
        whole = len(acknowledged) == 2 * given.edits
        figures.say(what, len(missing), "0", not missing and whole)
    return figures.end()


if __name__ == "__main__":
    run(main)
