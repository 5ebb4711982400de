"""What is drawn on a PDF page beside its letters: pictures, rules and boxes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from companion.documents.pdf.chars import turn
from companion.documents.pdf.letters import Frame
from companion.documents.pdf.library import plain

_MOST_OBJECTS = 20_000
_MOST_RULES = 4_000
_MOST_POINTS = 400
_DEEPEST = 4
_THIN = 3.0
"""Points a rule is thick, at most."""
_SHORTEST = 4.0
_WHITE = 250
_WHOLE = 0.7
"""Share of the page that a box takes from which on it is the page's ground."""


class Rule(NamedTuple):
    """A line along the text, or `upright`: at `at` points, from `start` to `end`."""

    upright: bool
    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A rectangle with an edge or a ground of its own, or that of a picture; in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


@dataclass(slots=True)
class Drawing:
    """`pictures` have the mark by which the structure tags name them, -1 where they do not."""

    rules: list[Rule] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    pictures: list[tuple[Box, int]] = field(default_factory=list)


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def within(self, outer: _Matrix) -> _Matrix:
        a, b = outer.a * self.a + outer.c * self.b, outer.b * self.a + outer.d * self.b
        c, d = outer.a * self.c + outer.c * self.d, outer.b * self.c + outer.d * self.d
        return _Matrix(a, b, c, d, *outer.place(self.e, self.f))


class _ObjectCalls(NamedTuple):
    """Functions of pdfium with plain addresses: a page may have thousands of objects."""

    thing: Callable[[int, int], int | None]
    inner: Callable[[int, int], int | None]
    kind: Callable[[int], int]
    bounds: Callable[[int, int, int, int, int], int]
    matrix: Callable[[int, int], int]
    colour: Callable[[int, int, int, int, int], int]
    points: Callable[[int], int]
    segment: Callable[[int, int], int | None]
    point: Callable[[int, int, int], int]
    step: Callable[[int], int]


@lru_cache(1)
def _calls(raw: Any) -> _ObjectCalls:
    address, number = ctypes.c_void_p, ctypes.c_int

    return _ObjectCalls(
        plain(raw.FPDFPage_GetObject, address, address, number),
        plain(raw.FPDFFormObj_GetObject, address, address, ctypes.c_ulong),
        plain(raw.FPDFPageObj_GetType, number, address),
        plain(raw.FPDFPageObj_GetBounds, number, address, address, address, address, address),
        plain(raw.FPDFPageObj_GetMatrix, number, address, address),
        plain(raw.FPDFPageObj_GetFillColor, number, address, address, address, address, address),
        plain(raw.FPDFPath_CountSegments, number, address),
        plain(raw.FPDFPath_GetPathSegment, address, address, number),
        plain(raw.FPDFPathSegment_GetPoint, number, address, address, address),
        plain(raw.FPDFPathSegment_GetType, number, address),
    )


def drawing(raw: Any, page: Any, frame: Frame, angle: int) -> Drawing:
    """What is drawn on `page`, a page of pdfium; as it stands when lines at `angle` run to the right.

    Where these are askew, no rules and boxes are told.
    """
    return _Canvas(raw, frame, angle).read(page)


class _Canvas:
    def __init__(self, raw: Any, frame: Frame, angle: int) -> None:
        self._raw = raw
        self._calls = _calls(raw)
        self._frame = frame
        self._angle = angle
        self._left = _MOST_OBJECTS
        self._four = (ctypes.c_float * 4)()
        self._six = (ctypes.c_float * 6)()
        self._colour = (ctypes.c_uint * 4)()
        self._whole = (frame.right - frame.left) * (frame.top - frame.bottom)
        self._drawing = Drawing()

    def read(self, page: Any) -> Drawing:
        address = ctypes.addressof(page.raw.contents)
        count = self._raw.FPDFPage_CountObjects(page.raw)
        self._read((self._calls.thing(address, index) for index in range(count)), _Matrix(), 0)
        return self._drawing

    def _read(self, things: Iterable[int | None], matrix: _Matrix, depth: int) -> None:
        raw, kind_of = self._raw, self._calls.kind
        for thing in things:
            self._left -= 1
            if self._left < 0:
                return
            if not thing:
                continue
            kind = kind_of(thing)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                if self._angle % 90 == 0 and len(self._drawing.rules) < _MOST_RULES:
                    self._path(thing, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                if box := self._bounds(thing, matrix):
                    mark = raw.FPDFPageObj_GetMarkedContentID(ctypes.cast(thing, raw.FPDF_PAGEOBJECT))
                    self._drawing.pictures.append((box, mark))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                count = raw.FPDFFormObj_CountObjects(ctypes.cast(thing, raw.FPDF_PAGEOBJECT))
                inner = (self._calls.inner(thing, index) for index in range(max(count, 0)))
                self._read(inner, self._matrix(thing).within(matrix), depth + 1)

    def _matrix(self, thing: int) -> _Matrix:
        self._calls.matrix(thing, ctypes.addressof(self._six))
        return _Matrix(*self._six)

    def _bounds(self, thing: int, matrix: _Matrix) -> Box | None:
        start = ctypes.addressof(self._four)
        if not self._calls.bounds(thing, start, start + 4, start + 8, start + 12):
            return None
        left, bottom, right, top = self._four
        return self._box(matrix.place(x, y) for x in (left, right) for y in (bottom, top))

    def _box(self, points: Iterable[tuple[float, float]]) -> Box | None:
        """The box around points, as far as the frame shows it."""
        frame = self._frame
        shown = [(min(max(x, frame.left), frame.right), min(max(y, frame.bottom), frame.top)) for x, y in points]
        xs, ys = zip(*(turn(x, y, self._angle) for x, y in shown), strict=True)
        box = Box(min(xs), min(ys), max(xs), max(ys))
        return box if box.right - box.left > 0.01 or box.top - box.bottom > 0.01 else None

    def _path(self, thing: int, matrix: _Matrix) -> None:
        box = self._bounds(thing, matrix)
        if not box or max(box.right - box.left, box.top - box.bottom) < _SHORTEST:
            return
        if self._rule(box):
            return
        stroked, filled = self._mode(thing)
        if not stroked and not filled:
            return
        own = self._matrix(thing).within(matrix)
        for points in self._lines(thing, own):
            around = self._box(points)
            if not around or self._rule(around):
                continue
            if len(points) in (4, 5) and all(_level(*pair) for pair in pairwise(points)):
                if around.area < _WHOLE * self._whole:
                    self._drawing.boxes.append(around)
            elif stroked:
                for pair in pairwise(points):
                    if _level(*pair) and (side := self._box(pair)):
                        self._rule(side)

    def _mode(self, thing: int) -> tuple[bool, bool]:
        """Whether a path is drawn as a line, and whether it is filled with a colour that is seen."""
        raw = self._raw
        fill, stroke = ctypes.c_int(0), ctypes.c_int(0)
        raw.FPDFPath_GetDrawMode(ctypes.cast(thing, raw.FPDF_PAGEOBJECT), ctypes.byref(fill), ctypes.byref(stroke))
        if not fill.value:
            return bool(stroke.value), False
        start = ctypes.addressof(self._colour)
        known = self._calls.colour(thing, start, start + 4, start + 8, start + 12)
        red, green, blue, alpha = self._colour
        return bool(stroke.value), not known or (alpha > 0 and min(red, green, blue) < _WHITE)

    def _lines(self, thing: int, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
        """The points of each line of a path; those with curves are left out."""
        raw, calls = self._raw, self._calls
        start = ctypes.addressof(self._four)
        points: list[tuple[float, float]] = []
        curved = False
        for index in range(min(calls.points(thing), _MOST_POINTS)):
            segment = calls.segment(thing, index)
            if not segment or not calls.point(segment, start, start + 4):
                continue
            step = calls.step(segment)
            if step == raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1 and not curved:
                    yield points
                points, curved = [], False
            curved = curved or step == raw.FPDF_SEGMENT_BEZIERTO
            points.append(matrix.place(self._four[0], self._four[1]))
        if len(points) > 1 and not curved:
            yield points

    def _rule(self, box: Box) -> bool:
        """Take a box for a rule, if it is thin enough."""
        width, height = box.right - box.left, box.top - box.bottom
        if min(width, height) > _THIN or max(width, height) < _SHORTEST:
            return False
        if height <= width:
            self._drawing.rules.append(Rule(False, (box.bottom + box.top) / 2, box.left, box.right))
        else:
            self._drawing.rules.append(Rule(True, (box.left + box.right) / 2, box.bottom, box.top))
        return True


def _level(start: tuple[float, float], end: tuple[float, float]) -> bool:
    return abs(start[0] - end[0]) < 0.5 or abs(start[1] - end[1]) < 0.5
