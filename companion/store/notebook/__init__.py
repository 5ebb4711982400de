"""A notebook: one reader's notes on one document, a file per note, never overwritten blindly.

Before a note is replaced, the file is read again. If it is not the version the edit started from, it stays,
and the edit becomes a new note that says which one it `supersedes`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from companion.model.annotation import Layer, Record, valid_id
from companion.model.faults import Fault, NotSaved, Where
from companion.store import errors, files, locks
from companion.store.notebook import folder as notes
from companion.store.notebook import resolve
from companion.store.notebook.conflicts import Conflict, versions
from companion.store.notebook.match import Ambiguous, Choice, NotebookCandidate, arrived, choose, make
from companion.store.notebook.save import ReaderFolder, Saved, keep, remove, written
from companion.store.paths import Paths
from companion.store.settings import Settings, ensure_reader, new_reader
from companion.store.state import State
from companion.text.clean import clean_line

if TYPE_CHECKING:
    from companion.store.library import OpenDocument

__all__ = ["Ambiguous", "Conflict", "Notebook", "NotebookCandidate", "Saved", "find_notebook"]


def find_notebook(paths: Paths, opened: OpenDocument, settings: Settings, *, folder: Path | None = None) -> Notebook:
    """The reader's notebook on a document, or the one in `folder`. Nothing is made on disk.

    Raises Ambiguous with the candidates when it would have to guess.
    """
    linked = State(paths).linked(opened) if folder is None else None
    return Notebook(paths, opened, settings, choose(paths, opened, settings.reader, linked, folder))


class Notebook:
    """The notes of `reader` in `folder` (None until something is saved). May be used from several threads.

    `faults` are those of finding the folder and of the last load; `deleted` and `conflicts` are of the last
    load, and saving keeps them current.
    """

    def __init__(self, paths: Paths, opened: OpenDocument, settings: Settings, choice: Choice) -> None:
        self.reader = settings.reader or new_reader()
        self.faults: tuple[Fault, ...] = choice.faults
        self.conflicts: tuple[Conflict, ...] = ()
        self._paths, self._opened, self._settings, self._choice = paths, opened, settings, choice
        self._turn = threading.RLock()
        self._records: dict[str, Record] = {}
        self._digests: dict[str, str] = {}
        self._parsed: notes.Parsed = {}
        self._looks: dict[str, dict[str, notes.Signature]] = {}
        self._others: list[str] | None = None
        self._ready = False

    @property
    def folder(self) -> Path | None:
        return None if self._choice.identity is None else self._choice.folder

    @property
    def read_only(self) -> bool:
        """Whether the notebook was made by a newer version, so that nothing may be changed in it."""
        return self._choice.identity is not None and self._choice.identity.read_only

    @property
    def deleted(self) -> tuple[Record, ...]:
        return tuple(self._records[note] for note in sorted(self._records) if self._records[note].deleted)

    def load(self) -> Layer:
        """All own notes but the deleted ones, ordered by id; what cannot be read is listed in `faults`."""
        with self._turn:
            self._choice = arrived(self._choice, self._opened)
            note_files, faults = self._read(self.reader)
            self._records = {each.record.id: each.record for each in note_files if each.record is not None}
            self._digests = {each.name: each.digest for each in note_files}
            self.conflicts = tuple(each.conflict for each in note_files if each.conflict is not None)
            locks.sweep(self._paths.state)
            layer = notes.to_layer(
                note_files, self.reader, own=True, author=self._settings.author, origin=self._label()
            )
            self.faults = (*self._choice.faults, *self._folder_faults(), *faults, *layer.faults)
            two = versions(self._records, self.conflicts)
            return replace(layer, faults=self.faults, read_only=self.read_only, versions=two)

    def others(self) -> list[Layer]:
        """The notes of every other reader in the same notebook, by the names of their folders."""
        with self._turn:
            layers = []
            self._others = self._other_readers()
            for reader in self._others:
                note_files, faults = self._read(reader)
                layer = notes.to_layer(note_files, reader, origin=self._label(reader))
                layers.append(replace(layer, faults=(*faults, *layer.faults)))
            return layers

    def changed(self) -> bool:
        """Whether notes changed on disk since they were loaded or saved here; cheap enough to ask each second."""
        with self._turn:
            if self.folder is None:
                return arrived(self._choice, self._opened).identity is not None
            if self._others is not None and self._others != self._other_readers():
                return True
            return any(self._look(reader) != before for reader, before in list(self._looks.items()))

    def save(self, record: Record, *, base: Record | None = None, tried: Sequence[Record] = ()) -> Saved:
        """Put a note on disk, durably; it returns only then. Deleting is saving with `deleted` set.

        `base` is the note as it was when the edit began; without it the last one loaded or saved here is
        meant. `tried` are versions after it whose saving failed: one of them may stand there all the same. If the
        file holds anything else by now, both versions are kept. Raises NotSaved.
        """
        with self._turn:
            self._refuse(record)
            with self._writing() as folder:
                begun = [*tried] if base is None else [base, *tried]
                begun += [written(folder, version)[1] for version in begun]
                return keep(folder, record, self._known_version(record.id, begun))

    def choose(self, note: str, other: str = "", *, both: bool = False) -> Saved:
        """Of two versions keep the one shown as `note`, under the id of the first; the other is deleted.

        With `both` each stays, as a note of its own. Serves for the versions that a merge left in one file, for
        a note that supersedes another (`other` says which, where there are several), and for two answers to one
        question. Raises NotSaved, and KeyError if `note` is not one of two.
        """
        with self._turn:
            conflict = next((each for each in self.conflicts if note in (each.id, each.other)), None)
            if conflict is not None:
                with self._writing() as folder:
                    saved = resolve.of_merge(folder, conflict, note, both=both)
                self.conflicts = tuple(each for each in self.conflicts if each != conflict)
                return saved
            first, second = self._pair(note, other)
            with self._writing() as folder:
                return resolve.of_two(folder, first, second, note, both=both)

    def adopt(self) -> None:
        """Keep the choice of this notebook for the document, so that nobody is asked again. Raises NotSaved."""
        with self._turn:
            if self.folder is not None:
                with self._writing():
                    pass

    def recognise(self) -> None:
        """Remember which notebook this was, and the document's new bytes, so that a move later hides no note.

        Makes no folder, and changes nothing of a reader who wrote nothing here. Raises NotSaved.
        """
        with self._turn:
            if self.folder is None:
                return
            State(self._paths).link(self._opened, self.folder)
            if self._choice.mark and not self.read_only and (self.folder / self.reader).is_dir():
                self.adopt()

    def purge(self) -> int:
        """Remove the reader's deleted notes for good; tells how many. Raises NotSaved."""
        with self._turn:
            self._choice = arrived(self._choice, self._opened)
            if self.folder is None or not (self.folder / self.reader).is_dir():
                return 0
            with self._writing() as folder:
                note_files = notes.read_folder(folder.descriptor, folder.label)
                gone = [each.name for each in note_files if remove(folder, each)]
                files.settled(folder.descriptor, folder.label)
            for name in gone:
                self._records.pop(name.removesuffix(".yaml"), None)
                self._digests.pop(name, None)
                self._looks.get(self.reader, {}).pop(name, None)
            return len(gone)

    def _known_version(self, note: str, begun: Sequence[Record]) -> Callable[[notes.NoteFile], bool]:
        """A test whether a file is as it was when the edit began: as it was read, or as companion would write that."""
        digest = self._digests.get(f"{note}.yaml")

        def known(note_file: notes.NoteFile) -> bool:
            return note_file.record in begun if begun else note_file.digest == digest

        return known

    def _wrote(self, folder: int, record: Record, digest: str) -> None:
        name = f"{record.id}.yaml"
        self._records[record.id] = record
        self._digests[name] = digest
        if self.reader in self._looks:
            with suppress(OSError):
                self._looks[self.reader][name] = notes.look(folder, name)

    def _refuse(self, record: Record) -> None:
        label = f"{self._label()}/{clean_line(record.id)}.yaml"
        if self.read_only:
            raise NotSaved(f"{label}: this notebook is of a newer companion; update it to change its notes")
        if not valid_id(record.id) or f"{record.id}.yaml".casefold() == notes.MARKS:
            raise NotSaved(f"{label}: not a possible name of a note; letters, digits, . _ - only, at most 64")

    def _pair(self, note: str, other: str) -> tuple[Record, Record]:
        """The two versions, the first one first, `note` being either."""
        for first, second, _ in versions(self._records, ()):
            pair = (first.id, second.id)
            if note in pair and (not other or other in pair):
                return first, second
        raise KeyError(note)

    @contextmanager
    def _writing(self) -> Iterator[ReaderFolder]:
        """The reader's folder, made if missing, and locked. Every error inside is raised as NotSaved."""
        with errors.not_saved(self._label()):
            self._settings = ensure_reader(self._paths, self._settings, self.reader)
            self.reader = self._settings.reader
            with locks.locked(self._paths.state, self._choice.folder), ExitStack() as stack:
                if not self._ready:
                    self._choice = make(self._choice, self._opened, self.reader)
                    self.faults = (*self.faults, *(each for each in self._choice.faults if each not in self.faults))
                    State(self._paths).link(self._opened, self._choice.folder)
                    self._ready = True
                try:
                    folder = self._enter(stack, self.reader)
                except OSError:
                    self._ready = False
                    raise
                yield ReaderFolder(folder, self._label(), lambda record, digest: self._wrote(folder, record, digest))

    def _enter(self, stack: ExitStack, reader: str) -> int:
        """Open a reader's folder step by step, following no link below the root. Raises OSError."""
        outer = stack.enter_context(files.opened_folder(self._choice.root))
        middle = stack.enter_context(files.opened_folder(self._choice.name, within=outer))
        return stack.enter_context(files.opened_folder(reader, within=middle))

    def _read(self, reader: str) -> tuple[list[notes.NoteFile], list[Fault]]:
        self._looks[reader] = {}
        if self.folder is None:
            return [], []
        try:
            with ExitStack() as stack:
                folder = self._enter(stack, reader)
                if reader == self.reader:
                    files.sweep(folder)
                self._looks[reader] = notes.looks(folder)
                return notes.read_folder(folder, self._label(reader), self._parsed), []
        except FileNotFoundError:
            return [], []
        except OSError as error:
            return [], [Fault(Where(self._label(reader)), f"cannot be opened: {errors.words(error)}")]

    def _look(self, reader: str) -> dict[str, notes.Signature]:
        try:
            with ExitStack() as stack:
                return notes.looks(self._enter(stack, reader))
        except OSError:
            return {}

    def _other_readers(self) -> list[str]:
        try:
            with ExitStack() as stack:
                outer = stack.enter_context(files.opened_folder(self._choice.root))
                middle = stack.enter_context(files.opened_folder(self._choice.name, within=outer))
                return [name for name in notes.reader_names(middle) if name != self.reader]
        except OSError:
            return []

    def _folder_faults(self) -> tuple[Fault, ...]:
        own = self._choice.identity
        return (own.fault,) if own is not None and own.fault is not None else ()

    def _label(self, reader: str = "") -> str:
        return clean_line(str(self._choice.folder / (reader or self.reader)))
