"""Opening a document with the layers that belong to it, and layers from elsewhere.

A companion folder is any folder with a report.md (or exactly one document) and YAML layers. Opening reads
the document only; layers need YAML and are read when asked for, in a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from companion.formats.clean import clean_line
from companion.model.document import Document, Heading, Section
from companion.model.faults import CompanionError, Fault, Unreadable, Where
from companion.store import files, troubles
from companion.store.places import shipped, shipped_names

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from companion.model.annotation import Kind, Layer

DOCUMENT_LIMIT = 256 << 20
"""Bytes of the largest document that is opened."""
_DOCUMENTS = (".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".epub", ".pdf")


@dataclass(frozen=True, eq=False)
class Opened:
    """A document and where it came from: `shipped` its name, `path` its file, `folder` its companion folder."""

    document: Document
    shipped: str = ""
    path: Path | None = None
    folder: Traversable | None = None


@dataclass(frozen=True, eq=False)
class Found:
    """The bytes of a document that is not read yet, what it is called, and where it came from, as in Opened."""

    data: bytes = field(repr=False)
    name: str
    file: str
    shipped: str = ""
    path: Path | None = None
    folder: Traversable | None = None

    @property
    def is_slow(self) -> bool:
        """Whether reading it may take so long that the reader should see how far it is."""
        from companion.formats import is_read_apart

        return is_read_apart(self.data, self.name, self.file)

    def read(
        self,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        preview: Callable[[Opened], None] | None = None,
    ) -> Opened:
        """Read it, with the callbacks of `read_document`. Raises Unreadable in one line if it is no document."""
        from companion.formats import read_document

        shown = None if preview is None else lambda document: preview(self._with(document))
        read = read_document(
            self.data, self.name, file=self.file, progress=progress, cancelled=cancelled, preview=shown
        )
        return self._with(read)

    def blank(self) -> Opened:
        """What stands for it until something of it is read: one empty section."""
        from companion.formats import fingerprint

        empty = Section("start", self.name, 2, "", ())
        headings = (Heading(empty.id, self.name),)
        return self._with(Document(self.name, self.name, "", fingerprint(self.data), headings, lambda index: empty))

    def _with(self, document: Document) -> Opened:
        return Opened(document, self.shipped, self.path, self.folder)


def open_document(what: str, *, stdin: bytes | None = None) -> Opened:
    """Find a document and read it. Raises Unreadable in one line if there is no such thing or it is no document."""
    return find_document(what, stdin=stdin).read()


def find_document(what: str, *, stdin: bytes | None = None) -> Found:
    """A shipped companion by name, a file or companion folder by path, or `-`: the bytes given as `stdin`.

    Raises Unreadable in one line if there is no such thing or it cannot be read.
    """
    if what == "-":
        return Found(stdin or b"", "stdin", "standard input")
    if what in shipped_names():
        folder = shipped() / what
        file = folder / "report.md"
        data = read_traversable(file, DOCUMENT_LIMIT)
        return Found(data, what, f"{what}/report.md", what, file if isinstance(file, Path) else None, folder)
    path = Path(what).expanduser()
    if path.is_dir():
        file = document_in(path)
        data = files.read_bytes(file, DOCUMENT_LIMIT)
        return Found(data, clean_line(path.resolve().name or "document"), clean_line(str(file)), "", file, path)
    if not path.exists() and "/" not in what:
        raise _unknown(what)
    data = files.read_bytes(path, DOCUMENT_LIMIT)
    return Found(data, clean_line(path.name), clean_line(str(path)), "", path)


def section_of(document: Document, wanted: str) -> str:
    """The same id, if there is a section of that id. Raises CompanionError."""
    if wanted and document.index(wanted) is None:
        ids = ", ".join(heading.id for heading in document.headings[:40])
        raise CompanionError(f"{document.name}: there is no section {wanted}; its sections are {ids}")
    return wanted


def raw_of(opened: Opened) -> bytes | None:
    """The bytes of an opened document as they are on disk; None if they are gone, or others by now."""
    from companion.formats import fingerprint

    if opened.path is None:
        return None
    try:
        data = files.read_bytes(opened.path, DOCUMENT_LIMIT)
    except Unreadable:
        return None
    return data if fingerprint(data) == opened.document.fingerprint else None


def document_in(folder: Path) -> Path:
    """The document of a companion folder. Raises Unreadable if there is none, or several to choose from."""
    shown = Where(clean_line(str(folder)))
    try:
        names = sorted(entry.name for entry in folder.iterdir() if _is_document(entry))
    except OSError as error:
        raise Unreadable(Fault(shown, f"the folder cannot be read: {troubles.words(error)}")) from None
    if "report.md" in names:
        return inside(folder, "report.md")
    if len(names) == 1:
        return inside(folder, names[0])
    if not names:
        raise Unreadable(Fault(shown, "a folder without a document", "expected a report.md in it, or one document"))
    listed = ", ".join(clean_line(name) for name in names[:5])
    raise Unreadable(Fault(shown, f"a folder with {len(names)} documents ({listed})", "name the one to open"))


def inside(folder: Path, name: str) -> Path:
    """A file of a companion folder, which must still lie in it once links are followed. Raises Unreadable."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Unreadable(Fault(Where(clean_line(str(path))), "leads out of its folder", "expected the file itself"))
    return path


def read_traversable(file: Traversable, limit: int) -> bytes:
    """The bytes of something shipped, which may lie in a zip. Raises Unreadable."""
    if isinstance(file, Path):
        return files.read_bytes(file, limit)
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(Fault(Where(clean_line(file.name)), f"cannot be read: {troubles.words(error)}")) from None


def load_layers(opened: Opened, with_: Sequence[str] = ()) -> list[Layer]:
    """The companion's own layers, then those asked for; what cannot be read is a Layer with a fault. Needs YAML."""
    from companion.store.layers import companion_layers, distinct, layers_from

    layers = [] if opened.folder is None else companion_layers(opened.folder)
    for what in with_:
        layers += layers_from(what)
    return distinct(layers)


def load_kinds() -> dict[str, Kind]:
    """The shipped kinds, by name. Needs YAML."""
    from companion.formats.layers import read_kinds

    file = shipped() / "kinds.yaml"
    return read_kinds(read_traversable(file, 1 << 20), "kinds.yaml")


def _is_document(entry: Path) -> bool:
    return (
        not entry.name.startswith(".")
        and entry.suffix.lower() in _DOCUMENTS
        and entry.stem.upper() not in ("README", "LICENSE")
        and entry.is_file()
    )


def _unknown(what: str) -> Unreadable:
    names = ", ".join(shipped_names())
    fault = Fault(Where(clean_line(what)), "no such file and no shipped companion", f"shipped are: {names}")
    return Unreadable(fault)
