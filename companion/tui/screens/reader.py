"""The reader: holds the one Reading, turns keys and messages into verbs."""

from __future__ import annotations

from textual import events, work

from companion import reading as verbs
from companion.model import Annotation, Answer, Record, new_id
from companion.reading import Reading, replace
from companion.tui.events import VERDICT_KEYS, Target, Written, Wrote, now
from companion.tui.screens.asking import AskingScreen
from companion.tui.screens.following import FollowingScreen
from companion.tui.screens.searching import SearchingScreen


class ReaderScreen(AskingScreen, FollowingScreen, SearchingScreen):
    """The writing half: notes, verdicts, evidence, undo. `drafts` are notes begun and left, by their key."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self.drafts: dict[str, tuple[Target, Written]] = {}
        self._ahead: list[str] | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._ahead is None and super().check_action(action, parameters)

    def take_typed(self, event: events.Key) -> bool:
        """What is typed while the editor opens belongs to the note."""
        if self._ahead is None or not event.character:
            return super().take_typed(event)
        self._ahead.append(event.character)
        return True

    def keep_draft(self, target: Target, written: Written | None) -> None:
        """What is being typed, to go on with when the same key is pressed again; None: nothing is left of it."""
        if written is None:
            self.drafts.pop(target.key, None)
        else:
            self.drafts[target.key] = (target, written)

    def write(self, target: Target, written: Written, heading: str) -> None:
        """Let the reader write, beginning with a draft if there is one, and put what is to be kept."""
        self._ahead = []
        self._write_in_editor(target, written, heading, self._ahead)

    @work
    async def _write_in_editor(self, target: Target, written: Written, heading: str, ahead: list[str]) -> None:
        from companion.tui.dialogs.note_editor import NoteEditor  # TextArea is dear, and not needed to read

        kept, begun = self.drafts.get(target.key, (target, written))
        target = target._replace(base=kept.base)
        kinds = sorted(self.now.kinds)
        editor = NoteEditor(heading, target, begun, kinds, ahead)
        try:
            done = await self.app.push_screen_wait(editor)
        finally:
            self._ahead = None
        if done is not None:
            self.drafts.pop(target.key, None)
            self._write(self._put(target, done), target.key)
            self._check_absent(target, done)

    def _check_absent(self, target: Target, written: Written) -> None:
        """Say which of the words looked for do stand in the section that is said to lack them."""
        index = self.now.document.index(target.section)
        if written.searched and index is not None and not written.document:
            text = self.now.document.section(index).text.casefold()
            if there := [f"“{word}”" for word in written.searched if word.casefold() in text]:
                said = f"{', '.join(there)} does stand in this section; e changes the note."
                self.notify(said, severity="warning", markup=False)

    def _put(self, target: Target, written: Written) -> Reading:
        old = target.base
        if isinstance(old, Answer):
            return verbs.put(self.now, replace(old, note=written.text, modified=now()), before=old)
        if target.question:
            return verbs.answer(self.now, target.question, now(), note=written.text)
        if isinstance(old, Annotation):
            words = replace(old, note=written.text, kind=written.kind, tags=written.tags, searched=written.searched)
            return verbs.put(self.now, replace(words, modified=now()), before=old)
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
        return verbs.annotate(self.now, note, span)

    def action_annotate(self) -> None:
        quote, section, span = verbs.target(self.now)
        what = "selection" if self.now.cursor.mark is not None else self.now.cursor.unit
        heading = f"A note on this {what}" if quote else f"A note on the section {self.now.section.title}"
        self.write(Target(quote, section, span), Written(), heading)

    def action_annotate_absent(self) -> None:
        _, section, span = verbs.target(self.now, absent=True)
        heading = f"What is absent in {self.now.section.title}, or in the document"
        self.write(Target(None, section, span, absent=True), Written(), heading)

    def _own_note(self) -> Annotation | None:
        """The chosen card, or from the text the one at the cursor, if it is the reader's own; else says what to do."""
        layer, _, name = self.margin.current().partition("/")
        record = verbs.find(self.now, name) if layer == self.now.own.id else None
        if record is None and not self.margin.has_focus:
            record = verbs.own_here(self.now)
        if not isinstance(record, Annotation):
            self.notify(
                "This card is not yours: choose one of your own in the margin (tab, then j and k).", markup=False
            )
            return None
        return record

    def action_edit(self) -> None:
        if self.now.tab == "questions":
            key = self.margin.current()
            mine = verbs.answer_to(self.now, key)
            if key and not (mine and self.in_merge(mine.id)):
                self.write(
                    Target(question=key, base=mine), Written(mine.note.rstrip("\n") if mine else ""), f"Why? {key}"
                )
        elif (note := self._own_note()) and not self.in_merge(note.id):
            absent = note.quote is None
            target = Target(note.quote, note.section, None, note.id, absent=absent, base=note)
            begun = Written(note.note.rstrip("\n"), note.kind, note.tags, note.searched, absent and not note.section)
            self.write(target, begun, "Your note")

    def action_delete(self) -> None:
        if self.take_back_place():
            return
        if self.now.tab == "annotations" and (note := self._own_note()) and not self.in_merge(note.id):
            self._write(verbs.delete(self.now, note.id, now()))
            self.notify("Deleted; u brings it back. Its text stays on disk until `companion purge`.", markup=False)

    def action_undo(self) -> None:
        base = self.now.done[-1].after if self.now.done else None
        self.reading, record = verbs.undo(self.now, now())
        self._again(record, base, "There is nothing to undo.")

    def action_redo(self) -> None:
        base = self.now.undone[-1].before if self.now.undone else None
        self.reading, record = verbs.redo(self.now)
        self._again(record, base, "There is nothing to redo.")

    def _again(self, record: Record | None, base: Record | None, nothing: str) -> None:
        if record is None:
            self.notify(nothing, markup=False)
        else:
            self.tell(Wrote(record, base=base))

    def action_verdict(self, which: int) -> None:
        """Set verdict `which` (1 to 7), or the one after the present one (0)."""
        if not (key := self.margin.current()):
            return
        mine = verbs.answer_to(self.now, key)
        if mine and self.in_merge(mine.id):
            return
        at = VERDICT_KEYS.index(mine.verdict) if mine and mine.verdict in VERDICT_KEYS else -1
        verdict = VERDICT_KEYS[which - 1 if which else (at + 1) % len(VERDICT_KEYS)]
        self._write(verbs.choose(verbs.answer(self.now, key, now(), verdict=verdict), key))

    def action_link(self) -> None:
        """Link the passage under the cursor as evidence for the chosen question."""
        quote, _, span = verbs.target(self.now)
        key = self.margin.current()
        if not key or quote is None or span is None:
            self.notify("Choose a block, a sentence or words as evidence; a whole section is too much.", markup=False)
            return
        if (mine := verbs.answer_to(self.now, key)) and self.in_merge(mine.id):
            return
        linked = verbs.link_evidence(self.now, key, quote, span, now())
        if linked is self.now:
            self.notify("This passage is linked already.", markup=False)
        self._write(verbs.choose(linked, key))

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(verbs.cited(self.now))
        self.notify("Sent to the terminal's clipboard.", markup=False)

    def action_help(self) -> None:
        from companion.tui.dialogs.help import Help  # only when asked for

        commands = [(command.title, command.help) for command in self.app.get_system_commands(self)]
        self.app.push_screen(Help(self.states, commands))
