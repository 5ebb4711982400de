"""The reader: holds the one Reading, turns keys and messages into verbs."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.screen import Screen

from companion import reading as verbs
from companion.model import Annotation, Answer, Quote, Record, Span, new_id
from companion.reading import Reading, replace
from companion.tui.events import VERDICT_KEYS, Edited, Typing, Written, Wrote, now
from companion.tui.keymap import NOTES, PROGRAM, QUESTIONS, READING, bindings
from companion.tui.screens.note_editor import NoteEditor
from companion.tui.widgets.contents import Contents
from companion.tui.widgets.margin import Margin
from companion.tui.widgets.passage import Passage
from companion.tui.widgets.status import StatusLine, TitleLine


class ReaderScreen(Screen[None]):
    """Contents, passage and margin of one Reading."""

    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (80, "-narrow"), (100, "-wide")]  # noqa: RUF012 - declared by Screen
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(READING, NOTES, QUESTIONS, PROGRAM),
        *(Binding(str(n + 1), f"verdict({n + 1})", VERDICT_KEYS[n], show=False) for n in range(7)),
    ]

    reading: reactive[Reading | None] = reactive(None)

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.set_reactive(ReaderScreen.reading, reading)

    def compose(self) -> ComposeResult:
        yield TitleLine(id="title").data_bind(ReaderScreen.reading)
        with Horizontal(id="panes"):
            yield Contents(id="contents").data_bind(ReaderScreen.reading)
            yield Passage(id="passage").data_bind(ReaderScreen.reading)
            yield Margin(id="margin").data_bind(ReaderScreen.reading)
        yield StatusLine(id="status").data_bind(ReaderScreen.reading)

    def on_mount(self) -> None:
        self.query_one("#passage").focus()

    @property
    def now_reading(self) -> Reading:
        assert self.reading is not None
        return self.reading

    @property
    def margin(self) -> Margin:
        return self.query_one("#margin", Margin)

    def action_block(self, by: int) -> None:
        if self.margin.has_focus:
            self._step_card(by)
        else:
            self.reading = verbs.step_block(self.now_reading, by)

    def _step_card(self, by: int) -> None:
        keys, current = self.margin.keys(), self.margin.current()
        if keys:
            index = min(max(keys.index(current) + by, 0), len(keys) - 1) if current in keys else 0
            self.reading = verbs.choose(self.now_reading, keys[index])

    def action_page(self, by: float) -> None:
        if self.margin.has_focus and self.now_reading.tab == "questions" and by == 1.0:
            self.action_verdict(0)
            return
        passage = self.query_one("#passage", Passage)
        rows = max(int(passage.size.height * abs(by)) - 1, 1) * (1 if by > 0 else -1)
        bottom = passage.top + passage.size.height >= passage.count()
        if (rows > 0 and bottom) or (rows < 0 and passage.top == 0):
            at_end = self.now_reading.block in (0, len(self.now_reading.section.blocks) - 1)
            step = 1 if rows > 0 else -1
            if at_end or passage.count() <= passage.size.height:
                section = self.now_reading.cursor.section + step
                if 0 <= section < len(self.now_reading.document):
                    self.reading = verbs.go(self.now_reading, section, 0 if rows > 0 else -1)
            else:
                self.reading = verbs.go(self.now_reading, self.now_reading.cursor.section, -1 if rows > 0 else 0)
            return
        self.reading = verbs.go(self.now_reading, self.now_reading.cursor.section, passage.block_after(rows))

    def action_edge(self, block: int) -> None:
        self.reading = verbs.go(self.now_reading, self.now_reading.cursor.section, block)

    def action_section(self, by: int) -> None:
        section = self.now_reading.cursor.section + by
        if 0 <= section < len(self.now_reading.document):
            self.reading = verbs.go(self.now_reading, section)

    def action_unit(self, unit: verbs.Unit, by: int) -> None:
        self.reading = verbs.step(self.now_reading, unit, by)

    def action_widen(self) -> None:
        self.reading = verbs.widen(self.now_reading)

    def action_narrow(self) -> None:
        self.reading = verbs.narrow(self.now_reading)

    def action_select(self) -> None:
        self.reading = verbs.toggle_selection(self.now_reading)

    def action_swap_ends(self) -> None:
        self.reading = verbs.swap_ends(self.now_reading)

    def action_annotation(self, by: int) -> None:
        self.reading = verbs.step_annotation(self.now_reading, by)

    def action_leave(self) -> None:
        cursor = self.now_reading.cursor
        if cursor.mark is None and cursor.unit == "block":
            self.query_one("#passage").focus()
        self.reading = replace(self.now_reading, cursor=replace(cursor, mark=None, unit="block"))

    def action_open(self) -> None:
        """From card or question to its passage; from the passage to its card."""
        if not self.margin.has_focus:
            self.reading = verbs.choose(self.now_reading, self.margin.current())
            self.margin.focus()
            return
        key = self.margin.current()
        span = self._span_of(key)
        if span is None:
            self.notify("This has no place in the text.", markup=False)
            return
        self.reading = replace(verbs.go_to(self.now_reading, span), chosen=key)
        self.query_one("#passage").focus()

    def _span_of(self, key: str) -> Span | None:
        if self.now_reading.tab == "questions":
            return next((span for _, span in verbs.evidence(self.now_reading, key) if span), None)
        placement = self.now_reading.placements.get(key)
        return placement.span if placement else None

    @on(Passage.Pressed)
    def _pressed(self, event: Passage.Pressed) -> None:
        if event.start == event.end:
            self.reading = verbs.go_to(self.now_reading, Span(self.now_reading.section.id, event.start, event.end))
        else:
            self.reading = verbs.extend(self.now_reading, event.start, event.end)

    @on(Passage.LastSeen)
    def _last_seen(self, event: Passage.LastSeen) -> None:
        if event.section not in self.now_reading.read:
            self.reading = replace(self.now_reading, read=self.now_reading.read | {event.section})

    @on(Contents.Opened)
    def _opened(self, event: Contents.Opened) -> None:
        self.reading = verbs.go(self.now_reading, event.section)

    @on(Margin.Chosen)
    def _chosen(self, event: Margin.Chosen) -> None:
        self.reading = verbs.choose(self.now_reading, event.key)

    def _write(self, reading: Reading) -> None:
        """Show a Reading whose last change is the reader's own, and ask for it to be saved."""
        old = self.now_reading
        self.reading = reading
        if reading.done and reading.done != old.done and (record := reading.done[-1].after):
            self.post_message(Wrote(record))

    def action_annotate(self) -> None:
        self._annotate(absent=False)

    def action_annotate_absent(self) -> None:
        self._annotate(absent=True)

    @work
    async def _annotate(self, absent: bool) -> None:
        quote, section, span = verbs.target(self.now_reading, absent=absent)
        heading = "A note on this passage" if quote else f"A note on the section {section}"
        wanted = (heading, quote.exact if quote else "", "", "", ())
        self._target = (quote, section, "")
        written = await self._ask(wanted)
        if not written.save:
            return
        note = Annotation(
            new_id(),
            quote,
            section,
            note=written.text,
            kind=written.kind,
            tags=written.tags,
            created=now(),
            modified=now(),
        )
        self._write(
            replace(verbs.put(self.now_reading, note, span), cursor=replace(self.now_reading.cursor, mark=None))
        )
        self.post_message(Typing(None, quote, section, ""))

    async def _ask(self, wanted: tuple[str, str, str, str, tuple[str, ...]]) -> Written:

        return await self.app.push_screen_wait(NoteEditor(*wanted))

    _target: tuple[Quote | None, str, str] = (None, "", "")

    @on(Edited)
    def _typed(self, event: Edited) -> None:
        self.post_message(Typing(event.written, *self._target))

    def _own_note(self) -> Annotation | None:
        layer, _, name = self.margin.current().partition("/")
        if layer != self.now_reading.own.id:
            return None
        return next((a for a in self.now_reading.own.annotations if a.id == name), None)

    @work
    async def action_edit(self) -> None:
        if self.now_reading.tab == "questions":
            await self._reason()
            return
        note = self._own_note()
        if note is None:
            self.notify("Only your own notes can be edited: choose one with enter or tab.", markup=False)
            return
        self._target = (note.quote, note.section, note.id)
        quoted = note.quote.exact if note.quote else ""
        written = await self._ask(("Your note", quoted, note.note, note.kind, note.tags))
        if written.save:
            self._write(
                verbs.edit(
                    self.now_reading, note.id, note=written.text, kind=written.kind, tags=written.tags, now=now()
                )
            )

    async def _reason(self) -> None:
        key = self.margin.current()
        mine = verbs.answer_to(self.now_reading, key)
        written = await self._ask((f"Why: {key}", "", mine.note if mine else "", "", ()))
        if written.save:
            self._write(verbs.answer(self.now_reading, key, now(), note=written.text))

    def action_delete(self) -> None:
        note = self._own_note()
        if note is None:
            self.notify("Only your own notes can be deleted: choose one with enter or tab.", markup=False)
            return
        self._write(verbs.delete(self.now_reading, note.id, now()))
        self.notify("Deleted; u brings it back. Its text stays on disk until `companion purge`.", markup=False)

    def action_undo(self) -> None:
        self.reading, record = verbs.undo(self.now_reading, now())
        self._saved_again(record, "There is nothing to undo.")

    def action_redo(self) -> None:
        self.reading, record = verbs.redo(self.now_reading)
        self._saved_again(record, "There is nothing to redo.")

    def _saved_again(self, record: Record | None, nothing: str) -> None:
        if record is None:
            self.notify(nothing, markup=False)
        else:
            self.post_message(Wrote(record))

    def action_questions(self) -> None:
        asked = self.now_reading.tab == "questions"
        self.reading = verbs.show_tab(self.now_reading, "annotations" if asked else "questions")
        self.query_one("#passage" if asked else "#margin").focus()

    def action_verdict(self, which: int) -> None:
        """Set verdict `which` (1 to 7), or the one after the present one (0)."""
        key = self.margin.current()
        if self.now_reading.tab != "questions" or not key:
            return
        mine: Answer | None = verbs.answer_to(self.now_reading, key)
        at = VERDICT_KEYS.index(mine.verdict) if mine and mine.verdict in VERDICT_KEYS else -1
        verdict = VERDICT_KEYS[which - 1] if which else VERDICT_KEYS[(at + 1) % len(VERDICT_KEYS)]
        self._write(verbs.choose(verbs.answer(self.now_reading, key, now(), verdict=verdict), key))

    def action_link(self) -> None:
        key = self.margin.current()
        if self.now_reading.tab != "questions" or not key:
            return
        quote, _, _ = verbs.target(self.now_reading)
        if quote:
            self._write(verbs.choose(verbs.link_evidence(self.now_reading, key, quote, now()), key))

    def action_copy(self) -> None:
        reading = self.now_reading
        words = reading.document.text(reading.span).strip()
        self.app.copy_to_clipboard(f"{words} [{reading.document.name} §{reading.section.id} ¶{reading.block}]")
        self.notify("Sent to the terminal's clipboard.", markup=False)

    def action_help(self) -> None:
        from companion.tui.screens.help import Help

        self.app.push_screen(Help())
