"""Marks of KOReader, Kindle, Readwise and calibre as annotations: words, notes, places, times and what is left out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from companion.exchange import calibre, kindle, koreader, readwise
from companion.exchange.brought import Brought
from companion.exchange.formats import format_of, named
from companion.model import Annotation, Unreadable
from tests.exchange.foreign_files import (
    AUTHOR,
    KINDLE_LINES,
    OLD_SIDECAR,
    READWISE_IN,
    READWISE_OUT,
    SAMPLES,
    SIDECAR,
    TITLE,
    WORDS,
    calibre_mark,
    calibre_viewer,
    clipping,
    incoming,
    koreader_entry,
    koreader_json,
    koreader_library,
)
from tests.exchange.foreign_files import calibre as calibre_file
from tests.exchange.foreign_files import kindle as kindle_file


def only(books: tuple[Brought, ...]) -> tuple[list[Annotation], dict[str, int]]:
    """The annotations and losses of the one book, which is the one of the samples."""
    (book,) = books
    assert book.book == (TITLE, AUTHOR)
    return [each for each in book.records if isinstance(each, Annotation)], dict(book.losses)


def words(note: Annotation) -> str:
    return note.quote.exact if note.quote else ""


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, files in SAMPLES.items() for data in files])
def test_each_file_is_known_by_its_content_and_read_the_same_twice(name: str, data: bytes) -> None:
    assert format_of(incoming(data)).name == name
    first, second = (named(name).read(incoming(data)) for _ in range(2))
    assert [book.records for book in first] == [book.records for book in second]
    ids = [record.id for book in first for record in book.records]
    assert len(ids) == len(set(ids)) > 0
    for record in first[0].records:
        kept: Any = record.unknown["x-import"]
        assert kept["data"].isascii()
        assert json.loads(kept["data"])


def test_an_export_of_koreader() -> None:
    picture = koreader_entry(text="", image={"png": "x", "hash": "y"})
    entries = [koreader_entry(note=" Who\r\npaid? "), koreader_entry(page="ix", text="It broke."), picture]
    (first, second), losses = only(koreader.read_export(incoming(koreader_json(*entries))))
    assert first.quote is not None
    assert (first.quote.exact, first.quote.section, first.quote.page) == (WORDS, "The Pumps", "12")
    assert (first.note, first.created) == ("Who\npaid?", "2019-10-25T10:40:00Z")
    assert second.quote is not None
    assert second.quote.page == "ix"
    assert losses == {"pictures": 1}


def test_an_export_of_many_books() -> None:
    data = koreader_library((TITLE, koreader_entry()), ("Another", koreader_entry()))
    books = koreader.read_export(incoming(data))
    assert [book.book.title for book in books] == [TITLE, "Another"]
    assert books[0].records[0].id != books[1].records[0].id


def test_a_sidecar() -> None:
    (first, second), losses = only(koreader.read_sidecar(incoming(SIDECAR)))
    assert first.quote is not None
    assert (first.quote.exact, first.quote.section, first.quote.page) == (WORDS, "The Pumps", "ix")
    assert first.note == 'First line.\nSecond "line" \\ and a tab   .'
    assert (first.created, first.modified) == ("2024-05-06T07:08:09", "2024-05-07T01:02:03")
    assert words(second) == "café"
    assert losses == {"bookmarks": 1}


def test_a_sidecar_of_old() -> None:
    (first, second), losses = only(koreader.read_sidecar(incoming(OLD_SIDECAR)))
    assert (words(first), first.note, first.created) == (WORDS, "Who paid?", "2019-01-02T03:04:05")
    assert (words(second), second.note) == ("It broke again.", "")
    assert first.quote is not None
    assert first.quote.page == "12"
    assert losses == {"bookmarks": 1}


@pytest.mark.parametrize("language", KINDLE_LINES)
def test_clippings_in_each_language(language: str) -> None:
    (mark,), losses = only(kindle.read(incoming(kindle_file(language))))
    assert mark.quote is not None
    assert (words(mark), mark.quote.page, mark.note) == (WORDS, "5", "Who paid?")
    assert (mark.created, mark.modified) == ("2014-04-21T22:08:07", "2014-04-21T22:09:07")
    assert losses == {"bookmarks": 1}


def clippings(*entries: tuple[str, str]) -> tuple[list[Annotation], dict[str, int]]:
    return only(kindle.read(incoming("".join(clipping(*entry) for entry in entries))))


def test_an_unknown_language_is_told_by_its_shape() -> None:
    notes, losses = clippings(
        ("- Üks märge lk 5 | koht 563-564 | Lisatud esmaspäev, 2014-04-21 22:08:07", WORDS),
        ("- Üks mõte lk 5 | koht 564 | Lisatud esmaspäev, 2014-04-21 22:09:07", "Who paid?"),
        ("- Üks asi lk 6 | koht 600 | Lisatud esmaspäev, 2014-04-21 22:10:07", ""),
    )
    assert [(words(note), note.note, note.created) for note in notes] == [(WORDS, "Who paid?", "2014-04-21T22:08:07")]
    assert losses == {"bookmarks": 1, "taken for a highlight: its kind is in no known language": 1}


def test_a_dragged_mark_and_a_note_written_on_are_kept_once() -> None:
    notes, losses = clippings(
        ("- Your Highlight on Location 10-11 | Added on Monday, April 21, 2014 10:08:07 PM", "was repaired"),
        ("- Your Highlight on Location 10-12 | Added on Monday, April 21, 2014 10:08:09 PM", WORDS),
        ("- Your Note on Location 12 | Added on Monday, April 21, 2014 10:09:07 PM", "Who"),
        ("- Your Note on Location 12 | Added on Monday, April 21, 2014 10:09:17 PM", "Who paid?"),
        ("- Your Highlight on Location 90-92 | Added on Monday, April 21, 2014 10:10:09 PM", "was repaired"),
    )
    assert [(words(note), note.note) for note in notes] == [(WORDS, "Who paid?"), ("was repaired", "")]
    assert losses == {"marks that were dragged: the longer stays": 1, "earlier forms of a note": 1}


def test_a_note_belongs_to_the_range_that_ends_at_it_whichever_stands_first() -> None:
    notes, _ = clippings(
        ("- Your Note on Location 12 | Added on Monday, April 21, 2014 10:09:17 PM", "On the shorter."),
        ("- Your Highlight on Location 10-20 | Added on Monday, April 21, 2014 10:08:09 PM", WORDS),
        ("- Your Highlight on Location 11-12 | Added on Monday, April 21, 2014 10:10:09 PM", "Other words."),
        ("- Your Note on Location 400 | Added on Monday, April 21, 2014 10:09:17 PM", "On nothing."),
    )
    assert [(words(note), note.note) for note in notes] == [
        (WORDS, ""),
        ("Other words.", "On the shorter."),
        ("", "On nothing."),
    ]


def test_words_the_shop_withheld_are_told() -> None:
    limit = "<You have reached the clipping limit for this item>"
    notes, losses = clippings(("- Your Highlight on Location 1-2 | Added on Monday, April 21, 2014 1:08:07 AM", limit))
    assert (words(notes[0]), notes[0].created) == (limit, "2014-04-21T01:08:07")
    assert losses == {"words the shop withheld": 1}


@pytest.mark.parametrize(
    ("time", "stored"),
    [
        ("Sunday, 9 September 12 00:37:31 Greenwich Mean Time", "2012-09-09T00:37:31"),
        ("Saturday, October 12, 2019 12:37:31 AM", "2019-10-12T00:37:31"),
        ("Saturday, October 12, 2019, 12:37 PM", "2019-10-12T12:37:00"),
        ("Saturday, October 12, 2019 3:37:31 AM GMT+02:00", "2019-10-12T03:37:31+02:00"),
        ("lundi 1er février 2016 à 08:27:45", "2016-02-01T08:27:45"),
        ("Sonntag, 3. März 2013 um 9:05", "2013-03-03T09:05:00"),
        ("at noon 12:99:00 on no day", ""),
    ],
)
def test_times_stay_local(time: str, stored: str) -> None:
    notes, losses = clippings((f"- Your Highlight on page xiv | Added on {time}", WORDS))
    assert notes[0].created == stored
    assert notes[0].quote is not None
    assert notes[0].quote.page == "xiv"
    assert losses == ({} if stored else {"times that could not be read: kept as they are in x-import": 1})


@pytest.mark.parametrize(
    ("line", "title", "author"),
    [
        ("No Author", "No Author", ""),
        ("A Title (Part 2) (Last, First; Other (Ed.))", "A Title (Part 2)", "Last, First; Other (Ed.)"),
        ("(Only brackets)", "(Only brackets)", ""),
        ("Unbalanced) (A)", "Unbalanced)", "A"),
    ],
)
def test_title_and_author(line: str, title: str, author: str) -> None:
    head = "- Your Highlight on page 5 | Added on Monday, April 21, 2014 10:08:07 PM"
    (book,) = kindle.read(incoming(clipping(head, WORDS, line)))
    assert book.book == (title, author)


def test_entries_in_odd_order_and_without_an_end() -> None:
    line = "- Highlight Loc. 563-64 | Added on Monday, April 21, 2014, 10:08 PM"
    text = f"==========\n==========\n{TITLE} ({AUTHOR})\n{line}\nOne\n\ntwo\n\n==========\nBroken\n==========\n"
    notes, losses = only(kindle.read(incoming(text + f"{TITLE} ({AUTHOR})\n{line}\n\nlast")))
    assert [words(note) for note in notes] == ["One\n\ntwo", "last"]
    assert losses == {"entries without a line of place and time": 1}


def test_a_table_that_readwise_gave_out() -> None:
    first, second = readwise.read(incoming(READWISE_OUT))
    assert [each.book.title for each in (first, second)] == [TITLE, "Another Book"]
    one, two = (each for each in first.records if isinstance(each, Annotation))
    assert one.quote is not None
    assert (one.quote.exact, one.quote.page, one.note) == (WORDS, "12", ".claim Who paid?")
    assert (one.tags, one.created) == (("money", "water"), "2021-03-05T01:26:56+00:00")
    assert two.quote is not None
    assert (two.quote.exact, two.quote.page) == ('Two lines,\nand a "word".', "")


def test_a_table_as_readwise_takes_it_in() -> None:
    (note,), losses = only(readwise.read(incoming(READWISE_IN)))
    assert (words(note), note.note, note.created, losses) == (WORDS, "Who paid?", "2021-03-05T01:26:56", {})


def test_a_collection_of_calibre() -> None:
    bookmark: dict[str, object] = {"type": "bookmark", "title": "x"}
    marks = [calibre_mark(), calibre_mark(removed=True), bookmark, calibre_mark(uuid="2")]
    (book,) = calibre.read(incoming(calibre_file(*marks)))
    assert book.book.title == "book 7 (EPUB)"
    assert dict(book.losses) == {"marks removed in calibre": 1, "bookmarks": 1}
    note, other = (each for each in book.records if isinstance(each, Annotation))
    assert note.quote is not None
    assert (note.quote.exact, note.quote.section, note.note) == (WORDS, "The Pumps", "Who paid?")
    assert (note.created, note.author) == ("2020-09-10T11:12:13.000Z", "")
    assert note.id != other.id


def test_highlights_of_the_viewer_of_calibre() -> None:
    (book,) = calibre.read(incoming(calibre_viewer(calibre_mark(notes="Changed."))))
    (again,) = calibre.read(incoming(calibre_file(calibre_mark())))
    assert book.book.title == ""
    assert book.records[0].id == again.records[0].id, "calibre's own id decides"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Highlight,Title\n" + b"a,b\n" * 60_000, "more than 30,000 notes"),
        (b'{"entries": [' + b"1," * 60_000 + b"1]}", "more than 30,000 notes"),
        (b"--[[]]" * 500_000 + b"return {}", "more than 200,000 values"),
        (b'return {a = "' + rb"\9" * 500_000 + b'"}', "more than 200,000 values"),
    ],
)
def test_files_made_to_take_long_are_refused(data: bytes, said: str) -> None:
    name = "readwise" if data.startswith(b"High") else "koreader" if data.startswith(b"{") else "koreader-sidecar"
    with pytest.raises(Unreadable, match=said):
        named(name).read(incoming(data))


@pytest.mark.parametrize(
    "data",
    [
        b"return {}",
        b'{"entries": 5}',
        b'{"type": "calibre_annotation_collection", "annotations": {}}',
        b'{"documents": [{"entries": [1]',
        b"Highlight,Title\n",
        b'Highlight,Title\n"a,b\n',
        b"\x00\x01",
        b"",
    ],
)
def test_what_is_no_such_file_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        format_of(incoming(data)).read(incoming(data))
    assert "\n" not in str(error.value)
