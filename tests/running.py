"""Helpers that run a command, in this process or in one of its own, and look at its output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]


class Ran(NamedTuple):
    """One command: exit status, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Companion = Callable[..., Ran]


def process(*args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    command = [sys.executable, "-m", "companion", *args]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False, **{"input": "", **options}
    )


def harmless(text: str) -> bool:
    """No control character but line ends, no bidirectional control, nothing that hides."""
    return all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cs") for char in text) and not any(
        char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060" for char in text
    )
