"""PDF to headings and pieces."""

from __future__ import annotations

from companion.formats.emitting import Emitter
from companion.model import Unreadable


def read_pdf(data: bytes, start: int, emitter: Emitter) -> None:
    raise Unreadable("a document in PDF, which this version does not open yet; save it as text or Markdown")
