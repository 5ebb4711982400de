"""The way past every surface of the world: keys to press, and what must be painted after them.

A new surface needs a line in `surfaces_world`, its text somewhere in the World, and a stop here. The terminal
(`surfaces`) and the headless driver (`markup`) both go this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.figures.surfaces_payloads import Mark
from tests.figures.surfaces_world import AT_START, IN_EDITOR, IN_PALETTE, IN_SECTION, OF_NOTEBOOKS, OF_QUESTION, TITLES


class Stop(NamedTuple):
    """`keys` as `tests.benchmarks.terminal.keys` reads them; `wants` must be painted once they were pressed."""

    keys: tuple[str, ...]
    wants: tuple[Mark, ...]


def marks(surfaces: Iterable[str], numbers: Iterable[int]) -> tuple[Mark, ...]:
    every = tuple(numbers)
    return tuple(Mark(surface, number) for surface in surfaces for number in every)


def tour(world: str, count: int) -> Iterator[Stop]:
    """The stops of a kind of world with so many payloads."""
    yield from KINDS[world](count)


def _reading(count: int) -> Iterator[Stop]:
    every = range(count)
    yield Stop((), marks((*AT_START, *TITLES), every))
    yield Stop(("j",) * count, marks(["dr"], every))
    for at in every:
        yield Stop(("]",) if at else ("<esc>",), marks(IN_SECTION, [at]))
        yield Stop(("j", "e"), marks(IN_EDITOR, [at]))
        yield Stop(("<esc>",), ())
    for at in every:
        yield Stop(("j",) if at else ("c",), marks(OF_QUESTION, [at]))
    yield Stop(("?", "<esc>"), ())
    yield Stop((":", *["<pgdn>"] * count), marks(IN_PALETTE, every))
    yield Stop(("<esc>",), ())
    yield Stop(("1",), marks(["ns"], every))


def _notebooks(count: int) -> Iterator[Stop]:
    yield Stop((), marks(["tt"], range(count)))
    yield Stop(("j",) * (count + 1), marks(OF_NOTEBOOKS, range(count)))
    yield Stop(("<esc>",), ())


KINDS = {"reading": _reading, "notebooks": _notebooks}
