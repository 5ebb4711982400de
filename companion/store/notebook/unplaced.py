"""Notes whose folder went away while they were open: they stay on screen, and go back with the next save.

A folder goes with an unmounted disk, another branch checked out, or `rm`. What is shown as saved must stand on disk, so
whoever makes the folder anew puts all notes back that are on screen, not only the one being saved. After a purge, which
removes only a folder without notes, there is nothing to put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from companion.model.annotation import Record
from companion.model.faults import Fault, Where
from companion.store.notebook.note_file import NoteFile
from companion.store.notebook.save import ReaderFolder, save_missing


class Unplaced:
    """The records that are on screen and not on disk, by their ids."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def take(self, records: Mapping[str, Record]) -> None:
        """The folder of these records is missing. Deleted ones are let go."""
        self._records |= {name: record for name, record in records.items() if not record.deleted}

    @property
    def records(self) -> tuple[Record, ...]:
        return tuple(self._records.values())

    def let_go(self) -> None:
        """The folder was purged: none of them is on screen by right."""
        self._records = {}

    def beside(self, note_files: Iterable[NoteFile]) -> list[NoteFile]:
        """The files in the folder, and those of records that are not among them; the others are on disk again."""
        note_files = list(note_files)
        present = {note.id for note in note_files} | {note.record.id for note in note_files if note.record}
        self._records = {name: record for name, record in self._records.items() if name not in present}
        return [*note_files, *(NoteFile(f"{name}.yaml", record=record) for name, record in self._records.items())]

    def faults(self, label: str) -> list[Fault]:
        if not self._records:
            return []
        number = len(self._records)
        what = f"the folder is gone; {number} note{'s' * (number != 1)} of it {'are' if number > 1 else 'is'} here only"
        return [Fault(Where(label), what, "put it back, or save any note: that makes it anew, with all of them")]

    def put_back(self, folder: ReaderFolder) -> None:
        """Write those into the folder for which there is no file. Raises OSError or NotSaved."""
        for name, record in list(self._records.items()):
            save_missing(folder, record)
            del self._records[name]
