"""The program of the sandbox, `python -m companion.documents.sandbox.worker`, which reads what strangers made.

Standard input is a line of JSON (the name of the format, what to skip, how to tell headings) and the document; standard
output is lines of `protocol`. Before it looks at the document it limits itself (processor time, memory, no file
written, no program started, no socket; see `confine` for what holds native code) and tells which walls hold. Its one
argument is the process id of who started it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from companion.documents.protocol import Emitter, line
from companion.documents.registry import named
from companion.documents.sandbox.confine import confine
from companion.model import Unreadable, Wall

CPU = 120
"""Seconds of processor time."""
MEMORY = 512 << 20
"""Bytes of address space, where the system enforces that (Linux does)."""
_LIMITS = (
    ("time", resource.RLIMIT_CPU, CPU),
    ("memory", resource.RLIMIT_AS, MEMORY),
    ("files", resource.RLIMIT_FSIZE, 0),
    ("core dumps", resource.RLIMIT_CORE, 0),
    ("open files", resource.RLIMIT_NOFILE, 64),
)
_FRAMES = 10_000
"""An element takes some five frames, and two hundred may stand in each other."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "shutil.")


def limit() -> Wall:
    """Limit the resources of this process for good, and refuse what the audit hook sees; which limits hold."""
    missing = []
    for name, what, most in _LIMITS:
        with contextlib.suppress(ValueError, OSError):  # a system that does not enforce it, or a lower limit in force
            resource.setrlimit(what, (most, most))
        if not 0 <= resource.getrlimit(what)[0] <= most:
            missing.append(name)
    gc.set_threshold(200_000, 20, 20)  # hardly anything is thrown away while one document is read
    sys.addaudithook(_refuse)
    sys.setrecursionlimit(_FRAMES)
    why = f"the system does not limit {' and '.join(missing)}" if missing else ""
    return Wall("limits", f"{CPU} seconds of the processor, {MEMORY >> 20} MiB of memory, nothing written", why)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: nothing a document makes a library do reaches out of this process."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and arguments[2] & _WRITING:
        raise PermissionError(event)


def answer(sent: bytes) -> None:
    """Send one line."""
    sys.stdout.buffer.write(sent)
    sys.stdout.buffer.flush()


def main(receive: Callable[[], bytes], send: Callable[[bytes], object]) -> None:
    """Read the document that is received and send it; a failure is sent as an `F` line."""
    header, _, data = receive().partition(b"\n")
    asked = json.loads(header)
    try:
        emitter = Emitter(send)
        kind = named(asked["kind"])
        assert kind is not None  # it is this package that asks
        way = (asked.get("way", ""),) if kind.ways else ()
        kind.load()(data, dict(asked["skipped"]), emitter, *way)
        emitter.end()
    except Unreadable as error:
        what, _, expected = str(error).partition("; ")
        send(line("F", [what, expected]))
    except ImportError as error:
        send(line("F", [f"the library that reads it, {error.name}, is not installed", "install companion again"]))
    except MemoryError:
        send(line("F", ["reading it needs too much memory", "split it into smaller documents"]))
    except RecursionError:
        send(line("F", ["it is nested too deep", ""]))
    send(line("E", 0))


if __name__ == "__main__":
    walls = [limit(), *confine(int(sys.argv[1]))]
    answer(line("W", walls))
    main(sys.stdin.buffer.read, answer)
