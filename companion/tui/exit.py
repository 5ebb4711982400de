"""How the app ends: by a key, by a signal, or without a terminal; what the reader wrote is kept before it does."""

from __future__ import annotations

import asyncio
import os
import signal

from textual.app import App

from companion.tui.opener import Opener
from companion.tui.questions import unsafe, what_is_unsaved
from companion.tui.sync import Sync

PATIENCE = 2
"""Seconds that an orderly end may take when the terminal is gone."""


class Exit:
    """Ends an app. `is_orderly` is set once everything was kept."""

    def __init__(self, app: App[None], sync: Sync, opener: Opener) -> None:
        self.is_orderly = False
        self._app, self._sync, self._opener = app, sync, opener

    def handle_signals(self) -> None:
        """Keep everything where the terminal goes away or somebody ends the program."""
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGALRM, lambda *_: self._give_up())
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, lambda *_: self._leave_soon(loop))

    async def quit(self) -> None:
        """Leave, unless notes are not saved: then ask first."""
        await self._sync.saves_end()
        if unsafe(self._sync, leaving=True):
            self._app.run_worker(self._ask_and_leave(), exclusive=True, group="quit", exit_on_error=False)
        else:
            await self.leave()

    async def _ask_and_leave(self) -> None:
        if await what_is_unsaved(self._sync, leaving=True):
            await self.leave()

    async def leave(self, status: int = 0) -> None:
        """Keep everything, then end."""
        await self.settle()
        self.is_orderly = True
        self._app.exit(return_code=status)

    async def settle(self) -> None:
        """Wait for the document and for saves, then keep drafts and the place."""
        await self._opener.settle()
        await self._sync.settle()

    def cancel(self, status: int) -> None:
        """End before there was anything to keep."""
        self._opener.cancel()
        self.is_orderly = True
        self._app.exit(return_code=status)

    def _leave_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        """The terminal went away, or somebody ended the program.

        Without its terminal Textual may wait for ever to write. So an alarm is set, which no wait holds up.
        """
        signal.alarm(PATIENCE)
        loop.call_soon_threadsafe(lambda: self._app.run_worker(self.leave(1), exit_on_error=False))

    def _give_up(self) -> None:
        self._sync.save_now()
        os._exit(1)
