"""The passage pane: one section, with annotated spans, search hits and the cursor's unit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise, takewhile
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from companion.model import Section, Span
from companion.reading import Hit, Query, Reading, Unit, cards, hit_here, hits, sign
from companion.tui.strips import BOLD, DIM, ITALIC, PLAIN, UNDERLINE, Part, strip
from companion.tui.widgets.pane import Pane
from companion.tui.wrap import Row, rows

WIDEST = 80
GUTTER = 2
SIGNS = 4
STYLES = {
    "strong": BOLD,
    "emphasis": ITALIC,
    "code": DIM,
    "strike": Style(strike=True),
    "link": UNDERLINE,
    "footnote": BOLD,
}
CONTEXT = 3
"""A cursor that left the screen comes back this part of its height (a third) from the edge."""
LAID = 32
"""Sections whose rows are kept, for who goes back and forth."""
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
        """The passage has a new size."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._rows: list[Row] = []
        self._made: tuple[Section | None, int] = (None, 0)
        self._indent = 0
        self._laid: dict[str, tuple[Section, list[Row]]] = {}
        self._signs: dict[int, str] = {}
        self._spans: list[Span] = []
        self._hits: list[Hit] = []
        self._hit_inputs: tuple[Section, Query | None] | None = None
        self._from: int | None = None
        self._drawn = False
        self._hold = False

    def count(self) -> int:
        self._lay_out()
        return len(self._rows)

    @property
    def at_end(self) -> bool:
        """True if the last row is on screen."""
        return self.room.height > 0 and self.top + self.room.height >= self.count()

    def _lay_out(self) -> None:
        room = self.room.width - GUTTER - SIGNS
        width = min(room, WIDEST)
        self._indent = max((room - width) // 2, 0)
        if self.reading is None or width <= 0 or self._made == (section := self.reading.section, width):
            return
        if self._made[1] != width or len(self._laid) == LAID:
            self._laid.clear()
        kept, lines = self._laid.get(section.id, (None, []))
        self._made, self._rows = (section, width), lines if kept is section else rows(section, width)
        self._laid[section.id] = (section, self._rows)

    def follow(self, reading: Reading) -> None:
        if self.reading is not None and self.reading.section is not reading.section:
            self.set_reactive(Passage.top, 0)
        super().follow(reading)
        self.show_cursor()

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is None:
            return
        marks = self._mark_hits(new)
        if old is None or old.section is not new.section:
            self.set_reactive(Passage.top, 0)
            self._mark(new)
            self.redraw_all()
        elif old.index is not new.index or old.kinds is not new.kinds:
            self._mark(new)
            self.redraw_all()
        elif marks:
            self.redraw_all()
        elif old.cursor is not new.cursor and not self._hold:  # a page that was turned is drawn anyway
            self.redraw(i for reading in (old, new) for i in self._cursor_rows(reading))
        self.show_cursor()

    def _mark(self, reading: Reading) -> None:
        here = cards(reading, reading.cursor.section)
        whole = (0, len(reading.section.text))
        spans = (s for c in here for s in c.placement.spans if s.section == reading.section.id)
        self._spans = [s for s in spans if (s.start, s.end) != whole]
        self._signs = {}
        for card in here:
            guess = "?" if card.placement.state == "unsure" else ""
            start = card.span.start if card.span else 0
            self._signs[start] = self._signs.get(start, "") + sign(reading, card) + guess

    def _mark_hits(self, reading: Reading) -> bool:
        """Find the search's hits in this section; True if they changed."""
        inputs = (reading.section, reading.search.query if reading.search else None)
        if inputs == self._hit_inputs:
            return False
        self._hit_inputs, before = inputs, self._hits
        self._hits = [hit for hit in hits(reading, reading.cursor.section) if not hit.key]
        return self._hits != before

    def _cursor_rows(self, reading: Reading) -> list[int]:
        """The rows that look different for the cursor: those of its block, of its span, and of the hit it stands on."""
        span, block = reading.span, reading.block
        if hit := hit_here(reading):
            span = Span(span.section, min(span.start, hit.start), max(span.end, hit.end))
        return [
            i
            for i, r in enumerate(self._rows)
            if r.block >= 0 and (r.block == block or (r.start < span.end and r.end > span.start))
        ]

    def show_cursor(self) -> None:
        """Bring the cursor's unit on screen, unless a page was just turned."""
        reading = self.reading
        if reading is None or not self.room.height:
            return
        self._lay_out()
        start, end = reading.span.start, reading.span.end
        if reading.cursor.mark is not None or reading.cursor.unit == "section":
            start = end = reading.cursor.at
        end = max(end, start + 1)
        first = bisect_left(self._rows, start, key=lambda row: row.end)
        last = bisect_left(self._rows, end, first, key=lambda row: row.start) - 1
        inside = [index for index in range(first, last + 1) if self._rows[index].block >= 0]
        if inside and not self._hold:
            self.reveal(inside[0], inside[-1], self.room.height // CONTEXT)
        self._hold = False
        self._tell_place()

    def _tell_place(self) -> None:
        if self._still is not None:
            return
        more = len(self._rows) - self.top - self.size.height
        assert self.reading is not None
        place = f"{self.reading.cursor.section + 1} of {len(self.reading.document)}"
        self.entitle(place, "more ↓" if more > 0 else "")

    def on_resize(self) -> None:
        self.show_cursor()
        self.post_message(self.Laid())

    def watch_top(self) -> None:
        super().watch_top()
        if self.room.height:
            self._tell_place()

    def turn(self, by: int) -> int:
        """Scroll by rows; the block that the cursor goes to, so that it stays on screen."""
        self.scroll_rows(by)
        self._hold = True
        visible = range(self.top, min(self.top + self.room.height, len(self._rows)))
        begun = (i for i in visible if i == 0 or self._rows[i - 1].block != self._rows[i].block)
        blocks = (self._rows[i].block for i in begun if self._rows[i].block >= 0)
        return next(blocks, max(self._rows[self.top].block, 0))

    def line(self, row: int, width: int) -> Strip:
        reading = self.reading
        assert reading is not None
        here, margin = self._rows[row], self._indent
        if here.block < 0:
            return Strip.blank(width, self.base)
        bar = here.block == reading.block or reading.cursor.unit == "section"
        parts: list[Part] = [(" " * margin, PLAIN)]
        parts.append(("▌ ", self.style_of("passage--cursor")) if bar else ("  ", PLAIN))
        parts.append((here.lead, DIM))
        parts += self._words(reading, here)
        signs = "".join(s for at, s in self._signs.items() if here.start <= at < max(here.end, here.start + 1))
        if signs:
            used = sum(cell_len(text) for text, _ in parts)
            gap = max(margin + GUTTER + self._made[1] - used, 0) + 1
            parts += [(" " * gap, PLAIN), (signs[: SIGNS - 1], self.style_of("passage--sign"))]
        return strip(parts, width, self.base)

    def _words(self, reading: Reading, row: Row) -> list[Part]:
        """The row's text, cut wherever a mark, an annotation, the unit or the selection begins or ends."""
        section, cursor = reading.section, reading.cursor
        base = self.style_of("passage--heading") if section.blocks[row.block].kind == "heading" else PLAIN
        layers = [(m.start, m.end, STYLES[m.style]) for m in section.marks if m.end > row.start and m.start < row.end]
        annotated = (s for s in self._spans if s.end > row.start and s.start < row.end)
        layers += [(s.start, s.end, UNDERLINE) for s in annotated]
        here = hit_here(reading)
        if cursor.mark is not None or (cursor.unit in ("sentence", "words") and here is None):
            span = reading.span
            layers.append((span.start, span.end, self.style_of("passage--unit")))
        first = bisect_right(self._hits, row.start, key=lambda hit: hit.end)
        for hit in takewhile(lambda hit: hit.start < row.end, self._hits[first:]):
            layers.append((hit.start, hit.end, self.style_of(f"passage--{'here' if hit == here else 'hit'}")))
        cuts = sorted({row.start, row.end, *(min(max(at, row.start), row.end) for a, b, _ in layers for at in (a, b))})
        parts = []
        for start, end in pairwise(cuts):
            style = base
            for a, b, over in layers:
                if a <= start and end <= b:
                    style += over
            words = section.text[start:end].replace("\n", " ")
            parts.append((words.rstrip() if end == row.end else words, style))
        return parts

    def offset_at(self, event: events.MouseEvent) -> int | None:
        """The offset into the section's text that is drawn under the mouse, or the nearest in its row."""
        row, offset = self.row_at(event), event.get_content_offset(self)
        if self.reading is None or row is None or offset is None or self._rows[row].block < 0:
            return None
        here, text = self._rows[row], self.reading.section.text
        x = offset.x - self._indent - GUTTER - cell_len(here.lead)
        at = here.start
        while at < here.end and (x := x - cell_len(text[at])) >= 0:
            at += 1
        return min(at, max(here.end - 1, here.start))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._from, self._drawn = self.offset_at(event), False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._from is None or not event.button:
            return
        at = self.offset_at(event)
        if at is not None and (at != self._from or self._drawn):
            self._drawn = True
            self.post_message(self.Dragged(min(at, self._from), max(at, self._from) + 1))

    def on_mouse_up(self) -> None:
        self._from = None

    def on_click(self, event: events.Click) -> None:
        at = self.offset_at(event)
        if at is not None and not self._drawn:
            self.post_message(self.Clicked(at, CLICKED.get(event.chain, "block")))
