"""Recurring phrases: stretches of three to six words that stand several times, formulas repeated instead of facts."""

from __future__ import annotations

from collections.abc import Sequence

from companion.analysis.concordance import Concordance, TermHit
from companion.analysis.stop_words import STOP_WORDS
from companion.analysis.terms import Term, term_of

SHORTEST, LONGEST, TIMES = 3, 6, 3


def phrases(words: Concordance, *, times: int = TIMES, most: int = 40) -> list[Term]:
    """The phrases that stand `times` or more, longest and most frequent first; none that is only a part of one.

    Forms as they are, within a sentence; a phrase of function words alone says nothing and is left out.
    """
    found: dict[tuple[str, ...], list[int]] = {}
    alive: set[int] | None = None
    chosen: list[tuple[tuple[str, ...], list[int]]] = []
    for length in range(SHORTEST, LONGEST + 1):
        found = _repeated(words, length, times, alive)
        alive = {at for places in found.values() for at in places}
        chosen += found.items()
    kept = _without_parts(chosen)
    kept = [(key, _apart(places, len(key))) for key, places in kept if any(form not in STOP_WORDS for form in key)]
    kept = [(key, places) for key, places in kept if len(places) >= times]
    kept.sort(key=lambda item: (-len(item[1]) * (len(item[0]) - 1), item[1][0]))
    return [term_of(words, " ".join(key), [TermHit(at, at + len(key)) for at in places]) for key, places in kept[:most]]


def _repeated(words: Concordance, length: int, times: int, alive: set[int] | None) -> dict[tuple[str, ...], list[int]]:
    """Stretches of that length by their forms; only those begun where a shorter one was repeated."""
    forms, runs, end = words.forms, words.runs, len(words) - length + 1
    found: dict[tuple[str, ...], list[int]] = {}
    for at in range(end) if alive is None else sorted(alive):
        if at < end and runs[at] == runs[at + length - 1]:
            found.setdefault(tuple(forms[at : at + length]), []).append(at)
    return {key: places for key, places in found.items() if len(places) >= times}


def _without_parts(
    chosen: Sequence[tuple[tuple[str, ...], list[int]]],
) -> list[tuple[tuple[str, ...], list[int]]]:
    """Without phrases that stand nowhere but inside one longer phrase."""
    inside: dict[tuple[str, ...], int] = {}
    for key, places in chosen:
        for part in (key[1:], key[:-1]):
            inside[part] = max(inside.get(part, 0), len(places))
    return [(key, places) for key, places in chosen if inside.get(key, 0) < len(places)]


def _apart(places: Sequence[int], length: int) -> list[int]:
    kept: list[int] = []
    for at in places:
        if not kept or at >= kept[-1] + length:
            kept.append(at)
    return kept
