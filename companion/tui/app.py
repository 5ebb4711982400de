"""The app: owns workers and the store; draws nothing itself."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import App
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import get_current_worker

from companion import reading as verbs
from companion.model import CompanionError, Kind, Layer, Placement, Record
from companion.reading import Reading, Save, replace
from companion.store.library import Opened
from companion.store.notebook import Notebook
from companion.store.places import Places
from companion.store.settings import Settings
from companion.store.state import Draft, Progress, State
from companion.tui.drawing import Cleaner
from companion.tui.events import Typing, Wrote
from companion.tui.screens.reader import ReaderScreen


class CompanionApp(App[None]):
    """One document and the layers that belong to it."""

    CSS_PATH = "companion.tcss"
    TITLE = "companion"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = []

    def __init__(
        self,
        opened: Opened,
        places: Places,
        settings: Settings,
        with_: Sequence[str],
        section: str,
        notebook: Path | None,
    ) -> None:
        super().__init__()
        self.opened, self.places, self.settings, self._with, self._folder = opened, places, settings, with_, notebook
        self.state = State(places)
        self._notebook: Notebook | None = None
        self._waiting: list[Record] = []
        self._screen = ReaderScreen(self._first(section))
        if settings.theme in self.available_themes:
            self.theme = settings.theme

    def _first(self, section: str) -> Reading:
        progress = self.state.progress(self.opened)
        document = self.opened.document
        index = document.index(section or progress.section) or 0
        reading = Reading(document, read=frozenset(progress.read))
        if progress.tab == "questions":
            reading = verbs.show_tab(reading, "questions")
        return verbs.go(reading, index, 0 if section else progress.block)

    def get_default_screen(self) -> Screen[None]:
        return self._screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), Cleaner()]

    def on_mount(self) -> None:
        self._load()

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
            kinds = load_kinds()
            layers = load_layers(self.opened, self._with)
            self._notebook = find_notebook(self.places, self.opened, self.settings, folder=self._folder)
            own = self._notebook.load()
            layers = [*layers, *self._notebook.others()]
        except CompanionError as error:
            troubles.append(str(error))
        for layer in layers:
            kinds = {**kinds, **layer.kinds}
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
        reading = self._screen.now_reading
        self._screen.reading = replace(
            reading, layers=tuple(layers), own=own, kinds=kinds, placements=placements, loaded=True
        )
        for trouble in troubles:
            self.notify(trouble, severity="warning", markup=False, timeout=10)

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        self._waiting.append(event.record)
        self._save()

    @work(thread=True, group="save", exit_on_error=False)
    def _save(self) -> None:
        """Save what waits, one after the other; each is acknowledged only when it is on disk."""
        while self._waiting:
            record = self._waiting.pop(0)
            try:
                if self._notebook is None:
                    raise CompanionError("the notes of this document were not found for certain; see the warning")
                saved = self._notebook.save(record)
                said = Save("saved")
                if saved.conflict is not None:
                    self.call_from_thread(
                        self.notify, "Somebody else changed this note; both versions are kept.", markup=False
                    )
            except CompanionError as error:
                said = Save("failed", str(error))
            self.call_from_thread(self._acknowledge, record.id, said)

    def _acknowledge(self, record: str, said: Save) -> None:
        self._screen.reading = verbs.saved(self._screen.now_reading, record, said)
        if said.state == "failed":
            self.notify(f"NOT SAVED: {said.why}", severity="error", markup=False, timeout=20)

    @on(Typing)
    def _typing(self, event: Typing) -> None:
        key = event.record or event.section or "document"
        if event.written is None:
            self.state.drop_draft(self.opened, key)
            return
        written = event.written
        draft = Draft(key, written.text, written.kind, written.tags, event.quote, event.section, event.record)
        try:
            self.state.keep_draft(self.opened, draft)
        except CompanionError as error:
            self.notify(f"the draft was not kept: {error}", severity="warning", markup=False)

    def remember(self) -> None:
        """Keep where the reader is."""
        reading = self._screen.now_reading
        progress = Progress(
            reading.section.id, reading.block, reading.tab, tuple(sorted(reading.read)), len(reading.document)
        )
        self.state.remember(self.opened, progress)

    async def action_quit(self) -> None:
        failed = [s for s in self._screen.now_reading.saves.values() if s.state == "failed"]
        if failed and not self._warned:
            self._warned = True
            self.notify(
                f"NOT SAVED: {failed[0].why}. Press q again to leave all the same.", severity="error", markup=False
            )
            return
        await self.workers.wait_for_complete()
        self.remember()
        self.exit()

    _warned = False


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
        del os.environ["NO_COLOR"]
    app = CompanionApp(opened, places, settings, with_, section, notebook)
    app.run(mouse=mouse)
    return app.return_code or 0
