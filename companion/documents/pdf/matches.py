"""Titles that a contents page names, found again among the lines of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from companion.documents.pdf.headings import MOST_LINES, is_title, normal
from companion.documents.pdf.lines import TextLine

_ALIKE = 90.0
"""Percent by which a line must be the title, where none is it to the letter."""
_SHORTEST = 8
"""Letters of a title that may be said a little differently."""


class TitleMatch(NamedTuple):
    """So many `lines` from `at` on say the title."""

    at: int
    lines: int


def found_title(lines: Sequence[TextLine], titles: Sequence[str], start: int, body: float) -> TitleMatch | None:
    """The lines from `start` on that say one of the titles: the largest, or boldest, that do so to the letter."""
    bare = [normal(line.text) for line in lines]
    targets = [normal(title) for title in titles]
    for exact in (True, False):
        best: tuple[float, TitleMatch] | None = None
        for at in range(start, len(lines)):
            for match in _matches(lines, bare, targets, at, exact):
                line = lines[at]
                weight = line.size / body + 0.15 * line.bold + 0.001 * match.lines - 0.0001 * at
                if best is None or weight > best[0]:
                    best = weight, match
        if best:
            return best[1]
    return None


def _matches(
    lines: Sequence[TextLine], bare: Sequence[str], targets: Sequence[str], at: int, exact: bool
) -> list[TitleMatch]:
    found: list[TitleMatch] = []
    longest = max(map(len, targets), default=0)
    said = ""
    for count in range(1, min(MOST_LINES, len(lines) - at) + 1):
        if count > 1 and abs(lines[at + count - 1].size - lines[at].size) > 0.1 * lines[at].size:
            break
        said += bare[at + count - 1]
        if len(said) > longest + 30:
            break
        for target in targets:
            alike = is_title(said, target) if exact else _is_alike(said, target)
            if alike:
                found.append(TitleMatch(at, count))
    return found


def _is_alike(said: str, target: str) -> bool:
    return min(len(said), len(target)) >= _SHORTEST and fuzz.ratio(said, target, score_cutoff=_ALIKE) > 0
