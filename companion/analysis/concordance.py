"""Concordance: every word of a document with its place, so that a term can be counted, shown in context and opened.

Words are numbered from 0 through the whole document; a hit is a range of these numbers and can always be made a Span.
Headings, table rows and footnotes count and are named apart; running heads are left out by the formats already.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from companion.analysis.families import Families, normal_form
from companion.model import Document, Span

Part = Literal["body", "headings", "tables", "notes"]
PARTS: tuple[Part, ...] = ("body", "headings", "tables", "notes")
_OF_BLOCK: Mapping[str, Part] = {"heading": "headings", "row": "tables"}
_FOOTNOTE = re.compile(r"\[\^?[\w*†‡§¶]{1,12}\]:?")
_PLAIN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_INSIDE = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u109f\u1712-\u1ccf\u200b-\u200d\u2060\ufeff]"
)
"""What may stand inside a word and is no letter."""
_BREAK = re.compile(r"[.!?;:…]|\n\n| \| ")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{1,2000}|[^\s@]{1,64}@[\w.-]{1,255}|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.(?:com|org|net|eu|gov|edu|io)\b"
)


class TermHit(NamedTuple):
    """A range of words: the number of the first, and of the one after the last."""

    first: int
    end: int


class Context(NamedTuple):
    """A hit as a line: its span, its words as they stand there, and those left and right of it in the same block."""

    span: Span
    left: str
    words: str
    right: str
    part: Part


@dataclass(frozen=True, eq=False)
class Concordance:
    """The words of a document. `forms` are their normal forms; `starts` and `ends` are offsets in their sections.

    `runs` numbers stretches without an end of a sentence or block: phrases do not go beyond one. `blocks` numbers
    blocks. `firsts` is the number of each section's first word, `parts` the part each block counts to.
    `addressed` are words in addresses, which no suggestion takes up.
    """

    document: Document
    forms: list[str]
    starts: array[int]
    ends: array[int]
    runs: array[int]
    blocks: array[int]
    firsts: list[int]
    parts: list[Part]
    addressed: frozenset[int]
    families: Families
    _positions: dict[str, list[int]] = field(repr=False)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def vocabulary(self) -> Mapping[str, list[int]]:
        """The numbers of the words that have a form, by form."""
        return self._positions

    def section(self, word: int) -> int:
        """The index of the section that a word stands in."""
        return bisect_right(self.firsts, word) - 1

    def section_words(self, index: int) -> range:
        """The numbers of the words of one section."""
        end = self.firsts[index + 1] if index + 1 < len(self.firsts) else len(self.forms)
        return range(self.firsts[index], end)

    def part(self, word: int) -> Part:
        return self.parts[self.blocks[word]]

    def span(self, hit: TermHit) -> Span:
        heading = self.document.headings[self.section(hit.first)]
        return Span(heading.id, self.starts[hit.first], self.ends[hit.end - 1])

    def context(self, hit: TermHit, width: int = 60) -> Context:
        """A hit between at most `width` code points on either side."""
        span = self.span(hit)
        section = self.document.section(span.section)
        block = section.blocks[section.block_at(span.start)]
        left = section.text[max(span.start - width, block.start) : span.start]
        right = section.text[span.end : max(min(span.end + width, block.end), span.end)]
        return Context(
            span, _line(left), _line(section.text[span.start : span.end]), _line(right), self.part(hit.first)
        )

    @cached_property
    def by_base(self) -> dict[str, list[str]]:
        """The forms of each family, by its base."""
        found: dict[str, list[str]] = {}
        for form in self._positions:
            found.setdefault(self.families.base(form), []).append(form)
        return found

    def with_families(self, families: Families) -> Concordance:
        """The same words in other families, as the reader joined and split them."""
        fields = (self.forms, self.starts, self.ends, self.runs, self.blocks, self.firsts, self.parts, self.addressed)
        return Concordance(self.document, *fields, families, self._positions)


def concordance(document: Document) -> Concordance:
    """The words of a document, all sections read once. Goal: 50,000 words in under 0.3 s."""
    found = _Words()
    firsts = []
    for index in range(len(document)):
        firsts.append(len(found.forms))
        section = document.section(index) if document.holds(index) else document.pass_by(index)
        for block in section.blocks:
            if block.end > block.start:
                notes = _FOOTNOTE.fullmatch(block.marker.strip()) is not None
                found.block(section.text, block.start, block.end, "notes" if notes else _part(block.kind))
    positions: dict[str, list[int]] = {}
    for number, form in enumerate(found.forms):
        positions.setdefault(form, []).append(number)
    families = Families(positions, document.language or "en")
    return Concordance(
        document,
        found.forms,
        found.starts,
        found.ends,
        found.runs,
        found.blocks,
        firsts,
        found.parts,
        frozenset(found.addressed),
        families,
        positions,
    )


class _Words:
    """Words as they are found, block after block."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self.starts, self.ends, self.runs, self.blocks = array("q"), array("q"), array("q"), array("q")
        self.parts: list[Part] = []
        self.addressed: list[int] = []
        self._run = 0
        self._normal: dict[str, str] = {}

    def block(self, text: str, start: int, end: int, part: Part) -> None:
        self._run += 1
        number, before, normal = len(self.parts), start, self._normal
        self.parts.append(part)
        first = len(self.forms)
        run, runs = self._run, []
        spans = [match.span() for match in words_of(text, start, end)]
        for begin, after in spans:
            if begin - before > 1 and _BREAK.search(text, before, begin):
                run += 1
            before = after
            word = text[begin:after]
            form = normal.get(word)
            if form is None:
                form = normal[word] = normal_form(word)
            self.forms.append(form)
            runs.append(run)
        self._run = run
        self.starts.extend([begin for begin, _ in spans])
        self.ends.extend([after for _, after in spans])
        self.runs.extend(runs)
        self.blocks.extend([number] * len(runs))
        if "." in text or "@" in text:
            self._addresses(text, start, end, first)

    def _addresses(self, text: str, start: int, end: int, first: int) -> None:
        for match in _ADDRESS.finditer(text, start, end):
            inside = (bisect_left(self.starts, at, first) for at in match.span())
            self.addressed += range(*inside)


def words_of(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """The words in a stretch of text; a hyphen parts two, an apostrophe inside does not."""
    end = len(text) if end is None else end
    pattern = _PLAIN if text.isascii() or not _INSIDE.search(text, start, end) else _any_word()
    return pattern.finditer(text, start, end)


@lru_cache(maxsize=1)
def _any_word() -> re.Pattern[str]:
    """Letters and digits of any script with their combining marks, soft hyphens and joiners inside."""
    import unicodedata

    marks = "".join(chr(code) for code in range(0x300, 0x3000) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
    one = f"(?:[^\\W_][{re.escape(marks)}]*)"
    return re.compile(f"{one}+(?:['’ʼ\u00ad\u200b-\u200d\u2060\ufeff]+{one}+)*")


def _part(kind: str) -> Part:
    return _OF_BLOCK.get(kind, "body")


def _line(text: str) -> str:
    return " ".join(text.split()) if text.strip() == text else _spaced(text)


def _spaced(text: str) -> str:
    """On one line, with one space kept at an end that had any."""
    inner = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{inner}{' ' * text[-1:].isspace()}" if inner else ""
