"""Search of the document and the notes. `look` does the work piece by piece, for a thread of its own."""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterator

from companion.analysis.arrange import Card, QuestionCard
from companion.reading.cards import questions
from companion.reading.moves import go_to, show_tab
from companion.reading.state import UNKNOWN, Cursor, Hit, Query, Reading, Search, SearchChunk, replace
from companion.reading.units import Unit

PIECE = 0.025
"""Seconds of looking after which what was found is handed over, and the screen gets its turn."""
AGAIN_FIRST = "round to the first"
AGAIN_LAST = "round to the last"
LOOKING = "wait for the rest"


def search(reading: Reading, words: str, *, exact: bool = False, origin: Cursor | None = None) -> Reading:
    """Begin to look for words, from `origin` (where the reader stands) on; nothing is found yet. Blank words end it."""
    query = Query(words, exact, origin or reading.cursor, reading.cursor)
    if not query.finder:
        return leave_search(reading)
    return replace(reading, search=Search(query, array("l", [UNKNOWN]) * len(reading.document), {}))


def leave_search(reading: Reading) -> Reading:
    """End the search. The cursor stays where it is, on the block."""
    if reading.search is None:
        return reading
    unit: Unit = "block" if hit_here(reading) else reading.cursor.unit
    return replace(reading, search=None, cursor=replace(reading.cursor, unit=unit))


def look(reading: Reading, query: Query, *, only_cards: bool = False) -> Iterator[SearchChunk]:
    """Hits in chunks: cards first, then sections from the search's origin on, and round."""
    document, index = reading.document, reading.index
    cards = _cards_with(reading, query)
    if only_cards:
        yield SearchChunk(query, {}, cards, index)
        return
    counts: dict[int, int] = {}
    met = False
    first, since = query.origin.section, time.monotonic()
    for section in (*range(first, len(document)), *range(first)):
        counts[section] = len(query.finder.find(document.pass_by(section).text))
        if time.monotonic() - since > PIECE or (counts[section] and not met):
            met = met or counts[section] > 0
            yield SearchChunk(query, counts, cards, index)
            counts, since = {}, time.monotonic()
    yield SearchChunk(query, counts, cards, index)


def _cards_with(reading: Reading, query: Query) -> dict[str, tuple[str, ...]]:
    """The keys of the cards and questions that hold the words, by section."""
    keys_by_section: dict[str, tuple[str, ...]] = {}
    holds = query.finder.found_in
    for section, cards in reading.index.by_section.items():
        if keys := tuple(card.key for card in cards if holds(_words_of(reading, card))):
            keys_by_section[section] = keys
    keys = tuple(card.key for card in questions(reading) if holds(_words_of_question(card)))
    return {**keys_by_section, "": keys_by_section.get("", ()) + keys} if keys else keys_by_section


def _words_of_question(card: QuestionCard) -> str:
    question = card.question
    return "\n\n".join((question.id, question.ask, question.why, card.mine.note if card.mine else ""))


def _words_of(reading: Reading, card: Card) -> str:
    """The words a card shows, without a quote that stands in the document, which is searched itself."""
    note, kind = card.annotation, reading.kinds.get(card.annotation.kind)
    quote = note.quote.exact if note.quote and card.placement.state != "exact" else ""
    sources = (f"{source.title} {source.url}" for source in note.sources)
    label, name = kind.label if kind else note.kind, "" if card.layer.own else note.id
    return "\n\n".join((name, label, quote, note.note, *note.searched, *note.tags, *sources))


def take_in(reading: Reading, piece: SearchChunk) -> Reading:
    """Add a chunk of hits, and go to the first hit if the cursor has not moved since the search began."""
    old = reading.search
    if old is None or old.query is not piece.query:
        return reading
    counts = array("l", old.counts)
    for section, count in piece.counts.items():
        counts[section] = count
    new = replace(reading, search=replace(old, counts=counts, cards=piece.cards, index=piece.index))
    if old.at is not None or reading.cursor != old.query.stood:
        return new
    at_hit = step_hit(replace(new, cursor=old.query.origin), 1)
    return at_hit if at_hit.search and (at_hit.search.at or at_hit.search.done) else new


def hits(reading: Reading, section: int) -> list[Hit]:
    """The hits of a section in reading order; with the index after the last, those that stand in none."""
    search, document = reading.search, reading.document
    if search is None:
        return []
    if section >= len(document):
        return [Hit(section, 0, 0, key) for key in search.cards.get("", ())]
    result = [Hit(section, *place) for place in search.query.finder.find(document.section(section).text)]
    keys = search.cards.get(document.headings[section].id, ())
    placed = {card.key: card.span for card in reading.index.by_section.get(document.headings[section].id, ())}
    result += [Hit(section, span.start, span.end, key) for key in keys if (span := placed.get(key))]
    return sorted(result, key=lambda hit: (hit.start, bool(hit.key)))


def hit_here(reading: Reading) -> Hit | None:
    """The hit under the cursor: the one gone to last, if the cursor was not moved since, else None."""
    hit = reading.search.at if reading.search else None
    if hit is None or reading.cursor.mark is not None:
        return None
    if hit.key:
        return hit if reading.chosen == hit.key else None
    return hit if (reading.cursor.section, reading.cursor.at) == (hit.section, hit.start) else None


def step_hit(reading: Reading, by: int) -> Reading:
    """To the next (1) or previous (-1) hit from where the reader stands, and round at the end."""
    search, current = reading.search, hit_here(reading)
    if search is None:
        return reading
    pages = len(reading.document) + 1
    page = current.section if current else reading.cursor.section
    for step in range(pages + 1):
        target = (page + by * step) % pages
        if step and _count(reading, search, target) == UNKNOWN:
            return replace(reading, search=replace(search, said=LOOKING))
        if step and not _count(reading, search, target):
            continue
        inside = hits(reading, target)
        if not step:
            inside = _beyond(inside, current, reading.cursor.at, by)
        if inside:
            round_again = step > 0 and (target - page) * by <= 0
            said = (AGAIN_FIRST if by > 0 else AGAIN_LAST) if round_again else ""
            return _go_hit(replace(reading, search=replace(search, said=said)), inside[0 if by > 0 else -1])
    return replace(reading, search=replace(search, said=""))


def _beyond(inside: list[Hit], current: Hit | None, at: int, by: int) -> list[Hit]:
    """The hits of a section after (or before) the current one, else after (or before) the cursor."""
    if current in inside:
        number = inside.index(current)
        return inside[number + 1 :] if by > 0 else inside[:number]
    return [hit for hit in inside if (hit.start >= at if by > 0 else hit.start < at)]


def _count(reading: Reading, search: Search, section: int) -> int:
    """How many hits a section has, its cards' too; UNKNOWN where it was not looked through yet."""
    if section >= len(reading.document):
        return len(search.cards.get("", ()))
    count = search.counts[section] if section < len(search.counts) else UNKNOWN
    return count if count == UNKNOWN else count + len(search.cards.get(reading.document.headings[section].id, ()))


def _go_hit(reading: Reading, hit: Hit) -> Reading:
    """Go to a hit: its sentence, or the card or question that holds it."""
    assert reading.search is not None
    new = replace(reading, search=replace(reading.search, at=hit))
    if not hit.key:
        return replace(new, cursor=Cursor(hit.section, hit.start, "sentence"), chosen="")
    if any(card.key == hit.key for card in questions(reading)):
        return replace(show_tab(new, "questions"), chosen=hit.key)
    span = next((card.span for card in reading.index.in_order if card.key == hit.key), None)
    target = go_to(new, span) if span else new
    return replace(
        show_tab(target, "annotations"), chosen=hit.key
    )  # a card being placed is held on: so it is searched for


def place_of_hit(reading: Reading) -> int:
    """The number of the current hit among all, from 1; 0 for none, or while the search goes on."""
    search, current = reading.search, hit_here(reading)
    if search is None or current is None or not search.done:
        return 0
    inside = hits(reading, current.section)
    before = sum(_count(reading, search, section) for section in range(current.section))
    return before + inside.index(current) + 1 if current in inside else 0
