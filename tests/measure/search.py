"""Searching a large document: `python -m tests.measure.search [--megabytes N]`.

Words that stand everywhere, in few places and nowhere are looked for in a document of so many megabytes: as fast as it
goes, and then from the screen, whose event loop is watched meanwhile. Counts are those of a search by hand.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from companion import reading as verbs
from companion.documents.markdown import read_markdown
from companion.model import Document, Section
from companion.reading import Reading
from companion.store.library import open_document
from companion.store.paths import user_paths
from companion.store.session import Session
from companion.store.settings import settings
from companion.tui.app import CompanionApp
from tests.measure.figures import Figures
from tests.measure.speed.texts import markdown

WORDS = ("the", "audit customer", "nowhere at all")
PATIENCE = 600.0
_MOST_KEPT = 80
"""Sections that may stay in memory: those that the document keeps anyway, and a few in use."""


class Looked(NamedTuple):
    """`counted` and `by_hand` are hits; `first` and `whole` are seconds; `kept` are Sections left in memory."""

    counted: int
    by_hand: int
    first: float
    whole: float
    kept: int


def looked(document: Document, words: str) -> Looked:
    """Look for words without a screen."""
    before = sections()
    reading = verbs.search(Reading(document), words)
    assert reading.search is not None
    begun, first = time.perf_counter(), 0.0
    for piece in verbs.look(reading, reading.search.query):
        reading = verbs.take_in(reading, piece)
        assert reading.search is not None
        if not first and (reading.search.at or reading.search.done):
            first = time.perf_counter() - begun
    whole = time.perf_counter() - begun
    assert reading.search is not None
    kept = sections() - before
    return Looked(reading.search.total, by_hand(document, words), first, whole, kept)


def sections() -> int:
    """How many Sections there are in memory."""
    gc.collect()
    return sum(isinstance(each, Section) for each in gc.get_objects())


def by_hand(document: Document, words: str) -> int:
    """How often words of plain ASCII stand in a document of plain ASCII, without the finder."""
    texts = (" ".join(document.pass_by(index).text.lower().split()) for index in range(len(document)))
    return sum(text.count(words) for text in texts)


async def late(path: Path, words: str) -> tuple[list[float], float]:
    """By how many seconds the screen's event loop was late, each time it was to wake, while words were looked for."""
    where = user_paths()
    app = CompanionApp(Session(open_document(str(path)), where, settings(where)))
    found: list[float] = []
    async with app.run_test(size=(120, 36)) as pilot:
        while not app.reader.now.loaded:
            await pilot.pause(0.05)
        await pilot.press("slash", *words, "enter")
        begun = time.perf_counter()
        while (search := app.reader.now.search) is None or not search.done:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            found.append(time.perf_counter() - before - 0.005)
            if time.perf_counter() - begun > PATIENCE:
                raise TimeoutError(words)
        return sorted(found), time.perf_counter() - begun


def measure(figures: Figures, size: int, folder: Path, *, screen: bool = True) -> None:
    """Print the figures for a document of so many bytes."""
    path = folder / "large.md"
    path.write_bytes(markdown(size))
    document = read_markdown(path.read_bytes(), "large", "sha256:0")
    for words in WORDS:
        found = looked(document, words)
        off, kept = found.counted - found.by_hand, found.kept
        figures.say(f"hits of {words!r} counted beyond those found by hand", off, "0", off == 0)
        figures.say(
            f"sections that the search for {words!r} left in memory", kept, f"at most {_MOST_KEPT}", kept <= _MOST_KEPT
        )
        print(f"{words!r}: {found.counted} hits, the first after {found.first:.3f} s, all after {found.whole:.2f} s")
    for words in WORDS[1:] if screen else ():
        waits, whole = asyncio.run(late(path, words))
        typical = waits[len(waits) * 95 // 100] if waits else 0.0
        print(f"{words!r} on screen: all after {whole:.2f} s; the loop was late {typical * 1000:.0f} ms (95 of 100)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=20)
    options = parser.parse_args()
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        measure(figures, int(options.megabytes * 1e6), Path(folder))
    return 1 if figures.failed else 0


if __name__ == "__main__":
    sys.exit(main())
