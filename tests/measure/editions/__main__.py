"""Passages of real documents found again in a later edition: `python -m tests.measure.editions`.

The set is in the repository (SOURCES.md). By kind of change: how much is found, wrong, unsure, and has both ends
right, beside approx-string-match with context under node, as the Hypothesis client uses it. Exit 1 where a goal is
missed. The pairs are drawn by document into two halves: what is tuned looks at `dev` alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence

from companion.anchoring import place
from companion.anchoring.memory import Memory
from companion.model import Placement
from tests.measure.editions.collection import Pair, load
from tests.measure.editions.peer import PACKAGE, answer
from tests.measure.editions.score import MILLISECONDS, Fate, Goal, Quotes, Result, Score, below, goals, judged, scored


def placed(pair: Pair, quotes: Quotes) -> Mapping[str, Placement]:
    return place(pair.new.document, quotes)


def recalled(pair: Pair, quotes: Quotes) -> Mapping[str, Placement]:
    """The older edition's text was kept."""
    return place(pair.new.document, quotes, Memory([pair.old.document]))


def peer_score(pairs: Sequence[Pair]) -> Score | str:
    """The peer's places judged as ours are; or why it could not be asked."""
    told = answer(pairs)
    if isinstance(told, str):
        return told
    score = Score(seconds=told.seconds, quotes=sum(map(len, told.places)))
    for pair, places in zip(pairs, told.places, strict=True):
        for passage, spot in zip(pair.passages, places, strict=True):
            fate = judged(pair, passage, spot, "changed" if spot else "lost")
            score.results.append(Result(pair, passage, Placement("changed" if spot else "lost"), spot, fate))
    return score


def table(score: Score, name: str) -> None:
    print(f"{name}: {score.quotes} passages, {score.milliseconds:.3f} ms a quote")
    print(f"  {'kind':<12}{'number':>7}{'found %':>9}{'wrong %':>9}{'unsure %':>10}{'lost %':>8}{'both ends %':>13}")
    for kind, tally in score.tallies().items():
        if tally.counts["all"]:
            found, wrong, unsure, lost, ends = map(tally.percent, ("found", "wrong", "unsure", "lost", "both ends"))
            row = f"{found:>9.2f}{wrong:>9.2f}{unsure:>10.2f}{lost:>8.2f}{ends:>13.2f}"
            print(f"  {kind:<12}{tally.counts['all']:>7}{row}")


def examples(score: Score, kind: str, what: str, most: int) -> None:
    """Passages that went wrong: the old words, the true ones, and those that were placed."""
    shown = [each for each in score.results if each.passage.kind == kind and _is(each.fate, what)]
    for pair, passage, placement, spot, fate in shown[:most]:
        print(f"- {pair.name}: {fate.outcome}, {placement.state} {placement.score:.2f}, {fate.ends} ends")
        print(f"    old    {pair.old.text[passage.start : passage.end]!r}")
        if passage.stands:
            print(f"    true   {pair.new.text[passage.new_start : passage.new_end]!r}")
        if spot:
            print(f"    placed {pair.new.text[spot.start : spot.end]!r}")


def _is(fate: Fate, what: str) -> bool:
    return fate.outcome == "found" and fate.ends < 2 if what == "ends" else fate.outcome == what


def told(rows: Sequence[Goal]) -> bool:
    for what, value, goal, met in rows:
        print(f"figure: editions, {what} = {value:.2f} % (goal: {goal}) {'met' if met else 'MISSED'}", flush=True)
    return all(row.met for row in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "test", "both"), default="both")
    parser.add_argument(
        "--made", choices=("with", "without", "only"), default="with", help="editions made by a program"
    )
    parser.add_argument("--forgetful", action="store_true", help="without the older edition's text")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--rounds", type=int, default=2, help="the quicker counts")
    parser.add_argument("--show", nargs=2, metavar=("KIND", "WHAT"), help="WHAT: wrong, unsure, lost or ends")
    parser.add_argument("--most", type=int, default=10, help="examples shown")
    options = parser.parse_args(arguments)
    pairs = [pair for pair in load() if options.half in (pair.half, "both") and _wanted(pair, options.made)]
    score = scored(pairs, placed if options.forgetful else recalled, options.rounds)
    if options.show:
        examples(score, options.show[0], options.show[1], options.most)
        return 0
    table(score, "companion")
    fine = told(goals(score))
    quick = score.milliseconds <= MILLISECONDS
    print(
        f"figure: editions, time = {score.milliseconds:.3f} ms a quote (goal: at most {MILLISECONDS:g} ms) "
        f"{'met' if quick else 'MISSED'}"
    )
    if options.no_peer:
        return 0 if fine and quick else 1
    peer = peer_score(pairs)
    if isinstance(peer, str):
        print(f"skipped: beside {PACKAGE}: {peer}")
        return 0 if fine and quick else 1
    table(peer, PACKAGE)
    level = told(below(score, peer))
    return 0 if fine and quick and level else 1


def _wanted(pair: Pair, made: str) -> bool:
    return made == "with" or pair.name.endswith("+edits") == (made == "only")


if __name__ == "__main__":
    sys.exit(main())
