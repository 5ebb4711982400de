"""Comments and marks that stand in a document itself, as records: what people marked in a PDF or a text.

The document is read as for reading, in the sandbox.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from companion.documents import read_document
from companion.documents.comments import NAME
from companion.exchange.brought import Book, Brought, foreign, imported_id
from companion.exchange.input_file import Incoming
from companion.model import Annotation

_PARTS = (b"word/document.xml", b"application/vnd.oasis.opendocument.text")
_FACTS = ("author", "authors")


def is_pdf(file: Incoming) -> bool:
    return b"%PDF-" in file.data[:1024]


def is_text_document(file: Incoming) -> bool:
    """A document of Word or of OpenDocument."""
    return file.data.startswith(b"PK") and any(part in file.data for part in _PARTS)


def read(file: Incoming) -> tuple[Brought]:
    """The comments in a document. Raises Unreadable where it cannot be read, or has none."""
    document = read_document(file.data, PurePath(file.name).name)
    if not document.comments:
        file.refuse("a document in which nothing is marked", "highlights, notes or comments were expected in it")
    author = next((text for name, text in document.facts if name in _FACTS), "")
    title = "" if document.title == document.name else document.title
    ids = {note.id: _id(document.format, note) for note in document.comments}
    records = {ids[note.id]: _record(document.format, note, ids) for note in document.comments}
    return (Brought(tuple(records.values()), Book(title, author)),)


def _id(format_: str, note: Annotation) -> str:
    name = note.unknown.get(NAME)
    if isinstance(name, str) and name:
        return imported_id(format_, name)
    quote, page = (note.quote.exact, note.quote.page) if note.quote else ("", str(note.unknown.get("page", "")))
    return imported_id(format_, quote, note.note, note.author, page, note.created)


def _record(format_: str, note: Annotation, ids: dict[str, str]) -> Annotation:
    name = str(note.unknown.get(NAME, ""))
    rest = {field: value for field, value in note.unknown.items() if field != NAME}
    kept = foreign(format_, name, {"name": name, "look": list(note.tags)}) if name or note.tags else {}
    return replace(note, id=ids[note.id], replies_to=ids.get(note.replies_to, ""), unknown=rest | kept)
