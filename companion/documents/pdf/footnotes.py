"""The footnotes at the bottom of a page: smaller than the text, each behind its sign."""

from __future__ import annotations

import re
from collections.abc import Sequence

from companion.documents.pdf.blocks import without
from companion.documents.pdf.lines import Line

_SMALLER = 0.95
_LABEL = re.compile(r"(\d{1,3}|[*†‡§¶]{1,3})(?=\D|\Z)")
_LARGEST_SHARE = 0.75


def footnotes(flows: Sequence[list[Line]], body: float) -> tuple[list[list[Line]], dict[str, list[Line]]]:
    """The columns without their footnotes, and the footnotes by their label, without it."""
    kept: list[list[Line]] = []
    notes: dict[str, list[Line]] = {}
    raised = {each.text.strip() for lines in flows for line in lines for each in line.stretches if each.raised > 0}
    for lines in flows:
        first = _first(lines, body, raised)
        kept.append(lines[:first])
        label = ""
        for line in lines[first:]:
            if found := _label(line):
                label = found
                while label in notes:
                    label += "′"
                line = without(line, len(found))
            if line.stretches:
                notes.setdefault(label, []).append(line)
    return [lines for lines in kept if lines], {label: lines for label, lines in notes.items() if lines}


def _first(lines: Sequence[Line], body: float, raised: set[str]) -> int:
    """Where the footnotes of a column begin: all lines from there on are small, and the text refers to the first."""
    start = len(lines)
    while start and lines[start - 1].size < _SMALLER * body:
        start -= 1
    if len(lines) - start > _LARGEST_SHARE * len(lines) + 3:
        return len(lines)
    while start < len(lines):
        if _label(lines[start]) in raised - {""}:
            return start
        start += 1
    return start


def _label(line: Line) -> str:
    """The sign before a footnote: raised, or with a gap behind it."""
    first = line.stretches[0]
    found = _LABEL.match(first.text)
    if not found:
        return ""
    behind = first.text[len(found[1]) :]
    return found[1] if (first.raised > 0 and not behind) or behind[:1] == " " or not behind else ""
