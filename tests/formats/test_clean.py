"""Cleaning keeps every offset and lets nothing harmful through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.formats.clean import SIGN, clean, clean_line, hidden, normalise
from companion.formats.decode import decode
from companion.model import Unreadable

_ANY = st.text(st.characters(codec=None, exclude_categories=()))
_HIDING = "\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\U000e0041"
_KEPT = "\u200c\u200d\u200e\u200f\u061c\ufe0f\xad"


@given(_ANY)
def test_nothing_harmful_is_left_and_offsets_hold(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in cleaned if char != "\n")
    assert not set(cleaned) & set(_HIDING)
    assert "\n" not in clean_line(text)
    assert clean_line(clean_line(text)) == clean_line(text)


def test_each_character_has_its_sign() -> None:
    assert clean("\x1b[31m\x00\x7f\x9b\ud800\t\n") == "␛[31m␀␡\ufffd\ufffd \n"
    assert clean(_HIDING) == SIGN * len(_HIDING)
    assert clean(_KEPT) == _KEPT


def test_what_is_hidden_is_counted() -> None:
    found = {each.char: (each.count, each.first) for each in hidden("a\u202eb\u200d\u200d")}
    assert found == {"\u202e": (1, 1), "\u200d": (2, 3)}


def test_line_ends_and_tabs_are_normalised() -> None:
    assert normalise("\ufeffa\r\nb\rc\td") == "a\nb\nc   d"


def test_encodings() -> None:
    assert decode("né".encode()).guessed is False
    assert decode("né".encode("utf-16")).text == "né"
    assert decode("né".encode("cp1252"))[1:] == ("cp1252", True)
    with pytest.raises(Unreadable):
        decode(b"\x00\x01\x02" * 100)
