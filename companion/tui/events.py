"""What the reader's screen tells the app, and the time it stamps on notes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from textual.message import Message

from companion.model import Quote, Record

VERDICT_KEYS = ("answered", "partly", "unanswered", "evaded", "contradicted", "not-applicable", "open")


def now() -> str:
    """This moment in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Written(NamedTuple):
    """What the editor held when it closed; `save` says whether the reader asked to keep it as a note."""

    text: str
    kind: str
    tags: tuple[str, ...]
    save: bool


class Edited(Message):
    """The text in the note editor changed; it is kept as a draft."""

    def __init__(self, written: Written) -> None:
        super().__init__()
        self.written = written


class Wrote(Message):
    """The reader's own work changed: this record is to be saved."""

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record


class Typing(Message):
    """A note is being typed; `written` is None when the draft may go."""

    def __init__(self, written: Written | None, quote: Quote | None, section: str, record: str) -> None:
        super().__init__()
        self.written, self.quote, self.section, self.record = written, quote, section, record
