"""Saving one note with 10,000 present, beside saving with 10 present: interleaved, the flush included."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from companion.model import new_id
from companion.store.notebook import Notebook
from companion.store.settings import Settings
from tests.measure.figures import Figures
from tests.store.common import below, find_notebook, numbers, opened, paths_in, run, warm_up
from tests.store.making import note


def filled(folder: Path, count: int) -> Notebook:
    """A notebook that holds `count` notes; the files are written plainly, only their number matters."""
    from companion.layers.write import write_record

    book = find_notebook(paths_in(folder), opened(), Settings(reader="r-one"))
    first = book.save(note("the first"))
    assert book.folder is not None
    data = write_record(first.record).decode()
    for _ in range(count - 1):
        name = new_id()
        (book.folder / "r-one" / f"{name}.yaml").write_text(data.replace(first.record.id, name), encoding="utf-8")
    return book


def times(books: list[Notebook], rounds: int) -> list[list[float]]:
    """Seconds of each save of a new note, per notebook; the order is drawn anew each round."""
    taken: list[list[float]] = [[] for _ in books]
    choice = random.Random(1)
    for number in range(rounds):
        for which in choice.sample(range(len(books)), len(books)):
            fresh = note(f"saved in round {number} " + "word " * 40)
            start = time.perf_counter()
            books[which].save(fresh)
            taken[which].append(time.perf_counter() - start)
    return taken


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def main() -> int:
    given = numbers(__doc__, notes=10_000, rounds=200)
    figures = Figures()
    warm_up()
    with tempfile.TemporaryDirectory() as top:
        few, many = (filled(below(Path(top), count), count) for count in (10, given.notes))
        times([few, many], 5)
        small, large = times([few, many], given.rounds)
        started = time.perf_counter()
        loaded = len(many.load().annotations)
        loading = time.perf_counter() - started
        started = time.perf_counter()
        many.changed()
        looking = time.perf_counter() - started
    ratio = p95(large) / p95(small)
    figure = f"{p95(large) * 1e3:.1f} ms / {p95(small) * 1e3:.1f} ms"
    what = f"saving a note with {given.notes} present against 10, p95 ({figure})"
    figures.say(what, f"{ratio:.2f} ×", "at most 3 ×", ratio <= 3)
    print(f"for the record: loading {loaded} notes {loading:.2f} s, asking whether any changed {looking * 1e3:.0f} ms")
    return figures.end()


if __name__ == "__main__":
    run(main)
