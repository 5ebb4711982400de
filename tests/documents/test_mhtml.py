"""Pages as browsers save them: web archives, complete pages and SingleFile's."""

from __future__ import annotations

import quopri
from base64 import b64encode

import pytest

from companion.documents import read_document
from companion.model import Unreadable
from tests.documents.books import sent

HEAD = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.y/report\r\nSubject: =?utf-8?Q?A=20page?=\r\n"
    "Date: Thu, 1 Feb 2024 10:20:30 -0000\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b"\r\n\r\n\r\n'
)
PAGE = "<html><head><title>The report</title></head><body><h2>Audits</h2><p>Made every yéar = often.</p></body></html>"


def part(kind: str, body: bytes, more: str = "") -> bytes:
    return f"----b\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body + b"\r\n"


def archive(*parts: bytes) -> bytes:
    return HEAD.encode() + b"".join(parts) + b"----b--\r\n"


QUOTED = "Content-Transfer-Encoding: quoted-printable\r\n"
SAVED = archive(
    part("text/html", quopri.encodestring(PAGE.encode()), f"{QUOTED}Content-Location: https://x.y/report\r\n"),
    part("image/png", b64encode(bytes(3_000)), "Content-Transfer-Encoding: base64\r\n"),
    part("text/html", quopri.encodestring(b"<p>An advert</p>"), f"{QUOTED}Content-ID: <frame-1>\r\n"),
)


@pytest.mark.parametrize("data", [SAVED, SAVED.replace(b"\r\n", b"\n")], ids=["CRLF", "LF"])
def test_a_web_archive_opens_as_the_page_it_holds(data: bytes) -> None:
    document = read_document(data, "report")
    assert (document.format, document.title) == ("mhtml", "The report")
    assert document.section("audits").text == "Audits\n\nMade every yéar = often."
    assert dict(document.facts)["address"] == "https://x.y/report"
    assert "8 of frames in the page" in document.notices[-1]


def test_the_encoding_is_the_one_the_part_says() -> None:
    latin = part(
        "text/html; charset=iso-8859-1", b64encode("<p>né".encode("latin-1")), "Content-Transfer-Encoding: base64\r\n"
    )
    assert sent("mhtml", archive(latin)).texts == ["né"]


def test_a_web_archive_without_a_page_says_so() -> None:
    with pytest.raises(Unreadable, match="there is no page in the web archive"):
        read_document(archive(part("image/png", b"x")), "a.mht")
    with pytest.raises(Unreadable, match="more than 5,000 parts"):
        read_document(archive(*[part("text/plain", b"")] * 5_001), "a.mht")


def test_a_letter_is_no_web_archive() -> None:
    assert read_document(b"From: me\nTo: you\n\nA letter, <p>not</p> a page.\n", "letter").format == "text"


@pytest.mark.parametrize(
    "note",
    [
        "<!-- saved from url=(0018)https://x.y/report -->",
        "<!--\n Page saved with SingleFile \n url: https://x.y/report \n saved date: Thu Feb 01 2024\n-->",
    ],
)
def test_where_a_page_was_saved_from_is_kept(note: str) -> None:
    document = read_document(f"<!DOCTYPE html>\n{note}\n<html><body><p>Text</body></html>".encode(), "page.html")
    assert dict(document.facts) == {"address": "https://x.y/report"}
    assert "of comments" in document.notices[-1]
