"""OpenDocument texts: headings, lists, tables, notes, comments; what is not shown is said; locked ones are refused."""

from __future__ import annotations

import pytest

from companion.documents import read_document
from companion.documents.registry import is_sandboxed
from companion.model import Document, Quote, Unreadable
from tests.documents.books import sent
from tests.documents.odts import cell, comment, heading, items, note, odt, paragraph, root, table

META = root(
    "document-meta",
    "<office:meta><dc:title>In the file</dc:title><dc:creator>Last Hand</dc:creator><dc:language>en-GB</dc:language>"
    "<meta:initial-creator>A. Writer</meta:initial-creator><dc:date>2024-02-01T10:20:30</dc:date></office:meta>",
)
PICTURE = '<draw:frame draw:name="Image1"><draw:image xlink:href="p.png"/><svg:title>{}</svg:title>{}</draw:frame>'


def opened(body: str, **others: str) -> Document:
    return read_document(odt(body, {f"{name}.xml": data for name, data in others.items()}), "a.odt")


def blocks(document: Document, section: str) -> list[tuple[str, str, int, str]]:
    found = document.section(section)
    return [(block.kind, found.words(block), block.depth, block.marker) for block in found.blocks]


BODY = (
    paragraph("The report", "Title")
    + paragraph("Before.")
    + heading("Audits", 2)
    + paragraph(
        f"Audits are<text:s text:c='2'/>made{note('1', 'By whom?')} each "
        "<text:span text:style-name='T1'>year.</text:span>"
    )
    + items(paragraph("one") + items(paragraph("inner")), paragraph("two"), style="L1")
    + heading("Findings", 3)
    + table(cell("Year") + cell("Count"), cell("2023") + cell("", 2))
    + paragraph("As they said.", "P1")
    + paragraph("See " + PICTURE.format("plan", "<svg:desc>The plan of it</svg:desc>"))
)


def test_it_opens_section_by_section_by_its_outline() -> None:
    document = opened(BODY, meta=META)
    assert (document.format, document.title, document.language) == ("odt", "The report", "en-GB")
    assert dict(document.facts) == {"author": "A. Writer", "published": "2024-02-01"}
    levels = [(heading.id, heading.level) for heading in document.headings]
    assert levels == [("start", 2), ("audits", 2), ("findings", 3)]


def test_lists_tables_notes_and_pictures_are_told_apart() -> None:
    document = opened(BODY)
    assert blocks(document, "audits") == [
        ("heading", "Audits", 0, ""),
        ("paragraph", "Audits are made[1] each year.", 0, ""),
        ("item", "one", 1, "1."),
        ("item", "inner", 2, "•"),
        ("item", "two", 1, "2."),
        ("paragraph", "By whom?", 0, "[1]"),
    ]
    marks = [(mark.style, mark.target) for mark in document.section("audits").marks]
    assert marks == [("footnote", "1"), ("strong", "")]
    assert blocks(document, "findings") == [
        ("heading", "Findings", 0, ""),
        ("row", "Year | Count", 0, ""),
        ("row", "2023 |  | ", 0, ""),
        ("quotation", "As they said.", 1, ""),
        ("paragraph", "See The plan of it", 0, ""),
    ]


def test_it_is_told_by_its_content_and_read_in_the_sandbox() -> None:
    assert read_document(odt(paragraph("x")), "report.txt").format == "odt"
    assert is_sandboxed(odt(paragraph("x")), "stdin")


def test_comments_come_as_annotations_on_the_words_they_are_about() -> None:
    begun = comment("By whom?", "B. Reader", "a1")
    body = f"Audits are made {begun}every year<office:annotation-end office:name='a1'/> by staff."
    document = opened(paragraph(body) + paragraph(f"Of this nothing is known.{comment('True &lt;', 'C. Other')}"))
    first, second = document.comments
    assert (first.author, first.created, first.note) == ("B. Reader", "2024-02-01T10:20:30", "By whom?")
    assert first.quote == Quote("every year", "Audits are made ", " by staff.")
    assert (second.note, second.quote) == ("True <", Quote("Of this nothing is known."))
    assert document.section(0).text == "Audits are made every year by staff.\n\nOf this nothing is known."


def test_tracked_changes_are_told_and_what_was_deleted_is_left_out() -> None:
    info = "<office:change-info><dc:creator>A</dc:creator><dc:date>2024-01-01</dc:date></office:change-info>"
    regions = (
        f"<text:changed-region text:id='c1'><text:insertion>{info}</text:insertion></text:changed-region>"
        f"<text:changed-region text:id='c2'><text:deletion>{info}{paragraph('gone')}</text:deletion>"
        "</text:changed-region>"
    )
    text = "It is <text:change-start text:change-id='c1'/>all<text:change-end text:change-id='c1'/> here."
    document = opened(f"<text:tracked-changes>{regions}</text:tracked-changes>{paragraph(text)}")
    assert document.section(0).text == "It is all here."
    assert document.notices == (
        "It has tracked changes: 1 insertion is shown, 1 deletion is left out, by A.",
        "Left out, in characters: 4 of deleted text.",
    )


def test_every_character_is_shown_or_said_to_be_left_out() -> None:
    contents = (
        f"<text:table-of-content><text:index-body>{paragraph('Audits 1')}</text:index-body></text:table-of-content>"
    )
    box = f"<draw:frame><draw:text-box>{paragraph('boxed')}</draw:text-box></draw:frame>"
    feet = f"<style:footer>{paragraph('a foot')}</style:footer>"
    body = (
        contents
        + paragraph(f"ab{box}cd")
        + f"<text:section text:display='none'>{paragraph('hidden')}</text:section>"
        + paragraph(f"pic{PICTURE.format('name', '<svg:desc>what</svg:desc>')}")
    )
    found = sent(
        "odt",
        odt(body, {"styles.xml": root("document-styles", f"<office:master-styles>{feet}</office:master-styles>")}),
    )
    assert found.texts == ["abcd", "boxed", "picwhat"]
    assert found.notices == [
        "Left out, in characters: 6 of hidden text, 7 of lists of contents, 5 of running heads and feet,"
        " 4 of titles of pictures."
    ]


def test_headings_that_are_numbered_as_lists_are_headings() -> None:
    document = opened(items(heading("One"), heading("Two"), style="L1") + paragraph("x"))
    assert [heading.title for heading in document.headings] == ["Two"]
    assert document.headings[0].above == ("One",)


LOCKED = {"META-INF/manifest.xml": "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (odt(paragraph("x"))[:-30], "the archive is damaged"),
        (odt("x", LOCKED), "locked with a password"),
        (odt(""), "there is no text in it"),
        (odt("<!DOCTYPE x [<!ENTITY a 'b'>]>"), "content.xml declares entities"),
        (odt("", {"styles.xml": b" " * 150_000_000}), "styles.xml is too much: more than"),
    ],
    ids=["cut", "locked", "empty", "entities", "bomb"],
)
def test_what_cannot_be_read_says_why(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as caught:
        read_document(data, "a.odt", file="docs/a.odt")
    assert str(caught.value).startswith("docs/a.odt: ")


@pytest.mark.parametrize(
    ("data", "what", "target"),
    [
        (b"{\\rtf1\\ansi Hello}", "an RTF document", "docx"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le"), "a Word document of the old", "docx"),
        (odt("", mimetype="application/vnd.oasis.opendocument.presentation"), "an OpenDocument presentation", "pdf"),
        (b"PK\x03\x04" + bytes(30) + b"ppt/presentation.xml", "a PowerPoint presentation", "pdf"),
    ],
    ids=["rtf", "doc", "odp", "pptx"],
)
def test_other_office_files_say_which_command_converts_them(data: bytes, what: str, target: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_document(data, "a b.x", file="docs/a b.x")
    assert what in str(caught.value)
    assert f"soffice --headless --convert-to {target} 'docs/a b.x'" in str(caught.value)


def test_a_locked_word_document_says_so() -> None:
    with pytest.raises(Unreadable, match="locked with a password"):
        read_document(b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.docx")
