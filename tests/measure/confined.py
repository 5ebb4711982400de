"""What hostile native code gets through in the process that reads documents: `python -m tests.measure.confined`.

In the place of each parser a probe tries every call of `tests.documents.sandbox.attempts`, compiled from C where a
compiler is; as the user who runs this, and from root also as nobody. All are to be refused, and with walls left out on
purpose the probe has to see calls get through. What the walls cost is measured as well.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from companion.documents.sandbox import landlock, seccomp, walls_here
from companion.documents.sandbox.confine import confine
from tests.documents.sandbox.probing import NOBODY, SANDBOXED, compiled, prepare, run
from tests.measure.figures import Figures

MISSING = f"{seccomp.NAME},{landlock.NAME}"
ROUNDS, MOST = 30, 10.0
"""How often the cost is measured, and milliseconds of the processor that the walls may take."""


def probes(figures: Figures, folder: Path, user: int | None, name: str) -> None:
    """The figures of one user."""
    tried, through, hampered = 0, list[str](), 0
    for kind in SANDBOXED:
        found = run(kind, folder, user=user)
        if isinstance(found, str):
            figures.skip(f"calls that get through as {name}", found)
            return
        tried, hampered = tried + len(found.tried), hampered + (len(found.able) < 6)
        through += [f"{kind}: {call}" for call in found.through]
        how = "in C" if found.native else "by the C library, since no compiler is here"
    each = f"of {tried} tried in place of {len(SANDBOXED)} parsers, {how}, as {name}"
    figures.say(f"calls that get through {each}", len(through), "0", not through and tried >= 40 * len(SANDBOXED))
    figures.say(f"parsers that could not work, as {name}", hampered, "0", not hampered)
    for line in through[:10]:
        print(f"  {line}")
    worse = run(SANDBOXED[0], folder, MISSING, user=user)
    assert not isinstance(worse, str)
    what = f"the same without seccomp and Landlock, of {len(worse.tried)}, as {name}"
    figures.say(what, len(worse.through), "more than 80", len(worse.through) > 80)


def cost() -> float:
    """Milliseconds of the processor that putting up the walls takes, the median of some children that do it."""
    taken = []
    for _ in range(ROUNDS):
        receive, send = os.pipe()
        if not (child := os.fork()):
            began = time.process_time()
            confine(os.getppid())
            os.write(send, str(1000 * (time.process_time() - began)).encode())
            os._exit(0)
        taken.append(float(os.read(receive, 100)))
        os.waitpid(child, 0)
        os.close(receive)
        os.close(send)
    return statistics.median(taken)


def main(arguments: Sequence[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    figures = Figures()
    missing = [f"{wall.name}: {wall.why}" for wall in walls_here() if not wall.holds]
    if missing:
        figures.skip("calls that get through", f"not all walls hold here ({'; '.join(missing)})")
        return figures.end()
    with tempfile.TemporaryDirectory() as top:
        prepare(Path(top))
        compiled(Path(top))
        probes(figures, Path(top), None, "root" if os.getuid() == 0 else "a user")
        if os.getuid() == 0:
            probes(figures, Path(top), NOBODY, "a user")
    took = cost()
    what = f"milliseconds of the processor that the walls take, median of {ROUNDS}"
    figures.say(what, f"{took:.1f}", f"at most {MOST:.0f}", took <= MOST)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
