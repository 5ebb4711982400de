"""Importers against damaged files: `python -m tests.measure.importers --trials 100000`.

For each format real-shaped files are mutated, from a fixed seed, and read as that format and as what they are taken
for. A reader gives records or refuses in one line, within five seconds, and what it gives can be saved and holds no
control character.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

from companion.exchange.brought import AnyRecord
from companion.exchange.formats import format_of, named
from companion.exchange.input_file import Incoming
from companion.layers.read import read_record
from companion.layers.write import write_record
from companion.model import CompanionError, Question
from tests.exchange.foreign_files import SAMPLES, SLOW_SAMPLES
from tests.measure.clean import FORBIDDEN
from tests.measure.figures import Figures

FILES = SAMPLES | SLOW_SAMPLES
SLOWER = 100
"""Times that a format read in a process of its own is tried less often."""
LONGEST = 5.0
"""Seconds a file may take."""
_PIECES = (
    *(
        b"\x00",
        b"\x1b]0;x\x07",
        b"\r",
        b"\n",
        b"\xff\xfe",
        b"\xe2\x80\xae",
        b"\xc2\x9b",
        b"\xf3\xa0\x81\x81",
        b"\xef\xbb\xbf",
    ),
    *(
        b'"',
        b"\\",
        b"\\ud800",
        b"\\u001b",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"null",
        b"true",
        b"-1",
        b"1e999",
        b"NaN",
    ),
    *(
        b"==========",
        b"- ",
        b"|",
        b"(",
        b")",
        b"2014",
        b"10:08",
        b"return ",
        b"--[[",
        b"]]",
        b"\\9",
        b"\\300",
        b"=",
        b";",
    ),
    *(b"9" * 40, b"((((((((", b'{"a":' * 50, b"{" * 60, b"\n==========\n" * 5),
)


class Count(NamedTuple):
    """What became of the files: read, refused, and those that broke a promise, with the first of them in words."""

    read: int
    refused: int
    broken: int
    slowest: float
    first: str = ""


def damaged(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A file with one to six changes: pieces put in, cut out, doubled, moved from another file, bits flipped, cut."""
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        to = min(len(data), at + rng.choice((1, 1, 2, 5, 20, 200)))
        part, piece, bit = rng.randrange(len(other)), rng.choice(_PIECES), 1 << rng.randrange(8)
        changed = (
            data[:at] + piece + data[to:],
            data[:at] + piece + data[at:],
            data[:at] + data[to:],
            data[:to] + data[at:],
            data[:at] + other[part : part + 100] + data[at:],
            data[:at] + bytes(byte ^ bit for byte in data[at:to]) + data[to:],
            data[:at] if bit == 1 else data,
        )
        data = rng.choice(changed)
    return data


def outcome(name: str, data: bytes) -> tuple[str, str]:
    """`read` or `refused`, and what is wrong with that, if anything is."""
    wrong = ""
    came = "refused"
    ways = (lambda file: named(name), format_of)
    for format_of_it in ways[: 1 if name in SLOW_SAMPLES else 2]:
        file = Incoming(data, "damaged")
        try:
            brought = format_of_it(file).read(file)
        except CompanionError as error:
            wrong = wrong or (
                "a refusal of more than one line" if FORBIDDEN & set(str(error)) or "\n" in str(error) else ""
            )
            continue
        came = "read"
        for book in brought:
            for record in book.records:
                wrong = wrong or _unsaved(record)
    return came, wrong


def _unsaved(record: AnyRecord) -> str:
    if isinstance(record, Question):
        return ""
    try:
        text = write_record(record).decode()
        read_record(text.encode(), "note.yaml")
    except CompanionError as error:
        return f"a note that cannot be saved: {error}"
    return "a control character in a note" if FORBIDDEN & set(text) else ""


def fuzzed(name: str, trials: int, seed: int) -> Count:
    """So many damaged files of one format."""
    rng = random.Random(f"{name} {seed}")
    others = [data for files in FILES.values() for data in files]
    came = {"read": 0, "refused": 0}
    broken, slowest, first = 0, 0.0, ""
    for _ in range(trials):
        data = damaged(rng.choice(FILES[name]), rng.choice(others), rng)
        begun = time.perf_counter()
        try:
            what, wrong = outcome(name, data)
        except Exception as error:  # what a reader would see as a traceback
            what, wrong = "refused", f"{type(error).__name__}: {error}"
        took = time.perf_counter() - begun
        slowest = max(slowest, took)
        wrong = wrong or ("longer than allowed" if took > LONGEST else "")
        came[what] += 1
        broken += bool(wrong)
        first = first or (f"{wrong}: {data!r}" if wrong else "")
    return Count(came["read"], came["refused"], broken, slowest, first)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=100_000, help="for each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(FILES), action="append")
    options = parser.parse_args(arguments)
    figures = Figures()
    for name in options.only or FILES:
        trials = max(options.trials // SLOWER, 1) if name in SLOW_SAMPLES else options.trials
        count = fuzzed(name, trials, options.seed)
        what = f"{name}: faults in {trials:,} damaged files, {count.read:,} read and {count.refused:,} refused"
        figures.say(what, count.broken, "0", not count.broken)
        figures.say(
            f"{name}: seconds for the slowest", f"{count.slowest:.2f}", f"at most {LONGEST:g}", count.slowest <= LONGEST
        )
        if count.first:
            print(f"  {count.first}")
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
