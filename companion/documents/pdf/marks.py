"""Marks that readers made in a PDF: highlights and the like with their words, notes, and answers to them.

The words of a mark are the letters whose centres lie in its quadrilaterals, from the first to the last of them: text
within bounds, as pdfium gives it, takes half letters of the neighbours along. A note that stands at a point is about
the line nearest to it.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from companion.documents.comments import AROUND, MOST, QUOTE, Comment
from companion.documents.protocol import Emitter

TEXT, FREE_TEXT, HIGHLIGHT, UNDERLINE, SQUIGGLY, STRIKEOUT, CARET = 1, 3, 9, 10, 11, 12, 14
_ON_WORDS = {HIGHLIGHT: "", UNDERLINE: "underline", SQUIGGLY: "squiggly", STRIKEOUT: "strikeout"}
_SILENT = frozenset((2, 16, 20))
"""Links, the windows in which notes are shown, fields of forms."""
_ANSWER = b"IRT"
_MOST_LETTERS, _MOST_QUADS = 200_000, 200
_LONGEST = 1 << 17
"""Bytes of a text in a mark."""
_MOST_LOOKED_AT = 4_000_000
"""Letters looked at for the marks of one page, each as often as it is."""
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-]\d\d)'?(\d\d)?'?)?")
_JOINED = re.compile("[\u0002\u00ad\ufffe][\r\n]+|[\u0002\ufffe]")
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_REPLACE = "Replace with: "


class PageMarks(NamedTuple):
    """The comments of a page. `parents` are the numbers, from 0 within the page, of what each answers; None: nothing.

    `unsaid` counts marks that hold neither words nor a note: drawings, stamps.
    """

    comments: tuple[Comment, ...] = ()
    parents: tuple[int | None, ...] = ()
    unsaid: int = 0


class CommentSender:
    """Sends the comments of pages in their order, each answer with the number of what it answers."""

    def __init__(self, emitter: Emitter) -> None:
        self._emitter = emitter
        self._sent = self._unsaid = 0

    def send(self, page: PageMarks) -> None:
        first = self._sent + 1
        for comment, parent in zip(page.comments, page.parents, strict=True):
            if self._sent == MOST:
                self._unsaid += 1
                continue
            self._sent += 1
            answers = "" if parent is None else str(first + parent)
            self._emitter.comment(comment._replace(answers=answers))
        self._unsaid += page.unsaid

    def finish(self) -> None:
        """Say how many marks are not shown."""
        if self._unsaid:
            one = self._unsaid == 1
            what = "1 mark that a reader drew in it holds" if one else f"{self._unsaid:,} marks drawn in it hold"
            self._emitter.notice(f"{what} no words and {'is' if one else 'are'} not shown.")


class _Mark(NamedTuple):
    """A mark as the file has it; `rect` is left, bottom, right, top. `answers` is the index of another, or -1."""

    subtype: int
    note: str
    author: str
    made: str
    changed: str
    name: str
    rect: tuple[float, float, float, float]
    quads: list[tuple[float, float, float, float]]
    answers: int
    is_state: bool


def marks(raw: Any, page: Any, text_page: Any, label: str) -> PageMarks:
    """The marks of a page of pdfium, which the label names; `raw` is `pypdfium2.raw`."""
    found = dict(_found(raw, page))
    if not found:
        return PageMarks()
    letters = _PageLetters(raw, text_page)
    comments: list[Comment] = []
    numbers: dict[int, int] = {}
    unsaid = 0
    carets = {mark.answers for mark in found.values() if mark.subtype == STRIKEOUT} & {
        index for index, mark in found.items() if mark.subtype == CARET
    }
    for index, mark in found.items():
        if mark.is_state or index in carets:
            continue
        comment = _comment(mark, found, carets, letters, label)
        if comment is None:
            unsaid += 1
            continue
        numbers[index] = len(comments)
        comments.append(comment)
    parents = tuple(numbers.get(found[index].answers) for index in numbers)
    return PageMarks(tuple(comments), parents, unsaid)


def _comment(
    mark: _Mark, found: dict[int, _Mark], carets: set[int], letters: _PageLetters, label: str
) -> Comment | None:
    note = mark.note
    if mark.answers in carets:
        note = f"{_REPLACE}{found[mark.answers].note}" + (f"\n\n{note}" if note else "")
    about = ("", "", "")
    if mark.subtype in _ON_WORDS:
        about = letters.within(mark.quads or [mark.rect])
    elif note and mark.answers not in found:
        about = letters.near(mark.rect)
    if not note and not (about[0] and mark.subtype in _ON_WORDS):
        return None
    look = _ON_WORDS.get(mark.subtype, "")
    return Comment(mark.author, mark.made, note, *about, label, look, mark.name, mark.changed)


def _found(raw: Any, page: Any) -> Iterator[tuple[int, _Mark]]:
    """The marks by their index, without what is none."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            subtype = raw.FPDFAnnot_GetSubtype(annotation)
            if subtype not in _SILENT:
                yield index, _mark(raw, page, annotation, subtype)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _mark(raw: Any, page: Any, annotation: Any, subtype: int) -> _Mark:
    def text(key: bytes) -> str:
        return _string(raw, annotation, key)

    rect = raw.FS_RECTF()
    known = raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
    return _Mark(
        subtype,
        re.sub("\r\n?", "\n", text(b"Contents")).strip(),
        text(b"T").strip(),
        _time(text(b"CreationDate")),
        _time(text(b"M")),
        text(b"NM"),
        (rect.left, rect.bottom, rect.right, rect.top) if known else (0.0, 0.0, 0.0, 0.0),
        list(_quads(raw, annotation)) if subtype in _ON_WORDS else [],
        _linked(raw, page, annotation),
        bool(text(b"State")),
    )


def _string(raw: Any, annotation: Any, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < length <= _LONGEST:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


def _quads(raw: Any, annotation: Any) -> Iterator[tuple[float, float, float, float]]:
    """The rectangles around the quadrilaterals."""
    points = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(annotation), _MOST_QUADS)):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, ctypes.byref(points)):
            xs = (points.x1, points.x2, points.x3, points.x4)
            ys = (points.y1, points.y2, points.y3, points.y4)
            yield min(xs), min(ys), max(xs), max(ys)


def _linked(raw: Any, page: Any, annotation: Any) -> int:
    """The index of the mark that a mark answers, or -1."""
    other = raw.FPDFAnnot_GetLinkedAnnot(annotation, _ANSWER)
    if not other:
        return -1
    try:
        return int(raw.FPDFPage_GetAnnotIndex(page, other))
    finally:
        raw.FPDFPage_CloseAnnot(other)


def _time(text: str) -> str:
    """`D:YYYYMMDDHHmmSS±HH'mm'` as ISO 8601; empty where it is broken."""
    match = _DATE.match(text)
    if match is None:
        return ""
    year, month, day, hour, minute, second, utc, hours, minutes = match.groups()
    if not ("01" <= month <= "12" and "01" <= day <= "31" and (hour or "00") < "24" and (minute or "00") < "60"):
        return ""
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = utc or (f"{hours}:{minutes or '00'}" if hours else "")
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"


class _Letter(NamedTuple):
    """Where the centre of a letter lies, in points, and its number on the page."""

    x: float
    y: float
    number: int


class _PageLetters:
    """The letters of a page with their places, read when they are first asked for."""

    def __init__(self, raw: Any, text_page: Any) -> None:
        self._raw, self._page = raw, text_page
        self._places: list[_Letter] | None = None
        self._text: list[str] = []
        self._left = _MOST_LOOKED_AT

    def within(self, areas: list[tuple[float, float, float, float]]) -> tuple[str, str, str]:
        """The words whose centres lie in one of the rectangles, and those before and behind them."""
        inside = [
            letter.number
            for left, bottom, right, top in areas
            for letter in self._looked_at()
            if left <= letter.x <= right and bottom <= letter.y <= top
        ]
        return self._around(min(inside), max(inside) + 1) if inside else ("", "", "")

    def near(self, rect: tuple[float, float, float, float]) -> tuple[str, str, str]:
        """The line that is nearest to a rectangle's middle."""
        letters = self._looked_at()
        if not letters:
            return "", "", ""
        x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
        at = min(letters, key=lambda letter: abs(letter.y - y) * 3 + abs(letter.x - x)).number
        start = end = at
        while start > max(at - QUOTE, 0) and self._text[start - 1] not in "\r\n":
            start -= 1
        while end < min(at + QUOTE, len(self._text)) and self._text[end] not in "\r\n":
            end += 1
        return self._around(start, end)

    def _looked_at(self) -> list[_Letter]:
        """The letters; none once so many were looked at that the page is made to take long."""
        if self._places is None:
            self._places = list(self._read())
        self._left -= len(self._places)
        return self._places if self._left > 0 else []

    def _read(self) -> Iterator[_Letter]:
        raw, page = self._raw, self._page
        box = [ctypes.c_double() for _ in range(4)]
        left, right, bottom, top = box
        pointers = [ctypes.byref(side) for side in box]
        for index in range(min(raw.FPDFText_CountChars(page), _MOST_LETTERS)):
            code = raw.FPDFText_GetUnicode(page, index)
            char = chr(code) if code < 0x110000 else "\ufffd"
            self._text.append(char)
            if not char.isspace() and raw.FPDFText_GetCharBox(page, index, *pointers):
                yield _Letter((left.value + right.value) / 2, (bottom.value + top.value) / 2, index)

    def _around(self, start: int, end: int) -> tuple[str, str, str]:
        words = self._words(start, end)
        behind = self._words(end, end + 2 * AROUND) if len(words) <= QUOTE else ""
        return words.strip(), self._words(max(start - 2 * AROUND, 0), start)[-AROUND:], behind[:AROUND]

    def _words(self, start: int, end: int) -> str:
        """Letters as a text has them: words that a line's end parts are whole, lines are joined by a space."""
        text = _JOINED.sub("", "".join(self._text[start:end]))
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return re.sub(r"\s+", " ", text.translate(_LIGATURES))
