"""Notes being written: drafts, keys typed before the editor stands, and what becomes of them in a Reading."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from companion import reading as verbs
from companion.model import Annotation, Answer, Document, new_id
from companion.reading import Reading, replace
from companion.tui.events import Target, Typing, Written, now
from companion.tui.held_keys import HeldKeys


class Composer:
    """`drafts` are notes begun and left, by their key; `keys` wait while the editor opens or closes."""

    def __init__(self) -> None:
        self.drafts: dict[str, tuple[Target, Written]] = {}
        self.keys = HeldKeys()
        self.accepted: set[str] = set()
        """Kinds that nobody defines and the reader wants all the same."""
        self.dock: Callable[[], None] | None = None
        """Puts the editor that is open in its place; None while nothing is written."""
        self._saved: dict[str, float] = {}

    def keep(self, target: Target, written: Written | None) -> None:
        """Keep what is being typed, to go on with when the same key is pressed again; None: nothing is left of it."""
        if written is None:
            self.drafts.pop(target.key, None)
        else:
            self.drafts[target.key] = (target, written)

    def save(self, target: Target) -> None:
        """What was typed for this target is saved now."""
        self.drafts.pop(target.key, None)
        self._saved[target.key] = monotonic()

    def is_late(self, event: Typing) -> bool:
        """Whether something was typed before the note was saved, and is told only now: no draft any more."""
        return event.time < self._saved.get(event.target.key, 0.0)

    def resume(self, target: Target, written: Written) -> tuple[Target, Written]:
        """What the editor begins with: the draft with this key, if there is one."""
        draft, words = self.drafts.get(target.key, (target, written))
        return target._replace(base=draft.base), words


def put(reading: Reading, target: Target, written: Written) -> Reading:
    """The Reading with a note or answer as it was written."""
    base = target.base
    if isinstance(base, Answer):
        return verbs.put(reading, replace(base, note=written.text, modified=now()), before=base)
    if target.question:
        return verbs.answer(reading, target.question, now(), note=written.text)
    if isinstance(base, Annotation):
        words = replace(base, note=written.text, kind=written.kind, tags=written.tags, searched=written.searched)
        return verbs.put(reading, replace(words, modified=now()), before=base)
    section, span = ("", None) if written.document else (target.section, target.span)
    note = Annotation(
        new_id(),
        target.quote,
        section,
        searched=written.searched,
        kind=written.kind,
        note=written.text,
        tags=written.tags,
        created=now(),
        modified=now(),
    )
    return verbs.annotate(reading, note, span)


def present(document: Document, target: Target, written: Written) -> list[str]:
    """Which of the words that were looked for do stand in the section that is said to lack them."""
    index = document.index(target.section)
    if not written.searched or index is None or written.document:
        return []
    text = document.section(index).text.casefold()
    return [word for word in written.searched if word.casefold() in text]
