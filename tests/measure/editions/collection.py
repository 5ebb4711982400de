"""The labelled set: pairs of editions and passages of the older one, each with its true place in the newer.

A pair keeps its blocks once: an edition is a list of numbers of blocks. A block is a line of text with its
sign in front: `# ` the title, `## ` and `### ` headings, `- ` list items, nothing for a paragraph. Offsets count
code points of an edition's flat text: all blocks without signs, joined by one empty line.
"""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from companion.anchoring import describe
from companion.documents import read_document
from companion.model import Document, Quote, Span

DATA = Path(__file__).with_name("editions.json.gz")
KINDS = (
    "same",
    "recased",
    "repeated",
    "moved",
    "embedded",
    "kept",
    "changed",
    "rewritten",
    "gone",
    "look-alike",
)
GONE = ("gone", "look-alike")
"""Kinds of which nothing stands in the newer edition."""
CONTEXT = 32
_ABOUT = ("name", "family", "language", "licence", "source", "half")
_SIGN = re.compile(r"(#{1,6}|-) ")
_ESCAPED = re.compile(r"([!-/:-@\[-`{-~])")


class Block(NamedTuple):
    """`sign` is `#` to `######` for a heading, `-` for a list item, empty for a paragraph."""

    sign: str
    text: str

    @property
    def line(self) -> str:
        return f"{self.sign} {self.text}" if self.sign else self.text


def block_of(line: str) -> Block:
    match = _SIGN.match(line)
    return Block(match[1], line[match.end() :]) if match else Block("", line)


class Passage(NamedTuple):
    """`start` to `end` in the older edition's flat text; `new_start` is None where it is gone."""

    kind: str
    start: int
    end: int
    new_start: int | None = None
    new_end: int | None = None

    @property
    def stands(self) -> bool:
        return self.new_start is not None


class Place(NamedTuple):
    """A stretch of an edition's flat text."""

    start: int
    end: int


@dataclass(frozen=True)
class Edition:
    """One edition's blocks, as flat text and as the Document that companion reads from them."""

    blocks: tuple[Block, ...]

    @cached_property
    def text(self) -> str:
        return "\n\n".join(block.text for block in self.blocks)

    @cached_property
    def starts(self) -> list[int]:
        """Where each block starts in the flat text."""
        starts, at = [], 0
        for block in self.blocks:
            starts.append(at)
            at += len(block.text) + 2
        return starts

    @cached_property
    def markdown(self) -> str:
        """Every punctuation mark is escaped, so that the Document's words are the blocks' words."""
        return "\n\n".join(Block(sign, _ESCAPED.sub(r"\\\1", text)).line for sign, text in self.blocks) + "\n"

    @cached_property
    def document(self) -> Document:
        return read_document(self.markdown.encode(), "edition.md")

    @cached_property
    def rows(self) -> dict[str, list[tuple[int, int, int]]]:
        """For each Section its blocks as (offset in it, offset in the flat text, length).

        Raises ValueError where the Document does not say what the blocks say, in their order.
        """
        number = 0
        found: dict[str, list[tuple[int, int, int]]] = {}
        for index in range(len(self.document)):
            section = self.document.section(index)
            own = found.setdefault(section.id, [])
            for block in section.blocks:
                words = section.words(block)
                if number == len(self.blocks) or self.blocks[number].text != words:
                    raise ValueError(f"no block says {words[:60]!r}")
                own.append((block.start, self.starts[number], len(words)))
                number += 1
        return found

    def place(self, spans: Sequence[Span]) -> Place | None:
        """Spans as one stretch of the flat text."""
        ends = [self._flat(span.section, span.start + 1) - 1 for span in spans]
        ends += [self._flat(span.section, span.end) for span in spans]
        return Place(min(ends), max(ends)) if ends else None

    def _flat(self, section: str, offset: int) -> int:
        rows = self.rows[section]
        start, flat, size = rows[max(bisect_right(rows, (offset, -1, -1)) - 1, 0)]
        if offset == start + size + 2:  # the next block's start
            return flat + size + 2
        return flat + min(max(offset - start, 0), size + 2)

    def quote(self, start: int, end: int) -> Quote:
        """What a note on this stretch would hold. Raises ValueError where no Section has it all."""
        for section, rows in self.rows.items():
            for offset, flat, size in rows:
                if flat <= start and end <= flat + size:
                    return describe(self.document, Span(section, offset + start - flat, offset + end - flat), CONTEXT)
        raise ValueError(f"no section has {self.text[start:end][:60]!r}")


@dataclass(frozen=True)
class Pair:
    """Two editions of one document. `family` are documents that share text: all of one are in the same `half`."""

    name: str
    family: str
    language: str
    licence: str
    source: str
    half: str
    old: Edition
    new: Edition
    passages: tuple[Passage, ...] = field(default=())


def pair_to_dict(pair: Pair) -> dict[str, Any]:
    numbers: dict[str, int] = {}
    old, new = (
        [numbers.setdefault(block.line, len(numbers)) for block in edition.blocks] for edition in (pair.old, pair.new)
    )
    return {
        **{key: getattr(pair, key) for key in _ABOUT},
        "blocks": list(numbers),
        "old": old,
        "new": new,
        "passages": [
            [KINDS.index(kind), start, end - start, *([first, last - first] if first is not None and last else [])]
            for kind, start, end, first, last in pair.passages
        ],
    }


def pair_from_dict(data: dict[str, Any]) -> Pair:
    blocks = [block_of(line) for line in data["blocks"]]
    old, new = (Edition(tuple(blocks[number] for number in data[key])) for key in ("old", "new"))
    passages = tuple(
        Passage(KINDS[kind], start, start + size, *((place[0], place[0] + place[1]) if place else ()))
        for kind, start, size, *place in data["passages"]
    )
    name, family, language, licence, source, half = (str(data[key]) for key in _ABOUT)
    return Pair(name, family, language, licence, source, half, old, new, passages)


def load(path: Path = DATA) -> Iterator[Pair]:
    """The pairs of the set, in order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(pair_from_dict, json.load(file))


def save(pairs: Iterable[Pair], path: Path = DATA) -> None:
    """One JSON list, gzip'd without a time, so that the same pairs give the same bytes."""
    text = json.dumps([pair_to_dict(pair) for pair in pairs], ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
