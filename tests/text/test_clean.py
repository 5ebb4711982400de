"""Cleaning keeps every offset and lets nothing harmful through."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.text.clean import SIGN, clean, clean_line, hidden, normalise

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HIDING = BIDI + "\u200b\u2060\ufeff" + "".join(map(chr, range(0xE0000, 0xE0080)))
NEEDED = "\u200c\u200d\u200e\u200f\u061c\ufe0e\ufe0f\U000e0100\xad\u0301👩‍🌾é語"
FORBIDDEN = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *map(chr, range(0xD800, 0xE000)), *HIDING}
FORBIDDEN -= {"\n"}
ANY = st.text(st.characters(codec=None, exclude_categories=()) | st.sampled_from([*sorted(FORBIDDEN), *NEEDED, "\n"]))


@given(ANY)
def test_nothing_forbidden_is_left_offsets_hold_and_twice_is_once(text: str) -> None:
    for made in (clean(text), clean_line(text)):
        assert len(made) == len(text)
        assert not FORBIDDEN.intersection(made)
        assert all(new == old for new, old in zip(made, text, strict=True) if old in NEEDED)
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean(text)) == clean_line(clean_line(text)) == clean_line(text)
    assert not {"\n", "\u2028", "\u2029"}.intersection(clean_line(text))


def test_every_code_point_is_kept_or_gets_the_sign_it_should() -> None:
    changed = {char: new for char in map(chr, range(0x110000)) if (new := clean(char)) != char}
    assert set(changed) == FORBIDDEN | {"\u2028", "\u2029"}
    for code in range(0x20):
        assert clean(chr(code)) == {0x09: " ", 0x0A: "\n"}.get(code, chr(0x2400 + code))
    assert clean("\x7f\x80\x9b\ud800") == "␡\ufffd\ufffd\ufffd"
    assert clean(HIDING) == SIGN * len(HIDING)
    assert clean("a\u2028b\u2029c") == "a\nb\nc"
    assert clean_line("a\nb\u2028c\td") == "a␊b␊c d"


@pytest.mark.parametrize(
    "attack",
    [
        "\x1b]52;c;cm0gLXJm\x07",
        "\x1b]0;title\x07",
        "\x1b[2J\x1b[6n",
        "\x9b31m\x9d0;x\x9c",
        "\x1bP$q q\x1b\\",
        "\x1b]8;;http://x\x1b\\y",
        "\x1b[?1049h\x1b[?1000l",
    ],
)
def test_attacks_stay_readable_as_text(attack: str) -> None:
    assert clean(attack).isprintable()
    assert [char for char in clean(attack) if char.isascii()] == [char for char in attack if 0x20 <= ord(char) < 0x7F]


def test_normalising_comes_before_offsets() -> None:
    assert normalise("\ufeffa\r\nb\rc\n\td\te") == "a\nb\nc\n    d   e"
    assert normalise("a\ufeff") == "a\ufeff"


def test_what_is_hidden_is_told_of_raw_and_of_cleaned_text() -> None:
    raw = "a\x1b\u202eb\u200d\u202e\tc\n\ud800"
    found = [(each.char, each.name, each.count, each.first) for each in hidden(raw)]
    assert found == [
        ("\x1b", "ESCAPE", 1, 1),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE", 2, 2),
        ("\u200d", "ZERO WIDTH JOINER", 1, 4),
        ("\ud800", "LONE SURROGATE", 1, 9),
    ]
    names = [each.name for each in hidden(clean(raw))]
    assert names[0] == "sign for ESCAPE"
    assert [each.first for each in hidden(clean(raw))] == [1, 2, 4, 9]
    assert hidden("Nothing é 語 here.\n\tAt all.") == []


@given(ANY)
def test_whatever_cleaning_changes_is_told(text: str) -> None:
    told = {each.char: each.count for each in hidden(text)}
    for char in set(text):
        if clean(char) != char and char != "\t":
            assert told[char] == text.count(char)
    assert all(name.isprintable() for _, name, _, _ in hidden(text))


@pytest.mark.parametrize("text", ["hello " * 1_700_000, "語\x1b" * 1_700_000, "é\u202e" * 2_500_000])
def test_ten_megabytes_are_cleaned_soon(text: str) -> None:
    start = time.process_time()
    assert len(clean(text)) == len(text)
    assert time.process_time() - start < 2
