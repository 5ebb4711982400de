"""Time from the start to the first frame, and of commands that show none."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.measure.speed.programs import companion, floor, ran, shown
from tests.measure.speed.rounds import Goal, judge, rounds
from tests.measure.speed.texts import markdown

PASSAGE = r"(?s)\A(?=.*This section is ours)(?=.*Our Products)"
"""The first section's text and, in the contents, a section further on."""
CRITIQUE = r"(?s)\A(?=.*This section is ours)(?=.*C01)"
BIG = r"(?s)\A(?=.*Section 1 on)(?=.*Section 3 on)"


def start(count: int) -> bool:
    """The shipped companion against an application that shows one line."""
    figures = rounds(
        {
            "a bare Textual application": lambda: shown(floor("floor_hello"), "hello from the floor"),
            "passage and contents": lambda: shown(companion(), PASSAGE),
            "critique placed and shown": lambda: shown(companion(), CRITIQUE),
        },
        count,
    )
    bare = "a bare Textual application"
    return judge(figures, [Goal("passage and contents", bare, 1.45), Goal("critique placed and shown", bare, 1.7)])


def big(count: int) -> bool:
    """Two megabytes of Markdown against the shipped companion."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.md"
        path.write_bytes(markdown(2_000_000))
        figures = rounds(
            {
                "the shipped companion": lambda: shown(companion(), PASSAGE),
                "2 MB of Markdown": lambda: shown(companion(str(path)), BIG),
            },
            count,
        )
    return judge(figures, [Goal("2 MB of Markdown", "the shipped companion", 1.5)])


def version(count: int) -> bool:
    """`companion --version` against the interpreter alone."""
    figures = rounds(
        {
            "python -c pass": lambda: ran([sys.executable, "-c", "pass"]),
            "companion --version": lambda: ran(companion("--version")),
            "companion --help": lambda: ran(companion("--help")),
        },
        count * 2,
    )
    return judge(figures, [Goal("companion --version", "python -c pass", 5)])
