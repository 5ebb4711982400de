"""The article of a page, told from what stands beside it: `python -m tests.measure.articles.run [FOLDER]`.

Precision and recall of what is shown, in runs of four words, the mean over the pages; F1 is made of the two means, as
in Scrapinghub's article extraction benchmark. A FOLDER in the form of that benchmark (`ground-truth.json`, and packed
pages in `html/`), or with pairs of NAME.html and NAME.txt, is measured in place of the pages made here. `--pages` tells
each page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from companion.documents import read_document
from companion.documents.protocol import Emitter
from companion.documents.registry import named
from tests.documents.books import sent
from tests.measure.articles.sites import pages
from tests.measure.figures import Figures

GOAL = 0.94
SLOWEST = 40.0
"""Milliseconds a page, the process that reads it not counted."""
_RUN = 4


class Labelled(NamedTuple):
    """A page and the words of its article."""

    name: str
    data: bytes
    truth: str


class Score(NamedTuple):
    precision: float
    recall: float


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Every four words that follow each other; of a shorter text, all of it."""
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, 1))) if words else Counter()


def score(shown: str, truth: str) -> Score:
    """How much of what is shown is right, and how much of what is right is shown."""
    ours, theirs = runs(shown), runs(truth)
    same = (ours & theirs).total()
    return Score(same / ours.total() if ours else 1.0, same / theirs.total() if theirs else 1.0)


def mean(scores: Sequence[Score]) -> tuple[float, float, float]:
    """Mean precision and recall, and F1 of these."""
    precision = statistics.fmean(each.precision for each in scores)
    recall = statistics.fmean(each.recall for each in scores)
    return precision, recall, 2 * precision * recall / (precision + recall)


def made() -> list[Labelled]:
    return [Labelled(page.name, page.source.encode(), page.truth) for page in pages()]


def kept(folder: Path) -> Iterator[Labelled]:
    """The labelled pages of a folder."""
    truth = folder / "ground-truth.json"
    if truth.exists():
        for name, labels in json.loads(truth.read_text(encoding="utf-8")).items():
            yield Labelled(
                name, gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), labels["articleBody"]
            )
    for file in sorted(folder.glob("*.txt")):
        yield Labelled(file.stem, file.with_suffix(".html").read_bytes(), file.read_text(encoding="utf-8"))


def shown(data: bytes) -> str:
    """The words of a page as the reader shows them, but for a title and for what stands for a picture."""
    pieces = [piece for piece in sent("html", data).pieces if piece.kind != "notice"]
    return "\n".join(piece.text for piece in pieces if not is_picture(piece.text, piece.marks))


def is_picture(text: str, marks: Sequence[object]) -> bool:
    return text.startswith("[image") and len(marks) == 1


def milliseconds(given: Sequence[Labelled]) -> float:
    """The median processor time to read one of them, where the process has begun."""
    html = named("html")
    assert html is not None
    read, times = html.load(), []
    for page in given:
        begun = time.process_time()
        read(page.data, {}, Emitter(lambda line: None))
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def whole(given: Sequence[Labelled]) -> float:
    """The median time to open one of them, in milliseconds, with the start of the process that reads it."""
    times = []
    for page in given:
        begun = time.perf_counter()
        read_document(page.data, "page.html")
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.measure.articles.run", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pages", action="store_true", help="tell each page, the worst last")
    options = parser.parse_args(arguments)
    given = list(kept(options.folder)) if options.folder else made()
    scores = {page.name: score(shown(page.data), page.truth) for page in given}
    if options.pages:
        for name, one in sorted(scores.items(), key=lambda item: -sum(item[1])):
            print(f"{one.precision:.3f} {one.recall:.3f} {name}")
    precision, recall, f1 = mean(list(scores.values()))
    figures = Figures()
    what = f"the article of {len(given)} {'labelled' if options.folder else 'made'} pages"
    told = f"{f1:.3f}, precision {precision:.3f}, recall {recall:.3f}"
    figures.say(f"{what}: F1", told, f"≥ {GOAL}", f1 >= GOAL)
    taken = milliseconds(given)
    figures.say(f"{what}: ms a page", f"{taken:.1f}", f"≤ {SLOWEST:.0f}", taken <= SLOWEST)
    print(f"with the start of a process for each: {whole(given[:15]):.0f} ms a page")
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
