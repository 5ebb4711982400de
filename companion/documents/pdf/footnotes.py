"""Footnotes at the bottom of a PDF page: smaller than the text, each behind its sign."""

from __future__ import annotations

import re
from collections.abc import Sequence

from companion.documents.pdf.blocks import without
from companion.documents.pdf.lines import TextLine

_SMALLER = 0.95
_LABEL = re.compile(r"(\d{1,3}|[*†‡§¶]{1,3})(?=\D|\Z)")
_LARGEST_SHARE = 0.75


def footnotes(flows: Sequence[list[TextLine]], body: float) -> tuple[list[list[TextLine]], dict[str, list[TextLine]]]:
    """The columns without their footnotes, and the footnotes by their label, without it."""
    kept: list[list[TextLine]] = []
    notes: dict[str, list[TextLine]] = {}
    superscript = {run.text.strip() for lines in flows for line in lines for run in line.runs if run.superscript > 0}
    for lines in flows:
        first = _first(lines, body, superscript)
        kept.append(lines[:first])
        label = ""
        for line in lines[first:]:
            if sign := _label(line, superscript):
                label = sign
                while label in notes:
                    label += "′"
                line = without(line, len(sign))
            if line.runs:
                notes.setdefault(label, []).append(line)
    return [lines for lines in kept if lines], {label: lines for label, lines in notes.items() if lines}


def _first(lines: Sequence[TextLine], body: float, superscript: set[str]) -> int:
    """Where the footnotes of a column begin: all lines from there on are small, and the text refers to the first."""
    start = len(lines)
    while start and not lines[start - 1].row and lines[start - 1].size < _SMALLER * body:
        start -= 1
    if len(lines) - start > _LARGEST_SHARE * len(lines) + 3:
        return len(lines)
    while start < len(lines):
        if _label(lines[start], superscript) in superscript - {""}:
            return start
        start += 1
    return start


def _label(line: TextLine, superscript: set[str]) -> str:
    """The sign before a footnote: raised, with a gap behind it, or glued to a word if the text refers to it."""
    first = line.runs[0]
    match = _LABEL.match(first.text)
    if not match:
        return ""
    behind = first.text[len(match[1]) :]
    if not behind:
        return match[1]
    glued = behind[:1].isalpha() and match[1] in superscript
    return match[1] if (glued or behind[:1] == " ") else ""
