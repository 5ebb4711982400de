"""Movement: functions that take a Reading and return one with another cursor, selection or tab."""

from __future__ import annotations

from companion.model import Document, Quote, Span
from companion.reading.state import Cursor, Held, Reading, Tab, replace
from companion.reading.units import UNITS, Unit, pieces, unit_span


def _at(reading: Reading, section: int, at: int, unit: Unit = "block") -> Reading:
    old = reading.cursor
    cursor = replace(old, at=at) if old.mark is not None and section == old.section else Cursor(section, at, unit)
    return replace(reading, cursor=cursor, chosen="")


def go(reading: Reading, section: int, block: int = 0) -> Reading:
    """To a block of a section, both clamped; a negative block counts from the end. A selection stays in its section."""
    section = min(max(section, 0), len(reading.document) - 1)
    blocks = reading.document.section(section).blocks
    if not blocks:
        return _at(reading, section, 0)
    block = max(len(blocks) + block, 0) if block < 0 else min(block, len(blocks) - 1)
    return _at(reading, section, blocks[block].start)


def adopt(reading: Reading, document: Document) -> Reading:
    """Put the whole document in place of its beginning, at the same section, block and selection."""
    index = document.index(reading.section.id)
    if index is None:
        return replace(go(replace(reading, cursor=Cursor(), document=document), 0), coming="")
    return replace(reading, document=document, cursor=replace(reading.cursor, section=index), coming="")


def go_to(reading: Reading, span: Span, chosen: str = "") -> Reading:
    """To the block where a Span begins, and to a card; the same Reading when the document has no such section."""
    index = reading.document.index(span.section)
    if index is None:
        return reading
    section = reading.document.section(index)
    at = section.blocks[section.block_at(span.start)].start if section.blocks else 0
    return replace(_at(reading, index, at), chosen=chosen)


def step_block(reading: Reading, by: int) -> Reading:
    """`by` blocks on or back, over the ends of sections; a selection stays in its section."""
    cursor, section = reading.cursor, reading.section
    block = reading.block + by
    if cursor.mark is not None:
        block = min(max(block, 0), len(section.blocks) - 1)
        return replace(reading, cursor=replace(cursor, at=section.blocks[block].start))
    index = cursor.section
    while block >= len(reading.document.section(index).blocks):
        if index + 1 >= len(reading.document):
            return go(reading, index, -1)
        block -= max(len(reading.document.section(index).blocks), 1)
        index += 1
    while block < 0:
        if index == 0:
            return go(reading, 0, 0)
        index -= 1
        block += max(len(reading.document.section(index).blocks), 1)
    return go(reading, index, block)


def step(reading: Reading, unit: Unit, by: int) -> Reading:
    """To the next or previous unit, which becomes the cursor's."""
    if unit in ("block", "section"):
        return step_block(reading, by) if unit == "block" else go(reading, reading.cursor.section + by)
    section, cursor = reading.section, reading.cursor
    narrower = UNITS.index(cursor.unit) <= UNITS.index(unit)
    block = reading.block
    spans = pieces(section, unit, block)
    index = spans.index(unit_span(section, unit, cursor.at))
    # The first step from a wider unit lands on the unit under the cursor.
    target = index + by if narrower else (index if by > 0 else index - 1)
    if not 0 <= target < len(spans):
        following = block + (1 if target >= len(spans) else -1)
        if not 0 <= following < len(section.blocks):
            if cursor.mark is not None:
                return reading
            moved = step_block(reading, 1 if by > 0 else -1)
            if moved.cursor.section == cursor.section:
                return reading
            ends = pieces(moved.section, unit, moved.block)
            return replace(moved, cursor=replace(moved.cursor, at=ends[0 if by > 0 else -1][0], unit=unit))
        spans = pieces(section, unit, following)
        target = 0 if by > 0 else len(spans) - 1
    return replace(reading, cursor=replace(cursor, at=spans[target][0], unit=unit), chosen="")


def widen(reading: Reading) -> Reading:
    return _resize(reading, 1)


def narrow(reading: Reading) -> Reading:
    return _resize(reading, -1)


def _resize(reading: Reading, by: int) -> Reading:
    index = min(max(UNITS.index(reading.cursor.unit) + by, 0), len(UNITS) - 1)
    return replace(reading, cursor=replace(reading.cursor, unit=UNITS[index]))


def toggle_selection(reading: Reading) -> Reading:
    """Begin to select at the cursor's unit, or give the selection up."""
    cursor = reading.cursor
    mark = unit_span(reading.section, cursor.unit, cursor.at)[0] if cursor.mark is None else None
    return replace(reading, cursor=replace(cursor, mark=mark))


def swap_ends(reading: Reading) -> Reading:
    cursor = reading.cursor
    if cursor.mark is None:
        return reading
    return replace(reading, cursor=replace(cursor, at=cursor.mark, mark=cursor.at))


def reach(reading: Reading, unit: Unit, by: int) -> Reading:
    """Let the selection grow or shrink by a unit; where there is none, it begins with the unit under the cursor."""
    if reading.cursor.mark is not None:
        return step(reading, unit, by)
    at = unit_span(reading.section, unit, reading.cursor.at)[0]
    return replace(reading, cursor=replace(reading.cursor, at=at, unit=unit, mark=at), chosen="")


def block_edge(reading: Reading, last: bool) -> Reading:
    """To the first or last word of the block."""
    spans = pieces(reading.section, "words", reading.block)
    return replace(reading, cursor=replace(reading.cursor, at=spans[-1 if last else 0][0], unit="words"), chosen="")


def extend(reading: Reading, start: int, end: int) -> Reading:
    """Select words from offset `start` to `end` of the section, as a drag of the mouse does."""
    at, section = max(end - 1, start), reading.section
    touched = (first for first, last in pieces(section, "words", section.block_at(start)) if last > start)
    mark = min(next(touched, start), at)
    return replace(reading, cursor=Cursor(reading.cursor.section, at, "words", mark), chosen="")


def show_tab(reading: Reading, tab: Tab) -> Reading:
    return replace(reading, tab=tab)


def choose(reading: Reading, key: str) -> Reading:
    """Stand on a card or question without leaving the passage; a card without a sure place is held."""
    if key == reading.held.key:
        return replace(reading, chosen=key)
    return replace(reading, chosen=key, held=Held(key) if key in reading.index.tray else Held())


def step_annotation(reading: Reading, by: int) -> Reading:
    """To the next or previous annotation that has a place, across sections."""
    order = reading.index.in_order
    keys = [card.key for card in order]
    if reading.chosen in keys:
        target = keys.index(reading.chosen) + by
    else:
        position = (reading.cursor.section, reading.cursor.at)
        places = [(reading.document.index(c.span.section), c.span.start) for c in order if c.span]
        first = next((i for i, place in enumerate(places) if place >= position), len(order))
        target = first if by > 0 else first - 1
    if not 0 <= target < len(order):
        return reading
    card = order[target]
    return replace(go_to(reading, card.span, card.key), held=Held()) if card.span else reading


def whole(document: Document, section: int) -> Span:
    """The Span of a whole section."""
    return Span(document.headings[section].id, 0, len(document.section(section).text))


def place_of(reading: Reading, quote: Quote) -> Span | None:
    """Where a Quote stands now, if it is sure."""
    from companion.anchoring import place  # not needed to read

    placement = place(reading.document, {"": (quote,)})[""]
    return placement.span if placement.state in ("exact", "changed") else None


def is_heading(reading: Reading, span: Span) -> bool:
    """Whether a span lies within a heading."""
    index = reading.document.index(span.section)
    section = reading.document.section(index) if index is not None else reading.section
    return any(
        block.kind == "heading" and block.start <= span.start and span.end <= block.end for block in section.blocks
    )
