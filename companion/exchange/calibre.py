"""calibre's annotations: the collection its library writes, and the highlights its viewer writes of one book.

Source: kovidgoyal/calibre `src/calibre/gui2/library/annotations.py` and `gui2/viewer/highlights.py`.
"""

from __future__ import annotations

from typing import Any

from companion.exchange.brought import Book, Brought
from companion.exchange.foreign import ForeignNote, brought, limit, text_of
from companion.exchange.input_file import Incoming

_LISTS = {"calibre_annotation_collection": "annotations", "calibre_highlights": "highlights"}
_BOOKMARK, _REMOVED, _EMPTY, _ODD = "bookmarks", "marks removed in calibre", "marks without words", "no annotations"


def is_calibre(file: Incoming) -> bool:
    return file.looks_like_json and isinstance(file.json, dict) and file.json.get("type") in tuple(_LISTS)


def read(file: Incoming) -> tuple[Brought, ...]:
    """What each book brings; a collection names its books by a number only. Raises Unreadable."""
    whole = file.read_json()
    kind = whole.get("type") if isinstance(whole, dict) else None
    items = whole.get(_LISTS[kind]) if isinstance(whole, dict) and kind in tuple(_LISTS) else None
    if not isinstance(items, list):
        file.refuse("no annotations of calibre", "`type: calibre_annotation_collection` and a list were expected")
    limit(file, len(items))
    books: dict[Book, list[ForeignNote]] = {}
    losses: dict[Book, list[str]] = {}
    for item in items:
        whose = item if isinstance(item, dict) else {}
        mark = whose.get("annotation", whose)
        book = _book(whose)
        books.setdefault(book, [])
        reason = _reason(mark)
        losses.setdefault(book, []).extend([reason] if reason else [])
        books[book] += [] if reason else [_note(whose, mark)]
    return tuple(brought("calibre", book, notes, losses[book]) for book, notes in books.items()) or (
        brought("calibre", Book(), ()),
    )


def _book(whose: dict[str, Any]) -> Book:
    number, form = text_of(whose.get("book_id")), text_of(whose.get("format"))
    title = text_of(whose.get("title")) if "annotation" in whose else ""
    return Book(title or " ".join(filter(None, ("book", number, form and f"({form})"))) if number else title)


def _reason(mark: object) -> str:
    """Why something is no note; empty if it is one."""
    if not isinstance(mark, dict):
        return _ODD
    if mark.get("removed"):
        return _REMOVED
    if mark.get("type", "highlight") != "highlight":
        return _BOOKMARK
    return "" if text_of(mark.get("highlighted_text")).strip() or text_of(mark.get("notes")).strip() else _EMPTY


def _note(whose: dict[str, Any], mark: dict[str, Any]) -> ForeignNote:
    chapters = mark.get("toc_family_titles")
    titles = [text_of(title) for title in chapters] if isinstance(chapters, list) else []
    reader = text_of(whose.get("user"))
    return ForeignNote(
        quote=text_of(mark.get("highlighted_text")),
        note=text_of(mark.get("notes")),
        chapter=titles[-1] if titles else "",
        place=text_of(mark.get("start_cfi")),
        author=reader if whose.get("user_type") == "web" and reader != "*" else "",
        created=text_of(mark.get("timestamp")),
        id=text_of(mark.get("uuid")),
        data=whose,
    )
