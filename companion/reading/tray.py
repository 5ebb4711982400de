"""The tray: annotations whose place is lost or only guessed, and the places that the reader gives them.

A place given is a record of the reader's own. The annotation itself, also one of the reader's, stays as it was written.
"""

from __future__ import annotations

from companion.analysis.arrange import Card
from companion.model import LOST, Candidate, Place, Placement, Quote, Span, new_id
from companion.reading.moves import choose, go_to
from companion.reading.notes import put
from companion.reading.state import Held, Reading, replace


def held(reading: Reading) -> Card | None:
    """The card the reader is finding a place for, or None."""
    return reading.index.tray.get(reading.held.key)


def let_go(reading: Reading) -> Reading:
    return replace(reading, held=Held(), chosen="")


def next_in_tray(reading: Reading) -> Reading:
    """To the first card of the tray, or the one after that which is held; the same Reading if the tray is empty."""
    keys = list(reading.index.tray)
    if not keys:
        return reading
    at = keys.index(reading.held.key) + 1 if reading.held.key in keys else 0
    return choose(reading, keys[at % len(keys)])


def offered(card: Card) -> tuple[Candidate, ...]:
    """The places a card might have, the best guess first."""
    placement = card.placement
    guess = (Candidate(placement.spans, placement.score),) if placement.state == "unsure" else ()
    return guess + placement.candidates


def former(card: Card) -> str:
    """The id of the section in which an annotation says it stood."""
    note = card.annotation
    return note.section or (note.quote.section if note.quote else "")


def look_at_next(reading: Reading) -> Reading:
    """To the next place offered for the card that is held, else to its former section; the same Reading without one."""
    card = held(reading)
    if card is None:
        return reading
    offers = offered(card)
    at = (reading.held.offer + 1) % max(len(offers), 1)
    span = offers[at].spans[0] if offers else Span(former(card), 0, 0)
    if reading.document.index(span.section) is None:
        return reading
    return replace(go_to(reading, span, card.key), held=Held(card.key, at if offers else -1))


def accept(reading: Reading, now: str) -> Reading:
    """Give the card that is held the place looked at, or else the best; the same Reading where none is offered."""
    card = held(reading)
    offers = offered(card) if card else ()
    if card is None or not offers:
        return reading
    spans = offers[max(reading.held.offer, 0)].spans
    return go_to(_place(reading, card.key, spans, now), spans[0], chosen=card.key)


def put_here(reading: Reading, key: str, now: str) -> Reading:
    """Give a card the passage under the cursor, of a whole section its heading."""
    span = reading.span
    if reading.cursor.unit == "section" and reading.cursor.mark is None and reading.section.blocks:
        heading = reading.section.blocks[max(reading.section.heads - 1, 0)]
        span = Span(span.section, heading.start, heading.end)
    placed = _place(reading, key, (span,), now)
    return replace(placed, chosen=key, cursor=replace(placed.cursor, mark=None))


def given(reading: Reading, key: str) -> Place | None:
    """The place the reader gave to a card, if any."""
    return reading.index.given.get(key)


def take_back(reading: Reading, key: str, now: str) -> Reading:
    """Withdraw the place given to a card. Where it stands without it is worked out when its notes are read again."""
    place = given(reading, key)
    if place is None:
        return reading
    return put(reading, replace(place, deleted=now), moved={key: (reading.placements.get(key, LOST), LOST)})


def _place(reading: Reading, key: str, spans: tuple[Span, ...], now: str) -> Reading:
    old = given(reading, key) or Place(new_id(), key, Quote(""), created=now)
    quote = _quote(reading, spans)
    moved = {key: (reading.placements.get(key, LOST), Placement("exact", 1.0, spans))}
    return replace(put(reading, replace(old, quote=quote, modified=now), moved=moved), held=Held())


def _quote(reading: Reading, spans: tuple[Span, ...]) -> Quote:
    """One Quote for a place, also where it runs over the end of a section."""
    from companion.anchoring import describe  # not needed to read

    parts = [describe(reading.document, span) for span in spans]
    return replace(parts[0], exact="\n\n".join(part.exact for part in parts), suffix=parts[-1].suffix)
