"""What is marked in the passage: annotated spans with their signs, hits of a search, and the cursor's unit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile

from rich.style import Style

from companion.model import Section, Span
from companion.reading import Hit, Query, Reading, cards, hit_here, hits, sign
from companion.tui.row_parts import STYLES, Layers, row_parts
from companion.tui.strips import PLAIN, UNDERLINE, Part
from companion.tui.wrap import Row


class PassageMarks:
    """Marks of one section, found again when annotations or the search change; `style_of` gives a named style."""

    def __init__(self, style_of: Callable[[str], Style]) -> None:
        self._style_of = style_of
        self._signs: dict[int, str] = {}
        self._spans: list[Span] = []
        self._hits: list[Hit] = []
        self._hit_inputs: tuple[Section, Query | None] | None = None
        self._places: tuple[Sequence[Row], dict[int, str]] | None = None

    def annotate(self, reading: Reading) -> None:
        """Find the annotated spans and their signs."""
        self._places = None
        here = cards(reading, reading.cursor.section)
        whole = (0, len(reading.section.text))
        spans = (s for c in here for s in c.placement.spans if s.section == reading.section.id)
        self._spans = [s for s in spans if (s.start, s.end) != whole]
        self._signs = {}
        for card in here:
            guess = "?" if card.placement.state == "unsure" else ""
            start = card.span.start if card.span else 0
            self._signs[start] = self._signs.get(start, "") + sign(reading, card) + guess

    def seek(self, reading: Reading) -> bool:
        """Find the search's hits in this section; True if they changed."""
        inputs = (reading.section, reading.search.query if reading.search else None)
        if inputs == self._hit_inputs:
            return False
        self._hit_inputs, before, self._places = inputs, self._hits, None
        self._hits = [hit for hit in hits(reading, reading.cursor.section) if not hit.key]
        return self._hits != before

    def signs(self, row: Row) -> str:
        """The signs beside a row: of annotations that begin in it."""
        return "".join(s for at, s in self._signs.items() if row.start <= at < max(row.end, row.start + 1))

    def places(self, rows: Sequence[Row]) -> Mapping[int, str]:
        """Rows of annotations by their signs, and of hits; the reader's own notes and hits come first."""
        if self._places is None or self._places[0] is not rows:
            marks = [(at, sign[-1]) for at, sign in self._signs.items()] + [(hit.start, "/") for hit in self._hits]
            begins = [max(row.start, 0) for row in rows]
            found: dict[int, str] = {}
            for at, sign_ in sorted(marks, key=lambda mark: mark[1] in "+/"):
                found[max(bisect_right(begins, at) - 1, 0)] = sign_
            self._places = (rows, found)
        return self._places[1]

    def parts(self, reading: Reading, row: Row) -> list[Part]:
        """A row as it is drawn from the left."""
        heading = reading.section.blocks[row.block].kind == "heading"
        base = self._style_of("passage--heading") if heading else PLAIN
        return row_parts(reading.section.text, row, self._layers(reading, row), base)

    def _layers(self, reading: Reading, row: Row) -> Layers:
        """What lies over the words of a row."""
        section, cursor = reading.section, reading.cursor
        layers = [(m.start, m.end, STYLES[m.style]) for m in section.marks if m.end > row.start and m.start < row.end]
        annotated = (s for s in self._spans if s.end > row.start and s.start < row.end)
        layers += [(s.start, s.end, UNDERLINE) for s in annotated]
        here = hit_here(reading)
        if cursor.mark is not None or (cursor.unit in ("sentence", "words") and here is None):
            span = reading.span
            layers.append((span.start, span.end, self._style_of("passage--unit")))
        first = bisect_right(self._hits, row.start, key=lambda hit: hit.end)
        for hit in takewhile(lambda hit: hit.start < row.end, self._hits[first:]):
            layers.append((hit.start, hit.end, self._style_of(f"passage--{'here' if hit == here else 'hit'}")))
        return layers
