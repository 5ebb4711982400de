"""Documents made to stop a reader: time of the first screen and of a key, and memory."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial

from tests.measure.speed.large import SHIPPED, documents
from tests.measure.speed.programs import ENVIRONMENT, companion, taken
from tests.measure.speed.rounds import Goal, Measure, bounded, judge, rounds
from tests.measure.speed.terminal import Term
from tests.measure.speed.texts import hostile as made_to_stop

FIRST = r"(?s)1 of \d.*keys"
"""The number of the section on screen, and the line of keys under it."""
KEYS = ("c", "]", "c", "]", "[", " ")
MEGABYTES = 400


def hostile(count: int) -> bool:
    """What was made to stop a reader, as Markdown and as text, against the shipped companion."""
    texts: dict[str, Callable[[], bytes]] = {
        f"{name} as {form}": partial(bytes, text)
        for name, text in made_to_stop().items()
        for form in ("Markdown", "text")
    }
    keys: dict[str, list[float]] = {}
    peaks: dict[str, list[float]] = {}
    with documents(texts) as paths:
        programs = {SHIPPED: companion()} | {name: companion(path) for name, path in paths.items()}
        measures: dict[str, Measure] = {name: partial(_run, name, argv, keys, peaks) for name, argv in programs.items()}
        figures = rounds(measures, min(count, 5))
    fine = judge(figures, [Goal(name, SHIPPED, 3) for name in texts])
    for name in texts:
        both = {f"{name}, keys": keys.get(name, []), SHIPPED: keys[SHIPPED]}
        fine = judge(both, [Goal(f"{name}, keys", SHIPPED, 3)]) and fine
        fine = bounded(f"{name}, memory at most", peaks.get(name, []), MEGABYTES, "MB") and fine
    print(f"{SHIPPED}: {statistics.median(peaks[SHIPPED]):.0f} MB at most")
    return fine


def _run(name: str, argv: list[str], keys: dict[str, list[float]], peaks: dict[str, list[float]]) -> list[float]:
    """Milliseconds to the first screen; then some keys are pressed at once, and the memory is looked at."""
    with Term(argv, env=ENVIRONMENT) as term:
        took = term.wait(FIRST)
        if took is None:
            return []
        pressed = [term.press(key) for key in KEYS]
        keys.setdefault(name, []).extend(press.frame for press in pressed if press.frame is not None)
        peaks.setdefault(name, []).append(taken(term.pid, "VmHWM") / 1e6)
        return [took]
