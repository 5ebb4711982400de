"""Which card stands where: worked out once for as long as layers, notes and places stay the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from companion.model import Annotation, Document, Layer, Place, Placement, Span


class Card(NamedTuple):
    """An annotation with its layer and where it stands; `key` is `layer/id`, `span` its first place, if any."""

    key: str
    layer: Layer
    annotation: Annotation
    placement: Placement
    span: Span | None


class Counts(NamedTuple):
    others: int
    own: int


@dataclass(frozen=True, eq=False)
class Index:
    """The cards of every layer that is switched on."""

    document: Document
    layers: tuple[Layer, ...]
    own: Layer
    placements: Mapping[str, Placement]
    hidden: frozenset[str]

    @cached_property
    def shown(self) -> tuple[Layer, ...]:
        return tuple(layer for layer in (*self.layers, self.own) if layer.id not in self.hidden)

    @cached_property
    def by_section(self) -> dict[str, list[Card]]:
        """Cards in reading order by their section's id; under `""` those on the document or without a place."""
        found: dict[str, list[Card]] = {}
        for card in self._cards():
            found.setdefault(card.span.section if card.span else "", []).append(card)
        for cards in found.values():
            cards.sort(key=lambda c: (c.span.start if c.span else 0, c.layer.own, c.key))
        return found

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
        """Cards on the document as a whole."""
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
        """The places the reader gave to annotations, by their `layer/id`."""
        return {place.place: place for place in self.own.places}

    def counts(self, section: str) -> Counts:
        """How many annotations of others and of the reader's own a section holds."""
        held = self.by_section.get(section, ())
        own = sum(card.layer.own for card in held)
        return Counts(len(held) - own, own)

    def _cards(self) -> Iterator[Card]:
        for layer in self.shown:
            for annotation in layer.annotations:
                key = layer.key(annotation)
                placement = self.placements.get(key)
                if placement:
                    known = (s for s in placement.spans if self.document.index(s.section) is not None)
                    yield Card(key, layer, annotation, placement, next(known, None))
