"""The tray: annotations without a sure place are given one by the reader."""

from __future__ import annotations

from companion import reading as verbs
from companion.model import parted
from companion.tui.events import now
from companion.tui.reader import ReaderScreen


def placeable(screen: ReaderScreen) -> str:
    """The key of the card that can be given a place now: the one held, or one chosen that does not stand exactly.

    So a place that was accepted, or a passage that changed, can be corrected too.
    """
    reading = screen.now
    if reading.tab != "annotations":
        return ""
    if reading.held.key:
        return reading.held.key
    key = screen.margin.current() if screen.focused is screen.margin else ""
    placement = reading.placements.get(key)
    loose = placement is not None and placement.state != "exact"
    return key if loose or verbs.given(reading, key) else ""


def placing(screen: ReaderScreen) -> bool:
    """Whether there is a card that can be given a place."""
    return bool(placeable(screen))


def next_card(screen: ReaderScreen) -> None:
    """To the next card without a sure place."""
    reading = verbs.next_in_tray(verbs.show_tab(screen.now, "annotations"))
    if not reading.held.key:
        screen.tell("Every annotation that is shown has its place.")
        return
    screen.show(reading)
    screen.set_focus(screen.margin)


def next_offer(screen: ReaderScreen) -> None:
    """To the next place offered for the card held."""
    reading, card = verbs.look_at_next(screen.now), verbs.held(screen.now)
    if card and not verbs.offered(card):
        where = "This is the section it was in" if reading is not screen.now else "Go to the passage"
        screen.tell(f"No place is offered. {where}: {{place.here}} puts it at the cursor.")
    screen.show(reading)
    screen.set_focus(screen.passage)


def accept(screen: ReaderScreen) -> None:
    """Give the card held the place that is offered."""
    reading = verbs.accept(screen.now, now())
    if reading is screen.now:
        screen.tell("No place is offered: go to the passage in the text, and {place.here} puts it there.")
        return
    screen.commit(reading)
    screen.tell("The place is yours; the annotation stays as it was written. {undo} takes it back.")


def put_here(screen: ReaderScreen) -> None:
    """Put the card on the passage at the cursor."""
    if key := placeable(screen):
        screen.commit(verbs.put_here(screen.now, key, now()))
        screen.tell("Put on the passage at the cursor. {undo} takes it back.")


def take_back(screen: ReaderScreen) -> bool:
    """Take back the place given to the chosen card of somebody else; False if there is none."""
    key = screen.margin.current() if screen.focused is screen.margin else ""
    if parted(key).layer == screen.now.own.id or verbs.given(screen.now, key) is None:
        return False
    screen.commit(verbs.take_back(screen.now, key, now()))
    screen.tell("The place you gave it is taken back; {undo} gives it again.")
    return True
