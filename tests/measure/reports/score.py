"""How well a document was read: what the truth says against what is shown.

Words are compared without case, points and blanks (`words.bare`), headings without a number before them as well.

- Headings: a heading is found if one shown has its words and is the next in order (the longest common sequence of
  both), or has its words and stands on its page. Right of those shown leaves out what is a heading to some eyes only:
  the title and subtitle, "Contents", titles of boxes. Levels are those of the found, of which the reader tells a level,
  up to a shift of the whole document, since the title may or may not count as the first.
- Order: pairs of sentences next to each other in the running text, or in a box, which are shown whole and in order. A
  sentence is whole although a caption, aside, table row, note or running head was shown as a block inside it.
- Words: those of the report (headings, text, tables, captions, asides, notes) that are not shown, of all; two that were
  glued together are two that are not shown. The pages before the first heading do not count, nor running heads.
- Running heads: the report's short title, the chapter's and the page number are one each, on each of their pages; left
  are those shown beyond the report's own use of the same words.
- Rows: those of tables shown as a row with just its cells.
- Unseen: lines outside the crop box that are shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from rapidfuzz import fuzz

from tests.measure.reports.finish import slug
from tests.measure.reports.shown import Shown, ShownBlock, ShownHeading
from tests.measure.reports.truth import Truth, beside, flow
from tests.measure.reports.words import bare, sentences, title, words

MEASURES = ("found", "right", "level", "order", "lost", "running", "title", "rows", "unseen", "picture")
_ALIKE = 92.0


@dataclass(slots=True)
class Score:
    """For each measure, how many of how many; `missed` says which, by the name of the measure."""

    parts: Counter[str] = field(default_factory=Counter)
    wholes: Counter[str] = field(default_factory=Counter)
    missed: dict[str, list[str]] = field(default_factory=dict)

    def add(self, measure: str, part: int, whole: int, missed: Sequence[str] = ()) -> None:
        self.parts[measure] += part
        self.wholes[measure] += whole
        self.missed.setdefault(measure, []).extend(missed)

    def percent(self, measure: str) -> float | None:
        return 100 * self.parts[measure] / self.wholes[measure] if self.wholes[measure] else None


def pooled(scores: Sequence[Score]) -> Score:
    total = Score()
    for score in scores:
        total.parts += score.parts
        total.wholes += score.wholes
    return total


def scored(truth: Truth, seen: Shown) -> Score:
    score = Score()
    own = [block for block in seen.blocks if not _is_front(block, truth)]
    _headings(score, truth, seen.headings)
    _order(score, truth, own)
    _words(score, truth, own)
    _running(score, truth, own)
    _rows(score, truth, own)
    named = bare(seen.title) in (bare(truth.report.title), bare(f"{truth.report.title} {truth.report.subtitle}"))
    score.add("title", named, 1, [] if named else [seen.title])
    _unseen(score, truth, seen)
    return score


def _is_front(block: ShownBlock, truth: Truth) -> bool:
    first = min(truth.pages)
    return block.page in truth.labels[:first] and block.page not in truth.labels[first:]


def _headings(score: Score, truth: Truth, seen: Sequence[ShownHeading]) -> None:
    wanted = truth.headings
    pairs = matches([title(text) for text, _, _ in wanted], [title(heading.title) for heading in seen])
    taken = set(pairs.values())
    for at, (text, _, page) in enumerate(wanted):
        if at not in pairs:
            same = (
                index
                for index, heading in enumerate(seen)
                if index not in taken and title(heading.title) == title(text) and heading.page == page
            )
            if (index := next(same, -1)) >= 0:
                pairs[at] = index
                taken.add(index)
    missing = [text for at, (text, _, _) in enumerate(wanted) if at not in pairs]
    score.add("found", len(pairs), len(wanted), missing)
    boxes = [block.text for block in truth.report.blocks if block.kind == "box"]
    report = truth.report
    neutral = {
        bare(text) for text in (*boxes, report.title, report.subtitle, report.title + report.subtitle, "Contents")
    }
    wrong = [heading.title for at, heading in enumerate(seen) if at not in taken and bare(heading.title) not in neutral]
    score.add("right", len(taken), len(taken) + len(wrong), wrong)
    levels = [(wanted[at], seen[index].level) for at, index in pairs.items() if seen[index].level]
    shift = Counter(level - own for (_, own, _), level in levels).most_common(1)
    by = shift[0][0] if shift else 0
    off = [f"{text}: {level - by} for {own}" for (text, own, _), level in levels if level - by != own]
    score.add("level", len(levels) - len(off), len(levels), off)


def matches(wanted: Sequence[str], seen: Sequence[str]) -> dict[int, int]:
    """The longest common sequence: which of `seen` each of `wanted` is."""
    lengths = [[0] * (len(seen) + 1) for _ in range(len(wanted) + 1)]
    for row in reversed(range(len(wanted))):
        for column in reversed(range(len(seen))):
            same = wanted[row] == seen[column]
            further = lengths[row + 1][column + 1] + 1
            lengths[row][column] = further if same else max(lengths[row + 1][column], lengths[row][column + 1])
    pairs: dict[int, int] = {}
    row = column = 0
    while row < len(wanted) and column < len(seen):
        if wanted[row] == seen[column]:
            pairs[row] = column
            row, column = row + 1, column + 1
        elif lengths[row + 1][column] >= lengths[row][column + 1]:
            row += 1
        else:
            column += 1
    return pairs


def _order(score: Score, truth: Truth, seen: Sequence[ShownBlock]) -> None:
    asides = ["".join(map(bare, parts)) for parts in beside(truth)]
    asides += [bare(line) for page in truth.running for line in page]
    full = _Text(seen)
    lean = _Text([block for block in seen if not any(bare(block.text) in aside for aside in asides)])
    boxes = [block.blocks for block in truth.report.blocks if block.kind == "box"]
    for blocks in (truth.report.blocks, *boxes):
        own = [said for kind, text in flow(blocks) if kind != "heading" for said in sentences(text)]
        places = list(_places(own, full, lean))
        good = [before is not None and after is not None and before < after for before, after in pairwise(places)]
        broken = [f"not whole: {said}" for said, place in zip(own, places, strict=True) if place is None]
        jumps = [
            f"before what it follows: {own[at + 1]}"
            for at, (before, after) in enumerate(pairwise(places))
            if before is not None and after is not None and before >= after
        ]
        score.add("order", sum(good), len(good), broken + jumps)


class _Text:
    """The bare words of blocks one after the other; a place in them is a block's number and an offset into it."""

    def __init__(self, blocks: Sequence[ShownBlock]) -> None:
        parts = [bare(block.text) for block in blocks]
        self.said = "".join(parts)
        self._ids = [id(block) for block in blocks]
        self._ends = list(accumulate(map(len, parts)))

    def place(self, at: int) -> tuple[int, int]:
        """The id of the block that holds offset `at`, and the offset into it."""
        index = bisect_right(self._ends, at)
        return self._ids[index], at - (self._ends[index - 1] if index else 0)

    def offset(self, place: tuple[int, int]) -> int:
        index = self._ids.index(place[0])
        return (self._ends[index - 1] if index else 0) + place[1]


def _places(own: Sequence[str], full: _Text, lean: _Text) -> Iterator[int | None]:
    """Where each sentence stands in the full text: the next place it stands at, else the first; None for nowhere."""
    after = 0
    for said in own:
        at = full.said.find(said, after)
        at = at if at >= 0 else full.said.find(said)
        if at < 0 and (there := lean.said.find(said)) >= 0:
            at = full.offset(lean.place(there))
        if at < 0 and (found := fuzz.partial_ratio_alignment(said, full.said, score_cutoff=_ALIKE)):
            at = found.dest_start
        after = at if at >= 0 else after
        yield at if at >= 0 else None


def _words(score: Score, truth: Truth, seen: Sequence[ShownBlock]) -> None:
    heads = {bare(line) for page in truth.running for line in page}
    there = Counter(
        word for block in seen if block.kind == "heading" or bare(block.text) not in heads for word in words(block.text)
    )
    wanted = Counter(word for text in _texts(truth) for word in words(text))
    lost = wanted - there
    score.add("lost", lost.total(), wanted.total(), [f"{word} × {count}" for word, count in lost.most_common()])


def _texts(truth: Truth) -> Iterator[str]:
    yield from (text for _, text in flow(truth.report.blocks))
    yield from (text for parts in beside(truth) for text in parts)


def _running(score: Score, truth: Truth, seen: Sequence[ShownBlock]) -> None:
    named = [truth.report.short, *(heading.text for heading, _ in truth.report.chapters)]
    lines = [_phrase(line) for page in truth.running for line in page]
    shown_lines = [_phrase(block.text) for block in seen]
    once = [_phrase(text) for text in _texts(truth)]
    cover = _phrase(truth.report.subtitle)
    once += [cover] * any(cover in line for line in shown_lines)
    for name in named:
        phrase = _phrase(name)
        whole = sum(line.count(phrase) for line in lines)
        extra = sum(text.count(phrase) for text in shown_lines) - sum(text.count(phrase) for text in once)
        left = min(max(extra, 0), whole)
        score.add("running", left, whole, [f"{name} × {left}"] if left else [])
    numbers = Counter(
        bare(line)
        for page, own in enumerate(truth.running)
        for line in own
        if line in (truth.labels[page], str(page + 1))
    )
    left_numbers = numbers & Counter(bare(block.text) for block in seen)
    score.add("running", left_numbers.total(), numbers.total(), [f"page number {text}" for text in left_numbers])


def _phrase(text: str) -> str:
    return f" {' '.join(words(text))} "


def _rows(score: Score, truth: Truth, seen: Sequence[ShownBlock]) -> None:
    rows = [row for block in truth.report.blocks if block.kind == "table" for row in block.rows]
    wanted = Counter(tuple(map(bare, row)) for row in rows)
    there = Counter(tuple(bare(cell) for cell in block.text.split("|")) for block in seen if block.kind == "row")
    score.add("rows", (wanted & there).total(), len(rows), [" | ".join(row) for row in (wanted - there).elements()])


def _unseen(score: Score, truth: Truth, seen: Shown) -> None:
    if truth.layout.crop:
        said = "".join(bare(block.text) for block in seen.blocks)
        lines = [bare(line) for page in range(len(truth.labels)) for line in slug(page)]
        left = sum(min(said.count(line), count) for line, count in Counter(lines).items())
        score.add("unseen", left, len(lines))
    if truth.layout.picture:
        told = any(notice.page == truth.labels[-1] and "image" in notice.text for notice in seen.notices)
        score.add("picture", told, 1)
