"""The normalised view in which words are compared, with a map back to the original text.

White space runs (and the ` | ` between table cells), hyphens inside words and at line ends, soft hyphens,
typographic quotes and dashes, ligatures, ellipses and case make no difference.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from companion.model import Document, Span

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_ONE = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "ς": "σ",
    }
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_OTHER = {**_LIGATURES, "…": "...", "\u0130": "i"}
_LENGTHS_CHANGE = re.compile(
    r"(?P<none>(?<=[^\W\d_])[-\u2010\u2011](?:[ \t]*\n\s*)?(?=[^\W\d_])"
    r"|\u00ad(?:[ \t]*\n\s*)?|[\u200b-\u200f\u2060\ufeff])"
    r"|(?P<dash>\s*(?:[\u2012-\u2015]|--+)\s*|\s+-\s+)"
    r"|(?P<space>\s{2,}(?:\|\s+)*|\s(?:\|\s+)+)"
    r"|[\ufb00-\ufb06\u2026\u0130]"
)


class Normal:
    """A text's normalised view. A piece is copied one for one (`copied`) or stands for another stretch."""

    __slots__ = ("_copied", "_ends", "_places", "_starts", "text")

    def __init__(self, original: str) -> None:
        self._places: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._copied: list[bool] = []
        parts: list[str] = []
        length = at = 0

        def add(part: str, start: int, end: int, copied: bool) -> None:
            nonlocal length
            if part:
                parts.append(part)
                self._places.append(length)
                self._starts.append(start)
                self._ends.append(end)
                self._copied.append(copied)
                length += len(part)

        for match in _LENGTHS_CHANGE.finditer(original):
            start, end = match.span()
            add(original[at:start].lower().translate(_ONE), at, start, True)
            group = match.lastgroup
            other = {"none": "", "dash": "-", "space": " "}[group] if group else _OTHER[match.group()]
            add(other, start, end, False)
            at = end
        add(original[at:].lower().translate(_ONE), at, len(original), True)
        self.text = "".join(parts)

    def start(self, place: int) -> int:
        """The original offset where the normalised character at `place` starts."""
        piece = bisect_right(self._places, place) - 1
        return self._starts[piece] + (place - self._places[piece] if self._copied[piece] else 0)

    def end(self, place: int) -> int:
        """The original offset where the normalised character before `place` ends."""
        piece = bisect_right(self._places, place - 1) - 1
        return self._starts[piece] + place - self._places[piece] if self._copied[piece] else self._ends[piece]


def normalised(words: str) -> str:
    return Normal(words).text.strip()


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch without white space at either end."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


class Views:
    """The normalised views of one document's sections, made when asked for and kept for one call."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._normals: dict[int, Normal] = {}
        self._whole: str | None = None
        self._at: list[int] = []

    def normal(self, index: int) -> Normal:
        if index not in self._normals:
            self._normals[index] = Normal(self.document.section(index).text)
        return self._normals[index]

    @property
    def whole(self) -> str:
        """All sections' views, joined by a space."""
        if self._whole is None:
            parts = [self.normal(index).text for index in range(len(self.document))]
            at = 0
            for part in parts:
                self._at.append(at)
                at += len(part) + 1
            self._whole = " ".join(parts)
        return self._whole

    def place_of(self, index: int) -> int:
        """Where a section's view starts in the whole."""
        _ = self.whole
        return self._at[index]

    def index_at(self, place: int) -> int:
        _ = self.whole
        return max(bisect_right(self._at, place) - 1, 0)

    def span(self, index: int, start: int, end: int) -> Span | None:
        """The original Span of a stretch of one section's view; None if it is only white space."""
        normal = self.normal(index)
        start, end = max(start, 0), min(end, len(normal.text))
        if start >= end:
            return None
        section = self.document.section(index)
        first, last = trimmed(section.text, normal.start(start), normal.end(end))
        return Span(self.document.headings[index].id, first, last) if first < last else None

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The original Spans of a stretch of the whole, one for each section it touches."""
        found = []
        for index in range(self.index_at(start), self.index_at(max(end - 1, start)) + 1):
            span = self.span(index, start - self._at[index], end - self._at[index])
            if span:
                found.append(span)
        return tuple(found)
