"""The letters of a PDF page: what pdfium finds, made into runs in the order of reading."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from companion.documents.pdf.chars import HYPHEN, RTL, UNKNOWN, Font, Style, TextRun, turn
from companion.documents.pdf.library import plain

_BLANKS = frozenset((0x09, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
_BREAKS = frozenset((0x0A, 0x0D))
_HALF = -1
_HYPHENS = frozenset((0x02, 0xAD, 0xFFFE))
"""What pdfium makes of a hyphen at a line's end, and the soft one."""
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "▪", 0xF06F: "▫", 0xF0D8: "‣", 0xF0FC: "✓", 0xF02D: "–", 0xF0E0: "→"}
_PRIVATE = range(0xE000, 0xF900)
_NO_LETTERS = frozenset((*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000)))
_GAP = 0.9
"""Sizes of a letter between two letters of a line that are no longer in one run: columns, cells."""
_BLANK = 0.15
"""Sizes of a letter between two words of one line, at least, where the page has no blank there."""
_AS_ONE = re.compile(
    r"[0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/٫٬][0-9\u0660-\u0669\u06f0-\u06f9]+)*|[A-Za-z]+|.[\u0591-\u05c7\u064b-\u0655\u0670]*",
    re.DOTALL,
)
"""What keeps its order in a word that is turned round: numbers, Latin words."""
_ALEFS, _LAM = "\u0622\u0623\u0625\u0627", "\u0644"
_FIXED, _ITALIC, _FORCE_BOLD = 1 << 0, 1 << 6, 1 << 18
_MONO = re.compile(r"(?i)mono|courier|typewriter|consol|menlo|cmtt|sftt|txtt|nimbusmon|lettergothic|andale")
_BOLD = re.compile(r"(?i)bold|black|heavy|demi|cmb|sfbx|[-,]bd\b|-medi$")
_SLANTED = re.compile(r"(?i)ital|obliq|slant|cmti|cmsl|sfti")


class Frame(NamedTuple):
    """The part of a page that is shown, in points: its crop box within its media box."""

    left: float
    bottom: float
    right: float
    top: float


_EVERYWHERE = Frame(-1e9, -1e9, 1e9, 1e9)


@dataclass(frozen=True, slots=True)
class Letters:
    """What stands on a page: runs as the page draws them, how many letters they have, and how many have no meaning.

    `outside` counts the letters that nobody sees, since they stand outside the frame.
    """

    runs: list[TextRun]
    count: int
    unknown: int
    outside: int = 0


class _TextCalls(NamedTuple):
    """Functions of pdfium that are called for every letter, with plain addresses: half the time of ctypes' pointers."""

    text: Callable[[int, int, int, int], int]
    code: Callable[[int, int], int]
    thing: Callable[[int, int], int | None]
    box: Callable[[int, int, int], int]
    origin: Callable[[int, int, int, int], int]
    matrix: Callable[[int, int, int], int]
    size: Callable[[int, int], float]
    font: Callable[[int], int | None]
    mark: Callable[[int], int]


@lru_cache(1)
def _calls(raw: Any) -> _TextCalls:
    address, number = ctypes.c_void_p, ctypes.c_int

    return _TextCalls(
        plain(raw.FPDFText_GetText, number, address, number, number, address),
        plain(raw.FPDFText_GetUnicode, ctypes.c_uint, address, number),
        plain(raw.FPDFText_GetTextObject, address, address, number),
        plain(raw.FPDFText_GetLooseCharBox, number, address, number, address),
        plain(raw.FPDFText_GetCharOrigin, number, address, number, address, address),
        plain(raw.FPDFText_GetMatrix, number, address, number, address),
        plain(raw.FPDFText_GetFontSize, ctypes.c_double, address, number),
        plain(raw.FPDFTextObj_GetFont, address, address),
        plain(raw.FPDFPageObj_GetMarkedContentID, number, address),
    )


class _Look(NamedTuple):
    size: float
    font: Font
    angle: int


class _TextPage:
    """The text of a page as pdfium has it: its characters, and the style of each."""

    def __init__(self, raw: Any, text_page: Any) -> None:
        self._raw = raw
        self.calls = _calls(raw)
        self.address = ctypes.addressof(text_page.contents)
        self.count = raw.FPDFText_CountChars(text_page)
        self._fonts: dict[int, Font] = {}
        self._looks: dict[tuple[float, ...], _Look] = {}
        self._matrix = (ctypes.c_float * 6)()
        self._origin = (ctypes.c_double * 2)()
        self.box = (ctypes.c_float * 4)()

    def codes(self) -> list[int]:
        """The code points; of two surrogates the first is `_HALF`."""
        codes = self._units()
        high = 0
        for index, code in enumerate(codes):
            if 0xD800 <= code < 0xE000:
                if code < 0xDC00:
                    high, codes[index] = code, _HALF
                elif high:
                    codes[index] = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        return codes

    def _units(self) -> list[int]:
        """The code units: read at once where pdfium gives each, else one by one."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        codes: list[int]
        if self.calls.text(self.address, 0, self.count, ctypes.addressof(buffer)) == self.count + 1:
            codes = buffer[: self.count]
            if 0 not in codes:
                return codes
        return [self.calls.code(self.address, index) for index in range(self.count)]

    def style(self, index: int, thing: int) -> Style:
        """How the letter at `index`, which the object at `thing` draws, and the others drawn with it stand."""
        calls, origin = self.calls, self._origin
        place = ctypes.addressof(origin)
        calls.matrix(self.address, index, ctypes.addressof(self._matrix))
        calls.origin(self.address, index, place, place + 8)
        a, b, c, d = self._matrix[:4]
        font = (calls.font(thing) if thing else 0) or 0
        key = (a, b, c, d, calls.size(self.address, index), font)
        look = self._looks.get(key) or self._look(key)
        x, y = origin
        if look.angle:
            _, y = turn(x, y, look.angle)
        return Style(round(y, 2), look.size, look.font, look.angle, calls.mark(thing) if thing else -1)

    def _look(self, key: tuple[float, ...]) -> _Look:
        a, b, c, d, own, font = key
        size = own * (math.hypot(c, d) or 1.0)
        angle = round(math.degrees(math.atan2(b, a))) % 360 if a or b else 0
        look = _Look(round(max(size, 0.1), 2), self._font(int(font)), angle)
        self._looks[key] = look
        return look

    def _font(self, address: int) -> Font:
        if not address:
            return Font()
        if address not in self._fonts:
            raw = self._raw
            font = ctypes.cast(ctypes.c_void_p(address), raw.FPDF_FONT)
            buffer = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("latin-1").rpartition("+")[2]
            flags = max(raw.FPDFFont_GetFlags(font), 0)
            bold = bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD)
            slanted = bool(_SLANTED.search(name)) or bool(flags & _ITALIC)
            self._fonts[address] = Font(bold, slanted, bool(flags & _FIXED) or bool(_MONO.search(name)))
        return self._fonts[address]


def letters(raw: Any, text_page: Any, frame: Frame | None = None) -> Letters:
    """All letters of a page that its frame shows; `raw` is `pypdfium2.raw`.

    One loop, since it runs for every letter of a book; what is the same for a whole run is looked up once.
    """
    page = _TextPage(raw, text_page)
    builder = _Runs()
    left, bottom, right, top = frame or _EVERYWHERE
    thing_of, box_of, own = page.calls.thing, page.calls.box, page.address
    box, where = page.box, ctypes.addressof(page.box)
    outside = 0
    last, style = -1, Style(0.0, 1.0, Font(), 0)
    blank: bool | None = None  # before the letter; None: a line's end
    for index, code in enumerate(page.codes()):
        if code in _BREAKS:
            blank = None
            continue
        if code in _BLANKS:
            blank = blank if blank is None else True
            continue
        if code == _HALF:
            continue
        thing = thing_of(own, index) or 0
        if thing != last:
            last, style = thing, page.style(index, thing)
        box_of(own, index, where)
        x0, high_y, x1, low_y = box
        char = _SIGNS.get(code) or _sign(code)
        if not (left <= (x0 + x1) / 2 <= right and bottom <= (low_y + high_y) / 2 <= top):
            outside += len(char)
            blank = None
            continue
        if style.angle:
            x0, x1 = _across(x0, low_y, x1, high_y, style.angle)
        builder.add(char, x0, x1, style, blank)
        blank = False
    runs = builder.finish()
    count = sum(len(run.text) - run.text.count(" ") for run in runs)
    return Letters(runs, count, sum(run.text.count(UNKNOWN) for run in runs), outside)


class _Runs:
    """Runs as their letters come."""

    def __init__(self) -> None:
        self._runs: list[TextRun] = []
        self._last = TextRun("", 0.0, 0.0, Style(0.0, 1.0, Font(), -1), False)
        self._chars: list[str] = []

    def add(self, char: str, x0: float, x1: float, style: Style, blank: bool | None) -> None:
        """A letter, or those of a ligature; `blank`: one stands before it, or None for a line's end."""
        last = self._last
        size = style.size
        gap = x0 - last.x1
        if last.rtl:
            gap = max(gap, last.x0 - x1)
        goes_on = (last.style is style or last.style[:4] == style[:4]) and gap <= _GAP * size
        goes_on = goes_on and (last.rtl or -1.1 * size < gap)
        spaced = blank is not False
        if blank is None:  # pdfium ends a line there, also between letters that are set one by one
            level = abs(last.style.y - style.y) <= 0.05 * size and last.style.angle == style.angle
            near = -0.5 * size < gap or last.rtl
            spaced = not (level and near and gap <= _BLANK * size)
            goes_on = goes_on and near
        if not goes_on:
            self._close()
            self._last = last = TextRun("", x0, x1, style, spaced, rtl=bool(RTL.match(char)))
            self._runs.append(last)
        elif spaced:
            self._chars.append(" ")
            last.xs.append(last.x1)
        self._chars.append(char)
        if len(char) == 1:
            last.xs.append(x0)
        else:
            last.xs += _shared(x0, x1, len(char))
        if x1 > last.x1:
            last.x1 = x1
        if x0 < last.x0:
            last.x0 = x0

    def _close(self) -> None:
        run = self._last
        run.text = "".join(self._chars)
        self._chars = []
        if run.rtl or (not run.text.isascii() and RTL.search(run.text)):
            _logical(run)

    def finish(self) -> list[TextRun]:
        self._close()
        return self._runs


def _shared(x0: float, x1: float, count: int) -> list[float]:
    """Where the letters of a ligature begin."""
    return [x0 + (x1 - x0) * at / count for at in range(count)]


def _logical(run: TextRun) -> None:
    """Put the letters of words that are read to the left into the order in which they are read.

    pdfium gives those of a font drawn by programs as they stand, from the left, and the two of a ligature turned round.
    """
    words: list[str] = []
    xs: list[float] = []
    at = 0
    for word in run.text.split(" "):
        places = run.xs[at : at + len(word)]
        at += len(word) + 1
        if words:
            xs.append(places[0] if places else run.x0)
        if RTL.search(word):
            groups = [(match[0], places[match.start() : match.end()]) for match in _AS_ONE.finditer(word)]
            groups.sort(key=lambda group: -min(group[1]))
            word = "".join(_turned_back(groups))
            places = [x for _, own in groups for x in own]
        words.append(word)
        xs += places
    run.text = " ".join(words)
    run.xs = xs


def _turned_back(groups: Sequence[tuple[str, list[float]]]) -> list[str]:
    """The letters of groups; alef and lam at one place, a ligature of the font, as lam and alef."""
    own = [text for text, _ in groups]
    for at, ((first, here), (second, there)) in enumerate(pairwise(groups)):
        if abs(here[0] - there[0]) < 0.01 and first[0] in _ALEFS and second[0] == _LAM:
            own[at], own[at + 1] = second, first
    return own


def _sign(code: int) -> str:
    if code in _HYPHENS:
        return HYPHEN
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _PRIVATE:
        return _BULLETS.get(code, UNKNOWN)
    return chr(code) if 0x20 < code < 0x110000 and code not in _NO_LETTERS else UNKNOWN


_SIGNS = {code: chr(code) for code in range(0x21, 0x7F)}


def _across(left: float, bottom: float, right: float, top: float, angle: int) -> tuple[float, float]:
    """Where a letter begins and ends along its line."""
    corners = [turn(x, y, angle)[0] for x in (left, right) for y in (bottom, top)]
    return min(corners), max(corners)
