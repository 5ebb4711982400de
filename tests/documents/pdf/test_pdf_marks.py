"""Marks in a PDF: the words under them, notes and their lines, answers, and what holds neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from companion.anchoring import place_layers
from companion.documents import read_document
from companion.model import Annotation, Document, Layer
from companion.store.layers import comment_layers
from tests.documents.pdf.pdfs import Sheet, pdf
from tests.running import Companion

LINES = [
    "The pump was repaired twice and nobody paid for it in the",
    "year of the report. No customer is named anywhere.",
]
WIDTH = {"The ": 22, "The pump was repaired": 104}


def area(left: float, right: float, line: int = 0) -> str:
    """The rectangle and the quadrilateral of a mark over a part of a line."""
    low, high = 698 - 12 * line, 708 - 12 * line
    return f"/Rect [{left} {low} {right} {high}] /QuadPoints [{left} {high} {right} {high} {left} {low} {right} {low}]"


def read(*marks: str, more: tuple[Sheet, ...] = ()) -> Document:
    return read_document(pdf([Sheet(marks=list(marks)).lines(72, 700, LINES), *more], labels="0 << /S /r >>"), "a.pdf")


def words(note: Annotation) -> str:
    return note.quote.exact if note.quote else ""


HIGHLIGHT = f"/Subtype /Highlight {area(94, 177)} /Contents (Who paid?\r) /T (Ana) /NM (mark-1)"
DATES = "/CreationDate (D:20240506070809+02'00') /M (D:20240507010203Z)"


def test_a_highlight_has_its_words_and_all_that_was_said() -> None:
    document = read(f"{HIGHLIGHT} {DATES}")
    (note,) = document.comments
    assert note.quote is not None
    assert (note.quote.exact, note.quote.prefix, note.quote.page) == ("pump was repaired", "The ", "i")
    assert note.quote.suffix.startswith(" twice and nobody")
    assert (note.note, note.author, note.tags) == ("Who paid?", "Ana", ())
    assert (note.created, note.modified) == ("2024-05-06T07:08:09+02:00", "2024-05-07T01:02:03Z")
    (layer,) = comment_layers(document)
    assert place_layers(document, [layer])["comments/c1"].state == "exact"


@pytest.mark.parametrize("subtype", ["Underline", "Squiggly", "StrikeOut"])
def test_other_marks_on_words_say_how_they_look(subtype: str) -> None:
    (note,) = read(f"/Subtype /{subtype} {area(94, 177)}").comments
    assert (words(note), note.tags) == ("pump was repaired", (subtype.lower(),))


def test_a_mark_over_two_lines_joins_them() -> None:
    low, high = area(260, 400).split("[")[2].split("]")[0], area(60, 95, 1).split("[")[2].split("]")[0]
    (note,) = read(f"/Subtype /Highlight /Rect [60 680 400 710] /QuadPoints [{low} {high}]").comments
    assert words(note) == "paid for it in the year"


def test_a_note_is_about_the_line_beside_it() -> None:
    (note,) = read("/Subtype /Text /Rect [30 680 50 700] /Contents (See here)").comments
    assert (words(note), note.note) == ("year of the report. No customer is named anywhere.", "See here")


def test_an_answer_stands_under_what_it_answers() -> None:
    answer = "/Subtype /Text /Rect [0 0 9 9] /Contents (You did) /T (Ben) /IRT @1"
    state = "/Subtype /Text /Rect [0 0 9 9] /Contents (Accepted) /StateModel (Review) /State (Accepted) /IRT @1"
    first, second = read(answer, HIGHLIGHT, state).comments
    assert (first.is_reply, first.replies_to, first.author) == (True, second.id, "Ben")
    document = read(answer, HIGHLIGHT)
    (layer,) = comment_layers(document)
    assert isinstance(layer, Layer)
    assert place_layers(document, [layer])["comments/c1"].state == "exact"


def test_struck_words_and_what_is_to_stand_for_them_are_one_suggestion() -> None:
    caret = "/Subtype /Caret /Rect [177 690 180 700] /Contents (was mended)"
    (note,) = read(f"/Subtype /StrikeOut {area(94, 177)} /IRT @1 /RT /Group", caret).comments
    assert (words(note), note.note) == ("pump was repaired", "Replace with: was mended")


def test_drawings_without_words_are_counted_and_windows_are_not() -> None:
    ink = "/Subtype /Ink /Rect [90 690 180 700] /InkList [[90 690 180 700]]"
    stamp = "/Subtype /Square /Rect [90 690 180 700] /Contents (Odd)"
    document = read(ink, stamp, "/Subtype /Popup /Rect [0 0 9 9] /Parent @1")
    assert [note.note for note in document.comments] == ["Odd"]
    assert "1 mark that a reader drew in it holds no words and is not shown." in document.notices


def test_a_note_on_a_page_without_text_keeps_its_page() -> None:
    blank = Sheet(marks=["/Subtype /Text /Rect [1 1 9 9] /Contents (Empty here)"])
    (note,) = read(more=(blank,)).comments
    assert (note.quote, note.section, note.unknown) == (None, "", {"page": "ii"})


def test_broken_marks_break_nothing() -> None:
    odd = [
        "/Subtype /Highlight",
        "/Subtype /Highlight /QuadPoints [1 2 3] /Contents (x) /M (yesterday)",
        "/Subtype /Text /Contents (self) /IRT @2",
        "/Subtype /Text /Contents <FEFFD800> /T (\x1b[31m) /IRT @0",
        f"/Subtype /Highlight {area(-1e9, 1e9)}",
    ]
    document = read(*odd)
    assert 1 < len(document.comments) <= len(odd)
    assert all("\x1b" not in note.author for note in document.comments)


def test_marks_come_in_by_import_once(companion: Companion, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    answer = "/Subtype /Text /Rect [0 0 9 9] /Contents (You did) /T (Ben) /IRT @1"
    file.write_bytes(pdf([Sheet(marks=[answer, HIGHLIGHT]).lines(72, 700, LINES)]))
    ran = companion("import", str(file), "--into", str(file))
    assert ran.out.splitlines() == ["2 new", "placed: 2 exact, 0 changed, 0 unsure, 0 lost"]
    notes = companion("notes", str(file), "--format", "json").json["notes"]
    (reply,) = (note for note in notes if note.get("replies_to"))
    assert reply["replies_to"] in {note["id"] for note in notes}
    assert companion("import", str(file), "--into", str(file)).out.startswith("0 new, 2 unchanged\n")
    shown = companion("show", str(file), "--format", "json").json
    assert {note["layer"] for section in shown["sections"] for note in section["annotations"]} >= {"comments"}
    assert companion("import", str(file), "--into", str(file), "--by", "ben", "--dry-run").out.startswith("0 new, 1 ")


def test_a_pdf_without_marks_says_so(companion: Companion, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf([Sheet().lines(72, 700, LINES)]))
    ran = companion("import", str(file), "--into", str(file))
    assert (ran.code, "nothing is marked" in ran.err) == (1, True)
