"""Citations and links to passages: from what a document says, in forms other programs read."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.documents import read_document
from companion.exchange.citation import TYPES, bibtex, cited, csl_json, text
from companion.exchange.text_fragment import passage_address, text_directive
from companion.model import Document, Quote

FACTS = """---
title: Water & Power_2023
author: A. Writer; The {Other} One
publisher: Board of 100% Water
published: 2023-12-31
pages: 27
language: en
url: https://example.org/report?a=b#top
accessed: 2024-01-05
---

# Water & Power_2023

## The Pumps

The pump was repaired twice.
"""
ADDRESS = "https://example.org/report"


def document(text_: str = FACTS) -> Document:
    return read_document(text_.encode(), "nso-2023.md")


def test_csl_has_what_the_front_matter_says_and_nothing_else() -> None:
    (item,) = json.loads(csl_json(cited(document())))
    assert item == {
        "id": "nso-2023",
        "type": "report",
        "title": "Water & Power_2023",
        "author": [{"literal": "A. Writer"}, {"literal": "The {Other} One"}],
        "publisher": "Board of 100% Water",
        "issued": {"date-parts": [[2023, 12, 31]]},
        "accessed": {"date-parts": [[2024, 1, 5]]},
        "URL": "https://example.org/report?a=b#top",
        "number-of-pages": "27",
        "language": "en",
    }
    (bare,) = json.loads(csl_json(cited(document("## One\n\nWords.\n"))))
    assert bare == {"id": "nso-2023", "type": "report", "title": "nso-2023.md"}


def test_bibtex_escapes_what_tex_would_take_for_its_own() -> None:
    made = bibtex(cited(document()))
    assert made.startswith("@techreport{nso-2023,\n")
    assert r"title = {{Water \& Power\_2023}}," in made
    assert r"author = {{A. Writer} and {The \{Other\} One}}," in made
    assert r"institution = {Board of 100\% Water}," in made
    assert "urldate = {2024-01-05}" in made


def test_text_is_one_line() -> None:
    assert text(cited(document())) == (
        "A. Writer; The {Other} One, Water & Power_2023, Board of 100% Water, 2023-12-31, 27 pages. "
        "https://example.org/report?a=b#top (read 2024-01-05)\n"
    )


@pytest.mark.parametrize(
    ("said", "issued"),
    [
        ("2023", (2023,)),
        ("2023-05", (2023, 5)),
        ("2023-13-01", (2023,)),
        ("May 2023", ()),
        ("2023-05-06T10:00Z", (2023, 5, 6)),
    ],
)
def test_only_dates_that_can_be_read_are_given(said: str, issued: tuple[int, ...]) -> None:
    assert cited(document(f"---\ntitle: x\npublished: {said}\n---\n\nx\n")).issued == issued


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_document_is_called_each_form_holds_together(title: str, author: str) -> None:
    facts = json.dumps({"title": title, "author": author})[1:-1].replace('", "', '"\n"').replace('"title"', "title")
    citation = cited(document(f"---\n{facts.replace(chr(34) + 'author' + chr(34), 'author')}\n---\n\n## One\n\nx\n"))
    made = bibtex(citation)
    bare = re.sub(r"\\[{}]", "", made)
    assert bare.count("{") == bare.count("}")
    assert made.count("\n@") == 0
    (item,) = json.loads(csl_json(citation))
    assert item["type"] in TYPES
    assert text(citation).count("\n") == 1


@pytest.mark.parametrize(
    ("quote", "directive"),
    [
        (Quote("repaired twice"), "text=repaired%20twice"),
        (Quote("a-b, c & d"), "text=a%2Db%2C%20c%20%26%20d"),
        (Quote("epaired tw", prefix="was r", suffix="ice."), "text=repaired%20twice"),
        (Quote("one two\n\nthree four five"), "text=one%20two,four%20five"),
        (Quote("été"), "text=%C3%A9t%C3%A9"),
    ],
)
def test_words_of_a_passage(quote: Quote, directive: str) -> None:
    assert text_directive(quote) == directive


def test_context_stands_around_words_that_stand_there_twice() -> None:
    quote = Quote("was repaired", prefix="They say: the pump ", suffix=" twice. Nobody paid.")
    assert text_directive(quote, context=True) == "text=say%3A%20the%20pump-,was%20repaired,-twice.%20Nobody%20paid."


def test_long_passages_are_told_by_their_ends() -> None:
    words = " ".join(f"word{number}" for number in range(80))
    begun, ended = text_directive(Quote(words)).removeprefix("text=").split(",")
    assert words.startswith(unquote(begun))
    assert words.endswith(unquote(ended))


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (ADDRESS, f"{ADDRESS}#:~:text=a%20b"),
        (f"{ADDRESS}#top", f"{ADDRESS}#top:~:text=a%20b"),
        (f"{ADDRESS}#:~:text=old", f"{ADDRESS}#:~:text=a%20b"),
        ("mailto:x@example.org", "mailto:x@example.org"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_only_pages_of_the_web_get_a_fragment(address: str, link: str) -> None:
    assert passage_address(address, Quote("a b")) == link
    assert passage_address(address, Quote(" ")) == address


@given(st.text(min_size=1), st.text(max_size=20), st.text(max_size=20), st.booleans())
def test_a_fragment_holds_nothing_that_could_end_it(exact: str, prefix: str, suffix: str, context: bool) -> None:
    quote = Quote(exact, prefix, suffix)
    assert re.fullmatch(r"text=[A-Za-z0-9._~%,-]*", text_directive(quote, context=context))
