"""Bytes as they came to UTF-8 bytes with plain line ends: what the scans of Markdown and plain text work on.

A document is kept as bytes, since one emoji makes a Python text four bytes a character; only the Section
being read is decoded.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from companion.formats.clean import clean, normalise
from companion.formats.decode import decode

_CHUNK = 1 << 18
_SAMPLE = 1 << 16
_SHORT = 200
"""Characters up to which asking whether all are printable, so that none needs a sign, is quicker than cleaning."""
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Source(NamedTuple):
    """UTF-8 with LF line ends and no byte order mark; `notices` say what was guessed."""

    data: bytes
    notices: tuple[str, ...] = ()


def source(data: bytes) -> Source:
    """Raises Unreadable where decode does: for what is no text."""
    if data.startswith(_WIDE) or not _is_utf8(data):
        decoded = decode(data)
        guess = f"The encoding was guessed ({decoded.encoding}): some letters may be wrong."
        return Source(_unix(decoded.text.encode("utf-8", "replace")), (guess,) if decoded.guessed else ())
    decode(_sample(data))
    return Source(_unix(data.removeprefix(codecs.BOM_UTF8)))


def text_of(data: bytes) -> str:
    """Cleaned text of a stretch of a Source."""
    text = data.decode("utf-8", "replace")
    return text if len(text) < _SHORT and text.isprintable() else clean(normalise(text))


def _unix(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _is_utf8(data: bytes) -> bool:
    """Decoding in chunks that stay in the processor's cache is four times quicker than decoding at once."""
    if data.isascii():
        return True
    start = 0
    try:
        while start < len(data):
            end = min(start + _CHUNK, len(data))
            start += codecs.utf_8_decode(data[start:end], "strict", end == len(data))[1]
    except UnicodeDecodeError:
        return False
    return True


def _sample(data: bytes) -> bytes:
    """Whole if it holds NUL bytes; else the beginning, up to a full character: enough to tell text from binary."""
    if len(data) <= _SAMPLE or b"\0" in data:
        return data
    end = _SAMPLE
    while data[end] & 0xC0 == 0x80:
        end -= 1
    return data[:end]
