"""Reading, the frozen value that the screen holds, and its parts."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

from companion.analysis.arrange import Arrangement
from companion.model import Document, Kind, Layer, Placement, Record, Section, Span
from companion.reading.units import Unit, unit_span
from companion.text.find import Finder

__all__ = ["Change", "Cursor", "Held", "Reading", "Save", "Unit", "replace"]

Tab = Literal["annotations", "questions"]


@dataclass(frozen=True, slots=True)
class Cursor:
    """`section` is an index, `at` an offset into its text; `mark` is the other end of a selection, or None."""

    section: int = 0
    at: int = 0
    unit: Unit = "block"
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Save:
    """The save state of an own record; only `saved` means that it is on disk. `why` is one line.

    `elsewhere` is where the reader put a copy of what could not be saved.
    """

    state: Literal["saving", "saved", "failed"]
    why: str = ""
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The card (`key`) the reader is finding a place for; `offer` is the index of the place looked at, or -1."""

    key: str = ""
    offer: int = -1


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the reader's own work: a record before (None where there was none) and after.

    `moved` are placements before and after, by key, where the record gives somebody's annotation a place.
    """

    before: Record | None
    after: Record
    moved: Mapping[str, tuple[Placement, Placement]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Reading:
    """Everything true on screen now. Equality is identity, so that a reactive sees each new one.

    `coming` tells how much of the document is still being read, "" once it is whole.
    `layers` are other people's; `own` is the reader's. `placements` go by `layer/id`. `read` holds ids of
    sections read to their end, `reached` how far the reader came in each this time, from 0 to 1. `chosen` is the
    card or question the margin stands on; a `held` card stays there while the cursor moves. `hand` is the question
    the reader seeks an answer to, "" for none; `verdict` the one whose questions the checklist shows, "" for all.
    """

    document: Document
    layers: tuple[Layer, ...] = ()
    own: Layer = field(default_factory=lambda: Layer("own", own=True))
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    placements: Mapping[str, Placement] = field(default_factory=dict)
    cursor: Cursor = Cursor()
    tab: Tab = "annotations"
    chosen: str = ""
    held: Held = Held()
    hand: str = ""
    verdict: str = ""
    read: frozenset[str] = frozenset()
    reached: Mapping[str, float] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    saves: Mapping[str, Save] = field(default_factory=dict)
    done: tuple[Change, ...] = ()
    undone: tuple[Change, ...] = ()
    loaded: bool = False
    search: Search | None = None
    coming: str = ""
    arrangement: Arrangement | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Keep the arrangement of the Reading before, unless something it is made of is another object."""
        layers, old = (*self.layers, self.own), self.arrangement
        same = old is not None and (old.document, old.layers, old.hidden) == (self.document, layers, self.hidden)
        if old is None or not same or old.placements is not self.placements:
            object.__setattr__(self, "arrangement", Arrangement(self.document, layers, self.placements, self.hidden))

    @property
    def index(self) -> Arrangement:
        """Which card and question stands where."""
        assert self.arrangement is not None
        return self.arrangement

    @property
    def section(self) -> Section:
        return self.document.section(self.cursor.section)

    @property
    def share_read(self) -> int:
        """How many of a hundred sections were read to their end."""
        return len(self.read) * 100 // max(len(self.document), 1)

    @property
    def block(self) -> int:
        """The index of the block the cursor stands in."""
        return self.section.block_at(self.cursor.at)

    @property
    def span(self) -> Span:
        """What a command acts on: the selection, else the unit under the cursor."""
        section, cursor = self.section, self.cursor
        start, end = unit_span(section, cursor.unit, cursor.at)
        if cursor.mark is not None:
            other = unit_span(section, cursor.unit, cursor.mark)
            start, end = min(start, other[0]), max(end, other[1])
        return Span(section.id, start, end)


UNKNOWN = -1
"""The count of a section that was not looked through yet."""


class Hit(NamedTuple):
    """Words of a section, or with a `key` a card or question that holds them.

    `section` is an index. Cards and questions that stand in no section come after the last one.
    """

    section: int
    start: int
    end: int
    key: str = ""


@dataclass(frozen=True, eq=False)
class Query:
    """Words to search for; with `exact` case and accents count.

    The search goes from `origin` on. `stood` is the cursor while nothing was found yet.
    """

    words: str
    exact: bool
    origin: Cursor
    stood: Cursor

    @cached_property
    def finder(self) -> Finder:
        return Finder(self.words, exact=self.exact)


@dataclass(frozen=True, eq=False)
class SearchChunk:
    """A part of a search's result: counts of hits by the index of their section.

    `cards` are the keys of cards of `index` by their section's id, and under `""` of cards and questions that stand in
    none.
    """

    query: Query
    counts: Mapping[int, int]
    cards: Mapping[str, tuple[str, ...]]
    index: Arrangement


@dataclass(frozen=True, eq=False)
class Search:
    """A search and its result so far: `counts` of hits per section, never changed in place; `at` is the current hit.

    `said` is a word about the last step: that it went round, or could not be made yet.
    """

    query: Query
    counts: array[int]
    cards: Mapping[str, tuple[str, ...]]
    index: Arrangement | None = None
    at: Hit | None = None
    said: str = ""

    @cached_property
    def done(self) -> bool:
        """Whether everything was looked through."""
        return self.index is not None and UNKNOWN not in self.counts

    @property
    def share(self) -> int:
        """How many of a hundred sections were looked through."""
        return 100 - self.counts.count(UNKNOWN) * 100 // max(len(self.counts), 1)

    @cached_property
    def total(self) -> int:
        """How many hits are known."""
        return sum(count for count in self.counts if count > 0) + sum(map(len, self.cards.values()))
