"""What is hidden in a document is told by its own name and at its own place, whatever cleaning made of it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.documents import read_document
from companion.documents.hidden import MOST, concealed
from companion.text.clean import clean

VISIBLE = "ab \n*`[](\ue000\u2800"
HIDING = "\u200b\u202a\u202e\u2060\u2066\u2069\ufeff\U000e0001\U000e0041"
KEPT = "\u200d\u200f\xad\ufe0f"


@given(
    st.lists(st.text("ab \n*`[](\ue000\u2800" + HIDING + KEPT, max_size=30), max_size=6),
    st.sampled_from(["a.md", "a.txt"]),
)
def test_each_is_told_at_its_place(parts: list[str], name: str) -> None:
    raw = ("# T\n\n## Head\n\nwords\n\n" + "\n\n".join(parts)).encode()
    document = read_document(raw, name, file=name)
    found = concealed(document, raw)
    signs = sum(each.total for each in found if clean(each.char) == "\u2426")
    shown = [document.section(index).text for index in range(len(document))]
    assert signs == sum(text.count("\u2426") for text in shown)
    assert "\u2426" not in {each.char for each in found}, "a sign that was not told apart"
    for each in found:
        assert len(each.places) == min(each.total, MOST)
        for place in each.places:
            assert document.text(place) == clean(each.char)


def test_emphasis_beside_one_ends_where_it_did() -> None:
    """An asterisk between a symbol and a letter ends nothing; between two letters it would."""
    raw = "# T\n\n## A\n\n*\u200b*a *\U000e0001*a".encode()
    found = concealed(read_document(raw, "a.md", file="a.md"), raw)
    assert [(each.code, each.total) for each in found] == [("U+200B", 1), ("U+E0001", 1)]


def test_all_are_counted_and_the_first_places_told() -> None:
    raw = b"# T\n\n## A\n\n" + "a\u200bb\u202ec ".encode() * 300
    document = read_document(raw, "a.md", file="a.md")
    assert Counter({each.name: each.total for each in concealed(document, raw)}) == {
        "ZERO WIDTH SPACE": 300,
        "RIGHT-TO-LEFT OVERRIDE": 300,
    }
    assert {len(each.places) for each in concealed(document, raw)} == {MOST}


@pytest.mark.parametrize("raw", [None, b"other bytes"])
def test_without_the_bytes_the_sign_itself_is_told(raw: bytes | None) -> None:
    document = read_document("# T\n\n## A\n\na\u200bb\n".encode(), "a.md", file="a.md")
    (found,) = concealed(document, raw)
    assert (found.char, found.total, found.places[0].start) == ("\u2426", 1, 7)
    assert "hides or turns" in found.name


def test_looking_ends_when_it_is_cancelled() -> None:
    raw = "".join(f"## S{number}\n\na\u200bb\n\n" for number in range(20)).encode()
    document = read_document(raw, "a.md", file="a.md")
    left = iter([False] * 5)
    (found,) = concealed(document, raw, lambda: next(left, True))
    assert found.total == 5


@pytest.mark.parametrize(
    ("words", "found"), [("plain", 0), ("soft&shy;hyphen", 1), ("R&D", 0), ("zero&#8203;width", 1)]
)
def test_what_is_written_by_its_name_or_number_is_found_too(words: str, found: int) -> None:
    raw = f"## A\n\n{words}\n".encode()
    assert len(concealed(read_document(raw, "a.md", file="a.md"), raw)) == found
