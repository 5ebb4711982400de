"""Markdown: Sections, their ids and text, and documents made to hurt."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from companion.documents import fingerprint, read_document
from companion.model import Document, Unreadable

REPORT = Path(__file__).parents[3] / "annotations" / "nso-2023" / "report.md"


def opened(text: str) -> Document:
    return read_document(text.encode(), "a.md")


def ids(document: Document) -> list[str]:
    return [heading.id for heading in document.headings]


def test_the_shipped_report_opens_into_its_eight_sections() -> None:
    data = REPORT.read_bytes()
    document = read_document(data, "nso-2023", file=str(REPORT))
    assert ids(document) == [
        "framing",
        "ceo-message",
        "executive-summary",
        "about-nso",
        "our-products",
        "human-rights",
        "risk-assessment",
        "closing",
    ]
    assert document.title == "Transparency and Responsibility Report 2023 (digest)"
    assert (document.language, dict(document.facts)["publisher"]) == ("en", "NSO Group")
    assert document.fingerprint == fingerprint(data)
    for index in range(len(document)):
        section = document.section(index)
        assert section.blocks[0].kind == "heading"
        assert "\n\n".join(section.words(block) for block in section.blocks) == section.text


def test_text_holds_words_only_and_marks_keep_the_rest() -> None:
    section = opened(
        "## H *x*\n\nA **b** [c](http://d) `e`\nf  \ng &amp; &#27;\n\n3. one\n\n   - two\n\n> said\n\n"
        "| k | v |\n|---|---|\n| a | b |\n\n"
        "```\nx\n\ny\n```\n\n![alt](u)\n"
    ).section(0)
    assert section.text.startswith("H x\n\nA b c e f\ng & ")
    assert "\x1b" not in section.text
    assert [(block.kind, section.words(block), block.depth, block.marker) for block in section.blocks[2:]] == [
        ("item", "one", 1, "3."),
        ("item", "two", 2, "•"),
        ("quotation", "said", 1, ""),
        ("row", "k | v", 0, ""),
        ("row", "a | b", 0, ""),
        ("code", "x\n\ny", 0, ""),
        ("figure", "alt", 0, ""),
    ]
    assert [(section.text[mark.start : mark.end], mark.style, mark.target) for mark in section.marks] == [
        ("x", "emphasis", ""),
        ("b", "strong", ""),
        ("c", "link", "http://d"),
        ("e", "code", ""),
        ("k", "strong", ""),
        ("v", "strong", ""),
        ("alt", "link", "u"),
    ]


def test_headings_are_found_as_a_parser_finds_them() -> None:
    document = opened(
        "# T\n\nfirst\n\n```sh\n# no\n```\n\n## A {#own}\n\n## B\nb\n\n"
        "Set\nupon\n---\nc\n\n- item\n---\n\n    # code\n\n## B ##\nd\n"
    )
    assert document.title == "T"
    assert ids(document) == ["start", "b", "set-upon", "b-2"]
    assert document.headings[0].above == ("T",)
    assert document.headings[1].above == ("A",)
    assert document.section("b").text == "A\n\nB\n\nb"
    assert document.section("start").words(document.section("start").blocks[2]) == "# no"


def test_a_last_heading_without_text_stays() -> None:
    assert ids(opened("## A\n\na\n\n## End {#end}\n\n")) == ["a", "end"]


def test_links_find_definitions_of_other_sections() -> None:
    section = opened("## A\n\nsee [x]\n\n## B\n\nb\n\n[x]: http://y\n").section("a")
    assert [mark.target for mark in section.marks] == ["http://y"]


def test_long_stretches_are_cut_and_nothing_is_lost() -> None:
    paragraphs = [f"word{number} " * 60 for number in range(200)]
    document = opened("## Long\n\n" + "\n\n".join(paragraphs))
    assert ids(document)[:3] == ["long", "long.2", "long.3"]
    assert document.headings[1].title == "Long (2)"
    shown = " ".join(document.section(index).text for index in range(len(document)))
    assert shown.split() == ["Long", *" ".join(paragraphs).split()]


def test_a_cut_code_block_stays_code() -> None:
    document = opened("## C\n\n```\n" + "# a line of code\n" * 4000 + "```\n\nafter\n")
    kinds = [block.kind for index in range(len(document)) for block in document.section(index).blocks]
    assert len(document) > 1
    assert set(kinds[1:-1]) == {"code"}
    assert kinds[-1] == "paragraph"


@pytest.mark.parametrize(
    "text",
    [
        "> " * 100_000 + "deep",
        "1. " * 100_000 + "deep",
        "## A\n\n" + "word " * 200_000,
        "a" + "\u0301" * 500_000,
        " ".join("`" * number for number in range(1, 2000)),
        "[" * 50_000,
        "|" + "a|" * 3000 + "\n|" + "-|" * 3000 + "\n|" + "b|" * 3000,
    ],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    document = opened(text)
    started = time.perf_counter()
    section = document.section(0)
    assert time.perf_counter() - started < 3
    assert section.text


def test_nesting_beyond_the_bound_is_shown_and_said() -> None:
    section = opened(">" * 150 + " deep").section(0)
    assert "deep" in section.text
    assert any(block.kind == "notice" and "nested very deep" in block.marker for block in section.blocks)


def test_front_matter_of_another_kind_is_text() -> None:
    assert opened("---\nno field here\n---\n\ntext\n").facts == ()
    document = opened("---\ntitle: 'It''s'\nnote: >\n  two\n  lines\n---\ntext\n")
    assert (document.title, document.facts) == ("It's", (("note", "two lines"),))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\x00\x01\x02" * 500, "a.md"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04....mimetypeapplication/epub+zip", "damaged"),
        (b"<!doctype html><p> <script>x</script>", "no text"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as caught:
        read_document(data, "x", file="a.md")
    assert "\n" not in str(caught.value)


def test_a_guessed_encoding_is_told() -> None:
    document = read_document("# T\n\nna\u00efve\n".encode("cp1252"), "a.md")
    assert document.section(0).text == "T\n\nna\u00efve"
    assert "cp1252" in document.notices[0]


def test_a_definition_counts_in_its_own_document_only() -> None:
    assert opened("## A\n\nSee [it].\n\n## B\n\n[it]: https://example.org\n").section("a").text == "A\n\nSee it."
    assert opened("## A\n\nSee [it].\n\n## B\n\n[other]: https://example.org\n").section("a").text == "A\n\nSee [it]."
    assert opened("## A\n\n[x]: y\n\nSee [it].\n").section("a").text == "A\n\nSee [it]."
    assert opened("## A\n\nSee [x].\n").section("a").text == "A\n\nSee [x]."


def test_a_link_finds_its_definition_whatever_the_case_and_the_first_well_formed_one() -> None:
    definitions = "[the audit]: no address here\n\n[THE AUDIT]: /a\n\n[the audit]: /b\n"
    marks = opened(f"## A\n\n[The  Audit][] and [it][the audit].\n\n## B\n\n{definitions}").section("a").marks
    assert [mark.target for mark in marks] == ["/a", "/a"]
