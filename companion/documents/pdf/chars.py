"""The letters of a PDF page, with their places and looks: what pdfium finds, in runs of one line and one font."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_BLANKS = frozenset((0x09, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
_BREAKS = frozenset((0x0A, 0x0D))
_HYPHENS = frozenset((0x02, 0xAD, 0xFFFE))
"""What pdfium makes of a hyphen at a line's end, and the soft one."""
HYPHEN = "\xad"
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "▪", 0xF06F: "▫", 0xF0D8: "‣", 0xF0FC: "✓", 0xF02D: "–", 0xF0E0: "→"}
_PRIVATE = range(0xE000, 0xF900)
UNKNOWN = "\ufffd"
_NO_LETTERS = frozenset((*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000)))
_GAP = 0.9
"""Sizes of a letter between two letters of a line that are no longer in one run: columns, cells."""
_FIXED, _ITALIC, _FORCE_BOLD = 1 << 0, 1 << 6, 1 << 18
_MONO = re.compile(r"(?i)mono|courier|typewriter|consol|menlo|cmtt|sftt|txtt|nimbusmon|lettergothic|andale")
_BOLD = re.compile(r"(?i)bold|black|heavy|demi|cmb|sfbx|[-,]bd\b|-medi$")
_SLANTED = re.compile(r"(?i)ital|obliq|slant|cmti|cmsl|sfti")


class Font(NamedTuple):
    bold: bool = False
    italic: bool = False
    mono: bool = False


class Style(NamedTuple):
    """How letters stand: baseline `y`, `size`, in points; `angle` is that of their line, in degrees."""

    y: float
    size: float
    font: Font
    angle: int


@dataclass(slots=True)
class TextRun:
    """Letters of one line in one style; `xs` is where each character begins, in points.

    `spaced`: a blank stands before it. `superscript` is 1 for a raised sign, -1 for a lowered one, 0 for text.
    """

    text: str
    x0: float
    x1: float
    style: Style
    spaced: bool
    xs: list[float] = field(default_factory=list)
    superscript: int = 0
    link: str = ""

    @property
    def y(self) -> float:
        return self.style.y

    @property
    def size(self) -> float:
        return self.style.size


@dataclass(frozen=True, slots=True)
class Letters:
    """What stands on a page: runs as the page draws them, the number of letters, and of those without meaning."""

    runs: list[TextRun]
    count: int
    unknown: int


class _TextPage:
    """The text of a page as pdfium has it: the style of each letter."""

    def __init__(self, raw: Any, text_page: Any) -> None:
        self._raw = raw
        self._text_page = text_page
        self._fonts: dict[int, Font] = {}

    def style(self, index: int, thing: Any) -> Style:
        """How the letter at `index`, which `thing` draws, and the others drawn with it stand."""
        raw, page = self._raw, self._text_page
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(page, index, ctypes.byref(matrix))
        scale = math.hypot(matrix.c, matrix.d)
        size = raw.FPDFText_GetFontSize(page, index) * (scale or 1.0)
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360 if matrix.a or matrix.b else 0
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(page, index, ctypes.byref(x), ctypes.byref(y))
        _, turned = turn(x.value, y.value, angle)
        return Style(round(turned, 2), round(max(size, 0.1), 2), self._font(thing), angle)

    def _font(self, thing: Any) -> Font:
        raw = self._raw
        font = raw.FPDFTextObj_GetFont(thing) if thing else None
        if not font:
            return Font()
        address = ctypes.addressof(font.contents)
        if address not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("latin-1").rpartition("+")[2]
            flags = max(raw.FPDFFont_GetFlags(font), 0)
            bold = bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD)
            slanted = bool(_SLANTED.search(name)) or bool(flags & _ITALIC)
            self._fonts[address] = Font(bold, slanted, bool(flags & _FIXED) or bool(_MONO.search(name)))
        return self._fonts[address]


def letters(raw: Any, text_page: Any) -> Letters:
    """All letters of a page; `raw` is `pypdfium2.raw`."""
    page = _TextPage(raw, text_page)
    runs: list[TextRun] = []
    count = unknown = 0
    for char, style, box, spaced in _each(raw, text_page, page):
        count += len(char)
        unknown += char == UNKNOWN
        x0, x1 = _across(box, style.angle)
        last = runs[-1] if runs else None
        goes_on = last is not None and spaced is not None and (last.style is style or last.style == style)
        if last and goes_on and -1.1 < (x0 - last.x1) / style.size <= _GAP:
            if spaced:
                last.text += " "
                last.xs.append(last.x1)
            last.text += char
            last.xs += [x0] * len(char)
            last.x1 = max(last.x1, x1)
        else:
            runs.append(TextRun(char, x0, x1, style, spaced is not False, [x0] * len(char)))
    return Letters(runs, count, unknown)


def _each(raw: Any, text_page: Any, page: _TextPage) -> Iterator[tuple[str, Style, Any, bool | None]]:
    """Each letter, its style, the box around it, and whether a blank (None: a line's end) stands before it."""
    unicode_of, box_of, thing_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject
    box, last, style, high = raw.FS_RECTF(), -1, Style(0.0, 1.0, Font(), 0), 0
    where = ctypes.byref(box)
    spaced: bool | None = None
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = unicode_of(text_page, index)
        if code in _BREAKS:
            spaced = None
            continue
        if code in _BLANKS:
            spaced = spaced if spaced is None else True
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        thing = thing_of(text_page, index)
        address = ctypes.addressof(thing.contents) if thing else 0
        if address != last:
            last, style = address, page.style(index, thing)
        box_of(text_page, index, where)
        yield _sign(code), style, box, spaced
        spaced = False


def _sign(code: int) -> str:
    if code in _HYPHENS:
        return HYPHEN
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _PRIVATE:
        return _BULLETS.get(code, UNKNOWN)
    return chr(code) if 0x20 < code < 0x110000 and code not in _NO_LETTERS else UNKNOWN


def turn(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point of the page as it stands when lines at `angle` run to the right."""
    if angle == 0:
        return x, y
    turned = math.radians(-angle)
    return x * math.cos(turned) - y * math.sin(turned), x * math.sin(turned) + y * math.cos(turned)


def _across(box: Any, angle: int) -> tuple[float, float]:
    """Where a letter begins and ends along its line."""
    if angle == 0:
        return box.left, box.right
    corners = [turn(x, y, angle)[0] for x in (box.left, box.right) for y in (box.bottom, box.top)]
    return min(corners), max(corners)


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
    parts = []
    for start, end, address in ((0, first, ""), (first, last + 1, link.address), (last + 1, len(inside), "")):
        text = run.text[start:end]
        bare = text.strip()
        if bare:
            begin = start + len(text) - len(text.lstrip())
            spaced = run.spaced if start == 0 else text[0] == " " or run.text[start - 1] == " "
            x1 = ends[begin + len(bare) - 1]
            xs = run.xs[begin : begin + len(bare)]
            parts.append(TextRun(bare, xs[0], x1, run.style, spaced, xs, run.superscript, address))
    return parts
