"""Notes of other programs, before they are annotations: what a device or program kept of one marked passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from companion.exchange.brought import FOREIGN, Book, Brought, Loss, foreign, foreign_data, imported_id
from companion.exchange.input_file import Incoming
from companion.model import Annotation, Quote
from companion.text.clean import normalise

MOST = 30_000
"""Notes in one file, so that a file made to take long is refused within seconds."""


@dataclass(frozen=True, slots=True)
class ForeignNote:
    """One note as another program has it: `chapter` is a title, `page` a label, `place` a text of theirs.

    `id` is the program's own, if it has any. `data` is the whole foreign object, ready for JSON.
    """

    quote: str = ""
    note: str = ""
    chapter: str = ""
    page: str = ""
    place: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    tags: tuple[str, ...] = ()
    id: str = ""
    data: Any = field(default=None, compare=False)


def limit(file: Incoming, count: int) -> None:
    """Raise Unreadable where a file holds more notes than are taken."""
    if count > MOST:
        file.refuse(f"more than {MOST:,} notes", "split it")


def brought(format_: str, book: Book, notes: Iterable[ForeignNote], losses: Iterable[str] = ()) -> Brought:
    """What a file brings of one book. `losses` are why things in it are no notes, one for each.

    Two notes that say the same at the same place and time are one.
    """
    records: dict[str, Annotation] = {}
    again: list[str] = []
    for note in notes:  # before the losses, which a reader may find on the way
        record = _annotation(format_, book, note)
        again += ["the same note again"] if record.id in records else []
        records.setdefault(record.id, record)
    lost = Counter([*losses, *again])
    return Brought(tuple(records.values()), book, tuple(Loss(what, count) for what, count in lost.items()))


def _annotation(format_: str, book: Book, note: ForeignNote) -> Annotation:
    exact, words = normalise(note.quote).strip(), normalise(note.note).strip()
    chapter, page = note.chapter.strip(), note.page.strip()
    own = (note.id,) if note.id else (book.title, exact, words, note.place, note.created)
    return Annotation(
        imported_id(format_, *own),
        Quote(exact, section=chapter, page=page) if exact else None,
        "" if exact else chapter,
        note=words,
        tags=tuple(filter(None, (tag.strip() for tag in note.tags))),
        author=note.author.strip(),
        created=note.created.strip(),
        modified=note.modified.strip(),
        unknown=foreign(format_, note.id, note.data),
    )


def coloured(book: Brought) -> Brought:
    """The same with a tag `color:…` on each note that another program had in a colour."""
    records = [_coloured(each) if isinstance(each, Annotation) else each for each in book.records]
    return replace(book, records=tuple(records))


def _coloured(note: Annotation) -> Annotation:
    kept = note.unknown.get(FOREIGN)
    data = foreign_data(note.unknown, str(kept["format"])) if isinstance(kept, dict) else None
    parts = [
        part for part in (data, data.get("annotation") if isinstance(data, dict) else None) if isinstance(part, dict)
    ]
    looks = [part["style"] for part in parts if isinstance(part.get("style"), dict)]
    named = [*(part.get("color") for part in parts), *(look.get("which") for look in looks)]
    colour = next((text for text in map(text_of, named) if text), "")
    return replace(note, tags=(*note.tags, f"color:{colour}")) if colour else note


def text_of(value: object) -> str:
    """A JSON or Lua scalar as text; nothing for what is missing, true or false, or no scalar."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else str(value)
