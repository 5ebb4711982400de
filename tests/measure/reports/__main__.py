"""How the reader reads reports as organisations publish them: `python -m tests.measure.reports [NAME…]`.

Prints a row for each PDF of `made`, pooled rows, and the goals; exits with 1 where a goal is missed. `--show` lists
what was missed. What each measure means, and what counts as a match, is told in `score`: `running` is the share of
running heads left, `lost` that of words lost or glued, `unseen` that of lines outside the crop box which are shown.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from companion.documents import read_document
from tests.measure.reports.score import MEASURES, Score, pooled, scored
from tests.measure.reports.shown import shown
from tests.measure.reports.truth import Truth, read_truth

MADE = Path(__file__).with_name("made")
_WIDTH = 34


class Goal(NamedTuple):
    """Percent of a measure, at least or (`most`) at most, over the documents of a group."""

    group: str
    measure: str
    percent: float
    most: bool = False


GOALS = (
    Goal("outline, tags or contents", "found", 97),
    Goal("outline, tags or contents", "right", 95),
    Goal("looks only", "found", 85),
    Goal("looks only", "right", 80),
    Goal("one column", "order", 99),
    Goal("columns", "order", 97),
    Goal("all", "lost", 0.3, most=True),
    Goal("all", "running", 3, most=True),
    Goal("all", "title", 95),
    Goal("all", "rows", 85),
    Goal("all", "unseen", 0, most=True),
)


@dataclass(frozen=True, slots=True)
class Result:
    truth: Truth
    score: Score
    seconds: float

    @property
    def groups(self) -> tuple[str, ...]:
        layout = self.truth.layout
        source = "outline, tags or contents" if layout.source else "looks only"
        return (source, "columns" if layout.columns > 1 else "one column", "all")


def read(path: Path) -> Result:
    """Raises Unreadable where the reader refuses the file."""
    truth = read_truth(path.with_suffix(".json"))
    data = path.read_bytes()
    start = time.perf_counter()
    seen = shown(read_document(data, path.name))
    seconds = time.perf_counter() - start
    return Result(truth, scored(truth, seen), seconds)


def row(name: str, pages: int, score: Score, seconds: float) -> str:
    figures = (score.percent(measure) for measure in MEASURES)
    cells = "".join(f"{'-' if figure is None else format(figure, '.1f'):>8}" for figure in figures)
    return f"{name[:_WIDTH]:{_WIDTH}}{pages:6}{cells}{1000 * seconds / max(pages, 1):8.1f}"


def table(results: Sequence[Result]) -> None:
    print(f"{'':{_WIDTH}}{'pages':>6}{''.join(f'{measure:>8}' for measure in MEASURES)}{'ms/page':>8}")
    for result in results:
        layout = result.truth.layout
        ways = "".join(
            letter for letter, has in zip("otc", (layout.outline, layout.tags, layout.contents), strict=True) if has
        )
        marks = f"{result.truth.layout.name} ({ways or 'looks'}{f', {layout.columns}' if layout.columns > 1 else ''})"
        print(row(marks, len(result.truth.labels), result.score, result.seconds))
    print()
    for group in dict.fromkeys(goal.group for goal in GOALS):
        own = [result for result in results if group in result.groups]
        pages = sum(len(result.truth.labels) for result in own)
        seconds = sum(result.seconds for result in own)
        print(row(f"{group}: {len(own)}", pages, pooled([result.score for result in own]), seconds))
    print()


def judged(results: Sequence[Result]) -> bool:
    """Print each goal and whether it is met; False where one is missed."""
    met = True
    for group, measure, percent, most in GOALS:
        figure = pooled([result.score for result in results if group in result.groups]).percent(measure)
        if figure is None:
            continue
        good = figure <= percent if most else figure >= percent
        met &= good
        bound = f"at {'most' if most else 'least'} {percent:g} %"
        print(f"figure: reports, {group}: {measure} = {figure:.1f} % (goal: {bound}) {'met' if good else 'MISSED'}")
    return met


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of PDFs; all where none is named")
    parser.add_argument("--folder", type=Path, default=MADE)
    parser.add_argument("--show", action="store_true", help="list what was missed")
    options = parser.parse_args(arguments)
    paths = [path for path in sorted(options.folder.glob("*.pdf")) if not options.names or path.stem in options.names]
    results = [read(path) for path in paths]
    if options.show:
        for result in results:
            for measure, missed in result.score.missed.items():
                for line in missed:
                    print(f"{result.truth.layout.name}: {measure}: {line}")
    table(results)
    return 0 if judged(results) and results else 1


if __name__ == "__main__":
    sys.exit(main())
