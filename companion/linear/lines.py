"""What the dialogue tells of a Reading: its passage, cards, questions and sections, in plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from companion import reading as verbs
from companion.exchange.table_lines import row_lines
from companion.exchange.text import annotation_lines, block_lines, kind_words, question_lines, quoted
from companion.reading import Card, Reading


def passage_lines(reading: Reading) -> Iterator[str]:
    """The unit under the cursor with its place, then the cards that stand in its block, in a line each."""
    section, cursor = reading.section, reading.cursor
    if not section.blocks:
        yield "This section has no text."
        return
    block, span = section.blocks[reading.block], reading.span
    number, last = section.paragraph(cursor.at), section.paragraph(len(section.text))
    place = "heading" if block.kind == "heading" else f"¶{number} of {last}"
    place += f", page {block.page}" if block.page else ""
    if cursor.mark is not None:
        yield f"{place}, selected: {quoted(section.text[span.start : span.end])}"
    elif cursor.unit == "block" and block.kind == "row":
        yield f"{place}:"
        yield from row_lines(section, reading.block)
    elif cursor.unit == "block":
        first, *rest = block_lines(section, block)
        yield f"{place}: {first}"
        yield from rest
    elif cursor.unit == "section":
        yield f"the whole section {section.title}"
    else:
        yield f"{place}, {cursor.unit}: {quoted(section.text[span.start : span.end])}"
    for card in cards_here(reading):
        yield f"  {card_line(reading, card)}"


def cards_here(reading: Reading) -> list[Card]:
    """The cards that begin in the cursor's block."""
    block = reading.section.blocks[reading.block] if reading.section.blocks else None
    here = verbs.cards(reading, reading.cursor.section)
    return [card for card in here if block and card.span and block.start <= card.span.start < max(block.end, 1)]


def card_line(reading: Reading, card: Card) -> str:
    """A card in a line: kind, id or `your note`, and its first words."""
    _, label = kind_words(card.annotation.kind, {**reading.kinds, **card.layer.kinds})
    name = "your note" if card.layer.own else card.annotation.id
    words = " ".join(card.annotation.note.split())
    return f"{label} [{name}]: {words if len(words) <= 70 else words[:69] + '…'}"


def section_lines(reading: Reading) -> Iterator[str]:
    section, cursor = reading.section, reading.cursor
    yield ""
    yield f"Section {cursor.section + 1} of {len(reading.document)}: {section.title}"


def contents_lines(reading: Reading) -> Iterator[str]:
    """Every section with its number, how many annotations it has, and whether it was read."""
    yield "Sections; go NUMBER opens one."
    for index, heading in enumerate(reading.document.headings):
        count = len(verbs.cards(reading, index))
        parts = [heading.title, f"{count} annotation{'s' * (count != 1)}" if count else ""]
        parts += [
            "read" if heading.id in reading.read else "",
            "you are here" if index == reading.cursor.section else "",
        ]
        yield f"{index + 1}. {', '.join(filter(None, parts))}"


def cards_lines(reading: Reading) -> Iterator[str]:
    """Every card of the section, on the document and in the tray, in a line each under its group's heading."""
    groups = [(title, group) for title, group in verbs.grouped(reading) if group]
    if not groups:
        yield "No annotations here."
    for title, group in groups:
        yield f"Annotations {title or 'of this section'}: {len(group)}"
        for card in group:
            yield f"  {card_line(reading, card)}"


def chosen_lines(reading: Reading, key: str) -> Iterator[str]:
    """The card or question with this key, whole."""
    if asked := verbs.question_of(reading, key):
        cards = verbs.questions(reading)
        yield f"Question {cards.index(asked) + 1} of {len(cards)}:"
        yield from question_lines(asked)
        for proof in verbs.evidence(reading, key):
            yield f"  {'your evidence' if proof.own else 'evidence'}: {quoted(proof.words)}"
        return
    card = next((card for _, group in verbs.grouped(reading) for card in group if card.key == key), None)
    if card is not None:
        yield from annotation_lines(reading.document, card, reading.kinds)


def questions_lines(reading: Reading) -> Iterator[str]:
    """Every question in a line, with the reader's verdict."""
    counts = verbs.tally(reading, own=True)
    yield f"Questions: {counts.total()}, of which you answered {counts.total() - counts['open']}"
    for number, card in enumerate(verbs.questions(reading), 1):
        yield f"{number}. {verbs.verdict_of(card)}: {' '.join(card.question.ask.split())}"


def hand_line(reading: Reading) -> str:
    """The question in hand with the verdict, or that none is."""
    card = verbs.in_hand(reading)
    if card is None:
        return "No question is in hand."
    return f"In hand: {' '.join(card.question.ask.split())} Your verdict: {verbs.verdict_of(card)}."
