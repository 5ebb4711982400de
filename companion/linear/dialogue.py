"""The dialogue: one Reading, commands typed as lines, and what changed told in lines.

It offers the commands of the table what the reader's screen offers them, so that keys, words and verbs are the same.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from inspect import isawaitable

from companion import reading as verbs
from companion.linear import lines
from companion.linear.console import LineConsole
from companion.linear.note import ask_note
from companion.linear.panes import LineCards, LineContents, LinePane
from companion.linear.words import OWN, meaning
from companion.model import Span
from companion.reading import Reading, replace
from companion.store.session import Session
from companion.store.state import State
from companion.tui import composer, messages
from companion.tui.commands.table import keymap
from companion.tui.drafts import first_reading, progress_of
from companion.tui.events import Target, Written, Wrote
from companion.tui.footnote_trail import FootnoteTrail
from companion.tui.keymap import Command
from companion.tui.loader import Loader
from companion.tui.saver import UNDECIDED, Outcome, Saver

WELCOME = "Type a key or a word and enter; enter alone reads on, help tells the words, quit leaves."


class Dialogue:
    """What is read and where the reader is in it. `focused` is the pane that commands are about."""

    def __init__(self, session: Session, with_: Sequence[str], section: str, console: LineConsole) -> None:
        self.console, self.keys = console, keymap(session.settings.keys)
        self.session, self.state = session, State(session.paths)
        self.loader, self.saver = Loader(session, with_), Saver(self.state, session.opened)
        self.now = first_reading(session.document, self.state.progress(session.opened), section)
        self.passage, self.contents, self.margin = LinePane(self), LineContents(self), LineCards(self)
        self.focused: LinePane = self.margin if self.now.tab == "questions" else self.passage
        self.trail, self.visits = FootnoteTrail(), Counter[str]()
        self.leaving = False
        self._told: list[str] = []

    # what the commands of the table ask of a screen

    def show(self, reading: Reading) -> None:
        """Make this the Reading. A section counts as read once its last block was told."""
        self.now = reading
        section = reading.section
        if section.blocks and reading.block == len(section.blocks) - 1 and section.id not in reading.read:
            self.now = replace(reading, read=reading.read | {section.id})

    @property
    def reading(self) -> Reading:
        return self.now

    @reading.setter
    def reading(self, reading: Reading) -> None:
        self.now = reading

    def set_focus(self, pane: LinePane) -> None:
        self.focused = pane

    async def parse(self, section: int) -> None:
        """Sections are parsed when they are asked for."""

    async def go_to_section(self, section: int) -> None:
        self.show(verbs.go(self.now, section))

    def go_exactly(self, span: Span) -> None:
        self.show(verbs.go_to(self.now, span))
        self.set_focus(self.passage)

    def tell(self, text: str) -> None:
        """Tell something of ours, in which `{id}` stands for the key of a command."""
        self._told.append(self.keys.sentence(text))

    def notify(self, text: str, **options: object) -> None:
        self._told.append(text)

    def say(self, text: str, severity: str) -> None:
        self._told.append(text)

    def commit(self, reading: Reading, draft: str = "") -> None:
        """Show a Reading whose last change is the reader's own, and save that."""
        before = self.now
        self.show(reading)
        if reading.done is not before.done and reading.done:
            change = reading.done[-1]
            self.save(Wrote(change.after, draft, change.before))

    def save(self, change: Wrote) -> None:
        """Save what the reader wrote, and wait until it is on disk."""
        self.saver.put(change.record, change.base, change.draft)
        self.saver.run(self.take_outcome)

    def take_outcome(self, outcome: Outcome) -> None:
        self.now = self.saver.shown(self.now, outcome)
        if outcome.kept is not None:
            self._told.append(messages.two_versions(outcome.record, outcome.kept, self.keys.press("versions")))
        elif outcome.save is not None and outcome.save.state == "failed":
            press = self.keys.press("unsaved")
            self._told.append(f"NOT SAVED: {outcome.save.why}. {press} tries again.")
        elif outcome.save is not None:
            self._told.append("saved")
        if outcome.kept is not None or outcome.takes_place_back:
            self.load()

    def write(self, target: Target, written: Written, heading: str) -> None:
        """Let the reader write a note or a reason, and put what is to be kept."""
        note = ask_note(self, target, written, heading)
        if note is not None:
            self.commit(composer.put(self.now, target, note), target.key)
            if there := composer.present(self.now.document, target, note):
                self._told.append(f"{', '.join(map(repr, there))} does stand in this section.")

    # the way of a line

    def load(self) -> None:
        """Read layers and notes from disk, and tell what is wrong with them."""
        *_, loaded = self.loader.read()
        self.saver.notebook = self.session.notebook
        self.now = loaded.shown(self.now)
        self.console.say_all(self.loader.new_faults(loaded))
        if loaded.layers.ambiguous is not None:
            self.saver.why_not = UNDECIDED
            self.console.say(f"{loaded.layers.ambiguous}; --notebook FOLDER says which")

    def run(self, command: Command, *given: str) -> None:
        """Run a command, then tell what is another than before, and what the command said."""
        before, focus = self.now, self.focused
        own = OWN.get(command.id)
        if own is not None:
            own(self, *given)
        elif callable(command.run) and isawaitable(waiting := command.run(self)):
            asyncio.run(_finished(waiting))
        self.console.say_all(self.changes(before, focus))
        told, self._told = self._told, []
        self.console.say_all(told)

    def changes(self, before: Reading, focus: LinePane) -> Iterator[str]:
        """Lines of what differs from the Reading before."""
        now = self.now
        if now.cursor.section != before.cursor.section:
            yield from lines.section_lines(now)
        moved = now.cursor != before.cursor and self.focused is not self.margin
        if moved:
            yield from lines.passage_lines(now)
        if self.focused is not focus or (now.tab != before.tab and self.focused is self.margin):
            yield from () if moved and self.focused is self.passage else self.focused.arrival()
        elif now.chosen != before.chosen and now.chosen:
            yield from lines.chosen_lines(now, now.chosen)
        if now.hand != before.hand or (now.hand and now.own.answers != before.own.answers):
            yield lines.hand_line(now)
        elif now.own.answers != before.own.answers and (asked := verbs.question_of(now, self.margin.current())):
            yield f"Your verdict: {verbs.verdict_of(asked)}."

    def turn(self) -> None:
        """Ask for one line and do what it says."""
        if self.loader.changed():
            self.load()
            self.console.say("Your notes were changed by another program; they were read again.")
        typed = self.console.ask(f"{self.focused.name}>")
        if typed is None:
            self.leaving = True
            return
        command, given, why = meaning(self, typed)
        if command is None:
            self.console.say(why)
        else:
            self.run(command, *given)

    def keep(self) -> None:
        """Keep drafts, the place, and the text that notes stand on."""
        self.saver.keep_drafts()
        self.state.remember(self.saver.opened, progress_of(self.now))
        self.session.remember()


async def _finished(waiting: object) -> None:
    if isawaitable(waiting):
        await waiting


def converse(session: Session, *, with_: Sequence[str] = (), section: str = "") -> int:
    """Read in lines until the reader leaves; the exit status: 1 if something could not be saved."""
    console = LineConsole()
    dialogue = Dialogue(session, with_, section, console)
    console.say(session.document.title, *session.document.notices)
    dialogue.load()
    console.say(WELCOME)
    console.say_all((*dialogue.keys.warnings, *map(str, session.settings.faults)))
    console.say_all((*lines.section_lines(dialogue.now), *dialogue.focused.arrival()))
    try:
        while not dialogue.leaving:
            dialogue.turn()
    finally:
        dialogue.keep()
    failed = dialogue.saver.failed
    if failed:
        console.say(f"NOT SAVED: {len(failed)} of your changes.")
    return int(bool(failed))
