"""The part of the app that reads what is on disk, notices what others change there, and asks what is unclear."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.worker import Worker, WorkerState, get_current_worker

from companion import reading as verbs
from companion.model import Kind, Layer, Placement
from companion.reading import replace
from companion.store.library import OpenDocument
from companion.store.paths import Paths
from companion.store.settings import Settings
from companion.tui.drafts import begun, told
from companion.tui.events import Arrived, Switched
from companion.tui.messages import noticed
from companion.tui.saving import UNDECIDED, SavingApp
from companion.tui.sparing import give_back

COLLECT = (20_000, 20, 20)
"""A frame makes some ten thousand short-lived objects; collecting in the midst of it would show."""

if TYPE_CHECKING:
    from companion.anchoring.memory import Memory
    from companion.store.notebook import Ambiguous
    from companion.store.session import LayerSet

LOOK = 1.0
"""Seconds between two looks whether notes changed on disk, and the most that typing waits to be kept as a draft."""


class StoringApp(SavingApp):
    """Loads layers and notes, looks for changes, and offers what was left from last time."""

    def __init__(
        self,
        opened: OpenDocument,
        places: Paths,
        settings: Settings,
        *,
        with_: Sequence[str] = (),
        section: str = "",
        notebook: Path | None = None,
    ) -> None:
        super().__init__(opened, places, settings, section)
        self._with, self._folder = with_, notebook
        self._chosen: Path | None = None
        self.memory: Memory | None = None
        self._outside_change = False
        self._troubles: frozenset[str] = frozenset()

    def on_mount(self) -> None:
        self.set_interval(LOOK, self._look)

    def on_ready(self) -> None:
        """The first frame is out: only now the rest is read."""
        self.begin()

    def begin(self) -> None:
        self._load()

    def read_again(self) -> None:
        self._load()

    @work(thread=True, exclusive=True, group="load", exit_on_error=False)
    def _load(self) -> None:
        """Read layers and notes and place them, off the screen's thread."""
        from companion.anchoring import place_layers
        from companion.store.session import Session

        worker, before = get_current_worker(), self._acknowledged
        session = Session(self.opened, self.places, self.settings, self._folder)
        session.notebook, session.memory = self.notebook, self.memory
        found = session.load(self._with, chosen=self._chosen, remembered=True)
        self.notebook, self.memory = session.notebook, session.memory
        everything = found.all
        if not self.reader.now.loaded:  # what stands beside the text on screen comes first
            near = [_only(layer, self.reader.now.section.id) for layer in everything]
            self.call_from_thread(
                self._show_first, near, found.kinds, place_layers(self.opened.document, near, found.memory)
            )
        placements = place_layers(self.opened.document, everything, found.memory)
        if not worker.is_cancelled:
            self.call_from_thread(self._loaded, found, placements, before)
        session.remember()
        give_back(self.opened.document)

    def _show_first(self, near: list[Layer], kinds: Mapping[str, Kind], placements: Mapping[str, Placement]) -> None:
        reading = self.reader.now
        placements = {**reading.placements, **placements}  # of notes written already
        self.reader.reading = replace(reading, layers=tuple(near[:-1]), kinds=kinds, placements=placements)

    def _loaded(self, found: LayerSet, placements: Mapping[str, Placement], before: int) -> None:
        first = not self.reader.now.loaded
        if before != self._acknowledged:  # something was saved since this was read
            self._load()
            return
        if first:
            gc.freeze()  # what stands now stays; collections later need not look at it
            gc.set_threshold(*COLLECT)
            gc.enable()
        old, self._outside_change = self.reader.now.own if self._outside_change else None, False
        self.reader.reading = verbs.load(self.reader.now, found.layers, found.own, found.kinds, placements)
        if old is not None and (said := noticed(old, found.own)):
            self.notify(said, markup=False)
        known, self._troubles = self._troubles, frozenset(map(str, found.faults))
        for trouble in map(str, found.faults):
            if trouble not in known:
                self.notify(trouble, severity="warning", markup=False, timeout=15)
        if self._unsaved:
            self._save()
        if first:
            self._offer(found.ambiguous)
            self._arrived()
            self._warm_up()
        elif found.ambiguous is not None and self.unsure_notebook is None:
            self._ask_notebook(found.ambiguous)

    @work(thread=True, exclusive=True, group="look", exit_on_error=False)
    def _look(self) -> None:
        """Keep what was typed, and notice notes changed by somebody else."""
        self.keep_typed()
        while self.notices:
            self.call_from_thread(self.notify, self.notices.pop(), severity="warning", markup=False)
        if self.notebook is not None and not self._unsaved and self.reader.now.loaded and self.notebook.changed():
            self._outside_change = True
            self.call_from_thread(self._load)

    @work
    async def _offer(self, asked: Ambiguous | None) -> None:
        """What is to be settled before anything else: whose notes these are, then drafts left from last time."""
        if asked is not None:
            await self._settle_notebook(asked)
        await self._offer_drafts()

    @work
    async def _ask_notebook(self, asked: Ambiguous) -> None:
        await self._settle_notebook(asked)

    async def _settle_notebook(self, asked: Ambiguous) -> None:
        """Let the reader say which notebook is meant; until then nothing is saved, and that is said."""
        from companion.tui.dialogs.notebook import NotebookDialog  # only where it is unclear

        self.unsure_notebook = asked
        chosen = await self.push_screen_wait(NotebookDialog(self.opened.document.title, asked))
        if chosen is None:
            self.notify(UNDECIDED, severity="warning", markup=False, timeout=15)
            return
        self.unsure_notebook, self.notebook, self._chosen = None, None, asked.folders[chosen]
        await asyncio.gather(self._load().wait(), return_exceptions=True)
        self.save_again()

    def choose_notebook(self) -> None:
        """Ask again which notebook is meant."""
        if self.unsure_notebook is not None:
            self._ask_notebook(self.unsure_notebook)

    async def _offer_drafts(self) -> None:
        from companion.tui.dialogs.drafts import DraftsDialog  # only where there are some

        for draft in self.state.drafts(self.opened):
            self.reader.drafts[draft.key] = begun(self.reader.now, draft)
        while self.reader.drafts:
            kept = list(self.reader.drafts.values())
            chosen = await self.push_screen_wait(DraftsDialog([told(*each) for each in kept]))
            if chosen is None:
                return
            target, written = kept[chosen[0]]
            if chosen[1]:
                self.reader.write(target, written, "Going on with a draft")
                return
            self.reader.drafts.pop(target.key, None)
            self._typed[target.key] = (target, None)

    @on(Switched)
    def _switched(self, event: Switched) -> None:
        self.reader.show(verbs.switch(self.reader.now, event.layer))

    @on(Arrived)
    def _arrived(self) -> None:
        if self.reader.now.loaded:  # before, there is something more urgent to read
            self._read_ahead(self.reader.now.cursor.section + 1)

    @work(thread=True, group="ahead", exit_on_error=False)
    def _warm_up(self) -> None:
        """Import what the first note will need."""
        import companion.tui.dialogs.note_editor  # noqa: F401

    @work(thread=True, exclusive=True, group="ahead", exit_on_error=False)
    def _read_ahead(self, section: int) -> None:
        """Parse the section that most likely comes next; the document keeps what it parsed."""
        if section < len(self.opened.document):
            self.opened.document.section(section)

    @on(Worker.StateChanged)
    def _worker_failed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            said = f"{type(event.worker.error).__name__}: {event.worker.error}"
            lasting = event.worker.group == "load"  # what is missing on screen then goes on being missing
            self.notify(said, severity="error", markup=False, timeout=600 if lasting else 10)


def _only(layer: Layer, section: str) -> Layer:
    """The layer with only those annotations that are said to stand in one section."""
    here = (a for a in layer.annotations if section in (a.section, a.quote.section if a.quote else ""))
    return replace(layer, annotations=tuple(here), answers=(), places=())
