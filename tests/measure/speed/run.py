"""`python -m tests.measure.speed.run [--only NAME]… [--rounds N]`: every speed goal beside its floor, in ratios.

Exit status 1 where a goal is missed. Takes some minutes; wants a machine with nothing else to do.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable

from tests.measure.speed.hostile import hostile
from tests.measure.speed.keypress import keypress
from tests.measure.speed.large import large
from tests.measure.speed.memory import memory
from tests.measure.speed.rounds import weather
from tests.measure.speed.startup import big, start, version

BENCHMARKS: dict[str, Callable[[int], bool]] = {
    "version": version,
    "start": start,
    "big": big,
    "keys": keypress,
    "large": large,
    "memory": memory,
    "hostile": hostile,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.measure.speed.run", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(BENCHMARKS), help="leave the others out")
    parser.add_argument("--rounds", type=int, default=11, help="how often each is measured (default: 11)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended too
    print(weather())
    fine = True
    for name in options.only or BENCHMARKS:
        print(f"{name}: {(BENCHMARKS[name].__doc__ or '').strip()}", flush=True)
        fine = BENCHMARKS[name](options.rounds) and fine
    print(weather())
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
