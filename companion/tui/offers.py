"""What is asked after loading, unasked for: which notebook is meant, and whether to go on with drafts left behind.

It waits until the reader writes nothing, and letters that were meant for an editor answer no question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from companion.tui.drafts import resume, summary
from companion.tui.events import Target, Written
from companion.tui.reader import ReaderScreen
from companion.tui.saver import UNDECIDED, Saver

if TYPE_CHECKING:
    from companion.store.notebook import Ambiguous
    from companion.store.state_values import Draft

QUIET = 1.0
"""Seconds without a key before something is asked."""
DRAFT_KEYS = frozenset({"escape", "q", "d", "j", "k", "enter", "up", "down", "home", "end", "pageup", "pagedown"})
"""The keys that the dialog of drafts has a use for."""
Resumed = tuple[Target, Written]
"""A draft as the editor takes it."""


class KeyLog:
    """The last keys that were pressed, and when: letters that belong into an editor must not answer a question."""

    def __init__(self) -> None:
        self._keys: list[tuple[float, str]] = []

    def press(self, key: str) -> None:
        self._keys = [*self._keys[-19:], (monotonic(), key)]

    @property
    def is_quiet(self) -> bool:
        """True if no key was pressed for a while."""
        return not self._keys or monotonic() - self._keys[-1][0] > QUIET

    def since(self, when: float) -> Iterator[str]:
        """The keys that were pressed after a moment of the monotonic clock."""
        return (key for pressed, key in self._keys if pressed > when)


async def until_free(reader: ReaderScreen, keys: KeyLog) -> None:
    """Wait until the reader is back on the reader's screen, writes and searches nothing, and presses no key."""
    for _ in range(50):  # keys that wait for their turn may open an editor
        if not reader.app.message_queue_size:
            break
        await asyncio.sleep(0)
    # While an editor opens, or words are looked for, no action of the screen is in force.
    undo = reader.keys.commands["undo"]
    while not (reader.app.screen_stack[-1:] == [reader] and reader.works(undo) and keys.is_quiet):
        await asyncio.sleep(0.1)


async def which_notebook(reader: ReaderScreen, ambiguous: Ambiguous) -> Path | None:
    """Let the reader say which notebook is meant; until then nothing is saved, and that is said."""
    from companion.tui.dialogs.notebook import NotebookDialog  # only where it is unclear

    answer = await reader.app.push_screen_wait(NotebookDialog(reader.now.document.title, ambiguous))
    if answer is None:
        reader.app.notify(UNDECIDED, severity="warning", markup=False, timeout=15)
        return None
    return ambiguous.folders[answer]


async def which_draft(reader: ReaderScreen, saver: Saver, drafts: list[Draft], keys: KeyLog) -> None:
    """Offer the drafts left from last time; those the reader took up meanwhile are not offered."""
    from companion.tui.dialogs.drafts import DraftsDialog  # only where there are some

    left = {draft.key: resume(reader.now, draft) for draft in drafts if draft.key not in saver.typed}
    reader.drafts |= left
    await until_free(reader, keys)
    while left := _untouched(reader, saver, left):
        names, began = list(left), monotonic()
        answer = await reader.app.push_screen_wait(DraftsDialog([summary(*draft) for draft in left.values()]))
        if answer is None:
            return
        name, goes_on = names[answer[0]], answer[1]
        if goes_on:
            reader.write(*left[name], "Going on with a draft")
            return
        if all(key in DRAFT_KEYS for key in keys.since(began)):  # else a word was typed that has a d in it
            reader.drafts.pop(name, None)
            saver.type(name, None)


def _untouched(reader: ReaderScreen, saver: Saver, drafts: dict[str, Resumed]) -> dict[str, Resumed]:
    """Those of the drafts that were neither gone on with nor saved in this run."""
    return {key: draft for key, draft in drafts.items() if key in reader.drafts and key not in saver.typed}
