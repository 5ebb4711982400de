"""PDF: headings, columns, notes, running heads, and what is said where something cannot be read."""

from __future__ import annotations

import sys

import pytest

from companion.documents import read_document
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.running_heads import places
from companion.model import Document, Unreadable
from tests.documents.books import sent
from tests.documents.pdf.pdfs import Sheet, pdf

WORDS = (
    "The company says that every customer is reviewed before a contract",
    "is signed, and that a system can be switched off from afar. What the",
    "review looks at is not said; nor who makes it, how often, or what hap-",
    "pens to a customer who refuses. The report gives no number of cases",
)


def opened(data: bytes) -> Document:
    return read_document(data, "report.pdf")


def words(document: Document) -> list[str]:
    """The words of every block."""
    sections = [document.section(index) for index in range(len(document))]
    return [section.words(block) for section in sections for block in section.blocks if block.kind != "notice"]


def notices(document: Document) -> list[str]:
    sections = [document.section(index) for index in range(len(document))]
    return [block.marker for section in sections for block in section.blocks if block.kind == "notice"]


def report(count: int = 6) -> list[Sheet]:
    """Pages with a running head, a page number, a heading and text that goes on over the end of the page."""
    sheets = []
    for number in range(1, count + 1):
        sheet = Sheet().put(72, 750, "Transparency and Responsibility Report", 9).put(300, 40, f"{number}", 9)
        sheet.put(72, 700, f"{number} Chapter of number {number}", 16, "F2")
        sheets.append(sheet.lines(72, 670, WORDS))
        sheet.lines(72, 670 - 12 * len(WORDS), ["and the next page goes on with this very sentence without a"])
    return sheets


def test_an_outline_names_the_sections_and_its_pages_keep_their_labels() -> None:
    outline = [(f"Chapter of number {number}", number - 1, 720.0) for number in range(1, 7)]
    document = opened(
        pdf(report(), outline=outline, labels="0 << /S /r >> 2 << /S /D /St 11 >>", title="Responsibility: report")
    )
    assert document.title == "report.pdf"
    assert document.language == "en"
    assert ("pages", "6") in document.facts
    assert ("made", "2023-05-06") in document.facts
    assert [heading.title for heading in document.headings] == [f"{n} Chapter of number {n}" for n in range(1, 7)]
    assert [document.section(index).blocks[1].page for index in range(6)] == ["i", "ii", "11", "12", "13", "14"]


def test_without_an_outline_sizes_tell_headings() -> None:
    document = opened(pdf(report()))
    assert [heading.title for heading in document.headings] == [f"{n} Chapter of number {n}" for n in range(1, 7)]
    assert document.section(0).blocks[0].kind == "heading"


def test_the_largest_words_of_the_first_page_are_the_title() -> None:
    first = Sheet().put(72, 600, "A Report on", 28, "F2").put(72, 566, "Responsibility", 28, "F2")
    document = opened(pdf([first.put(72, 500, "Somebody, May 2023"), *report()]))
    assert document.title == "A Report on Responsibility"


def test_lines_and_hyphens_are_joined() -> None:
    text = opened(pdf(report())).section(0).text
    assert "or what happens to a customer who refuses" in text
    assert "before a contract is signed" in text


def test_running_heads_and_page_numbers_are_left_out_and_counted() -> None:
    document = opened(pdf(report()))
    shown = "\n".join(words(document))
    assert "Responsibility Report" not in shown
    assert not any(text.strip().isdigit() for text in words(document))
    left = 6 * (len("TransparencyandResponsibilityReport") + 1)
    assert document.notices == (
        f"Left out, in characters: 6 of hyphens at line ends, {left} of running heads and page numbers.",
    )


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    first = Sheet().put(72, 720, "1 One", 16, "F2").lines(72, 690, [*WORDS, "and the next page goes on with this very"])
    second = (
        Sheet().lines(72, 720, ["sentence, which ends here."]).put(72, 660, "2 Two", 16, "F2").lines(72, 640, WORDS)
    )
    document = opened(pdf([first, second]))
    assert "goes on with this very sentence, which ends here." in document.section(0).text


def test_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet().put(72, 740, "A title over both columns of this page", 18, "F2")
    left = [f"left {number} is a line that fills its column" for number in range(20)]
    right = [f"right {number} is a line that fills its column" for number in range(20)]
    sheet.lines(72, 700, left).lines(320, 697, right)
    text = " ".join(words(opened(pdf([sheet]))))
    assert text.index("left 19") < text.index("right 0")
    assert text.index("left 3 is") < text.index("left 4 is")


def test_a_footnote_stands_behind_what_refers_to_it() -> None:
    sheet = Sheet().put(72, 720, "1 One", 16, "F2").put(72, 690, "It is audited", 10).put(123.5, 694, "7", 6)
    sheet.put(129, 690, "by a third party whose name is not given anywhere.")
    sheet.lines(72, 660, WORDS).put(72, 84, "7", 5).put(77, 80, "By whom was never said.", 8)
    section = opened(pdf([sheet])).section(0)
    assert "It is audited[7] by a third party" in section.text
    mark = next(mark for mark in section.marks if mark.style == "footnote")
    assert (section.text[mark.start : mark.end], mark.target) == ("[7]", "7")
    note = next(block for block in section.blocks if block.marker == "[7]")
    assert section.words(note) == "By whom was never said."


def test_lists_tables_and_programs() -> None:
    sheet = Sheet().put(72, 720, "1 One", 16, "F2").lines(72, 690, WORDS)
    sheet.put(90, 600, "•").put(102, 600, "the first item of a list").put(90, 586, "•").put(102, 586, "the second")
    for row, (year, cases) in enumerate([("Year", "Cases"), ("2021", "twelve"), ("2022", "sixty")]):
        sheet.put(72, 550 - 14 * row, year).put(200, 550 - 14 * row, cases)
    sheet.put(72, 480, "if audited:", 10, "F3").put(96, 468, "say(who)", 10, "F3").lines(72, 430, WORDS)
    section = opened(pdf([sheet])).section(0)
    found = [(block.kind, section.words(block)) for block in section.blocks]
    assert ("item", "the first item of a list") in found
    assert [text for kind, text in found if kind == "row"] == ["Year | Cases", "2021 | twelve", "2022 | sixty"]
    assert ("code", "if audited:\n    say(who)") in found


def test_links_keep_their_address() -> None:
    sheet = Sheet().put(72, 720, "1 One", 16, "F2").put(72, 690, "The report is at the company's site, they say.")
    sheet.links.append((72, 688, 48, 12, "https://example.org/report"))
    section = opened(pdf([sheet])).section(0)
    mark = next(mark for mark in section.marks if mark.style == "link")
    assert mark.target == "https://example.org/report"
    assert section.text[mark.start : mark.end] == "The report"


def test_pictures_are_said_in_place() -> None:
    sheet = Sheet(pictures=[(72, 400, 300, 150)]).put(72, 720, "1 One", 16, "F2").lines(72, 690, WORDS)
    bare = opened(pdf([sheet.lines(72, 300, WORDS)]))
    assert notices(bare) == ["an image stands here, without a caption or alternative text"]
    alone = opened(pdf([Sheet().lines(72, 700, WORDS), Sheet(pictures=[(72, 400, 300, 150)])]))
    assert notices(alone) == notices(bare)
    captioned = opened(pdf([sheet.put(72, 385, "Figure 3: Cases by year")]))
    assert notices(captioned) == []
    assert any(block.kind == "figure" for block in captioned.section(0).blocks)


def test_a_picture_shows_its_alternative_text() -> None:
    sheet = Sheet(pictures=[(72, 400, 300, 150)], alternative="A map of customers").lines(72, 690, WORDS)
    section = opened(pdf([sheet.lines(72, 300, WORDS)])).section(0)
    assert [section.words(block) for block in section.blocks if block.kind == "figure"] == ["A map of customers"]
    assert not any(block.kind == "notice" for block in section.blocks)


def test_a_page_that_is_an_image_is_said_in_place_and_a_document_of_such_is_refused() -> None:
    scan = Sheet(pictures=[(0, 0, 612, 792)])
    stamped = Sheet(pictures=[(0, 0, 612, 792)]).put(500, 740, "RECEIVED")
    document = opened(pdf([Sheet().lines(72, 700, WORDS), scan, Sheet().lines(72, 700, WORDS), stamped]))
    first, second = notices(document)
    assert first.startswith("page 2 is an image without text; text recognition (OCR)")
    assert second.startswith("page 4 is an image with little text; text recognition (OCR)")
    assert "RECEIVED" in words(document)
    with pytest.raises(Unreadable, match=r"its pages are images without text.*ocrmypdf"):
        opened(pdf([scan, scan]))


def test_text_that_stands_upright_is_read_apart() -> None:
    sheet = Sheet().put(72, 720, "1 One", 16, "F2").lines(72, 690, WORDS).put(30, 300, "CONFIDENTIAL", turned=True)
    texts = words(opened(pdf([sheet])))
    assert texts[-1] == "CONFIDENTIAL"


def test_an_empty_password_opens_and_another_is_asked_for() -> None:
    sheets = [Sheet().lines(72, 700, WORDS)]
    assert "every customer is reviewed" in opened(pdf(sheets, password="")).section(0).text
    with pytest.raises(Unreadable, match="locked with a password") as caught:
        opened(pdf(sheets, password="secret"))
    assert "qpdf --decrypt" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n", "cut off or damaged"),
        (b"%PDF-1.7\n" + b"\0\xff" * 5000 + b"\n%%EOF\n", "is damaged"),
        (pdf([Sheet()]), "there is no text in it"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_word(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as caught:
        opened(data)
    assert "\n" not in str(caught.value)
    assert "report.pdf" in str(caught.value)


def test_a_document_that_lost_its_end_is_read_as_far_as_it_goes() -> None:
    data = pdf(report())
    assert "every customer is reviewed" in opened(data[: data.rindex(b"xref")]).section(0).text


def test_what_stands_beside_the_pages_is_said_to_be_left_out() -> None:
    data = pdf([Sheet().lines(72, 700, WORDS)], more="/AcroForm << /Fields [] >>")
    assert "It has form fields; what is filled in there is not shown." in opened(data).notices


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("pypdfium2", "companion.documents.pdf"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert sent("pdf", b"%PDF-1.7\n").failures == ["the library that reads it, pypdfium2, is not installed"]


def test_a_text_without_end_is_read_in_time_that_grows_with_its_size() -> None:
    """Two hundred pages of one paragraph: joined anew for each line, it would take minutes."""
    shown: list[Document] = []
    data = pdf([Sheet().lines(72, 720, [f"line {n} of {page} goes on" for n in range(40)]) for page in range(200)])
    document = read_document(data, "report.pdf", preview=shown.append)
    assert sum(len(text.split()) for text in words(document)) == 200 * 40 * 6
    assert len(shown) == 1
    assert shown[0].section(0).text == document.section(0).text


def test_letters_at_a_place_that_is_no_number_end_nothing() -> None:
    for y, size in ((float("nan"), 9.0), (9.0, float("inf"))):
        assert list(places("top", TextLine([], 0.0, 9.0, y, size))) == []
    assert len(list(places("top", TextLine([], float("nan"), 9.0, 9.0, 9.0)))) == 1
