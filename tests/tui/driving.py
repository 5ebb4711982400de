"""Helpers to drive the reader's screen by keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from companion.reading import Reading
from companion.store.library import open_document
from companion.store.paths import user_paths
from companion.store.session import Session
from companion.store.settings import settings
from companion.tui.app import CompanionApp
from companion.tui.widgets.pane import Pane


class Screen:
    """An app that runs, with its pilot."""

    def __init__(self, app: CompanionApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def reading(self) -> Reading:
        return self.app.reader.now

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settled()

    async def type(self, words: str) -> None:
        await self.pilot.press(*words)

    async def settled(self) -> None:
        """Until everything was read and saved and no message waits; a minute at most."""
        busy = {"load", "save", "finish", "seek"}
        for _ in range(6000):
            await self.pilot.pause()
            if self.reading.loaded and not any(w.group in busy and not w.is_finished for w in self.app.workers):
                break
            await asyncio.sleep(0.01)
        await self.pilot.pause()

    def rows(self, name: str) -> list[str]:
        """What a pane shows, row by row, without its border and scroll bar."""
        pane = self.app.reader.query_one(f"#{name}", Pane)
        lines = (pane.render_line(y) for y in range(pane.size.height))
        return [line.crop(0, pane.size.width - pane.bar).text.rstrip() for line in lines]

    def text(self, name: str) -> str:
        return "\n".join(self.rows(name))


@asynccontextmanager
async def running(
    what: str | Path = "nso-2023",
    size: tuple[int, int] = (120, 36),
    section: str = "",
    with_: Sequence[str | Path] = (),
) -> AsyncIterator[Screen]:
    """The app on a document, its layers and notes loaded."""
    where = user_paths()
    session = Session(open_document(str(what)), where, settings(where))
    app = CompanionApp(session, with_=[str(each) for each in with_], section=section)
    async with app.run_test(size=size) as pilot:
        screen = Screen(app, pilot)
        await screen.settled()
        yield screen
