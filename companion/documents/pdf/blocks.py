"""Blocks of a PDF: paragraphs, list items, table rows and program text, told from the lines of a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from companion.documents.pdf.alignment import LEADERS, is_row, table_end, table_rows
from companion.documents.pdf.chars import TextRun
from companion.documents.pdf.lines import TextLine, first_word
from companion.documents.pdf.survey import leading_of
from companion.model.document import BlockKind

_BULLETS = "•◦▪▫‣●○■□–—*·∙✓→◆◇➢➤-"
_MARKER = re.compile(
    rf"([{re.escape(_BULLETS)}]|\(?\d{{1,3}}[.)]|\(?[a-zA-Z]\)|\(?[ivx]{{1,5}}\)|\[\d{{1,3}}\])(?=\s|\Z)"
)
_ENDS = re.compile("[.:;!?…][\"'”’»)\\]]*\\Z")
CAPTION = re.compile(r"(?:figure|fig\.|abbildung|chart|image|photo|illustration|figura|рис\.)\s*[\dA-Z]", re.IGNORECASE)
_CAPTION_ALONE = re.compile(rf"{CAPTION.pattern}[\w.]{{0,6}}\s*(?:[:.|–—-]|\Z)", re.IGNORECASE)
"""A caption that no sentence begins with, as `Figure 3 shows` does."""
_INDENT = 0.7
_MOST_LINES = 400
"""Lines after which a paragraph goes over no page's end any more: no honest one does."""


@dataclass(slots=True)
class BlockDraft:
    """A block that may go on in the next column; lengths in points.

    `left` is where its lines begin, `right` the edge they run to; `cells` are those of a table row.
    """

    kind: BlockKind
    lines: list[TextLine]
    left: float
    right: float
    leading: float
    marker: str = ""
    depth: int = 0
    cells: list[list[TextLine]] = field(default_factory=list)
    broken: bool = False
    page: str = ""
    pages: list[int] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def aside(self) -> bool:
        """True if it stands in a box."""
        return self.lines[0].aside

    @property
    def ended(self) -> bool:
        """True if its last sentence has an end, so that nothing continues it."""
        return self.kind not in ("paragraph", "item") or bool(_ENDS.search(self.lines[-1].text.rstrip()))

    def goes_on(self, following: BlockDraft) -> bool:
        """True if what stands at the top of the next column or page continues this."""
        if self.aside != following.aside:
            return False
        if self.kind not in ("paragraph", "item", "figure") or following.kind != "paragraph" or following.marker:
            return False
        unlike = abs(self.size - following.size) > 0.06 * self.size
        if unlike or self.broken or following.broken or len(self.lines) > _MOST_LINES:
            return False
        end, first = self.lines[-1].text.rstrip(), following.lines[0].text
        if _ENDS.search(end):
            return False
        full = self.lines[-1].x1 > self.right - 3 * self.size
        return first[:1].islower() or end.endswith(("-", "\xad", ",")) or full


class Shaper:
    """A maker of drafts from lines; `_lists` are the open ones, as (where their signs stand, where their text does)."""

    def __init__(self) -> None:
        self._lists: list[tuple[float, float]] = []

    def drafts(self, lines: Sequence[TextLine]) -> Iterator[BlockDraft]:
        """`lines` are those of one column, from the top."""
        if not lines:
            return
        leading = leading_of([line for line in lines if not line.row])
        right = max(line.x1 for line in lines)
        index = 0
        while index < len(lines):
            if lines[index].row:
                line = lines[index]
                yield BlockDraft("row", [line], line.x0, line.x1, leading, cells=line.row)
                index += 1
                continue
            end = _program(lines, index, leading)
            if end > index:
                part = list(lines[index:end])
                draft = BlockDraft("code", part, part[0].x0, right, leading)
                draft.depth = self._depth_at(min(line.x0 for line in part))
                yield draft
            elif (end := _table(lines, index, leading)) > index:
                for row in table_rows(lines[index:end], leading):
                    yield BlockDraft("row", [row], row.x0, right, leading, cells=row.row)
            else:
                end = index + 1
                while end < len(lines) and not _breaks(lines, index, end, leading, right):
                    end += 1
                yield self._text(list(lines[index:end]), right, leading)
            index = end

    def _text(self, lines: list[TextLine], right: float, leading: float) -> BlockDraft:
        first = lines[0]
        if marker_text := marker_of(first):
            bare = without(first, len(marker_text))
            text = bare.x0 if bare.runs else first.x0 + first.size
            depth = self._open(first.x0, text, first.size)
            shown = "•" if marker_text in _BULLETS else marker_text
            if not bare.runs:
                rest = lines[1:] or [first]
                marker = shown if lines[1:] else ""
                return BlockDraft("item", rest, first.x0, right, leading, marker, depth)
            return BlockDraft("item", [bare, *lines[1:]], first.x0, right, leading, shown, depth)
        kind: BlockKind = "figure" if _CAPTION_ALONE.match(first.text) else "paragraph"
        draft = BlockDraft(kind, lines, min(line.x0 for line in lines), right, leading)
        draft.depth = self._depth_at(draft.left)
        draft.broken = _on_purpose(lines)
        return draft

    def _open(self, sign: float, text: float, size: float) -> int:
        while self._lists and self._lists[-1][0] > sign + 0.5 * size:
            self._lists.pop()
        if not self._lists or self._lists[-1][0] < sign - 0.5 * size:
            self._lists.append((sign, text))
        else:
            self._lists[-1] = (sign, text)
        return len(self._lists)

    def _depth_at(self, left: float) -> int:
        """How many open lists text that begins at `left` belongs to; the others end."""
        while self._lists and left < self._lists[-1][1] - 2:
            self._lists.pop()
        return len(self._lists)

    def close(self) -> None:
        """End the lists: a heading stands there."""
        self._lists.clear()


def marker_of(line: TextLine) -> str:
    """The sign of a list item at the beginning of a line."""
    match = _MARKER.match(line.text)
    return match[1] if match else ""


def without(line: TextLine, count: int) -> TextLine:
    """The line without its first `count` characters; no runs are left where there is nothing else."""
    rest: list[TextRun] = []
    for run in line.runs:
        if count >= len(run.text):
            count -= len(run.text)
            continue
        if count:
            text = run.text[count:].lstrip()
            xs = run.xs[len(run.text) - len(text) :]
            run = replace(run, text=text, xs=xs, x0=xs[0] if xs else run.x1)
            count = 0
        if run.text:
            rest.append(run)
    return TextLine(rest, rest[0].x0, line.x1, line.y, line.size) if rest else replace(line, runs=[])


def _program(lines: Sequence[TextLine], start: int, leading: float) -> int:
    """Where program text that begins at `start` ends; `start` where there is none."""
    end = start
    while end < len(lines) and not lines[end].row and lines[end].mono and lines[end].runs[0].style.font.mono:
        if end > start and not 0 < lines[end - 1].y - lines[end].y < 2.6 * leading:
            break
        end += 1
    if end == start + 1 and start:
        above = lines[start - 1]
        right = max(line.x1 for line in lines)
        runs_on = above.y - lines[start].y < 1.2 * leading and abs(above.x0 - lines[start].x0) < 2
        if runs_on and not above.mono and above.x1 > right - 8 * above.size:
            return start
    return end


def _table(lines: Sequence[TextLine], start: int, leading: float) -> int:
    """Where a table that begins at `start` ends; a list is none, however far its signs are from its text."""
    own = marker_of(lines[start])
    if own and start + 1 < len(lines) and len(lines[start].cells()) < 3 and not LEADERS.search(lines[start].text):
        return start
    return table_end(lines, start, leading)


def _breaks(lines: Sequence[TextLine], first: int, index: int, leading: float, right: float) -> bool:
    """True if a new block begins at `index`; the one before it began at `first`."""
    above, line, begin = lines[index - 1], lines[index], lines[first]
    if line.row:
        return True
    if above.y - line.y > 1.32 * max(leading, 1.05 * max(above.size, line.size)) or line.y > above.y:
        return True
    if abs(above.size - line.size) > 0.09 * above.size or (above.bold != line.bold and first == index - 1):
        return True
    item = bool(marker_of(begin))
    if (sign := marker_of(line)) and (sign in _BULLETS or item or abs(line.x0 - above.x0) > 2):
        return True
    if (is_row(line) and _table(lines, index, leading) > index) or _program(lines, index, leading) > index:
        return True
    size = line.size
    short = above.x1 + first_word(line) + 0.3 * size < right - size
    if item:
        hangs = index - 1 > first and above.x0 > begin.x0 + 0.4 * size
        return line.x0 < begin.x0 - 0.4 * size or (line.x0 < begin.x0 + 0.4 * size and (short or hangs))
    if line.x0 > above.x0 + _INDENT * size:
        return index - 1 > first or bool(_ENDS.search(above.text)) or short
    if line.x0 < above.x0 - _INDENT * size:
        return index - 1 > first
    return short and bool(_ENDS.search(above.text)) and _is_wide(lines[first:index], right)


def _is_wide(lines: Sequence[TextLine], right: float) -> bool:
    """True if these lines are of the width of the column: then a short one is the last of its paragraph."""
    return len(lines) > 1 and any(line.x1 > right - 2 * line.size for line in lines[:-1])


def _on_purpose(lines: Sequence[TextLine]) -> bool:
    """True if at most line ends the next word would have fitted: verse, an address, a list without signs."""
    if len(lines) < 2:
        return False
    edge = max(line.x1 for line in lines)
    free = sum(above.x1 + first_word(below) + below.size < edge for above, below in pairwise(lines))
    return 2 * free > len(lines) - 1 and len(lines) > 2
