"""A search and where its words stand. Only counts are kept: the hits of a section are found again when it is shown."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from companion.reading.finding import Finder

if TYPE_CHECKING:
    from companion.reading.index import Index
    from companion.reading.value import Cursor

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
    """What is looked for; `exact` lets case and accents count.

    It is looked for from `origin` on. `stood` is where the reader stands while nothing was found yet.
    """

    words: str
    exact: bool
    origin: Cursor
    stood: Cursor

    @cached_property
    def finder(self) -> Finder:
        return Finder(self.words, exact=self.exact)


@dataclass(frozen=True, eq=False)
class Found:
    """A part of what was found: hits counted in some sections, by their index.

    `cards` are the keys of cards of `index` by their section's id, and under `""` of cards and questions that stand in
    none.
    """

    query: Query
    counts: Mapping[int, int]
    cards: Mapping[str, tuple[str, ...]]
    index: Index


@dataclass(frozen=True, eq=False)
class Search:
    """`counts` are the hits in each section's text, never changed once made. `at` is the hit that was gone to last.

    `said` is a word about the last step: that it went round, or could not be made yet.
    """

    query: Query
    counts: array[int]
    cards: Mapping[str, tuple[str, ...]]
    index: Index | None = None
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
