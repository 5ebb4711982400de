"""The title and headings without text stand in front of the Section that follows, in every format."""

from __future__ import annotations

import pytest

from companion.documents import read_document
from companion.model import Document

MARKDOWN = "# The *whole*\n\n## Part\n\n### Scope[^1]\n\nWords.\n\n## End\n\nMore.\n\n[^1]: A note.\n"
HTML = "<h1>The <i>whole</i></h1><h2>Part</h2><h3>Scope</h3><p>Words.</p><h2>End</h2><p>More.</p>"
PLAIN = "THE WHOLE\n=========\n\nPart\n----\n\nScope\n-----\n\nWords.\n\nEnd\n---\n\nMore.\n"


def texts(document: Document) -> list[str]:
    return [document.section(index).text for index in range(len(document))]


@pytest.mark.parametrize(
    ("data", "file", "title", "scope"),
    [
        (MARKDOWN, "a.md", "The whole", "Scope[1]"),
        (HTML, "a.html", "The whole", "Scope"),
        (PLAIN, "a.txt", "THE WHOLE", "Scope"),
    ],
)
def test_headings_without_text_stand_in_front(data: str, file: str, title: str, scope: str) -> None:
    document = read_document(data.encode(), file, file=file)
    first = document.section(0)
    assert document.title == title
    assert document.headings[0].above == (title, "Part")
    assert first.text.startswith(f"{title}\n\nPart\n\n{scope}\n\nWords.")
    assert [block.kind for block in first.blocks[:4]] == ["heading", "heading", "heading", "paragraph"]
    assert first.heads == 3
    assert [first.paragraph(first.text.index(word)) for word in (title, "Part", "Scope", "Words")] == [0, 0, 0, 1]
    assert texts(document)[1:] == ["End\n\nMore."]


def test_marks_and_notes_of_headings_in_front_are_theirs() -> None:
    section = read_document(MARKDOWN.encode(), "a.md", file="a.md").section(0)
    marks = {(mark.style, section.text[mark.start : mark.end]) for mark in section.marks}
    assert ("emphasis", "whole") in marks
    assert section.blocks[-1].marker == "[1]"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("# T\n\ntext\n\n## A\n\na\n", ["T\n\ntext", "A\n\na"]),
        ("before\n\n# T\n\ntext\n", ["before", "T\n\ntext"]),
        ("before\n\n# T\n\n## A\n\na\n", ["before", "T\n\nA\n\na"]),
        ("before\n\n# T\n", ["before", "T"]),
        ("# T\n", ["T"]),
        ("# T\n\n## A\n", ["T\n\nA"]),
        ("# T\n\n# U\n\nu\n", ["T\n\nU\n\nu"]),
        ("## A\n\na\n\n## B\n\n## C\n", ["A\n\na", "B\n\nC"]),
    ],
)
def test_every_heading_stands_in_one_section(data: str, expected: list[str]) -> None:
    assert texts(read_document(data.encode(), "a.md", file="a.md")) == expected


def test_many_headings_in_a_row_all_stand_somewhere() -> None:
    document = read_document("".join(f"## H{number}\n\n" for number in range(100)).encode(), "a.md", file="a.md")
    assert "\n\n".join(texts(document)).split("\n\n") == [f"H{number}" for number in range(100)]
