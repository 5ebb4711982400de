"""The article of a page is told from what stands beside it; what is left out can be read all the same."""

from __future__ import annotations

import json
from gzip import compress
from pathlib import Path

import pytest

from companion.documents import read_document
from companion.documents.decode import html_text
from companion.documents.html.dom import parse
from companion.documents.html.measure import inked
from tests.documents.books import sent
from tests.measure.articles.run import GOAL, Labelled, kept, made, mean, score, shown
from tests.measure.articles.sites import SITES

PAGES = made()
SHOWN = {page.name: shown(page.data) for page in PAGES}


@pytest.mark.parametrize("site", [site.__name__ for site in SITES])
def test_the_article_is_shown_whole_and_hardly_anything_else(site: str) -> None:
    scores = [score(SHOWN[page.name], page.truth) for page in PAGES if page.name.startswith(f"{site}/")]
    precision, recall, f1 = mean(scores)
    assert len(PAGES) >= 60
    assert f1 >= GOAL
    assert precision >= 0.9
    assert recall >= 0.99


def test_a_score_tells_too_much_from_too_little() -> None:
    assert score("a b c d e", "a b c d e") == (1, 1)
    assert score("a b c d e f g h", "a b c d e") == (0.4, 1)
    assert score("a b c d", "a b c d e") == (1, 0.5)
    assert score("x", "a b c d e") == (0, 0)


def test_labelled_pages_of_a_folder_are_read_in_either_form(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "p1.html.gz").write_bytes(compress(b"<p>one"))
    (tmp_path / "ground-truth.json").write_text(json.dumps({"p1": {"articleBody": "one"}}))
    (tmp_path / "p2.html").write_bytes(b"<p>two")
    (tmp_path / "p2.txt").write_text("two")
    assert [(page.name, page.data, page.truth) for page in kept(tmp_path)] == [
        ("p1", b"<p>one", "one"),
        ("p2", b"<p>two", "two"),
    ]


def test_what_stands_beside_is_kept_to_be_read_and_counted() -> None:
    page = next(page for page in PAGES if page.name.startswith("crowd/"))
    document = read_document(page.data, "page.html")
    reasons = {left.reason: left.text for left in document.left_out}
    assert "Reader 39" in reasons["readers' comments"]
    assert "Reader" not in "".join(document.section(index).text for index in range(len(document)))
    assert "of readers' comments" in document.notices[-1]


@pytest.mark.parametrize("page", PAGES[:: len(SITES) + 1] + PAGES[: len(SITES)], ids=lambda page: page.name)
def test_characters_in_are_characters_shown_and_characters_left_out(page: Labelled) -> None:
    root, comments = parse(html_text(page.data)[0])
    found = sent("html", page.data)
    cells = sum(piece.text.count(" | ") for piece in found.pieces if piece.kind == "row")
    there = sum(inked(text) for text in root.texts()) + comments
    assert there == sum(inked(text) for text in found.texts) - cells + found.left_out
