"""Damaged PDFs, EPUBs, Word documents and pages: `python -m tests.measure.mutations --trials 100000 --workers 2`.

Each mutant is read by the program of the sandbox under its own limits, hundreds by one process, and what it sends is
taken and read through as the screen would. Where it dies, or is not done in time, the kind is counted and another goes
on. Every one of these, and one mutant in `--whole`, is then opened as a reader would open it, with a process of its
own: that must give a Document or Unreadable in time, whatever became of the process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence

from companion.documents import read_document
from companion.documents.messages import Damaged, Overfull
from companion.documents.protocol import line
from companion.documents.registry import named
from companion.documents.sandbox import Origin, _Received
from companion.documents.sandbox.confine import confine
from companion.documents.sandbox.worker import limit
from companion.documents.sandbox.worker import main as work
from companion.model import Unreadable
from tests.documents.mutants import SEEDS, Mutant, mutant
from tests.measure.figures import Figures
from tests.measure.layers import peak
from tests.running import ROOT

KINDS = tuple(SEEDS)
BATCH = 300
"""Mutants read by one process: their processor time together stays below its limit."""
SECONDS, MEGABYTES, PATIENCE = 10.0, 512, 20.0
"""For one document; and seconds without a word after which the process is ended."""


def chosen(number: int) -> Mutant:
    """The mutant of this number, of each format in turn."""
    return mutant(KINDS[number % len(KINDS)], number)


def outcome(found: Mutant) -> str:
    """What became of a mutant read in this process: `read`, `refused`, or what went wrong."""
    kind = found.file.rpartition(".")[2]
    lines: list[bytes] = []
    try:
        work(lambda: line(" ", {"kind": kind, "skipped": []})[1:] + found.data, lines.append)
    except Exception as error:
        frame = next(one for one in reversed(traceback.extract_tb(error.__traceback__)))
        return f"died: {kind}: {type(error).__name__} in {os.path.basename(frame.filename)}:{frame.name}"
    try:
        return taken(kind, lines)
    except (Damaged, Overfull) as error:
        return f"wrong: {kind}: a message is {type(error).__name__}, {error}"


def taken(kind: str, lines: Sequence[bytes]) -> str:
    """What comes of the lines of a process: every Section is made."""
    form = named(kind)
    assert form is not None
    received = _Received(Origin(form, "mutant", "sha256:0"), None, None)
    for each in lines:
        received.take(each.rstrip(b"\n"))
    try:
        document = received.document()
    except Unreadable:
        return "refused"
    for index in range(len(document)):
        document.pass_by(index)
    return "read"


def batch(start: int, end: int) -> None:
    """Read mutants in this process, limited as that of the sandbox; a line before and after each."""
    for kind in KINDS:
        mutant(kind, 0)
        form = named(kind)
        assert form is not None
        form.load()
    limit()
    confine(os.getppid())
    for number in range(start, end):
        found = chosen(number)
        print(json.dumps([number]), flush=True)
        started = time.monotonic()
        done = outcome(found)
        print(json.dumps([number, done, time.monotonic() - started, peak()]), flush=True)


class Trials:
    """Mutants read so far: how many of each outcome, the slowest (seconds), the largest (MB), and those to open."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.slowest = self.largest = 0.0
        self.suspects: list[int] = []

    def run(self, first: int, last: int, workers: int, until: float) -> int:
        """Read mutants with so many processes at once; the number of the first that was not begun."""
        for reached in range(first, last, BATCH * workers):
            starts = range(reached, min(reached + BATCH * workers, last), BATCH)
            self._together([_Batch(self, start, min(start + BATCH, last)) for start in starts])
            if time.monotonic() > until:
                return min(reached + BATCH * workers, last)
        return last

    def _together(self, waiting: Sequence[_Batch]) -> None:
        with selectors.DefaultSelector() as ready:
            for one in waiting:
                ready.register(one.start_process(), selectors.EVENT_READ, one)
            while ready.get_map():
                for key, _ in ready.select(0.5):
                    one = key.data
                    if not one.read():
                        ready.unregister(key.fileobj)
                        if again := one.ended():
                            ready.register(again, selectors.EVENT_READ, one)
                for one in waiting:
                    one.watch()

    def count(self, number: int, what: str, seconds: float = 0.0, megabytes: float = 0.0) -> None:
        self.outcomes[what] += 1
        self.slowest, self.largest = max(self.slowest, seconds), max(self.largest, megabytes)
        if what not in ("read", "refused") or seconds > SECONDS:
            self.suspects.append(number)


class _Batch:
    """One process with its mutants."""

    def __init__(self, trials: Trials, start: int, end: int) -> None:
        self.trials, self.next, self.end = trials, start, end
        self.begun: int | None = None
        self.late = False

    def start_process(self) -> int:
        command = [sys.executable, "-m", "tests.measure.mutations", "--batch", str(self.next), str(self.end)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.process.stdout is not None
        self.heard, self.rest = time.monotonic(), b""
        return self.process.stdout.fileno()

    def read(self) -> bool:
        """Take what the process says; False once it says no more."""
        assert self.process.stdout is not None
        got = os.read(self.process.stdout.fileno(), 1 << 16)
        self.heard = time.monotonic()
        *lines, self.rest = (self.rest + got).split(b"\n")
        for told in map(json.loads, lines):
            self.begun = told[0] if len(told) == 1 else None
            if len(told) > 1:
                self.next = told[0] + 1
                self.trials.count(*told)
        return bool(got)

    def watch(self) -> None:
        """End the process if a mutant takes too long; before the first it may take its time to start."""
        if self.begun is not None and time.monotonic() > self.heard + PATIENCE:
            self.late = True
            self.process.kill()

    def ended(self) -> int | None:
        """Count what the process died of; the output of the next one, if there are mutants left."""
        assert self.process.stdout is not None
        self.process.stdout.close()
        status = self.process.wait()
        if self.begun is not None:
            kind = chosen(self.begun).file.rpartition(".")[2]
            why = "not done in time" if self.late else signal.Signals(-status).name if status < 0 else f"exit {status}"
            self.trials.count(self.begun, f"died: {kind}: {why}")
            self.next = self.begun + 1
        elif status:
            self.trials.count(self.next, f"wrong: the process of a batch ended with {status}")
            self.next += 1
        self.begun, self.late = None, False
        return self.start_process() if self.next < self.end else None


def opened(number: int) -> tuple[str, float]:
    """What comes of a mutant opened as a reader would, and in how many seconds."""
    found = chosen(number)
    started = time.monotonic()
    try:
        document = read_document(found.data, found.file, file=found.file)
        for index in range(len(document)):
            document.pass_by(index)
        what = "read"
    except Unreadable as error:
        what = "refused" if "\n" not in str(error) else "a refusal of several lines"
    except Exception as error:
        what = f"{found.file}: {type(error).__name__}: {error}"
    return what, time.monotonic() - started


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--whole", type=int, default=200, help="one in so many is opened with a process of its own")
    parser.add_argument("--minutes", type=float, default=600.0, help="after which no more are begun")
    parser.add_argument("--batch", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.batch:
        batch(*options.batch)
        return 0
    trials = Trials()
    until = time.monotonic() + 60 * options.minutes
    reached = trials.run(options.first, options.first + options.trials, options.workers, until)
    return judged(trials, range(options.first, reached, options.whole))


def judged(trials: Trials, sample: Sequence[int]) -> int:
    """Open what died and a sample of the others, and print the figures."""
    wrong: Counter[str] = Counter({what: n for what, n in trials.outcomes.items() if what.startswith("wrong")})
    slowest, whole = 0.0, [*trials.suspects[:200], *sample]
    for number in whole:
        what, seconds = opened(number)
        slowest = max(slowest, seconds)
        if what not in ("read", "refused"):
            wrong[what] += 1
    for what, count in [*wrong.items(), *trials.outcomes.items()]:
        print(f"{count} × {what}")
    figures, total = Figures(), sum(trials.outcomes.values())
    died = {what: count for what, count in trials.outcomes.items() if what.startswith("died")}
    each = f"{total:,} mutants ({trials.outcomes['read']:,} read, {trials.outcomes['refused']:,} refused)"
    figures.say(
        f"of {each}, that broke what reads them: ended the program, sent no message", len(wrong), "0", not wrong
    )
    kinds = "; ".join(f"{count} {what.removeprefix('died: ')}" for what, count in sorted(died.items()))
    figures.say(f"mutants at which the reading process died, each then told, of {total:,}", kinds or 0, "0", not died)
    seconds = max(trials.slowest, slowest)
    told = f"seconds of the slowest mutant, {len(whole):,} of them with a process of their own"
    figures.say(told, f"{seconds:.1f}", f"at most {SECONDS:.0f}", seconds <= SECONDS)
    held = max(trials.largest, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    figures.say(
        "most memory of the process that reads them, in MB", f"{held:.0f}", f"at most {MEGABYTES}", held <= MEGABYTES
    )
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
