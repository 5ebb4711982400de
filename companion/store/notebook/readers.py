"""The readers' folders of one notebook: opened without following links, read, and watched for changes by others."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path

from companion.model.faults import Fault, Where
from companion.store import errors, files
from companion.store.notebook import folder as notes
from companion.store.notebook.note_file import NoteFile


class ReaderFolders:
    """The folders in the notebook `name` below `root`, which may not be there yet, and how they looked when read."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name
        self._parsed: notes.Parsed = {}
        self._looks: dict[str, dict[str, notes.Signature]] = {}
        self._others: list[str] | None = None

    def enter(self, stack: ExitStack, reader: str) -> int:
        """Open a reader's folder step by step, following no link below the root. Raises OSError."""
        return stack.enter_context(files.opened_folder(reader, within=self._enter_notebook(stack)))

    def read(self, reader: str, label: str, *, own: bool = False) -> tuple[list[NoteFile], list[Fault]]:
        """The notes of a reader, and the fault of a folder that cannot be opened; a missing one is empty."""
        self.watch(reader)
        try:
            with ExitStack() as stack:
                folder = self.enter(stack, reader)
                if own:
                    files.sweep(folder)
                self._looks[reader] = notes.looks(folder)
                return notes.read_folder(folder, label, self._parsed), []
        except FileNotFoundError:
            return [], []
        except OSError as error:
            return [], [Fault(Where(label), f"cannot be opened: {errors.words(error)}")]

    def watch(self, reader: str) -> None:
        """Take a reader's folder, which is not there yet, as empty: what comes into it then is a change."""
        self._looks[reader] = {}

    def is_missing(self, reader: str) -> bool:
        """True if there is no folder of this reader, or of the notebook; not if it cannot be opened."""
        try:
            with ExitStack() as stack:
                self.enter(stack, reader)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return False

    def others(self, reader: str) -> list[str]:
        """The names of all other readers' folders, which are watched from now on."""
        self._others = self._others_than(reader)
        return self._others

    def changed(self, reader: str) -> bool:
        """Whether a folder that was read looks different now, another reader's came or went, or `reader` is another."""
        if self._looks and reader not in self._looks:
            return True
        if self._others is not None and self._others != self._others_than(reader):
            return True
        return any(self._look(reader) != before for reader, before in list(self._looks.items()))

    def written(self, reader: str, folder: int, name: str) -> None:
        """Take a file that was just written as known."""
        if reader in self._looks:
            with suppress(OSError):
                self._looks[reader][name] = notes.look(folder, name)

    def removed(self, reader: str, name: str) -> None:
        self._looks.get(reader, {}).pop(name, None)

    def _enter_notebook(self, stack: ExitStack) -> int:
        outer = stack.enter_context(files.opened_folder(self.root))
        return stack.enter_context(files.opened_folder(self.name, within=outer))

    def _look(self, reader: str) -> dict[str, notes.Signature]:
        try:
            with ExitStack() as stack:
                return notes.looks(self.enter(stack, reader))
        except OSError:
            return {}

    def _others_than(self, reader: str) -> list[str]:
        try:
            with ExitStack() as stack:
                return [name for name in notes.reader_names(self._enter_notebook(stack)) if name != reader]
        except OSError:
            return []
