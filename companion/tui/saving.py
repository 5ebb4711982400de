"""The part of the app that puts the reader's own work on disk, and tells how it stands there."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App

from companion import reading as verbs
from companion.model import CompanionError, Place, Record
from companion.reading import Save
from companion.store.errors import Uncertain
from companion.store.library import OpenDocument
from companion.store.paths import Paths
from companion.store.settings import Settings
from companion.store.state import State
from companion.tui.commands.table import keymap
from companion.tui.drafts import draft_of, progress_of, resumed
from companion.tui.events import Target, Typing, Written, Wrote
from companion.tui.messages import parting
from companion.tui.reader import ReaderScreen

if TYPE_CHECKING:
    from companion.store.notebook import Ambiguous, Notebook, Saved

UNDECIDED = "it is not settled which notebook belongs to this document; the palette has “Choose the notebook”"


class SavingApp(App[None]):
    """Saves what the reader writes, keeps drafts and the place."""

    def __init__(self, opened: OpenDocument, places: Paths, settings: Settings, section: str = "") -> None:
        super().__init__()
        self.opened, self.places, self.settings = opened, places, settings
        self.state = State(places)
        self.notebook: Notebook | None = None
        self.notices: list[str] = []
        self.unsure_notebook: Ambiguous | None = None
        self.arriving = False
        self.failed: dict[str, Wrote] = {}
        self._unsaved: deque[Wrote] = deque()
        self._acknowledged = 0
        self._typed: dict[str, tuple[Target, Written | None]] = {}
        self.keys = keymap(settings.keys)
        self.reader = ReaderScreen(resumed(opened.document, self.state.progress(opened), section), self.keys)

    def read_again(self) -> None:
        """Read layers and notes from disk once more."""
        raise NotImplementedError

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        self._unsaved.append(event)
        if self.reader.now.loaded:
            self._save()

    def save_now(self) -> None:
        """Put everything on disk from where we are, with nobody left to tell: the last thing before the end."""
        while self._unsaved and self.notebook is not None:
            with suppress(CompanionError):
                wrote = self._unsaved.popleft()
                self.notebook.save(wrote.record, base=wrote.base)
        self.keep_typed()
        self._remember()

    @work(thread=True, group="save", exit_on_error=False)
    def _save(self) -> None:
        """Save what waits, in order; each is acknowledged only when it is on disk."""
        while self._unsaved:
            wrote = self._since_failure(self._unsaved.popleft())
            record = wrote.record
            try:
                if self.notebook is None:
                    raise CompanionError(UNDECIDED if self.unsure_notebook else "the notes could not be opened")
                kept = self.notebook.save(record, base=wrote.base)
            except CompanionError as error:
                # Where only the flush of the folder failed, it is the new words that stand there now.
                self.failed[record.id] = Wrote(
                    record, wrote.draft, record if isinstance(error, Uncertain) else wrote.base
                )
                self.call_from_thread(self._acknowledge, record.id, Save("failed", str(error)))
                continue
            if kept.conflict is not None or kept.fault is not None:
                self.call_from_thread(self._parted, record, kept)
            elif not any(later.record.id == record.id for later in self._unsaved):
                self.call_from_thread(self._acknowledge, record.id, Save("saved"))
                if isinstance(record, Place) and record.deleted:
                    self.call_from_thread(self.read_again)  # where the annotation stands without it is to be looked for
            if wrote.draft:
                self._typed.pop(wrote.draft, None)
                self.state.drop_draft(self.opened, wrote.draft)
        self._remember()
        self._remember_text()

    def _remember_text(self) -> None:
        from companion.store.session import Session

        session = Session(self.opened, self.places, self.settings)
        session.notebook = self.notebook
        session.remember()

    def _since_failure(self, wrote: Wrote) -> Wrote:
        """What is to be saved now; where an edit before it never reached the disk, it began from what stands there."""
        before = self.failed.pop(wrote.record.id, None)
        return wrote if before is None else Wrote(wrote.record, wrote.draft or before.draft, before.base)

    def _acknowledge(self, record: str, said: Save) -> None:
        self._acknowledged += 1
        self.reader.reading = verbs.saved(self.reader.now, record, said)
        if said.state == "failed":
            self.notify(
                f"NOT SAVED: {said.why}. S tries again, or saves elsewhere.", severity="error", markup=False, timeout=20
            )

    def _parted(self, wanted: Record, kept: Saved) -> None:
        """Somebody else changed the note meanwhile: both versions stand on disk, and are shown."""
        self.reader.reading = verbs.keep_both(self.reader.now, wanted, kept.record)
        self.notify(parting(wanted, kept), severity="warning", markup=False, timeout=15)
        self.read_again()

    def save_again(self) -> None:
        """Try once more to save what is NOT SAVED."""
        for name, wrote in list(self.failed.items()):
            self.reader.reading = verbs.saved(self.reader.now, name, Save("saving"))
            self._unsaved.append(wrote)
        self._save()

    @on(Typing)
    def _typing(self, event: Typing) -> None:
        self.reader.keep_draft(event.target, event.written)
        self._typed[event.target.key] = (event.target, event.written)

    def keep_typed(self) -> None:
        """Keep what was typed since the last look as drafts."""
        for key in list(self._typed):
            try:
                self._keep(*self._typed.pop(key))
            except CompanionError as error:
                self.notices.append(f"the draft is not kept: {error}")

    def _keep(self, target: Target, written: Written | None) -> None:
        """Keep a draft, or drop it, on disk. Raises NotSaved."""
        if written is None:
            self.state.drop_draft(self.opened, target.key)
        else:
            self.state.keep_draft(self.opened, draft_of(target, written))

    def _remember(self) -> None:
        """Keep where the reader is, once the document is there to be somewhere in."""
        if not self.arriving:
            self.state.remember(self.opened, progress_of(self.reader.now))

    @work(thread=True, exclusive=True, group="theme", exit_on_error=False)
    def keep_theme(self, theme: str) -> None:
        self.state.keep_theme(theme)

    async def saves_end(self) -> None:
        """Wait until nothing is being saved or loaded."""
        while waiting := [w for w in self.workers if w.group in ("save", "load") and not w.is_finished]:
            await asyncio.gather(*(worker.wait() for worker in waiting), return_exceptions=True)

    async def settle(self) -> None:
        """Wait for saves, then keep drafts and the place; the disk is asked from a thread, as everywhere."""
        await self.saves_end()
        if self._unsaved:
            await asyncio.gather(self._save().wait(), return_exceptions=True)
        await asyncio.gather(self._finish().wait(), return_exceptions=True)

    @work(thread=True, group="finish", exit_on_error=False)
    def _finish(self) -> None:
        self.keep_typed()
        self._remember()
