"""Word documents: headings, lists, tables and footnotes; what is not shown is said; what is made to harm is refused."""

from __future__ import annotations

import sys

import pytest

from companion.documents import read_document
from companion.documents.registry import is_sandboxed
from companion.model import Document, Quote, Unreadable
from tests.documents.books import sent
from tests.documents.words import docx, footnotes, item, paragraph, part, reference, table

CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>In the file</dc:title>'
    "<dc:creator>A. Writer &amp; T. Other</dc:creator><dc:language>en-GB</dc:language>"
    "<dcterms:created>2024-02-01T10:20:30Z</dcterms:created></cp:coreProperties>"
)
REPORT = docx(
    paragraph("The report", "Title")
    + paragraph("Before.")
    + paragraph("Audits", "heading1")
    + paragraph("Audits are made", more=reference(1) + "<w:r><w:t> each year.</w:t></w:r>")
    + item("first", 1)
    + item("inner", 1, 1)
    + item("second", 1)
    + paragraph("Findings", "heading2")
    + item("one", 2)
    + item("two", 2)
    + table(("Year", "Count"), ("2023", "7"))
    + paragraph("As they said.", "Quote")
    + paragraph("In a style of its own.", "Fancy"),
    {"word/footnotes.xml": footnotes("By whom?"), "docProps/core.xml": CORE},
)


def opened(body: str, **others: str) -> Document:
    """The document with this body and these parts in `word`."""
    return read_document(docx(body, {f"word/{name}.xml": data for name, data in others.items()}), "a.docx")


def blocks(document: Document, section: str) -> list[tuple[str, str, int, str]]:
    found = document.section(section)
    return [(block.kind, found.words(block), block.depth, block.marker) for block in found.blocks]


def test_it_opens_section_by_section_with_lists_a_table_and_footnotes() -> None:
    document = read_document(REPORT, "report")
    assert (document.format, document.title, document.language) == ("docx", "In the file", "en-GB")
    assert dict(document.facts) == {"author": "A. Writer & T. Other", "published": "2024-02-01"}
    assert [(heading.id, heading.title) for heading in document.headings] == [
        ("the-report", "The report"),
        ("audits", "Audits"),
        ("findings", "Findings"),
    ]
    assert blocks(document, "audits") == [
        ("heading", "Audits", 0, ""),
        ("paragraph", "Audits are made[1] each year.", 0, ""),
        ("item", "first", 1, "•"),
        ("item", "inner", 2, "•"),
        ("item", "second", 1, "•"),
        ("paragraph", "By whom?", 0, "[1]"),
    ]
    assert blocks(document, "findings") == [
        ("heading", "Findings", 0, ""),
        ("item", "one", 1, "1."),
        ("item", "two", 1, "2."),
        ("row", "Year | Count", 0, ""),
        ("row", "2023 | 7", 0, ""),
        ("quotation", "As they said.", 1, ""),
        ("paragraph", "In a style of its own.", 0, ""),
    ]


def test_it_is_told_by_its_content_and_read_in_the_sandbox() -> None:
    assert read_document(REPORT, "report.txt").format == "docx"
    assert is_sandboxed(REPORT, "stdin")


def test_what_is_not_shown_is_said_and_counted() -> None:
    deleted = '<w:del w:id="1" w:author="A"><w:r><w:delText>g &amp; ne</w:delText></w:r></w:del>'
    added = '<w:ins w:id="2" w:author="A"><w:r><w:t> added</w:t></w:r></w:ins>'
    document = opened(
        paragraph("Words", more=f"{deleted}{added}<w:r><w:commentReference w:id='1'/></w:r><w:strange/>"),
        comments=part("comments", f'<w:comment w:id="1" w:author="B">{paragraph("Really?")}</w:comment>'),
        header1=part("hdr", paragraph("Draft")),
    )
    assert document.section(0).text == "Words added"
    assert document.notices == (
        "An unrecognised element was ignored: w:strange.",
        "It has tracked changes: 1 insertion is shown, 1 deletion is left out, by A.",
        "Left out, in characters: 4 of deleted text, 5 of running heads and feet.",
    )


def test_comments_come_as_annotations_on_the_words_they_are_about() -> None:
    begin, end = '<w:commentRangeStart w:id="{}"/>', '<w:commentRangeEnd w:id="{}"/>'
    mark = '<w:r><w:commentReference w:id="{}"/></w:r>'
    said = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        paragraph("Audits", "heading1")
        + f"<w:p>{said.format('Audits are made ')}{begin.format(1)}{said.format('each &amp; every')}"
        + f"{said.format(' year')}{end.format(1)}{mark.format(1)}{said.format(' by staff.')}</w:p>"
        + paragraph("Of this nothing is known.", more=mark.format(2))
    )
    comment = '<w:comment w:id="{}" w:author="{}" w:date="2024-02-01T10:20:30Z">{}</w:comment>'
    made = comment.format(1, "B. Reader", paragraph("By whom?") + paragraph("And when?"))
    document = opened(body, comments=part("comments", made + comment.format(2, "C. Other", paragraph("True &lt;"))))
    first, second = document.comments
    assert (first.id, first.author, first.note, first.created) == (
        "c1",
        "B. Reader",
        "By whom?\n\nAnd when?",
        "2024-02-01T10:20:30Z",
    )
    assert first.quote == Quote("each & every year", "Audits are made ", " by staff.")
    assert second.quote == Quote("Of this nothing is known.", "", "")
    assert second.note == "True <"
    assert document.section(0).text == (
        "Audits\n\nAudits are made each & every year by staff.\n\nOf this nothing is known."
    )
    assert document.notices == ()


def test_how_far_it_is_read_is_told_from_the_first_to_the_last_hundredth() -> None:
    told: list[int] = []
    body = "".join(paragraph(f"Paragraph {number}.") for number in range(3_000))
    read_document(docx(body), "a.docx", progress=lambda done, of: told.append(done * 100 // of))
    assert told == sorted(told)
    assert len(set(told)) > 20
    assert told[-1] > 85


def test_words_split_into_many_pieces_of_one_look_stay_as_they_are() -> None:
    runs = "".join(f'<w:r><w:rPr><w:lang w:val="en"/></w:rPr><w:t xml:space="preserve">{c}</w:t></w:r>' for c in "a b ")
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>c</w:t></w:r>"
    section = opened(f"<w:p>{runs}{bold}<w:r><w:t>d</w:t></w:r></w:p>").section(0)
    assert section.text == "a b cd"
    assert [(mark.start, mark.end, mark.style) for mark in section.marks] == [(4, 5, "strong")]


def test_a_picture_is_what_stands_for_it_and_is_not_unpacked() -> None:
    spaces = (
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    )
    picture = (
        f"<w:r><w:drawing {spaces}><wp:inline><wp:docPr id='1' name='p' descr='The plan'/><a:graphic><a:graphicData>"
        "<pic:pic><pic:blipFill><a:blip r:embed='rId1'/></pic:blipFill></pic:pic></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/p.png"/>'
        "</Relationships>"
    )
    data = docx(
        paragraph("See ", more=picture),
        {"word/_rels/document.xml.rels": relations, "word/media/p.png": bytes(80_000_000)},
    )
    assert read_document(data, "a.docx").section(0).text == "See The plan"


ENTITIES = '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY {}>]>' + part("document", "<w:body>&a;</w:body>")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (REPORT[:-40], "the archive is damaged"),
        (REPORT[:300], "the archive is damaged"),
        (docx("", {"word/footnotes.xml": b" " * 150_000_000}), "footnotes.xml is too much: more than"),
        (docx("<w:p>"), "the XML in it is damaged"),
        (docx(paragraph("x")).replace(b"word/document.xml", b"word/document.xmx"), "put together in a way"),
        (docx("", {"word/comments.xml": ENTITIES.format('a SYSTEM "file:///etc/passwd"')}), "declares entities"),
        (docx("", {"word/comments.xml": ENTITIES.format('a "lol"').encode("utf-16")}), "declares entities"),
        (docx(""), "there is no text in it"),
        (docx("<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000), "nested too deep|failed there"),
        (b"PK\x03\x04" + bytes(100) + b"word/document.xml", "the archive is damaged"),
    ],
    ids=["cut", "short", "bomb", "xml", "no document", "external", "utf-16", "empty", "deep", "no archive"],
)
def test_what_cannot_be_read_says_why(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as caught:
        read_document(data, "a.docx", file="docs/a.docx")
    assert str(caught.value).startswith("docs/a.docx: ")
    assert "\n" not in str(caught.value)


def test_what_is_said_twice_is_said_once_and_not_without_end() -> None:
    odd = "".join(f"<w:odd{number % 50}/>" for number in range(500))
    assert len(opened(paragraph("x", more=odd)).notices) == 10


def test_without_its_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    assert sent("docx", REPORT).failures == ["the library that reads it, mammoth, is not installed"]
