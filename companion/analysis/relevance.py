"""Places that share a question's words, by BM25 over the blocks of a document; never called the answer.

Σ ln(1 + (N − n + ½)/(n + ½)) · f·2.2/(f + 1.2·(0.25 + 0.75·len/mean)) (Robertson and Zaragoza 2009).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log

from companion.analysis.concordance import Concordance, TermHit, words_of
from companion.analysis.families import normal_form
from companion.analysis.stop_words import STOP_WORDS
from companion.analysis.terms import matches
from companion.model import Span

PLACES = 5
_K, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A block that shares words with a question: `shared` the words, `marks` where they stand in `text`."""

    span: Span
    score: float
    text: str
    shared: tuple[str, ...]
    marks: tuple[tuple[int, int], ...]

    def marked(self, before: str, after: str) -> str:
        """The text on one line with its shared words between two signs."""
        parts, at = [], 0
        for start, end in self.marks:
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return " ".join("".join([*parts, self.text[at:]]).split())


def question_words(question: str) -> list[str]:
    """The words of a question as they are, without function words, each once."""
    words = (normal_form(match.group()) for match in words_of(question))
    return list(dict.fromkeys(word for word in words if word not in STOP_WORDS))


def find(
    words: Concordance,
    question: str,
    look_for: Sequence[str] = (),
    most: int = PLACES,
    *,
    refused: Collection[Span] = (),
) -> list[FoundPlace]:
    """The blocks that share most with a question, best first; `look_for` are queries of terms that count like words.

    `refused` are places the reader said no to. Headings are no places.
    """
    lengths: dict[int, int] = {}
    for block in words.blocks:
        if words.parts[block] != "headings":
            lengths[block] = lengths.get(block, 0) + 1
    mean = sum(lengths.values()) / len(lengths) if lengths else 1
    scores: dict[int, float] = {}
    hits: dict[int, list[tuple[str, TermHit]]] = {}
    for name, places in _sought(words, question, look_for).items():
        inside: dict[int, list[TermHit]] = {}
        for hit in places:
            if words.blocks[hit.first] in lengths:
                inside.setdefault(words.blocks[hit.first], []).append(hit)
        rarity = log(1 + (len(lengths) - len(inside) + 0.5) / (len(inside) + 0.5))
        for block, found in inside.items():
            weight = len(found) + _K * (1 - _B + _B * lengths[block] / mean)
            scores[block] = scores.get(block, 0) + rarity * len(found) * (_K + 1) / weight
            hits.setdefault(block, []).extend((name, hit) for hit in found)
    ranked = sorted(scores, key=lambda block: (-scores[block], block))
    found_places = (_place(words, hits[block], scores[block]) for block in ranked)
    return list(islice((place for place in found_places if place.span not in refused), most))


def _sought(words: Concordance, question: str, look_for: Sequence[str]) -> dict[str, list[TermHit]]:
    sought = {word: [TermHit(at, at + 1) for at in words.vocabulary.get(word, ())] for word in question_words(question)}
    return sought | {query: list(matches(words, query)) for query in look_for if query not in sought}


def _place(words: Concordance, hits: Sequence[tuple[str, TermHit]], score: float) -> FoundPlace:
    """The whole block in which the hits stand."""
    first = words.span(hits[0][1])
    section = words.document.section(first.section)
    block = section.blocks[section.block_at(first.start)]
    marks: list[tuple[int, int]] = []
    for span in sorted(words.span(hit) for _, hit in hits):
        start, end = span.start - block.start, span.end - block.start
        if not marks or start >= marks[-1][1]:
            marks.append((start, end))
    shared = tuple(dict.fromkeys(name for name, _ in hits))
    return FoundPlace(Span(first.section, block.start, block.end), score, section.words(block), shared, tuple(marks))
