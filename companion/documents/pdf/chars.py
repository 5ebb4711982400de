"""Runs: letters of a PDF page of one line and one font, with their places and looks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

HYPHEN = "\xad"
UNKNOWN = "\ufffd"
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class Font(NamedTuple):
    bold: bool = False
    italic: bool = False
    mono: bool = False


class Style(NamedTuple):
    """How letters stand: baseline `y`, `size`, in points; `angle` is that of their line, in degrees.

    `mark` is the number by which the structure tags name them, -1 where they do not; that of a run's first letter.
    """

    y: float
    size: float
    font: Font
    angle: int
    mark: int = -1


@dataclass(slots=True)
class TextRun:
    """Letters of one line in one style; `xs` is where each character begins, in points.

    `spaced`: a blank stands before it. `superscript` is 1 for a raised sign, -1 for a lowered one, 0 for text.
    `rtl`: it is read to the left. `initial`: it is the large first letter of a paragraph.
    """

    text: str
    x0: float
    x1: float
    style: Style
    spaced: bool
    xs: list[float] = field(default_factory=list)
    superscript: int = 0
    link: str = ""
    rtl: bool = False
    initial: bool = False

    @property
    def y(self) -> float:
        return self.style.y

    @property
    def size(self) -> float:
        return self.style.size


def turn(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point of the page as it stands when lines at `angle` run to the right."""
    if angle == 0:
        return x, y
    turned = math.radians(-angle)
    return x * math.cos(turned) - y * math.sin(turned), x * math.sin(turned) + y * math.cos(turned)


class LinkArea(NamedTuple):
    """A rectangle of a page that leads to an address."""

    left: float
    bottom: float
    right: float
    top: float
    address: str


def linked(runs: Sequence[TextRun], links: Sequence[LinkArea]) -> list[TextRun]:
    """The runs, cut where links begin and end."""
    for link in links:
        cut: list[TextRun] = []
        for run in runs:
            cut += _cut(run, link)
        runs = cut
    return list(runs)


def _cut(run: TextRun, link: LinkArea) -> list[TextRun]:
    middle = run.y + run.size / 4
    if run.link or run.style.angle or not link.bottom <= middle <= link.top:
        return [run]
    ends = [*run.xs[1:], run.x1]
    inside = [link.left <= (x + end) / 2 <= link.right for x, end in zip(run.xs, ends, strict=True)]
    if not any(inside):
        return [run]
    first = inside.index(True)
    last = len(inside) - 1 - inside[::-1].index(True)
    pieces = ((0, first, ""), (first, last + 1, link.address), (last + 1, len(inside), ""))
    return [
        replace(part(run, start, end), link=address) for start, end, address in pieces if run.text[start:end].strip()
    ]


def part(run: TextRun, start: int, end: int) -> TextRun:
    """Some characters of a run, at least one that is no blank."""
    ends = [*run.xs[1:], run.x1]
    text = run.text[start:end]
    bare = text.strip()
    begin = start + len(text) - len(text.lstrip())
    spaced = run.spaced if start == 0 else text[0] == " " or run.text[start - 1] == " "
    if run.rtl:
        xs = run.xs[begin : begin + len(bare)]
        x1 = min((x for x in (*run.xs, run.x1) if x > max(xs)), default=run.x1)
        return replace(run, text=bare, x0=min(xs), x1=x1, spaced=spaced, xs=xs)
    xs = run.xs[begin : begin + len(bare)]
    return replace(run, text=bare, x0=xs[0], x1=ends[begin + len(bare) - 1], spaced=spaced, xs=xs)


def by_place(run: TextRun, place: Callable[[float], int]) -> Iterator[tuple[int, TextRun]]:
    """The run, cut between words whose middle is at different places; `place` numbers these, by points."""
    start = end = 0
    last: int | None = None
    ends = [*run.xs[1:], run.x1]
    for word in run.text.split(" "):
        close = end + len(word)
        here = place((run.xs[end] + (run.xs[close - 1] if run.rtl else ends[close - 1])) / 2) if word else last
        if last is not None and here != last:
            yield last, part(run, start, end)
            start = end
        last = here
        end = close + 1
    if last is not None:
        yield last, part(run, start, len(run.text))
