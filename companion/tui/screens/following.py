"""The part of the reader's screen that goes where a passage leads: to a footnote and back, and along its links."""

from __future__ import annotations

from textual import work
from textual.content import Content

from companion import reading as verbs
from companion.model import Span
from companion.reading import Cursor, Link, Reading, replace
from companion.tui.dialogs.pick import Pick
from companion.tui.events import OpenAddress
from companion.tui.screens.moving import MovingScreen


class FollowingScreen(MovingScreen):
    """Enter on a passage without a card of its own goes to its footnote, and from there back."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self._origins: dict[Span, Cursor] = {}
        self._turns: dict[tuple[int, int], int] = {}

    def action_open(self) -> None:
        if self.passage.has_focus and not verbs.noted(self.now) and self._follow():
            return
        super().action_open()

    def _follow(self) -> bool:
        """Go to the footnote, or from it back to where the reader came from; False where there is none."""
        reading, cursor = self.now, self.now.cursor
        here = reading.section.blocks[reading.block] if reading.section.blocks else None
        origin = self._origins.pop(Span(reading.section.id, here.start, here.end), None) if here else None
        if origin is not None:
            self.show(replace(reading, cursor=origin, chosen=""))
            return True
        place = (cursor.section, reading.block)
        turn = self._turns.get(place, 0)
        span = verbs.follow(reading, turn)
        if span is None:
            return False
        if verbs.marks_here(reading):
            self._turns[place] = turn + 1
            self._origins[span] = cursor
        self.show(verbs.go_to(reading, span))
        return True

    def go_exactly(self, span: Span) -> None:
        """To a place, with the words there chosen."""
        there = verbs.go_to(self.now, span)
        self.show(replace(there, cursor=replace(there.cursor, at=span.start, unit="words")))
        self.passage.focus()

    def action_links(self) -> None:
        self._choose_link()

    @work
    async def _choose_link(self) -> None:
        reading = self.now
        found = verbs.links(reading)
        if not found:
            self.notify("There are no links in this section, and no sources beside it.", markup=False)
            return
        heading = Content(f"Links of {reading.section.title}, and sources beside it")
        at = next((i for i, link in enumerate(found) if link.span and link.span.start >= reading.span.start), 0)
        number = await self.app.push_screen_wait(Pick(heading, [_told(link) for link in found], at=at))
        if number is None:
            return
        address = found[number].address
        index = reading.document.index(address[1:]) if address.startswith("#") else None
        if index is None:
            self.post_message(OpenAddress(address))
        else:
            self.show(verbs.go(self.now, index))


def _told(link: Link) -> Content:
    about = f"{link.card} · " if link.card else ""
    return Content.assemble(f"{about}{' '.join(link.words.split())}\n", (f"  {link.address}", "dim"))
