"""Documents in formats made by strangers' programs are read apart from this process."""

from __future__ import annotations

from collections.abc import Callable

from companion.model import Document, Unreadable


def read_apart(
    data: bytes,
    kind: str,
    name: str,
    fingerprint: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Document:
    raise Unreadable(f"a document in {kind.upper()}, which this version does not open yet; save it as text or Markdown")
