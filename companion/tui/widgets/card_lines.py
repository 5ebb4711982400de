"""Rows of the margin: cards of annotations, and the questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rich.cells import cell_len, set_cell_size

from companion.model import parted
from companion.reading import (
    VERDICT_SIGNS,
    Card,
    Proof,
    QuestionCard,
    Reading,
    Save,
    checklist,
    evidence,
    given,
    grouped,
    is_bare,
    questions,
    sign,
    tally,
    unread,
    verdict_bar,
    verdict_of,
    versions_of,
)
from companion.tui.keymap import Keymap
from companion.tui.note_lines import note_lines
from companion.tui.strips import BOLD, DIM, ITALIC, PLAIN
from companion.tui.widgets.offer_lines import place_lines
from companion.tui.widgets.status import cut
from companion.tui.widgets.welcome_lines import welcome_lines
from companion.tui.wrap import EMPTY, CardLine, paragraph_lines, text_lines, unchanged

RESULT = {
    "changed": "the words differ here",
    "unsure": "a guess",
    "lost": "not found in this document",
}


def save_words(save: Save) -> str:
    """State of a record on disk, in words."""
    failed = f"NOT SAVED: {save.why}" + (f"; a copy is in {save.elsewhere}" if save.elsewhere else "")
    return {"saving": "saving…", "saved": "saved", "failed": failed}[save.state]


UNREAD = "!"
"""First character of the keys of what could not be read; no layer's id has it."""
Look = Literal["closed", "open", "quoted"]
"""A card that is not chosen, the chosen one, and the chosen one whose words are not on screen."""
RowCache = dict[tuple[str, Look, int], tuple[tuple[object, ...], list[CardLine]]]
"""Rows of each card and what they were made from, by its key, how it is shown, and the offer looked at."""


def card_lines(
    reading: Reading, width: int, current: str, cache: RowCache, keys: Keymap, *, quoted: bool, welcome: bool = False
) -> Iterator[CardLine]:
    """The cards of this section, those on the whole document, and the tray: not placed, and guesses elsewhere.

    `cache` keeps the rows; with `quoted` the chosen card gives its quote. With `welcome` a document that nobody wrote
    about has a card that says what can be done.
    """
    groups = grouped(reading)
    if welcome and is_bare(reading):
        yield from welcome_lines(reading, width, keys)
    elif not groups[0][1]:
        nothing = f"Nothing is annotated here yet: {keys.press('note.add')} adds a note."
        words = nothing if reading.loaded else "Reading the annotations…"
        yield from text_lines("", words, width, DIM)
        yield EMPTY
    for title, group in groups:
        if title and group:
            yield CardLine("", ((f"── {title} ".ljust(width, "─"), DIM),))
        for card in group:
            offer = reading.held.offer if card.key == reading.held.key else -1
            look: Look = "closed" if card.key != current else "quoted" if quoted else "open"
            name, inputs = (card.key, look, offer), _inputs(reading, card)
            if name not in cache or not unchanged(cache[name][0], inputs):
                cache[name] = (inputs, [*_card(reading, card, width, name[1], keys), EMPTY])
            yield from cache[name][1]
    yield from _unread(reading, width)


def unread_keys(reading: Reading) -> list[str]:
    """Keys in the margin of what could not be read."""
    return [f"{UNREAD}{number}" for number in range(len(unread(reading)))]


def _unread(reading: Reading, width: int) -> Iterator[CardLine]:
    """Rows of what could not be read: file, line, column and why."""
    for number, fault in enumerate(unread(reading)):
        if not number:
            yield CardLine("", (("── could not be read ".ljust(width, "─"), DIM),))
        yield from text_lines(f"{UNREAD}{number}", f"! {fault}", width)
        yield EMPTY


def _inputs(reading: Reading, card: Card) -> tuple[object, ...]:
    """The objects that a card's rows are made from, at one width: in a full tray few of them change at a time."""
    place, layer = given(reading, card.key), card.layer
    saves = reading.saves.get(card.annotation.id), reading.saves.get(place.id) if place else None
    whose = (layer.own, layer.title, layer.author, reading.own.versions, reading.index.answers.get(card.key))
    return (reading.document, reading.kinds, card.annotation, card.placement, place, *saves, *whose)


def _card(reading: Reading, card: Card, width: int, look: Look, keys: Keymap) -> Iterator[CardLine]:
    """Two rows, or the whole card for the one that is chosen: the note first, and last whose it is."""
    note, chosen = card.annotation, look != "closed"
    yield _head(reading, card, width)
    if not chosen:
        words = " ".join((note.note or (note.quote.exact if note.quote else ", ".join(note.searched))).split())
        yield CardLine(card.key, ((cut(words, width), DIM),))
        yield from place_lines(reading, card, width, keys, chosen=False)
        yield from _troubles(reading, card, width, keys)
        return
    if note.note.strip():
        yield from note_lines(card.key, note.note, width)
    if note.searched:
        yield from text_lines(card.key, "looked for, not there: " + ", ".join(note.searched), width, ITALIC)
    if note.quote and look == "quoted":
        yield from text_lines(card.key, f"“{_short(note.quote.exact)}”", width, ITALIC)
    yield from _troubles(reading, card, width, keys)  # before what may not fit on a small screen
    yield from place_lines(reading, card, width, keys, chosen=True)
    if foot := _foot(reading, card):
        yield from text_lines(card.key, foot, width, DIM)


def _head(reading: Reading, card: Card, width: int) -> CardLine:
    """Sign, name, kind, and place at the right."""
    note, kind = card.annotation, reading.kinds.get(card.annotation.kind)
    label = kind.label if kind else f"{note.kind}?" if note.kind else ""
    who = "you" if card.layer.own else note.id
    place = _place(reading, card)
    room = max(width - cell_len(place) - 1, 1)
    head = cut(" ".join(filter(None, (sign(reading, card), who, f"· {label}" if label else ""))), room)
    return CardLine(card.key, ((set_cell_size(head, room + 1), BOLD), (place, DIM)))


def _short(words: str, most: int = 200) -> str:
    return words if len(words) <= most else f"{words[:most].rstrip()} …"


def _place(reading: Reading, card: Card) -> str:
    if card.placement.state in ("lost", "unsure"):
        return "lost" if card.placement.state == "lost" else "a guess"
    if card.span is None:
        return "document"
    if card.annotation.quote is None:
        return "section"
    return f"¶{reading.document.section(card.span.section).paragraph(card.span.start)}"


def _foot(reading: Reading, card: Card) -> str:
    """Tags, whose note it is, and the questions it answers, in one line."""
    note, layer = card.annotation, card.layer
    parts = [" ".join(f"#{tag}" for tag in note.tags)]
    parts.append(note.modified[:16].replace("T", " ") if layer.own else note.author or layer.author or layer.title)
    save = reading.saves.get(note.id)
    parts.append(save_words(save) if save else "")
    if asked := reading.index.answers.get(card.key):
        parts.append(f"answers {', '.join(asked)}")
    return " · ".join(filter(None, parts))


def _troubles(reading: Reading, card: Card, width: int, keys: Keymap) -> Iterator[CardLine]:
    """What the reader should know of a card's place or file, whether it is chosen or not."""
    parts, place = [], given(reading, card.key)
    if card.placement.state != "exact":
        alike = f" ({card.placement.score:.0%} alike)" if card.placement.score else ""
        parts.append(f"{RESULT[card.placement.state]}{alike}")
    if place:
        save = reading.saves.get(place.id)
        parts.append(f"placed by you{f' ({save_words(save)})' if save else ''}")
    if card.layer.own and versions_of(reading, card.key):
        parts.append(f"one of two versions: {keys.press('versions')} chooses")
    save = reading.saves.get(card.annotation.id)
    if save and save.state == "failed":
        parts.append(save_words(save))
    if parts:
        yield from text_lines(card.key, " · ".join(parts), width, DIM)


def foot_lines(reading: Reading, key: str, width: int) -> list[CardLine]:
    """The sources of the chosen card, for the foot of the pane: a row for each, two at most."""
    card = next((card for _, group in grouped(reading) for card in group if card.key == key), None)
    sources = card.annotation.sources if card and reading.tab == "annotations" else ()
    lines = []
    for number, source in enumerate(sources[:2]):
        more = f" · {len(sources) - 2} more" if number and len(sources) > 2 else ""
        when = f" (seen {source.accessed})" if source.accessed else ""
        lines.append(CardLine("", ((cut(f"→ {source.title or source.url}{when}{more}", width), DIM),)))
    return lines


def question_lines(reading: Reading, width: int, current: str, keys: Keymap) -> Iterator[CardLine]:
    """Rows of every question with both verdicts; the chosen one tells why it matters, and its evidence."""
    if not questions(reading):
        yield from text_lines("", "No questions belong to this document.", width, DIM)
        return
    if bar := verdict_bar(reading, width):
        yield CardLine("", ((bar, BOLD),))
    layers = sum(bool(layer.questions) for layer in reading.index.shown)
    for whose, own in (("critique" if layers == 1 else "layers", False), ("you", True)):
        counts = " · ".join(f"{number} {verdict}" for verdict, number in tally(reading, own=own).most_common())
        yield from text_lines("", f"{whose}: {counts}", width, DIM)
    yield EMPTY
    topics = checklist(reading)
    if not topics:
        nothing = f"No question is {reading.verdict} any more: {keys.press('question.verdicts')} shows others."
        yield from text_lines("", nothing, width, DIM)
    for title, rows in topics:
        if title:
            yield CardLine("", ((cut(f"── {title} ".ljust(width, "─"), width), DIM),))
        for row in rows:
            yield from _question(reading, row, width, row.key == current, keys)
            yield EMPTY


def _giver(reading: Reading, key: str) -> str:
    """The name of the layer that gives a question its verdict; "critique" where only one layer asks."""
    layers = [layer for layer in reading.index.shown if layer.questions]
    layer = next(layer for layer in layers if layer.id == parted(key).layer)
    return "critique" if len(layers) == 1 else layer.title or layer.author or layer.id


def _question(reading: Reading, asked: QuestionCard, width: int, chosen: bool, keys: Keymap) -> Iterator[CardLine]:
    """A question by its words, its verdicts in one row; the chosen one whole."""
    key, question, mine = asked.key, asked.question, asked.mine
    yield from text_lines(key, question.ask, width, BOLD)
    sign = VERDICT_SIGNS.get(verdict_of(asked), "?")
    save = reading.saves.get(mine.id) if mine else None
    own = f"{sign} you: {verdict_of(asked)}" + (f" ({save_words(save)})" if save else "")
    yield from paragraph_lines(key, [(own, PLAIN), (f" · {_giver(reading, key)}: {question.verdict}", DIM)], width)
    if mine and versions_of(reading, key):
        chooses = f"{keys.press('versions')} chooses"
        yield from text_lines(key, f"There are two versions of your answer: {chooses}.", width)
    if mine and mine.note.strip():
        yield from text_lines(key, mine.note, width, ITALIC)
    if not chosen:
        return
    if question.why.strip():
        yield from text_lines(key, f"Why it matters: {question.why}", width, DIM)
    for proof in evidence(reading, key):
        whose = "yours: " if proof.own else ""
        yield from text_lines(key, f"→ {whose}“{_short(proof.words, 60)}” {_where(reading, proof)}", width, DIM)
    yield CardLine(key, ((question.id, DIM),))


def _where(reading: Reading, proof: Proof) -> str:
    """Where a piece of evidence stands, by the section's title."""
    index = reading.document.index(proof.span.section) if proof.span else None
    if proof.span is None or index is None:
        return "(not placed)"
    section = reading.document.section(index)
    return f"{section.title} ¶{section.paragraph(proof.span.start)}"
