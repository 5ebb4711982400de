"""Notes being written: drafts, letters typed before the editor stands, and what becomes of them in a Reading."""

from __future__ import annotations

from textual import events

from companion import reading as verbs
from companion.model import Annotation, Answer, Document, new_id
from companion.reading import Reading, replace
from companion.tui.events import Target, Written, now


class Composer:
    """`drafts` are notes begun and left, by their key; `ahead` the letters typed while the editor opens, else None."""

    def __init__(self) -> None:
        self.drafts: dict[str, tuple[Target, Written]] = {}
        self.ahead: list[str] | None = None

    def keep(self, target: Target, written: Written | None) -> None:
        """Keep what is being typed, to go on with when the same key is pressed again; None: nothing is left of it."""
        if written is None:
            self.drafts.pop(target.key, None)
        else:
            self.drafts[target.key] = (target, written)

    def resume(self, target: Target, written: Written) -> tuple[Target, Written]:
        """What the editor begins with: the draft with this key, if there is one."""
        draft, words = self.drafts.get(target.key, (target, written))
        return target._replace(base=draft.base), words

    def take(self, event: events.Key) -> bool:
        """Put a character that came before the editor into the note; False if it is for others."""
        if self.ahead is None or not event.character:
            return False
        self.ahead.append(event.character)
        return True


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
