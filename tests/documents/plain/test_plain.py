"""Plain text: headings without markup, and paragraphs joined."""

from __future__ import annotations

from companion.documents import read_document

TEXT = b"""A REPORT
========

Intro line one
continues here.

1. Scope

Words of
scope.

- a
  b
- c

> q
> r

1.1 Detail

This stands alone.

FINDINGS

name    value
x       y
"""


def test_headings_are_found_and_numbered_ones_have_levels() -> None:
    document = read_document(TEXT, "a.txt")
    assert (document.format, document.title) == ("text", "A REPORT")
    assert [(heading.title, heading.level) for heading in document.headings] == [
        ("A REPORT", 2),
        ("1. Scope", 2),
        ("1.1 Detail", 3),
        ("FINDINGS", 2),
    ]


def test_lines_are_joined_and_layout_is_kept() -> None:
    document = read_document(TEXT, "a.txt")
    assert document.section(0).text == "A REPORT\n\nIntro line one continues here."
    scope = document.section("1-scope")
    assert [(block.kind, scope.words(block), block.marker) for block in scope.blocks] == [
        ("heading", "1. Scope", ""),
        ("paragraph", "Words of scope.", ""),
        ("item", "a b", "•"),
        ("item", "c", "•"),
        ("quotation", "q r", ""),
    ]
    assert document.section("findings").text == "FINDINGS\n\nname    value\nx       y"


def test_text_without_headings_is_one_section_named_after_the_file() -> None:
    document = read_document(b"just some words\r\nand more\r\n", "notes.txt")
    assert (document.title, document.headings[0].id) == ("notes.txt", "start")
    assert document.section(0).text == "just some words and more"


def test_a_long_text_is_cut_and_loses_nothing() -> None:
    words = [f"w{number}" for number in range(20_000)]
    document = read_document(" ".join(words).encode(), "a.txt")
    assert len(document) > 1
    assert " ".join(document.section(index).text for index in range(len(document))).split() == words


def test_capitalised_lines_above_a_paragraph_are_headings_and_others_are_not() -> None:
    paragraph = "The company says that it looks into every report and acts on what it finds, wherever that leads. " * 2
    text = "\n\n".join(
        [
            "The Second Report",
            paragraph,
            "Assessment of Risks",
            paragraph,
            "Yours sincerely, A. Person",
            "Known Gaps",
            "Short.",
            "What we Did not find",
            paragraph,
            "Our Products",
            paragraph,
        ]
    )
    document = read_document(text.encode(), "a.txt")
    assert document.title == "The Second Report"
    assert [heading.title for heading in document.headings] == [
        "The Second Report",
        "Assessment of Risks",
        "Our Products",
    ]


def test_a_line_of_nothing_but_line_ends_of_unicode_is_no_heading() -> None:
    document = read_document("One\n\n\u2028\n\nTwo words.\n".encode(), "n")
    assert [heading.id for heading in document.headings] == ["start"]
