"""Sentences of a text: where one ends and the next begins."""

from __future__ import annotations

import re

# An end mark with its closing quotes, brackets and footnotes' marks, then white space; full-width marks need no space.
_STOP = re.compile(
    r"(?P<mark>[.!?…。！？][.!?…。！？]*)(?:(?<=[。！？])[」』”]*\s*|[\"'”’»)\]]*(?:\[[^\]\s]{1,12}\]|[¹²³⁰⁴-⁹])*\s+)"
)
_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|cf|pp?|Art|Inc|Ltd|Co|U\.S|[A-Z]))\.$")
_GOES_ON = re.compile(r"…|\.{3,}")
"""An ellipsis, after which a small letter goes on with the sentence."""
_LONGEST_SHORT = 6


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of text[start:end] as offsets, without the white space between them; never none."""
    spans, begin = [], start
    for stop in _STOP.finditer(text, start, end):
        last = begin + len(text[begin : stop.end()].rstrip())
        small = text[stop.end() : stop.end() + 1].islower()
        if _SHORT.search(text, max(last - _LONGEST_SHORT, begin), last) or (small and _GOES_ON.fullmatch(stop["mark"])):
            continue
        spans.append((begin, last))
        begin = stop.end()
    if text[begin:end].strip():
        spans.append((begin, begin + len(text[begin:end].rstrip())))
    return spans or [(start, end)]
