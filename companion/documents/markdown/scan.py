"""One scan over the bytes of a Markdown document: its headings, and the fences and HTML that must not be cut.

Only lines that begin like a heading, an underline, a fence or HTML are looked at (one regular expression finds
them: 20 MB in some 30 ms); fences, HTML blocks, lists and tables are followed as far as is needed to know that
a line is a heading of the document itself. Offsets are into `data`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from companion.documents.split import DELIMITERS, Whole

_LINE = (
    rb"(?=[ #`~=<-])( {0,3}+)(?:(#{1,6}+)(?:[ \t]++([^\n]*+))?(?=\n|\Z)|(`{3,}+|~{3,}+)|(=++|-++)[ \t]*+(?=\n|\Z)|<)"
)
_FIRST, _CANDIDATE = re.compile(_LINE), re.compile(rb"\n" + _LINE)
_ATX_CLOSE = re.compile(rb"(?:^|[ \t])#+[ \t]*\Z")
_MARKER = re.compile(rb"( {0,3})([-+*]|\d{1,9}[.)])(?:( +)(?=\S)|[ \t]*\Z|\t)")
_CONTAINER = re.compile(rb" {0,3}(?:>|[-+*](?:[ \t]|\Z)|\d{1,9}[.)](?:[ \t]|\Z))")
_INTERRUPTS = re.compile(rb" {0,3}(?:>|[-+*][ \t]+\S|1[.)][ \t]+\S)")
_CLOSED = re.compile(rb" {0,3}(?:(?:>|[-+*]|\d{1,9}[.)])(?:[ \t]+|\Z))+(?:#{1,6}(?:[ \t].*)?)?\Z")
_RULE = re.compile(rb" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_DEFINITION = re.compile(rb" {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?[ \t]*\Z")
_ID = re.compile(rb"[ \t]*\{[ \t]*#([^\s{}]+)[^{}\n]*\}[ \t]*\Z")

_FAR = 4_000
"""Bytes looked back at most: a longer paragraph is no heading though a line of hyphens follows it."""

_PATIENCE = 300_000
"""Lines looked back at in all: text made to have every line looked at again and again is not worth more."""
_MOST = 50_000
_MOST_LINES = 100_000
"""Headings found, and lines taken for candidates: what follows is text of the last heading, and shown as that."""


class ScannedHeading(NamedTuple):
    """A heading: its lines from `start`, its text from `end`, `words` its Markdown without id and signs."""

    start: int
    end: int
    level: int
    words: bytes
    id: str


class Outline(NamedTuple):
    heads: list[ScannedHeading]
    wholes: list[Whole]


def outline(data: bytes, start: int) -> Outline:
    """Headings of the document itself (not of quotations or list items) from `start` on, which follows a line end."""
    return _Scan(data, start).run()


class _Scan:
    """`floor` is where the last heading, fence or HTML block ended: no paragraph reaches back over it."""

    def __init__(self, data: bytes, start: int) -> None:
        self.data = data
        self.floor = start
        self.patience = _PATIENCE
        self.heads: list[ScannedHeading] = []
        self.wholes: list[Whole] = []

    def run(self) -> Outline:
        first, lines = _FIRST.match(self.data, self.floor), 0
        position = self._take(first, self.floor) if first else self.floor
        while len(self.heads) < _MOST and lines < _MOST_LINES and (match := _CANDIDATE.search(self.data, position)):
            position = self._take(match, match.start() + 1)
            lines += 1
        return Outline(self.heads, self.wholes)

    def _take(self, match: re.Match[bytes], line: int) -> int:
        """Handle one line that may matter, which begins at `line`; where to search on (at a line end)."""
        spaces, signs, words, fence, rule = match.groups()
        indent = len(spaces)
        after = match.end() if signs or rule else _line_end(self.data, match.end())
        if rule:
            return self._underline(line, indent, rule, after)
        if indent and self._in_list(line, indent):
            return after
        if signs:
            raw = words.strip() if words else b""
            raw = _ATX_CLOSE.sub(b"", raw).rstrip() if raw.endswith(b"#") else raw
            self._head(line, after, len(signs), raw)
            return after
        if fence:
            return self._fence(line, indent, fence, match.end(), after)
        return self._html(line, line + indent, after)

    def _head(self, start: int, end: int, level: int, raw: bytes) -> None:
        named = _ID.search(raw) if raw.endswith(b"}") else None
        words = raw[: named.start()] if named else raw
        self.heads.append(
            ScannedHeading(start, end, level, words, named[1].decode("utf-8", "replace") if named else "")
        )
        self.floor = min(end + 1, len(self.data))

    def _whole(self, start: int, end: int, opener: bytes) -> int:
        self.wholes.append(Whole(start, end, opener))
        self.floor = min(end + 1, len(self.data))
        return end

    def _fence(self, line: int, indent: int, signs: bytes, after_signs: int, after: int) -> int:
        if signs[:1] == b"`" and b"`" in self.data[after_signs:after]:
            return after
        match = _closing(signs).search(self.data, after)
        return self._whole(line, match.end() if match else len(self.data), b" " * indent + signs + b"\n")

    def _html(self, line: int, tag: int, after: int) -> int:

        block = html_block(self.data, tag, after, lambda: after - tag < _FAR and not self._paragraph(line))
        return self._whole(line, *block) if block else after

    def _underline(self, line: int, indent: int, signs: bytes, after: int) -> int:
        """A line of `=` or `-`: a heading if the lines above it are a paragraph of the document itself."""
        lines = self._paragraph(line)
        if not lines:
            if signs[:3] == b"---" and indent < 2:
                self.floor = min(after + 1, len(self.data))
            return after
        first = lines[0][0]
        spaces = _indent(lines[0][1])
        nested = _CONTAINER.match(lines[0][1]) or (spaces and self._in_list(first, spaces))
        if nested or (signs[:1] == b"-" and _is_table(lines)):
            return after
        raw = b"\n".join(text.strip() for _, text in lines)
        self._head(first, after, 1 if signs[:1] == b"=" else 2, raw)
        return after

    def _paragraph(self, line: int) -> list[tuple[int, bytes]]:
        """The lines (offset, text) of the paragraph that ends above `line`; none if that line is blank or a rule."""
        lines: list[tuple[int, bytes]] = []
        for start, text in self._lines_above(line):
            if not text.strip() or _RULE.match(text) or _CLOSED.match(text):
                break
            lines.append((start, text))
            if _INTERRUPTS.match(text):
                break
        else:
            if lines and lines[-1][0] > self.floor:
                return []
        lines.reverse()
        while lines and _DEFINITION.match(lines[0][1]):
            del lines[0]
        while len(lines) > 1 and _indent(lines[0][1]) > 3 and not self._in_list(lines[0][0], 4):
            del lines[0]
        return lines if lines and _indent(lines[0][1]) < 4 else []

    def _in_list(self, line: int, indent: int) -> bool:
        """True if a line indented so belongs to a list item above it."""
        below = b""
        for _, text in self._lines_above(line):
            if not text.strip():
                if below.strip() and _indent(below) == 0:
                    return False
            elif _RULE.match(text):
                if _indent(text) < 2:
                    return False
            elif marker := _MARKER.match(text):
                hollow = not text[marker.end() :].strip() and not below.strip()
                spaces = len(marker[3] or b" ")
                if not hollow and len(marker[1]) + len(marker[2]) + (spaces if spaces <= 4 else 1) <= indent:
                    return True
                if not marker[1]:
                    return False
            below = text
        return False

    def _lines_above(self, line: int) -> Iterator[tuple[int, bytes]]:
        """Lines (offset, text) upwards from the one above `line` to the floor, as far as is worth the time."""
        at = line
        while at > self.floor and line - at < _FAR and self.patience > 0:
            self.patience -= 1
            start = max(self.data.rfind(b"\n", max(self.floor, at - 1 - _FAR), at - 1) + 1, self.floor)
            yield start, self.data[start : at - 1]
            at = start


@lru_cache(32)
def _closing(signs: bytes) -> re.Pattern[bytes]:
    """The line that closes a fence opened by these signs."""
    return re.compile(rb"\n {0,3}" + re.escape(signs[:1]) + rb"{%d,}[ \t]*(?=\n|\Z)" % len(signs))


def _is_table(lines: list[tuple[int, bytes]]) -> bool:
    """True if the lines are a table, or its head, where `---` below is its delimiter row or a row."""
    single = lines[-1][1].strip().strip(b"|")
    if b"|" in lines[-1][1] and b"|" not in single:
        return True
    return any(b"|" in above[1] and DELIMITERS.match(below[1]) for above, below in pairwise(lines))


def _indent(line: bytes) -> int:
    """Spaces a line begins with; a tab among the first four counts as four."""
    spaces = len(line) - len(line.lstrip(b" "))
    return max(spaces, 4) if line[spaces : spaces + 1] == b"\t" else spaces


def _line_end(data: bytes, position: int) -> int:
    end = data.find(b"\n", position)
    return len(data) if end < 0 else end


_RAW = re.compile(rb"<(?:(script|pre|style|textarea)(?=[\s>]|\Z)|(!--)|(\?)|(![A-Za-z])|(!\[CDATA\[))", re.IGNORECASE)
_RAW_ENDS = (rb"</(?:script|pre|style|textarea)>", rb"-->", rb"\?>", rb">", rb"\]\]>")
_BLOCK_NAMES = (
    b"address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    b"fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li "
    b"link main menu menuitem nav noframes ol optgroup option p param search section source summary table tbody td "
    b"tfoot th thead title tr track ul"
).replace(b" ", b"|")
_BLOCK = re.compile(rb"</?(?:" + _BLOCK_NAMES + rb")(?=\s|/?>|\Z)", re.IGNORECASE)
_ATTRIBUTE = rb"\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
_ALONE = re.compile(rb"(?:<[A-Za-z][A-Za-z0-9-]*(?:" + _ATTRIBUTE + rb")*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)[ \t]*\Z")
_BLANK = re.compile(rb"\n[ \t]*(?=\n|\Z)")


def html_block(data: bytes, tag: int, after: int, alone: Callable[[], bool]) -> tuple[int, bytes] | None:
    """Where the block whose first tag is at `tag`, in a line ending at `after`, ends, and what opens a piece of it.

    `alone` says whether the line may be a tag of any name: it is short and goes on with no paragraph. None: no block.
    """
    raw = _RAW.match(data, tag)
    if raw:
        end = re.compile(_RAW_ENDS[(raw.lastindex or 1) - 1], re.IGNORECASE).search(data, tag)
        at = data.find(b"\n", end.end()) if end else -1
        return (at if at >= 0 else len(data)), raw[0] + b"\n"
    if _BLOCK.match(data, tag) or (alone() and _ALONE.match(data[tag:after])):
        blank = _BLANK.search(data, after)
        return (blank.start() if blank else len(data)), b"<div>\n"
    return None
