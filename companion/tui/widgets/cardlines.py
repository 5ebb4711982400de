"""The rows of the margin: cards of annotations, and the questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from companion.reading import Asked, Card, Reading, Save, cards, evidence, questions, tally
from companion.tui.drawing import BOLD, DIM, ITALIC, PLAIN, Part
from companion.tui.wrapping import wrap

RESULT = {
    "changed": "the words differ here",
    "unsure": "a guess",
    "lost": "not found in this document",
}


class Line(NamedTuple):
    """A row of the margin and the card or question it belongs to ("" for none)."""

    key: str
    parts: tuple[Part, ...]


EMPTY = Line("", ())


def text_lines(key: str, text: str, width: int, style: Style = PLAIN) -> list[Line]:
    """Text as rows; a line break inside a paragraph is a space, as in Markdown, but lists keep their lines."""
    found = []
    for paragraph in text.strip().split("\n\n"):
        pieces = [""]
        for piece in paragraph.split("\n"):
            if not pieces[-1] or piece.lstrip()[:2] in ("- ", "* ", "> "):
                pieces.append(piece)
            else:
                pieces[-1] += " " + piece
        for piece in filter(None, pieces):
            found += [Line(key, ((piece[a:b].rstrip(), style),)) for a, b in wrap(piece, 0, len(piece), width)]
        found.append(Line(key, ()))
    return found[:-1]


def said(save: Save) -> str:
    """How a record stands with the disk, in words."""
    return {"saving": "saving…", "saved": "saved", "failed": f"NOT SAVED: {save.why}"}[save.state]


def card_lines(reading: Reading, width: int, current: str, made: dict[tuple[str, bool], list[Line]]) -> Iterator[Line]:
    """The cards of this section, then those on the whole document, then those that found no place.

    The chosen card tells its sources. `made` keeps the rows of each card, by its key and whether it is chosen.
    """
    here = cards(reading, reading.cursor.section)
    loose = cards(reading, None)
    groups = (
        ("", here),
        ("on the whole document", [c for c in loose if c.placement.state != "lost"]),
        ("not placed", [c for c in loose if c.placement.state == "lost"]),
    )
    if not here:
        said = "Nothing is annotated here yet: a adds a note." if reading.loaded else "Reading the annotations…"
        yield from text_lines("", said, width, DIM)
        yield EMPTY
    for title, group in groups:
        if title and group:
            yield Line("", ((f"── {title} ".ljust(width, "─"), DIM),))
        for card in group:
            chosen = (card.key, card.key == current)
            if chosen not in made:
                made[chosen] = [*_card(reading, card, width, chosen[1]), EMPTY]
            yield from made[chosen]


def _card(reading: Reading, card: Card, width: int, chosen: bool) -> Iterator[Line]:
    note, kind = card.annotation, reading.kinds.get(card.annotation.kind)
    sign = "+" if card.layer.own else kind.sign if kind else "?"
    label = kind.label if kind else f"{note.kind}?" if note.kind else ""
    who = "you" if card.layer.own else note.id
    head = " ".join(filter(None, (sign, who, f"· {label}" if label else "")))
    place = _place(reading, card)
    gap = " " * max(width - cell_len(head) - cell_len(place), 1)
    yield Line(card.key, ((head, BOLD), (gap, PLAIN), (place, DIM)))
    if note.quote:
        yield from text_lines(card.key, f"“{_short(note.quote.exact)}”", width, ITALIC)
    if note.searched:
        yield from text_lines(card.key, "looked for, not there: " + ", ".join(note.searched), width, ITALIC)
    if note.note.strip():
        yield from text_lines(card.key, note.note, width)
    foot = _foot(reading, card)
    if foot:
        yield from text_lines(card.key, foot, width, DIM)
    for source in note.sources if chosen else ():
        when = f" (seen {source.accessed})" if source.accessed else ""
        yield from text_lines(card.key, f"→ {source.title}{when} {source.url}", width, DIM)


def _short(words: str, most: int = 200) -> str:
    return words if len(words) <= most else f"{words[:most].rstrip()} …"


def _place(reading: Reading, card: Card) -> str:
    if card.span is None:
        return "" if card.placement.state == "lost" else "document"
    if card.annotation.quote is None:
        return "section"
    return f"¶{reading.document.section(card.span.section).block_at(card.span.start)}"


def _foot(reading: Reading, card: Card) -> str:
    note = card.annotation
    parts = []
    if card.placement.state != "exact":
        parts.append(f"{RESULT[card.placement.state]} ({card.placement.score:.0%})")
    parts.append(" ".join(f"#{tag}" for tag in note.tags))
    if card.layer.own:
        save = reading.saves.get(note.id)
        parts += [note.modified[:16].replace("T", " "), said(save) if save else ""]
    else:
        parts.append(note.author or card.layer.author or card.layer.title or card.layer.id)
    return " · ".join(filter(None, parts))


def question_lines(reading: Reading, width: int, current: str) -> Iterator[Line]:
    """Every question with both verdicts; why it matters stands under the one that is chosen."""
    asked = questions(reading)
    if not asked:
        yield from text_lines("", "No questions belong to this document.", width, DIM)
        return
    for whose, own in (("critique", False), ("you", True)):
        counted = " · ".join(f"{number} {verdict}" for verdict, number in tally(reading, own=own).most_common())
        yield from text_lines("", f"{whose}: {counted}", width, DIM)
    yield EMPTY
    for each in asked:
        yield from _question(reading, each, width, each.key == current)
        yield EMPTY


def _question(reading: Reading, asked: Asked, width: int, chosen: bool) -> Iterator[Line]:
    key, question, mine = asked
    yield Line(key, ((question.id, BOLD),))
    yield from text_lines(key, question.ask, width)
    layer = next((each for each in reading.layers if each.id == key.partition("/")[0]), None)
    yield from text_lines(key, f"{layer.title if layer and chosen else 'critique'}: {question.verdict}", width, DIM)
    own = f"you: {mine.verdict}" if mine else "you: open"
    if mine and (save := reading.saves.get(mine.id)):
        own += f" ({said(save)})"
    yield from text_lines(key, own, width, BOLD if mine else DIM)
    if mine and mine.note.strip():
        yield from text_lines(key, mine.note, width, ITALIC)
    if not chosen:
        return
    if question.why.strip():
        yield from text_lines(key, f"Why it matters: {question.why}", width, DIM)
    for proof in evidence(reading, key):
        where = f" § {proof.span.section}" if proof.span else " (not placed)"
        yield from text_lines(key, f"→ {'yours: ' if proof.own else ''}{_short(proof.label, 60)}{where}", width, DIM)
