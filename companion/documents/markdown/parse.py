"""One part of a Markdown document to pieces, with the footnotes it refers to behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from companion.documents.decode import text_of
from companion.documents.markdown.blocks import Blocks, Inline, note_label
from companion.documents.markdown.references import NoteDefinition, References, link_key
from companion.documents.sections import Piece
from companion.documents.split import SourcePart

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_DEEPEST = 18
"""Levels (a quotation one, a list two) after which blocks are shown flat; markdown-it drops what is deeper than 20."""
_MOST_NOTES = 500
_FLAT = "lists or quotations nested very deep are shown flat here, signs and all"
_LABEL = re.compile(r"\[([^][]+)\]")
_INDENT = re.compile(rb"\n(?: {1,4}|\t)")

FindReferences = Callable[[], References]
"""Gives the document's references; they are looked for when the first bracket is met."""


def parse_part(part: SourcePart, data: bytes, find: FindReferences) -> list[Piece]:
    """The pieces of a part, then the notes it refers to, then the notes in it that nothing refers to."""
    body = data[part.start : part.end]
    parser = _PartParser(data, find)
    if b"[" not in body:
        return parser.read(part.opener + body)[part.drop :] + parser.rest()
    known = find()
    first, last = (bisect_left(known.all_notes, at, key=lambda note: note.start) for at in (part.start, part.end))
    own = known.all_notes[first:last]
    pieces = parser.read(part.opener + _without(data, part, own))[part.drop :]
    return pieces + parser.rest() + parser.loose([note for note in own if note.start in known.loose])


def parse_heading(words: bytes, data: bytes, find: FindReferences) -> list[Piece]:
    """A heading as a piece (none if it has no words), then the notes it refers to."""
    parser = _PartParser(data, find)
    pieces = parser.read(b"# " + words + b" #\n")
    return pieces[:1] and pieces[:1] + parser.rest()


def _without(data: bytes, part: SourcePart, notes: list[NoteDefinition]) -> bytes:
    """The bytes of a part with an empty line where a note's definition stood."""
    kept, start = [], part.start
    for note in notes:
        kept.append(data[start : max(note.start, start)])
        start = max(note.end, start)
    kept.append(data[start : part.end])
    return b"\n\n".join(kept)


class _PartParser:
    """Parses pieces of one Section. `_waiting` are notes referred to and not yet shown, by label."""

    def __init__(self, data: bytes, find: FindReferences) -> None:
        self._data = data
        self._find = find
        self._footnotes: dict[str, Any] = {"refs": {}, "list": {}}
        self._waiting: list[tuple[str, Any]] = []
        self._shown: set[str] = set()
        self._flattened = False

    def read(self, body: bytes) -> list[Piece]:
        text = text_of(body)
        env: dict[str, Any] = {"footnotes": self._footnotes}
        notes: dict[str, NoteDefinition] = {}
        if b"[" in body:
            notes = self._find().notes
            env["references"] = dict(_links(_wanted(text, self._find().links)))  # parsing adds to it
        if notes and not self._footnotes["refs"]:
            self._footnotes["refs"] = dict.fromkeys([f":{label}" for label in notes], -1)
        blocks = Blocks(_html)
        blocks.read(_parser(bool(notes) or "^[" in text).parse(text, env))
        for token in blocks.notes:
            label = note_label(token)
            inner = self._footnotes["list"][token.meta["id"]].get("tokens")
            self._waiting.append((label, notes.get(label) if inner is None else inner))
        self._flattened |= blocks.flattened
        return blocks.pieces

    def rest(self) -> list[Piece]:
        """The notes referred to, those their own text refers to too, and a word about what was shown flat."""
        pieces: list[Piece] = []
        for label, note in self._waiting:  # grows while it is walked
            if label in self._shown:
                continue
            if len(self._shown) == _MOST_NOTES:
                pieces.append(Piece("notice", "", marker=f"only the first {_MOST_NOTES} footnotes are shown here"))
                break
            self._shown.add(label)
            pieces += self._note(label, note)
        self._waiting.clear()
        if self._flattened:
            self._flattened = False
            pieces.append(Piece("notice", "", marker=_FLAT))
        return pieces

    def loose(self, notes: list[NoteDefinition]) -> list[Piece]:
        return [piece for note in notes for piece in [*self._note(note.label, note), *self.rest()]]

    def _note(self, label: str, note: Any) -> Iterator[Piece]:
        if isinstance(note, NoteDefinition):
            source = self._data[note.words : note.end].lstrip(b" \t")
            pieces = self.read(_INDENT.sub(b"\n", source))
        else:
            words = Inline(note or ())
            pieces = [Piece("paragraph", words.text, words.marks)]
        for index, piece in enumerate(pieces):
            yield piece._replace(marker=piece.marker if index else f"[{label}]", depth=piece.depth + (index > 0))


def _wanted(text: str, links: Mapping[str, bytes]) -> bytes:
    """The definitions of those links that this text may refer to, as Markdown: parsing all of them takes too long."""
    keys = dict.fromkeys(map(link_key, _LABEL.findall(text))) if links else {}
    return b"\n\n".join(links[key] for key in keys if key in links)


@lru_cache(8)
def _links(source: bytes) -> dict[str, Any]:
    """The link definitions in this Markdown, as markdown-it keeps them."""
    env: dict[str, Any] = {}
    _parser(False).parse(text_of(source), env)
    links: dict[str, Any] = env.get("references", {})
    return links


@lru_cache(2)
def _parser(footnotes: bool) -> MarkdownIt:
    """The parser; plugins are imported for documents that have footnotes only."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.block.ruler.before("table", "flat", flat)
    if footnotes:
        from mdit_py_plugins.footnote.index import footnote_inline, footnote_ref

        parser.inline.ruler.after("image", "footnote_inline", footnote_inline)
        parser.inline.ruler.after("footnote_inline", "footnote_ref", footnote_ref)
    return parser


def flat(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: what is nested too deep becomes one paragraph, instead of being dropped as markdown-it does."""
    if state.level < _DEEPEST or silent:
        return False
    line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    opening = state.push("paragraph_open", "p", 1)
    opening.meta = {"flattened": True}
    opening.map = [start, line]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, line, state.blkIndent, False).strip()
    inline.map = [start, line]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.line = line
    return True


def _html(source: str, depth: int) -> list[Piece]:
    return [Piece("code", source.strip("\n"), depth=depth)]
