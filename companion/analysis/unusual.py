"""Words unusually common in a document, against a reference: a suggestion of what to look at, twenty at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from companion.analysis.concordance import Concordance, TermHit
from companion.analysis.measures import EVIDENT, evidence, log_ratio
from companion.analysis.stop_words import STOP_WORDS
from companion.analysis.terms import Term, term_of
from companion.model import CompanionError

FEWEST, SECTIONS, RATIO, SHOWN = 5, 2, 4.0, 20
GENERAL = 10**9
"""Words that rates of general English are counted in."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a document is compared with: how often each family stands in so many words, and what it is called."""

    name: str
    words: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class UnusualTerm:
    """A term that is `ratio` times as often here as in the reference, where it stands `there` times."""

    term: Term
    ratio: float
    there: int
    evidence: float


def reference(name: str, *others: Concordance) -> Reference:
    """Documents as a reference: the other edition, or the reader's own."""
    counts: dict[str, int] = {}
    for words in others:
        for form, places in words.vocabulary.items():
            base = words.families.base(form)
            counts[base] = counts.get(base, 0) + len(places)
    return Reference(name, sum(map(len, others)), counts)


def general(words: Concordance) -> Reference:
    """General language as wordfreq knows it. Raises CompanionError that names the extra where it is missing."""
    try:
        from wordfreq import word_frequency
    except ImportError:
        message = "no reference: name a document with --against, or install the extra `words` (wordfreq)"
        raise CompanionError(message) from None
    language = words.families.language
    counts: dict[str, int] = {}
    for base, forms in words.by_base.items():
        rate = sum(word_frequency(form, language) for form in {base, *forms})
        counts[base] = round(rate * GENERAL)
    return Reference(f"general language ({language}, wordfreq)", GENERAL, counts)


def unusual(words: Concordance, against: Reference, most: int = SHOWN) -> list[UnusualTerm]:
    """Families that stand five times or more, in two sections or more, four times as often as there; by evidence.

    Function words, numbers and words of addresses are left out.
    """
    found: list[UnusualTerm] = []
    for base, forms in words.by_base.items():
        if base in STOP_WORDS or not any(char.isalpha() for char in base) or len(base) < 2:
            continue
        places = sorted(at for form in forms for at in words.vocabulary[form] if at not in words.addressed)
        there = against.counts.get(base, 0)
        size = log_ratio(len(places), len(words), there, against.words)
        if len(places) < FEWEST or size < log2(RATIO) or len({words.section(at) for at in places}) < SECTIONS:
            continue
        proof = evidence(len(places), len(words), there, against.words)
        if proof >= EVIDENT:
            counted = term_of(words, base, [TermHit(at, at + 1) for at in places])
            found.append(UnusualTerm(counted, 2**size, there, proof))
    return sorted(found, key=lambda one: (-one.evidence, one.term.query))[:most]
