"""KOReader's marks: the JSON of its exporter, and the sidecar `metadata.<ext>.lua` that lies beside each book.

Sources: koreader/koreader `plugins/exporter.koplugin/clip.lua` and `target/json.lua`,
`frontend/apps/reader/modules/readerannotation.lua`, `frontend/dump.lua`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from companion.exchange.brought import Book, Brought
from companion.exchange.foreign import ForeignNote, brought, limit, text_of
from companion.exchange.input_file import Incoming
from companion.exchange.lua import Table, is_lua, listed, plain, read_lua

BOOKMARK, IMAGE, EMPTY, UNREADABLE = "bookmarks", "pictures", "marks without words", "entries that are no notes"
_LATEST = 1 << 34
_NO_LIST = "`entries`, or `documents` with `entries`, were expected"
_NO_SIDECAR = "`annotations`, or `highlight` and `bookmarks`, were expected"


def is_export(file: Incoming) -> bool:
    whole = file.json if file.looks_like_json else None
    return any(isinstance(book.get("entries"), list) for book in _documents(whole))


def is_sidecar(file: Incoming) -> bool:
    return is_lua(file.data)


def read_export(file: Incoming) -> tuple[Brought, ...]:
    """What an export of JSON brings, of each book. Raises Unreadable."""
    books = [book for book in _documents(file.read_json()) if isinstance(book.get("entries"), list)]
    if not books:
        file.refuse("no export of KOReader", _NO_LIST)
    limit(file, sum(len(book["entries"]) for book in books))
    return tuple(_book(book, book["entries"], book.get("title"), book.get("author")) for book in books)


def read_sidecar(file: Incoming) -> tuple[Brought]:
    """What a sidecar brings, new or old, or `<file>.annotations.lua`. Raises Unreadable."""
    whole = read_lua(file)
    if not isinstance(whole, dict) or not {"annotations", "highlight", "bookmarks"} & whole.keys():
        file.refuse("no sidecar of KOReader", _NO_SIDECAR)
    about: Table = next((whole[name] for name in ("doc_props", "stats") if isinstance(whole.get(name), dict)), {})
    entries = listed(whole["annotations"]) if "annotations" in whole else list(_old_entries(whole))
    limit(file, len(entries))
    return (_book(whole, entries, about.get("title"), about.get("authors")),)


def _documents(whole: object) -> list[dict[str, Any]]:
    documents = whole.get("documents", [whole]) if isinstance(whole, dict) else None
    return [each for each in documents if isinstance(each, dict)] if isinstance(documents, list) else []


def _book(whole: Table, entries: list[Any], title: object, author: object) -> Brought:
    reasons = [_reason(entry) for entry in entries]
    notes = [_note(entry) for entry, reason in zip(entries, reasons, strict=True) if not reason]
    book = Book(text_of(title) or _file_title(whole), text_of(author))
    return brought("koreader", book, notes, filter(None, reasons))


def _reason(entry: object) -> str:
    """Why an entry is no note; empty if it is one. What has a time of its own and no drawer comes from a sidecar."""
    if not isinstance(entry, dict):
        return UNREADABLE
    is_mark = "drawer" in entry or "datetime" not in entry
    if not is_mark or entry.get("sort") == "bookmark":
        return BOOKMARK
    if not text_of(entry.get("text")).strip():
        return IMAGE if entry.get("image") or "pos0" in entry else "" if text_of(entry.get("note")).strip() else EMPTY
    return ""


def _note(entry: Table) -> ForeignNote:
    data = {key: value for key, value in plain(entry).items() if key != "image"}
    page = text_of(entry.get("pageref")) or text_of(entry.get("pageno"))
    if not page and "pos0" not in entry:  # an xpointer is no page, nor is the number of a sheet
        page = text_of(entry.get("page"))
    place = next((entry[name] for name in ("pn_xp", "pos0", "page") if name in entry), "")
    return ForeignNote(
        quote=text_of(entry.get("text")),
        note=text_of(entry.get("note")),
        chapter=text_of(entry.get("chapter")),
        page=page if not page.startswith("/") else "",
        place=place if isinstance(place, str) else str(plain(place)),
        created=_local(text_of(entry.get("datetime"))) or _epoch(entry.get("time")),
        modified=_local(text_of(entry.get("datetime_updated"))),
        data=data,
    )


def _old_entries(whole: Table) -> Iterator[Table | None]:
    """The entries of a sidecar from before 2024 as those of today: `highlight[page][n]`, with the note of the bookmark
    of the same time, whose `text` is made by the program where the reader wrote none.
    """
    bookmarks = [each for each in listed(whole.get("bookmarks")) if isinstance(each, dict)]
    by_time = {text_of(each.get("datetime")): each for each in reversed(bookmarks)}
    pages = whole.get("highlight")
    used: set[str] = set()
    for page, items in (pages if isinstance(pages, dict) else {}).items():
        for item in listed(items):
            if not isinstance(item, dict):
                yield None
                continue
            time = text_of(item.get("datetime"))
            bookmark = by_time.get(time, {})
            used.add(time)
            words, said = text_of(item.get("text")), text_of(bookmark.get("text"))
            note = {"note": said} if said and not _is_auto(said, words) else {}
            yield {"drawer": "lighten", "pageno": page, **item, **note, "bookmark": bookmark}
    for bookmark in bookmarks:
        if text_of(bookmark.get("datetime")) not in used:
            yield bookmark | {"datetime": bookmark.get("datetime", "")}


def _is_auto(said: str, words: str) -> bool:
    """Whether a bookmark's text is the program's: the words, or `Page 12 words @ 2020-01-31 10:00:00`."""
    words = words.strip()
    return said.strip() == words or (bool(words) and words in said and " @ " in said.partition(words)[2][:4])


def _file_title(book: Table) -> str:
    """A title from the name of the book's file, where it says no other."""
    path = text_of(book.get("file")) or text_of(book.get("doc_path"))
    return path.rpartition("/")[2].rpartition(".")[0]


def _local(text: str) -> str:
    """`YYYY-MM-DD HH:MM:SS`, the device's own time without a zone, as ISO 8601."""
    return text.strip().replace(" ", "T", 1)


def _epoch(seconds: object) -> str:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < _LATEST:
        return ""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
