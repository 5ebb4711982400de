"""The desk: which panes stand on a screen of some size, and how wide each is."""

from __future__ import annotations

from typing import Literal, NamedTuple

Panes = Literal["cards", "text", "all"]
"""Text and cards; the text alone with its signs; contents, text and cards."""
PANES: tuple[Panes, ...] = ("cards", "text", "all")
STACKED = 100
"""Columns under which the cards stand below the text."""
ROOMY = 150
"""Columns from which all three panes stand without being asked for."""
NARROWEST, WIDEST = 40, 120
"""Bounds of the reading width, in columns of text."""
_PASSAGE = 78
"""Columns the passage has before the cards grow beyond their least."""
_LEAST_CARDS, _MOST_CARDS = 30, 60
_LEAST_EDITOR = 38
"""Columns of the cards from which a note is written in their place; with fewer, below the text."""


class DeskChoice(NamedTuple):
    """What the reader wants to see: panes, None for those that go with the width, and the most columns of text.

    `welcome` is whether a document that nobody wrote about has a card that says what can be done.
    """

    panes: Panes | None = None
    width: int = 80
    welcome: bool = True


USUAL = DeskChoice()


def choice(panes: str, width: int) -> DeskChoice:
    """A choice that was kept; what is none is passed over."""
    return DeskChoice(next((each for each in PANES if each == panes), None), min(max(width, NARROWEST), WIDEST))


class Desk(NamedTuple):
    """Columns of contents and cards, 0 for a pane that is not shown, and rows of cards that stand below the text."""

    contents: int = 0
    cards: int = 0
    below: int = 0


def desk(width: int, height: int, panes: Panes | None, *, in_cards: bool = False, writing: bool = False) -> Desk:
    """The desk on a screen of `width` columns and `height` rows; None for the panes that go with the width.

    Cards below the text have a third of the rows, and over half of them while the reader is at work there. A note is
    written where the cards are, so while one is they stand beside any choice of panes.
    """
    chosen = panes or ("all" if width >= ROOMY else "cards")
    if chosen == "text" and not writing:
        return Desk()
    contents = min(max(width // 6, 18), 30) if chosen == "all" else 0
    cards = min(max(width - contents - _PASSAGE, _LEAST_CARDS), _MOST_CARDS)
    if width < STACKED or (writing and cards < _LEAST_EDITOR):
        share = 55 if in_cards or writing else 30
        return Desk(contents if width >= 60 else 0, 0, max(height * share // 100, 5))
    return Desk(contents, cards)


def after(panes: Panes | None, width: int) -> Panes:
    """The next choice of panes."""
    shown = panes or ("all" if width >= ROOMY else "cards")
    return PANES[(PANES.index(shown) + 1) % len(PANES)]
