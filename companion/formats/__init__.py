"""Bytes to a Document, YAML to a Layer; every text is cleaned here."""

from __future__ import annotations

import hashlib

from companion.formats.decode import decode
from companion.model import Document, Fault, Unreadable, Where


def fingerprint(data: bytes) -> str:
    """`sha256:` and the digest of a document's bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def read_document(data: bytes, name: str, *, file: str = "") -> Document:
    """Open a document; its format is found from its content. Raises Unreadable."""
    from companion.formats.markdown import read_markdown

    where = Where(file or name)
    if not data.strip():
        raise Unreadable(Fault(where, "the document is empty", "expected text or Markdown"))
    for magic, what in ((b"%PDF-", "PDF"), (b"PK\x03\x04", "EPUB or another archive")):
        if data.startswith(magic):
            raise Unreadable(
                Fault(where, f"this is {what}, which this version does not open", "expected text or Markdown")
            )
    try:
        decoded = decode(data)
    except Unreadable as error:
        raise Unreadable(f"{where}: {error}") from None
    notices = (f"The encoding is a guess: {decoded.encoding}.",) if decoded.guessed else ()
    return read_markdown(decoded.text.encode(), name, fingerprint(data), notices)
