"""Bytes to text: a byte order mark decides, else strict UTF-8, else Windows-1252, which is a guess and said so."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from companion.model.faults import Unreadable
from companion.text.clean import clean, normalise

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
    """Text without its byte order mark. `guessed` is True if some of it may be wrong, which the reader must be told.

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
    """True if nearly every second byte is NUL and hardly any of the others, as in UTF-16 of a Latin script."""
    less, more = sorted((sample[0::2].count(0), sample[1::2].count(0)))
    return more * 2 > len(sample) * 0.6 and less * 10 < more


_CHUNK = 1 << 18
_SAMPLE = 1 << 16
_SHORT = 200
"""Characters up to which asking whether all are printable, so that none needs a sign, is quicker than cleaning."""
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class SourceText(NamedTuple):
    """UTF-8 with LF line ends and no byte order mark; `notices` say what was guessed."""

    data: bytes
    notices: tuple[str, ...] = ()


def source(data: bytes) -> SourceText:
    """The bytes of a text as UTF-8 with LF line ends. Raises Unreadable for what is no text."""
    if data.startswith(_WIDE) or not _is_utf8(data):
        decoded = decode(data)
        guess = f"The encoding was guessed ({decoded.encoding}): some letters may be wrong."
        return SourceText(_unix(decoded.text.encode("utf-8", "replace")), (guess,) if decoded.guessed else ())
    decode(_sample(data))
    return SourceText(_unix(data.removeprefix(codecs.BOM_UTF8)))


def text_of(data: bytes) -> str:
    """The cleaned text of some bytes of a SourceText."""
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
    """Enough of a text to tell it from binary: its beginning, up to a full character; all if it holds NUL bytes."""
    if len(data) <= _SAMPLE or b"\0" in data:
        return data
    end = _SAMPLE
    while data[end] & 0xC0 == 0x80:
        end -= 1
    return data[:end]


_SAID = re.compile(
    rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']\s*([\w.:-]{1,40})|<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
_DECLARED = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KNOWN = re.compile(r"(?:iso8859|cp125|windows|koi8|euc|gb|big5|shift|mac|ascii|latin|iso2022|cp9|cp8|tis|hz)", re.I)


def html_text(data: bytes) -> tuple[str, str]:
    """The text of a page, and a notice about its encoding ("" if nothing was guessed).

    Raises Unreadable for what is no text.
    """
    declared = _SAID.search(data[:4096])
    if declared and not data.startswith(_DECLARED):
        name = (declared[1] or declared[2]).decode("ascii", "replace")
        text = _decoded(data, name)
        if text is not None:
            lost = text.count("\ufffd")
            return text, f"{lost:,} characters could not be read as {name}." if lost else ""
    decoded = decode(data)
    guess = f"The encoding was guessed ({decoded.encoding}): some letters may be wrong."
    return decoded.text, guess if decoded.guessed else ""


def _decoded(data: bytes, name: str) -> str | None:
    """The text in the encoding of this name; None for UTF-8, which `decode` reads, and for an unknown one."""
    try:
        codec = codecs.lookup(
            {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name.lower(), name)
        )
    except (LookupError, ValueError):
        return None
    if not _KNOWN.match(codec.name):
        return None
    return codec.decode(data, "replace")[0]
