"""From bytes to Documents and Layers, and back. A reader of a format is imported when its format is met."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from companion.model.faults import Fault, Unreadable, Where

if TYPE_CHECKING:
    from companion.model.document import Document

LIMIT = 256 << 20
"""Bytes of the largest document that is read."""

Progress = Callable[[int, int], None]
"""Told how much of how much is read: pages of a PDF, files of an EPUB, characters of an HTML page."""
Cancelled = Callable[[], bool]
Preview = Callable[["Document"], None]


def fingerprint(data: bytes) -> str:
    """What a document is known by: `sha256:` and 64 hexadecimal digits."""
    import hashlib  # costs a few milliseconds that `--version` need not pay

    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def read_document(
    data: bytes,
    name: str,
    *,
    file: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    preview: Preview | None = None,
) -> Document:
    """The document in these bytes, in whatever format its content shows; `name` is what citations call it.

    All three callbacks run in the calling thread. `preview` gets, at most once, a Document of the first Sections while
    the others are still being read; they have the same ids and text in the Document returned.

    Raises Unreadable, naming `file`, for what is empty, too large, binary, damaged or of a format companion does not
    read, for a missing extra, and when `cancelled` says so.
    """
    try:
        if not data[:4096].strip() and not data.strip():
            raise Unreadable("the document is empty")
        if len(data) > LIMIT:
            raise Unreadable(f"larger than {LIMIT >> 20} MiB; split it, or take out the images")
        return _read(data, name, file, (progress, cancelled, preview))
    except Unreadable as error:
        if error.fault:
            raise
        what, _, expected = str(error).partition("; ")
        raise Unreadable(Fault(Where(file or name), what, expected)) from None


def is_read_apart(data: bytes, name: str, file: str = "") -> bool:
    """Whether a process of its own reads these bytes: then it may take long, and the document arrives bit by bit."""
    from companion.documents.sniff import format_apart

    try:
        return bool(format_apart(data, name, file))
    except Unreadable:
        return False


def _read(
    data: bytes, name: str, file: str, told: tuple[Progress | None, Cancelled | None, Preview | None]
) -> Document:
    from companion.documents.sniff import format_of

    kind = format_of(data, name, file)
    if kind == "markdown":
        from companion.documents.markdown import read_markdown

        return read_markdown(data, name, fingerprint(data))
    if kind == "text":
        from companion.documents.plain import read_plain

        return read_plain(data, name, fingerprint(data))
    from companion.documents.sandbox import About, read_apart

    return read_apart(data, About(kind, name, fingerprint(data)), *told)
