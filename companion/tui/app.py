"""The app: owns workers and the store; draws nothing itself."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from textual import on, work
from textual.app import App, SystemCommand
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import Worker, WorkerState, get_current_worker

from companion import reading as verbs
from companion.model import CompanionError, Kind, Layer, Placement
from companion.reading import Save
from companion.store.library import Opened
from companion.store.notebook import Notebook
from companion.store.places import Places
from companion.store.settings import Settings
from companion.store.state import State
from companion.tui.commands import jumps
from companion.tui.drafting import begun, draft_of, told
from companion.tui.drawing import Cleaner
from companion.tui.events import Target, Typing, Written, Wrote
from companion.tui.keymap import keymap
from companion.tui.resuming import progress_of, resumed
from companion.tui.screens.reader import ReaderScreen

LOOK = 1.0
"""Seconds between two looks whether notes changed on disk, and the most that typing waits to be kept as a draft."""


class CompanionApp(App[None]):
    """One document and the layers that belong to it."""

    CSS_PATH = "companion.tcss"
    TITLE = "companion"

    def __init__(
        self,
        opened: Opened,
        places: Places,
        settings: Settings,
        *,
        with_: Sequence[str] = (),
        section: str = "",
        notebook: Path | None = None,
    ) -> None:
        super().__init__()
        self.opened, self.places, self.settings, self._with, self._folder = opened, places, settings, with_, notebook
        self.state = State(places)
        self.notebook: Notebook | None = None
        self._unsaved: deque[Wrote] = deque()
        self._typed: dict[str, tuple[Target, Written | None]] = {}
        self._told_unsaved = False
        self.reader = ReaderScreen(resumed(opened.document, self.state.progress(opened), section))

    def get_default_screen(self) -> Screen[None]:
        return self.reader

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), Cleaner()]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from super().get_system_commands(screen)
        yield from jumps(self.reader)
        if any(save.state == "failed" for save in self.reader.now.saves.values()):
            yield SystemCommand("Save again", "what is NOT SAVED yet", self._save_again)

    def on_mount(self) -> None:
        if self.settings.theme:
            self._set_theme(self.settings.theme)
        kept, wrong = keymap(self.settings.keys)
        if kept:
            self.set_keymap(kept)
        for said in (*wrong, *map(str, self.settings.faults), *self.opened.document.notices):
            self.notify(said, severity="warning", markup=False, timeout=10)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._leave_now)
        self.call_after_refresh(self._load)
        self.set_interval(LOOK, self._look)

    def _set_theme(self, theme: str) -> None:
        if theme in self.available_themes:
            self.theme = theme
        else:
            self.notify(f"theme: there is no {theme}", severity="warning", markup=False)

    # what is on disk comes in

    @work(thread=True, exclusive=True, group="load", exit_on_error=False)
    def _load(self) -> None:
        """Read layers and notes and place them, off the screen's thread."""
        from companion.anchoring import place_layers
        from companion.store.library import load_kinds, load_layers
        from companion.store.notebook import find_notebook

        worker = get_current_worker()
        troubles: list[str] = []
        layers: list[Layer] = []
        own = Layer("own", own=True)
        kinds: dict[str, Kind] = {}
        try:
            kinds |= load_kinds()
            layers += load_layers(self.opened, self._with)
            self.notebook = find_notebook(self.places, self.opened, self.settings, folder=self._folder)
            own = self.notebook.load()
            layers += self.notebook.others()
        except CompanionError as error:
            troubles += [str(error), *getattr(error, "places", ())]
        for layer in layers:
            kinds |= layer.kinds
        placements = place_layers(self.opened.document, [*layers, own])
        troubles += [str(fault) for layer in [*layers, own] for fault in layer.faults]
        if not worker.is_cancelled:
            self.call_from_thread(self._loaded, layers, own, kinds, placements, troubles)

    def _loaded(
        self,
        layers: list[Layer],
        own: Layer,
        kinds: Mapping[str, Kind],
        placements: Mapping[str, Placement],
        troubles: list[str],
    ) -> None:
        first = not self.reader.now.loaded
        self.reader.reading = verbs.load(self.reader.now, layers, own, kinds, placements)
        for trouble in troubles:
            self.notify(trouble, severity="warning", markup=False, timeout=15)
        if self._unsaved:
            self._save()
        if first:
            self._offer_drafts()

    @work(thread=True, exclusive=True, group="look", exit_on_error=False)
    def _look(self) -> None:
        """Keep what was typed, and notice notes changed by somebody else."""
        self._keep_typed()
        if self.notebook is not None and not self._unsaved and self.reader.now.loaded and self.notebook.changed():
            self.call_from_thread(self._load)

    @work
    async def _offer_drafts(self) -> None:
        from companion.tui.screens.drafts import Drafts  # only where there are some

        for draft in self.state.drafts(self.opened):
            self.reader.drafts[draft.key] = begun(self.reader.now, draft)
        while self.reader.drafts:
            kept = list(self.reader.drafts.values())
            chosen = await self.push_screen_wait(Drafts([told(*each) for each in kept]))
            if chosen is None:
                return
            target, written = kept[chosen[0]]
            if chosen[1]:
                self.reader.write(target, written, "Going on with a draft")
                return
            self.reader.drafts.pop(target.key, None)
            self._typed[target.key] = (target, None)

    # the reader's own work goes out

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        self._unsaved.append(event)
        if self.reader.now.loaded:
            self._save()

    @work(thread=True, group="save", exit_on_error=False)
    def _save(self) -> None:
        """Save what waits, in order; each is acknowledged only when it is on disk."""
        while self._unsaved:
            wrote = self._unsaved.popleft()
            try:
                if self.notebook is None:
                    raise CompanionError("it is not certain which notes belong to this document; see the warning")
                kept = self.notebook.save(wrote.record)
            except CompanionError as error:
                self.call_from_thread(self._acknowledge, wrote.record.id, Save("failed", str(error)))
                continue
            self.call_from_thread(self._acknowledge, wrote.record.id, Save("saved"))
            if kept.conflict is not None or kept.fault is not None:
                self.call_from_thread(self._both)
            if wrote.draft:
                self._typed.pop(wrote.draft, None)
                self.state.drop_draft(self.opened, wrote.draft)
        self._remember()

    def _acknowledge(self, record: str, said: Save) -> None:
        self.reader.reading = verbs.saved(self.reader.now, record, said)
        if said.state == "failed":
            self.notify(f"NOT SAVED: {said.why}", severity="error", markup=False, timeout=20)

    def _both(self) -> None:
        said = "This note was changed by somebody else meanwhile. Both versions are kept, yours as a note of its own."
        self.notify(said, severity="warning", markup=False, timeout=15)
        self._load()

    def _save_again(self) -> None:
        failed = [name for name, save in self.reader.now.saves.items() if save.state == "failed"]
        self._unsaved.extend(Wrote(record) for name in failed if (record := verbs.find(self.reader.now, name)))
        self._save()

    @on(Typing)
    def _typing(self, event: Typing) -> None:
        self.reader.keep_draft(event.target, event.written)
        self._typed[event.target.key] = (event.target, event.written)

    def _keep_typed(self) -> None:
        for key in list(self._typed):
            self._keep(*self._typed.pop(key))

    def _keep(self, target: Target, written: Written | None) -> None:
        """Keep a draft, or drop it, on disk."""
        try:
            if written is None:
                self.state.drop_draft(self.opened, target.key)
                return
            self.state.keep_draft(self.opened, draft_of(target, written))
        except CompanionError as error:
            self.call_from_thread(self.notify, f"the draft is not kept: {error}", severity="warning", markup=False)

    def _remember(self) -> None:
        """Keep where the reader is."""
        self.state.remember(self.opened, progress_of(self.reader.now))

    # leaving

    async def action_quit(self) -> None:
        failed = [save for save in self.reader.now.saves.values() if save.state == "failed"]
        if failed and not self._told_unsaved:
            self._told_unsaved = True
            said = f"NOT SAVED: {failed[0].why}. q again leaves all the same; the palette has “Save again”."
            self.notify(said, severity="error", markup=False, timeout=20)
            return
        await self._settle()
        self.exit()

    async def _settle(self) -> None:
        """Wait for saves, then keep drafts and the place; the disk is asked from a thread, as everywhere."""
        waiting = [worker for worker in self.workers if worker.group in ("save", "load") and not worker.is_finished]
        if waiting:
            await asyncio.gather(*(worker.wait() for worker in waiting), return_exceptions=True)
        if self._unsaved:
            await asyncio.gather(self._save().wait(), return_exceptions=True)
        await asyncio.gather(self._finish().wait(), return_exceptions=True)

    @work(thread=True, group="finish", exit_on_error=False)
    def _finish(self) -> None:
        self._keep_typed()
        self._remember()

    def _leave_now(self) -> None:
        """The terminal went away, or somebody ended the program: keep everything, then go."""
        self.run_worker(self._settle_and_exit(), exit_on_error=False)

    async def _settle_and_exit(self) -> None:
        await self._settle()
        self.exit(return_code=1)

    @on(Worker.StateChanged)
    def _worker_failed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.notify(f"{type(event.worker.error).__name__}: {event.worker.error}", severity="error", markup=False)


def run(
    opened: Opened,
    *,
    places: Places,
    settings: Settings,
    with_: Sequence[str] = (),
    section: str = "",
    mouse: bool = True,
    notebook: Path | None = None,
) -> int:
    """Read a document until the reader leaves; the exit status."""
    if os.environ.get("NO_COLOR") == "":
        del os.environ["NO_COLOR"]  # an empty one means colours
    app = CompanionApp(opened, places, settings, with_=with_, section=section, notebook=notebook)
    app.run(mouse=mouse and settings.mouse)
    return app.return_code or 0
