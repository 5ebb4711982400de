"""The programs that are measured: how each is started, and when it is ready."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.measure.speed.terminal import Press, Term

CHECKOUT = Path(__file__).parents[3]
ENVIRONMENT = {"PYTHONPATH": str(CHECKOUT)}


def companion(*args: str) -> list[str]:
    """The command as installed beside this Python, or else the package itself."""
    script = Path(sys.executable).with_name("companion")
    return [str(script), *args] if script.exists() else [sys.executable, "-m", "companion", *args]


def floor(name: str, *args: str) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name(f"{name}.py")), *args]


def shown(argv: list[str], regex: str, size: tuple[int, int] = (120, 40)) -> list[float]:
    """Milliseconds from start to the screen that shows `regex`; none if it never does."""
    with Term(argv, env=ENVIRONMENT, columns=size[0], rows=size[1]) as term:
        took = term.wait(regex)
        if took is None:
            seen = [line.rstrip() for line in term.screen.text().splitlines() if line.strip()]
            print(f"never showed {regex!r}: {' '.join(argv)}", *seen, sep="\n", file=sys.stderr)
        return [] if took is None else [took]


def ran(argv: list[str]) -> list[float]:
    """Milliseconds a program takes that needs no terminal; none if it fails."""
    environment = {**os.environ, **ENVIRONMENT}
    began = time.perf_counter()
    done = subprocess.run(argv, env=environment, capture_output=True, timeout=60, check=False)
    took = (time.perf_counter() - began) * 1000
    if done.returncode:
        print(f"exit {done.returncode}: {' '.join(argv)}\n{done.stderr.decode()}", file=sys.stderr)
    return [] if done.returncode else [took]


def presses(argv: list[str], regex: str, key: str, count: int = 12) -> list[Press]:
    """One run of a program: presses of one key once it shows `regex` and stands still."""
    with Term(argv, env=ENVIRONMENT) as term:
        if term.wait(regex) is None:
            return []
        term.settle(0.4, 10)
        return [term.press(key) for _ in range(count)]


def frames(argv: list[str], regex: str, key: str, count: int = 12) -> list[float]:
    """Milliseconds from each press to its frame, where one came."""
    return [press.frame for press in presses(argv, regex, key, count) if press.frame is not None]


def taken(pid: int, what: str) -> int:
    """Bytes that a process takes in memory (`VmRSS`), or took at most (`VmHWM`)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(f"{what}:"))
