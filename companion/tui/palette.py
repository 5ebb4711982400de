"""What the command palette offers: every command, those that work now first, then every section, question and note.

Names are handed over as Content: the palette would read bare text as markup, and these are strangers' words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from companion import reading as verbs
from companion.model import Span
from companion.tui.reader import ReaderScreen
from companion.tui.widgets.card_lines import UNREAD

CALLED = 100.0
"""How much more a command counts that is called by what was typed than one in which it only occurs."""
NOT_NOW = 0.5


class Offer(NamedTuple):
    """A row of the palette: a command with its key beside it, or a place with what is there under it.

    `share` is how much a match counts beside one with a command. `id` is what settings call a command.
    """

    name: str
    run: Callable[[], Any]
    about: str = ""
    between: str = "\n"
    share: float = 1.0
    id: str = ""

    def begins(self, query: str) -> bool:
        """Whether the command is called by these words, or by words that begin so."""
        return bool(self.id) and (self.name.casefold().startswith(query) or self.id.startswith(query))

    def parts(self) -> tuple[str | tuple[str, str], ...]:
        """The parts of what the palette shows."""
        return (self.name, self.between, (self.about, "dim")) if self.about else (self.name,)


class Palette(Provider):
    """Commands with their keys, Textual's own ones, sections, questions, notes, and what needs the reader."""

    async def discover(self) -> Hits:
        for offer in self._offers():
            yield DiscoveryHit(Content.assemble(*offer.parts()), offer.run, text=offer.name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for offer in self._offers():
            score = max(matcher.match(offer.name), matcher.match(offer.about) * 0.9) * offer.share
            if score > 0 and offer.begins(query.strip().casefold()):
                score += CALLED
            if score > 0:
                yield Hit(score, Content.assemble(*offer.parts()), offer.run, text=offer.name)

    def _offers(self) -> Iterator[Offer]:
        screen = self.screen
        if isinstance(screen, ReaderScreen):
            yield from _commands(screen)
        for command in self.app.get_system_commands(screen):
            yield Offer(command.title, command.callback, command.help)
        if isinstance(screen, ReaderScreen):
            yield from _places(screen)


def _commands(screen: ReaderScreen) -> Iterator[Offer]:
    """The commands of the table, those that work now first; each with its keys, and the id that settings call it by."""
    commands = [command for command in screen.keys.commands.values() if command.id != "palette"]
    for works in (True, False):
        for command in (each for each in commands if screen.works(each) == works):
            parts = (screen.keys.shown(command.id), command.id, "" if works else "not now")
            about = " · ".join(filter(None, parts))
            run: Callable[[], Any] = partial(screen.action_run, command.id) if works else partial(_not_now, screen)
            yield Offer(command.name, run, about, "  ", 1.0 if works else NOT_NOW, command.id)


def _not_now(screen: ReaderScreen) -> None:
    screen.tell("That does not work here now; {help} shows what does.")


def _places(screen: ReaderScreen) -> Iterator[Offer]:
    def place(name: str, about: str, run: Callable[[], None]) -> Offer:
        return Offer(name, run, about, share=0.9)

    reading = screen.now
    for index, heading in enumerate(reading.document.headings):
        yield place(f"Section: {heading.title}", "", partial(_to_section, screen, index))
    for asked in verbs.questions(reading):
        words = " ".join(asked.question.ask.split())
        yield place(f"Question: {asked.question.id}", words, partial(_to_question, screen, asked.key))
    for note in reading.own.annotations:
        words = " ".join(note.note.split())
        yield place(f"Note: {words[:60]}", "", partial(_to_card, screen, reading.own.key(note)))
    for key, card in reading.index.tray.items():
        words = " ".join((card.annotation.quote.exact if card.annotation.quote else card.annotation.note).split())
        state = "Not placed" if card.placement.state == "lost" else "A guess"
        yield place(f"{state}: {card.annotation.id}", words, partial(_to_card, screen, key))
    for label, block in verbs.footnotes(reading.section):
        words = " ".join(reading.section.words(block).split())
        span = Span(reading.section.id, block.start, block.end)
        yield place(f"Footnote [{label}]: {words[:60]}", "", partial(_to_span, screen, span))
    for number, fault in enumerate(verbs.unread(reading)):
        yield place(f"Not read: {fault.where}", fault.what, partial(_to_card, screen, f"{UNREAD}{number}"))


def _to_section(screen: ReaderScreen, index: int) -> None:
    screen.show(verbs.go(screen.now, index))
    screen.set_focus(screen.passage)


def _to_span(screen: ReaderScreen, span: Span) -> None:
    screen.show(verbs.go_to(screen.now, span))
    screen.set_focus(screen.passage)


def _to_question(screen: ReaderScreen, key: str) -> None:
    screen.show(verbs.choose(verbs.show_tab(screen.now, "questions"), key))
    screen.set_focus(screen.margin)


def _to_card(screen: ReaderScreen, key: str) -> None:
    placement = screen.now.placements.get(key)
    there = verbs.go_to(screen.now, placement.span) if placement and placement.span else screen.now
    screen.show(verbs.choose(verbs.show_tab(there, "annotations"), key))
    screen.set_focus(screen.margin)
