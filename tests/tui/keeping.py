"""Screen and disk without a screen: the app's own Sync, Saver, Loader and a real notebook, driven by chance.

Whatever runs in threads beside each other in the app can happen here between any two steps of a save or a load.
"""

from __future__ import annotations

import errno
import os
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

from companion import reading as verbs
from companion.model import Annotation, Answer, Layer, Place, Record, new_id
from companion.reading import Reading, replace
from companion.store.library import open_document
from companion.store.notebook import Notebook, Saved, find_notebook
from companion.store.session import Session
from companion.store.settings import Settings
from companion.store.state import State
from companion.tui.commands.table import keymap
from companion.tui.events import VERDICT_KEYS, Wrote
from companion.tui.loader import Loader
from companion.tui.saver import Saver
from companion.tui.sync import Sync
from tests.making import written
from tests.store.making import paths_in

ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS)
CALLS = ("write", "fsync", "rename", "mkdir")
SETTINGS = Settings(reader="r-me")
SAVE = Notebook.save


@contextmanager
def failing(chance: Random) -> Iterator[None]:
    """One call that changes the disk fails, before or after it is done."""
    left, code, late = chance.randrange(8), chance.choice(ERRORS), chance.random() < 0.5

    def wrap(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left == -1:
                if late:
                    real(*args, **kwargs)
                raise OSError(code, os.strerror(code))
            return real(*args, **kwargs)

        return call

    patches: dict[str, Any] = {name: wrap(getattr(os, name)) for name in CALLS}
    with mock.patch.multiple(os, **patches):
        yield


def words(record: Record) -> tuple[object, ...]:
    """All that the reader writes in a record."""
    if isinstance(record, Annotation):
        return record.note.rstrip(), record.quote and record.quote.exact, bool(record.deleted)
    if isinstance(record, Answer):
        quotes = [item if isinstance(item, str) else item.exact for item in record.evidence]
        return record.verdict, record.note.rstrip(), tuple(quotes), bool(record.deleted)
    return record.place, record.quote.exact, bool(record.deleted)


def records(layer: Layer) -> dict[str, Record]:
    found: list[Record] = [*layer.annotations, *layer.answers, *layer.places]
    return {record.id: record for record in found}


class ReaderStandIn:
    """The reader's screen as far as Sync knows it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.save: Callable[[Wrote], object] = print
        self.keys = keymap()

    @property
    def now(self) -> Reading:
        return self.reading

    def told_saved(self, when: datetime) -> None:
        """What the status line says is nothing to the files."""


class Machine:
    """`ever` is everything that each record ever said, on the screen or by another program's hand."""

    def __init__(self, folder: Path, chance: Random, *, faults: bool = False, others: bool = False) -> None:
        self.chance, self.faults, self.others = chance, faults, others
        report, lens = written(folder)
        self.paths, self.opened = paths_in(folder), open_document(str(report))
        self.jobs: deque[Callable[[], None]] = deque()
        self.notes: list[str] = []
        self.ever: dict[str, set[tuple[object, ...]]] = {}
        self.clock = 0
        state = State(self.paths)
        loader = Loader(Session(self.opened, self.paths, SETTINGS), [str(lens)])
        self.reader = ReaderStandIn(Reading(self.opened.document))
        self.quick, self.left = True, 0
        self.sync = Sync(cast(Any, self), cast(Any, self.reader), state, loader, Saver(state, self.opened))
        self.ids = count()

    # what Sync takes for an app

    workers: tuple[()] = ()

    def notify(self, message: str, **_: object) -> None:
        self.notes.append(message)

    def run_worker(self, work: Any, *, group: str = "", **_: object) -> None:
        if isinstance(work, Coroutine):
            work.close()
        elif group in ("save", "load"):
            self.jobs.append(work)

    def call_from_thread(self, callback: Callable[..., object], *args: object) -> None:
        self.meanwhile()
        callback(*args)
        self.check()

    # what can happen at any moment

    def meanwhile(self) -> None:
        """A few things that happen while something else is under way."""
        for _ in range(min(self.chance.choice((0, 0, 1, 2, 4)) if self.quick else 0, self.left)):
            self.left -= 1
            self.chance.choice((self.write, self.write, self.run_job))()
            self.check()

    def run_job(self) -> None:
        if self.jobs:
            self.jobs.popleft()()

    def save(
        self, book: Notebook, record: Record, *, base: Record | None = None, tried: Sequence[Record] = ()
    ) -> Saved:
        """A disk that takes its time, and may fail."""
        self.meanwhile()
        if self.others and self.quick and self.chance.random() < 0.2:
            self.change_outside()
        try:
            if self.faults and self.quick and self.chance.random() < 0.4:
                with failing(self.chance):
                    return SAVE(book, record, base=base, tried=tried)
            return SAVE(book, record, base=base, tried=tried)
        finally:
            self.meanwhile()

    def change_outside(self) -> None:
        """Another program gives a note other words."""
        book = find_notebook(self.paths, self.opened, SETTINGS)
        notes = book.load().annotations
        if notes:
            theirs = replace(self.chance.choice(notes), note=f"theirs {self.tick()}")
            self.say(theirs)
            SAVE(book, theirs)

    # what the reader does

    def tick(self) -> str:
        self.clock += 1
        return f"2026-01-01T{self.clock // 3600:02}:{self.clock // 60 % 60:02}:{self.clock % 60:02}Z"

    def random_bytes(self, size: int) -> bytes:
        return sha256(str(next(self.ids)).encode()).digest()[:size]

    def say(self, record: Record) -> None:
        self.ever.setdefault(record.id, set()).add(words(record))

    def post(self, record: Record, base: Record | None) -> None:
        self.say(record)
        self.reader.save(Wrote(record, base=base))

    def show(self, new: Reading) -> None:
        old, self.reader.reading = self.reader.now, new
        if new.done is not old.done:
            self.post(new.done[-1].after, new.done[-1].before)

    def write(self) -> None:
        verb = self.chance.choice(
            (self.add, self.edit, self.delete, self.undo, self.undo, self.redo, self.redo, self.answer, self.place)
        )
        verb()

    def add(self) -> None:
        quote, section, span = verbs.target(verbs.go(self.reader.now, self.chance.randrange(3), 1))
        time = self.tick()
        note = Annotation(new_id(), quote, section, note=f"mine {time}", created=time, modified=time)
        self.show(verbs.annotate(self.reader.now, note, span))

    def own(self) -> Annotation | None:
        notes = self.reader.now.own.annotations
        return self.chance.choice(notes) if notes else None

    def edit(self) -> None:
        if note := self.own():
            time = self.tick()
            self.show(verbs.put(self.reader.now, replace(note, note=f"mine {time}", modified=time), before=note))

    def delete(self) -> None:
        if note := self.own():
            self.show(verbs.delete(self.reader.now, note.id, self.tick()))

    def undo(self) -> None:
        base = self.reader.now.done[-1].after if self.reader.now.done else None
        self.reader.reading, record = verbs.undo(self.reader.now, self.tick())
        if record is not None:
            self.post(record, base)

    def redo(self) -> None:
        base = self.reader.now.undone[-1].before if self.reader.now.undone else None
        self.reader.reading, record = verbs.redo(self.reader.now)
        if record is not None:
            self.post(record, base)

    def answer(self) -> None:
        now = self.reader.now
        if not verbs.questions(now):
            return
        if self.chance.random() < 0.7:
            self.show(verbs.answer(now, "lens/who", self.tick(), verdict=self.chance.choice(VERDICT_KEYS)))
            return
        quote, _, span = verbs.target(verbs.go(now, self.chance.randrange(3), 1))
        assert quote is not None
        assert span is not None
        self.show(verbs.link_evidence(now, "lens/who", quote, span, self.tick()))

    def place(self) -> None:
        now = self.reader.now
        if now.loaded and verbs.given(now, "lens/L4") and self.chance.random() < 0.5:
            self.show(verbs.take_back(now, "lens/L4", self.tick()))
        elif now.loaded:
            there = verbs.go(now, self.chance.randrange(3), 1)
            self.show(verbs.put_here(there, "lens/L4", self.tick()))

    # what must be true

    def on_disk(self) -> dict[str, Record]:
        book = find_notebook(self.paths, self.opened, SETTINGS)
        found = records(book.load())
        return found | {record.id: record for record in book.deleted}

    def check(self) -> None:
        """What is shown as saved stands on disk as it is shown."""
        if self.others:
            return
        shown, disk = records(self.reader.now.own), self.on_disk()
        for name, save in self.reader.now.saves.items():
            if save.state == "saved":
                stands = disk[name]
                if name in shown:
                    assert words(stands) == words(shown[name]), name
                else:
                    assert stands.deleted, name

    def play(self, steps: int) -> None:
        """So many steps by chance, then rest; at rest screen, files and acknowledgements agree."""
        with ExitStack() as stack:
            worker = SimpleNamespace(is_cancelled=False)
            stack.enter_context(mock.patch("companion.tui.sync.get_current_worker", return_value=worker))
            stack.enter_context(mock.patch("secrets.token_bytes", self.random_bytes))
            stack.enter_context(mock.patch.object(Notebook, "save", lambda *args, **given: self.save(*args, **given)))
            self.sync.load()
            self.left = 6 * steps
            while self.left > 0:
                self.meanwhile()
                self.run_job()
            self.quick = False
            for _ in range(4):
                while self.jobs:
                    self.run_job()
                self.sync.save_again()
            self.sync.load()
            self.run_job()
        now, disk = self.reader.now, self.on_disk()
        assert {save.state for save in now.saves.values()} <= {"saved"}
        assert not self.sync.saver.failed
        assert not self.sync.saver.is_busy
        standing = {name: words(record) for name, record in disk.items() if not record.deleted}
        assert {name: words(record) for name, record in records(now.own).items()} == standing
        said = set().union(*self.ever.values()) if self.ever else set()
        assert {words(record) for record in disk.values()} <= said
        if not self.others:
            assert set(disk) <= set(self.ever)
            assert not now.own.versions
            assert all(words(record) in self.ever[name] for name, record in disk.items())
            assert len([record for record in disk.values() if isinstance(record, Answer) and not record.deleted]) <= 1
            assert len([record for record in disk.values() if isinstance(record, Place) and not record.deleted]) <= 1
