"""What the margin and the contents show, read off a Reading."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from companion.analysis.cards import Card
from companion.model import Annotation, Answer, Fault, Layer, Question, Quote, Span
from companion.reading.state import Held, Reading, replace


class Asked(NamedTuple):
    """A question with the reader's own answer, if there is one; `key` is `layer/id`."""

    key: str
    question: Question
    mine: Answer | None


class Proof(NamedTuple):
    """One piece of evidence: an annotation's `layer/id` or the words quoted, and where it stands, if anywhere."""

    label: str
    span: Span | None
    own: bool


def cards(reading: Reading, section: int | None = None) -> list[Card]:
    """The cards of a section in reading order; with None those that stand on the document or nowhere."""
    wanted = reading.document.headings[section].id if section is not None else ""
    return reading.index.by_section.get(wanted, [])


def grouped(reading: Reading) -> list[tuple[str, list[Card]]]:
    """What the margin shows under which heading: this section's cards, those on the whole document, and the tray.

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
    """What could not be read of the notes and the layers; versions left by a merge could, and are shown."""
    merged = {each.fault for each in reading.own.versions}
    faults = (fault for layer in (reading.own, *reading.layers) for fault in layer.faults)
    return [fault for fault in faults if not fault.warning and fault not in merged]


def sign(reading: Reading, card: Card) -> str:
    """One column that tells the kind: `+` is the reader's own, `?` an unknown kind, `·` none."""
    kind = reading.kinds.get(card.annotation.kind)
    return "+" if card.layer.own else kind.sign if kind else "?" if card.annotation.kind else "·"


def own_here(reading: Reading) -> Annotation | None:
    """The reader's own note at the cursor: the first that stands in its block, or None."""
    block = reading.section.blocks[reading.block] if reading.section.blocks else None
    for card in cards(reading, reading.cursor.section):
        if block and card.layer.own and card.span and block.start <= card.span.start < block.end:
            return card.annotation
    return None


def questions(reading: Reading) -> list[Asked]:
    """Every question of the layers that are switched on."""
    own = reading.own if reading.own.id not in reading.hidden else None
    answers = {a.question: a for a in reversed(own.answers)} if own else {}  # of two, the first
    keyed = [(layer.key(q), q) for layer in reading.index.shown for q in layer.questions]
    return [Asked(key, question, answers.get(key)) for key, question in keyed]


def tally(reading: Reading, *, own: bool) -> Counter[str]:
    """How many questions stand at each verdict: the reader's own, or what the layers give."""
    if own:
        return Counter(mine.verdict if mine else "open" for _, _, mine in questions(reading))
    return Counter(question.verdict for _, question, _ in questions(reading))


def evidence(reading: Reading, key: str) -> list[Proof]:
    """The evidence of a question, the layer's first, then the reader's."""
    asked = next((a for a in questions(reading) if a.key == key), None)
    if asked is None:
        return []
    layer = key.partition("/")[0]
    given = [(key, asked.question.evidence, False)]
    if asked.mine:
        given.append((reading.own.key(asked.mine), asked.mine.evidence, True))
    found = []
    for owner, items, own in given:
        for index, item in enumerate(items):
            if isinstance(item, Quote):
                place, label = reading.placements.get(f"{owner}#{index}"), item.exact
            else:
                label = item if "/" in item else f"{layer}/{item}"
                place = reading.placements.get(label)
            found.append(Proof(label, place.span if place else None, own))
    return found


def all_layers(reading: Reading) -> list[Layer]:
    """Other people's layers, then the reader's own."""
    return [*reading.layers, reading.own]


def switch(reading: Reading, layer: str) -> Reading:
    """Turn a layer off, or on again; a card or question of it is chosen no more."""
    new = replace(reading, hidden=reading.hidden ^ {layer})
    gone = tuple(f"{name}/" for name in new.hidden)
    return replace(
        new,
        chosen="" if gone and new.chosen.startswith(gone) else new.chosen,
        held=Held() if gone and new.held.key.startswith(gone) else new.held,
    )


def switched_off(reading: Reading) -> list[Layer]:
    """The layers that are there but not shown."""
    return [layer for layer in all_layers(reading) if layer.id in reading.hidden]
