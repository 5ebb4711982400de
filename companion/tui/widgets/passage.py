"""The passage: one section, drawn line by line, with marked spans and the cursor's unit."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from companion.model import Span
from companion.reading import Reading, cards
from companion.tui.drawing import Part, strip
from companion.tui.widgets.pane import Pane
from companion.tui.wrapping import Row, rows

WIDEST = 80
GUTTER = 2
SIGNS = 4
STYLES = {
    "strong": Style(bold=True),
    "emphasis": Style(italic=True),
    "code": Style(dim=True),
    "strike": Style(strike=True),
    "link": Style(underline=True),
    "footnote": Style(bold=True),
}


class Passage(Pane):
    """Draws the section under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"passage--cursor", "passage--heading", "passage--unit", "passage--sign"}

    class Pressed(Message):
        """The mouse chose offsets `start` to `end` of the section; equal for a plain click."""

        def __init__(self, start: int, end: int) -> None:
            super().__init__()
            self.start, self.end = start, end

    class LastSeen(Message):
        """The last block of the section is on screen."""

        def __init__(self, section: str) -> None:
            super().__init__()
            self.section = section

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._rows: list[Row] = []
        self._made: tuple[object, int] = (None, 0)
        self._signs: dict[int, str] = {}
        self._spans: list[Span] = []
        self._from: int | None = None

    def count(self) -> int:
        self._lay_out()
        return len(self._rows)

    def _lay_out(self) -> None:
        reading = self.reading
        if reading is None:
            return
        made = (reading.section, min(self.size.width - GUTTER - SIGNS, WIDEST))
        if made != self._made and made[1] > 0:
            self._made = made
            self._rows = rows(*made)

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is None:
            return
        if old is None or old.cursor.section != new.cursor.section:
            self.top = 0
        self._mark(new)
        self.show_cursor()

    def _mark(self, reading: Reading) -> None:
        found = cards(reading, reading.cursor.section)
        self._spans = [s for c in found for s in c.placement.spans if s.section == reading.section.id]
        self._signs = {}
        for card in found:
            kind = reading.kinds.get(card.annotation.kind)
            sign = "+" if card.layer.own else kind.sign if kind else "?"
            start = card.placement.spans[0].start
            self._signs[start] = self._signs.get(start, "") + sign

    def show_cursor(self) -> None:
        """Bring the cursor's unit on screen."""
        reading = self.reading
        if reading is None or not self.size.height:
            return
        self._lay_out()
        span = reading.span
        inside = [
            i for i, r in enumerate(self._rows) if r.block >= 0 and r.start < max(span.end, 1) and r.end >= span.start
        ]
        if inside:
            self.reveal(inside[0], inside[-1])
        if self._rows and self.top + self.size.height >= len(self._rows):
            self.post_message(self.LastSeen(reading.section.id))

    def on_resize(self) -> None:
        self.show_cursor()

    def line(self, row: int, width: int) -> Strip:
        reading = self.reading
        assert reading is not None
        here, base = self._rows[row], self.rich_style
        margin = max((width - GUTTER - SIGNS - self._made[1]) // 2, 0)
        cursor = here.block >= 0 and here.block == reading.block
        parts: list[Part] = [(" " * margin, Style())]
        parts.append(("▌ ", self.style_of("passage--cursor")) if cursor else ("  ", Style()))
        if here.block >= 0:
            parts.append((here.lead, Style(dim=True)))
            parts += self._words(reading, here)
            signs = "".join(s for at, s in self._signs.items() if here.start <= at < max(here.end, here.start + 1))
            parts.append((f" {signs}"[:SIGNS], self.style_of("passage--sign")))
        return strip(parts, width, base)

    def style_of(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def _words(self, reading: Reading, row: Row) -> list[Part]:
        """The row's text, cut wherever a mark, an annotation, the unit or the selection begins or ends."""
        section, cursor = reading.section, reading.cursor
        base = self.style_of("passage--heading") if section.blocks[row.block].kind == "heading" else Style()
        layers = [(m.start, m.end, STYLES[m.style]) for m in section.marks if m.end > row.start and m.start < row.end]
        whole = (0, len(section.text))
        layers += [
            (s.start, s.end, Style(underline=True))
            for s in self._spans
            if s.end > row.start and s.start < row.end and (s.start, s.end) != whole
        ]
        if cursor.mark is not None or cursor.unit in ("sentence", "words"):
            span = reading.span
            layers.append((span.start, span.end, self.style_of("passage--unit")))
        cuts = sorted({row.start, row.end, *(min(max(at, row.start), row.end) for a, b, _ in layers for at in (a, b))})
        parts = []
        for start, end in pairwise(cuts):
            style = Style.combine([base, *(s for a, b, s in layers if a <= start and end <= b)])
            parts.append((section.text[start:end], style))
        return parts

    def offset_at(self, x: int, y: int) -> int | None:
        """The offset into the section's text that is drawn at a cell, or the nearest in its row."""
        from rich.cells import cell_len

        row = y + self.top
        if self.reading is None or not 0 <= row < len(self._rows) or self._rows[row].block < 0:
            return None
        here, text = self._rows[row], self.reading.section.text
        x -= max((self.size.width - GUTTER - SIGNS - self._made[1]) // 2, 0) + GUTTER + cell_len(here.lead)
        at = here.start
        while at < here.end and (x := x - cell_len(text[at])) >= 0:
            at += 1
        return min(at, max(here.end - 1, here.start))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._from = self.offset_at(event.x, event.y)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        at, began = self.offset_at(event.x, event.y), self._from
        self._from = None
        if at is None or began is None:
            return
        self.post_message(self.Pressed(min(at, began), max(at, began) + (at != began)))

    def block_after(self, by: int) -> int:
        """Scroll by `by` rows and say which block the cursor goes to so that it stays on screen."""
        self.scroll_rows(by)
        if self.top + self.size.height >= len(self._rows) and self.reading is not None:
            self.post_message(self.LastSeen(self.reading.section.id))
        seen = self._rows[self.top : self.top + self.size.height]
        begun = [r.block for r in seen if r.block >= 0]
        return (begun[-1] if by > 0 else begun[0]) if begun else 0
