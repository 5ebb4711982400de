"""Readwise's table of highlights (CSV), as it gives them out and as it takes them in.

Columns: doitian/readwise-scripts for the way in, public importers of the export for the way out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from companion.exchange.brought import Book, Brought
from companion.exchange.foreign import ForeignNote, brought, limit
from companion.exchange.input_file import Incoming

HIGHLIGHT = "highlight"
_TITLES = ("book title", "title")
_EMPTY, _ODD = "rows without words", "rows with more columns than the first"
_EXPECTED = "a first line with Highlight and Book Title, or Highlight and Title, was expected"
_LONGEST = 1 << 20  # characters of one cell
Row = Mapping[str, str]


def is_readwise(file: Incoming) -> bool:
    if file.looks_like_json or b"ighlight" not in file.data[:4096]:
        return False
    names = _names((file.text or "")[:4096].partition("\n")[0])
    return HIGHLIGHT in names and bool(set(_TITLES) & set(names))


def read(file: Incoming) -> tuple[Brought, ...]:
    """What each book in the table brings. Raises Unreadable."""
    text = file.text
    if text is None or not is_readwise(file):
        file.refuse("no table of Readwise", _EXPECTED)
    rows: dict[Book, list[ForeignNote]] = {}
    losses: dict[Book, list[str]] = {}
    for number, row in enumerate(_rows(file, text), 1):
        limit(file, number)
        book = Book(_first(row, *_TITLES), _first(row, "book author", "author"))
        rows.setdefault(book, [])
        losses.setdefault(book, [])
        if "" in row:
            losses[book].append(_ODD)
        if _first(row, HIGHLIGHT) or _first(row, "note"):
            rows[book].append(_note(row))
        else:
            losses[book].append(_EMPTY)
    if not rows:
        file.refuse("a table without a row", "rows with a Highlight were expected")
    return tuple(brought("readwise", book, notes, losses[book]) for book, notes in rows.items())


def _rows(file: Incoming, text: str) -> Iterator[Row]:
    """The rows by their columns' names, what is beyond the last column under an empty one."""
    reader = csv.reader(StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline=""), strict=True)
    lines = iter(reader)
    before = csv.field_size_limit(_LONGEST)
    try:
        names = [name.strip().casefold() for name in next(lines)]
        for cells in lines:
            if any(cells):
                beyond = {"": "; ".join(cells[len(names) :])} if len(cells) > len(names) else {}
                yield dict(zip(names, cells, strict=False)) | beyond
    except csv.Error as error:
        file.refuse(f"no CSV ({error})", "is the file cut?", reader.line_num, 1)
    finally:
        csv.field_size_limit(before)


def _note(row: Row) -> ForeignNote:
    location = _first(row, "location")
    return ForeignNote(
        quote=row.get(HIGHLIGHT, ""),
        note=row.get("note", ""),
        page=location if _first(row, "location type").casefold() == "page" else "",
        place=location,
        created=_time(_first(row, "highlighted at", "date")),
        tags=tuple(row.get("tags", "").split(",")),
        data=dict(row),
    )


def _names(line: str) -> list[str]:
    try:
        return [name.strip().casefold() for name in next(csv.reader([line]), [])]
    except csv.Error:
        return []


def _first(row: Row, *names: str) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def _time(text: str) -> str:
    """`2021-03-05 01:26:56+00:00` with a T; any other form as it is."""
    day, blank, clock = text.partition(" ")
    return f"{day}T{clock}" if blank and day[:1].isdecimal() and clock[:1].isdecimal() and "-" in day else text
