"""Rows of a card: places offered for it, and what differs there, by signs and words, not by colour alone."""

from __future__ import annotations

from collections.abc import Iterator

from rich.style import Style

from companion.model import Candidate, Span
from companion.reading import Card, Reading, alike, difference, former, given, offered, same, shortened
from companion.tui.keymap import Keymap
from companion.tui.strips import BOLD, DIM, ITALIC, PLAIN, Part
from companion.tui.wrap import CardLine, paragraph_lines, text_lines

GONE = Style(strike=True, dim=True)
LOOKS: dict[str, tuple[str, str, Style]] = {"=": ("", "", PLAIN), "-": ("[-", "-]", GONE), "+": ("{+", "+}", BOLD)}
"""The signs around words that stand in both texts, that are gone, and that are new: those of wdiff."""
LEGEND = "[-gone-] {+new+}"
LEAST = 0.3
"""The share of words in common from which telling the others apart helps."""


def place_lines(reading: Reading, card: Card, width: int, keys: Keymap, *, chosen: bool) -> Iterator[CardLine]:
    """What differs where a card stands, and for one without a sure place its former section and what is offered."""
    state, offers = card.placement.state, offered(card)
    if state in ("lost", "unsure") and (section := former(card)):
        yield from text_lines(card.key, f"it was in § {section}", width, DIM)
    if state in ("lost", "unsure") and not chosen and offers:
        yield from text_lines(card.key, f"{_places(len(offers))} offered", width, DIM)
    if not chosen:
        return
    if state in ("lost", "unsure"):
        yield from _offers(reading, card, offers, width, keys)
    elif state == "changed" or given(reading, card.key):
        yield from _difference(reading, card, card.placement.spans, width)


def _places(number: int) -> str:
    return f"{number} place{'s' * (number != 1)}"


def _offers(
    reading: Reading, card: Card, offers: tuple[Candidate, ...], width: int, keys: Keymap
) -> Iterator[CardLine]:
    if not offers:
        words = f"No place is offered. In the text, {keys.press('place.here')} puts it at the cursor."
        yield from text_lines(card.key, words, width, DIM)
    current = max(reading.held.offer, 0) if reading.held.key == card.key else 0
    for number, offer in enumerate(offers):
        span, sign = offer.spans[0], "▸" if number == current else " "
        block = reading.document.section(span.section).paragraph(span.start)
        words = f"{sign} {number + 1} of {len(offers)} · § {span.section} ¶{block} · {offer.score:.0%} alike"
        yield from paragraph_lines(card.key, [(words, BOLD if number == current else DIM)], width)
        if number == current:
            yield from _difference(reading, card, offer.spans, width)


def _difference(reading: Reading, card: Card, spans: tuple[Span, ...], width: int) -> Iterator[CardLine]:
    """The words there, with what is gone and what is new since the annotation was written."""
    now = " ".join(reading.document.text(span) for span in spans)
    if card.annotation.quote is None:
        yield from text_lines(card.key, f"“{' '.join(now.split())[:200]}”", width, ITALIC)
        return
    stretches = difference(card.annotation.quote.exact, now)
    if same(stretches):
        yield from text_lines(card.key, "the same words stand there", width, DIM)
        return
    if alike(stretches) < LEAST:
        yield from text_lines(card.key, f"now on “{' '.join(now.split())[:200]}”", width, ITALIC)
        return
    yield from text_lines(card.key, f"what differs, {LEGEND}:", width, DIM)
    parts: list[Part] = []
    for sign, words in shortened(stretches):
        before, after, style = LOOKS[sign]
        parts += [(" ", PLAIN)] if parts else []
        parts.append((f"{before}{words}{after}", style))
    yield from paragraph_lines(card.key, parts, width)
