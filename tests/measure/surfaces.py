"""Forbidden characters that reach a real terminal: `python -m tests.measure.surfaces [--fuzz N]`.

Sessions in a pty, every surface with the 65 controls, the 12 known attacks and the nine bidirectional controls:
the screen on values that nobody cleaned, the screen on hostile files, and every command on hostile files. With
`--fuzz N`, the program pages through files of N random characters (all of them through the pty), and a thousandth as
many go uncleaned into every surface.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.measure import surfaces_files
from tests.measure.figures import Figures
from tests.measure.surfaces_names import SURFACES
from tests.measure.surfaces_payloads import CONTROLS, PACK, Scan, scan
from tests.measure.surfaces_pty import Plain, folders
from tests.measure.surfaces_tour import KINDS, tour
from tests.measure.surfaces_world import RANDOM, payloads

WORLD = (sys.executable, "-m", "tests.measure.surfaces_world")
SECTION_PAGE = 8000
"""Random characters of a section in the fuzzed files: fewer than fit on the screen, so that all are painted."""


class Result(NamedTuple):
    """Forbidden characters by name, and the surfaces and payloads that should have been on screen and were not."""

    forbidden: Counter[str]
    painted: int
    missing: list[str]


def screen_session(what: str, world: str = "reading", wall: str = "") -> Result:
    """Go the way past every surface of a world with such payloads in each."""
    wanted = 0
    missing: list[str] = []
    first = next(tour(world, 1)).wants[0].head.encode()
    rows, columns = (75, 180) if what == "some" else (200, 560)  # a frame costs what it is wide and high
    with folders() as env, Plain([*WORLD, what, world, wall], env=env, rows=rows, columns=columns) as term:
        for stop in tour(world, len(payloads(what))):
            missing += (mark.head for mark in term.visit(stop, payloads(what)))
            wanted += len(stop.wants)
        ended = len(term.output)
        term.leave()
        drawn = term.output[term.output.index(first) : ended]
        after = term.output[ended:].rpartition(b"\x1b[?1049l")[2].decode("utf-8", "replace")
        forbidden = scan(drawn).forbidden + Counter("after the screen" for _ in range("⟦" in after))
        return Result(forbidden, wanted - len(missing), missing)


def fuzzed(count: int, folder: Path, seed: int) -> tuple[Scan, int, int]:
    """Page through random characters in files of 200,000: what reached the pty, sections painted, sections in all."""
    forbidden: Counter[str] = Counter()
    painted = total = 0
    for start in range(0, count, 200_000):
        file = folder / f"fuzz{start}.md"
        size = surfaces_files.fuzz_file(file, min(200_000, count - start), SECTION_PAGE, seed + start)
        with folders() as env, Plain([*surfaces_files.COMPANION, str(file)], env=env, rows=300, columns=160) as term:
            term.until("§0001")
            began = term.output.index("§0001".encode())
            for number in range(2, size + 1):
                term.send("]")
                term.until(f"§{number:04}§", quiet=0.01)
            found = scan(term.output[began:])
            term.leave()
        forbidden += found.forbidden
        painted += sum(f"§{number:04}§" in found.text for number in range(1, size + 1))
        total += size
    return Scan("", forbidden), painted, total


def measure(figures: Figures) -> None:
    what = f"{len(SURFACES)} surfaces × {len(CONTROLS)} controls × 12 attacks × 9 bidirectional"
    for world in KINDS:
        raw = screen_session("all", world)
        said(figures, f"forbidden characters reaching a pty, nothing cleaned beforehand, {what} ({world})", raw)
    with tempfile.TemporaryDirectory() as top:
        for name, result in surfaces_files.sessions(Path(top)):
            said(figures, f"forbidden characters reaching a pty, {name}", result)


def said(figures: Figures, name: str, result: Result) -> None:
    number = sum(result.forbidden.values())
    figures.say(name, number, "0", not number)
    if number:
        print(f"  {dict(result.forbidden)}")
    every = result.painted + len(result.missing)
    figures.say("  of these payloads were painted", f"{result.painted} of {every}", "all", not result.missing)
    if result.missing:
        print(f"  missing: {' '.join(result.missing[:40])}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fuzz", type=int, default=0, metavar="N", help="so many random characters (default: none)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    figures = Figures()
    measure(figures)
    if options.fuzz:
        with tempfile.TemporaryDirectory() as top:
            found, painted, total = fuzzed(options.fuzz, Path(top), options.seed)
        said(
            figures,
            f"forbidden characters in {options.fuzz:,} fuzzed ones, from files to a pty",
            Result(found.forbidden, painted, [""] * (total - painted)),
        )
        each = RANDOM * PACK * len(SURFACES)
        times = max(options.fuzz // 1000 // each, 1)
        sample = Counter[str]()
        for seed in range(times):
            for world in KINDS:
                sample += screen_session(str(options.seed + seed), world).forbidden
        number = sum(sample.values())
        figures.say(f"forbidden characters, {times * each:,} fuzzed and uncleaned", number, "0", not number)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
