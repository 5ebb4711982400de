"""Plain text: underlined, numbered and ALL-CAPS headings between empty lines; hard-wrapped paragraphs joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from companion.formats.blocks import Builder
from companion.formats.clean import clean, normalise
from companion.formats.pieces import Head, Piece, divide
from companion.model.document import Document, Heading, Section

_LONGEST = 80
_ALONE = re.compile(
    rb"\n[ \f]*\n {0,8}(?=[^\s=~*_-])([^\n]{1,200})(?:\n {0,8}(={3,}|-{3,}|~{3,}|\*{3,})[ ]*(?=\n)|(?=\n[ \f]*\n))"
)
_NUMBERED = re.compile(
    r"((?:\d{1,3}|[A-Z])(?:\.\d{1,3})*\.?|(?:Chapter|Section|Part|Appendix) [\dIVXA-Z]{1,4}[.:]?)\s+\S"
)
_BULLET = re.compile(r"( *)([-*•+‣–]|\d{1,3}[.)]|\([a-z\d]{1,3}\))\s+(?=\S)")
_LAID_OUT = re.compile(r"\S {3,}\S|[|+][-=]{2,}|[─-╿]|\.{5,}|^\s*[|+].*[|+]\s*$")


def read_plain(data: bytes, name: str, mark: str, notices: tuple[str, ...] = ()) -> Document:
    """The Document in these UTF-8 bytes with LF line ends; `mark` is its fingerprint."""
    found = divide(data, 0, scan(data))

    @lru_cache(maxsize=64)
    def read(index: int) -> Section:
        return _section(data, found.headings[index], found.pieces[index])

    return Document(found.title or name, name, "text", mark, found.headings, read, notices=notices)


def scan(data: bytes) -> list[Head]:
    """The lines that stand alone or are underlined, and read as headings."""
    heads: list[Head] = []
    padded = b"\n\n" + data + b"\n\n"
    for match in _ALONE.finditer(padded):
        words = clean(normalise(match[1].decode("utf-8", "replace"))).strip()
        level = _level(words, match[2] or b"")
        if level:
            body = min(match.end() - 1, len(data))
            heads.append(Head(max(match.start(1) - 2, 0), body, level, " ".join(words.split()), raw=words))
    return heads


def _level(words: str, underline: bytes) -> int:
    """1 to 6, or 0 for a line that is no heading. A full stop at the end makes it a sentence or a list item."""
    if len(words) > _LONGEST:
        return 0
    if underline:
        return 1 if underline[:1] in b"=*" else 2
    if words[-1] in ".,;:!?…" or _LAID_OUT.search(words):
        return 0
    match = _NUMBERED.match(words)
    if match:
        return min(2 + match[1].rstrip(".:").count("."), 6)
    letters = sum(letter.isalpha() for letter in words)
    return 2 if words.isupper() and letters > 3 and letters * 2 > len(words) else 0


def _section(data: bytes, heading: Heading, piece: Piece) -> Section:
    builder = Builder()
    if piece.raw:
        builder.block("heading", piece.raw)
    source = clean(normalise(data[piece.start : piece.end].decode("utf-8", "replace"))).replace("\u240c", "")
    for lines in _paragraphs(source):
        _write(lines, builder)
    return builder.section(heading)


def _paragraphs(source: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in [*source.split("\n"), ""]:
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            yield lines
            lines = []


def _write(lines: list[str], builder: Builder) -> None:
    """One paragraph: kept as laid out, or quoted, or cut at its bullets, or joined to one line."""
    if all(line.lstrip().startswith(">") for line in lines):
        words = [line.lstrip().lstrip("> ") for line in lines]
        builder.block("quotation", " ".join(word for word in words if word), 1)
    elif any(_LAID_OUT.search(line) for line in lines) and not _BULLET.match(lines[0]):
        indent = min(len(line) - len(line.lstrip()) for line in lines)
        builder.block("code", "\n".join(line[indent:] for line in lines))
    else:
        _write_items(lines, builder)


def _write_items(lines: list[str], builder: Builder) -> None:
    marker, words = "", list[str]()
    for line in lines:
        match = _BULLET.match(line)
        if match and (words == [] or marker or not match[2][0].isalnum()):
            _flush(words, marker, builder)
            marker, words = match[2], [line[match.end() :]]
        else:
            words.append(line.strip())
    _flush(words, marker, builder)


def _flush(words: list[str], marker: str, builder: Builder) -> None:
    text = " ".join(" ".join(words).split())
    if text:
        shown = "•" if marker in ("-", "*", "+") else marker
        builder.block("item" if marker else "paragraph", text, 1 if marker else 0, shown)
