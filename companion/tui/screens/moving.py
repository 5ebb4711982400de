"""The moving half of the reader's screen: keys and mouse become verbs that move."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import Screen

from companion import reading as verbs
from companion.model import Span
from companion.reading import Reading, Unit, replace
from companion.tui.events import Arrived
from companion.tui.keymap import ASKING, SELECTING, TRAY, UNSAVED, VERSIONS, bindings
from companion.tui.widgets.contents import Contents
from companion.tui.widgets.margin import Margin
from companion.tui.widgets.passage import Passage
from companion.tui.widgets.status import HintLine, KeyLine, PlaceLine, TitleLine

GATED = {
    "word": SELECTING,
    "swap_ends": SELECTING,
    "block_edge": SELECTING,
    "verdict": ASKING,
    "link": ASKING,
    "accept_place": TRAY,
    "put_here": TRAY,
    "versions": VERSIONS,
    "unsaved": UNSAVED,
}


class MovingScreen(Screen[None]):
    """Contents, passage and margin of one Reading, which stands here and nowhere else."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared by Screen
        (0, "-stacked"),
        (80, "-narrow"),
        (100, "-middling"),
        (120, "-wide"),
        (150, "-very-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = bindings()
    AUTO_FOCUS = ""

    reading: reactive[Reading | None] = reactive(None, repaint=False)

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.set_reactive(MovingScreen.reading, reading)
        self._visited: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        yield TitleLine(id="title").data_bind(MovingScreen.reading)
        yield Contents(id="contents").data_bind(MovingScreen.reading)
        yield Passage(id="passage").data_bind(MovingScreen.reading)
        yield Margin(id="margin").data_bind(MovingScreen.reading)
        yield HintLine(id="hints").data_bind(MovingScreen.reading)
        yield PlaceLine(id="place").data_bind(MovingScreen.reading)
        yield KeyLine(id="keys").data_bind(MovingScreen.reading)

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is not None and (old is None or old.cursor.section != new.cursor.section):
            self.post_message(Arrived(new.cursor.section))

    def on_mount(self) -> None:
        # Textual hides the empty rack only after the first frame, and would lay out and draw the whole screen again.
        for rack in self.query("#textual-toastrack"):
            rack.display = False
        (self.margin if self.now.tab == "questions" else self.passage).focus()

    @property
    def now(self) -> Reading:
        """The Reading on screen."""
        assert self.reading is not None
        return self.reading

    def show(self, reading: Reading) -> None:
        """Make this the Reading on screen. A section counts as read, in the same frame, once its end is shown."""
        self.reading = reading
        section = reading.section.id
        if section not in reading.read and self.passage.at_end:
            self.reading = replace(reading, read=reading.read | {section})

    @property
    def margin(self) -> Margin:
        return self.query_one("#margin", Margin)

    @property
    def passage(self) -> Passage:
        return self.query_one("#passage", Passage)

    @property
    def contents(self) -> Contents:
        return self.query_one("#contents", Contents)

    @property
    def states(self) -> set[str]:
        """What decides which of two meanings a key has."""
        found = {SELECTING} if self.now.cursor.mark is not None else set()
        return found | ({ASKING} if self.now.tab == "questions" and self.margin.has_focus else set())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in GATED or GATED[action] in self.states

    async def _parsed(self, section: int) -> None:
        """Wait until a section is parsed, off the screen's thread; keys pressed meanwhile wait for their turn."""
        document = self.now.document
        if 0 <= section < len(document) and not document.holds(section):
            await asyncio.to_thread(document.section, section)

    async def action_block(self, by: int) -> None:
        if self.contents.has_focus:
            self.contents.step(by)
        elif self.margin.has_focus:
            keys, current = self.margin.keys(), self.margin.current()
            if keys:
                index = keys.index(current) + by if current in keys else 0
                self.show(verbs.choose(self.now, keys[min(max(index, 0), len(keys) - 1)]))
        else:
            if not 0 <= self.now.block + by < len(self.now.section.blocks):
                await self._parsed(self.now.cursor.section + (1 if by > 0 else -1))
            self.show(verbs.step_block(self.now, by))

    async def action_page(self, by: float) -> None:
        """A page of the passage; at its end on into the next section, at its start back into the one before."""
        passage, section = self.passage, self.now.cursor.section
        step = 1 if by > 0 else -1
        if passage.at_end if by > 0 else passage.top == 0:
            if self.now.cursor.mark is None and 0 <= section + step < len(self.now.document):
                await self._parsed(section + step)
                self.show(verbs.go(self.now, section + step, 0 if by > 0 else -1))
            else:
                self.show(verbs.go(self.now, section, -1 if by > 0 else 0))
            return
        rows = max(int(passage.size.height * abs(by)) - (abs(by) == 1), 1)
        self.show(verbs.go(self.now, section, passage.turn(rows * step)))

    def action_edge(self, block: int) -> None:
        self.show(verbs.go(self.now, self.now.cursor.section, block))

    async def action_section(self, by: int) -> None:
        section = self.now.cursor.section + by
        if 0 <= section < len(self.now.document):
            await self._parsed(section)
            self.show(verbs.go(self.now, section))

    def action_unit(self, unit: Unit, by: int) -> None:
        self.show(verbs.step(self.now, unit, by))

    def action_word(self, by: int) -> None:
        self.show(verbs.step(self.now, "words", by))

    def action_reach(self, unit: Unit, by: int) -> None:
        self.show(verbs.reach(self.now, unit, by))

    def action_block_edge(self, last: bool) -> None:
        self.show(verbs.block_edge(self.now, last))

    def action_widen(self) -> None:
        self.show(verbs.widen(self.now))

    def action_narrow(self) -> None:
        self.show(verbs.narrow(self.now))

    def action_select(self) -> None:
        self.show(verbs.toggle_selection(self.now))

    def action_swap_ends(self) -> None:
        self.show(verbs.swap_ends(self.now))

    def action_annotation(self, by: int) -> None:
        self.show(verbs.show_tab(verbs.step_annotation(self.now, by), "annotations"))

    def action_leave(self) -> None:
        cursor = self.now.cursor
        if cursor.mark is None and cursor.unit == "block":
            self.passage.focus()
        else:
            self.show(replace(self.now, cursor=replace(cursor, mark=None, unit="block")))

    def action_questions(self) -> None:
        asked = self.now.tab == "questions"
        self.show(verbs.show_tab(self.now, "annotations" if asked else "questions"))
        (self.passage if asked else self.margin).focus()

    def action_open(self) -> None:
        """From card or question to its passage, from the passage to its card, from the contents to a section."""
        if self.contents.has_focus:
            self.post_message(Contents.SectionOpened(self.contents.at))
            self.passage.focus()
        elif self.margin.has_focus:
            self._to_passage(self.margin.current())
        elif self.margin.keys():
            self.show(verbs.choose(self.now, self.margin.current()))
            self.margin.focus()

    def _to_passage(self, key: str) -> None:
        spans = self._places(key)
        if not spans:
            self.notify("This has no place in the text.", markup=False)
            return
        turn = self._visited.get(key, -1) + 1
        self._visited[key] = turn
        self.show(replace(verbs.go_to(self.now, spans[turn % len(spans)]), chosen=key))
        if self.now.tab == "questions" and len(spans) > 1:
            self.notify(f"Evidence {turn % len(spans) + 1} of {len(spans)}; enter twice for the next.", markup=False)
        self.passage.focus()

    def _places(self, key: str) -> list[Span]:
        if self.now.tab == "questions":
            return [proof.span for proof in verbs.evidence(self.now, key) if proof.span]
        placement = self.now.placements.get(key)
        return list(placement.spans[:1]) if placement else []

    def action_layers(self) -> None:
        from companion.tui.dialogs.layers import Layers  # only when asked for

        self.app.push_screen(Layers(self.now))

    @on(Passage.Clicked)
    def _clicked(self, event: Passage.Clicked) -> None:
        cursor = replace(self.now.cursor, at=event.at, unit=event.unit, mark=None)
        self.show(replace(self.now, cursor=cursor, chosen=""))

    @on(Passage.Dragged)
    def _dragged(self, event: Passage.Dragged) -> None:
        self.show(verbs.extend(self.now, event.start, event.end))

    @on(Passage.Laid)
    def _laid(self) -> None:
        self.show(self.now)

    @on(Contents.SectionOpened)
    async def _opened(self, event: Contents.SectionOpened) -> None:
        await self._parsed(event.section)
        self.show(verbs.go(self.now, event.section))

    @on(Margin.Chosen)
    def _chosen(self, event: Margin.Chosen) -> None:
        self.show(verbs.choose(self.now, event.key))
