"""Every letter of a PDF is shown or said to be left out, whatever stands where; damage ends in a word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from companion.documents import read_document, sandbox
from companion.model import Unreadable
from tests.documents.manual import as_pdf, chapters
from tests.documents.nearby import Nearby
from tests.documents.pdf.pdfs import FONTS, Sheet, pdf
from tests.measure import letters

WORDS = some.sampled_from(
    [
        "the",
        "audit",
        "cus-",
        "tomers",
        "2023",
        "•",
        "1.",
        "(a)",
        "....",
        "7",
        "Figure 3",
        "co-",
        "Report",
        "é",
        "[2]",
    ]
)
LINES = some.tuples(
    some.integers(5, 50).map(lambda x: 10 * x),
    some.integers(2, 64).map(lambda y: 12 * y),
    some.lists(WORDS, min_size=1, max_size=9).map(" ".join),
    some.sampled_from([5, 8, 10, 10, 10, 14, 20]),
    some.sampled_from(list(FONTS)),
    some.booleans(),
)


def opened_here(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Letters shown, and letters said to be left out."""
    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "SandboxProcess", Nearby)
        patched.setattr("companion.documents.pdf.title_of", lambda given, pages, body: "")  # words of the page, again
        patched.setattr("tests.measure.letters.first_titles", lambda data: [])
        document = read_document(data, "report.pdf")
        return letters.shown(document, data), letters.left_out(document)


@settings(max_examples=120, deadline=None)
@given(sheets=some.lists(some.lists(LINES, max_size=14), min_size=1, max_size=4))
def test_every_letter_is_shown_or_said_to_be_left_out(sheets: list[list[tuple[int, int, str, int, str, bool]]]) -> None:
    pages = []
    for lines in sheets:
        pages.append(Sheet())
        for x, y, text, size, font, turned in lines:
            pages[-1].put(x, y, text, size, font, turned and len(text) % 5 == 0)
    data = pdf(pages)
    there = letters.inside(data)
    with pytest.MonkeyPatch.context() as monkeypatch:
        if there:
            shown, left = opened_here(data, monkeypatch)
            assert there == shown + left
        else:
            with pytest.raises(Unreadable):
                opened_here(data, monkeypatch)


def test_a_letter_that_is_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = as_pdf(chapters(2))
    monkeypatch.setattr("companion.documents.pdf.text._text_of", lambda run: run.text[1:])
    shown, left = opened_here(data, monkeypatch)
    assert shown + left < letters.inside(data)


def test_damaged_documents_are_read_or_refused() -> None:
    found = letters.damaged(as_pdf(chapters(3)), count=6, seed=3)
    assert set(found) <= {"read", "refused"}
    assert found.total() == 6
    assert found["read"] > 1


def test_a_page_that_ends_the_process_is_said_in_place_and_all_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [Sheet().lines(72, 700, [f"This is the text of page {number}."]) for number in range(1, 5)]
    monkeypatch.setattr(sandbox, "SandboxProcess", Nearby)
    monkeypatch.setattr(Nearby, "breaks", 2)
    monkeypatch.setattr(Nearby, "started", 0)
    document = read_document(pdf(sheets), "report.pdf")
    assert Nearby.started == 2
    section = document.section(0)
    told = [section.words(block) or block.marker for block in section.blocks]
    assert told == [
        "This is the text of page 1.",
        "This is the text of page 2.",
        "page 3 could not be read: the program that reads this format failed there",
        "This is the text of page 4.",
    ]
    assert any(notice.startswith("Page 3 could not be read") for notice in document.notices)
