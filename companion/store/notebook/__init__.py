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

from companion.model.annotation import Layer, Record, Versions, valid_id
from companion.model.faults import CompanionError, Fault, NotSaved
from companion.store import errors, files, locks
from companion.store.notebook import folder as notes
from companion.store.notebook import resolve
from companion.store.notebook.conflicts import Conflict, versions
from companion.store.notebook.match import Ambiguous, Choice, NotebookCandidate, arrived, choose, make
from companion.store.notebook.note_file import MARKS, NoteFile
from companion.store.notebook.ownership import unclaimed
from companion.store.notebook.purge import purge_notes, remains, remove_empty
from companion.store.notebook.readers import ReaderFolders
from companion.store.notebook.save import ReaderFolder, Saved, keep, remove_file, written
from companion.store.notebook.unplaced import Unplaced
from companion.store.paths import Paths
from companion.store.settings import Settings, ensure_reader, new_reader, settings
from companion.store.state import State
from companion.text.clean import clean_line

if TYPE_CHECKING:
    from companion.store.library import OpenDocument

__all__ = ["Ambiguous", "Conflict", "Notebook", "NotebookCandidate", "Saved", "find_notebook"]


def find_notebook(paths: Paths, opened: OpenDocument, options: Settings, *, folder: Path | None = None) -> Notebook:
    """The reader's notebook on a document, or the one in `folder`. Nothing is made on disk.

    Raises Ambiguous with the candidates when it would have to guess.
    """
    linked = State(paths).linked(opened) if folder is None else None
    return Notebook(paths, opened, options, choose(paths, opened, options.reader, linked, folder))


class Notebook:
    """The notes of `reader` in `folder` (None until something is saved). May be used from several threads.

    `faults` are those of finding the folder and of the last load; `deleted` and `conflicts` are of the last
    load, and saving keeps them current.
    """

    def __init__(self, paths: Paths, opened: OpenDocument, options: Settings, choice: Choice) -> None:
        self.reader = options.reader or new_reader()
        self.faults: tuple[Fault, ...] = choice.faults
        self.conflicts: tuple[Conflict, ...] = ()
        self._paths, self._opened, self._settings, self._choice = paths, opened, options, choice
        self._turn = threading.RLock()
        self._records: dict[str, Record] = {}
        self._digests: dict[str, str] = {}
        self._copies: dict[str, NoteFile] = {}
        self._folders = ReaderFolders(choice.root, choice.name)
        self._unplaced = Unplaced()
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
        names = sorted(self._records.keys() - self._copies.keys())
        return tuple(self._records[name] for name in names if self._records[name].deleted)

    @property
    def missing(self) -> tuple[Record, ...]:
        """What was loaded or saved here and is on disk no more, since its folder went; the next save puts it back."""
        return self._unplaced.records

    def load(self) -> Layer:
        """All own notes but the deleted ones, ordered by id; what cannot be read is listed in `faults`."""
        with self._turn:
            self._choice = arrived(self._choice, self._opened)
            self._ask_who()
            self._look_for_folder()
            note_files, faults = self._read(self.reader)
            note_files = self._unplaced.beside(note_files)
            self._records = {each.record.id: each.record for each in note_files if each.record is not None}
            self._digests = {each.name: each.digest for each in note_files}
            self._copies = {each.record.id: each for each in note_files if each.record is not None and each.original}
            self.conflicts = tuple(each.conflict for each in note_files if each.conflict is not None)
            locks.sweep(self._paths.state)
            layer = notes.to_layer(
                note_files, self.reader, own=True, author=self._settings.author, origin=self._label()
            )
            faults += self._unplaced.faults(self._label())
            faults += filter(None, [unclaimed(self._paths, self._settings, self.folder)])
            self.faults = (*self._choice.faults, *self._folder_faults(), *faults, *layer.faults)
            two = self._versions()
            return replace(layer, faults=self.faults, read_only=self.read_only, versions=two)

    def others(self) -> list[Layer]:
        """The notes of every other reader in the same notebook, by the names of their folders."""
        with self._turn:
            layers = []
            for reader in self._folders.others(self.reader):
                note_files, faults = self._read(reader)
                layer = notes.to_layer(note_files, reader, origin=self._label(reader))
                layers.append(replace(layer, faults=(*faults, *layer.faults)))
            return layers

    def changed(self) -> bool:
        """Whether notes changed on disk since they were loaded or saved here; cheap enough to ask each second."""
        with self._turn:
            if self.folder is None:
                return arrived(self._choice, self._opened).identity is not None
            return self._folders.changed(self.reader)

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
                copy = self._copies.get(record.id)
                saved = keep(folder, record, self._known_version(record.id, begun))
                if copy is not None and copy.record in (begun or (copy.record,)) and saved.conflict is None:
                    self._drop_copy(folder, record.id)
                return saved

    def choose(self, note: str, other: str = "", *, both: bool = False) -> Saved:
        """Of two versions keep the one shown as `note`, under the id of the first; the other is deleted.

        With `both` each stays, as a note of its own. Serves for the versions that a merge left in one file, for
        a conflict copy, which is removed then, for a note that supersedes another (`other` says which, where there are
        several), and for two answers to one question. Raises NotSaved, and KeyError if `note` is not one of two.
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
                saved = resolve.of_two(folder, first, second, note, both=both)
                if saved.conflict is None and saved.fault is None:
                    self._drop_copy(folder, second.id)
                return saved

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
            if self.folder is None or not self.folder.is_dir():
                return
            State(self._paths).link(self._opened, self.folder)
            if self._choice.mark and not self.read_only and (self.folder / self.reader).is_dir():
                self.adopt()

    def purge(self) -> int:
        """Remove the reader's deleted notes for good, and a notebook without notes; tells how many. Raises NotSaved."""
        with self._turn:
            self._choice = arrived(self._choice, self._opened)
            if self.folder is None or not (self.folder / self.reader).is_dir():
                return 0
            with self._writing(link=False) as folder:
                gone = purge_notes(folder)
                if remove_empty(self._choice.root, self._choice.name, self.reader, self._mark_purged):
                    self._take_as_purged()
                    if self.folder is None:
                        State(self._paths).unlink_notebook(self._choice.folder)
            for note in gone:
                self._records.pop(note.record.id if note.record else note.id, None)
                self._digests.pop(note.name, None)
                self._folders.removed(self.reader, note.name)
            return len(gone)

    def remains(self) -> list[Fault]:
        """Warnings of what `purge` leaves: conflict copies and histories that may hold what was deleted."""
        return remains(self._choice.folder, self.reader)

    def _known_version(self, note: str, begun: Sequence[Record]) -> Callable[[NoteFile], bool]:
        """A test whether a file is as it was when the edit began: as it was read, or as companion would write that."""
        digest = self._digests.get(f"{note}.yaml")

        def known(note_file: NoteFile) -> bool:
            return note_file.record in begun if begun else note_file.digest == digest

        return known

    def _wrote(self, folder: int, record: Record, digest: str) -> None:
        name = f"{record.id}.yaml"
        self._records[record.id] = record
        self._digests[name] = digest
        self._folders.written(self.reader, folder, name)

    def _refuse(self, record: Record) -> None:
        label = f"{self._label()}/{clean_line(record.id)}.yaml"
        if self.read_only:
            raise NotSaved(f"{label}: this notebook is of a newer companion; update it to change its notes")
        if not valid_id(record.id) or f"{record.id}.yaml".casefold() == MARKS:
            raise NotSaved(f"{label}: not a possible name of a note; letters, digits, . _ - only, at most 64")

    def _pair(self, note: str, other: str) -> tuple[Record, Record]:
        """The two versions, the first one first, `note` being either."""
        for first, second, fault in self._versions():
            if fault is not None:
                continue
            pair = (first.id, second.id)
            if note in pair and (not other or other in pair):
                return first, second
        raise KeyError(note)

    def _versions(self) -> tuple[Versions, ...]:
        copies = {name: copy.original for name, copy in self._copies.items() if name != copy.original}
        return versions(self._records, self.conflicts, copies)

    def _drop_copy(self, folder: ReaderFolder, name: str) -> None:
        """Remove the conflict copy shown under this id, whose words were kept or chosen against."""
        copy = self._copies.pop(name, None)
        if copy is not None and remove_file(folder, copy):
            files.settled(folder.descriptor, folder.label)
            self._digests.pop(copy.name, None)
            self._folders.removed(self.reader, copy.name)

    @contextmanager
    def _writing(self, *, link: bool = True) -> Iterator[ReaderFolder]:
        """The reader's folder, made if missing, and locked. Every error inside is raised as NotSaved.

        With `link` it is remembered which document the notebook is for.
        """
        with errors.not_saved(self._label()):
            self._ask_who()
            if (fault := unclaimed(self._paths, self._settings, self.folder)) is not None:
                raise NotSaved(fault)
            self._settings = ensure_reader(self._paths, self._settings, self.reader)
            self.reader = self._settings.reader
            with locks.locked(self._paths.state, self._choice.folder), ExitStack() as stack:
                self._look_for_folder()
                if not self._ready:
                    self._choice = make(self._choice, self._opened, self.reader)
                    self.faults = (*self.faults, *(each for each in self._choice.faults if each not in self.faults))
                    if link:
                        State(self._paths).link(self._opened, self._choice.folder)
                    self._ready = link
                try:
                    folder = self._folders.enter(stack, self.reader)
                except OSError:
                    self._ready = False
                    raise
                opened = ReaderFolder(folder, self._label(), lambda *written: self._wrote(folder, *written))
                self._mark_purged(gone=False)
                self._unplaced.put_back(opened)
                yield opened

    def _read(self, reader: str) -> tuple[list[NoteFile], list[Fault]]:
        if self.folder is None:
            self._folders.watch(reader)
            return [], []
        return self._folders.read(reader, self._label(reader), own=reader == self.reader)

    def _look_for_folder(self) -> None:
        """Where the folder of notes that are open here is gone, keep them to be put back, unless it was purged."""
        if self.folder is None or not self._folders.is_missing(self.reader):
            return
        self._ready = False
        if locks.purged_mark(self._paths.state, self._choice.folder / self.reader).exists():
            self._take_as_purged()
        else:
            self._unplaced.take(self._records)

    def _take_as_purged(self) -> None:
        """The reader's folder went with nothing in it; where the notebook went with it, forget that there was one."""
        self._unplaced.let_go()
        for known in (self._records, self._digests, self._copies):
            known.clear()
        self._ready = False
        if not self._choice.folder.exists():
            self._choice = replace(self._choice, identity=None)

    def _mark_purged(self, *, gone: bool = True) -> None:
        locks.mark_purged(self._paths.state, self._choice.folder / self.reader, gone=gone)

    def _ask_who(self) -> None:
        """Take the reader that was set meanwhile, if none was; a config.yaml that is broken by now changes nothing."""
        if not self._settings.reader:
            with suppress(CompanionError):
                reader = settings(self._paths).reader
                self._settings, self.reader = replace(self._settings, reader=reader), reader or self.reader

    def _folder_faults(self) -> tuple[Fault, ...]:
        own = self._choice.identity
        return (own.fault,) if own is not None and own.fault is not None else ()

    def _label(self, reader: str = "") -> str:
        return clean_line(str(self._choice.folder / (reader or self.reader)))
