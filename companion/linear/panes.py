"""What the panes are in lines: the text, the sections, and the cards or questions; each knows where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from companion import reading as verbs
from companion.linear import lines

Dialogue = Any
"""Whoever has the Reading, as `now`; its own module imports this one."""


class LinePane:
    """The text."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    @property
    def name(self) -> str:
        return "text"

    def arrival(self) -> Iterator[str]:
        """What is told on coming here."""
        yield from lines.passage_lines(self._dialogue.now)


class LineContents(LinePane):
    """The sections; `at` is the one that the reader stands on here."""

    at = 0
    words = ""
    """All sections are told: a filter is asked for and answered at once."""

    @property
    def name(self) -> str:
        return "sections"

    def arrival(self) -> Iterator[str]:
        self.at = self._dialogue.now.cursor.section
        yield from lines.contents_lines(self._dialogue.now)

    def step(self, by: int) -> None:
        self.at = min(max(self.at + by, 0), len(self._dialogue.now.document) - 1)


class LineCards(LinePane):
    """Annotations of the section, or the questions."""

    @property
    def name(self) -> str:
        return str(self._dialogue.now.tab)

    def arrival(self) -> Iterator[str]:
        now = self._dialogue.now
        yield from lines.questions_lines(now) if now.tab == "questions" else lines.cards_lines(now)
        if key := self.current():
            yield from lines.chosen_lines(now, key)

    def keys(self) -> list[str]:
        """The cards or questions here, in order."""
        now = self._dialogue.now
        if now.tab == "questions":
            return [card.key for card in verbs.questions(now)]
        return [card.key for _, group in verbs.grouped(now) for card in group]

    def current(self) -> str:
        """The card or question a command acts on: the chosen one, the one held, that at the cursor, else the first."""
        now, keys = self._dialogue.now, self.keys()
        here = [card.key for card in lines.cards_here(now)] if now.tab == "annotations" else []
        return next((key for key in (now.chosen, now.held.key, *here, *keys) if key in keys), "")
