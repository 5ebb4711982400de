"""How many hits of a list of signs are worth a look, on the sentences labelled in `tests/analysis/signs.tsv`."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from companion.analysis.concordance import Concordance, concordance
from companion.analysis.signs import sign
from companion.documents.markdown import read_markdown
from companion.model import TermList
from tests.running import ROOT

FILE = ROOT / "tests" / "analysis" / "signs.tsv"
LABELS = {"passive": "passive", "promises": "promise", "vague-amounts": "vague", "self-praise": "praise"}
LABELS |= {"aspirations": "aspiration"}
"""The label of each list."""


class LabelledScore(NamedTuple):
    """Sentences that a list found, those of them with its label, and all that have it."""

    found: int
    right: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0


@lru_cache(maxsize=1)
def sentences() -> tuple[tuple[frozenset[str], str], ...]:
    """The labels and the words of each sentence."""
    rows = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple((frozenset(labels.split(",")), text) for labels, _, text in rows)


@lru_cache(maxsize=1)
def document() -> Concordance:
    """The sentences, a block each."""
    text = "\n\n".join(text for _, text in sentences())
    words = concordance(read_markdown(text.encode(), "signs", "sha256:0"))
    assert len(words.parts) == len(sentences())
    return words


def labelled(terms: TermList, part: int | None = None) -> LabelledScore:
    """A list's score over all sentences, or those with even (0) or odd (1) numbers."""
    words = document()
    kept = [number for number in range(len(sentences())) if part in (None, number % 2)]
    found = {words.blocks[hit.first] for hit in sign(words, terms).term.hits} & set(kept)
    right = {number for number in kept if LABELS[terms.id] in sentences()[number][0]}
    return LabelledScore(len(found), len(found & right), len(right))
