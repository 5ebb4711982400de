"""What the command palette offers besides Textual's own: every section, question and note by name.

Names are handed over as Content: the palette would read bare text as markup, and these are strangers' words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from companion import reading as verbs
from companion.model import Span
from companion.tui.screens.moving import MovingScreen
from companion.tui.widgets.card_lines import UNREAD


class Jump(NamedTuple):
    """A place that can be gone to."""

    name: str
    about: str
    go: Callable[[], None]

    def shown(self) -> tuple[str | tuple[str, str], ...]:
        """The parts of what the palette shows."""
        return (self.name, "\n", (self.about, "dim")) if self.about else (self.name,)


class Jumps(Provider):
    """Sections, questions and the reader's notes."""

    async def discover(self) -> Hits:
        for jump in self._jumps():
            yield DiscoveryHit(Content.assemble(*jump.shown()), jump.go, text=jump.name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for jump in self._jumps():
            score = max(matcher.match(jump.name), matcher.match(jump.about) * 0.9)
            if score > 0:
                yield Hit(score, Content.assemble(*jump.shown()), jump.go, text=jump.name)

    def _jumps(self) -> Iterator[Jump]:
        screen = self.screen
        if not isinstance(screen, MovingScreen):
            return
        reading = screen.now
        for index, heading in enumerate(reading.document.headings):
            yield Jump(f"Section: {heading.title}", "", partial(_to_section, screen, index))
        for asked in verbs.questions(reading):
            words = " ".join(asked.question.ask.split())
            yield Jump(f"Question: {asked.question.id}", words, partial(_to_question, screen, asked.key))
        for note in reading.own.annotations:
            words = " ".join(note.note.split())
            yield Jump(f"Note: {words[:60]}", "", partial(_to_card, screen, f"{reading.own.id}/{note.id}"))
        for key, card in reading.index.tray.items():
            words = " ".join((card.annotation.quote.exact if card.annotation.quote else card.annotation.note).split())
            state = "Not placed" if card.placement.state == "lost" else "A guess"
            yield Jump(f"{state}: {card.annotation.id}", words, partial(_to_card, screen, key))
        for label, block in verbs.footnotes(reading.section):
            words = " ".join(reading.section.words(block).split())
            at = Span(reading.section.id, block.start, block.end)
            yield Jump(f"Footnote [{label}]: {words[:60]}", "", partial(_to_place, screen, at))
        for number, fault in enumerate(verbs.unread(reading)):
            yield Jump(f"Not read: {fault.where}", fault.what, partial(_to_card, screen, f"{UNREAD}{number}"))


def _to_section(screen: MovingScreen, index: int) -> None:
    screen.show(verbs.go(screen.now, index))
    screen.passage.focus()


def _to_place(screen: MovingScreen, span: Span) -> None:
    screen.show(verbs.go_to(screen.now, span))
    screen.passage.focus()


def _to_question(screen: MovingScreen, key: str) -> None:
    screen.show(verbs.choose(verbs.show_tab(screen.now, "questions"), key))
    screen.margin.focus()


def _to_card(screen: MovingScreen, key: str) -> None:
    placement = screen.now.placements.get(key)
    there = verbs.go_to(screen.now, placement.span) if placement and placement.span else screen.now
    screen.show(verbs.choose(verbs.show_tab(there, "annotations"), key))
    screen.margin.focus()
