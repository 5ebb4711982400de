"""Screen and disk in step: what the reader writes is saved, what stands on disk is loaded and shown."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.worker import Worker, get_current_worker

from companion import reading as verbs
from companion.reading import Save
from companion.store.watch import DocumentWatch
from companion.tui import messages
from companion.tui.drafts import draft_of, progress_of
from companion.tui.events import Typing, Wrote
from companion.tui.loader import Loaded, Loader, collect_seldom, warm_up
from companion.tui.offers import KeyLog, until_free, which_draft, which_notebook
from companion.tui.reader import ReaderScreen
from companion.tui.saver import NO_NOTEBOOK, UNDECIDED, Outcome, Saver

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from companion.store.library import OpenDocument
    from companion.store.notebook import Ambiguous
    from companion.store.state import State


class Sync:
    """Runs `loader` and `saver` in workers of an app, and shows on the reader's screen what they tell.

    `is_whole` is False while the document is still being read: till then nothing is loaded, saved or remembered.
    """

    def __init__(self, app: App[None], reader: ReaderScreen, state: State, loader: Loader, saver: Saver) -> None:
        self.app, self.state = app, state
        self.loader, self.saver = loader, saver
        self.is_whole = True
        self.keys = KeyLog()
        self._outcomes = 0
        self._changed_outside = False
        self.use(saver.opened, reader)

    def use(self, opened: OpenDocument, reader: ReaderScreen) -> None:
        """Go on with more of the document, perhaps on another screen."""
        self.reader = reader
        reader.save = self.take_record
        self.opened = self.saver.opened = self.loader.session.opened = opened
        self.document = DocumentWatch(opened)

    # from disk to screen

    def load(self) -> Worker[None]:
        """Read layers and notes and place them, in a worker; a later call takes the place of an earlier one."""
        return self.app.run_worker(self._load, thread=True, exclusive=True, group="load", exit_on_error=False)

    def _load(self) -> None:
        worker, outcomes, now = get_current_worker(), self._outcomes, self.reader.now
        for loaded in self.loader.read("" if now.loaded else now.section.id):
            if worker.is_cancelled:
                return
            self.app.call_from_thread(self._show_loaded, loaded, outcomes)

    def _show_loaded(self, loaded: Loaded, outcomes: int) -> None:
        now, self.saver.notebook = self.reader.now, self.loader.session.notebook
        if not loaded.whole:
            self.reader.reading = loaded.shown(now)
            return
        if outcomes != self._outcomes:  # something was saved since this was read
            self.load()
            return
        changed, self._changed_outside = self._changed_outside, False
        self.reader.reading = loaded.shown(self.saver.take_missing(now))
        if changed and (message := messages.outside_changes(now.own, loaded.layers.own)):
            self.app.notify(message, markup=False)
        for fault in self.loader.new_faults(loaded):
            self.app.notify(fault, severity="warning", markup=False, timeout=15)
        self.save()
        ambiguous = loaded.layers.ambiguous
        if not now.loaded:
            collect_seldom()
            self.app.run_worker(self._offer(ambiguous))
            self.read_ahead()
            self.app.run_worker(warm_up, thread=True, group="warm", exit_on_error=False)
        elif ambiguous is not None and self.loader.ambiguous is None:
            self.app.run_worker(self.settle_notebook(ambiguous, unasked=True))

    def look(self) -> Worker[None]:
        """Keep what was typed, and notice notes changed by somebody else."""
        return self.app.run_worker(self._look, thread=True, exclusive=True, group="look", exit_on_error=False)

    def _look(self) -> None:
        self.saver.keep_drafts()
        while self.saver.notices:
            self.app.call_from_thread(self.app.notify, self.saver.notices.pop(), severity="warning", markup=False)
        if self.reader.now.loaded and not self.saver.is_busy and self.loader.changed():
            self._changed_outside = True
            self.app.call_from_thread(self.load)
        if self.reader.now.loaded and (fate := self.document.news()) is not None:
            severity: SeverityLevel = "information" if fate.fate == "same" else "warning"
            notify = partial(self.app.notify, messages.fate_of(fate), severity=severity, markup=False, timeout=15)
            self.app.call_from_thread(notify)

    def read_ahead(self) -> None:
        """Parse the section that most likely comes next."""
        if self.reader.now.loaded:  # before, there is something more urgent to read
            read = partial(self.loader.read_ahead, self.reader.now.cursor.section + 1)
            self.app.run_worker(read, thread=True, exclusive=True, group="ahead", exit_on_error=False)

    async def _offer(self, ambiguous: Ambiguous | None) -> None:
        """What is to be settled before anything else: whose notes these are, then drafts left from last time."""
        if ambiguous is not None:
            await self.settle_notebook(ambiguous, unasked=True)
        await which_draft(self.reader, self.saver, self.state.drafts(self.opened), self.keys)

    async def settle_notebook(self, ambiguous: Ambiguous, *, unasked: bool) -> None:
        """Let the reader say which notebook is meant, then read it and save what waited for that."""
        self.loader.ambiguous, self.saver.why_not = ambiguous, UNDECIDED
        if unasked:
            await until_free(self.reader, self.keys)
        folder = await which_notebook(self.reader, ambiguous)
        if folder is not None:
            self.loader.choose(folder)
            self.saver.why_not = NO_NOTEBOOK
            await asyncio.gather(self.load().wait(), return_exceptions=True)
            self.save_again()

    # from screen to disk

    def take_record(self, change: Wrote) -> None:
        """Save what the reader wrote, once the notes are loaded."""
        name = change.record.id
        if self.reader.now.saves.get(name) != Save("saving"):
            self.reader.reading = verbs.saved(self.reader.now, name, Save("saving"))
        self.saver.put(change.record, change.base, change.draft)
        self.save()

    def take_draft(self, event: Typing) -> None:
        """Keep what the reader is typing as a draft."""
        if self.reader.composer.is_late(event):
            return
        draft = None if event.written is None else draft_of(event.target, event.written)
        if self.saver.type(event.target.key, draft):
            self.reader.keep_draft(event.target, event.written)

    def save(self) -> None:
        """Save what waits, in a worker, if there is none already."""
        if self.reader.now.loaded and self.saver.needs_run:
            self.app.run_worker(self._save, thread=True, group="save", exit_on_error=False)

    def save_again(self) -> None:
        """Try once more to save what is NOT SAVED."""
        for name in self.saver.save_again():
            self.reader.reading = verbs.saved(self.reader.now, name, Save("saving"))
        self.save()

    def _save(self) -> None:
        self.saver.run(lambda outcome: self.app.call_from_thread(self._show_outcome, outcome))
        self.remember()
        self.loader.session.remember()

    def _show_outcome(self, outcome: Outcome) -> None:
        self._outcomes += 1
        self.reader.reading = self.saver.shown(self.reader.now, outcome)
        if outcome.save is not None and outcome.save.state == "saved" and not self.saver.is_busy:
            self.reader.told_saved(datetime.now().astimezone())
        if outcome.kept is not None:
            message = messages.two_versions(outcome.record, outcome.kept, self.reader.keys.press("versions"))
            self.app.notify(message, severity="warning", markup=False, timeout=15)
        elif outcome.save is not None and outcome.save.state == "failed":
            press = self.reader.keys.press("unsaved")
            message = f"NOT SAVED: {outcome.save.why}. {press} tries again, or saves elsewhere."
            self.app.notify(message, severity="error", markup=False, timeout=20)
        if outcome.kept is not None or outcome.takes_place_back or self.saver.misses:
            self.load()

    def remember(self) -> None:
        """Keep where the reader is, once the document is there to be somewhere in."""
        if self.is_whole:
            self.state.remember(self.opened, progress_of(self.reader.now))

    # before the end

    async def saves_end(self) -> None:
        """Wait until nothing is being saved or loaded."""
        while workers := [w for w in self.app.workers if w.group in ("save", "load") and not w.is_finished]:
            await asyncio.gather(*(worker.wait() for worker in workers), return_exceptions=True)

    async def settle(self) -> None:
        """Wait for saves, then keep drafts and the place; the disk is asked from a thread, as everywhere."""
        await self.saves_end()
        worker = self.app.run_worker(self.keep, thread=True, group="finish", exit_on_error=False)
        await asyncio.gather(worker.wait(), return_exceptions=True)

    def keep(self) -> None:
        """Keep drafts and the place."""
        self.saver.keep_drafts()
        self.remember()

    def save_now(self) -> None:
        """Put everything on disk from where we are, with nobody left to tell: the last thing before the end."""
        self.saver.save_now()
        self.remember()
