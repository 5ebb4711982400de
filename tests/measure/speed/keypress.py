"""Time from a key to the frame it makes, and the bytes of that frame."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path

from tests.measure.figures import skip
from tests.measure.speed.programs import companion, floor, frames, presses
from tests.measure.speed.rounds import Goal, Measure, judge, rounds
from tests.measure.speed.texts import markdown

SHOWS = r"Section 1 on"
KEYS = {"step": "j", "page": " ", "section": "]"}


def keypress(count: int) -> bool:
    """Step, page and next section against a bare Line API view of the same text on a screen of the same size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.md"
        path.write_bytes(markdown(300_000))
        programs = {"companion": companion(str(path)), "the Line API floor": floor("floor_lines", str(path))}
        measures = {
            f"{name}, {step}": partial(frames, argv, SHOWS, key)
            for name, argv in programs.items()
            for step, key in KEYS.items()
        }
        figures = rounds(measures, count)
        sizes = rounds(_sizes(path), 1)
    goals = [
        Goal(f"companion, {step}", f"the Line API floor, {step}", limit)
        for step, limit in (("step", 1.75), ("page", 1.75), ("section", 3))
    ]
    if "less, bytes" in sizes:
        return judge({**figures, **sizes}, [*goals, Goal("companion, bytes", "less, bytes", 4, "bytes")])
    skip("bytes per page", "there is no less here")
    return judge(figures, goals)


def _sizes(path: Path) -> dict[str, Measure]:
    programs = {"companion, bytes": companion(str(path))}
    if shutil.which("less"):
        programs["less, bytes"] = ["less", str(path)]
    return {name: partial(_bytes, argv) for name, argv in programs.items()}


def _bytes(argv: list[str]) -> list[float]:
    return [float(press.size) for press in presses(argv, SHOWS, " ") if press.frame is not None]
