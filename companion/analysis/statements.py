"""Statements: the sentences of one edition as an edition comparison takes them, with their places.

A heading and a table row are one; another block is cut into sentences. What a page break, a column or a heading set
into its paragraph cut apart is joined where the other edition has it in one piece.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from companion.model import Document, Section, Span
from companion.model.document import BlockKind
from companion.text.sentences import sentences

_WHOLE: tuple[BlockKind, ...] = ("heading", "row", "code")
_LETTER = re.compile(r"[^\W_]+")
_END = re.compile(r"[.!?…。！？][\"'”’»)\]」』]*$")
_START = 4
"""Letters that the first piece of a whole has at least."""
_REACH = 8
"""A whole's pieces stand within so many statements."""
_LONG_HEADING = 100
"""Letters from which on a heading is cut into sentences: a paragraph in large type was taken for one."""
_REFERENCE = re.compile(r"(?:(?<=[.,;:!?)”’\"'»])|(?<=[^\W\d_]{4}))[¹²³⁰⁴-⁹]+")
_GAP = 3
"""Lines of a contents list stand at most so many statements apart."""
_RUNNING, _SHORT = 3, 60
"""So often a line stands in a PDF that is a running head, and so many characters it has at most."""
_OUTLINE = re.compile(r"^[0-9]{1,2}(?:\.[0-9]{1,2})*\.?\s+(?=\D)")
"""The number of a chapter in front of its heading."""
_CONTENTS = {"contents", "tableofcontents"}
_PAGE = re.compile(r"[\s.|…]*\b([0-9]{1,4}|[ivxl]{1,6})\s*\|?\s*$")


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
            if block.kind not in _WHOLE or (block.kind == "heading" and block.end - block.start > _LONG_HEADING):
                cuts = sentences(section.text, block.start, block.end)
            for start, end in cuts:
                words = _words(section, start, end)
                if block.kind == "heading":
                    words = _OUTLINE.sub("", words, count=1)
                if _LETTER.search(words):
                    found.append(Statement(words, (Span(section.id, start, end),), block.kind))
    return found


def _words(section: Section, start: int, end: int) -> str:
    """The words of a stretch on one line, without footnotes' marks."""
    parts, at = [], start
    for mark in section.marks:
        if mark.style == "footnote" and at <= mark.start and mark.end <= end:
            parts.append(section.text[at : mark.start])
            at = mark.end
    return " ".join(_REFERENCE.sub("", "".join([*parts, section.text[at:end]])).split())


def without_layout(document: Document, found: Sequence[Statement]) -> list[Statement]:
    """The statements but for the contents list and, in a PDF, the running heads that reading it left."""
    titles = {dense(each.text) for each in found if each.kind == "heading"}
    contents = _contents(found, titles)
    kept = [each for each in found if each not in contents and not (contents and dense(each.text) in _CONTENTS)]
    return _without_heads(document, kept) if document.format == "pdf" else kept


def _contents(found: Sequence[Statement], titles: set[str]) -> set[Statement]:
    """The lines of a contents list: three or more below each other whose pages do not go back."""
    runs: list[list[tuple[int, int]]] = [[]]
    for number, each in enumerate(found):
        page = _points(each.text, titles) if each.kind != "heading" else None
        if page is not None:
            last = runs[-1][-1] if runs[-1] else (number, page)
            if number - last[0] > _GAP or page < last[1]:
                runs.append([])
            runs[-1].append((number, page))
    return {found[number] for run in runs if len(run) >= _RUNNING for number, _ in run}


def _points(text: str, titles: set[str]) -> int | None:
    """The page of a line that has a heading's words and a page number; 0 for a Roman one."""
    page = _PAGE.search(text)
    if page is None or dense(text[: page.start()]) not in titles:
        return None
    return int(page[1]) if page[1].isdigit() else 0


def _without_heads(document: Document, found: Sequence[Statement]) -> list[Statement]:
    lines = Counter(each.text for each in found if each.kind in ("heading", "paragraph") and _unended(each.text))
    heads = {text for text, count in lines.items() if count >= _RUNNING}
    heads |= {text for name, text in document.facts if name in ("author", "publisher")} | {document.title}
    titles = {dense(each.text) for each in found if each.kind == "heading"}
    fronts = {each: _head(each.text, titles) for each in found if each.kind == "paragraph" and _unended(each.text)}
    often = Counter(filter(None, fronts.values()))
    lines_left = {each for each, front in fronts.items() if often[front] >= _RUNNING}
    kept = []
    seen: set[str] = set()
    for each in found:
        if each in lines_left or (each.text in heads and each.text in seen):
            continue
        seen.add(each.text)
        head = next((head for head in heads if each.kind == "heading" and each.text.startswith(f"{head} ")), "")
        kept.append(each._replace(text=each.text[len(head) :].strip()))
    return kept


def without_common_heads(some: Sequence[Statement], others: Sequence[Statement]) -> list[Statement]:
    """Headings that are the other edition's but for words in front, which several have, without these words."""
    theirs = {dense(each.text) for each in others if each.kind == "heading"}
    heads = {n: head for n, each in enumerate(some) if each.kind == "heading" and (head := _head(each.text, theirs))}
    often = Counter(heads.values())
    return [
        each._replace(text=each.text[len(heads[n]) :].strip()) if often[heads.get(n, "")] > 1 else each
        for n, each in enumerate(some)
    ]


def _head(title: str, theirs: set[str]) -> str:
    """The words in front of what is a heading of the other edition; none if it is one as it stands."""
    words = title.split()
    if dense(title) in theirs:
        return ""
    rests = (number for number in range(1, len(words)) if dense(" ".join(words[number:])) in theirs)
    return " ".join(words[: next(rests, 0)])


def _unended(text: str) -> bool:
    return len(text) <= _SHORT and not _END.search(text)


def dense(text: str) -> str:
    """Letters and figures alone, in lower case: what a layout does not change."""
    return "".join(_LETTER.findall(text.lower()))


def matched(old: Document, new: Document) -> tuple[list[Statement], list[Statement]]:
    """The statements of two editions, without what layout adds, and with pieces joined that are whole in the other."""
    before, after = (without_layout(document, statements(document)) for document in (old, new))
    before, after = without_common_heads(before, after), without_common_heads(after, before)
    return _Pieces(before).joined(after), _Pieces(after).joined(before)


class _Pieces:
    """The statements of one edition, some of which may be pieces of a whole one of the other."""

    def __init__(self, some: Sequence[Statement]) -> None:
        self._some = some
        self._keys = [dense(each.text) for each in some]

    def joined(self, others: Sequence[Statement]) -> list[Statement]:
        theirs = {dense(each.text) for each in others}
        wanted: dict[str, list[str]] = {}
        for key in theirs.difference(self._keys):
            wanted.setdefault(key[:_START], []).append(key)
        wholes: dict[int, Statement] = {}
        taken: set[int] = set()
        for at, key in enumerate(self._keys):
            if at not in taken and key not in theirs and len(key) >= _START:
                for whole in wanted.get(key[:_START], ()):
                    pieces = self._pieces(at, whole, theirs)
                    if pieces and not taken.intersection(pieces):
                        taken.update(pieces)
                        wholes[at] = _whole([self._some[number] for number in pieces])
                        break
        kept = (n for n in range(len(self._some)) if n in wholes or n not in taken)
        return [wholes.get(number, self._some[number]) for number in kept]

    def _pieces(self, at: int, whole: str, theirs: set[str]) -> list[int]:
        """Numbers of the pieces, the first at `at`, that make a whole; none if they do not.

        What stands between two pieces on another page or in a box is passed over. A piece that ends like a sentence is
        none, so that a sentence which was split stays two.
        """
        found: list[int] = []
        for number in range(at, min(at + _REACH, len(self._some))):
            key = self._keys[number]
            if whole.startswith(key) and (not found or key not in theirs):
                found.append(number)
                whole = whole[len(key) :]
                if not whole:
                    return found if len(found) > 1 else []
                if _END.search(self._some[number].text):
                    return []
            elif not found:
                return []
        return []


def _whole(pieces: Sequence[Statement]) -> Statement:
    kind: BlockKind = next((piece.kind for piece in pieces if piece.kind != "heading"), "heading")
    return Statement(" ".join(piece.text for piece in pieces), tuple(s for p in pieces for s in p.spans), kind)
