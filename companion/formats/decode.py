"""Bytes to text: a byte order mark decides, else strict UTF-8, else Windows-1252, which is a guess and said so."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from companion.model.faults import Unreadable

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r\f")
_WHAT_TO_DO = "save it as UTF-8 text"


class Decoded(NamedTuple):
    """Text without its byte order mark. `guessed` says that some of it may be wrong and the reader must be told.

    `encoding` is `utf-8`, `utf-16`, `utf-32` or `cp1252`.
    """

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes) -> Decoded:
    """The text of these bytes; what does not fit the encoding becomes U+FFFD and makes it guessed.

    Raises Unreadable for what is no text: many NUL bytes or controls.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _after_mark(data[len(mark) :], codec, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        _refuse_binary(data, nuls=0.0, controls=0.02)
        return Decoded(data.decode("cp1252", "replace"), "cp1252", True)
    _refuse_binary(data, nuls=0.01, controls=0.3)
    return Decoded(text, "utf-8", False)


def _after_mark(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), name, False)
    except UnicodeDecodeError:
        return Decoded(data.decode(codec, "replace"), name, True)


def _refuse_binary(data: bytes, *, nuls: float, controls: float) -> None:
    """Raise Unreadable where NUL bytes, or all controls, are more than these shares of the bytes."""
    count = data.count(0)
    if count > nuls * len(data):
        if _looks_like_utf_16(data[:2000]):
            raise Unreadable(f"looks like UTF-16 without a byte order mark; {_WHAT_TO_DO}")
        raise Unreadable(f"not text: it holds {count:,} NUL bytes; {_WHAT_TO_DO}, or open another file")
    if len(data) - len(data.translate(None, _CONTROLS)) > controls * len(data):
        raise Unreadable(f"not text: it is full of control characters; {_WHAT_TO_DO}, or open another file")


def _looks_like_utf_16(sample: bytes) -> bool:
    """Whether nearly every second byte is NUL and hardly any of the others, as in UTF-16 of a Latin script."""
    less, more = sorted((sample[0::2].count(0), sample[1::2].count(0)))
    return more * 2 > len(sample) * 0.6 and less * 10 < more
