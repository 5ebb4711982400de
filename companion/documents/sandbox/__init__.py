"""The sandbox: documents in formats that strangers' programs make are read in a process of their own, by `worker`.

What arrives is kept as it came and made into Sections when they are asked for. Where the other process dies or takes
too long, another reads the document again without the page or file it was at, which is said in place to be unreadable.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from companion.documents.protocol import line, number, piece_of, pieces_of, value_of, words
from companion.documents.registry import Format
from companion.documents.sandbox.process import Ending, SandboxProcess
from companion.documents.sections import HeadedText, Piece, Plan, SectionCache, make_section, plan
from companion.model import Document, Section, Unreadable

WALL = 120.0
"""Seconds for the whole document at most; and what a small one gets, and each mebibyte adds."""
_LEAST = 9.0
QUIET = 6.0
"""Seconds without a word from the other process, which tells each page, file and part; for all tries together."""
OUTPUT = 256 << 20
"""Bytes taken from the other process at most; of a small document, what it could honestly hold."""
_OUTPUT_LEAST = 32 << 20
_MOST_SKIPPED = 5
_TITLE = 300
"""Code points of a heading in the contents; its own text is whole."""

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
    """A heading, or (level 0) none, with the protocol's lines of the text under it."""

    def __init__(self, level: int, title: str, heading: Piece | None) -> None:
        self.level = level
        self.title = title
        self.heading = heading
        self.parts: list[bytes] = []


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
            for output in process.lines():
                received.take(output)
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


class _Received:
    """The document as far as it has arrived. `unit` of `units` is being read, and all before `resume_from` is here.

    `reason` is why nothing could be read.
    """

    def __init__(self, origin: Origin, progress: Progress | None, preview: Preview | None) -> None:
        self.origin = origin
        self.progress = progress
        self.preview = preview
        self.texts = [_ReceivedText(0, "", None)]
        self.title = self.language = self.reason = self.way = ""
        self.ways: tuple[str, ...] = ()
        self.facts: tuple[tuple[str, str], ...] = ()
        self.notices: dict[str, None] = {}
        self.unit = self.units = self.resume_from = 0
        self.finished = self._filled = self._sole = False
        self._tops = 0

    def take(self, received: bytes) -> None:
        """Take one line of the protocol."""
        letter = received[:1]
        if letter == b"P":
            self._add(received)
            return
        value = value_of(received)
        if letter == b"E":
            self.finished = True
        elif letter == b"N":
            self.notices.setdefault(words(value))
        elif isinstance(value, list):
            self._take_list(letter, [*value, None, None, None, None])

    def _take_list(self, letter: bytes, value: list[object]) -> None:
        first, second, third, fourth = value[:4]
        if letter == b"H":
            heading = piece_of(third) if third else None
            title = words(second)
            title = title if len(title) <= _TITLE else f"{title[:_TITLE].rstrip()}…"
            self.texts.append(_ReceivedText(max(number(first, 6), 1), title, heading))
            self._tops += self.texts[-1].level == 1
        elif letter == b"A":
            self.title, self.language = words(first), words(second)
            pairs = third if isinstance(third, list) else []
            self.facts = tuple((words(pair[0]), words(pair[1])) for pair in pairs if len(pair) == 2)
            self._sole = fourth is True
        elif letter == b"W":
            there = second if isinstance(second, list) else []
            self.ways = tuple(way for way in self.origin.kind.ways if way in there)
            self.way = words(first) if first in self.ways else ""
        elif letter == b"G":
            self.unit, self.units = number(first, 1 << 30), number(second, 1 << 30)
            self.resume_from = min(number(third, 1 << 30), self.unit)
            if self.progress and fourth is not True:
                self.progress(self.unit, self.units)
        elif letter == b"F":
            self.reason = f"{words(first)}; {words(second)}".removesuffix("; ")
            if self._filled:
                self._say(f"the rest could not be read: {self.reason}")

    def broke_off(self, ending: Ending) -> None:
        """Say in place that the rest could not be read."""
        unit = self.origin.kind.unit if self.units else ""
        self.reason = self.reason or ending.value
        if unit and self._filled:
            self._say(f"from {unit} {self.resume_from + 1} of {self.units} on was not read: {ending.value}")
        elif self._filled:
            what = "was not read" if ending in (Ending.LATE, Ending.FULL) else "could not be read"
            self._say(f"the rest {what}: {ending.value}")

    def _say(self, what: str) -> None:
        """Add a notice in place, and to those of the document."""
        self.notices.setdefault(f"{what[:1].upper()}{what[1:]}.")
        from companion.documents.protocol import sent  # only where something failed

        parts = self.texts[-1].parts
        before = value_of(parts[-1]) if parts else []
        notice = sent(Piece("notice", "", marker=what))
        if isinstance(before, list):
            parts[-1:] = [line("P", [*before, notice]).rstrip()]
        else:
            parts.append(line("P", [notice]).rstrip())
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
        if not self._filled and len(self.texts) == 1:
            raise Unreadable(self.reason or "there is no text in it")
        return self._made(self.texts)

    def _made(self, texts: list[_ReceivedText]) -> Document:
        planned: Plan = plan([HeadedText(text.level, text.title, "", len(text.parts)) for text in texts])

        def section(index: int) -> Section:
            entry = planned.sections[index]
            source = texts[entry.source]
            heading = [source.heading] if entry.headed and source.heading else []
            pieces = pieces_of(source.parts[entry.part]) if source.parts else []
            return make_section(entry.heading, [*heading, *pieces])

        title = planned.title or self.title or self.origin.name
        headings = tuple(entry.heading for entry in planned.sections)
        known = (
            title,
            self.origin.name,
            self.origin.kind.name,
            self.origin.fingerprint,
            headings,
            SectionCache(section),
        )
        told = (self.language, self.facts, tuple(self.notices), self.way, self.ways)
        return Document(*known, *told)
