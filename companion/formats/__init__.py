"""Bytes to Documents: what the content is decides how it is read, its name is only a hint."""

from __future__ import annotations

import hashlib
import re

from companion.model.document import Document
from companion.model.faults import Unreadable

_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")
_TRAITS = re.compile(rb"(?m)^(?:#{1,6} \S|```|~~~|\[[^\]\n]+\]: \S|\|[ :-]*-{3})|\]\([^)\s]+\)|\*\*\w")
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_SAMPLE = 1 << 16


def read_document(data: bytes, name: str, *, file: str = "") -> Document:
    """The Document in these bytes. `name` is what citations call it, `file` what messages call it.

    Raises Unreadable, saying what to do, for what is empty, no text, or of a format not read yet.
    """
    from companion.formats.clean import clean_line

    shown = clean_line(file or name or "the document")
    other = _other_format(data)
    if other:
        raise Unreadable(f"{shown}: this is {other}, which this version does not open yet; save it as text or Markdown")
    if not data.strip():
        raise Unreadable(f"{shown}: it is empty; open a file with text in it")
    try:
        return _read_text(data, clean_line(name))
    except Unreadable as error:
        raise Unreadable(f"{shown}: {error}") from None


def fingerprint(data: bytes) -> str:
    """`sha256:` and the hash of the bytes as they came."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _other_format(data: bytes) -> str:
    head = data[:1024]
    if b"%PDF-" in head:
        return "a PDF file"
    if head.startswith(b"PK\x03\x04"):
        return "an EPUB book" if b"application/epub+zip" in head else "a ZIP archive"
    return "an HTML page" if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) else ""


def _read_text(data: bytes, name: str) -> Document:
    from companion.formats.decode import decode

    decoded = decode(data)
    if not decoded.text.strip():
        raise Unreadable("it is empty; open a file with text in it")
    notices: tuple[str, ...] = ()
    if decoded.guessed:
        notices = (f"The text is not valid UTF-8 and was read as {decoded.encoding}: some letters may be wrong.",)
    utf8 = data if decoded.encoding == "utf-8" else decoded.text.encode("utf-8", "replace")
    utf8 = utf8.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in utf8:
        utf8 = utf8.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    mark = fingerprint(data)
    if name.lower().endswith(_MARKDOWN_NAMES) or _looks_like_markdown(utf8[:_SAMPLE], name):
        from companion.formats.markdown import read_markdown

        return read_markdown(utf8, name, mark, notices)
    from companion.formats.plain import read_plain

    return read_plain(utf8, name, mark, notices)


def _looks_like_markdown(sample: bytes, name: str) -> bool:
    """Two traits at least, or one in a file not named as plain text: `#` alone is also a comment."""
    needed = 3 if name.lower().endswith((".txt", ".text")) else 1
    return sum(1 for _, _ in zip(range(needed), _TRAITS.finditer(sample), strict=False)) == needed
