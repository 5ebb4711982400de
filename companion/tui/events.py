"""What the reader's screen and the note editor tell the app, and the time stamped on notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple, Protocol, runtime_checkable

from textual.events import Key
from textual.message import Message

from companion.model import Quote, Record, Span
from companion.reading import Query

VERDICT_KEYS = ("answered", "partly", "unanswered", "evaded", "contradicted", "not-applicable", "open")


def now() -> str:
    """This moment in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@runtime_checkable
class TypedAhead(Protocol):
    """A screen that wants what was typed before its field stood."""

    def take_typed(self, event: Key) -> bool:
        """True if a key that no field took is for one of this screen; then it is put there."""


class Target(NamedTuple):
    """What a note being written is about: a quote, a section, the document; a note edited; a question's answer.

    `base` is the note or answer as it was when the edit began.
    """

    quote: Quote | None = None
    section: str = ""
    span: Span | None = None
    record: str = ""
    question: str = ""
    absent: bool = False
    base: Record | None = None

    @property
    def key(self) -> str:
        """The name of its draft."""
        if self.record or self.question:
            return self.record or f"why:{self.question}"
        place = f"{self.quote.start}+{len(self.quote.exact)}" if self.quote else "absent" if self.absent else "whole"
        return f"{self.section or 'document'}:{place}"


class Written(NamedTuple):
    """What the editor holds."""

    text: str = ""
    kind: str = ""
    tags: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    document: bool = False

    @property
    def empty(self) -> bool:
        return not (self.text.strip() or self.searched)


class Arrived(Message):
    """The reader came to another section; `section` is its index."""

    def __init__(self, section: int) -> None:
        super().__init__()
        self.section = section


class Sought(Message):
    """Something is to be looked for: in the document and the notes, or, where these changed, in the notes alone."""

    def __init__(self, query: Query, *, only_cards: bool = False) -> None:
        super().__init__()
        self.query, self.only_cards = query, only_cards


class Switched(Message):
    """A layer is to be shown no more, or again."""

    def __init__(self, layer: str) -> None:
        super().__init__()
        self.layer = layer


class Chosen(Message):
    """The reader chose how the screen looks: its `panes` or `width`, to be remembered."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self.name, self.value = name, value


class Typing(Message):
    """A note is being typed: a draft to keep; `written` is None when the draft may go."""

    def __init__(self, target: Target, written: Written | None) -> None:
        super().__init__()
        self.target, self.written = target, written


class Wrote(NamedTuple):
    """A change of the reader's own: `record` is to be saved, and then the draft of key `draft` may go.

    `base` is the record it took the place of. If the file holds anything else by now, both are kept. It is no message,
    which might come after what was pressed since.
    """

    record: Record
    draft: str = ""
    base: Record | None = None


class TwoVersions(Message):
    """The reader wants to choose between two versions of a note; `key` is the card or question, "" for any."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class OpenAddress(Message):
    """The reader chose a link or a source; nothing is opened before the address was shown and confirmed."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


class Unsaved(Message):
    """The reader wants to do something about what is not saved."""


class KeysMayGo(Message):
    """What was typed while the note editor opened or closed is to be handled now."""


class Outside(Message):
    """The note being written is to be edited in the reader's own editor; `taken` is called with the words it saved."""

    def __init__(self, target: Target, written: Written, taken: Callable[[str], None]) -> None:
        super().__init__()
        self.target, self.written, self.taken = target, written, taken
