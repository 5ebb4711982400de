"""Twenty megabytes beside the shipped companion: first frame, a page key, memory that stays taken."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.measure.speed.programs import companion, frames, shown
from tests.measure.speed.rounds import Goal, Measure, judge, rounds
from tests.measure.speed.startup import PASSAGE
from tests.measure.speed.texts import mixed, plain

SIZE = 20_000_000
SHIPPED = "the shipped companion"
FIRST = r"(?s)\A(?=.*Section 1 on)(?=.*Section 9 on)"
"""The first section and, in the contents, one further on."""
TEXTS: dict[str, Callable[[], bytes]] = {
    "20 KB of Markdown": partial(mixed, 20_000),
    "2 MB of Markdown": partial(mixed, 2_000_000),
    "20 MB of Markdown": partial(mixed, SIZE),
    "20 MB of text": partial(plain, SIZE),
}


@contextmanager
def documents(texts: dict[str, Callable[[], bytes]]) -> Iterator[dict[str, str]]:
    """Files with these texts, by the same names."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for number, (name, make) in enumerate(texts.items()):
            path = Path(folder) / f"{number}{'.txt' if 'text' in name else '.md'}"
            path.write_bytes(make())
            paths[name] = str(path)
        yield paths


def large(count: int) -> bool:
    """First frame of 20 MB as Markdown and as text, and a page key at any size, against the shipped companion."""
    with documents(TEXTS) as paths:
        opened: dict[str, Measure] = {SHIPPED: lambda: shown(companion(), PASSAGE)}
        opened |= {name: partial(shown, companion(path), FIRST) for name, path in paths.items() if "20 MB" in name}
        first = rounds(opened, count)
        pages: dict[str, Measure] = {SHIPPED: partial(frames, companion(), PASSAGE, " ", 6)}
        pages |= {f"{name}, page": partial(frames, companion(path), FIRST, " ", 6) for name, path in paths.items()}
        keys = rounds(pages, count)
    fine = judge(first, [Goal(name, SHIPPED, 2) for name in opened if name != SHIPPED])
    return judge(keys, [Goal(name, SHIPPED, 1.3) for name in pages if name != SHIPPED]) and fine
