"""The program of the sandbox, `python -m companion.documents.sandbox.worker`, which reads what strangers made.

Standard input is a line of JSON (the name of the format, what to skip, how to tell headings) and the document;
standard output is lines of `protocol`. It limits itself before it looks at the document: processor time, memory, no
file written, no program started, no socket; see `confine` for what holds native code.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from companion.documents.protocol import Emitter, line, value_of
from companion.documents.registry import named
from companion.documents.sandbox.confine import confine
from companion.model import Unreadable

CPU = 120
"""Seconds of processor time."""
MEMORY = 512 << 20
"""Bytes of address space, where the system enforces that (Linux does)."""
_DESCRIPTORS = 64
_FRAMES = 10_000
"""An element takes some five frames, and two hundred may stand in each other."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "shutil.")


def limit() -> None:
    """Limit the resources of this process for good, and refuse what the audit hook sees."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _DESCRIPTORS),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that does not enforce it, or a lower limit in force
            resource.setrlimit(what, (most, most))
    gc.set_threshold(200_000, 20, 20)  # hardly anything is thrown away while one document is read
    sys.addaudithook(_refuse)
    sys.setrecursionlimit(_FRAMES)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: nothing a document makes a library do reaches out of this process."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and arguments[2] & _WRITING:
        raise PermissionError(event)


def main(receive: Callable[[], bytes], send: Callable[[bytes], object]) -> None:
    """Read the document that is received and send it; a failure is sent as an `F` line."""
    header, _, data = receive().partition(b"\n")
    asked = value_of(b" " + header)
    try:
        emitter = Emitter(send)
        kind = named(asked["kind"])
        assert kind is not None  # it is this package that asks
        way = (asked.get("way", ""),) if kind.ways else ()
        kind.load()(data, dict(asked["skipped"]), emitter, *way)
        emitter.flush()
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
    limit()
    confine()
    main(sys.stdin.buffer.read, lambda sent: (sys.stdout.buffer.write(sent), sys.stdout.buffer.flush()))
