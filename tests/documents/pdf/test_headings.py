"""Which lines of a PDF become headings: by tags, by a printed contents page, by looks; titles and running heads."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from companion.documents import read_document
from companion.documents.pdf.contents import entries_of, number_of, offsets_of, roman
from companion.documents.pdf.document import PdfDocument
from companion.documents.pdf.looks import depth_of
from companion.documents.pdf.page import PdfPages
from companion.model import Document
from tests.documents.pdf.pdfs import Sheet, pdf, tagged

MADE = Path(__file__).parents[2] / "measure/reports/made"
WORDS = [
    "The company says that every customer is reviewed before a contract",
    "is signed. It does not say who reviews them, or what happens to a",
    "customer who refuses to answer, and no number is given for those.",
]
NAMES = ["Rivers", "Bridges", "Mills and weirs", "Harbours", "Islands", "Ferries"]


def opened(data: bytes, way: str = "") -> Document:
    return read_document(data, "report.pdf", way=way)


def titles(document: Document) -> list[str]:
    """All headings, those without text of their own as well."""
    return [title for heading in document.headings for title in (*heading.above, heading.title)]


def shown(document: Document) -> str:
    return "\n".join(document.section(index).text for index in range(len(document)))


def chapter(number: int, size: float = 11, font: str = "F2", page: int = 0) -> Sheet:
    """A page that begins with a chapter's name."""
    sheet = Sheet().put(72, 700, NAMES[number % len(NAMES)], size, font).lines(72, 675, WORDS)
    return sheet.put(300, 40, str(page), 9) if page else sheet


def listed(entries: Sequence[tuple[str, str]]) -> Sheet:
    sheet = Sheet().put(72, 740, "Contents", 14, "F2")
    for at, (name, number) in enumerate(entries):
        sheet.put(72, 710 - 16 * at, name).put(500, 710 - 16 * at, number)
    return sheet


# tags


def tagged_pages(count: int = 4) -> list[list[tuple[str, str, float]]]:
    return [
        [("", f"Running head {number}", 8), ("H1", NAMES[number], 10), *(("P", words, 10) for words in WORDS)]
        for number in range(count)
    ]


def test_tags_name_headings_that_look_like_text_and_what_has_none_is_left_out() -> None:
    document = opened(tagged(tagged_pages()))
    assert document.way == "tags"
    assert document.ways == ("tags", "looks")
    assert titles(document) == NAMES[:4]
    assert "Running head" not in shown(document)


def test_tags_of_other_names_are_known_by_the_role_map() -> None:
    pages = [[(tag.replace("H1", "Big"), words, size) for tag, words, size in page] for page in tagged_pages()]
    assert titles(opened(tagged(pages, roles="/Big /H2"))) == NAMES[:4]
    assert opened(tagged(pages)).way == "looks"


def test_tags_are_not_trusted_where_everything_is_a_heading() -> None:
    pages = [[("H1", words, size) for _, words, size in page] for page in tagged_pages()]
    assert opened(tagged(pages)).way == "looks"


def test_a_tree_that_goes_in_a_circle_ends() -> None:
    document = opened(tagged(tagged_pages(), circle=True))
    assert WORDS[0] in shown(document)


@pytest.mark.parametrize("name", ["c-cameras-tags", "w-cameras-tags", "l-water-report", "t-water-book"])
def test_the_tags_of_other_programs_give_what_the_outline_does(name: str) -> None:
    data = (MADE / f"{name}.pdf").read_bytes()
    document = opened(data, "tags")
    assert document.way == "tags"
    if "outline" in document.ways:
        assert set(titles(opened(data, "outline"))) <= {*titles(document), document.title}


# contents


def test_a_contents_page_names_headings_that_look_like_text() -> None:
    entries = [(name, str(number)) for number, name in enumerate(NAMES, 1)]
    document = opened(pdf([listed(entries), *(chapter(n, 10, "F1", n + 1) for n in range(6))]))
    assert document.way == "contents"
    assert titles(document) == ["Contents", *NAMES]


def test_a_contents_page_that_names_other_pages_is_no_such() -> None:
    entries = [(f"Item of the {number}th kind", str(number)) for number in range(1, 7)]
    document = opened(pdf([listed(entries), *(chapter(n, 16) for n in range(6))]))
    assert document.way == "looks"
    assert "contents" not in document.ways


def test_numbers_of_contents_without_end_are_survived() -> None:
    entries = [(NAMES[number % 6], str(9000 + number)) for number in range(40)]
    document = opened(pdf([listed(entries), *(chapter(n, 16) for n in range(6))]))
    assert set(NAMES) <= set(titles(document))


def test_entries_on_two_lines_and_a_page_off() -> None:
    entries = [(name, str(number)) for number, name in enumerate(NAMES, 2)]
    sheet = listed(entries)
    sheet.put(72, 600, "What became of the mills").put(72, 588, "that stood on the river").put(500, 588, "8")
    last = Sheet().put(72, 700, "What became of the mills that stood on the river", 11, "F2").lines(72, 675, WORDS)
    document = opened(pdf([sheet, *(chapter(n, 11, "F2") for n in range(6)), last]))
    assert titles(document)[-1] == "What became of the mills that stood on the river"


def test_printed_numbers_tell_how_far_off_pages_are() -> None:
    assert offsets_of([(index, ["A report", str(index - 6)]) for index in range(8, 16)])[0] == 6
    assert [roman(number) for number in ("iv", "xii", "xlix")] == [4, 12, 49]
    assert number_of("12") == 12
    assert number_of("xii") is None


# looks


def test_a_style_that_is_no_heading_is_none() -> None:
    """Pull quotes that the text says too, big numbers, captions, names under them that come again and again."""
    sheets = []
    for number in range(6):
        sheet = chapter(number, 16).put(72, 560, "Figure 1 shows all of it", 14, "F2").lines(72, 530, WORDS)
        sheet.put(72, 440, "It does not say who reviews them", 18).put(72, 420, "A member of the board", 12, "F2")
        sheets.append(sheet.lines(72, 390, WORDS).put(72, 320, f"{number}9 %", 40).lines(72, 290, WORDS))
    document = opened(pdf(sheets))
    assert titles(document) == NAMES
    section = document.section(0)
    quotes = [section.words(block) for block in section.blocks if block.kind == "quotation"]
    assert quotes == ["It does not say who reviews them"]


def test_numbers_before_headings_tell_their_level() -> None:
    assert [depth_of(text) for text in ("Rivers", "2 Rivers", "2.1 Rivers", "A.3.1 Rivers", "2031 was dry")] == [
        0,
        1,
        2,
        3,
        0,
    ]


# running heads


def test_heads_that_change_by_chapter_and_turned_tabs_are_left_out() -> None:
    sheets = []
    for number in range(6):
        sheet = chapter(number, 16).put(72, 760, "A river report", 8).put(420, 760, NAMES[number], 8)
        sheets.append(sheet.put(590, 400, NAMES[number], 9, turned=True).put(300, 40, str(number + 1), 9))
    document = opened(pdf(sheets))
    assert titles(document) == NAMES
    text = shown(document)
    assert [text.count(name) for name in NAMES] == [1] * 6
    assert "A river report" not in text
    assert any("of running heads" in notice for notice in document.notices)


def test_the_first_lines_of_pages_are_no_running_heads() -> None:
    sheets = [Sheet().lines(72, 720, [f"{word} begins this page.", *WORDS]) for word in ("One", "Two", "Three", "Four")]
    assert "Two begins this page." in shown(opened(pdf(sheets)))


# title


def test_a_title_is_the_metadata_only_where_the_first_pages_say_so() -> None:
    cover = Sheet().put(72, 600, "The Rivers of the North", 30, "F2").put(72, 560, "A report", 14)
    sheets = [cover, *(chapter(number, 16) for number in range(6))]
    assert opened(pdf(sheets, title="A-Z copy 1")).title == "The Rivers of the North"
    assert opened(pdf(sheets, title="Title")).title == "The Rivers of the North"
    assert opened(pdf(sheets, title="Rivers of the North, The Rivers of the North")).title.startswith("Rivers of")
    assert opened(pdf(sheets[1:], title="Print run 3")).title == "report.pdf"


def test_a_line_without_end_on_a_contents_page_costs_little() -> None:
    started = time.process_time()
    sheet = Sheet().put(72, 740, "Contents", 14, "F2").lines(72, 700, ["word " * 4_000] * 5)
    assert entries_of(PdfPages(PdfDocument(pdf([sheet]))).read(0).lines) == []
    assert time.process_time() - started < 5
