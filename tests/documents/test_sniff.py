"""The format is found from what a file holds; its name only tips the scale between kinds of text."""

from __future__ import annotations

import pytest

from companion.documents.registry import FORMATS, format_of, is_sandboxed, named, suffixes
from companion.model import Unreadable
from tests.documents.books import archive, epub, page


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "report.txt", "pdf"),
        (b"junk\n%PDF-1.4\n", "report", "pdf"),
        (epub({"a.xhtml": page("<p>x")}), "book.zip", "epub"),
        (b"PK\x03\x04" + bytes(300) + b"META-INF/container.xml", "book", "epub"),
        (b"PK\x03\x04" + bytes(100) + b"word/document.xml", "x", "docx"),
        (b"<!DOCTYPE html><p>x", "report.txt", "html"),
        (b"\xef\xbb\xbf  <html>", "x", "html"),
        (b"<?xml version='1.0'?>\n<!-- a --><html xmlns='x'>", "x", "html"),
        ("<!doctype html><p>x".encode("utf-16"), "x", "html"),
        (b"<title>A page</title>text", "x", "html"),
        (b"Some text with <b>one</b> tag", "page.htm", "html"),
        (b"Some text with <b>one</b> tag", "page.md", "markdown"),
        (b"Some text with <b>one</b> tag", "page.txt", "text"),
        (b"<https://example.org> is a link\n", "x.html", "text"),
        (b"# Title\n\nwords\n", "stdin", "markdown"),
        (b"# Title\n\n**words** and more\n", "notes.txt", "text"),
        (b"# Title\n\n**words** and [links](http://x)\n\n```\na\n```\n", "notes.txt", "markdown"),
        (b"---\ntitle: x\n---\n", "stdin", "markdown"),
        (b"#!/bin/sh\n# a comment\nls\nls\nls\nls\n", "script", "text"),
        (b"Just words.\n", "stdin", "text"),
        (b"Just words.\n", "stdin.md", "markdown"),
    ],
)
def test_the_content_tells(data: bytes, name: str, kind: str) -> None:
    assert format_of(data, name).name == kind
    assert is_sandboxed(data, name) == (kind in ("pdf", "epub", "docx", "html"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{\\rtf1 x", "an RTF document"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"\x89PNG\r\n", "an image"),
        (b"%!PS-Adobe", "a PostScript file"),
        (archive({"a": "x"}).replace(b"application/epub+zip", b"application/nothing."), "a zip archive, not an EPUB"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument file"),
    ],
)
def test_what_is_known_not_to_be_read_is_named(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        format_of(data, "x")
    assert not is_sandboxed(data, "x")


def test_every_row_of_the_registry_can_be_read_and_is_found_by_its_name() -> None:
    for kind in FORMATS:
        assert callable(kind.load())
        assert named(kind.name) is kind
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in kind.suffixes)
        assert not kind.unit or kind.sandboxed
    assert len({kind.name for kind in FORMATS}) == len(FORMATS)
    assert len(suffixes()) == sum(len(kind.suffixes) for kind in FORMATS)
    assert named("wordperfect") is None
