"""The sandboxed process, as the one that waits for it sees it: started, fed, listened to and ended."""

from __future__ import annotations

import contextlib
import enum
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import companion
from companion.documents.protocol import LINE
from companion.model import Unreadable

_TICK = 0.05
"""Seconds between two looks at whether the document is still wanted."""
_CHUNK = 1 << 16


class Ending(enum.Enum):
    """How reading ended, in words that go on after "could not be read: "."""

    WELL = "it ended"
    DIED = "the program that reads this format failed there"
    QUIET = "it takes too long"
    LATE = "reading takes too long"
    FULL = "there is too much text"
    DAMAGED = "what the program that reads this format says of it is damaged"
    CANCELLED = "cancelled"


class SandboxProcess:
    """A process that runs `companion.documents.sandbox.worker` with the blocks as its input.

    `deadline` is seconds on the monotonic clock, `quiet` seconds it may say nothing, `most` bytes it may write. `lines`
    yields what it writes; `ending` then says why there is no more, and `silence` how many seconds it had said nothing.
    Leaving the context kills it and all in its group; on Linux it also ends with the thread that began it. Raises
    Unreadable if it cannot be started.
    """

    def __init__(
        self,
        blocks: Sequence[bytes],
        deadline: float,
        quiet: float,
        most: int,
        cancelled: Callable[[], bool],
    ) -> None:
        self.ending = Ending.WELL
        self.silence = 0.0
        self._blocks = [memoryview(block) for block in blocks]
        self._deadline = deadline
        self._quiet = quiet
        self._most = most
        self._cancelled = cancelled
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "companion.documents.sandbox.worker", str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_environment(),
                start_new_session=True,
                bufsize=0,
            )
        except OSError as error:
            raise Unreadable(f"the process that reads it cannot be started: {error.strerror}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process.returncode is None:
            self._kill_group()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def lines(self) -> Iterator[bytes]:
        """Whole lines as they come; afterwards `ending` says why there are no more."""
        rest = bytearray()
        for chunk in self._chunks():
            rest += chunk
            if b"\n" in chunk:
                *whole, last = rest.split(b"\n")
                yield from map(bytes, whole)
                rest = last
            elif len(rest) > LINE:
                self.ending = Ending.FULL
                return

    def _chunks(self) -> Iterator[bytes]:
        output, received, heard = self._process.stdout, 0, time.monotonic()
        assert output is not None  # both pipes were asked for
        with selectors.DefaultSelector() as waiting:
            self._watch(waiting)
            while True:
                now = time.monotonic()
                self.silence = now - heard
                if self._out_of(now, heard, received):
                    return
                for key, _ in waiting.select(_TICK):
                    if key.fileobj is not output:
                        self._feed(waiting)
                        heard = now
                    elif chunk := os.read(output.fileno(), _CHUNK):
                        heard, received = now, received + len(chunk)
                        yield chunk
                    else:
                        self.ending = Ending.WELL if self._left_well() else Ending.DIED
                        return

    def _left_well(self) -> bool:
        """True if the process ended by itself with exit status 0."""
        try:
            return self._process.wait(_TICK * 20) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            self._kill_group()

    def _kill_group(self) -> None:
        """Kill the process and whatever it may have started; to be called before its id can be another's."""
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: nothing but a zombie is left
            os.killpg(self._process.pid, signal.SIGKILL)

    def _out_of(self, now: float, heard: float, received: int) -> bool:
        """True if opening was cancelled, or time or room is used up; `ending` then says which."""
        if self._cancelled():
            self.ending = Ending.CANCELLED
        elif now > self._deadline:
            self.ending = Ending.LATE
        elif now > heard + self._quiet:
            self.ending = Ending.QUIET
        elif received > self._most:
            self.ending = Ending.FULL
        else:
            return False
        return True

    def _watch(self, waiting: selectors.BaseSelector) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdin.fileno(), False)
        waiting.register(self._process.stdin, selectors.EVENT_WRITE)
        waiting.register(self._process.stdout, selectors.EVENT_READ)

    def _feed(self, waiting: selectors.BaseSelector) -> None:
        """Write what the pipe takes; close it after the last byte."""
        pipe = self._process.stdin
        assert pipe is not None
        while self._blocks:
            try:
                written = os.write(pipe.fileno(), self._blocks[0][: 1 << 20])
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._blocks.clear()
                break
            self._blocks[0] = self._blocks[0][written:]
            if not self._blocks[0]:
                del self._blocks[0]
        waiting.unregister(pipe)
        pipe.close()


def _environment() -> dict[str, str]:
    """The environment of the process: where companion and the libraries are, and nothing of the user."""
    home = Path(companion.__file__).resolve().parent.parent
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
