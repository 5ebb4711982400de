"""A document that is still being read: its first sections, how far it is, and at last the whole."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.timer import Timer
from textual.worker import Worker

from companion import reading as verbs
from companion.model import CompanionError, Wall
from companion.reading import replace
from companion.tui import messages
from companion.tui.drafts import first_reading
from companion.tui.reader import ReaderScreen
from companion.tui.sync import Sync

if TYPE_CHECKING:
    from companion.store.library import OpenDocument, Opening

TICK = 0.25
"""Seconds between two looks how far it is."""
CANCELLED = 130
"""Exit status when the user cancels loading (130, as for SIGINT)."""


class Opener:
    """Shows the first sections as soon as they are read, then the whole document in their place.

    Notes are found by the whole document, so nothing is loaded or saved before. `opening` is None where it was read
    before the screen began; `section` is the id of the section asked for. `is_blank` is True while nothing can be
    shown, `error` why nothing could be.
    """

    def __init__(self, app: App[None], sync: Sync, opening: Opening | None, section: str) -> None:
        self.opening = opening
        self.is_blank = opening is not None and not sync.opened.document.format
        self.error: CompanionError | None = None
        self._app, self._sync, self._section = app, sync, section
        self._cancelled = False
        self._began = sync.reader.now.cursor
        self._worker: Worker[None] | None = None
        self._timer: Timer | None = None
        sync.is_whole = opening is None

    def begin(self) -> None:
        """Read the document in a worker, then its layers and notes."""
        if self.opening is None:
            self._sync.load()
            return
        self._timer = self._app.set_interval(TICK, self._show_progress)
        self._worker = self._app.run_worker(self._read, thread=True, group="open", exit_on_error=False)

    def _read(self) -> None:
        assert self.opening is not None
        try:
            if self.is_blank and (first := self.opening.first()) is not None:
                self._app.call_from_thread(self._show_beginning, first)
            whole = self.opening.whole()
        except CompanionError as error:
            self._app.call_from_thread(self._fail, error)
        else:
            self._app.call_from_thread(self._show_whole, whole)

    def _show_beginning(self, opened: OpenDocument) -> None:
        self.is_blank = False
        reading = first_reading(opened.document, self._sync.state.progress(opened), self._section)
        self._began = reading.cursor
        self._sync.use(opened, ReaderScreen(reading, self._sync.reader.keys, self._sync.reader.look))
        self._app.push_screen(self._sync.reader)  # switching would leave no screen at all for a moment

    def _show_progress(self) -> None:
        reader = self._sync.reader
        if self.opening is None or self._sync.is_whole or self.is_blank:
            return
        percent = self.opening.percent
        progress = "still reading" if percent is None else f"still reading, {percent} %"
        if progress != reader.now.coming:
            reader.reading = replace(reader.now, coming=progress)

    def _show_whole(self, opened: OpenDocument) -> None:
        """Put the whole document in the place of its beginning; who did not move is brought to where they left off."""
        reader = self._sync.reader
        self._sync.use(opened, reader)
        self._sync.is_whole = True
        if self._timer is not None:
            self._timer.stop()
        now = reader.now
        if now.cursor is self._began and not now.done and now.search is None:
            reader.reading = first_reading(opened.document, self._sync.state.progress(opened), self._section)
        else:
            reader.reading = verbs.adopt(now, opened.document)
        self.show_notices()
        self._sync.load()

    def show_notices(self) -> None:
        """What was guessed or could not be read warns; what was left out on purpose is only told, and not for long."""
        for notice in self._sync.opened.document.notices if self._sync.is_whole else ():
            if notice.startswith("Left out"):
                self._app.notify(notice, markup=False, timeout=4)
            else:
                self._app.notify(notice, severity="warning", markup=False, timeout=10)

        missing = [wall for wall in self._sync.opened.document.walls if not wall.holds] if self._sync.is_whole else []
        if missing:
            tell = partial(self._tell_missing, missing)
            self._app.run_worker(tell, thread=True, group="walls", exit_on_error=False)

    def _tell_missing(self, walls: Sequence[Wall]) -> None:
        """Tell of walls that do not hold, once: not again until others are missing."""
        if self._sync.state.is_news("walls", messages.walls_missing(walls)):
            message = messages.walls_missing(walls)
            self._app.call_from_thread(self._app.notify, message, severity="warning", markup=False, timeout=15)

    def _fail(self, error: CompanionError) -> None:
        if not self.is_blank:
            self._app.notify(str(error), severity="error", markup=False, timeout=20)
        elif not self._cancelled:
            self.error = error
            self._app.exit(return_code=1)

    def cancel(self) -> None:
        """Stop reading."""
        self._cancelled = True
        if self.opening is not None:
            self.opening.cancel()

    async def settle(self) -> None:
        """Before the end: wait for the document if notes wait for it to be saved, else stop reading."""
        if self._sync.is_whole:
            return
        if not self._sync.saver.is_busy:
            self.cancel()
        elif self._worker is not None:
            self._app.notify("Your notes are saved once the document is read.", markup=False)
            await asyncio.gather(self._worker.wait(), return_exceptions=True)
