"""Documents to measure with: the same bytes every time, headings, paragraphs, lists and quotations."""

from __future__ import annotations

import random

_TEXT = """
audit training customer report risk review policy export licence abuse claim committee evidence court
journalist phone system contract period measure state agency company answer question whether
the a of to in for by with on that it which this from as not are were has have been may will
"""
_WORDS = _TEXT.split()


def markdown(size: int, *, paragraphs: int = 24, seed: int = 1) -> bytes:
    """About `size` bytes of Markdown in sections of `paragraphs` blocks each."""
    chance = random.Random(seed)
    parts = ["# A report to measure with\n"]
    length, section = 0, 0
    while length < size:
        section += 1
        parts.append(f"\n## Section {section} on {chance.choice(_WORDS)}\n")
        for block in range(paragraphs):
            text = _sentences(chance, 2 + chance.randrange(4))
            lead = "- " if block % 7 == 5 else "> " if block % 11 == 9 else ""
            parts.append(f"\n{lead}{text}\n")
        length = length + sum(map(len, parts[-paragraphs - 1 :]))
    return "".join(parts).encode()


def _sentences(chance: random.Random, count: int) -> str:
    sentences = (" ".join(chance.choices(_WORDS, k=8 + chance.randrange(14))) for _ in range(count))
    return " ".join(sentence.capitalize() + "." for sentence in sentences)
