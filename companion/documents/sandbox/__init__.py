"""The sandbox: documents in formats that strangers' programs make are read in a process of their own, by `worker`.

What arrives is kept as it came and made into Sections when they are asked for. Where the other process dies or takes
too long, another reads the document again without the page or file it was at, which is said in place to be unreadable.
"""

from __future__ import annotations

import shlex
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from companion.documents.comments import annotation
from companion.documents.messages import (
    AboutMessage,
    CommentMessage,
    Damaged,
    EndMessage,
    FailureMessage,
    HeadingMessage,
    LeftOutMessage,
    Message,
    NoticeMessage,
    Overfull,
    PartMessage,
    StepMessage,
    Tally,
    WallsMessage,
    WaysMessage,
    message,
)
from companion.documents.protocol import line
from companion.documents.registry import Format
from companion.documents.sandbox.process import Ending, SandboxProcess
from companion.documents.sections import HeadedText, Piece, Plan, SectionCache, make_section, plan
from companion.model import Annotation, Document, LeftOut, Section, Unreadable, Wall

WALL = 120.0
"""Seconds for the whole document at most; and what a small one gets, and each mebibyte adds."""
_LEAST = 9.0
QUIET = 6.0
"""Seconds without a word from the other process, which tells each page, file and part; for all tries together."""
OUTPUT = 128 << 20
"""Bytes taken from the other process at most; of a small document, what it could honestly hold."""
PLANNING = 5.0
"""Seconds in which the contents are made of the headings; a hundred thousand take one."""
_OUTPUT_LEAST = 32 << 20
_MOST_SKIPPED = 5
_TITLE = 300
"""Code points of a heading in the contents; its own text is whole."""

_UNTOLD: tuple[Wall, ...] = (Wall("walls", "nothing but reading", "the reading process told of none"),)
_NOTHING = line("P", []).rstrip()
_REMEDIES = ("ocrmypdf",)
"""Programs that a reader may name as a remedy; where one is installed, the command is told too."""

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Preview = Callable[[Document], None]


class Origin(NamedTuple):
    """What is known of a document before it is read: its format, what citations call it, its fingerprint.

    `way` is one of the format's ways to tell headings that the reader chose; "" for the best.
    """

    kind: Format
    name: str
    fingerprint: str
    way: str = ""


class _ReceivedText:
    """A heading, or (level 0) none, with the lines of the text under it; `notice` is what companion says at its end.

    Lines are kept as they came, and were messages when they came.
    """

    __slots__ = ("heading", "level", "notice", "parts", "title")

    def __init__(self, level: int, title: str, heading: bytes) -> None:
        self.level = level
        self.title = title
        self.heading = heading
        self.parts: list[bytes] = []
        self.notice = ""

    @property
    def headline(self) -> Piece:
        """The heading as it stands in the text, or its title where it stands in none."""
        heading = message(self.heading) if self.heading else None
        return (isinstance(heading, HeadingMessage) and heading.piece) or Piece("heading", self.title)

    def pieces(self, part: int, headed: bool) -> Iterator[Piece]:
        """The pieces of one part, with the heading before the first."""
        if headed and self.heading:
            yield self.headline
        sent = message(self.parts[part]) if self.parts else None
        if isinstance(sent, PartMessage):
            yield from sent.pieces
        if self.notice and part == len(self.parts) - 1:
            yield Piece("notice", "", marker=self.notice)


def read_sandboxed(
    data: bytes, origin: Origin, progress: Progress | None, cancelled: Cancelled | None, preview: Preview | None
) -> Document:
    """The document in these bytes. Raises Unreadable if nothing of it can be read, and when `cancelled` says so.

    `preview` is called at most once, with the Sections known while others are still being read: they are the first
    ones of the Document returned, under the same ids.
    """
    most = min(_OUTPUT_LEAST + 32 * len(data), OUTPUT)
    deadline = time.monotonic() + min(_LEAST + origin.kind.seconds_per_mib * len(data) / (1 << 20), WALL)
    skipped: dict[int, str] = {}
    quiet = QUIET
    while True:
        received = _Received(origin, progress, preview)
        header = line(" ", {"kind": origin.kind.name, "skipped": list(skipped.items()), "way": origin.way})[1:]
        with SandboxProcess([header, data], deadline, quiet, most, cancelled or (lambda: False)) as process:
            process.ending = _listened(process, received)
            if received.finished:
                return received.document()
        if process.ending is Ending.CANCELLED:
            raise Unreadable("opening was cancelled")
        preview, quiet = received.preview, quiet - process.silence
        over = quiet < 1 or len(skipped) == _MOST_SKIPPED or process.ending in (Ending.LATE, Ending.FULL)
        if over or not origin.kind.unit or received.unit >= received.units or received.unit in skipped:
            received.broke_off(process.ending)
            return received.document()
        skipped[received.unit] = process.ending.value


def walls_here() -> tuple[Wall, ...]:
    """The walls around a reading process on this system, as one tells that gets no document."""
    try:
        with SandboxProcess([], time.monotonic() + _LEAST, QUIET, _OUTPUT_LEAST, lambda: False) as process:
            one = message(next(process.lines(), b""))
            return one.walls if isinstance(one, WallsMessage) and one.walls else _UNTOLD
    except Damaged:
        return _UNTOLD
    except Unreadable as error:
        return tuple(wall._replace(why=str(error)) for wall in _UNTOLD)


def _listened(process: SandboxProcess, received: _Received) -> Ending:
    """Take what the process says until it has finished, or says what it may not; how it ended."""
    try:
        for output in process.lines():
            received.take(output)
            if received.finished:
                return Ending.WELL
    except Damaged:
        return Ending.DAMAGED
    except Overfull:
        return Ending.FULL
    return process.ending


class _Received:
    """The document as far as it has arrived. `unit` of `units` is being read, and all before `resume_from` is here.

    `reason` is why nothing could be read.
    """

    def __init__(self, origin: Origin, progress: Progress | None, preview: Preview | None) -> None:
        self.origin = origin
        self.progress = progress
        self.preview = preview
        self.texts = [_ReceivedText(0, "", b"")]
        self.title = self.language = self.reason = self.way = ""
        self.ways: tuple[str, ...] = ()
        self.facts: tuple[tuple[str, str], ...] = ()
        self.notices: dict[str, None] = {}
        self.walls = _UNTOLD
        self.comments: list[Annotation] = []
        self.left_out: list[LeftOut] = []
        self.unit = self.units = self.resume_from = 0
        self.finished = self._filled = self._sole = False
        self._first = True
        self._tops = 0
        self._tally = Tally()

    def take(self, received: bytes) -> None:
        """Take one line of the protocol. Raises Damaged and Overfull."""
        one, first, self._first = message(received), self._first, False
        if isinstance(one, WallsMessage):
            if first:  # only then: later a document could have it sent
                self.walls = one.walls or _UNTOLD
            return
        self._tally.take(one)
        if isinstance(one, PartMessage):
            self._add(received)
        elif isinstance(one, HeadingMessage):
            title = one.title if len(one.title) <= _TITLE else f"{one.title[:_TITLE].rstrip()}…"
            self.texts.append(_ReceivedText(one.level, title, received if one.piece else b""))
            self._tops += one.level == 1
        else:
            self._learn(one)

    def _learn(self, one: Message) -> None:
        """Take a message that brings no text."""
        if isinstance(one, AboutMessage):
            self.title, self.language, self.facts, self._sole = one
        elif isinstance(one, NoticeMessage):
            self.notices.setdefault(_with_command(one.what, self.origin.name))
        elif isinstance(one, StepMessage):
            self.unit, self.units, self.resume_from, ahead = one
            if self.progress and not ahead:
                self.progress(self.unit, self.units)
        elif isinstance(one, FailureMessage):
            self.reason = _with_command(f"{one.what}; {one.expected}".removesuffix("; "), self.origin.name)
            if self._shown:
                self._say(f"the rest could not be read: {self.reason}")
        elif isinstance(one, CommentMessage):
            self.comments.append(annotation(one.comment, len(self.comments) + 1))
        elif isinstance(one, LeftOutMessage):
            self.left_out += [one.left] if one.left.text else []
        elif isinstance(one, WaysMessage):
            self.ways = tuple(way for way in self.origin.kind.ways if way in one.there)
            self.way = one.used if one.used in self.ways else ""
        elif isinstance(one, EndMessage):
            self.finished = True

    def broke_off(self, ending: Ending) -> None:
        """Say in place that the rest could not be read."""
        unit = self.origin.kind.unit if self.units else ""
        self.reason = self.reason or ending.value
        if unit and self._shown:
            self._say(f"from {unit} {self.resume_from + 1} of {self.units} on was not read: {ending.value}")
        elif self._shown:
            what = "was not read" if ending in (Ending.LATE, Ending.FULL) else "could not be read"
            self._say(f"the rest {what}: {ending.value}")

    @property
    def _shown(self) -> bool:
        """True if there is a text or a heading to show."""
        return self._filled or len(self.texts) > 1

    def _say(self, what: str) -> None:
        """Add a notice in place, and to those of the document."""
        self.notices.setdefault(f"{what[:1].upper()}{what[1:]}.")
        self.texts[-1].notice = self.texts[-1].notice or what
        if not self.texts[-1].parts:
            self.texts[-1].parts.append(_NOTHING)
        self._filled = True

    def _add(self, part: bytes) -> None:
        self.texts[-1].parts.append(part)
        self._filled = True
        if self.preview is not None and self._is_settled():
            whole = list(self.texts)
            while len(whole) > 1 and not whole[-1].parts:
                whole.pop()
            preview, self.preview = self.preview, None
            preview(self._made(whole))

    def _is_settled(self) -> bool:
        """True if the Sections known will keep their ids: the first heading is no title, or certain to be it."""
        return bool(self.texts[0].parts) or self.texts[1].level > 1 or self._tops > 1 or self._sole

    def document(self) -> Document:
        """Raises Unreadable if there is nothing to show."""
        if not self._shown:
            raise Unreadable(self.reason or "there is no text in it")
        return self._made(self.texts)

    def _made(self, texts: list[_ReceivedText]) -> Document:
        headed = [HeadedText(text.level, text.title, "", len(text.parts)) for text in texts]
        planned: Plan = plan(headed, self.title or self.origin.name, time.monotonic() + PLANNING)

        def section(index: int) -> Section:
            entry = planned.sections[index]
            above = [texts[head].headline for head in (entry.heads[:-1] if entry.headed else entry.heads)]
            return make_section(entry.heading, [*above, *texts[entry.source].pieces(entry.part, entry.headed)])

        title = planned.title or self.title or self.origin.name
        headings = tuple(entry.heading for entry in planned.sections)
        return Document(
            title,
            self.origin.name,
            self.origin.kind.name,
            self.origin.fingerprint,
            headings,
            SectionCache(section),
            language=self.language,
            facts=self.facts,
            notices=tuple(self.notices),
            walls=self.walls,
            way=self.way,
            ways=self.ways,
            comments=tuple(self.comments),
            left_out=tuple(self.left_out),
        )


def _with_command(said: str, name: str) -> str:
    """What is said, with the command of a program it names, where that is installed."""
    program = next((program for program in _REMEDIES if program in said and shutil.which(program)), "")
    if not program:
        return said
    copy = PurePath(name).with_suffix("").name + "-text" + PurePath(name).suffix
    return f"{said.removesuffix('.')}: {shlex.join([program, name, copy])}"
