"""Comparison of two editions: what became of every sentence, section by section, and what disappeared.

Sentences are linked by `text.alignment`. Case, punctuation, white space and layout are no change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from companion.analysis.sections import SectionPair, section_pairs
from companion.analysis.statements import Statement, dense, matched
from companion.model import Document
from companion.text.alignment import SentenceLink, aligned, comparable, ratio, search_words
from companion.text.numbers import exchanged, has_figure, masked
from companion.text.promises import Promises

EditionClass = Literal["same", "numbers", "reworded", "moved", "split", "merged", "dropped", "new"]
CLASSES: tuple[EditionClass, ...] = ("same", "numbers", "reworded", "moved", "split", "merged", "dropped", "new")
ALIKE = 0.8
"""So much alike, of 1, a sentence counts as common to both editions."""
SURE, LEAST_WORDS = 0.7, 0.35
"""Below this likeness two sentences are one reworded only if so large a share of their words is common."""
STRANGERS = 0.1
"""Below this share of common words the two are no editions of one text."""


class EditionChange(NamedTuple):
    """What became of some sentences; `old` and `new` are their numbers, several where they were merged or split.

    `score` is from 0 to 1. `moved` stands beside any class; the class `moved` has the words as they were. `numbers`
    are those that differ, old and new.
    """

    kind: EditionClass
    old: tuple[int, ...]
    new: tuple[int, ...]
    score: float
    moved: bool = False
    numbers: tuple[tuple[str, str], ...] = ()

    def is_(self, kind: str) -> bool:
        return self.kind == kind or (kind == "moved" and self.moved)


class Omission(NamedTuple):
    """Something that disappeared: the number of its change, and whether a promise or a number went with it."""

    change: int
    promise: bool
    number: bool


class SectionChanges(NamedTuple):
    """A section of either edition or of both, and the numbers of its changes."""

    pair: SectionPair
    changes: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two editions, their sentences, and the changes in the order of the new one, what was dropped in between."""

    old: Document
    new: Document
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    changes: tuple[EditionChange, ...]
    promises: Promises

    @cached_property
    def counts(self) -> Mapping[EditionClass, int]:
        """How many changes are of each class; every change is of one."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in CLASSES}

    @cached_property
    def shared(self) -> float:
        """The share, from 0 to 1, of the smaller edition's words that stand in sentences common to both."""
        sizes = [sum(len(each.text.split()) for each in edition) for edition in (self.before, self.after)]
        common = [change for change in self.changes if change.score >= ALIKE]
        old = sum(len(self.before[n].text.split()) for change in common for n in change.old)
        new = sum(len(self.after[n].text.split()) for change in common for n in change.new)
        return max((part / size for part, size in zip((old, new), sizes, strict=True) if size), default=0.0)

    @property
    def strangers(self) -> bool:
        """True if the two have next to nothing in common."""
        return self.shared < STRANGERS

    @cached_property
    def sections(self) -> tuple[SectionChanges, ...]:
        """The sections in the order of the new edition, those that went where they stood; every change is in one."""
        common = Counter(
            (self.before[change.old[0]].section, self.after[change.new[0]].section)
            for change in self.changes
            if change.old and change.new and change.score >= ALIKE
        )
        pairs = section_pairs(self.old.headings, self.new.headings, common)
        rows: dict[tuple[str, str], list[int]] = {}
        for number, change in enumerate(self.changes):
            rows.setdefault(self._section_of(change), []).append(number)
        by_new = {pair.new.id: pair for pair in pairs if pair.new}
        by_old = {pair.old.id: pair for pair in pairs if pair.old}
        filled: dict[SectionPair, list[int]] = {pair: [] for pair in pairs}
        for (old, new), numbers in rows.items():
            filled[by_new[new] if new else by_old[old]] += numbers
        return tuple(SectionChanges(pair, tuple(sorted(numbers))) for pair, numbers in filled.items())

    def _section_of(self, change: EditionChange) -> tuple[str, str]:
        if change.new:
            return "", self.after[change.new[0]].section
        return self.before[change.old[0]].section, ""

    @cached_property
    def disappeared(self) -> tuple[Omission, ...]:
        """What was dropped, and the promises and numbers that sentences lost: promises first, then numbers."""
        losses = [loss for number in range(len(self.changes)) if (loss := self._loss(number))]
        return tuple(sorted(losses, key=lambda loss: (not loss.promise, not loss.number)))

    def _loss(self, number: int) -> Omission | None:
        change = self.changes[number]
        if change.kind in ("new", "same", "moved", "numbers"):
            return None
        old, new = self.words(change)
        promise = old in self.promises and new not in self.promises
        figure = has_figure(old) and not has_figure(new)
        return Omission(number, promise, figure) if promise or figure or change.kind == "dropped" else None

    def words(self, change: EditionChange) -> tuple[str, str]:
        """The old and the new words of a change; empty where there are none."""
        old = " ".join(self.before[n].text for n in change.old)
        return old, " ".join(self.after[n].text for n in change.new)

    @cached_property
    def unread(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What could not be read in the old and in the new edition: what is missing there cannot be said."""
        return unread(self.old), unread(self.new)


def compared(old: Document, new: Document) -> Comparison:
    """Two editions compared."""
    before, after = matched(old, new)
    changes = _in_order(list(_Matches(before, after).changes()))
    names = {text for document in (old, new) for name, text in document.facts if name in ("publisher", "author")}
    names |= {name.split()[0] for name in names if name.split()[0].isupper()}
    return Comparison(old, new, tuple(before), tuple(after), tuple(changes), Promises(sorted(names)))


def unread(document: Document) -> tuple[str, ...]:
    """What companion could not read in a document: pages that are images, parts that are broken."""
    found: dict[str, None] = {}
    for index in range(len(document)):
        for block in document.pass_by(index).blocks:
            if block.kind == "notice" and "without a caption" not in block.marker:
                found[f"page {block.page}: {block.marker}" if block.page else block.marker] = None
    return tuple(found)


class _Matches:
    """Which statements belong together: links one to one, and parts of longer ones."""

    def __init__(self, before: Sequence[Statement], after: Sequence[Statement]) -> None:
        self._before, self._after = before, after
        alignment = aligned([each.text for each in before], [each.text for each in after])
        self._merged = {part.old: part.new for part in alignment.parts if part.merged}
        self._split = {part.new: part.old for part in alignment.parts if not part.merged}
        grown, shrunk = set(self._merged.values()), set(self._split.values())
        self._links = {
            link.old: link
            for link in alignment.links
            if link.score >= SURE or link.new in grown or link.old in shrunk or self._share_words(link)
        }
        self._renumber()

    def _share_words(self, link: SentenceLink) -> bool:
        """True if a likeness of letters is one of words too: else one sentence went and another came in its place."""
        one, other = (search_words(comparable(text)) for text in self._pair(link))
        return 2 * len(one & other) >= LEAST_WORDS * (len(one) + len(other))

    def _pair(self, link: SentenceLink) -> tuple[str, str]:
        return self._before[link.old].text, self._after[link.new].text

    def changes(self) -> Iterator[EditionChange]:
        """Every change, those of linked sentences first, then what was dropped and what is new."""
        for old, link in sorted(self._links.items()):
            olds = tuple(sorted({old, *(n for n, new in self._merged.items() if new == link.new)}))
            news = tuple(sorted({link.new, *(n for n, other in self._split.items() if other == old)}))
            yield self._change(olds, news, link)
        yield from (EditionChange("dropped", (n,), (), 0.0) for n in self._free_old())
        yield from (EditionChange("new", (), (n,), 0.0) for n in self._free_new())

    def _free_old(self) -> list[int]:
        return [n for n in range(len(self._before)) if n not in self._links and n not in self._merged]

    def _free_new(self) -> list[int]:
        linked = {link.new for link in self._links.values()}
        return [n for n in range(len(self._after)) if n not in linked and n not in self._split]

    def _renumber(self) -> None:
        """Link what is left and differs in numbers alone: rows whose figures are most of their letters."""
        free: dict[str, list[int]] = {}
        for new in reversed(self._free_new()):
            mask = masked(self._after[new].text)
            if mask.numbers and mask.worded:
                free.setdefault(mask.text, []).append(new)
        for old in self._free_old() if free else ():
            mask = masked(self._before[old].text)
            if free.get(mask.text):
                new = free[mask.text].pop()
                score = ratio(self._before[old].text, self._after[new].text)
                self._links[old] = SentenceLink(old, new, score, not self._between(old, new))

    def _between(self, old: int, new: int) -> bool:
        """True if a new sentence stands between those that the old one's neighbours have become."""
        ordered = [link for link in self._links.values() if not link.moved]
        low = max((link.new for link in ordered if link.old < old), default=-1)
        high = min((link.new for link in ordered if link.old > old), default=len(self._after))
        return low < new < high

    def _change(self, old: tuple[int, ...], new: tuple[int, ...], link: SentenceLink) -> EditionChange:
        if len(old) > 1 or len(new) > 1:
            return EditionChange("split" if len(new) > 1 else "merged", old, new, link.score, link.moved)
        before, after = self._before[link.old].text, self._after[link.new].text
        if link.score == 1 or dense(before) == dense(after):
            return EditionChange("moved" if link.moved else "same", old, new, 1.0, link.moved)
        one, other = masked(before), masked(after)
        if one.text == other.text and one.numbers:
            return EditionChange("numbers", old, new, link.score, link.moved, exchanged(one, other))
        return EditionChange("reworded", old, new, link.score, link.moved)


def _in_order(changes: Sequence[EditionChange]) -> list[EditionChange]:
    """Changes in the order of the new edition; what was dropped stands after what stood before it."""
    became = {old: change.new[0] for change in changes if change.new and not change.moved for old in change.old}
    at, after = -1, {}
    for old in sorted(n for change in changes for n in change.old):
        at = became.get(old, at)
        after[old] = at
    return sorted(changes, key=lambda c: (c.new[0], -1) if c.new else (after[c.old[0]], c.old[0]))
