"""Sentences of an edition and how alike two of them are, with `difflib` only: labels owe nothing to what they judge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from tests.measure.editions.collection import Edition

_END = re.compile(r"[.!?][\"')”’»\]]*\s+(?=[\"'(“‘«\[¿¡]*[^\W_a-z])|[。！？]+[」』”’）]*\s*")
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_SHORT = re.compile(r"(?:\b\w{1,2}|\betc|\bcf|\bNo|\bvs|\be\.g|\bi\.e|\d)\.\s+$")


class Token(NamedTuple):
    """A word (of Chinese, Japanese and Korean, a letter) in lower case and where it stands in the flat text."""

    word: str
    start: int
    end: int


class Sentence(NamedTuple):
    """`key` are its words in lower case, without what is between them; `bag` counts them."""

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    key: str
    bag: Counter[str]
    heading: bool

    @property
    def letters(self) -> int:
        return sum(len(token.word) for token in self.tokens)


def tokens(text: str, at: int = 0) -> tuple[Token, ...]:
    return tuple(Token(match[0].lower(), at + match.start(), at + match.end()) for match in _TOKEN.finditer(text))


def sentences(edition: Edition) -> list[Sentence]:
    """Those of all blocks in order; a heading is one. A stretch without a letter or figure is none."""
    found = []
    for block, at in zip(edition.blocks, edition.starts, strict=True):
        heading = block.sign.startswith("#")
        for start, end in [(0, len(block.text))] if heading else _cuts(block.text):
            text = block.text[start:end]
            words = tokens(text, at + start)
            if words:
                key = " ".join(token.word for token in words)
                bag = Counter(token.word for token in words)
                found.append(Sentence(at + start, at + end, text, words, key, bag, heading))
    return found


def _cuts(text: str) -> list[tuple[int, int]]:
    cuts, start = [], 0
    for match in _END.finditer(text):
        if _SHORT.search(text, start, match.end()):
            continue
        cuts.append((start, start + len(text[start : match.end()].rstrip())))
        start = match.end()
    return cuts if start >= len(text) else [*cuts, (start, len(text))]


def words(sentence: Sentence) -> list[str]:
    return [token.word for token in sentence.tokens]


def most_alike(one: Sentence, other: Sentence) -> float:
    """What `alike` cannot be above: the words they share in whatever order."""
    return 2 * (one.bag & other.bag).total() / (len(one.tokens) + len(other.tokens))


def alike(one: Sentence, other: Sentence) -> float:
    """From 0 to 1: the share of both sentences' words that stand in the other in the same order."""
    return SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()


def runs(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[int, int, int]]:
    """Words in a row that stand in both: number in the old, number in the new, how many."""
    matcher = SequenceMatcher(None, [token.word for token in old], [token.word for token in new], autojunk=False)
    return [(a, b, size) for a, b, size in matcher.get_matching_blocks() if size]
