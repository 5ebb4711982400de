"""The paragraphs of plain text: hard-wrapped lines joined, deliberate lines kept, lists and quotations recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from companion.documents.sections import Piece

LAID_OUT = re.compile(r"\S {3,}\S|[|+][-=]{2,}|[─-╿]|(?:\. ?){5,}|^\s*[|+].*[|+]\s*$")
_BULLET = re.compile(r"( *)([-*•+‣–◦▪]|\d{1,3}[.)]|\(?[a-z\d]{1,3}\)|\[\d{1,3}\])\s+(?=\S)")
_RULE = re.compile(r"\s*([-=_*~#+.])(?:\s*\1){2,}\s*\Z")
_CODE = re.compile(r"[{};]\s*$|^\s*(?:[$#%>] |[-\w]+[=(]|</?\w)|\\$|[$@]\{|::|==|[|&]{2}|\.\.\.$")
_WIDE = 120
"""Columns; a line longer than that was not wrapped by hand: each is a paragraph of its own."""
_SHORT = 40
"""Columns; nobody wraps at that: lines that are all shorter, and end as sentences do, were broken on purpose."""
_ENDS = ".!?…:;,"


def pieces_of(text: str, indent: int) -> Iterator[Piece]:
    """The pieces of one part; `indent` is how far its paragraphs are indented throughout."""
    around: list[int] = []
    for lines in _groups(text):
        if len(lines) == 1 and _RULE.match(lines[0]):
            continue
        spaces = min(_spaces(line) for line in lines)
        first = _spaces(lines[0])
        while around and first <= around[-1] and not _BULLET.match(lines[0]):
            around.pop()
        if all(line.lstrip().startswith(">") for line in lines):
            yield from _quotation(lines)
        elif _BULLET.match(lines[0]) or _has_list(lines):
            yield from _items(lines, around)
        elif any(LAID_OUT.search(line) for line in lines) or (spaces > indent and _is_code(lines)):
            yield Piece("code", "\n".join(line[spaces:] for line in lines), depth=len(around))
        else:
            yield from (Piece("paragraph", words, depth=len(around)) for words in joined_lines(lines))


def _groups(text: str) -> Iterator[list[str]]:
    """Lines between empty ones."""
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            yield lines
            lines = []


def _spaces(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def joined_lines(lines: Sequence[str]) -> list[str]:
    """Lines as paragraphs: joined where they were wrapped, kept apart where they were broken on purpose."""
    words = [" ".join(line.split()) for line in lines]
    if len(words) > 1 and max(map(len, words)) > _WIDE:
        return words
    return [("\n" if _on_purpose(words) else " ").join(words)]


def _on_purpose(lines: Sequence[str]) -> bool:
    """True if at most of the breaks the next word would still have fitted into the width of the paragraph."""
    width = max(map(len, lines))
    if width <= _SHORT and all(line[-1] in _ENDS for line in lines[:-1]):
        return True
    free = [len(line) + 1 + len(below.split(" ", 1)[0]) < width - 3 for line, below in pairwise(lines)]
    return 2 * sum(free) > len(free)


def _is_code(lines: Sequence[str]) -> bool:
    """Indented lines that look like a program's or a shell's, most of them."""
    return 2 * sum(bool(_CODE.search(line)) for line in lines) >= len(lines)


def _quotation(lines: Sequence[str]) -> Iterator[Piece]:
    """Quoted lines; as deep as the signs before them."""
    kept: list[str] = []
    depth = 0
    for line in [*lines, ""]:
        bare = line.strip()
        level = 0
        while bare.startswith(">"):
            bare, level = bare[1:].lstrip(" "), level + 1
        if kept and (level != depth or not bare):
            yield from (Piece("quotation", words, depth=min(depth, 9)) for words in joined_lines(kept))
            kept = []
        depth = level
        if bare:
            kept.append(bare)


def _has_list(lines: Sequence[str]) -> bool:
    """True if a list begins inside a paragraph: after a colon, or with two lines of one sign."""
    signs = [match[2] for line in lines[1:] if (match := _BULLET.match(line)) and not match[2].isalnum()]
    after_colon = any(above.endswith(":") and _BULLET.match(line) for above, line in pairwise(lines))
    return after_colon or any(signs.count(sign) > 1 for sign in set(signs) if not sign[0].isdigit())


def _items(lines: Sequence[str], around: list[int]) -> Iterator[Piece]:
    """List items, and a paragraph that stands before them. `around` holds the indentations of the open lists."""
    marker, kept = "", list[str]()
    for line in lines:
        match = _BULLET.match(line)
        if match and (not kept or marker or _has_list([kept[-1], line, line])):
            yield from _item(marker, kept, len(around))
            _nest(around, len(match[1]))
            marker, kept = match[2], [line[match.end() :]]
        else:
            kept.append(line.strip())
    yield from _item(marker, kept, len(around))


def _nest(around: list[int], spaces: int) -> None:
    while around and around[-1] > spaces:
        around.pop()
    if not around or around[-1] < spaces:
        around.append(spaces)


def _item(marker: str, lines: Sequence[str], depth: int) -> Iterator[Piece]:
    if not lines:
        return
    text = " ".join(" ".join(lines).split())
    shown = "•" if marker in tuple("-*+–") else marker
    yield Piece("item" if marker else "paragraph", text, depth=depth, marker=shown)
