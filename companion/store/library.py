"""Documents by name (a shipped companion, a path, standard input), opened at once or in a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from companion.model.document import Document, Heading, Section, SectionList
from companion.model.faults import CompanionError, Fault, Unreadable, Where
from companion.store import files
from companion.store.companion_folder import document_in, read_traversable
from companion.store.paths import shipped, shipped_names
from companion.text.clean import clean_line

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


DOCUMENT_LIMIT = 256 << 20
"""Bytes of the largest document that is opened."""


@dataclass(frozen=True, eq=False)
class OpenDocument:
    """A document and where it came from: `shipped` its name, `path` its file, `folder` its companion folder."""

    document: Document
    shipped: str = ""
    path: Path | None = None
    folder: Traversable | None = None


@dataclass(frozen=True, eq=False)
class DocumentSource:
    """A document that is not read yet: its bytes, its name, and where it came from, as in OpenDocument.

    `way` is how the reader wants its headings told, of `Document.ways`; "" for the best.
    """

    data: bytes = field(repr=False)
    name: str
    file: str
    shipped: str = ""
    path: Path | None = None
    folder: Traversable | None = None
    way: str = ""

    @property
    def is_slow(self) -> bool:
        """Whether reading it may take so long that the reader should see how far it is."""
        from companion.documents.registry import is_sandboxed

        return is_sandboxed(self.data, self.name, self.file)

    @property
    def has_ways(self) -> bool:
        """Whether its format lets the reader choose how headings are told."""
        from companion.documents.registry import format_of

        try:
            return bool(format_of(self.data, self.name, self.file).ways)
        except Unreadable:
            return False

    def read(
        self,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        preview: Callable[[OpenDocument], None] | None = None,
    ) -> OpenDocument:
        """Read it, with the callbacks of `read_document`. Raises Unreadable in one line if it is no document."""
        from companion.documents import read_document

        show = None if preview is None else lambda document: preview(self._with(document))
        whole = read_document(
            self.data, self.name, file=self.file, progress=progress, cancelled=cancelled, preview=show, way=self.way
        )
        return self._with(whole)

    def blank(self) -> OpenDocument:
        """A stand-in until something of the document is read: one empty section."""
        from companion.documents import fingerprint

        empty = Section("start", self.name, 2, "", ())
        headings = (Heading(empty.id, self.name),)
        return self._with(Document(self.name, self.name, "", fingerprint(self.data), headings, SectionList([empty])))

    def _with(self, document: Document) -> OpenDocument:
        return OpenDocument(document, self.shipped, self.path, self.folder)


def open_document(what: str, *, stdin: bytes | None = None) -> OpenDocument:
    """Find a document and read it. Raises Unreadable in one line if there is no such thing or it is no document."""
    return find_document(what, stdin=stdin).read()


def find_document(what: str, *, stdin: bytes | None = None) -> DocumentSource:
    """A shipped companion by name, a file or companion folder by path, or `-`: the bytes given as `stdin`.

    Raises Unreadable in one line if there is no such thing or it cannot be read.
    """
    if what == "-":
        return DocumentSource(stdin or b"", "stdin", "standard input")
    if what in shipped_names():
        folder = shipped() / what
        file = folder / "report.md"
        data = read_traversable(file, DOCUMENT_LIMIT)
        return DocumentSource(data, what, f"{what}/report.md", what, file if isinstance(file, Path) else None, folder)
    path = Path(what).expanduser()
    if path.is_dir():
        file = document_in(path)
        data = files.read_bytes(file, DOCUMENT_LIMIT)
        return DocumentSource(
            data, clean_line(path.resolve().name or "document"), clean_line(str(file)), "", file, path
        )
    if not path.exists() and "/" not in what:
        raise _unknown(what)
    data = files.read_bytes(path, DOCUMENT_LIMIT)
    return DocumentSource(data, clean_line(path.name), clean_line(str(path)), "", path)


def section_of(document: Document, section: str) -> str:
    """The same id, if there is a section of that id. Raises CompanionError."""
    if section and document.index(section) is None:
        ids = ", ".join(heading.id for heading in document.headings[:40])
        raise CompanionError(f"{document.name}: there is no section {section}; its sections are {ids}")
    return section


def raw_of(opened: OpenDocument) -> bytes | None:
    """The bytes of an opened document as they are on disk; None if they are gone, or others by now."""
    from companion.documents import fingerprint

    if opened.path is None:
        return None
    try:
        data = files.read_bytes(opened.path, DOCUMENT_LIMIT)
    except Unreadable:
        return None
    return data if fingerprint(data) == opened.document.fingerprint else None


def _unknown(what: str) -> Unreadable:
    names = ", ".join(shipped_names())
    fault = Fault(Where(clean_line(what)), "no such file and no shipped companion", f"shipped are: {names}")
    return Unreadable(fault)


class Opening:
    """A document that is being read in a thread. `progress` is (done, total), (0, 0) while that is not known."""

    def __init__(self, source: DocumentSource, section: str = "") -> None:
        self.source = source
        self.progress = (0, 0)
        self._section = section
        self._first: OpenDocument | None = None
        self._whole: OpenDocument | None = None
        self._error: CompanionError | None = None
        self._given_up = threading.Event()
        self._told = threading.Condition()
        threading.Thread(target=self._read, name="opening", daemon=True).start()

    def first(self, seconds: float | None = None) -> OpenDocument | None:
        """The whole document, or its first Sections; None if neither is there after so many seconds.

        Raises CompanionError where it cannot be read, was cancelled, or has no such section as was asked for.
        """
        with self._told:
            self._told.wait_for(lambda: self._first or self._whole or self._error, seconds)
            if self._error is not None:
                raise self._error
            return self._whole or self._first

    def whole(self) -> OpenDocument:
        """Wait for the whole document. Raises as `first` does."""
        with self._told:
            self._told.wait_for(lambda: self._whole or self._error)
            if self._error is not None:
                raise self._error
            assert self._whole is not None
            return self._whole

    @property
    def is_done(self) -> bool:
        return self._whole is not None or self._error is not None

    @property
    def percent(self) -> int | None:
        """How much of a hundred is read; None as long as nobody knows."""
        done, of = self.progress
        return min(done * 100 // of, 100) if of else None

    def cancel(self) -> None:
        """Stop reading; `first` and `whole` then raise."""
        self._given_up.set()

    def _read(self) -> None:
        whole: OpenDocument | None = None
        error: CompanionError | None = None
        try:
            whole = self.source.read(self._tell, self._given_up.is_set, self._preview)
            section_of(whole.document, self._section)
        except CompanionError as caught:
            error = caught
        except Exception as caught:  # a fault of ours: whoever waits must hear of it
            error = CompanionError(f"{self.source.file}: {type(caught).__name__} while reading it")
        with self._told:
            self._whole, self._error = whole, error
            self._told.notify_all()

    def _tell(self, done: int, of: int) -> None:
        self.progress = (done, of)

    def _preview(self, opened: OpenDocument) -> None:
        if self._section and opened.document.index(self._section) is None:
            return
        with self._told:
            self._first = opened
            self._told.notify_all()
