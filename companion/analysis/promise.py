"""Promises without date or measure: the writer's side will do something, and the sentence has nothing to hold it to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from companion.analysis.concordance import Concordance, TermHit
from companion.analysis.stop_words import listed

_MODALS = ("will", "shall")
_VERBS = listed("aim commit intend plan pledge promise undertake")
_SELF = listed("i we")
_BODIES = listed(
    """
administration agency authority bank board business commission committee company corporation council department
firm foundation government group institute management ministry organisation organization ourselves
representatives staff team
"""
)
_STATES = listed(
    """
all also be believe depend ever face find get have know like lose need never only remember see understand want
"""
)
_ADVERBS = listed("again all also always never not now only soon still then therefore vigorously")
_DATED = listed(
    """
annually april august daily december february january july june march monthly november october percent quarterly
september tomorrow weekly yearly
"""
)
_UNITS = listed("day month quarter session session's week year")
_NUMBER_WORDS = listed(
    """
billion double dozen eight eleven fifty five forty four half hundred million nine seven six ten thirty thousand
three twelve twenty twice two
"""
)
_YEAR = re.compile(r"\d")


def bare_promises(words: Concordance) -> Iterator[TermHit]:
    """From the one who promises to the verb, where the rest of the sentence names no date, number or measure."""
    for modal in sorted(at for form in _MODALS for at in words.vocabulary.get(form, ())):
        if hit := _promise(words, modal):
            yield hit
    for verb in sorted(at for form in _VERBS for at in words.vocabulary.get(form, ())):
        subject = verb - 1
        if subject >= 0 and words.forms[subject] == "we" and words.runs[subject] == words.runs[verb]:
            hit = TermHit(subject, verb + 1)
            if not has_number(words, _stretch(words, hit)):
                yield hit


def _promise(words: Concordance, modal: int) -> TermHit | None:
    forms, runs = words.forms, words.runs
    subject = modal - 1
    while subject >= 0 and runs[subject] == runs[modal] and modal - subject < 3 and forms[subject] in _ADVERBS:
        subject -= 1
    if subject < 0 or runs[subject] != runs[modal] or not _promises(words, subject):
        return None
    verb = modal + 1
    while verb < len(words) and runs[verb] == runs[modal] and (forms[verb] in _ADVERBS or forms[verb].endswith("ly")):
        verb += 1
    if verb >= len(words) or runs[verb] != runs[modal]:
        return None
    acting = forms[verb] == "be" and verb + 1 < len(words) and forms[verb + 1].endswith("ing")
    if forms[verb] in _STATES and not acting:
        return None
    hit = TermHit(subject, verb + 1)
    return None if has_number(words, _stretch(words, hit)) else hit


def _promises(words: Concordance, subject: int) -> bool:
    form = words.forms[subject]
    if form in _SELF:
        return True
    before = words.forms[subject - 1] if subject else ""
    return form in _BODIES and before not in ("their", "his", "a", "any", "another")


def _stretch(words: Concordance, hit: TermHit) -> Sequence[int]:
    """The words of the run around a hit, which is the sentence or the part of it up to a semicolon."""
    first, end = hit.first, hit.end
    while first and words.runs[first - 1] == words.runs[hit.first]:
        first -= 1
    while end < len(words) and words.runs[end] == words.runs[hit.first]:
        end += 1
    return range(first, end)


def has_number(words: Concordance, inside: Sequence[int]) -> bool:
    """True if a number, a date, or a time like `next year` stands among these words."""
    for at in inside:
        form = words.forms[at]
        if _YEAR.search(form) or form in _DATED or form in _NUMBER_WORDS:
            return True
        if form in ("next", "this") and at + 1 < len(words) and words.forms[at + 1] in _UNITS:
            return True
    return False
