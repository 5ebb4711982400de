"""What an export is made of: a document, all its layers, which of them go out, and where everything stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from companion.analysis.arrange import Arrangement, Card, Placements, QuestionCard
from companion.model import CompanionError, Document, Kind, Layer
from companion.text.clean import clean_line


@dataclass(frozen=True, eq=False)
class Outgoing:
    """An export that is to be written.

    `known` are all layers, so that evidence can be shown in words; `layers` are those that go out. `section` narrows it
    to one section, `question` to one question (`layer/id`). `dialect` is a kind of Markdown. `full` says that the
    document's text may go out whole, `shared` that others may read the notes where they are imported.
    """

    document: Document
    layers: tuple[Layer, ...]
    placements: Placements
    known: tuple[Layer, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    section: str = ""
    question: str = ""
    dialect: str = ""
    full: bool = False
    shared: bool = False
    reader: str = ""

    @cached_property
    def arrangement(self) -> Arrangement:
        """Where the cards of what goes out stand."""
        return Arrangement(self.document, self.layers, self.placements)

    @cached_property
    def everything(self) -> Arrangement:
        """Where all cards stand."""
        return Arrangement(self.document, self.known or self.layers, self.placements)

    @cached_property
    def cards(self) -> dict[str, Card]:
        """All cards by their keys."""
        return {card.key: card for cards in self.everything.by_section.values() for card in cards}

    @property
    def cards_out(self) -> list[Card]:
        """The cards that go out."""
        sections = self.arrangement.by_section
        return [card for name, cards in sections.items() for card in cards if self.section in ("", name)]

    @cached_property
    def questions(self) -> list[QuestionCard]:
        """The questions that go out: those of the layers, and those that the layers answer."""
        ids = {layer.id for layer in self.layers}
        here = self.everything.questions_by_section.get(self.section, []) if self.section else self.everything.questions
        return [card for card in here if card.layer.id in ids or any(by.id in ids for by, _ in card.answers)]

    def asked(self) -> QuestionCard:
        """The question that was named. Raises CompanionError with those there are."""
        cards = self.everything.questions
        found = [card for card in cards if self.question in (card.key, card.question.id)]
        if len(found) != 1:
            known = ", ".join(card.key for card in (found or cards)) or "there are none"
            raise CompanionError(f"which question is {clean_line(self.question)}? known: {known}"[:2000])
        return found[0]

    def single(self) -> Layer:
        """The one layer that goes out. Raises CompanionError where there are several."""
        if len(self.layers) != 1:
            names = ", ".join(layer.id for layer in self.layers)
            raise CompanionError(f"a file holds one layer; name it with --layer: {names}")
        return self.layers[0]

    def headings(self) -> Iterator[tuple[int, str]]:
        """Index and id of the sections that go out."""
        for index, heading in enumerate(self.document.headings):
            if self.section in ("", heading.id):
                yield index, heading.id
