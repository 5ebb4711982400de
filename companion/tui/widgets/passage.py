"""The passage pane: one section, with annotated spans, search hits and the cursor's unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from companion.reading import Reading, Unit
from companion.tui.strips import DIM, PLAIN, Part, strip
from companion.tui.table_rows import is_cut
from companion.tui.widgets.pane import Pane
from companion.tui.widgets.passage_layout import PassageLayout
from companion.tui.widgets.passage_marks import PassageMarks
from companion.tui.widgets.place_bar import BAR

GUTTER = 2
SIGNS = 3
CONTEXT = 3
"""A cursor that left the screen comes back this part of its height (a third) from the edge."""
CLICKED: dict[int, Unit] = {1: "block", 2: "words", 3: "sentence"}


class Passage(Pane):
    """Draws the section under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"passage--{name}" for name in ("cursor", "heading", "unit", "sign", "hit", "here")
    }

    class Clicked(Message):
        """The mouse chose the unit at an offset of the section."""

        def __init__(self, at: int, unit: Unit) -> None:
            super().__init__()
            self.at, self.unit = at, unit

    class Dragged(Message):
        """The mouse was drawn from one offset of the section to another; `start` comes first."""

        def __init__(self, start: int, end: int) -> None:
            super().__init__()
            self.start, self.end = start, end

    class Laid(Message):
        """The passage has a new size, or was scrolled."""

    measure_width: reactive[int] = reactive(80, repaint=False)
    """The most columns of text in a row."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.sheet = PassageLayout()
        self.marks = PassageMarks(self.style_of)
        self._from: int | None = None
        self._drawn = False
        self._hold = False

    def count(self) -> int:
        self._lay_out()
        return len(self.sheet.rows)

    def watch_measure_width(self) -> None:
        if self.size.width:
            self.redraw_all()
            self.show_cursor()

    def places(self) -> Mapping[int, str]:
        return self.marks.places(self.sheet.rows)

    def shown_to_end(self) -> int | None:
        """The offset where the text on screen begins, if the section's last row is there."""
        return self.sheet.rows[self.top].start if self.view().at_end and self.top < len(self.sheet.rows) else None

    def _lay_out(self) -> None:
        if self.reading is not None:
            self.sheet.lay(self.reading.section, self.still.room.width - GUTTER - SIGNS - BAR, self.measure_width)

    def fold_row(self, block: int) -> bool:
        """Show the cells of a table's row whole, or cut again; False if none of it is cut."""
        cut = any(is_cut(row) for row in self.sheet.rows if row.block == block)
        if not cut and not self.sheet.is_whole(block):
            return False
        self.sheet.fold(block)
        self._lay_out()
        self.redraw_all()
        self.show_cursor()
        return True

    def follow(self, reading: Reading) -> None:
        if self.reading is not None and self.reading.section is not reading.section:
            self.set_reactive(Passage.top, 0)
        super().follow(reading)
        self.show_cursor()

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is None:
            return
        hits = self.marks.seek(new)
        other = old is None or old.section is not new.section
        if other:
            self.set_reactive(Passage.top, 0)
        if old is None or other or old.index is not new.index or old.kinds is not new.kinds:
            self.marks.annotate(new)
            self.redraw_all()
        elif hits:
            self.redraw_all()
        elif old.cursor is not new.cursor and not self._hold:  # a page that was turned is drawn anyway
            self.redraw(row for reading in (old, new) for row in self.sheet.of_cursor(reading))
        self.show_cursor()

    def show_cursor(self) -> None:
        """Bring the cursor's unit on screen, unless a page was just turned."""
        reading = self.reading
        if reading is None or not self.still.room.height:
            return
        self._lay_out()
        start, end = reading.span.start, reading.span.end
        if reading.cursor.mark is not None or reading.cursor.unit == "section":
            start = end = reading.cursor.at
        rows = self.sheet.ends(start, max(end, start + 1))
        if rows and not self._hold:
            self.reveal(*rows, self.still.room.height // CONTEXT)
        self._hold = False

    def on_resize(self) -> None:
        self.show_cursor()
        self.post_message(self.Laid())

    def watch_top(self) -> None:
        super().watch_top()
        if not self.still.lasts:
            self.post_message(self.Laid())

    def turn(self, by: int) -> int:
        """Scroll by rows; the block that the cursor goes to, so that it stays on screen."""
        self.scroll_rows(by)
        self._hold = True
        return self.sheet.begun(self.top, self.still.room.height)

    def line(self, row: int, width: int) -> Strip:
        reading, sheet = self.reading, self.sheet
        assert reading is not None
        here = sheet.rows[row]
        if here.block < 0:
            return strip([(" " * (sheet.indent + GUTTER) + here.lead, DIM)], width, self.base)
        bar = here.block == reading.block or reading.cursor.unit == "section"
        parts: list[Part] = [(" " * sheet.indent, PLAIN)]
        parts.append(("▌ ", self.style_of("passage--cursor")) if bar else ("  ", PLAIN))
        words = self.marks.parts(reading, here)
        lead: Part = (here.lead, DIM)
        parts += [(" " * sheet.blank(here), PLAIN), *words, (here.lead[::-1], DIM)] if here.right else [lead, *words]
        if signs := self.marks.signs(here):
            used = sum(cell_len(text) for text, _ in parts)
            gap = max(sheet.indent + GUTTER + sheet.width - used, 0) + 1
            parts += [(" " * gap, PLAIN), (signs[: SIGNS - 1], self.style_of("passage--sign"))]
        return strip(parts, width, self.base, ordered=True)

    def offset_at(self, event: events.MouseEvent) -> int | None:
        """The offset into the section's text that is drawn under the mouse, or the nearest in its row."""
        row, offset = self.row_at(event), event.get_content_offset(self)
        if self.reading is None or row is None or offset is None:
            return None
        return self.sheet.offset(self.sheet.rows[row], offset.x - GUTTER)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._from, self._drawn = self.offset_at(event), False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._from is None or not event.button:
            return
        at = self.offset_at(event)
        if at is not None and (at != self._from or self._drawn):
            self._drawn = True
            self.post_message(self.Dragged(min(at, self._from), max(at, self._from) + 1))

    def on_click(self, event: events.Click) -> None:
        at = self.offset_at(event)
        if at is not None and not self._drawn:
            self.post_message(self.Clicked(at, CLICKED.get(event.chain, "block")))
