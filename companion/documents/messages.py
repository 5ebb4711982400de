"""Messages of the reading process: each line of `protocol` as a value whose every part has its type.

The process has read what strangers made, so a line may hold anything. What has another shape is no message; what is
only larger than it may be, or stands outside its range, is cut to it. Text is cleaned again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple, TypeVar, get_args

from companion.documents.comments import MOST as COMMENTS
from companion.documents.comments import Comment
from companion.documents.protocol import (
    ADDRESS,
    DEPTH,
    ELEMENTS,
    FACTS,
    LEFT_OUT,
    LINE,
    MARKS,
    NOTICES,
    PIECES,
    SECTIONS,
    STEPS,
    TITLES,
    WALLS,
    WAYS,
    WORDS,
)
from companion.documents.sections import Piece
from companion.model import LeftOut, Mark, Wall
from companion.model.document import BlockKind, MarkStyle
from companion.text.clean import clean, clean_line

_KINDS: dict[str, BlockKind] = {kind: kind for kind in get_args(BlockKind)}
_STYLES: dict[str, MarkStyle] = {style: style for style in get_args(MarkStyle)}
_MOST = 1 << 30
"""The largest number of a unit."""
Value = TypeVar("Value")


class Damaged(ValueError):
    """A line is no message; the text says what is wrong with it, for those who look into it."""


class Overfull(Exception):
    """There is more of something than may be."""


class AboutMessage(NamedTuple):
    """`A`: what is known of the document. `sole`: at most one heading of level 1 comes."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    sole: bool


class HeadingMessage(NamedTuple):
    """`H`: a heading; `piece` is how it stands in the text, if it does."""

    level: int
    title: str
    piece: Piece | None


class PartMessage(NamedTuple):
    """`P`: a part of the text under the last heading."""

    pieces: tuple[Piece, ...]


class NoticeMessage(NamedTuple):
    """`N`: something said about the document as a whole."""

    what: str


class StepMessage(NamedTuple):
    """`G`: unit `unit` of `of` is begun, and nothing was sent of those from `resume_from` on."""

    unit: int
    of: int
    resume_from: int
    ahead: bool


class FailureMessage(NamedTuple):
    """`F`: reading failed, and what to do about it."""

    what: str
    expected: str


class CommentMessage(NamedTuple):
    """`C`: a comment that stands in the document."""

    comment: Comment


class LeftOutMessage(NamedTuple):
    """`O`: words left out, and why."""

    left: LeftOut


class WallsMessage(NamedTuple):
    """`W`: the walls around the process; of a process that says it first, before it looks at the document."""

    walls: tuple[Wall, ...]


class WaysMessage(NamedTuple):
    """`T`: what headings are taken from, and all they may be taken from."""

    used: str
    there: tuple[str, ...]


class EndMessage(NamedTuple):
    """`E`: everything was sent."""


Message = (
    AboutMessage
    | HeadingMessage
    | PartMessage
    | NoticeMessage
    | StepMessage
    | FailureMessage
    | CommentMessage
    | LeftOutMessage
    | WallsMessage
    | WaysMessage
    | EndMessage
)


def message(received: bytes) -> Message:
    """The message that a line is. Raises Damaged, or Overfull for more in it than one line may hold."""
    if len(received) > LINE:
        raise Overfull("bytes of a line")
    read = _READERS.get(received[:1])
    if read is None:
        raise Damaged("no such letter")
    try:
        value = json.loads(received[1:].decode())
    except (ValueError, RecursionError):
        raise Damaged("no JSON") from None
    return read(value)


class Tally:
    """What was counted of a document so far. `take` raises Overfull for more of something than a document may have."""

    def __init__(self) -> None:
        self.sections = self.titles = self.pieces = self.marks = self.notices = self.steps = 0
        self.comments = self.left_out = 0
        self._title = 0

    def take(self, one: Message) -> None:
        if isinstance(one, HeadingMessage):
            self._title = len(one.title)
        if isinstance(one, HeadingMessage | PartMessage):
            self.sections += 1
            self.titles += self._title
        if isinstance(one, PartMessage):
            self.pieces += len(one.pieces)
            self.marks += sum(len(piece.marks) for piece in one.pieces)
        self.notices += isinstance(one, NoticeMessage | FailureMessage)
        self.steps += isinstance(one, StepMessage)
        self.comments += isinstance(one, CommentMessage)
        self.left_out += isinstance(one, LeftOutMessage)
        for count, most in (
            (self.sections, SECTIONS),
            (self.titles, TITLES),
            (self.pieces, ELEMENTS),
            (self.marks, ELEMENTS),
            (self.notices, NOTICES),
            (self.steps, STEPS),
            (self.comments, COMMENTS),
            (self.left_out, LEFT_OUT),
        ):
            if count > most:
                raise Overfull(f"more than {most:,}")


def _about(value: object) -> Message:
    title, language, facts, sole = _row(value, 4)
    pairs = (_row(fact, 2) for fact in _list(facts, FACTS))
    return AboutMessage(
        _words(title), _words(language), tuple((_words(name), _words(said)) for name, said in pairs), _flag(sole)
    )


def _heading(value: object) -> Message:
    level, title, piece = _row(value, 3)
    return HeadingMessage(max(_number(level, 6), 1), _words(title), None if piece is None else _piece(piece)[0])


def _part(value: object) -> Message:
    pieces, marks = [], 0
    for item in _list(value, PIECES):
        piece, marked = _piece(item)
        marks += marked
        if marks > MARKS:
            raise Overfull("marks of a part")
        pieces.append(piece)
    return PartMessage(tuple(pieces))


def _notice(value: object) -> Message:
    return NoticeMessage(_words(value))


def _step(value: object) -> Message:
    unit, of, resume_from, ahead = _row(value, 4)
    begun = _number(unit, _MOST)
    return StepMessage(begun, _number(of, _MOST), _number(resume_from, begun), _flag(ahead))


def _failure(value: object) -> Message:
    what, expected = _row(value, 2)
    return FailureMessage(_words(what), _words(expected))


def _comment(value: object) -> Message:
    return CommentMessage(Comment(*map(_text, _row(value, len(Comment._fields)))))


def _left_out(value: object) -> Message:
    reason, text = _row(value, 2)
    return LeftOutMessage(LeftOut(_words(reason), clean(_text(text))))


def _walls(value: object) -> Message:
    rows = (_row(wall, 3) for wall in _list(value, WALLS))
    return WallsMessage(tuple(Wall(*map(_words, wall)) for wall in rows))


def _ways(value: object) -> Message:
    used, there = _row(value, 2)
    return WaysMessage(_words(used), tuple(map(_words, _list(there, WAYS))))


def _end(value: object) -> Message:
    _number(value, 0)
    return EndMessage()


_READERS: dict[bytes, Callable[[object], Message]] = {
    b"A": _about,
    b"H": _heading,
    b"P": _part,
    b"N": _notice,
    b"G": _step,
    b"F": _failure,
    b"C": _comment,
    b"O": _left_out,
    b"W": _walls,
    b"T": _ways,
    b"E": _end,
}


def _piece(value: object) -> tuple[Piece, int]:
    """A piece, and how many marks were sent with it."""
    kind, text, depth, marker, page, marks = _row(value, 6)
    shown = clean(_text(text))
    listed = _list(marks, MARKS)
    kept = tuple(mark for item in listed if (mark := _mark(item, len(shown))))
    return Piece(_one_of(_KINDS, kind), shown, kept, _number(depth, DEPTH), _words(marker), _words(page)), len(listed)


def _mark(value: object, length: int) -> Mark | None:
    """A mark; None for one that marks nothing, or whose address is too long."""
    start, end, style, target = _row(value, 4)
    first, last, look = _number(start, length), _number(end, length), _one_of(_STYLES, style)
    address = _text(target)
    return Mark(first, last, look, clean_line(address)) if first < last and len(address) <= ADDRESS else None


def _row(value: object, length: int) -> list[object]:
    if not isinstance(value, list) or len(value) != length:
        raise Damaged(f"no list of {length}")
    return value


def _list(value: object, most: int) -> list[object]:
    if not isinstance(value, list):
        raise Damaged("no list")
    if len(value) > most:
        raise Overfull(f"more than {most:,} in a list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Damaged("no text")
    return value


def _words(value: object) -> str:
    return clean_line(_text(value)[:WORDS])


def _number(value: object, most: int) -> int:
    if type(value) is not int:  # neither a float, which may be no number, nor a truth value
        raise Damaged("no whole number")
    return min(max(value, 0), most)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Damaged("neither true nor false")
    return value


def _one_of(known: dict[str, Value], value: object) -> Value:
    if not isinstance(value, str) or value not in known:
        raise Damaged("no such word")
    return known[value]
