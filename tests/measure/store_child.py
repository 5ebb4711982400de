"""A process that saves notes in a folder, for faults that must come from outside it.

`edit`: changes the one note there, with marks around the save that a trace of system calls shows.
`fill`: adds notes until one cannot be saved. Each note kept is printed, then the reason of the first that was not.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from companion.model import NotSaved
from companion.store.settings import Settings
from tests.store.common import find_notebook, opened, paths_in, warm_up
from tests.store.making import note

BEGINS, ENDS = "/companion-save-begins", "/companion-save-ends"
OLD, NEW = "n-old", "new words"


def edit(folder: Path) -> None:
    """Save an edit of the note OLD. Raises NotSaved."""
    book = find_notebook(paths_in(folder), opened(), Settings(reader="r-one"))
    before = next(each for each in book.load().annotations if each.id == OLD)
    changed = replace(before, note=NEW)
    with suppress(OSError):
        os.stat(BEGINS)
    try:
        saved = book.save(changed)
    finally:
        with suppress(OSError):
            os.stat(ENDS)
    print(json.dumps(["kept", saved.record.id]), flush=True)


def fill(folder: Path, most: int = 2000) -> None:
    """Add notes until one is refused. Raises NotSaved."""
    book = find_notebook(paths_in(folder), opened(), Settings(reader="r-one"))
    for number in range(most):
        saved = book.save(note(f"{number} " + "word " * 200))
        print(json.dumps(["kept", saved.record.id]), flush=True)


def main() -> int:
    warm_up()
    what, folder = sys.argv[1], Path(sys.argv[2])
    try:
        (edit if what == "edit" else fill)(folder)
    except NotSaved as error:
        print(json.dumps(["not saved", str(error)]), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
