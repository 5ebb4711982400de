"""The app: owns workers and the store; draws nothing itself."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from textual import events, on, work
from textual.app import SystemCommand
from textual.filter import LineFilter
from textual.screen import Screen

from companion.model import CompanionError
from companion.store.errors import ASK, ENDED, details
from companion.store.library import OpenDocument
from companion.store.paths import Paths
from companion.store.settings import Settings
from companion.text.clean import clean, normalise
from companion.tui.coming import GIVEN_UP
from companion.tui.drafts import draft_of
from companion.tui.events import Outside, TypedAhead
from companion.tui.looking import LookingApp
from companion.tui.strips import Cleaner

if TYPE_CHECKING:
    from textual.command import Provider

    from companion.store.library import Opening

PATIENCE = 2
"""Seconds that an orderly end may take when the terminal is gone."""
UNNOTICED = 0.5
"""Seconds that opening may take without a word."""


def _palette() -> type[Provider]:
    from companion.tui.palette import Palette  # only when asked for

    return Palette


class CompanionApp(LookingApp):
    """One document and the layers that belong to it."""

    CSS_PATH = "companion.tcss"
    TITLE = "companion"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}

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
        super().__init__(opened, places, settings, with_=with_, section=section, notebook=notebook, opening=opening)
        self.orderly = False
        self._cleaner = Cleaner(())
        self.error_console = Console(file=details(), markup=False, highlight=False, emoji=False)

    def get_default_screen(self) -> Screen[None]:
        if self.opening is None or not self.blank:
            return self.reader
        from companion.tui.dialogs.progress import OpeningScreen  # only where it takes long

        return OpeningScreen(self.opening)

    def on_opening_screen_given_up(self) -> None:
        if self.opening is not None:
            self.opening.cancel()
        self.orderly = self.given_up = True
        self.exit(return_code=GIVEN_UP)

    def get_line_filters(self) -> Sequence[LineFilter]:
        others = tuple(super().get_line_filters())
        if others != self._cleaner.others:  # a new one would cost every line that Textual keeps
            self._cleaner = Cleaner(others)
        return [self._cleaner]

    def copy_to_clipboard(self, text: str) -> None:
        """Whatever is copied may be pasted into a shell: nothing in it acts, and no newline at its end sends it off."""
        super().copy_to_clipboard(clean(normalise(text)).rstrip("\n"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own commands for the palette; that for leaving is in our table."""
        return (command for command in super().get_system_commands(screen) if command.callback != self.action_quit)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "choose_notebook" or self.unsure_notebook is not None

    def action_choose_notebook(self) -> None:
        self.choose_notebook()

    def action_save_again(self) -> None:
        self.save_again()

    def action_look_for_hidden(self) -> None:
        self.look_for_hidden()

    def on_key(self, event: events.Key) -> None:
        """What is typed faster than its field opens comes here, and belongs into that field, not to any binding."""
        if isinstance(self.screen, TypedAhead) and self.screen.take_typed(event):
            event.prevent_default()

    def on_mount(self) -> None:
        if theme := self.settings.theme or self.state.theme():
            self._set_theme(theme)
        self.theme_changed_signal.subscribe(self, lambda theme: self.keep_theme(theme.name))
        for said in (*self.keys.warnings, *map(str, self.settings.faults)):
            self.notify(said, severity="warning", markup=False, timeout=10)
        self.tell_notices()
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGALRM, lambda *_: self._give_up())
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, lambda *_: self._leave_now(loop))
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh())

    def _set_theme(self, theme: str) -> None:
        if theme in self.available_themes:
            self.theme = theme
        else:
            self.notify(f"theme: there is no {theme}", severity="warning", markup=False)

    @on(Outside)
    def _outside(self, event: Outside) -> None:
        """Let the reader go on in their own editor."""
        from companion.tui.external import edited  # only where it is asked for

        try:
            with self.state.lent(self.opened, draft_of(event.target, event.written)) as lent:
                event.taken(edited(self, lent))
        except CompanionError as error:
            self.notify(str(error), severity="error", markup=False)

    # leaving

    async def action_quit(self) -> None:
        await self.saves_end()
        if self.has_unsafe:
            self._ask_and_leave()
        else:
            await self._leave()

    @work(exclusive=True, group="quit", exit_on_error=False)
    async def _ask_and_leave(self) -> None:
        if await self.ask_what_is_unsaved(quitting=True):
            await self._leave()

    async def _leave(self) -> None:
        await self.settle()
        self.orderly = True
        self.exit()

    def _leave_now(self, loop: asyncio.AbstractEventLoop) -> None:
        """The terminal went away, or somebody ended the program: keep everything, then go.

        Without its terminal Textual may wait for ever to write. So an alarm is set, which no wait holds up.
        """
        signal.alarm(PATIENCE)
        loop.call_soon_threadsafe(lambda: self.run_worker(self._settle_and_exit(), exit_on_error=False))

    def _give_up(self) -> None:
        self.save_now()
        os._exit(1)

    async def _settle_and_exit(self) -> None:
        await self.settle()
        self.orderly = True
        self.exit(return_code=1)


def run(
    opened: OpenDocument | Opening,
    *,
    places: Paths,
    settings: Settings,
    with_: Sequence[str] = (),
    section: str = "",
    mouse: bool = True,
    notebook: Path | None = None,
) -> int:
    """Read a document until the reader leaves; the exit status. Raises CompanionError where it cannot be opened."""
    opening = None
    if not isinstance(opened, OpenDocument):
        opening, first = opened, opened.first(UNNOTICED)
        opened, opening = first or opening.source.blank(), None if opening.is_done else opening
    if os.environ.get("NO_COLOR") == "":
        del os.environ["NO_COLOR"]  # an empty one means colours
    app = CompanionApp(opened, places, settings, with_=with_, section=section, notebook=notebook, opening=opening)
    app.run(mouse=mouse and settings.mouse)
    if app.failure is not None:
        raise app.failure
    if not app.orderly:
        app.keep_typed()
        print(f"{ENDED} {ASK}", file=sys.stderr)
        return app.return_code or 1
    return app.return_code or 0
