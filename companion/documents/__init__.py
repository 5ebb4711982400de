"""Bytes to Documents. What reads a format is imported when the format is met."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from companion.model.faults import Fault, Unreadable, Where

if TYPE_CHECKING:
    from companion.model.document import Document

LIMIT = 256 << 20
"""Bytes of the largest document that is read."""

Progress = Callable[[int, int], None]
"""Called with how much of how much is read, in the unit of the format (see `registry`) or in hundredths."""
Cancelled = Callable[[], bool]
"""Returns True once nobody waits for the document any more."""
Preview = Callable[["Document"], None]
"""Called with a Document of the first Sections."""


def fingerprint(data: bytes) -> str:
    """The name of these bytes: `sha256:` and 64 hexadecimal digits."""
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
    way: str = "",
) -> Document:
    """The document in these bytes, in whatever format its content shows; `name` is what citations call it.

    `way` is one of the format's ways to tell headings, as `Document.ways` names them; "" for the best.

    All three callbacks run in the calling thread. `preview` gets, at most once, a Document of the first Sections while
    the others are still being read; they have the same ids and text in the Document returned.

    Raises Unreadable, naming `file`, for what is empty, too large, binary, damaged or of a format companion does not
    read, and when `cancelled` says so.
    """
    try:
        if not data[:4096].strip() and not data.strip():
            raise Unreadable("the document is empty")
        if len(data) > LIMIT:
            raise Unreadable(f"larger than {LIMIT >> 20} MiB; split it, or take out the images")
        return _read(data, name, file, way, (progress, cancelled, preview))
    except Unreadable as error:
        if error.fault:
            raise
        what, _, expected = str(error).partition("; ")
        raise Unreadable(Fault(Where(file or name), what, expected)) from None


def _read(
    data: bytes, name: str, file: str, way: str, callbacks: tuple[Progress | None, Cancelled | None, Preview | None]
) -> Document:
    from companion.documents.registry import format_of

    kind = format_of(data, name, file)
    if kind.sandboxed:
        from companion.documents.sandbox import Origin, read_sandboxed

        return read_sandboxed(data, Origin(kind, name, fingerprint(data), way), *callbacks)
    document: Document = kind.load()(data, name, fingerprint(data))
    return document
