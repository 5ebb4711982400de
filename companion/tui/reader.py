"""The reader's screen: contents, passage and margin of one Reading, which stands here and nowhere else."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from inspect import isawaitable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.geometry import Size
from textual.getters import query_one
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from companion import reading as verbs
from companion.model import Span
from companion.reading import Reading, SearchChunk, replace
from companion.reading.catalogue import ListChoice
from companion.tui import composer
from companion.tui.desk import USUAL, DeskChoice, desk
from companion.tui.events import Arrived, KeysMayGo, Sought, Target, Written, Wrote
from companion.tui.footnote_trail import FootnoteTrail
from companion.tui.held_keys import passed_through
from companion.tui.key_batch import Keys
from companion.tui.keymap import Command, Keymap
from companion.tui.pace import ReadingPace, marked
from companion.tui.widgets.alert import AlertLine, fits
from companion.tui.widgets.contents import Contents
from companion.tui.widgets.margin import CardFoot, Margin
from companion.tui.widgets.passage import Passage
from companion.tui.widgets.prompt import SearchBar, SearchPrompt
from companion.tui.widgets.status import HandLine, KeyLine, PlaceLine, TitleLine
from companion.tui.widgets.tour import TourLine


class ReaderScreen(Screen[None], inherit_bindings=False):
    """Runs the commands of a Keymap, which make the next Reading; its panes draw it, and the app is told of changes.

    Objects hold what belongs to one task: the search being typed, notes being written, and ways back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,super+c", "copy_text", show=False)]
    AUTO_FOCUS = ""

    reading: reactive[Reading | None] = reactive(None, repaint=False)
    look: reactive[DeskChoice] = reactive(USUAL, repaint=False)
    contents = query_one("#contents", Contents)
    passage = query_one("#passage", Passage)
    margin = query_one("#margin", Margin)
    alert = query_one("#alert", AlertLine)
    place = query_one("#place", PlaceLine)
    tour = query_one("#tour", TourLine)
    save: Callable[[Wrote], None]
    """Called with each change of the reader's own, in the order they are made; the app sets it."""

    def __init__(self, reading: Reading, keys: Keymap, look: DeskChoice = USUAL) -> None:
        super().__init__()
        self.set_reactive(ReaderScreen.look, look)
        self.set_reactive(ReaderScreen.reading, reading)
        self.keys = keys
        # Textual's own keymap would take a key from every command that shares it, and can be set for the app alone.
        self._bindings = BindingsMap([*keys.bindings(), *self.BINDINGS])
        self.is_arranged = False
        self._early: list[tuple[str, str]] = []
        self.search_bar = SearchBar()
        self.trail = FootnoteTrail()
        self.pace = ReadingPace(self.set_timer, lambda section: self._put(marked(self.now, section)))
        self.visits: Counter[str] = Counter()
        """How often the reader went from a card or question to its passage, by key."""
        self.listed = ListChoice()
        """What the list of notes and questions showed last."""
        self._drawn: Reading | None = None
        """What the panes show, while moves are taken together and not drawn."""
        self.composer = composer.Composer()
        self.drafts, self.keep_draft = self.composer.drafts, self.composer.keep

    def compose(self) -> ComposeResult:
        yield TitleLine(id="title").data_bind(ReaderScreen.reading)
        with Widget(id="desk"):
            yield Contents(id="contents").data_bind(ReaderScreen.reading)
            with Widget(id="sheet"):
                yield Passage(id="passage").data_bind(ReaderScreen.reading)
                with Widget(id="side"):
                    yield Margin(self.keys, self.shows, id="margin").data_bind(ReaderScreen.reading)
                    yield CardFoot(self.keys, lambda: self.margin.current(), id="foot").data_bind(ReaderScreen.reading)
        yield TourLine(self.keys, id="tour").data_bind(ReaderScreen.reading)
        yield AlertLine(self.keys, id="alert").data_bind(ReaderScreen.reading)
        yield HandLine(id="hand").data_bind(ReaderScreen.reading)
        with Widget(id="status"):
            yield PlaceLine(id="place").data_bind(ReaderScreen.reading)
            yield KeyLine(self.keys, id="keys").data_bind(ReaderScreen.reading)

    def on_mount(self) -> None:
        # Textual hides the empty rack only after the first frame, and would lay out and draw the whole screen again.
        for rack in self.query("#textual-toastrack"):
            rack.display = False
        self.is_arranged = True
        self._arrange()
        for text, severity in self._early:
            self.call_after_refresh(self.say, text, severity)
        (self.margin if self.now.tab == "questions" else self.passage).focus()

    def on_unmount(self) -> None:
        self.is_arranged = False

    def on_descendant_focus(self) -> None:
        self._arrange()

    def on_resize(self, event: events.Resize) -> None:
        self._arrange(event.size)

    def watch_look(self, old: DeskChoice, new: DeskChoice) -> None:
        if old != new:
            self._arrange()

    def _arrange(self, size: Size | None = None) -> None:
        """Give each pane its place and width."""
        if not self.is_arranged:
            return
        width, height = size or self.app.size
        at_work = self.focused is self.margin or bool(self.now.held.key and self.now.tab == "annotations")
        writing = self.composer.dock is not None
        plan = desk(width, height - 2, self.look.panes, in_cards=at_work, writing=writing)
        self.passage.measure_width = self.look.width
        self.margin.welcome = self.look.welcome
        self.margin.look_again()
        sheet, side = self.query_one("#sheet"), self.query_one("#side")
        self.contents.display, self.contents.styles.width = plan.contents > 0, plan.contents
        side.display = bool(plan.cards or plan.below)
        sheet.set_class(plan.below > 0, "-stacked")
        side.styles.width, side.styles.height = plan.cards or "1fr", plan.below or "1fr"
        keys, place = self.query_one("#keys"), self.place
        keys.styles.width = plan.cards if plan.cards else max(width // 2, 30)
        place.styles.padding = (0, 0, 0, plan.contents)
        if self.focused is not None and not self.focused.display:
            self.passage.focus()

    # the Reading

    @property
    def now(self) -> Reading:
        """The Reading on screen."""
        assert self.reading is not None
        return self.reading

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if old is not None and new is not None and (old.held.key, old.tab) != (new.held.key, new.tab):
            self._arrange()
        if new is not None and (old is None or old.cursor.section != new.cursor.section):
            self.post_message(Arrived(new.cursor.section))
        prompt = self.search_bar.prompt
        if prompt is not None and prompt.is_mounted:
            prompt.reading = new
        if old is None or new is None or new.search is None:
            return
        if new.document is not old.document:
            query = new.search.query
            self._seek(verbs.search(new, query.words, exact=query.exact))
        elif new.search.done and new.search.index is not new.index:
            self.post_message(Sought(new.search.query, only_cards=True))

    def show(self, reading: Reading) -> None:
        """Make this the Reading on screen, and look how far its section was read."""
        self._put(self.pace.stepped(reading))
        if self._drawn is None:
            self.pace.look(self.now, self.passage.shown_to_end())

    def _put(self, reading: Reading) -> None:
        if self._drawn is None:
            self.reading = reading
            return
        self.set_reactive(ReaderScreen.reading, reading)
        self.passage.follow(reading)
        self.margin.follow(reading)

    def commit(self, reading: Reading, draft: str = "") -> None:
        """Show a Reading whose last change is the reader's own, and ask for it to be saved; then `draft` may go."""
        before = self.now
        self.show(reading)
        if reading.done is not before.done and reading.done:
            change = reading.done[-1]
            self.save(Wrote(change.after, draft, change.before))

    async def parse(self, section: int) -> None:
        """Wait until a section is parsed, off the screen's thread; keys pressed meanwhile wait for their turn."""
        document = self.now.document
        if 0 <= section < len(document) and not document.holds(section):
            self._draw()
            await asyncio.to_thread(document.section, section)

    async def go_to_section(self, section: int) -> None:
        """To the beginning of a section, by its index."""
        await self.parse(section)
        self.show(verbs.go(self.now, section))

    def go_exactly(self, span: Span) -> None:
        """To a place, with the words there chosen."""
        there = verbs.go_to(self.now, span)
        self.show(replace(there, cursor=replace(there.cursor, at=span.start, unit="words")))
        self.set_focus(self.passage)

    # commands

    def tell(self, text: str) -> None:
        """Tell the reader something of ours, in which `{id}` stands for the key of a command."""
        self.notify(self.keys.sentence(text), markup=False)

    def shows(self, span: Span) -> bool:
        """Whether these words are on screen."""
        passage = self.passage
        return passage.sheet.shows(span, passage.top, passage.size.height)

    def say(self, text: str, severity: str) -> None:
        """Show a message: in the status line where it has room and nothing is wrong, else in the rows over it."""
        if not self.is_arranged or not self.query(AlertLine):  # not there yet, or being taken down
            self._early.append((text, severity))
        elif severity == "information" and fits(text, self.place.spare):
            self.place.tell(text)
        else:
            self.alert.say(text, severity)

    def told_saved(self, when: datetime) -> None:
        """Say that all is saved, unless something else was said just now."""
        if not self.place.told or self.place.told.startswith("saved"):
            self.say(f"saved {when:%H:%M}", "information")

    def works(self, command: Command) -> bool:
        """True if a command works now: none while a note's editor opens, only the app's beside the search line."""
        if self.composer.keys.holding or (self.search_bar.prompt is not None and callable(command.run)):
            return False
        return command.when(self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "run" or self.works(self.keys.commands[str(parameters[0])])

    def may_move(self, key: events.Key) -> bool:
        """True if a command that only moves is on this key; whether it is meant is seen when its turn comes."""
        typing = self.focused is self.contents and self.contents.typing
        return not typing and any(command.id in self.keys.moves for command in self.keys.meanings(key.key))

    async def move(self, keys: Keys) -> None:
        """Run the commands of the first keys as long as they only move, and draw what the last of them shows."""
        while keys:
            command = next(filter(self.works, self.keys.meanings(keys[0].key)), None)
            if command is None or command.id not in self.keys.moves:
                break
            keys.popleft()
            if self._drawn is None:
                self._drawn = self.now
                self.passage.still.begin()
                self.margin.still.begin()
            await self.action_run(command.id)
        self._draw()

    def _draw(self) -> None:
        """Draw what moves that were taken together have come to."""
        if self._drawn is None:
            return
        first, last, self._drawn = self._drawn, self.now, None
        self.margin.still.end()
        top = self.passage.still.end()
        self.set_reactive(ReaderScreen.reading, first)
        self.reading = last
        self.passage.top = top
        self.pace.look(last, self.passage.shown_to_end())

    async def action_run(self, name: str) -> None:
        """Run the command with this id."""
        self.tour.ran(name)
        run = self.keys.commands[name].run
        if isinstance(run, str):
            await self.run_action(run)
        elif isawaitable(waiting := run(self)):
            await waiting

    def take_typed(self, event: events.Key) -> bool:
        """Whether a key that no field took is for one that is just opening; then it is put there."""
        return self.search_bar.take(event)

    # writing

    def write(self, target: Target, written: Written, heading: str) -> None:
        """Let the reader write, beginning with a draft if there is one, and put what is to be kept."""
        self.composer.keys.holding = True
        self.run_worker(self._write_in_editor(target, written, heading))

    async def _write_in_editor(self, target: Target, written: Written, heading: str) -> None:
        try:
            for pump in (self.focused, self):
                await passed_through(pump)
            await self._write(target, written, heading)
        finally:
            self.composer.keys.holding = False
            self.post_message(KeysMayGo())

    async def _write(self, target: Target, written: Written, heading: str) -> None:
        from companion.tui.dialogs.note_editor import NoteEditor  # TextArea is dear, and not needed to read

        target, words = self.composer.resume(target, written)
        editor = NoteEditor(heading, target, words, self.now, self.composer, self.query_one("#side"))
        self.composer.dock = editor.dock
        try:
            self._arrange()
            await self.wait_for_refresh()
            note = await self.app.push_screen_wait(editor)
        finally:
            self.composer.dock = None
            self._arrange()
        if note is None:
            return
        self.composer.save(target)
        self.commit(composer.put(self.now, target, note), target.key)
        if there := composer.present(self.now.document, target, note):
            quoted, edit = ", ".join(f"“{word}”" for word in there), self.keys.press("note.edit")
            self.notify(
                f"{quoted} does stand in this section; {edit} changes the note.", severity="warning", markup=False
            )

    # searching

    def _seek(self, reading: Reading) -> None:
        self.reading = reading
        if reading.search is not None:
            self.post_message(Sought(reading.search.query))

    @on(SearchPrompt.Changed)
    def _search_typed(self, event: SearchPrompt.Changed) -> None:
        if self.search_bar.prompt is not None:
            self._seek(self.search_bar.typed(self.now, event.words, event.exact))

    def found(self, piece: SearchChunk) -> bool:
        """Take in what a worker found; whether it is still wanted. What the prompt shows is not counted as read."""
        if self.now.search is None or self.now.search.query is not piece.query:
            return False
        reading = verbs.take_in(self.now, piece)
        if self.search_bar.prompt is None:
            self.show(reading)
        else:
            self.reading = reading
        return True

    @on(SearchPrompt.Closed)
    def _search_closed(self, event: SearchPrompt.Closed) -> None:
        prompt, self.search_bar.prompt = self.search_bar.prompt, None
        if prompt is None:
            return
        if self.focused in (prompt.field, None):
            self.set_focus(self.passage)
        prompt.remove()
        if event.kept:
            self.show(self.now)
        else:
            self.reading, self.passage.top = self.search_bar.given_up(self.now)

    # the mouse, and panes

    @on(Passage.Clicked)
    def _passage_clicked(self, event: Passage.Clicked) -> None:
        cursor = replace(self.now.cursor, at=event.at, unit=event.unit, mark=None)
        self.show(replace(self.now, cursor=cursor, chosen=""))

    @on(Passage.Dragged)
    def _passage_dragged(self, event: Passage.Dragged) -> None:
        self.show(verbs.extend(self.now, event.start, event.end))

    @on(Passage.Laid)
    def _passage_laid(self) -> None:
        self.show(self.now)
        self.margin.look_again()
        if self.composer.dock is not None:
            self.composer.dock()

    @on(Contents.SectionOpened)
    async def _section_opened(self, event: Contents.SectionOpened) -> None:
        await self.go_to_section(event.section)

    @on(Margin.CardChosen)
    def _card_chosen(self, event: Margin.CardChosen) -> None:
        self.show(verbs.choose(self.now, event.key))
