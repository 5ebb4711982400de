"""Matching of notebooks to documents: what decides, what only offers, and what is asked.

A shipped name or a fingerprint decides. A path decides if most of what was noted still stands in the
document. A title only offers. A notebook whose document.yaml is broken is offered where it might be meant.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from companion.model.faults import CompanionError, Fault, Unreadable, Where
from companion.store import errors, files
from companion.store.notebook.folder import note_names, read_folder, reader_names, to_layer
from companion.store.notebook.identity import DOCUMENT, Identity, add_mark, folder_name, read_identity, write_identity
from companion.store.notebook.note_file import MARKS
from companion.store.paths import Paths, shipped, shipped_names
from companion.text.clean import clean_line

if TYPE_CHECKING:
    from companion.store.library import OpenDocument


@dataclass(frozen=True)
class NotebookCandidate:
    """A notebook that might be meant: its folder, the title it says, how many notes it holds, why it is offered."""

    folder: Path
    title: str
    notes: int
    why: str

    @property
    def told(self) -> str:
        """How many notes, and why it is offered."""
        return f"{self.notes} note{'s' * (self.notes != 1)}; {self.why}"


class Ambiguous(CompanionError):
    """Several notebooks might be meant. `candidates` are offered; `fresh` would be a new one's folder."""

    def __init__(self, candidates: Sequence[NotebookCandidate], fresh: Path) -> None:
        self.candidates = tuple(candidates)
        self.fresh = fresh
        self.folders = (*(each.folder for each in candidates), fresh)
        listed = ", ".join(f"{clean_line(str(each.folder))} ({each.told})" for each in self.candidates)
        super().__init__(
            f"these notes might belong to the document: {listed}; "
            f"choose with --notebook FOLDER, or begin anew with --notebook {clean_line(str(fresh))}"
        )


@dataclass(frozen=True)
class Choice:
    """The notebook folder, there or to be made: `name` below `root` (which may be a link; `name` may not).

    `identity` is None while there is nothing yet. `mark` says that the fingerprint is not yet known there.
    """

    root: Path
    name: str
    identity: Identity | None = None
    mark: bool = False
    faults: tuple[Fault, ...] = ()

    @property
    def folder(self) -> Path:
        return self.root / self.name


def choose(paths: Paths, opened: OpenDocument, reader: str, linked: Path | None, folder: Path | None = None) -> Choice:
    """The notebook of a document; `folder` was chosen by the reader, `linked` was used for this document last time.

    Of several that the same bytes or name tie to the document, the one used last time is meant. Raises Ambiguous
    rather than guess, and CompanionError where `folder` cannot be one.
    """
    if folder is not None:
        return _chosen(paths, opened, folder)
    notebooks, faults = survey(paths.notebooks)
    deciding = _deciding(notebooks, opened)
    fresh = _fresh(paths, opened, notebooks)
    if len(deciding) == 1:
        return Choice(paths.notebooks, deciding[0].folder.name, deciding[0], False, faults)
    if deciding:
        last = [notebook for notebook in deciding if linked is not None and _same(notebook.folder, linked)]
        if last:
            return Choice(paths.notebooks, last[0].folder.name, last[0], False, faults)
        raise Ambiguous([_candidate(notebook, "the same document") for notebook in deciding], fresh)
    offered = []
    for notebook in notebooks:
        if linked is not None and opened.path is not None and _same(notebook.folder, linked):
            if _stands(opened, notebook.folder, reader):
                return Choice(paths.notebooks, notebook.folder.name, notebook, True, faults)
            offered.append(_candidate(notebook, "the same path, but its quotes do not stand in this document"))
        elif not notebook.broken and notebook.title and _title(notebook.title) == _title(opened.document.title):
            offered.append(_candidate(notebook, "the same title"))
        elif notebook.broken and _might_be(notebook, opened):
            offered.append(_candidate(notebook, f"its {DOCUMENT} cannot be read"))
    if offered:
        raise Ambiguous(offered, fresh)
    return Choice(paths.notebooks, fresh.name, None, False, faults)


def arrived(choice: Choice, opened: OpenDocument) -> Choice:
    """The same choice, with the identity of a folder that another process made since."""
    if choice.identity is not None:
        return choice
    try:
        with files.opened_folder(choice.root) as outer, files.opened_folder(choice.name, within=outer) as descriptor:
            identity = read_identity(choice.folder, descriptor)
    except OSError:
        return choice
    return replace(choice, identity=identity) if _deciding([identity], opened) else choice


def make(choice: Choice, opened: OpenDocument, reader: str) -> Choice:
    """Make the notebook's and the reader's folder durably, with document.yaml and the mark that ties them together.

    Raises OSError or NotSaved.
    """
    files.make_folders(choice.root)
    files.settle(choice.root)
    faults = choice.faults
    with files.opened_folder(choice.root) as outer:
        files.make_folder(outer, choice.name)
        with files.opened_folder(choice.name, within=outer) as middle:
            files.sweep(middle)
            write_identity(middle, opened.document, opened.shipped, clean_line(str(choice.folder / DOCUMENT)))
            files.make_folder(middle, reader)
            if choice.mark:
                with files.opened_folder(reader, within=middle) as inner:
                    try:
                        add_mark(inner, opened.document.fingerprint, clean_line(str(choice.folder / reader / MARKS)))
                    except Unreadable as error:
                        faults = (*faults, errors.fault_of(error, MARKS))
            identity = choice.identity or read_identity(choice.folder, middle)
    return replace(choice, identity=identity, mark=False, faults=faults)


def survey(root: Path) -> tuple[list[Identity], tuple[Fault, ...]]:
    """All notebooks below a folder, and faults of what is refused there. A missing folder is an empty one."""
    notebooks: list[Identity] = []
    faults: list[Fault] = []
    try:
        with files.opened_folder(root) as outer, os.scandir(outer) as entries:
            for entry in sorted(entries, key=lambda item: item.name):
                if entry.name.startswith(".") or not entry.is_dir():
                    continue
                try:
                    with files.opened_folder(entry.name, within=outer) as descriptor:
                        identity = read_identity(root / entry.name, descriptor)
                        if not identity.broken or reader_names(descriptor):
                            notebooks.append(identity)
                except OSError as error:
                    faults.append(_refused(root / entry.name, error))
    except FileNotFoundError:
        pass
    except OSError as error:
        faults.append(_refused(root, error))
    return notebooks, tuple(faults)


def count(folder: Path, reader: str = "") -> int:
    """How many note files a notebook holds, of one reader or (no `reader`) of all; those deleted count as well."""
    total = 0
    try:
        with files.opened_folder(folder) as outer:
            for name in [reader] if reader else reader_names(outer):
                with files.opened_folder(name, within=outer) as descriptor:
                    total += sum(1 for _ in note_names(descriptor))
    except OSError:
        return total
    return total


def _chosen(paths: Paths, opened: OpenDocument, folder: Path) -> Choice:
    below = paths.notebooks / folder
    path = below if not folder.is_absolute() and not folder.exists() and below.is_dir() else folder
    path = Path(os.path.realpath(path.expanduser()))
    label = Where(clean_line(str(folder)))
    if not path.exists():
        return Choice(path.parent, path.name)
    try:
        with files.opened_folder(path) as descriptor:
            identity = read_identity(path, descriptor)
            begun = not identity.broken or bool(reader_names(descriptor))
            inner = identity.broken and next(note_names(descriptor), None) is not None
    except OSError as error:
        raise Unreadable(
            Fault(label, f"cannot be opened: {errors.words(error)}", "expected a notebook folder")
        ) from None
    if inner and (path.parent / DOCUMENT).exists():
        raise Unreadable(Fault(label, "is one reader's folder", "name the notebook folder above it"))
    if not begun:
        return Choice(path.parent, path.name)
    mark = not _deciding([identity], opened)
    return Choice(path.parent, path.name, identity, mark)


def _deciding(notebooks: Sequence[Identity], opened: OpenDocument) -> list[Identity]:
    """The notebooks that a shipped name, or else a fingerprint, ties to the document."""
    name = opened.shipped or _shipped_as(opened, notebooks)
    by_name = [notebook for notebook in notebooks if name and notebook.shipped == name]
    return by_name or [notebook for notebook in notebooks if opened.document.fingerprint in notebook.fingerprints]


def _shipped_as(opened: OpenDocument, notebooks: Sequence[Identity]) -> str:
    """The name of the shipped companion with these bytes, so that a copy opened by its path finds the same notes."""
    names = {notebook.shipped for notebook in notebooks if notebook.shipped}
    if not names:
        return ""
    from companion.documents import fingerprint
    from companion.store.companion_folder import read_traversable
    from companion.store.library import DOCUMENT_LIMIT

    for name in names.intersection(shipped_names()):
        if fingerprint(read_traversable(shipped() / name / "report.md", DOCUMENT_LIMIT)) == opened.document.fingerprint:
            return name
    return ""


def _stands(opened: OpenDocument, folder: Path, reader: str) -> bool:
    """True if more than half of the quotes and sections of a reader (of all, if that one has none) still stand."""
    from companion.anchoring import place_layers
    from companion.anchoring.memory import Memory
    from companion.store.editions import earlier

    with files.opened_folder(folder) as outer:
        names = reader_names(outer)
        layers = []
        for name in [reader] if reader in names else names:
            with files.opened_folder(name, within=outer) as descriptor:
                layers.append(to_layer(read_folder(descriptor, str(folder / name)), name))
    tied = [
        replace(layer, annotations=tuple(note for note in layer.annotations if note.quote or note.section))
        for layer in layers
    ]
    editions = earlier(folder / reader, opened.document.fingerprint) if reader else []
    placed = place_layers(opened.document, tied, Memory(editions) if editions else None)
    keys = [layer.key(note) for layer in tied for note in layer.annotations]
    standing = sum(1 for key in keys if key in placed and placed[key].state in ("exact", "changed"))
    return standing * 2 > len(keys)


def _might_be(broken: Identity, opened: OpenDocument) -> bool:
    """True if a broken notebook has the folder name of this document: no proof, but reason enough to ask."""
    return broken.folder.name == folder_name(opened.document, opened.shipped)


def _fresh(paths: Paths, opened: OpenDocument, notebooks: Sequence[Identity]) -> Path:
    taken = {notebook.folder.name for notebook in notebooks}
    name = folder_name(opened.document, opened.shipped)
    number = 1
    while (name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return paths.notebooks / (name if number == 1 else f"{name}-{number}")


def _candidate(identity: Identity, why: str) -> NotebookCandidate:
    return NotebookCandidate(identity.folder, identity.title, count(identity.folder), why)


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _title(text: str) -> str:
    return " ".join(text.split()).casefold()


def _refused(path: Path, error: OSError) -> Fault:
    if path.is_symlink():
        return Fault(Where(clean_line(str(path))), "a symbolic link is not opened", "open it with --notebook FOLDER")
    return Fault(Where(clean_line(str(path))), f"cannot be opened: {errors.words(error)}")
