"""The contents pane: sections with how far each was read, its annotations, own notes and open evidence."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from companion.reading import Reading
from companion.text.clean import clean_line
from companion.tui.pace import bar
from companion.tui.strips import DIM, strip
from companion.tui.widgets.contents_rows import ContentsRows
from companion.tui.widgets.pane import Pane
from companion.tui.wrap import unchanged


class Contents(Pane):
    """One row a section; `at` is the section that keys move to while this pane has the focus.

    While `typing`, characters are words that titles must have.
    """

    marks_focus = True
    at: reactive[int] = reactive(0, repaint=False)

    class SectionOpened(Message):
        """The reader chose a section in the contents."""

        def __init__(self, section: int) -> None:
            super().__init__()
            self.section = section

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.sections = ContentsRows()
        self.typing = False
        self._place_inputs: tuple[object, ...] = ()
        self._places: Mapping[int, str] = {}

    def count(self) -> int:
        if self.reading is None:
            return 0
        self.sections.lay(self.reading.document)
        return len(self.sections.shown)

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is None:
            return
        self.say()
        if old is None or old.index is not new.index:
            self.refresh()
        elif old.read is not new.read or old.reached is not new.reached:
            changed = {*(old.read ^ new.read), new.section.id}
            self.redraw(self.sections.row(at) for name in changed if (at := new.document.index(name)) is not None)
        if old is None or old.cursor.section != new.cursor.section:
            self.sections.lay(new.document)
            if self.sections.open_to(new.cursor.section):
                self.redraw_all()
            sections = [new.cursor.section, *([old.cursor.section] if old else [])]
            self.redraw(map(self.sections.row, sections))
            self.at = new.cursor.section

    def say(self) -> None:
        """Put the title over the pane, with the words that sections are chosen by."""
        words, sign = self.sections.words, "▏" if self.typing else ""
        self.entitle(f"Contents /{words}{sign}" if words or self.typing else "Contents")

    def watch_at(self) -> None:
        if self.count():
            row = self.sections.row(self.at)
            self.reveal(row, row, self.size.height // 3)

    def on_resize(self) -> None:
        self.watch_at()

    def step(self, by: int) -> None:
        """To another row."""
        if count := self.count():
            before = self.sections.row(self.at)
            row = min(max(before + by, 0), count - 1)
            self.at = self.sections.shown[row]
            self.redraw([before, row])

    def fold(self, *, away: bool) -> None:
        """Fold what stands below the section away, or show it again."""
        if self.count():
            self.at = self.sections.fold(self.at) if away else self.sections.unfold(self.at)
            self._changed()

    @property
    def words(self) -> str:
        """The words that titles must have to be shown."""
        return self.sections.words

    def filter(self, words: str, *, typing: bool) -> None:
        """Show only sections with these words in their titles."""
        self.typing = typing
        self.sections.filter(words)
        if self.sections.shown and self.at not in self.sections.shown:
            self.at = next((index for index in self.sections.shown if index > self.at), self.sections.shown[-1])
        self._changed()

    def _changed(self) -> None:
        self.say()
        self.scroll_rows(0)
        self.watch_at()
        self.redraw_all()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return self.typing and character is not None and character.isprintable()

    def on_paste(self, event: events.Paste) -> None:
        if self.typing:
            event.stop()
            self.filter(self.sections.words + clean_line(event.text), typing=True)

    def on_key(self, event: events.Key) -> None:
        """What is typed while words are asked for is no command."""
        if not self.typing:
            return
        words, letter = self.sections.words, event.character if event.is_printable else None
        if event.key in ("enter", "escape"):
            self.filter(words if event.key == "enter" else "", typing=False)
        elif event.key == "backspace":
            self.filter(words[:-1], typing=bool(words))
        elif letter:
            self.filter(words + letter, typing=True)
        else:
            return
        event.stop()
        event.prevent_default()

    def line(self, row: int, width: int) -> Strip:
        reading, section = self.reading, self.sections.shown[row]
        assert reading is not None
        heading, here = reading.document.headings[section], section == reading.cursor.section
        sign = "✓" if heading.id in reading.read else bar(reading.reached, heading.id)
        others, own = reading.index.counts(heading.id)
        asked = reading.index.open_evidence.get(heading.id, 0)
        tally = (f" {others}" if others else "") + (f" +{own}" if own else "") + (f" ?{asked}" if asked else "")
        folded = f" ›{self.sections.below(section)}" if self.sections.is_folded(section) else ""
        room = max(width - 3 - len(tally) - len(folded), 1)
        title = "  " * max(heading.level - 2, 0) + heading.title
        title = set_cell_size(title, room) if cell_len(title) <= room else set_cell_size(title, room - 1) + "…"
        style = Style(bold=here, reverse=self.has_focus and section == self.at)
        lead = [("▸" if here else " ", style), (f"{sign} ", DIM)]
        return strip([*lead, (title, style), (folded, DIM), (tally, DIM)], width, self.base)

    def on_click(self, event: events.Click) -> None:
        if (row := self.row_at(event)) is not None:
            self.post_message(self.SectionOpened(self.sections.shown[row]))

    def places(self) -> Mapping[int, str]:
        """Sections with hits and annotations; the reader's own notes and hits come first."""
        reading = self.reading
        if reading is None:
            return {}
        inputs = (reading.index, reading.search and reading.search.counts, self.sections.shown)
        if not unchanged(inputs, self._place_inputs):
            self._place_inputs, self._places = inputs, self._marked(reading)
        return self._places

    def _marked(self, reading: Reading) -> Mapping[int, str]:
        named = ((reading.document.index(card.span.section), card) for card in reading.index.in_order if card.span)
        signs = [(at, "+" if card.layer.own else "·") for at, card in named if at is not None]
        if reading.search is not None:
            signs += [(at, "/") for at, count in enumerate(reading.search.counts) if count > 0]
        signs.sort(key=lambda sign: "·+/".index(sign[1]))
        return {self.sections.row(at): sign for at, sign in signs}
