"""Rows of the margin: cards of annotations, and the questions."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

from companion.model import parted
from companion.reading import (
    Card,
    QuestionCard,
    Reading,
    Save,
    evidence,
    given,
    grouped,
    questions,
    sign,
    tally,
    unread,
    versions_of,
)
from companion.tui.keymap import Keymap
from companion.tui.strips import BOLD, DIM, ITALIC
from companion.tui.widgets.offer_lines import place_lines
from companion.tui.wrap import EMPTY, CardLine, text_lines, unchanged

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
RowCache = dict[tuple[str, bool, int], tuple[tuple[object, ...], list[CardLine]]]
"""Rows of each card and what they were made from, by its key, whether it is chosen, and the offer looked at."""


def card_lines(reading: Reading, width: int, current: str, cache: RowCache, keys: Keymap) -> Iterator[CardLine]:
    """The cards of this section, those on the whole document, and the tray: not placed, and guesses elsewhere.

    The chosen card tells its sources. `cache` keeps the rows.
    """
    groups = grouped(reading)
    if not groups[0][1]:
        nothing = f"Nothing is annotated here yet: {keys.press('note.add')} adds a note."
        words = nothing if reading.loaded else "Reading the annotations…"
        yield from text_lines("", words, width, DIM)
        yield EMPTY
    for title, group in groups:
        if title and group:
            yield CardLine("", ((f"── {title} ".ljust(width, "─"), DIM),))
        for card in group:
            offer = reading.held.offer if card.key == reading.held.key else -1
            name, inputs = (card.key, card.key == current, offer), _inputs(reading, card)
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
    whose = (layer.own, layer.title, layer.author, reading.own.versions)
    return (reading.document, reading.kinds, card.annotation, card.placement, place, *saves, *whose)


def _card(reading: Reading, card: Card, width: int, chosen: bool, keys: Keymap) -> Iterator[CardLine]:
    note, kind = card.annotation, reading.kinds.get(card.annotation.kind)
    label = kind.label if kind else f"{note.kind}?" if note.kind else ""
    who = "you" if card.layer.own else note.id
    head = " ".join(filter(None, (sign(reading, card), who, f"· {label}" if label else "")))
    place = _place(reading, card)
    room = max(width - cell_len(place) - bool(place), 1)
    head = set_cell_size(head, room) if cell_len(head) <= room else set_cell_size(head, room - 1) + "…"
    yield CardLine(card.key, ((head, BOLD), (f" {place}" if place else "", DIM)))
    if note.quote:
        yield from text_lines(card.key, f"“{_short(note.quote.exact)}”", width, ITALIC)
    if note.searched:
        yield from text_lines(card.key, "looked for, not there: " + ", ".join(note.searched), width, ITALIC)
    yield from place_lines(reading, card, width, keys, chosen=chosen)
    if note.note.strip():
        yield from text_lines(card.key, note.note, width)
    foot = _foot(reading, card, chosen, keys)
    if foot:
        yield from text_lines(card.key, foot, width, DIM)
    for source in note.sources if chosen else ():
        when = f" (seen {source.accessed})" if source.accessed else ""
        yield from text_lines(card.key, f"→ {source.title}{when} {source.url}", width, DIM)


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


def _foot(reading: Reading, card: Card, chosen: bool, keys: Keymap) -> str:
    note, layer, place = card.annotation, card.layer, given(reading, card.key)
    parts = []
    if card.placement.state != "exact":
        alike = f" ({card.placement.score:.0%} alike)" if card.placement.score else ""
        parts.append(f"{RESULT[card.placement.state]}{alike}")
    if place:
        save = reading.saves.get(place.id)
        parts.append(f"placed by you{f' ({save_words(save)})' if save else ''}")
    parts.append(" ".join(f"#{tag}" for tag in note.tags))
    if layer.own:
        save = reading.saves.get(note.id)
        parts += [note.modified[:16].replace("T", " "), save_words(save) if save else ""]
        parts.append(f"one of two versions: {keys.press('versions')} chooses" if versions_of(reading, card.key) else "")
    else:
        who = note.author or layer.author
        parts += [who or layer.title or layer.id, layer.title if chosen and who else ""]
    return " · ".join(filter(None, parts))


def question_lines(reading: Reading, width: int, current: str, keys: Keymap) -> Iterator[CardLine]:
    """Rows of every question with both verdicts; the chosen one tells why it matters, and its evidence."""
    rows = questions(reading)
    if not rows:
        yield from text_lines("", "No questions belong to this document.", width, DIM)
        return
    layers = sum(bool(layer.questions) for layer in reading.index.shown)
    for whose, own in (("critique" if layers == 1 else "layers", False), ("you", True)):
        counts = " · ".join(f"{number} {verdict}" for verdict, number in tally(reading, own=own).most_common())
        yield from text_lines("", f"{whose}: {counts}", width, DIM)
    yield EMPTY
    for row in rows:
        yield from _question(reading, row, width, row.key == current, keys)
        yield EMPTY


def _giver(reading: Reading, key: str, chosen: bool) -> str:
    """The name of the layer that gives a question its verdict; "critique" where only one layer asks."""
    layers = [layer for layer in reading.index.shown if layer.questions]
    layer = next(layer for layer in layers if layer.id == parted(key).layer)
    if len(layers) == 1 and not chosen:
        return "critique"
    return layer.title or layer.author or layer.id


def _question(reading: Reading, asked: QuestionCard, width: int, chosen: bool, keys: Keymap) -> Iterator[CardLine]:
    key, question, mine = asked.key, asked.question, asked.mine
    yield CardLine(key, ((question.id, BOLD),))
    yield from text_lines(key, question.ask, width)
    yield from text_lines(key, f"{_giver(reading, key, chosen)}: {question.verdict}", width, DIM)
    own = f"you: {mine.verdict}" if mine else "you: open"
    if mine and (save := reading.saves.get(mine.id)):
        own += f" ({save_words(save)})"
    yield from text_lines(key, own, width, BOLD if mine else DIM)
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
        where = f" § {proof.span.section}" if proof.span else " (not placed)"
        yield from text_lines(key, f"→ {'yours: ' if proof.own else ''}{_short(proof.label, 60)}{where}", width, DIM)
