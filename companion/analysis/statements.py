"""Statements: the sentences of one edition as an edition comparison takes them, with their places.

A heading and a table row are one; another block is cut into sentences. What a page break, a column or a heading set
into its paragraph cut apart is joined where the other edition has it in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from companion.model import Document, Span
from companion.model.document import BlockKind
from companion.text.sentences import sentences

_WHOLE: tuple[BlockKind, ...] = ("heading", "row", "code")
_LETTER = re.compile(r"[^\W_]+")
_END = re.compile(r"[.!?…。！？][\"'”’»)\]」』]*$")
_MOST_PIECES = 4


class Statement(NamedTuple):
    """A sentence, heading or row of an edition: its words on one line, and where they stand.

    `spans` are several where it was joined out of pieces.
    """

    text: str
    spans: tuple[Span, ...]
    kind: BlockKind

    @property
    def section(self) -> str:
        return self.spans[0].section


def statements(document: Document) -> list[Statement]:
    """All of a document in reading order; what has neither a letter nor a figure is none."""
    found = []
    for index in range(len(document)):
        section = document.pass_by(index)
        for block in section.blocks:
            cuts = [(block.start, block.end)]
            if block.kind not in _WHOLE:
                cuts = sentences(section.text, block.start, block.end)
            for start, end in cuts:
                words = " ".join(section.text[start:end].split())
                if _LETTER.search(words):
                    found.append(Statement(words, (Span(section.id, start, end),), block.kind))
    return found


def dense(text: str) -> str:
    """Letters and figures alone, in lower case: what a layout does not change."""
    return "".join(_LETTER.findall(text.lower()))


def matched(old: Sequence[Statement], new: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Both editions, with pieces joined that are one whole in the other."""
    return list(_joined(old, new)), list(_joined(new, old))


def _joined(some: Sequence[Statement], others: Sequence[Statement]) -> Iterator[Statement]:
    keys = [dense(each.text) for each in some]
    theirs = {dense(each.text) for each in others}
    wanted = theirs.difference(keys)
    starts = {key[:_START] for key in wanted}
    at = 0
    while at < len(some):
        end = at + 1
        if wanted and keys[at] not in theirs and (len(keys[at]) < _START or keys[at][:_START] in starts):
            end = _end_of_whole(some, keys, at, wanted)
        yield some[at] if end == at + 1 else _whole(some[at:end])
        at = end


_START = 4


def _end_of_whole(some: Sequence[Statement], keys: Sequence[str], at: int, wanted: set[str]) -> int:
    """Where the pieces from `at` on end that make a whole of the other edition; the next one if they make none.

    A piece that ends like a sentence is none, so that a sentence which was split stays two.
    """
    key = keys[at]
    for end in range(at + 1, min(at + _MOST_PIECES, len(some))):
        if _END.search(some[end - 1].text):
            break
        key += keys[end]
        if key in wanted:
            return end + 1
    return at + 1


def _whole(pieces: Sequence[Statement]) -> Statement:
    kind: BlockKind = next((piece.kind for piece in pieces if piece.kind != "heading"), "heading")
    return Statement(" ".join(piece.text for piece in pieces), tuple(s for p in pieces for s in p.spans), kind)
