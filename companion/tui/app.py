"""The app: one document with its screens. It owns what opens, loads, saves and ends, and draws nothing itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from textual import events, on, work
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import Worker, WorkerState, get_current_worker

from companion import reading as verbs
from companion.documents.hidden import concealed
from companion.model import CompanionError
from companion.reading import Query, Reading
from companion.store.errors import details
from companion.store.session import Session
from companion.store.state import State
from companion.text.clean import clean, normalise
from companion.tui import questions
from companion.tui.colors import OWN, own_colors
from companion.tui.commands.table import keymap
from companion.tui.desk import DeskChoice, choice
from companion.tui.drafts import draft_of, first_reading
from companion.tui.events import (
    Arrived,
    Chosen,
    KeysMayGo,
    OpenAddress,
    Outside,
    Sought,
    Switched,
    TwoVersions,
    TypedAhead,
    Typing,
    Unsaved,
)
from companion.tui.exit import Exit
from companion.tui.key_batch import NO_KEYS, EarlyKeys, Moves, Presses, batched, is_letter, take_run
from companion.tui.legibility import Legibility
from companion.tui.loader import Loader
from companion.tui.opener import CANCELLED, Opener
from companion.tui.reader import ReaderScreen
from companion.tui.saver import Saver
from companion.tui.strips import Cleaner
from companion.tui.sync import Sync
from companion.tui.themes import LAMP, PAPER
from companion.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.notifications import SeverityLevel

    from companion.store.library import Opening
    from companion.store.notebook import Ambiguous

UNNOTICED = 0.5
"""Seconds that opening may take without a word."""
LOOK = 1.0
"""Seconds between two looks whether notes changed on disk, and the most that typing waits to be kept as a draft."""


def _palette() -> type[Provider]:
    from companion.tui.palette import Palette  # only when asked for

    return Palette


class CompanionApp(App[None]):
    """One document and the layers that belong to it."""

    CSS_PATH = "companion.tcss"
    TITLE = "companion"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}

    def __init__(
        self,
        session: Session,
        *,
        with_: Sequence[str] = (),
        section: str = "",
        opening: Opening | None = None,
        tour: bool = False,
        light: bool = False,
        early: EarlyKeys = NO_KEYS,
    ) -> None:
        self._early = early
        super().__init__()
        self._own_theme = (PAPER if light else LAMP).name
        self.settings, self.state = session.settings, State(session.paths)
        self._tours = tour and self.state.is_new
        reading = first_reading(session.document, self.state.progress(session.opened), section)
        reader = ReaderScreen(reading, keymap(session.settings.keys), self._look())
        saver = Saver(self.state, session.opened)
        self.sync = Sync(self, reader, self.state, Loader(session, with_), saver)
        self.opener = Opener(self, self.sync, opening, section)
        self.ending = Exit(self, self.sync, self.opener)
        self._cleaner = Cleaner((), Legibility(ansi=False, depth=None))
        for theme in (LAMP, PAPER):
            self.register_theme(theme)
        self.told: deque[str] = deque(maxlen=99)
        """The last messages."""
        self.error_console = Console(file=details(), markup=False, highlight=False, emoji=False)

    def _look(self) -> DeskChoice:
        """Panes and width chosen on the screen, or else set; the welcome unless it was put away."""
        width = self.state.screen("width")
        look = choice(self.state.screen("panes"), int(width) if width.isdigit() else self.settings.width)
        return look._replace(welcome=self.state.screen("welcome") != "no")

    @property
    def reader(self) -> ReaderScreen:
        return self.sync.reader

    @property
    def unsure_notebook(self) -> Ambiguous | None:
        """The notebooks that might be meant, as long as that is not settled."""
        return self.sync.loader.ambiguous

    # what Textual asks for

    def get_default_screen(self) -> Screen[None]:
        if self.opener.opening is None or not self.opener.is_blank:
            return self.reader
        from companion.tui.dialogs.progress import OpeningScreen  # only where it takes long

        return OpeningScreen(self.opener.opening)

    def get_driver_class(self) -> type[Driver]:
        return batched(super().get_driver_class(), self._early)

    def get_line_filters(self) -> Sequence[LineFilter]:
        ansi = self.native_ansi_color
        others = () if ansi else tuple(super().get_line_filters())  # they would make the terminal's own colours black
        if (others, ansi) != (self._cleaner.others, self._cleaner.legibility.ansi):  # else each kept line is drawn anew
            self._cleaner = Cleaner(others, Legibility(ansi=ansi, depth=self.console.color_system))
        return [self._cleaner]

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        return {**variables, **own_colors(variables)}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict.fromkeys(OWN, "ansi_default")

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message in the reader's status line, or over it; never over the text."""
        self.told.append(message)
        self.reader.say(message, severity)

    def clear_notifications(self) -> None:
        if self.reader.is_arranged:
            self.reader.alert.clear()

    def copy_to_clipboard(self, text: str) -> None:
        """Whatever is copied may be pasted into a shell: nothing in it acts, and no newline at its end sends it off."""
        super().copy_to_clipboard(clean(normalise(text)).rstrip("\n"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own commands for the palette; that for leaving is in our table."""
        return (command for command in super().get_system_commands(screen) if command.callback != self.action_quit)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "choose_notebook" or self.unsure_notebook is not None

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.sync.keys.press(event.key)
            if self.reader.is_arranged:
                self.reader.alert.pressed(event.key)
            if self.reader.composer.keys.take(event):
                return
        await super().on_event(event)

    async def on_presses(self, event: Presses) -> None:
        """Give letters to their field as one text, and moves to their pane as one message; all else key by key."""
        keys = deque(event.keys)
        while keys:
            if self.reader.composer.keys.waits:
                await self.on_event(keys.popleft())
                continue
            place = self.focused if self.app_focus else None
            if letters := take_run(keys, partial(is_letter, place)):
                await self.on_event(events.Paste("".join(key.character or "" for key in letters)))
            elif isinstance(place, Pane) and (moves := take_run(keys, self.reader.may_move)):
                place.post_message(Moves(moves))
            else:
                await self.on_event(keys.popleft())
                continue
            self.sync.keys.press((letters or moves)[-1].key)

    async def on_moves(self, event: Moves) -> None:
        """Run what these keys mean by now. A key that turns out to do something else goes on alone."""
        keys = deque(event.keys)
        while keys:
            if self.screen is self.reader:
                await self.reader.move(keys)
            if keys:
                keys[0]._set_forwarded()
                await self.on_event(keys.popleft())

    @on(KeysMayGo)
    async def _let_keys_go(self) -> None:
        while (event := self.reader.composer.keys.next()) is not None:
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """What is typed faster than its field opens comes here, and belongs into that field, not to any binding."""
        keys = self.reader.composer.keys
        if (keys.holding and keys.take(event)) or (
            isinstance(self.screen, TypedAhead) and self.screen.take_typed(event)
        ):
            event.prevent_default()

    def on_mount(self) -> None:
        theme = self.settings.theme or self.state.screen("theme") or self._own_theme
        if theme in self.available_themes:
            self.theme = theme
        else:
            self.notify(f"theme: there is no {theme}", severity="warning", markup=False)
        self.theme_changed_signal.subscribe(self, lambda theme: self._chosen(Chosen("theme", theme.name)))
        for warning in (*self.reader.keys.warnings, *map(str, self.settings.faults)):
            self.notify(warning, severity="warning", markup=False, timeout=10)
        self.opener.show_notices()
        self.ending.handle_signals()
        self.set_interval(LOOK, self.sync.look)
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh())

    def on_ready(self) -> None:
        """The first frame is out: only now the rest is read."""
        if self._tours:
            self.reader.tour.begin()
            self._keep("tour", "seen")
        self.opener.begin()

    def on_opening_screen_given_up(self) -> None:
        self.ending.cancel(CANCELLED)

    @on(Chosen)
    def _chosen(self, event: Chosen) -> None:
        """Keep what the reader chose; the theme of the start is told, too, and is no choice."""
        if event.name == "theme":
            start, self._own_theme = self._own_theme, ""
            if event.value == start:
                return
        self._keep(event.name, event.value)

    @work(thread=True, group="choice", exit_on_error=False)
    def _keep(self, name: str, value: str) -> None:
        self.state.keep_screen(name, value)

    @on(Worker.StateChanged)
    def _show_error(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            message = f"{type(event.worker.error).__name__}: {event.worker.error}"
            lasting = event.worker.group == "load"  # what is missing on screen then goes on being missing
            self.notify(message, severity="error", markup=False, timeout=600 if lasting else 10)

    # what the reader's screen tells

    @on(Typing)
    def _typing(self, event: Typing) -> None:
        self.sync.take_draft(event)

    @on(Arrived)
    def _arrived(self) -> None:
        self.sync.read_ahead()

    @on(Switched)
    def _switched(self, event: Switched) -> None:
        self.reader.show(verbs.switch(self.reader.now, event.layer))

    @on(Sought)
    def _sought(self, event: Sought) -> None:
        self._search(self.reader.now, event.query, event.only_cards)

    @work(thread=True, exclusive=True, group="seek", exit_on_error=False)
    def _search(self, reading: Reading, query: Query, only_cards: bool) -> None:
        """Hand over hits piece by piece, until the query is given up or another one begun."""
        worker = get_current_worker()
        for piece in verbs.look(reading, query, only_cards=only_cards):
            if worker.is_cancelled or not self.call_from_thread(self.reader.found, piece):
                return

    @on(Outside)
    def _edit_outside(self, event: Outside) -> None:
        """Let the reader go on in their own editor."""
        from companion.tui.external import edit  # only where it is asked for

        try:
            with self.state.lend(self.sync.opened, draft_of(event.target, event.written)) as lent:
                event.taken(edit(self, lent))
        except CompanionError as error:
            self.notify(str(error), severity="error", markup=False)

    @on(OpenAddress)
    @work
    async def _open_address(self, event: OpenAddress) -> None:
        from companion.tui.addresses import ask_to_open  # only where it is asked for

        await ask_to_open(self, event.address)

    # commands

    def action_save_again(self) -> None:
        """Try once more to save what is NOT SAVED."""
        self.sync.save_again()

    @on(TwoVersions)
    def choose_version(self, event: TwoVersions | None = None) -> None:
        """Ask which of two versions is to stay, of the note that is meant or else of the first that has two."""
        reading = self.reader.now
        versions = verbs.versions_of(reading, event.key) if event else None
        if versions := versions or next(iter(reading.own.versions), None):
            self.run_worker(questions.which_version(self.sync, versions))

    @on(Unsaved)
    @work
    async def ask_unsaved(self) -> None:
        """Ask what is to be done with what is NOT SAVED."""
        await questions.what_is_unsaved(self.sync, leaving=False)

    def action_choose_notebook(self) -> None:
        """Ask again which notebook is meant."""
        if self.unsure_notebook is not None:
            self.run_worker(self.sync.settle_notebook(self.unsure_notebook, unasked=False))

    def action_tell_how_read(self) -> None:
        """Tell how the document was read, what held the process that did, and let the reader choose another way."""
        from companion.tui.how import how_read  # only when asked for

        self.run_worker(how_read(self.sync))

    def action_look_for_hidden(self) -> None:
        """Ask what cannot be seen in this document; it may take a while, and another asking ends it."""
        self.notify("Looking for what is hidden…", markup=False, timeout=2)
        self._look_for_hidden()

    @work(thread=True, exclusive=True, group="hidden", exit_on_error=False)
    def _look_for_hidden(self) -> None:
        from companion.store.library import raw_of

        worker, opened = get_current_worker(), self.sync.opened
        characters = concealed(opened.document, raw_of(opened), lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.call_from_thread(self.run_worker, partial(questions.which_hidden, self.sync, characters))

    async def action_quit(self) -> None:
        await self.ending.quit()
