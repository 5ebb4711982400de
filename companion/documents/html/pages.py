"""Pages sent to an Emitter: headings and blocks, and behind each part the footnotes it refers to."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from companion.documents.html.article import NAVIGATION, REASONS
from companion.documents.html.dom import Node
from companion.documents.html.footnotes import ArticlePage, Footnote, Footnotes, key
from companion.documents.html.measure import inked
from companion.documents.html.walk import NO_PLACES, Places, Walk
from companion.documents.marked_text import trimmed
from companion.documents.protocol import Emitter
from companion.documents.sections import Piece

_AGAIN = 1 << 20
"""Characters of footnotes that are shown once more because something else refers to them, in all."""
_STEP = 2_000
"""Elements between two looks how far the walk is."""
_MARKS = "marks of footnotes"
_BACK = " \n↩↑⤴\ufe0e"
"""Signs that lead from a footnote back to its mark."""


class PageSender:
    """The Sink that sends pages.

    `tally` counts the characters left out by reason; `reached` is called with a block now and then.
    """

    def __init__(
        self, emitter: Emitter, notes: Footnotes, reached: Callable[[Node], object] = lambda node: None
    ) -> None:
        self.tally: Counter[str] = Counter()
        self._reached = reached
        self._next = 0
        self._emitter = emitter
        self._notes = notes
        self._known: set[str] = set()
        self._again = _AGAIN
        self._label = ""

    def send(
        self,
        page: ArticlePage,
        heads: Mapping[int, tuple[int, str]] = MappingProxyType({}),
        places: Places = NO_PLACES,
    ) -> None:
        """Send a page; `heads` are levels and titles of headings no element is, by the block they stand before."""
        self._label = Walk(page, self._notes, self, self.tally, heads, places).run(page.article, self._label)

    def at(self, node: Node) -> None:
        if node.index >= self._next:
            self._next = node.index + _STEP
            self._reached(node)

    def title(self, level: int, title: str) -> None:
        self._emitter.heading(level, title, None, {})

    def count_around(self, root: Node, page: ArticlePage) -> None:
        """Count what stands around the article."""
        waiting: list[tuple[Node | str, str]] = [(root, NAVIGATION)]
        while waiting:
            item, reason = waiting.pop()
            if isinstance(item, str):
                self.tally[reason] += inked(item)
            elif item is not page.article and key(page.path, item) not in self._notes.keys:
                inner = REASONS.get(item.tag, reason) if reason == NAVIGATION else reason
                waiting += [(child, inner) for child in item.children]

    def heading(self, level: int, piece: Piece, notes: dict[str, Footnote]) -> None:
        self._emitter.heading(level, piece.text, piece, self._made(notes))

    def piece(self, piece: Piece, notes: dict[str, Footnote]) -> None:
        self._emitter.piece(piece, self._made(notes))

    def say_what_is_left_out(self) -> None:
        shown = [f"{count:,} of {reason}" for reason, count in sorted(self.tally.items()) if count]
        if shown:
            self._emitter.notice(f"Left out, in characters: {', '.join(shown)}.")

    def _made(self, notes: dict[str, Footnote]) -> dict[str, Sequence[Piece]]:
        """The pieces of these notes, and of the notes these refer to."""
        made: dict[str, Sequence[Piece]] = {}
        waiting = deque(notes.items())
        while waiting:
            name, note = waiting.popleft()
            if name not in made:
                collected = _Collected()
                made[name] = self._note(name, note, collected)
                waiting += collected.notes.items()
        return made

    def _note(self, name: str, note: Footnote, collected: _Collected) -> Sequence[Piece]:
        again = name in self._known
        if again and self._again < 0:
            return [Piece("notice", "", marker=f"footnote [{note.label}] stands where it is first referred to")]
        self._known.add(name)
        counts = Counter[str]() if again else self.tally
        Walk(note.page, self._notes, collected, counts).run(note.element)
        if again:
            self._again -= 100 + sum(len(piece.text) for piece in collected.pieces)
        return _labelled(collected.pieces, note.label, counts)


class _Collected:
    """A Sink for the text of a footnote: headings are paragraphs in it."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.notes: dict[str, Footnote] = {}

    def at(self, node: Node) -> None:
        """Nobody asks how far a note is."""

    def heading(self, level: int, piece: Piece, notes: dict[str, Footnote]) -> None:
        self.piece(piece._replace(kind="paragraph"), notes)

    def title(self, level: int, title: str) -> None:
        self.pieces.append(Piece("paragraph", title))

    def piece(self, piece: Piece, notes: dict[str, Footnote]) -> None:
        self.pieces.append(piece)
        self.notes |= notes


def _labelled(pieces: list[Piece], label: str, tally: Counter[str]) -> list[Piece]:
    """The pieces of a note with its label as marker, and without the label and the way back in its text."""
    shown = [piece for piece in pieces if piece.kind == "notice" or not _is_mark(piece.text, label)]
    tally[_MARKS] += sum(inked(piece.text) for piece in pieces) - sum(inked(piece.text) for piece in shown)
    if not shown:
        return [Piece("notice", "", marker=f"footnote [{label}] has no text")]
    end = len(shown[-1].text.rstrip(_BACK))
    if end < len(shown[-1].text) and shown[-1].kind != "notice":
        shown[-1] = _cut(shown[-1], 0, end, tally)
    if opening := _opening(shown[0].text, label):
        shown[0] = _cut(shown[0], opening, len(shown[0].text), tally)
    first, *rest = shown
    return [first._replace(marker=f"[{label}]", depth=0), *(piece._replace(depth=piece.depth + 1) for piece in rest)]


def _opening(text: str, label: str) -> int:
    """Where the text behind a label with its brackets begins; 0 if it does not begin with it."""
    start = len(text) - len(text.lstrip("[({^↑ "))
    if not text.startswith(label, start):
        return start if text[:1] in "^↑" else 0
    rest = text[start + len(label) :]
    words = rest.lstrip(" \n").lstrip("])}").lstrip(".:").lstrip(" \n")
    return 0 if rest[:1].isalnum() else len(text) - len(words)


def _is_mark(text: str, label: str) -> bool:
    """True if it is nothing but the label, or the way back."""
    return not text[_opening(text, label) :].strip(_BACK + "[](){}.:^")


def _cut(piece: Piece, start: int, end: int, tally: Counter[str]) -> Piece:
    tally[_MARKS] += inked(piece.text[:start]) + inked(piece.text[end:])
    marks = [mark for mark in piece.marks if mark.end > start and mark.start < end]
    text, remaining = trimmed(" " * start + piece.text[start:end], marks)
    return piece._replace(text=text, marks=remaining)
