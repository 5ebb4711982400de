"""What the margin and the contents show of a Reading: cards, questions, layers."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from companion.analysis.arrange import Card, QuestionCard
from companion.model import Annotation, Answer, Fault, Layer, Question, Quote, Span, parted
from companion.reading.state import Held, Reading, replace


class Proof(NamedTuple):
    """One piece of evidence: an annotation's `layer/id` or the words quoted, and where it stands, if anywhere.

    `words` are those of the document there, or else those that were quoted.
    """

    label: str
    span: Span | None
    own: bool
    words: str = ""


def cards(reading: Reading, section: int | None = None) -> list[Card]:
    """The cards of a section in reading order; with None those that stand on the document or nowhere."""
    name = reading.document.headings[section].id if section is not None else ""
    return reading.index.by_section.get(name, [])


def grouped(reading: Reading) -> list[tuple[str, list[Card]]]:
    """The margin's groups by their headings: this section's cards, those on the whole document, and the tray.

    A guess is in its section too, so the tray shows it only elsewhere.
    """
    index, here = reading.index, reading.section.id
    return [
        ("", index.by_section.get(here, [])),
        ("on the whole document", index.whole),
        ("not placed", index.lost),
        ("guesses elsewhere", [card for card in index.guesses if card.span and card.span.section != here]),
    ]


def unread(reading: Reading) -> list[Fault]:
    """Faults of notes and layers that could not be read. Versions left by a merge are no fault: both are shown."""
    merged = {versions.fault for versions in reading.own.versions}
    faults = (fault for layer in (reading.own, *reading.layers) for fault in layer.faults)
    return [fault for fault in faults if not fault.warning and fault not in merged]


def is_bare(reading: Reading) -> bool:
    """Whether nobody wrote about the document yet: no annotations, no questions, nothing of the reader's own."""
    layers = all_layers(reading)
    return reading.loaded and not any(layer.annotations or layer.questions or layer.answers for layer in layers)


def sign(reading: Reading, card: Card) -> str:
    """The sign of a card, one column wide: its kind's, `+` for own notes, `?` for an unknown kind, `·` for none."""
    kind = reading.kinds.get(card.annotation.kind)
    return "+" if card.layer.own else kind.sign if kind else "?" if card.annotation.kind else "·"


def own_here(reading: Reading) -> Annotation | None:
    """The reader's own note at the cursor: the first that stands in its block, or None."""
    block = reading.section.blocks[reading.block] if reading.section.blocks else None
    for card in cards(reading, reading.cursor.section):
        if block and card.layer.own and card.span and block.start <= card.span.start < block.end:
            return card.annotation
    return None


def questions(reading: Reading) -> list[QuestionCard]:
    """Every question of the layers that are switched on."""
    return reading.index.questions


def tally(reading: Reading, *, own: bool) -> Counter[str]:
    """How many questions stand at each verdict: the reader's own, or what the layers give."""
    if own:
        return Counter(card.mine.verdict if card.mine else "open" for card in questions(reading))
    return Counter(card.question.verdict for card in questions(reading))


def evidence(reading: Reading, key: str) -> list[Proof]:
    """The evidence of a question, the layer's first, then the reader's."""
    card = next((card for card in questions(reading) if card.key == key), None)
    if card is None:
        return []
    holders: list[tuple[Layer, Question | Answer]] = [(card.layer, card.question)]
    if card.mine:
        holders.append((reading.own, card.mine))
    return [_proof(reading, card, layer, record, at) for layer, record in holders for at in range(len(record.evidence))]


def _proof(reading: Reading, card: QuestionCard, layer: Layer, record: Question | Answer, index: int) -> Proof:
    """One piece of evidence; an id without a layer is of the layer that asks, also in an answer."""
    item = record.evidence[index]
    label = item.exact if isinstance(item, Quote) else card.layer.key(item)
    placement = reading.placements.get(layer.evidence_key(record, index) if isinstance(item, Quote) else label)
    span = placement.span if placement else None
    words = " ".join(reading.document.text(span).split()) if span else ""
    return Proof(label, span, layer.own, words or label)


def all_layers(reading: Reading) -> list[Layer]:
    """Other people's layers, then the reader's own."""
    return [*reading.layers, reading.own]


def switch(reading: Reading, layer: str) -> Reading:
    """Switch a layer off or on. A card or question of a layer that is off is no longer chosen."""
    new = replace(reading, hidden=reading.hidden ^ {layer})
    return replace(
        new,
        chosen="" if parted(new.chosen).layer in new.hidden else new.chosen,
        held=Held() if parted(new.held.key).layer in new.hidden else new.held,
    )


def switched_off(reading: Reading) -> list[Layer]:
    """The layers that are there but not shown."""
    return [layer for layer in all_layers(reading) if layer.id in reading.hidden]
