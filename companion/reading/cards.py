"""What the margin and the contents show, worked out from a Reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from companion.model import Annotation, Answer, Layer, Placement, Question, Quote, Span
from companion.reading.value import Reading


class Card(NamedTuple):
    """An annotation with its layer and where it stands; `key` is `layer/id`."""

    key: str
    layer: Layer
    annotation: Annotation
    placement: Placement


class Counts(NamedTuple):
    others: int
    own: int


def every(reading: Reading) -> Iterator[Card]:
    """Each shown annotation that has been placed, layer by layer."""
    for layer in reading.shown:
        for annotation in layer.annotations:
            key = f"{layer.id}/{annotation.id}"
            placement = reading.placements.get(key)
            if placement:
                yield Card(key, layer, annotation, placement)


def first_span(reading: Reading, card: Card) -> Span | None:
    """The first Span of a card that this document has a section for."""
    return next((s for s in card.placement.spans if reading.document.index(s.section) is not None), None)


def cards(reading: Reading, section: int | None = None) -> list[Card]:
    """The cards of a section in reading order; with None those that stand on the document or nowhere."""
    wanted = reading.document.headings[section].id if section is not None else ""
    found = [c for c in every(reading) if (c.placement.spans[0].section if c.placement.spans else "") == wanted]
    return sorted(found, key=lambda c: (c.placement.spans[0].start if c.placement.spans else 0, c.key))


def counts(reading: Reading) -> list[Counts]:
    """Per section how many annotations of others and of the reader's own it holds."""
    tallies = Counter(
        (card.placement.spans[0].section, card.layer.own) for card in every(reading) if card.placement.spans
    )
    return [Counts(tallies[heading.id, False], tallies[heading.id, True]) for heading in reading.document.headings]


def questions(reading: Reading) -> list[tuple[str, Question, Answer | None]]:
    """Every shown question as (`layer/id`, question, the reader's own answer)."""
    answers = {a.question: a for a in reading.own.answers}
    return [
        (f"{layer.id}/{question.id}", question, answers.get(f"{layer.id}/{question.id}"))
        for layer in reading.shown
        for question in layer.questions
    ]


def tally(reading: Reading) -> Counter[str]:
    """How many questions stand at each verdict, the reader's own before the critique's."""
    return Counter((mine.verdict if mine else question.verdict) for _, question, mine in questions(reading))


def evidence(reading: Reading, key: str) -> list[tuple[str, Span | None]]:
    """The evidence of a question, the critique's then the reader's, as (what to call it, where it stands)."""
    found: list[tuple[str, Span | None]] = []
    for name, question, mine in questions(reading):
        if name != key:
            continue
        layer = key.partition("/")[0]
        for owner, items in (
            (f"{layer}/{question.id}", question.evidence),
            (mine and f"own/{mine.id}", mine.evidence if mine else ()),
        ):
            for index, item in enumerate(items):
                if isinstance(item, Quote):
                    place, label = reading.placements.get(f"{owner}#{index}"), item.exact
                else:
                    label = item if "/" in item else f"{layer}/{item}"
                    place = reading.placements.get(label)
                found.append((label, place.span if place else None))
    return found
