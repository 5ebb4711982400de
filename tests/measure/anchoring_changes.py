"""Word-by-word edits of a text that record where each word went, so that the right place is known."""

from __future__ import annotations

import random
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from companion.model import Block, Document, Heading, Section, SectionList, Span
from tests.measure.anchoring_texts import Text


class Word(NamedTuple):
    """`number` counts the words of the text before it was edited; -1 for a word that came in later."""

    text: str
    number: int = -1


Chapters = list[tuple[str, list[list[Word]]]]
"""Sections as (id, paragraphs of words)."""


class Spot(NamedTuple):
    """Where a word stands: section, paragraph in it, and offsets into the section's text."""

    section: str
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Laid:
    """A Document made of Chapters, and where each numbered word stands in it."""

    document: Document
    spots: dict[int, Spot] = field(repr=False)

    def span(self, first: int, last: int) -> Span | None:
        """From one word to another; None if they are not in one section."""
        start, end = self.spots[first], self.spots[last]
        return Span(start.section, start.start, end.end) if start.section == end.section else None


def words_of(text: Text) -> Chapters:
    number = 0
    chapters: Chapters = []
    for name, paragraphs in text.sections:
        made = []
        for paragraph in paragraphs:
            words = paragraph.split()
            made.append([Word(word, number + index) for index, word in enumerate(words)])
            number += len(words)
        chapters.append((name, made))
    return chapters


def laid_out(chapters: Chapters) -> Laid:
    """The Document: every section has its id for a heading, then its paragraphs."""
    sections: list[Section] = []
    spots: dict[int, Spot] = {}
    for name, paragraphs in chapters:
        parts = [name]
        blocks = [Block("heading", 0, len(name))]
        at = len(name)
        for index, words in enumerate(paragraphs):
            at += 2
            start = at
            for word in words:
                if word.number >= 0:
                    spots[word.number] = Spot(name, index, at, at + len(word.text))
                at += len(word.text) + 1
            at -= 1
            parts.append(" ".join(word.text for word in words))
            blocks.append(Block("paragraph", start, at))
        sections.append(Section(name, name, 2, "\n\n".join(parts), tuple(blocks)))
    headings = tuple(Heading(section.id, section.title) for section in sections)
    return Laid(Document("made", "made", "plain", "sha256:0", headings, SectionList(sections)), spots)


@dataclass(frozen=True)
class Edits:
    """How much is changed: words of all, and paragraphs deleted, put in and moved, of all (0 to 1)."""

    words: float
    deleted: float = 0.03
    inserted: float = 0.03
    moved: float = 0.02


def without(chapters: Chapters, gone: Container[int]) -> Chapters:
    """The text without some of its words."""
    return [
        (name, [[word for word in paragraph if word.number not in gone] for paragraph in paragraphs])
        for name, paragraphs in chapters
    ]


def edited(chapters: Chapters, edits: Edits, chance: random.Random) -> Chapters:
    """Replaces, inserts, deletes and mistypes words, and deletes, inserts and moves paragraphs."""
    vocabulary = [word.text for _, paragraphs in chapters for paragraph in paragraphs for word in paragraph]
    changed: Chapters = []
    taken: list[list[Word]] = []
    for name, paragraphs in chapters:
        kept: list[list[Word]] = []
        for paragraph in paragraphs:
            fate = chance.random()
            words = words_edited(paragraph, edits.words, vocabulary, chance)
            if fate < edits.deleted or not words:
                continue
            if fate < edits.deleted + edits.moved:
                taken.append(words)
                continue
            kept.append(words)
            if chance.random() < edits.inserted:
                start = chance.randrange(max(len(vocabulary) - 60, 1))
                new = vocabulary[start : start + chance.randint(10, 60)]
                chance.shuffle(new)
                kept.append([Word(word) for word in new])
        changed.append((name, kept))
    for words in taken:
        target = chance.choice(changed)[1]
        target.insert(chance.randint(0, len(target)), words)
    return changed


def words_edited(words: Iterable[Word], rate: float, vocabulary: Sequence[str], chance: random.Random) -> list[Word]:
    """A quarter of the edits each: another word, a word more, a word less, a slip of the finger."""
    out: list[Word] = []
    for word in words:
        if chance.random() >= rate:
            out.append(word)
            continue
        kind = chance.randrange(4)
        if kind == 0:
            out.append(Word(chance.choice(vocabulary), word.number))
        elif kind == 1:
            out += [word, Word(chance.choice(vocabulary))]
        elif kind == 2:
            out.append(Word(mistyped(word.text, chance), word.number))
    return out


def mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    other = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (word[:at] + other + word[at:], word[:at] + other + word[at + 1 :], word[:at] + word[at + 1 :])
    )


class Truth(NamedTuple):
    """What became of a quote: `stands`, `gone`, or `torn`: less than half of it is left in any one place.

    `spans` are the places that are right: the words left together, and those with what was put between them.
    """

    fate: str
    spans: tuple[Span, ...] = ()

    def met(self, found: Sequence[Span]) -> bool:
        """Whether what was found and a right place share at least half of the longer of both."""
        length = sum(span.end - span.start for span in found)
        for true in self.spans:
            shared = sum(_shared(true, span) for span in found)
            if 2 * shared >= max(true.end - true.start, length):
                return True
        return False


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start)) if one.section == other.section else 0


def truth(numbers: range, spots: dict[int, Spot]) -> Truth:
    left = sorted(spots[number] for number in numbers if number in spots)
    if not left:
        return Truth("gone")
    runs = [run for gap in (1, 2) for run in _runs(left, gap)]
    whole = [run for run in runs if 2 * len(run) >= len(numbers)]
    spans = dict.fromkeys(Span(run[0].section, run[0].start, run[-1].end) for run in whole or runs)
    return Truth("stands" if whole else "torn", tuple(spans))


def _runs(spots: Iterable[Spot], gap: int) -> list[list[Spot]]:
    """Spots in order, cut where one is in another section or more than `gap` paragraphs further."""
    runs: list[list[Spot]] = []
    for spot in spots:
        last = runs[-1][-1] if runs else None
        if last and last.section == spot.section and spot.paragraph - last.paragraph <= gap:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return runs
