"""The way from a passage to its footnotes, and back to where the reader came from."""

from __future__ import annotations

from companion import reading as verbs
from companion.model import Span
from companion.reading import Cursor, Reading, replace


class FootnoteTrail:
    """Where the reader came from to each footnote, and which of several footnotes of a block comes next."""

    def __init__(self) -> None:
        self._origins: dict[Span, Cursor] = {}
        self._turns: dict[tuple[int, int], int] = {}

    def follow(self, reading: Reading) -> Reading | None:
        """The Reading at the footnote of the cursor's block, or back from it; None where there is none."""
        cursor = reading.cursor
        here = reading.section.blocks[reading.block] if reading.section.blocks else None
        origin = self._origins.pop(Span(reading.section.id, here.start, here.end), None) if here else None
        if origin is not None:
            return replace(reading, cursor=origin, chosen="")
        place = (cursor.section, reading.block)
        turn = self._turns.get(place, 0)
        span = verbs.follow(reading, turn)
        if span is None:
            return None
        if verbs.marks_here(reading):
            self._turns[place] = turn + 1
            self._origins[span] = cursor
        return verbs.go_to(reading, span)
