"""Removal for good: deleted notes, what saving left over, and a notebook that is empty then; what stays is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from companion.model.faults import Fault, Where
from companion.store import files
from companion.store.editions import SUFFIX
from companion.store.notebook import folder as notes
from companion.store.notebook.identity import DOCUMENT
from companion.store.notebook.note_file import MARKS, NoteFile, is_copy_name
from companion.store.notebook.save import ReaderFolder, remove, remove_file
from companion.text.clean import clean_line

HISTORIES = {
    ".git": "git's history",
    ".hg": "Mercurial's history",
    ".svn": "Subversion's copies",
    ".jj": "Jujutsu's history",
    ".stversions": "Syncthing's old versions",
}
"""Folders that keep what was removed beside or above them, and what that is."""


def purge_notes(folder: ReaderFolder) -> list[NoteFile]:
    """Remove deleted notes, copies that say the same as their notes, and halves of saves; the notes that went.

    A save from another machine that is at work on this folder fails then, and is told NOT SAVED. Raises OSError.
    """
    note_files = notes.read_folder(folder.descriptor, folder.label)
    gone = [note for note in note_files if not note.original and remove(folder, note)]
    for note in note_files:
        if note.original and note.record is None:
            remove_file(folder, note)
    for name in os.listdir(folder.descriptor):
        if name.startswith(files.LEFT_OVER) and name.endswith(files.TEMPORARY):
            files.discard(folder.descriptor, name)
    files.settled(folder.descriptor, folder.label)
    return gone


def remove_empty(root: Path, name: str, reader: str, begin: Callable[[], None]) -> bool:
    """Remove a reader's folder without notes, and the notebook around it if nobody's are left; True if the first went.

    The texts of editions that are kept in it go with it. `begin` is called before anything is removed.
    """
    went = False
    with suppress(OSError), files.opened_folder(root) as outer:
        with files.opened_folder(name, within=outer) as middle:
            with files.opened_folder(reader, within=middle) as inner:
                names = os.listdir(inner)
                if not all(is_marks(each) or each.endswith(SUFFIX) for each in names):
                    return False
                begin()
                for each in names:
                    os.unlink(each, dir_fd=inner)
            os.rmdir(reader, dir_fd=middle)
            went = True
            if set(os.listdir(middle)) - {DOCUMENT}:
                files.flush_folder(middle)
                return True
            os.unlink(DOCUMENT, dir_fd=middle)
        os.rmdir(name, dir_fd=outer)
        files.flush_folder(outer)
    return went


def is_marks(name: str) -> bool:
    return name == MARKS or is_copy_name(name.removesuffix(".yaml"), MARKS.removesuffix(".yaml"))


def remains(folder: Path, reader: str) -> list[Fault]:
    """Where the text of notes may still stand, which purge does not touch: conflict copies, and histories above."""
    faults: list[Fault] = []
    label = clean_line(str(folder / reader))
    with suppress(OSError), files.opened_folder(folder) as outer, files.opened_folder(reader, within=outer) as inner:
        for note in notes.read_folder(inner, label):
            if note.original:
                what = f"a conflict copy of {note.original}, which may hold what was deleted"
                faults.append(
                    Fault(Where(clean_line(f"{label}/{note.name}")), what, "choose a version, then purge", True)
                )
    real = Path(os.path.realpath(folder))
    for above in (real, *real.parents):
        for name, what in HISTORIES.items():
            if (above / name).exists():
                where = Where(clean_line(str(above / name)))
                faults.append(Fault(where, f"{what} may keep what was deleted", "purge does not change it", True))
    return faults
