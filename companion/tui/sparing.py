"""Memory that was needed for a while goes back to the system."""

from __future__ import annotations

from contextlib import suppress

from companion.model import Document

MANY = 1_000
"""Sections from which placing a layer takes so much for a while that it is worth it."""


def give_back(document: Document) -> None:
    """Let go of what placing in a long document took; the C library would keep it for later. For a worker."""
    if len(document) < MANY:
        return
    import ctypes  # only for long documents

    with suppress(OSError, AttributeError):  # where the C library is another
        ctypes.CDLL(None).malloc_trim(0)
