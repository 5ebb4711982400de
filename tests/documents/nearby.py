"""Reads a document in this process, not in one of its own: for many small ones, and to let reading break off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Self

from companion.documents.sandbox import worker
from companion.documents.sandbox.process import Ending


class Nearby:
    """Stands for a `SandboxProcess`; `breaks` names the page at which (from 0) it ends, unless that is skipped."""

    breaks: int | None = None
    started = 0

    def __init__(
        self, blocks: Sequence[bytes], deadline: float, quiet: float, most: int, cancelled: Callable[[], bool]
    ) -> None:
        self.ending = Ending.WELL
        self.silence = 0.0
        self._blocks = blocks
        type(self).started += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        pass

    def lines(self) -> Iterator[bytes]:
        sent: list[bytes] = []
        worker.main(lambda: b"".join(self._blocks), sent.append)
        again = self.breaks is not None and b'"skipped":[]' not in self._blocks[0]
        for line in sent:
            yield line.removesuffix(b"\n")
            if self.breaks is not None and not again and line.startswith(f"G[{self.breaks},".encode()):
                self.ending = Ending.DIED
                return
