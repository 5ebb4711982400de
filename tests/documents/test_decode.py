"""Bytes become text by their mark, else as UTF-8, else by a guess that is said; binary is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.documents.decode import decode
from companion.model import Unreadable

TEXT = "Überwachung – “reports”, 語, 😀\n"


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    ],
)
def test_a_mark_decides(mark: bytes, codec: str, name: str) -> None:
    assert decode(mark + TEXT.encode(codec)) == (TEXT, name, False)
    broken = decode(mark + TEXT.encode(codec) + b"\xff")
    assert broken.text.startswith(TEXT)
    assert broken.text.endswith("\ufffd")
    assert (broken.encoding, broken.guessed) == (name, True)


def test_without_a_mark_it_is_utf_8_or_a_guess() -> None:
    assert decode(TEXT.encode()) == (TEXT, "utf-8", False)
    assert decode(b"caf\xe9 \x93quoted\x94 \x81") == ("café “quoted” \ufffd", "cp1252", True)
    assert decode(b"") == ("", "utf-8", False)


def test_a_text_with_every_control_is_still_text() -> None:
    controls = "".join(f"Here stands {code:02x}: {chr(code)}.\n" for code in [*range(0x20), *range(0x7F, 0xA0)])
    assert decode(controls.encode()).text == controls


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 50, "NUL bytes"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "NUL bytes"),
        (b"abc\x00def", "NUL bytes"),
        ("plain words".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        ("plain words".encode("utf-16-be"), "UTF-16 without a byte order mark"),
        (bytes(range(1, 32)) * 9, "control characters"),
        (b"BZh91AY&SY\x99\x01\x02\x03\x04\xf0" * 20, "control characters"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as refused:
        decode(data)
    assert "save it as UTF-8" in str(refused.value)


@given(st.binary(max_size=300))
def test_it_never_fails_otherwise_and_never_says_utf_8_falsely(data: bytes) -> None:
    try:
        decoded = decode(data)
    except Unreadable:
        return
    if decoded.encoding == "utf-8" and not decoded.guessed:
        assert decoded.text.encode() == data.removeprefix(codecs.BOM_UTF8)
