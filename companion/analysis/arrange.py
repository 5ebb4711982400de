"""Which card and which question stands where: the one order that screen, text and JSON show them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from companion.model import Annotation, Answer, Document, Layer, Place, Placement, Question, Span

Placements = Mapping[str, Placement]
"""Where annotations and quoted evidence stand, by their keys."""


class Card(NamedTuple):
    """An annotation with its layer and placement; `span` is its first place in this document, if any."""

    key: str
    layer: Layer
    annotation: Annotation
    placement: Placement
    span: Span | None

    @property
    def parent(self) -> str:
        """The key of the annotation it stands under as a reply, or ""."""
        return self.layer.key(self.annotation.replies_to) if self.annotation.is_reply else ""


class QuestionCard(NamedTuple):
    """A question with its layer, and the answers given to it with theirs."""

    key: str
    layer: Layer
    question: Question
    answers: tuple[tuple[Layer, Answer], ...]

    @property
    def mine(self) -> Answer | None:
        """The reader's own answer; of two versions, the first."""
        return next((answer for layer, answer in self.answers if layer.own), None)

    @property
    def differs(self) -> bool:
        """Whether readers came to different verdicts."""
        return len({answer.verdict for _, answer in self.answers}) > 1


class Counts(NamedTuple):
    """How many annotations are other people's, and how many the reader's own."""

    others: int
    own: int


@dataclass(frozen=True, eq=False)
class Arrangement:
    """The cards and questions of all `layers` but the `hidden` ones, worked out when they are first asked for.

    An annotation without a placement is not there yet and is left out.
    """

    document: Document
    layers: tuple[Layer, ...]
    placements: Placements
    hidden: frozenset[str] = frozenset()

    @cached_property
    def shown(self) -> tuple[Layer, ...]:
        """The layers that are switched on."""
        return tuple(layer for layer in self.layers if layer.id not in self.hidden)

    @cached_property
    def by_section(self) -> dict[str, list[Card]]:
        """Cards in reading order by their section's id; under `""` those on the document or without a place."""
        sections: dict[str, list[Card]] = {}
        for card in self._cards():
            sections.setdefault(card.span.section if card.span else "", []).append(card)
        return {name: _threads(sorted(cards, key=_reading_order)) for name, cards in sections.items()}

    @cached_property
    def in_order(self) -> list[Card]:
        """Every card that has a place, from the first section to the last."""
        placed = [(index, name) for name in self.by_section if (index := self.document.index(name)) is not None]
        return [card for _, name in sorted(placed) for card in self.by_section[name]]

    @cached_property
    def lost(self) -> list[Card]:
        """Cards that found no place."""
        return [card for card in self.by_section.get("", ()) if card.placement.state == "lost"]

    @cached_property
    def whole(self) -> list[Card]:
        """Cards on the document as a whole, or in a section it no longer has."""
        return [card for card in self.by_section.get("", ()) if card.placement.state != "lost"]

    @cached_property
    def guesses(self) -> list[Card]:
        """Cards whose place is a guess, in reading order."""
        return [card for card in self.in_order if card.placement.state == "unsure"]

    @cached_property
    def tray(self) -> dict[str, Card]:
        """The cards without a sure place by their keys: those that are lost, then the guesses."""
        return {card.key: card for card in (*self.lost, *self.guesses)}

    @cached_property
    def given(self) -> dict[str, Place]:
        """The places the reader gave to annotations, by the annotations' keys."""
        return {place.place: place for layer in self.layers if layer.own for place in layer.places}

    @cached_property
    def questions(self) -> list[QuestionCard]:
        """Every question, layer by layer."""
        answers: dict[str, list[tuple[Layer, Answer]]] = {}
        for layer in self.shown:
            for answer in layer.answers:
                answers.setdefault(answer.question, []).append((layer, answer))
        keyed = [(layer.key(question), layer, question) for layer in self.shown for question in layer.questions]
        return [QuestionCard(key, layer, asked, tuple(answers.get(key, ()))) for key, layer, asked in keyed]

    @cached_property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """The ids of the questions that a card is evidence for, by the card's key; those of layers and the reader's."""
        found: dict[str, tuple[str, ...]] = {}
        for card in self.questions:
            linked = [card.question.evidence, *(answer.evidence for _, answer in card.answers)]
            for key in {card.layer.key(item) for evidence in linked for item in evidence if isinstance(item, str)}:
                found[key] = (*found.get(key, ()), card.question.id)
        return found

    @cached_property
    def questions_by_section(self) -> dict[str, list[QuestionCard]]:
        """Questions by the section where their first placed evidence stands; under `""` those without any."""
        sections: dict[str, list[QuestionCard]] = {}
        for card in self.questions:
            span = self._evidence_span(card)
            here = span is not None and self.document.index(span.section) is not None
            sections.setdefault(span.section if span and here else "", []).append(card)
        return sections

    @cached_property
    def open_evidence(self) -> dict[str, int]:
        """How many questions without a verdict of the reader's have evidence in a section, by the section's id."""
        found: Counter[str] = Counter()
        for card in self.questions:
            if card.mine is None or card.mine.verdict == "open":
                keys = (card.layer.evidence_key(card.question, n) for n in range(len(card.question.evidence)))
                placed = (self.placements.get(key) for key in keys)
                found.update({placement.span.section for placement in placed if placement and placement.span})
        return found

    def counts(self, section: str) -> Counts:
        """How many annotations the section of that id holds."""
        cards = self.by_section.get(section, ())
        own = sum(card.layer.own for card in cards)
        return Counts(len(cards) - own, own)

    def _cards(self) -> Iterator[Card]:
        for layer in self.shown:
            for annotation in layer.annotations:
                key = layer.key(annotation)
                placement = self.placements.get(key)
                if placement:
                    known = (span for span in placement.spans if self.document.index(span.section) is not None)
                    yield Card(key, layer, annotation, placement, next(known, None))

    def _evidence_span(self, card: QuestionCard) -> Span | None:
        """Where the first piece of a question's evidence that has a place stands."""
        for index in range(len(card.question.evidence)):
            placement = self.placements.get(card.layer.evidence_key(card.question, index))
            if placement and placement.span:
                return placement.span
        return None


def _threads(cards: list[Card]) -> list[Card]:
    """The same cards with each reply under the one it answers, in the order they were written in."""
    keys = {card.key for card in cards}
    replies: dict[str, list[Card]] = {}
    for card in cards:
        if card.parent in keys and card.parent != card.key:
            replies.setdefault(card.parent, []).append(card)
    if not replies:
        return cards
    threads: dict[str, Card] = {}
    below = {card.key for answers in replies.values() for card in answers}
    for first in (*(card for card in cards if card.key not in below), *cards):  # a circle of replies has no first
        waiting = [first]
        while waiting:
            card = waiting.pop()
            if card.key not in threads:
                threads[card.key] = card
                waiting += sorted(replies.get(card.key, ()), key=_written, reverse=True)
    return list(threads.values())


def _written(card: Card) -> tuple[str, str]:
    return card.annotation.created, card.key


def _reading_order(card: Card) -> tuple[int, bool, int, bool, str]:
    """By where the words begin; there a note on the section first, then the shorter passage, then other people's.

    Other people's then stay in the order of their layers and files, which the author chose. The reader's own, which
    come and go, are ordered by id, so that no card moves when notes are read again.
    """
    start, end = (card.span.start, card.span.end) if card.span else (0, 0)
    quoted = card.span is not None and card.annotation.quote is not None
    return start, quoted, end if quoted else 0, card.layer.own, card.key if card.layer.own else ""
