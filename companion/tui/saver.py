"""The queue of records to save and of drafts to keep: one after another, and `saved` only what stands on disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from companion import reading as verbs
from companion.model import CompanionError, Place, Record
from companion.reading import Reading, Save, replace
from companion.store.state_values import Draft

if TYPE_CHECKING:
    from companion.store.library import OpenDocument
    from companion.store.notebook import Notebook, Saved
    from companion.store.state import State

UNDECIDED = "it is not settled which notebook belongs to this document; the palette has “Choose the notebook”"
FOLDER_GONE = "the folder of your notes is gone; saving makes it anew"
NO_NOTEBOOK = "the notes could not be opened"
PATIENCE = 1.0
"""Seconds that the end waits for a save or a draft that is under way."""


class Write(NamedTuple):
    """A record to save, and the one it takes the place of. `drafts` are made needless by it: key, and what was written.

    If the file holds anything but `base` by then, or one of the versions that were `tried` and failed, both are kept.
    """

    record: Record
    base: Record | None = None
    drafts: tuple[tuple[str, Record], ...] = ()
    tried: tuple[Record, ...] = ()

    def follows(self, earlier: Write) -> bool:
        """True if this is the next version of the record that `earlier` writes."""
        return self.record.id == earlier.record.id and self.base in (None, earlier.record)

    def instead_of(self, earlier: Write) -> Write:
        """This write in the place of an earlier one that never reached the disk."""
        return Write(self.record, earlier.base, (*earlier.drafts, *self.drafts), earlier.tried)


class Outcome(NamedTuple):
    """What became of a record: `save`, or, where somebody else had changed it, `kept` by the notebook."""

    record: Record
    save: Save | None = None
    kept: Saved | None = None

    @property
    def takes_place_back(self) -> bool:
        """True if where an annotation stands without the reader's place is to be worked out."""
        return self.save == Save("saved") and isinstance(self.record, Place) and bool(self.record.deleted)


class Saver:
    """Saves records into `notebook` one by one and keeps drafts. Its methods may be called from any thread.

    `failed` are the writes that are NOT SAVED, by record id. `notices` tell which drafts could not be kept.
    `why_not` is said of records while there is no notebook. Whoever puts a record in sees to it that `run` is called;
    whoever is told an outcome shows it (`shown`) before the next record is saved.
    """

    def __init__(self, state: State, opened: OpenDocument) -> None:
        self.opened = opened
        self.notebook: Notebook | None = None
        self.why_not = NO_NOTEBOOK
        self.failed: dict[str, Write] = {}
        self.notices: list[str] = []
        self._state = state
        self._waiting: list[Write] = []
        self._in_hand: Write | None = None
        self._running = False
        self._queue = threading.RLock()  # held for moments: a signal may come while it is
        self._disk = threading.Lock()
        self._missing: set[str] = set()
        self._typed: dict[str, Draft | None] = {}
        self._unkept: dict[str, None] = {}
        self._written: dict[str, Record] = {}
        self._drafts = threading.Lock()

    # records

    @property
    def is_busy(self) -> bool:
        """True while something waits or is being saved."""
        return bool(self._waiting) or self._in_hand is not None

    @property
    def needs_run(self) -> bool:
        """True if something waits and nobody is saving."""
        with self._queue:
            return bool(self._waiting) and not self._running

    def holds(self, record: str) -> bool:
        """True if a version of a record waits or is being saved."""
        with self._queue:
            writes = [*self._waiting, *([self._in_hand] if self._in_hand else ())]
            return any(write.record.id == record for write in writes)

    def put(self, record: Record, base: Record | None = None, draft: str = "") -> None:
        """Let a record wait for its turn, in the place of the version before it if that waits still, or failed.

        `draft` is the key of the draft that it was written from.
        """
        write = Write(record, base, ((draft, record),) if draft else ())
        with self._queue:
            if draft:
                self._written[draft] = record
            if record.id in self.failed:
                self._waiting.append(self.failed.pop(record.id))
            at = max((at for at, earlier in enumerate(self._waiting) if write.follows(earlier)), default=None)
            if at is None:
                self._waiting.append(write)
            else:
                self._waiting[at] = write.instead_of(self._waiting[at])

    def save_again(self) -> list[str]:
        """Let what failed wait once more; the ids of the records."""
        with self._queue:
            names = list(self.failed)
            for name in names:
                self._waiting.append(self.failed.pop(name))
            return names

    def take_missing(self, reading: Reading) -> Reading:
        """The Reading where what went from the disk with its folder is NOT SAVED, and what came back is saved."""
        missing = {record.id: record for record in self.notebook.missing} if self.notebook is not None else {}
        with self._queue:
            for name in self._missing - missing.keys():
                if self.failed.pop(name, None) is not None:
                    reading = verbs.saved(reading, name, Save("saved"))
            for name, record in missing.items():
                if name not in self.failed and not self.holds(name):
                    self.failed[name] = Write(record, record)
                    reading = verbs.saved(reading, name, Save("failed", FOLDER_GONE))
            self._missing = set(missing)
        return reading

    @property
    def misses(self) -> bool:
        """True if something went from the disk when this was last asked of the notebook."""
        return bool(self._missing)

    def run(self, tell: Callable[[Outcome], None]) -> None:
        """Save what waits, and tell each outcome in order; returns at once while another thread does."""
        with self._queue:
            if self._running:
                return
            self._running = True
        try:
            while True:
                with self._disk:
                    write = self._next()
                    if write is None:
                        return
                    outcome = self._save(write)
                if outcome is not None:
                    tell(outcome)
        except BaseException:
            self._running = False
            raise

    def _next(self) -> Write | None:
        """The first that waits. Where there is none, the run ends in the same moment, so that nothing is forgotten."""
        with self._queue:
            self._in_hand = self._waiting.pop(0) if self._waiting else None
            self._running = self._in_hand is not None
            return self._in_hand

    def save_now(self) -> None:
        """Save what waits, and keep drafts, with nobody left to tell: the last thing before the end."""
        if self._disk.acquire(timeout=PATIENCE):
            try:
                while self.notebook is not None and (write := self._next()) is not None:
                    self._save(write)
            finally:
                self._disk.release()
        self.keep_drafts()

    def _save(self, write: Write) -> Outcome | None:
        """Save the record in hand; None where a later version decides what is to be told."""
        try:
            if self.notebook is None:
                raise CompanionError(self.why_not)
            saved = self.notebook.save(write.record, base=write.base, tried=write.tried)
        except CompanionError as error:
            return self._fail(write, str(error))
        except Exception as error:  # a fault of ours must not lose what waits
            return self._fail(write, f"{type(error).__name__} while saving")
        outcome = self._succeed(write, saved)
        self._drop_drafts(write)
        return outcome

    def _fail(self, write: Write, why: str) -> Outcome | None:
        if write.record not in write.tried:
            write = write._replace(tried=(*write.tried, write.record))
        with self._queue:
            self._in_hand = None
            at = self._next_version(write)
            if at is None:
                self.failed[write.record.id] = write
                return Outcome(write.record, Save("failed", why))
            self._waiting[at] = self._waiting[at].instead_of(write)
            return None

    def _succeed(self, write: Write, saved: Saved) -> Outcome | None:
        with self._queue:
            self._in_hand = None
            if saved.conflict is not None or saved.fault is not None:
                return Outcome(write.record, kept=saved)
            at = self._next_version(write)
            if at is None:
                return Outcome(write.record, Save("saved"))
            self._waiting[at] = self._waiting[at]._replace(base=saved.record, tried=())
            return None

    def _next_version(self, write: Write) -> int | None:
        """Where the next version of a record waits."""
        return next((at for at, later in enumerate(self._waiting) if later.follows(write)), None)

    def shown(self, reading: Reading, outcome: Outcome) -> Reading:
        """The Reading with an outcome just told; the same one where a later version of the record decides."""
        record = outcome.record
        if outcome.kept is not None:
            kept = outcome.kept.record
            new = verbs.keep_both(reading, record, kept, outcome.kept.conflict)
            later = self._move(record, kept)
            return new if later is None else verbs.put(new, later, before=kept)
        now = verbs.find(reading, record.id)
        is_shown = now is None if record.deleted else now == record
        if outcome.save is None or self.holds(record.id) or not (is_shown or outcome.save.state == "failed"):
            return reading
        return verbs.saved(reading, record.id, outcome.save)

    def _move(self, record: Record, kept: Record) -> Record | None:
        """Let the next version of a record become one of `kept`, which stands beside somebody else's version."""
        with self._queue:
            at = self._next_version(Write(record))
            if at is None or kept.id == record.id:
                return None
            later = replace(self._waiting[at].record, id=kept.id, supersedes=kept.supersedes)
            self._waiting[at] = self._waiting[at]._replace(record=later, base=kept, tried=())
            return later

    def choose(self, version: str, other: str, *, both: bool) -> Saved:
        """Keep one of two versions of a note, or both, as Notebook.choose does. Raises CompanionError, KeyError."""
        with self._disk:
            if self.notebook is None:
                raise CompanionError(self.why_not)
            return self.notebook.choose(version, other, both=both)

    def save_elsewhere(self, names: list[str], where: str) -> Path:
        """Put failed records where the reader said; the folder or file. Raises NotSaved."""
        from companion.store.notebook.save import save_elsewhere

        with self._disk:
            return save_elsewhere([self.failed[name].record for name in names if name in self.failed], where)

    # drafts

    @property
    def typed(self) -> set[str]:
        """The keys of everything that was typed in this run."""
        return set(self._typed)

    def type(self, key: str, draft: Draft | None) -> bool:
        """Take in what is being typed, None if it was given up. False if it says what was just written, so is none."""
        written = self._written.get(key)
        if draft is not None and written is not None and _same_words(draft.record, written):
            return False
        self._typed[key] = draft
        self._unkept[key] = None
        return True

    def keep_drafts(self) -> None:
        """Keep on disk what was typed since the last time."""
        if not self._drafts.acquire(timeout=PATIENCE):
            return
        try:
            for key in list(self._unkept):
                self._unkept.pop(key, None)
                self._keep(key, self._typed[key])
        finally:
            self._drafts.release()

    def _keep(self, key: str, draft: Draft | None) -> None:
        if draft is None:
            self._state.drop_draft(self.opened, key)
            return
        try:
            self._state.keep_draft(self.opened, draft)
        except CompanionError as error:
            self.notices.append(f"the draft is not kept: {error}")

    def _drop_drafts(self, write: Write) -> None:
        """Drop the drafts of a record that stands on disk, unless more was typed since."""
        with self._drafts:
            for key, record in write.drafts:
                draft = self._typed.get(key)
                if draft is None or _same_words(draft.record, record):
                    self._unkept.pop(key, None)
                    self._state.drop_draft(self.opened, key)


def _same_words(record: Record, other: Record) -> bool:
    """True if two records differ in nothing that the reader writes."""
    return type(record) is type(other) and record == replace(
        other, id=record.id, created=record.created, modified=record.modified
    )
