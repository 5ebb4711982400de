"""Plain text to a Document: headings told by their looks.

A heading stands alone between empty lines and is underlined, numbered, in capitals, one of the words every
report uses (`Abstract`, `Chapter 3`), or capitalised word by word above a paragraph (`Assessment of Risks`); or,
in a text whose paragraphs are all indented, it begins at the margin (RFCs). Running heads and page numbers around a
form feed are layout: they are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from companion.documents.decode import source, text_of
from companion.documents.plain.paragraphs import LAID_OUT, pieces_of
from companion.documents.sections import HeadedText, Piece, SectionCache, make_section, plan
from companion.documents.split import Ranges
from companion.model import Document, Section, Unreadable

_SAMPLE = 1 << 16
_LONGEST = 90
_MOST = 100_000
"""Lines that stand alone and are looked at: what follows is text of the last heading, and shown as that."""
_RULED = rb"={3,}|-{3,}|~{3,}|\*{3,}|\^{3,}|#{3,}|\+{3,}|\"{3,}|_{3,}"
_ALONE = re.compile(
    rb"\n[ \t]*+(?=\n)(?:\n[ ]{0,24}+(?P<over>" + _RULED + rb")[ ]*+(?=\n))?\n"
    rb"(?P<words>[ ]{0,24}+[^\s][^\n]{0,120}+)(?:\n[ ]{0,24}+(?P<under>" + _RULED + rb")[ ]*+(?=\n)|(?=\n[ \t]*+\n))"
)
_FEED = re.compile(rb"\f(?:\n*+\f)*+")
_NUMBER = re.compile(rb"(?:\n[ \t]*)*(?:\n[^\n]{0,100}(?:\[?[Pp]age \w{1,6}\]?|[- ] ?\d{1,4} ?-?)[ \t]*)?\n*\Z")
_REACHES = 400
"""Bytes before a form feed in which its page number, and empty lines before that, are looked for."""
_ENDLESS = b"\n" * 64
_RUNNING = re.compile(rb"\n?(?:[A-Z][^\n]{0,60}[ ]{3,}[^\n]{1,60}|[^\n]{1,40}[ ]{8,}[^\n]{1,60})(?=\n[ \t]*\n)")
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*|[A-Z](?:\.\d{1,3})+)(\.?)\s+[^\W\d_]")
_NAMED = re.compile(
    r"(?:(?:chapter|section|part|book|appendix|annex|article|act|scene)\s+(?:\d{1,3}|[ivxlc]{1,7}|[a-z])\b"
    r"|abstract$|foreword$|preface$|dedication$|introduction$|summary$|conclusions?$|(?:table of )?contents$"
    r"|references$|bibliography$|glossary$|appendix$|acknowledge?ments?$|index$|notes$|executive summary$)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:[A-Z0-9][^\s]*|[Aa]n?|and|as|at|by|for|from|in|of|on|or|the|to|with)(?:\s(?!$)|$)")
_TITLE_WORDS = 10
_PARAGRAPH = re.compile(rb"\n[ \t]*\n(?:[ \t]*\n)*[^\n]+(?:\n[^\n]+)*")
_LONG = 120
"""Bytes from which what follows a capitalised line is a paragraph it may stand above."""


class _Head(NamedTuple):
    """A heading: its lines from `start`, its text from `end`. `ruled` ones are underlined."""

    start: int
    end: int
    level: int
    title: str
    number: tuple[str, ...] = ()
    ruled: bool = False


def read_plain(data: bytes, name: str, fingerprint: str) -> Document:
    """The document in these bytes; `name` is what citations call it. Raises Unreadable for what is no text."""
    read = source(data)
    text, pages = _without_pages(b"".join((b"\n\n", read.data, b"\n\n")))
    if _ENDLESS in text:
        text = re.sub(rb"\n{3,}", b"\n\n", text)
    heads = _heads(text)
    ranges = Ranges(text, [2, *(head.end for head in heads)], [*(head.start for head in heads), len(text)])
    first, *counts = ranges.counts
    texts = [HeadedText(0, "", "", first)]
    texts += [HeadedText(head.level, head.title, "", own) for head, own in zip(heads, counts, strict=True)]
    planned = plan(texts, name)
    if not planned.sections:
        raise Unreadable("the document is empty")
    indent = _indent(text)

    def section(index: int) -> Section:
        entry = planned.sections[index]
        heading = [Piece("heading", texts[head].title) for head in entry.heads]
        part = ranges.part(entry.source, entry.part)
        return make_section(entry.heading, [*heading, *pieces_of(text_of(text[part.start : part.end]), indent)])

    left_out = (f"{pages} page breaks with running heads and page numbers are left out.",) if pages else ()
    headings = tuple(entry.heading for entry in planned.sections)
    notices = (*read.notices, *left_out)
    return Document(planned.title or name, name, "text", fingerprint, headings, SectionCache(section), notices=notices)


def _without_pages(data: bytes) -> tuple[bytes, int]:
    """The text with an empty line for each form feed and the running head or page number at it, and their count."""
    if b"\f" not in data:
        return data, 0
    kept: list[bytes] = []
    start = 0
    for match in _FEED.finditer(data):
        at = match.start()
        if at < start:
            continue
        before = data[max(start, at - _REACHES) : at]
        number = _NUMBER.search(before)
        kept += [data[start : at - len(before)], before[: number.start() if number else None], b"\n\n"]
        running = _RUNNING.match(data, match.end())
        start = running.end() if running else match.end()
    kept.append(data[start:])
    return b"".join(kept), len(kept) // 3


def _indent(data: bytes) -> int:
    """How far the paragraphs of the whole text are indented: the indentation of most of its lines, else 0."""
    lines = [line for line in data[:_SAMPLE].split(b"\n") if line.strip()]
    counts: dict[int, int] = {}
    for line in lines:
        spaces = len(line) - len(line.lstrip(b" "))
        counts[spaces] = counts.get(spaces, 0) + 1
    most = max(counts, key=lambda spaces: counts[spaces], default=0)
    return most if counts and counts.get(0, 0) < len(lines) / 4 else 0


def _heads(data: bytes) -> list[_Head]:
    """The headings in order. A contents list gives way to the headings it lists."""
    indented = _indent(data) >= 2
    ruled: dict[tuple[bytes, bool], int] = {}
    heads = list(_candidates(data, ruled, indented))
    if (underlined := sum(head.ruled for head in heads)) >= 5 and 2 * underlined > len(heads):
        heads = [head for head in heads if head.ruled]
    heads = _without_lists(data, _without_contents(heads))
    first = _ALONE.search(data)
    if heads and first and not ruled and not data[: first.start()].strip():
        words = _words(first["words"])
        if heads[0].start == first.start("words") and _titled(words) and len(heads) > 1:
            del heads[0]  # the title of the whole
        if heads[0].start > first.start("words") and words[-1:].isalnum() and len(words) < _LONGEST:
            heads.insert(0, _Head(first.start("words"), first.end(), 1, words))
    return heads


def _candidates(data: bytes, ruled: dict[tuple[bytes, bool], int], indented: bool) -> Iterator[_Head]:
    position = looked_at = 0
    while looked_at < _MOST and (match := _ALONE.search(data, position)):
        looked_at += 1
        position = match.end() if match["under"] else match.end("words")
        words = _words(match["words"])
        start = match.start("over") if match["over"] else match.start("words")
        number: tuple[str, ...] = ()
        level = 0
        if match["under"]:
            if len(words) <= 120 and 2 * len(match["under"]) >= len(words) and words.strip("-=~*_+#^ |"):
                sign = (match["under"][:1], match["over"] is not None)
                level = ruled.setdefault(sign, len(ruled) + 1)
        elif not match["over"]:
            number, level = _looks(words, len(match["words"]) - len(match["words"].lstrip()), indented)
            if not level and not indented and _titled(words):
                below = _PARAGRAPH.match(data, match.end("words"))
                level = 2 if below and below.end() - below.start() >= _LONG else 0
        if level:
            yield _Head(start, match.end(), min(level, 6), words, number, match["under"] is not None)


def _words(line: bytes) -> str:
    return " ".join(text_of(line).split())


def _looks(words: str, spaces: int, indented: bool) -> tuple[tuple[str, ...], int]:
    """The number and the level of a line without underline; level 0 for one that is no heading."""
    if not words or len(words) > _LONGEST:
        return (), 0
    if _NAMED.match(words) and words[-1] not in ",;:!?…":
        return (), 2
    if words[-1] in ".,;:!?…" or LAID_OUT.search(words):
        return (), 0
    numbered = _NUMBERED.match(words)
    if numbered and (numbered[2] or "." in numbered[1] or spaces == 0):
        number = tuple(numbered[1].split("."))
        return number, min(1 + len(number), 6)
    capitals, outside = words.isupper(), indented and spaces == 0 and words[0].isalnum()
    letters = sum(map(str.isalpha, words)) if capitals or outside else 0
    if capitals and letters > 3 and letters * 2 > len(words):
        return (), 2
    return (), 2 if outside and letters > 2 else 0


def _titled(words: str) -> bool:
    """True if a line is capitalised as titles are, with small words as they come."""
    if not words[:1].isupper() or not words[-1].isalnum() or not 2 <= words.count(" ") + 1 <= _TITLE_WORDS:
        return False
    at = 0
    while match := _TITLE.match(words, at):
        at = match.end()
    return at == len(words)


def _without_contents(heads: list[_Head]) -> list[_Head]:
    """Without those that stand again further on under the same number and words: a contents list."""
    last = {(head.number, head.title): index for index, head in enumerate(heads) if head.number}
    return [head for index, head in enumerate(heads) if last.get((head.number, head.title), index) == index]


def _without_lists(data: bytes, heads: list[_Head]) -> list[_Head]:
    """Without numbered lines that follow each other with nothing between: a list whose items are one line each."""
    listed: set[int] = set()
    for index, (head, below) in enumerate(pairwise(heads)):
        if head.number and len(head.number) == len(below.number) and not data[head.end : below.start].strip():
            listed |= {index, index + 1}
    return [head for index, head in enumerate(heads) if index not in listed]
