"""The placing part of the reader's screen: annotations without a sure place are given one by the reader."""

from __future__ import annotations

from collections.abc import Callable

from companion import reading as verbs
from companion.reading import Reading
from companion.tui.events import Wrote, now
from companion.tui.keymap import TRAY
from companion.tui.screens.moving import MovingScreen

TAKEN_BACK = "u takes it back."


class PlacingScreen(MovingScreen):
    """Goes through the tray, accepts a place that is offered, or puts a card on the passage under the cursor."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self.tell: Callable[[Wrote], object] = self.post_message

    @property
    def states(self) -> set[str]:
        return super().states | ({TRAY} if self._to_place() else set())

    def _to_place(self) -> str:
        """The key of the card that can be given a place now: the one held, or one chosen that does not stand exactly.

        So a place that was accepted, or a passage that changed, can be corrected too.
        """
        if self.now.tab != "annotations":
            return ""
        if self.now.held.key:
            return self.now.held.key
        key = self.margin.current() if self.margin.has_focus else ""
        placement = self.now.placements.get(key)
        loose = placement is not None and placement.state != "exact"
        return key if loose or verbs.given(self.now, key) else ""

    def _write(self, reading: Reading, draft: str = "") -> None:
        """Show a Reading whose last change is the reader's own, and ask for it to be saved."""
        old = self.now
        self.show(reading)
        if reading.done is not old.done and reading.done:
            change = reading.done[-1]
            self.tell(Wrote(change.after, draft, change.before))

    def action_tray(self) -> None:
        """To the next card without a sure place."""
        found = verbs.next_in_tray(verbs.show_tab(self.now, "annotations"))
        if not found.held.key:
            self.notify("Every annotation that is shown has its place.", markup=False)
            return
        self.show(found)
        self.margin.focus()

    def action_accept_place(self) -> None:
        accepted = verbs.accept(self.now, now())
        if accepted is self.now:
            self.notify("No place is offered: go to the passage in the text, and p puts it there.", markup=False)
            return
        self._write(accepted)
        self.notify(f"The place is yours; the annotation stays as it was written. {TAKEN_BACK}", markup=False)

    def action_put_here(self) -> None:
        if key := self._to_place():
            self._write(verbs.put_here(self.now, key, now()))
            self.notify(f"Put on the passage at the cursor. {TAKEN_BACK}", markup=False)

    def take_back_place(self) -> bool:
        """Take back the place given to the chosen card of somebody else, if there is one; whether it was."""
        key = self.margin.current() if self.margin.has_focus else ""
        if key.startswith(f"{self.now.own.id}/") or verbs.given(self.now, key) is None:
            return False
        self._write(verbs.take_back(self.now, key, now()))
        self.notify("The place you gave it is taken back; u gives it again.", markup=False)
        return True

    def _to_passage(self, key: str) -> None:
        if key and key == self.now.held.key and self.now.tab == "annotations":
            looked, card = verbs.look_at_next(self.now), verbs.held(self.now)
            if card and not verbs.offered(card):
                where = "This is the section it was in" if looked is not self.now else "Go to the passage"
                self.notify(f"No place is offered. {where}: p puts it at the cursor.", markup=False)
            self.show(looked)
            self.passage.focus()
        else:
            super()._to_passage(key)

    def action_leave(self) -> None:
        cursor = self.now.cursor
        if self.now.held.key and self.passage.has_focus and cursor.mark is None and cursor.unit == "block":
            self.show(verbs.let_go(self.now))
        else:
            super().action_leave()
