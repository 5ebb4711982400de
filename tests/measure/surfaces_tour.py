"""The way past every surface of the world: keys to press, and what must be painted after them.

A new surface needs a line in `surfaces_names`, its text somewhere in the World, and a stop here. The terminal
(`surfaces`) and the headless driver (`markup`) both go this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.measure import surfaces_names as names
from tests.measure.surfaces_payloads import Mark


class Stop(NamedTuple):
    """`keys` as `tests.measure.speed.terminal.keys` reads them; `wants` must be painted once they were pressed.

    With `earlier`, what was painted at a stop before counts too.
    """

    keys: tuple[str, ...]
    wants: tuple[Mark, ...]
    earlier: bool = False


def marks(surfaces: Iterable[str], numbers: Iterable[int]) -> tuple[Mark, ...]:
    every = tuple(numbers)
    return tuple(Mark(surface, number) for surface in surfaces for number in every)


def tour(kind: str, count: int) -> Iterator[Stop]:
    """The stops of a kind of world with so many payloads."""
    yield from KINDS[kind](count)


def _reading(count: int) -> Iterator[Stop]:
    every = range(count)
    yield Stop((), marks((*names.AT_START, *names.TITLES, *names.UNREAD), every))
    yield Stop(("j",) * count, marks(names.OF_DRAFTS, every))
    for at in every:
        yield Stop(("]",) if at else ("<esc>",), marks(names.IN_SECTION, [at]))
        yield Stop(("j", "e"), marks(names.IN_EDITOR, [at]))
        yield Stop((f"{PASTE}{at}",), marks(names.PASTED, [at]))
        yield Stop(("<esc>", "o"), marks(names.OF_LINKS, [at]))
        yield Stop(("<cr>",), marks(["ln"], [at]))
        cards = 6 if at == 0 else 4  # over one's own; two versions of a note stand in the first section
        yield Stop(("<esc>", "<tab>", *["k"] * cards), marks(names.OF_CARDS, [at]))
        yield Stop(("<esc>",), ())
    yield Stop(("t",) * (count + 1), marks(names.IN_TRAY, every), earlier=True)  # the tray may not fit on the screen
    yield Stop(("<esc>", "L", *["j"] * count), marks(names.OF_LAYER, every))
    yield Stop(("<esc>", "x"), marks(["va"], every))
    yield Stop(("j", "<space>", "<space>"), marks(["vb"], every))
    yield Stop(("<esc>",), ())
    for at in every:
        yield Stop(("j",) if at else ("c",), marks(names.OF_QUESTION, [at]))
    yield Stop(("?", "<esc>"), ())
    yield Stop((":", *["<pgdn>"] * count), marks(names.IN_PALETTE, every))
    yield Stop(("<esc>",), ())
    yield Stop(("1",), marks(names.UNSAVED, every))
    yield Stop(("S",), marks(names.UNSAVED, every))
    yield Stop(("<esc>",), ())


def _notebooks(count: int) -> Iterator[Stop]:
    yield Stop((), marks(["tt"], range(count)))
    yield Stop(("j",) * (count + 1), marks(names.OF_NOTEBOOKS, range(count)))
    yield Stop(("<esc>",), ())


def _opening(count: int) -> Iterator[Stop]:
    yield Stop((), marks(names.OPENING, range(count)))


KINDS = {"reading": _reading, "notebooks": _notebooks, "opening": _opening}
PASTE = "paste "
"""Stands, with a number, for pasting that payload on a line of its own."""
