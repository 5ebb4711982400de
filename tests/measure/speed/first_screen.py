"""A shell command run in a terminal until its first screen: `python -m tests.measure.speed.first_screen COMMAND`.

Then press q: it must leave with exit status 0. Standard library only, so that it runs before anything is installed.
"""

from __future__ import annotations

import os
import sys

from tests.measure.speed.terminal import Term

READY = r"(?s)\A(?=.*Framing)(?=.*spyware)"


def main() -> int:
    inherited = {name: value for name, value in os.environ.items() if name not in ("TERM", "LINES", "COLUMNS")}
    with Term(["bash", "-c", sys.argv[1]], env=inherited, cwd=os.getcwd(), give_up=300) as term:
        took = term.wait(READY)
        term.settle(0.5, 10)
        print(term.screen.text())
        if took is None:
            print("the first screen never came", file=sys.stderr)
            return 1
        term.send("q")
        status = term.ended(20)
        print(f"first screen after {took / 1000:.1f} s; q ended it with status {status}")
        return 0 if status == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
