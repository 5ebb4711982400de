"""A notebook against a dictionary: random edits by two processes' worth of notebooks, with faults in between."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from companion.model import Annotation, NotSaved
from companion.store.notebook import Notebook, find_notebook
from companion.store.settings import Settings
from tests.store.common import Words, state_of
from tests.store.faults import failing
from tests.store.making import note, opened, paths_in

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=20).map(str.strip)
WHICH = st.integers(0, 1)
ERRORS = st.sampled_from([errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT])


class Keeping(RuleBasedStateMachine):
    """`certain` is what must stand; `either` what may stand instead, after a save that did not end well."""

    notes = Bundle("notes")

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp())
        self.books = [self.book(), self.book()]
        self.certain: dict[str, Words] = {}
        self.either: dict[str, set[Words]] = {}

    def book(self) -> Notebook:
        return find_notebook(paths_in(self.top), opened(), Settings(reader="r-one"))

    def teardown(self) -> None:
        shutil.rmtree(self.top)

    def save(self, which: int, wanted: Annotation) -> None:
        """Save, and note down what was acknowledged; a version of somebody else's must still stand."""
        saved = self.books[which].save(wanted)
        if saved.record.id != wanted.id:
            self.certain[saved.record.id] = (wanted.note, bool(wanted.deleted))
        elif saved.conflict is None:
            self.certain[wanted.id] = (wanted.note, bool(wanted.deleted))
            self.either.pop(wanted.id, None)

    def current(self, which: int, name: str) -> Annotation | None:
        """The note as this notebook knows it since its last load."""
        record = self.books[which]._records.get(name)
        return record if isinstance(record, Annotation) else None

    @rule(target=notes, which=WHICH, words=WORDS)
    def add(self, which: int, words: str) -> str:
        one = note(words)
        self.save(which, one)
        return one.id

    @rule(which=WHICH, name=notes, words=WORDS)
    def edit(self, which: int, name: str, words: str) -> None:
        before = self.current(which, name)
        if before is not None:
            self.save(which, replace(before, note=words, deleted=""))

    @rule(which=WHICH, name=notes)
    def delete(self, which: int, name: str) -> None:
        before = self.current(which, name)
        if before is not None:
            self.save(which, replace(before, note=before.note.rstrip("\n"), deleted="2026-01-01T10:00:00Z"))

    @rule(which=WHICH, name=notes, words=WORDS, at=st.integers(0, 60), code=ERRORS, short=st.booleans())
    def edit_with_a_fault(self, which: int, name: str, words: str, at: int, code: int, short: bool) -> None:
        before = self.current(which, name)
        if before is None:
            return
        wanted = replace(before, note=words, deleted="")
        try:
            with failing(at, code, short):
                self.save(which, wanted)
        except NotSaved:
            self.either.setdefault(name, set()).add((words, False))

    @rule(which=WHICH)
    def load(self, which: int) -> None:
        self.books[which].load()

    @rule(which=WHICH)
    def start_again(self, which: int) -> None:
        self.books[which] = self.book()
        self.books[which].load()

    @rule(which=WHICH)
    def purge(self, which: int) -> None:
        before = {name for name, (_, deleted) in state_of(self.book()).items() if deleted}
        assert self.books[which].purge() == len(before)
        for name in before:
            self.certain.pop(name, None)
            self.either.pop(name, None)

    @rule(name=consumes(notes))
    def removed_by_hand(self, name: str) -> None:
        book = self.book()
        book.load()
        if book.folder is not None:
            (book.folder / "r-one" / f"{name}.yaml").unlink(missing_ok=True)
        self.certain.pop(name, None)
        self.either.pop(name, None)

    @invariant()
    def what_was_acknowledged_stands(self) -> None:
        book = self.book()
        found = state_of(book)
        assert not book.faults
        for name, wanted in self.certain.items():
            assert found.get(name) in {wanted, *self.either.get(name, ())}
        assert set(found) <= set(self.certain) | set(self.either)


EXAMPLES = int(os.environ.get("STORE_EXAMPLES", "25"))
"""More for a long run: STORE_EXAMPLES=1000 HYPOTHESIS_PROFILE=default."""
Keeping.TestCase.settings = settings(max_examples=EXAMPLES, stateful_step_count=20, deadline=None)
TestKeeping = Keeping.TestCase
