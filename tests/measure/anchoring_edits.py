"""Quotes in a text whose words and paragraphs were edited: `python -m tests.measure.anchoring_edits`.

Right is a quote shown as `exact` or `changed` whose span and the true one share at least half of the longer;
wrong is one so shown anywhere else. `unsure` is neither, and told beside.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from companion.anchoring import describe, place
from companion.model import Placement, Quote
from tests.measure.anchoring_changes import Edits, Laid, edited, laid_out, truth, without, words_of
from tests.measure.anchoring_texts import Text, add_text_options, chosen_text
from tests.measure.figures import figure

GOALS = {0.02: (99.0, 1.0), 0.10: (95.0, 3.0), 0.30: (88.0, 6.0)}
"""For each share of words edited: at least so many right, at most so many wrong, in percent."""
DELETED = 5.0
"""At most so many quotes of deleted passages placed as sure, in percent."""
CUT = 0.05
"""The share of quotes whose words, and nothing else, are cut out of the text."""


class Trial(NamedTuple):
    """Quotes by the range of words they cover (`first:after the last`), made on `old`, to be found in `new`."""

    old: Laid
    new: Laid
    quotes: dict[str, list[Quote]]


def trial(text: Text, edits: Edits, count: int, seed: int) -> Trial:
    chance = random.Random(seed)
    chapters = words_of(text)
    old = laid_out(chapters)
    total = len(old.spots)
    quotes: dict[str, list[Quote]] = {}
    while len(quotes) < count:
        size = chance.randint(4, 60)
        first = chance.randrange(total - size)
        span = old.span(first, first + size - 1)
        if span:
            quotes[f"{first}:{first + size}"] = [describe(old.document, span)]
    cut_out = {number for key in list(quotes)[:: round(1 / CUT)] for number in range(*map(int, key.split(":")))}
    return Trial(old, laid_out(edited(without(chapters, cut_out), edits, chance)), quotes)


def judged(tried: Trial, placed: dict[str, Placement]) -> Counter[str]:
    """How many quotes of each fate came out how: keys such as `stands right`, `gone unsure`."""
    found: Counter[str] = Counter()
    for key, placement in placed.items():
        first, after = map(int, key.split(":"))
        true = truth(range(first, after), tried.new.spots)
        found[true.fate] += 1
        hit = true.met(placement.spans)
        sure = placement.state in ("exact", "changed")
        found[f"{true.fate} {('right' if hit else 'wrong') if sure else placement.state}"] += 1
        if placement.state == "unsure" and true.fate == "stands" and hit:
            found["unsure there"] += 1
    return found


def percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def report(name: str, rate: float, found: Counter[str]) -> bool:
    """Print the figures of one rate of edits; False where a goal is missed."""
    least, most = GOALS[rate]
    standing, gone = found["stands"], found["gone"]
    right = percent(found["stands right"], standing)
    wrong = percent(found["stands wrong"] + found["torn wrong"], standing + found["torn"])
    put = percent(found["gone wrong"], gone)
    rows = [
        (f"right of {standing} that stand", right, f"at least {least:g} %", right >= least),
        ("wrong", wrong, f"at most {most:g} %", wrong <= most),
        (f"deleted but placed, of {gone}", put, f"at most {DELETED:g} %", put <= DELETED),
    ]
    for what, value, goal, met in rows:
        figure(f"{name}, {rate:.0%} edited: {what}", f"{value:.1f} %", goal, met)
    print(
        f"  besides: {percent(found['stands unsure'], standing):.1f} % unsure ({found['unsure there']} of "
        f"{found['stands unsure']} at the right place), {percent(found['stands lost'], standing):.1f} % lost; of the "
        f"deleted {found['gone unsure']} unsure; {found['torn']} torn apart and not counted as standing",
        flush=True,
    )
    return all(met for *_, met in rows)


def tried(text: Text, edits: Edits, count: int, seed: int) -> Counter[str]:
    made = trial(text, edits, count, seed)
    return judged(made, place(made.new.document, made.quotes))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_text_options(parser)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103])
    parser.add_argument("--quotes", type=int, default=1000, help="for each seed")
    options = parser.parse_args(arguments)
    part = chosen_text(options)
    fine = True
    for rate in GOALS:
        found = sum((tried(part, Edits(rate), options.quotes, seed) for seed in options.seeds), Counter[str]())
        fine = report(part.name, rate, found) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
