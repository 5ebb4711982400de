"""A document that takes long to open, in a real terminal."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.documents.books import epub, page
from tests.terminal.driving import Session, notes, write_note

LONG = 60.0
"""Seconds that reading a large page may take on a busy machine."""
PARAGRAPH = "<p>Some words of a paragraph with a <a href='http://x.y'>link</a> and <i>more</i>.</p>"


@pytest.fixture
def large(tmp_path: Path) -> str:
    """A page of some 160,000 elements."""
    return made(tmp_path, 32)


@pytest.fixture
def larger(tmp_path: Path) -> str:
    """A page of some 300,000 elements, of which nothing can be shown for a second at least."""
    return made(tmp_path, 60)


def made(folder: Path, paragraphs: int) -> str:
    sections = "".join(f"<h2>Heading {number}</h2>{PARAGRAPH * paragraphs}" for number in range(1_600))
    (folder / "large.html").write_text(f"<!doctype html><title>x</title><h1>A large page</h1>{sections}")
    return str(folder / "large.html")


def test_a_large_page_opens_with_a_bar_then_its_beginning_then_the_whole(large: str) -> None:
    with Session(large) as session:
        session.see(r"Opening large\.html", LONG)
        session.see(r"\d %|\d%", LONG)
        session.see(r"Heading 0", LONG)
        session.see(r"1 of 1600", LONG)
        session.gone(r"still reading")
        session.see("Nothing stands beside this document")
        write_note(session, "Found at last.")
        session.send("q")
        assert session.ended() == 0
        assert session.restored()
    assert [note["section"] for note in notes(large)["notes"]] == ["heading-0"]


@pytest.mark.parametrize(("key", "status"), [("<esc>", 130), ("q", 130), ("<c-q>", 0)])
def test_opening_is_given_up(larger: str, key: str, status: int) -> None:
    with Session(larger) as session:
        session.see(r"Opening large\.html")
        session.settle(0.05, 1)  # an answer of the terminal right behind esc would be taken for one sequence with it
        session.send(key)
        assert session.ended() == status, session.text
        assert session.restored()


def test_a_signal_ends_it_while_it_opens(larger: str) -> None:
    with Session(larger) as session:
        session.see(r"Opening large\.html")
        session.kill(signal.SIGTERM)
        assert session.ended() == 1
        assert session.restored()


def test_what_cannot_be_opened_ends_in_one_line(tmp_path: Path, large: str) -> None:
    (tmp_path / "bad.epub").write_bytes(epub({"a.xhtml": page("<p>x")})[:-40])
    with Session(str(tmp_path / "bad.epub")) as session:
        assert session.ended() == 1
        assert session.output.decode().rstrip().endswith("bad.epub: the archive is damaged; get it again")
        assert b"\x1b[?1049h" not in session.output
    with Session("read", "--section", "nowhere", large) as session:
        assert session.ended(LONG) == 1
        last = session.output.rpartition(b"\x1b[?1049l")[2].decode()
        assert "large.html: there is no section nowhere; its sections are heading-0, heading-1, " in last
