"""What an importer makes of a file: records, the book they are on, and what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from companion.model import Annotation, Answer, Layer, Place, Question

FOREIGN = "x-import"
"""The field that keeps a foreign record: its format, its id as it came, and the whole of it as ASCII JSON."""


class Book(NamedTuple):
    """What a file says its records are on; both are empty where it does not say."""

    title: str = ""
    author: str = ""


AnyRecord = Annotation | Answer | Place | Question
NO_BOOK = Book()


class Loss(NamedTuple):
    """Something of the file that is in no record, why, and how often."""

    what: str
    times: int = 1


@dataclass(frozen=True, eq=False)
class Brought:
    """The records of one book in a file, in its order, with ids that do not change when it is read again.

    A Quote's or annotation's `section` may be a section's id or a title; `page` is a label. Texts need not be clean:
    every record goes through the form of a note's file before anything else is done with it. `losses` are counted for
    the report. `head` is what the file says of its layer: id, title, author, license, kinds.
    """

    records: tuple[AnyRecord, ...]
    book: Book = NO_BOOK
    losses: tuple[Loss, ...] = ()
    head: Layer = field(default_factory=lambda: Layer("import"))


def imported_id(*parts: str) -> str:
    """`i-` and 26 base32 letters: always the same for the same format and foreign id.

    Where there is no foreign id the parts are format, book, quote, note, place and time.
    """
    import base64
    import hashlib
    import json  # only where something is imported

    digest = hashlib.sha256(json.dumps(parts).encode()).digest()[:16]
    return "i-" + base64.b32encode(digest).decode().rstrip("=").lower()


def foreign(format: str, id: str, data: Any) -> dict[str, Any]:
    """The field that keeps a foreign record, to be put among a record's unknown ones."""
    import json

    return {FOREIGN: {"format": format, "id": id, "data": json.dumps(data)}}


def foreign_data(unknown: Mapping[str, Any], format: str) -> Any:
    """The foreign record of this format that a record came from, or None."""
    import json

    kept = unknown.get(FOREIGN)
    if not isinstance(kept, Mapping) or kept.get("format") != format:
        return None
    try:
        return json.loads(str(kept.get("data", "")))
    except (ValueError, RecursionError):
        return None
