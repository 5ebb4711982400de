"""Words are found whatever case, accents and line breaks they are written with, and exactly where they stand."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from companion.text.find import LOOSE, TYPED, Finder

LETTERS = "aAeéÉeßsSfﬁﬃiİıoøŁlΣςσкЙй字か゛がｶﾞक्या\u0301\u0308\u0327\u3099\u200d\u00ad\u2060½²…¨´’'“-–|  \n\n\t"
TEXTS = st.text(st.sampled_from(LETTERS) | st.characters(codec="utf-8"), max_size=40)
WORDS = st.text(st.sampled_from(LETTERS) | st.characters(codec="utf-8"), min_size=1, max_size=4)


def words(text: str, wanted: str, *, exact: bool = False) -> list[str]:
    return [text[start:end] for start, end in Finder(wanted, exact=exact).find(text)]


@pytest.mark.parametrize(
    ("wanted", "text", "loose", "exact"),
    [
        ("audit", "Audit, AUDITS, au\u00addit", ["Audit", "AUDIT", "au\u00addit"], ["au\u00addit"]),
        ("cafe", "café cafe\u0301 CAFÉS cafe", ["café", "cafe\u0301", "CAFÉ", "cafe"], ["cafe"]),
        ("café", "café cafe\u0301 CAFÉ cafe", ["café", "cafe\u0301", "CAFÉ", "cafe"], ["café", "cafe\u0301"]),
        ("strasse", "Die Straße, STRASSE", ["Straße", "STRASSE"], []),
        ("straße", "Die straße, STRASSE", ["straße", "STRASSE"], ["straße"]),
        ("s", "ß", ["ß"], []),
        ("office", "the oﬃce", ["oﬃce"], ["oﬃce"]),
        ("fi", "oﬃce", ["ﬃ"], ["ﬃ"]),
        ("audit scope", "audit\nscope. Audit\n\nscope", ["audit\nscope", "Audit\n\nscope"], ["audit\nscope"]),
        ("scope 12", "audit scope | 12", ["scope | 12"], ["scope | 12"]),
        ("lodz", "Łódź", ["Łódź"], []),
        ("istanbul", "İstanbul ISTANBUL ıstanbul", ["İstanbul", "ISTANBUL", "ıstanbul"], []),
        ("don't", "don’t", ["don’t"], ["don’t"]),
        ("σοφος", "ΣΟΦΌΣ σοφός", ["ΣΟΦΌΣ", "σοφός"], []),
        ("ﾊﾟｽ", "パス", ["パス"], ["パス"]),
        ("か", "がか", ["か"], ["か"]),
        ("שלום", "שָׁלוֹם", ["שָׁלוֹם"], []),
        ("10 km²", "10\u00a0km2", ["10\u00a0km2"], ["10\u00a0km2"]),
        ("aa", "aaa", ["aa"], ["aa"]),
        ("e", "e\u0301e", ["e\u0301", "e"], ["e"]),
        ("a|b", "a | b", [], []),
    ],
)
def test_what_is_found(wanted: str, text: str, loose: list[str], exact: list[str]) -> None:
    assert words(text, wanted) == loose
    assert words(text, wanted, exact=True) == exact


@pytest.mark.parametrize("nothing", ["", "  \n", "\u00ad\u200d", "\u0301"])
def test_nothing_to_look_for_is_found_nowhere(nothing: str) -> None:
    assert not Finder(nothing)
    assert Finder(nothing).find("a \u0301\u00ad b") == []


def folded(text: str, *, exact: bool) -> str:
    return text.translate(TYPED if exact else LOOSE)


def plain(text: str, *, exact: bool) -> str:
    return " ".join(folded(text, exact=exact).replace("|", " ").split())


@given(TEXTS, WORDS, st.booleans())
def test_every_hit_holds_the_words_and_none_lies_over_another(text: str, wanted: str, exact: bool) -> None:
    found, core = Finder(wanted, exact=exact).find(text), plain(wanted, exact=exact)
    for start, end in found:
        assert 0 <= start < end <= len(text)
        assert core in plain(text[start:end], exact=exact)
        assert not core or core not in plain(text[start + 1 : end], exact=exact)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


@given(st.data(), TEXTS, st.booleans())
def test_words_taken_from_a_text_are_found_there(data: st.DataObject, text: str, exact: bool) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    # a letter without its accents is another one
    assume(not any(unicodedata.combining(char) for char in (text[start : start + 1] + text[end : end + 1])))
    finder = Finder(text[start:end], exact=exact)
    assert not finder or any(first < end and last > start for first, last in finder.find(text))


@given(st.text("abAB ", max_size=30), st.text("ab", min_size=1, max_size=3))
def test_as_many_are_found_as_one_finds_by_hand(text: str, wanted: str) -> None:
    for exact, where in ((True, text), (False, text.lower())):
        by_hand, at = [], 0
        while at + len(wanted) <= len(where):
            if where[at : at + len(wanted)] == wanted:
                by_hand.append((at, at + len(wanted)))
                at += len(wanted)
            else:
                at += 1
        assert Finder(wanted, exact=exact).find(text) == by_hand


@given(TEXTS, WORDS, st.booleans())
def test_looking_letter_by_letter_finds_the_same(text: str, wanted: str, exact: bool) -> None:
    """The same by brute force: each letter of the view with the letter of the text that it came from."""
    view = [(part, index) for index, char in enumerate(text) for part in folded(char, exact=exact)]
    pieces = folded(wanted, exact=exact).split()
    found: list[tuple[int, int]] = []
    at = 0
    while pieces and at < len(view):
        end = _matches(view, at, pieces)
        if end is None:
            at += 1
            continue
        follows = unicodedata.combining(view[end][0]) if end < len(view) else 0
        start, last = view[at][1], view[end - 1][1] + 1
        if follows in (0, 9) and (not found or start >= found[-1][1]):
            while last < len(text) and unicodedata.combining(text[last]) and not folded(text[last], exact=exact):
                last += 1
            found.append((start, last))
        at = end
    assert Finder(wanted, exact=exact).find(text) == found


def _matches(view: list[tuple[str, int]], at: int, pieces: list[str]) -> int | None:
    """Where the pieces end that begin at `at`, white space and signs of table cells between them."""
    for number, piece in enumerate(pieces):
        if number:
            begun = at
            while at < len(view) and (view[at][0].isspace() or (view[at][0] == "|" and piece[0] != "|")):
                at += 1
            if at == begun or not view[begun][0].isspace() or not view[at - 1][0].isspace():
                return None
        if "".join(part for part, _ in view[at : at + len(piece)]) != piece:
            return None
        at += len(piece)
    return at
