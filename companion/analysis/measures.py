"""Measures of counts: rate, spread, evidence and size, as close reading uses them."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, log2

EVIDENT = 15.13
"""G² from which a difference is no accident (p < 0.0001); a gate only, since almost everything passes it."""


def per_thousand(count: int, words: int) -> float:
    return 1000 * count / words if words else 0.0


def spread(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """DPnorm of a term, 0 (as the words are spread) to 1 (all in the smallest part); None where nothing can be said.

    `counts` and `sizes` are its occurrences and the words of each part. Gries 2008, Lijffijt and Gries 2012.
    """
    total, words = sum(counts), sum(sizes)
    parts = [(count, size) for count, size in zip(counts, sizes, strict=True) if size]
    if not total or len(parts) < 2:
        return None
    distance = sum(abs(size / words - count / total) for count, size in parts) / 2
    return distance / (1 - min(size for _, size in parts) / words)


def spread_word(value: float | None) -> str:
    """The spread in a word; "" where there is none."""
    if value is None:
        return ""
    return "even" if value < 0.35 else "uneven" if value < 0.7 else "one place"


def evidence(here: int, words: int, there: int, others: int) -> float:
    """G² of a count here against one in a reference (Rayson and Garside 2000). A term with 0 adds 0."""
    if not words or not others:
        return 0.0
    share = (here + there) / (words + others)
    terms = ((here, words * share), (there, others * share))
    return 2 * sum(count * log(count / expected) for count, expected in terms if count)


def log_ratio(here: int, words: int, there: float, others: int) -> float:
    """How many doublings more often here (Hardie 2014); 0.5 stands for a reference that has none."""
    if not here or not words or not others:
        return 0.0
    return log2((here / words) / ((there or 0.5) / others))
