"""The part of the app that shows a document while more of it is being read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.timer import Timer
from textual.worker import Worker

from companion import reading as verbs
from companion.model import CompanionError
from companion.reading import Cursor, replace
from companion.store.library import OpenDocument
from companion.store.paths import Paths
from companion.store.settings import Settings
from companion.tui.drafts import resumed
from companion.tui.reader import ReaderScreen
from companion.tui.searching import SearchingApp

if TYPE_CHECKING:
    from companion.store.library import Opening

TICK = 0.25
"""Seconds between two looks how far it is."""
GIVEN_UP = 130
"""The exit status where the reader did not want to wait, as of a program that was interrupted."""


def percent(progress: tuple[int, int]) -> int | None:
    """How much of a hundred is read; None as long as nobody knows."""
    done, of = progress
    return min(done * 100 // of, 100) if of else None


class ComingApp(SearchingApp):
    """Shows the first Sections of a document as soon as they are read, then the whole in their place.

    Nothing is loaded or saved before it is whole, since notes are found by it; what is written stays as a draft.
    `failure` is why nothing could be shown.
    """

    def __init__(
        self,
        opened: OpenDocument,
        places: Paths,
        settings: Settings,
        *,
        with_: Sequence[str] = (),
        section: str = "",
        notebook: Path | None = None,
        opening: Opening | None = None,
    ) -> None:
        super().__init__(opened, places, settings, with_=with_, section=section, notebook=notebook)
        self.opening = opening
        self.arriving = opening is not None
        self.failure: CompanionError | None = None
        self.given_up = False
        self.blank = not opened.document.format
        self._asked = section
        self._begun: Cursor | None = None
        self._following: Worker[None] | None = None
        self._ticking: Timer | None = None

    def begin(self) -> None:
        if self.opening is None:
            super().begin()
            return
        self._begun = self.reader.now.cursor
        self._ticking = self.set_interval(TICK, self._tell)
        self._following = self._follow(self.opening)

    @work(thread=True, group="open", exit_on_error=False)
    def _follow(self, opening: Opening) -> None:
        try:
            if self.blank and (first := opening.first()) is not None:
                self.call_from_thread(self._show_beginning, first)
            whole = opening.whole()
        except CompanionError as error:
            self.call_from_thread(self._fail, error)
        else:
            self.call_from_thread(self._complete, whole)

    def _show_beginning(self, opened: OpenDocument) -> None:
        self.opened, self.blank = opened, False
        self.reader = ReaderScreen(resumed(opened.document, self.state.progress(opened), self._asked), self.keys)
        self._begun = self.reader.now.cursor
        self.push_screen(self.reader)  # switching would leave no screen at all for a moment

    def _tell(self) -> None:
        if self.opening is not None and self.arriving and not self.blank:
            done = percent(self.opening.progress)
            said = "still reading" if done is None else f"still reading, {done} %"
            if said != self.reader.now.coming:
                self.reader.reading = replace(self.reader.now, coming=said)

    def _complete(self, opened: OpenDocument) -> None:
        """Put the whole document in the place of its beginning; who did not move is brought to where they left off."""
        self.opened, self.arriving = opened, False
        if self._ticking is not None:
            self._ticking.stop()
        now = self.reader.now
        if now.cursor is self._begun and not now.done and now.search is None:
            self.reader.reading = resumed(opened.document, self.state.progress(opened), self._asked)
        else:
            self.reader.reading = verbs.adopt(now, opened.document)
        self.tell_notices()
        super().begin()

    def tell_notices(self) -> None:
        """What was guessed or could not be read warns; what was left out on purpose is only told, and not for long."""
        for said in () if self.arriving else self.opened.document.notices:
            if said.startswith("Left out"):
                self.notify(said, markup=False, timeout=4)
            else:
                self.notify(said, severity="warning", markup=False, timeout=10)

    def _fail(self, error: CompanionError) -> None:
        if self.blank and not self.given_up:
            self.failure = self.failure or error
            self.exit(return_code=1)
        elif not self.blank:
            self.notify(str(error), severity="error", markup=False, timeout=20)

    async def settle(self) -> None:
        """As ever; but what was written is saved first, and where nothing was, nobody waits for the document."""
        if self.arriving and self.opening is not None:
            if not self._unsaved:
                self.given_up = True
                self.opening.cancel()
            elif self._following is not None:
                self.notify("Your notes are saved once the document is read.", markup=False)
                await asyncio.gather(self._following.wait(), return_exceptions=True)
        await super().settle()
