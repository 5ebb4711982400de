"""Documents, places and notes made by hand, for tests and figures of the store."""

from __future__ import annotations

import hashlib
from pathlib import Path

from companion.model import Annotation, Block, Document, Heading, Quote, Section, SectionList, new_id
from companion.store.library import OpenDocument
from companion.store.notebook import Notebook, find_notebook
from companion.store.paths import Paths
from companion.store.settings import Settings

TEXT = "Risks\n\nA periodic on-site audit is made by the company itself.\n\nNo customer is named anywhere."
QUOTE = Quote("periodic on-site audit", "A ", " is made", "risks", 9)


def document(title: str = "A report", text: str = TEXT, fingerprint: str = "") -> Document:
    """One section, `risks`, with the paragraphs of `text`, the first of them its heading."""
    blocks = []
    start = 0
    for part in text.split("\n\n"):
        blocks.append(Block("paragraph" if start else "heading", start, start + len(part)))
        start += len(part) + 2
    section = Section("risks", "Risks", 2, text, tuple(blocks))
    mark = fingerprint or "sha256:" + hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    return Document(title, title, "markdown", mark, (Heading("risks", "Risks"),), SectionList([section]))


def opened(path: Path | None = None, *, shipped: str = "", title: str = "A report", text: str = TEXT) -> OpenDocument:
    return OpenDocument(document(title, text), shipped, path)


def paths_in(folder: Path) -> Paths:
    return Paths(
        folder / "data" / "companion" / "notebooks", folder / "state" / "companion", folder / "config" / "companion"
    )


def note(text: str, name: str = "", quote: Quote | None = QUOTE) -> Annotation:
    return Annotation(id=name or new_id(), quote=quote, section="risks", note=text, created="2026-01-01T10:00:00Z")


def notebook(folder: Path, reader: str = "r-one", what: OpenDocument | None = None) -> Notebook:
    """The notebook of a reader on a made-up document, kept below `folder`."""
    return find_notebook(paths_in(folder), what or opened(), Settings(reader=reader))


def texts(book: Notebook) -> dict[str, str]:
    """What a fresh load shows: the words of every note by its id."""
    return {each.id: each.note.rstrip("\n") for each in book.load().annotations}


def inner(book: Notebook) -> Path:
    """The folder of a notebook's own notes."""
    assert book.folder is not None
    return book.folder / book.reader
