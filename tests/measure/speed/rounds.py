"""Rounds of measurements in shuffled turns, and their medians beside a goal.

A fixed order misleads: whatever ran before leaves the machine warm or busy. Only ratios within one run count.
"""

from __future__ import annotations

import os
import platform
import random
import statistics
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import NamedTuple

from tests.measure.figures import figure

Measure = Callable[[], list[float]]
"""One run of one thing: its figures, none where it failed."""


class Goal(NamedTuple):
    """`what` may take at most `limit` times as much as `floor`."""

    what: str
    floor: str
    limit: float
    unit: str = "ms"


def rounds(measures: Mapping[str, Measure], count: int, seed: int = 1) -> dict[str, list[float]]:
    """All figures by name after `count` rounds; one more before them warms caches and is thrown away.

    What fails once is not tried again, and has no figures.
    """
    chance = random.Random(seed)
    names = list(measures)
    figures: dict[str, list[float]] = {name: [] for name in names}
    for number in range(count + 1):
        chance.shuffle(names)
        for name in list(names):
            got = measures[name]()
            if not got:
                names.remove(name)
                figures[name] = []
            elif number:
                figures[name] += got
    return figures


def judge(figures: Mapping[str, list[float]], goals: list[Goal]) -> bool:
    """Print each ratio of medians with its goal; False if one is missed or could not be measured."""
    fine = True
    for goal in goals:
        ours, floor = figures.get(goal.what, []), figures.get(goal.floor, [])
        what, limit = f"{goal.what} / {goal.floor}", f"at most {goal.limit:g}"
        if not ours or not floor:
            fine = figure(what, f"not measured (nothing came of {'it' if floor else 'the floor'})", limit, False)
            continue
        mine, least = statistics.median(ours), statistics.median(floor)
        ratio = mine / least
        result = (
            f"{ratio:.2f}; medians {mine:.1f} and {least:.1f} {goal.unit} of {len(ours)} and {len(floor)}, "
            f"worst {max(ours):.1f}"
        )
        fine = figure(what, result, limit, ratio <= goal.limit) and fine
    return fine


def bounded(name: str, figures: list[float], limit: float, unit: str) -> bool:
    """Print the median of some figures with the most it may be; False if it is more or could not be measured."""
    if not figures:
        return figure(name, "not measured", f"at most {limit:g}", False)
    middle = statistics.median(figures)
    result = f"{middle:.2f} {unit}; {len(figures)} runs, worst {max(figures):.2f}"
    return figure(name, result, f"at most {limit:g}", middle <= limit)


def weather() -> str:
    """What the figures were taken in: load over 1, 5 and 15 minutes, cores, versions."""
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    versions = f"Python {platform.python_version()}, Textual {version('textual')}"
    return f"weather: load {load}, {os.cpu_count()} cores, {versions}"
