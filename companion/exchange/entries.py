"""Entries of a page: numbered annotations in reading order with all that is said of them in words, and the checklist.

Markdown and HTML are two forms of these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from companion.analysis.arrange import Card, QuestionCard
from companion.exchange.outgoing import Outgoing
from companion.exchange.text import among, kind_words, paragraph, quoted, verdict_words
from companion.model import LOST, Document, Evidence, Layer, Quote, Span

_NO_ANCHOR = re.compile(r"[^A-Za-z0-9-]+")


class PageEntry(NamedTuple):
    """An annotation on the page.

    `words` is the passage as it stands in this document; `remark` says where that is not simply what the note was
    written on; `verdicts` are the questions it is evidence for, each with its verdict; `depth` counts replies above it.
    """

    number: int
    card: Card
    anchor: str
    kind: str
    who: str
    words: str
    citation: str
    remark: str
    verdicts: tuple[str, ...]
    depth: int

    @property
    def searched(self) -> str:
        words = ", ".join(self.card.annotation.searched)
        return f"looked for and not found: {words}" if words else ""


class Ruling(NamedTuple):
    """One reader's or layer's verdict on a question, with its reason (Markdown) and evidence in words."""

    who: str
    verdict: str
    reason: str
    evidence: tuple[Evidence, ...]
    layer: Layer


@dataclass(frozen=True, eq=False)
class PageEntries:
    """All entries of an Outgoing by their keys, in the order of the page."""

    outgoing: Outgoing

    @cached_property
    def by_key(self) -> dict[str, PageEntry]:
        entries: dict[str, PageEntry] = {}
        anchors: set[str] = set()
        for card in self._cards():
            anchor = self._anchor(card, anchors)
            above = entries.get(card.parent)
            depth = above.depth + 1 if above else 0
            entries[card.key] = self._entry(card, len(entries) + 1, anchor, depth)
        return entries

    def of_section(self, section: str) -> list[PageEntry]:
        """The entries that stand in a section."""
        cards = self.outgoing.arrangement.by_section.get(section, ())
        return [self.by_key[card.key] for card in cards if card.key in self.by_key]

    @property
    def whole(self) -> list[PageEntry]:
        """The entries on the document as a whole."""
        return [self.by_key[card.key] for card in self.outgoing.arrangement.whole if card.key in self.by_key]

    @property
    def lost(self) -> list[PageEntry]:
        """The entries that found no place."""
        return [self.by_key[card.key] for card in self.outgoing.arrangement.lost if card.key in self.by_key]

    def rulings(self, card: QuestionCard) -> list[Ruling]:
        """The layer's verdict on a question, then each reader's."""
        question = card.question
        author = card.layer.author or card.layer.title or card.layer.id
        first = Ruling(author, verdict_words(question.verdict), question.why, question.evidence, card.layer)
        rest = [
            Ruling(who(by, answer.author), verdict_words(answer.verdict), answer.note, answer.evidence, by)
            for by, answer in card.answers
        ]
        return [first, *rest]

    def evidence(self, ruling: Ruling) -> Iterator[tuple[PageEntry | None, str]]:
        """Each piece of evidence: its entry, if it has one on the page, and its words with their citation."""
        for item in ruling.evidence:
            if isinstance(item, Quote):
                yield None, quoted(item.exact)
                continue
            key = ruling.layer.key(item)
            entry, card = self.by_key.get(key), self.outgoing.cards.get(key)
            if entry is None and card is not None:
                entry = self._entry(card, 0, "", 0)
            if entry is None:
                yield None, f"{item} (not here)"
            else:
                yield entry if entry.number else None, f"{entry.words or entry.remark} {entry.citation}".strip()

    def entry(self, key: str) -> PageEntry | None:
        """The entry of any annotation, numbered 0 where it is not on the page."""
        card = self.outgoing.cards.get(key)
        return self.by_key.get(key) or (self._entry(card, 0, "", 0) if card else None)

    def _cards(self) -> Iterator[Card]:
        arrangement = self.outgoing.arrangement
        if not self.outgoing.section:
            yield from arrangement.whole
        for _, name in self.outgoing.headings():
            yield from arrangement.by_section.get(name, ())
        if not self.outgoing.section:
            yield from arrangement.lost

    def _entry(self, card: Card, number: int, anchor: str, depth: int) -> PageEntry:
        document, layer = self.outgoing.document, card.layer
        _, kind = kind_words(card.annotation.kind, {**self.outgoing.kinds, **layer.kinds})
        words, remark = _place_words(document, card)
        if card.annotation.is_reply and not depth:
            remark = f"a reply to {card.annotation.replies_to}, which is not on this page"
        return PageEntry(
            number,
            card,
            anchor,
            kind,
            who(layer, card.annotation.author),
            words,
            citation(document, card),
            remark,
            tuple(self._verdicts.get(card.key, ())),
            depth,
        )

    @cached_property
    def _verdicts(self) -> dict[str, list[str]]:
        """What each annotation is evidence for."""
        found: dict[str, list[str]] = {}
        for card in self.outgoing.everything.questions:
            for ruling in self.rulings(card):
                for item in ruling.evidence:
                    if isinstance(item, str):
                        said = f"{' '.join(card.question.ask.split())} ({ruling.verdict})"
                        found.setdefault(ruling.layer.key(item), []).append(said)
        return {key: list(dict.fromkeys(said)) for key, said in found.items()}

    def _anchor(self, card: Card, taken: set[str]) -> str:
        """A name of Latin letters, digits and dashes, that no other entry has."""
        base = _NO_ANCHOR.sub("-", f"{card.layer.id}-{card.annotation.id}").strip("-").lower() or "note"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        return name


def who(layer: Layer, author: str) -> str:
    """Who wrote a record, in words."""
    return author or layer.author or ("the reader" if layer.own else layer.title or layer.id)


def citation(document: Document, card: Card) -> str:
    """`[nso-2023 §ceo-message ¶4, p. ix]` for the place of a card; empty where it has none."""
    if card.span is None or card.annotation.is_reply:
        return ""
    return place_citation(document, card.span, card.annotation.quote is not None)


def place_citation(document: Document, span: Span, exact: bool = True) -> str:
    section = document.section(span.section)
    at = f" {paragraph(section, span.start)}" if exact else ""
    page = section.blocks[section.block_at(span.start)].page if exact and section.blocks else ""
    return f"[{document.name} §{span.section}{at}{f', p. {page}' if page else ''}]"


def _place_words(document: Document, card: Card) -> tuple[str, str]:
    """The words in the document, and a remark where they are not simply those the note was written on."""
    annotation, placement = card.annotation, card.placement
    quote = annotation.quote
    if annotation.is_reply:
        return "", ""
    if quote is None:
        on = "on this section" if annotation.section else "on the document"
        return "", on if placement != LOST else f"on section {annotation.section}, which is not here"
    if placement.span is None or placement.state == "lost":
        return "", f"not found: {quoted(quote.exact)}"
    words = " … ".join(quoted(document.text(span)) for span in placement.spans)
    alike = f"{placement.score:.0%} alike"
    if placement.state == "changed":
        return words, f"the words have changed ({alike}); written on {quoted(quote.exact)}"
    if placement.state == "unsure":
        return words, f"the place is a guess ({alike}); written on {quoted(quote.exact)}"
    return words, "" if among(annotation, words) else f"written on {quoted(quote.exact)}"


def counted(cards: Iterable[QuestionCard]) -> Counter[str]:
    """How many questions have which verdict: the reader's own where there is one, else the layer's."""
    return Counter(verdict_words(card.mine.verdict if card.mine else card.question.verdict) for card in cards)
