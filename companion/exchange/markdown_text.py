"""Foreign text and notes as Markdown that says just what they say: every sign that could mean something is escaped.

Those of Pandoc and Obsidian are among them (`==`, `%%`, `[[`, `#word`, `^`, `@`), whichever program reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from companion.documents.markdown.note import read_note
from companion.model import Block, Mark, Section

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&$^#@]|=(?==)|(?<==)=|%(?=%)|(?<=%)%")
_LINE_START = re.compile(r"(?:[-+=:]|(\d{1,9})(?=[.)]))")
_RUNS = re.compile(r"`+")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\x00-\x20]+", re.IGNORECASE)
_WRAP = {"emphasis": "*", "strong": "**", "strike": "~~"}


def escaped(text: str) -> str:
    """A text on one line, safe at the beginning of one and inside a table."""
    line = _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))
    start = _LINE_START.match(line)
    if start is None:
        return line
    at = start.end() if start[1] else 0
    return f"{line[:at]}\\{line[at:]}"


def is_link(address: str) -> bool:
    """Whether an address may be a link: to the web or a mailbox."""
    return _LINK.fullmatch(address) is not None


def link(words: str, address: str) -> str:
    """A link where the address may be one, else the words with the address behind them."""
    if not is_link(address):
        return f"{escaped(words)} ({escaped(address)})" if address else escaped(words)
    target = re.sub(r"[\\<>]", lambda sign: f"%{ord(sign[0]):02X}", address)
    return f"[{escaped(words)}](<{target}>)" if words else f"<{target}>"


def note_lines(text: str) -> Iterator[str]:
    """The lines of a note as Markdown of its own blocks, an empty one between two."""
    section = read_note(text)
    depth = 0
    for index, block in enumerate(section.blocks):
        close = index and block.kind == section.blocks[index - 1].kind == "item"
        if index and not close:
            yield ""
        depth = min(block.depth, depth + 1) if block.kind == "item" else 0
        yield from _block_lines(section, block, depth)


def plain(text: str) -> str:
    """The words of a note on one line."""
    return " ".join(read_note(text).text.split())


def _block_lines(section: Section, block: Block, depth: int) -> Iterator[str]:
    words = section.words(block)
    if block.kind == "notice":
        yield escaped(f"[{block.marker}]")
    elif block.kind == "code":
        fence = "`" * max(3, *(len(run) + 1 for run in _RUNS.findall(words)), 3)
        yield from (fence, *words.split("\n"), fence)
    elif block.kind == "heading":
        yield f"**{escaped(words)}**"
    else:
        lead = "    " * max(depth - 1, 0) + ("- " if block.marker in ("", "•") else f"{_number(block.marker)} ")
        lead = lead if block.kind == "item" else "> " if block.kind == "quotation" else ""
        yield lead + _inline(section, block)


def _number(marker: str) -> str:
    return marker if re.fullmatch(r"\d{1,9}[.)]", marker) else "-"


def _inline(section: Section, block: Block) -> str:
    """The words of a block with those of its marks that Markdown surely takes for such."""
    marks = [mark for mark in section.marks if block.start <= mark.start < mark.end <= block.end]
    return _escaped_part(section.text, block.start, block.end, marks, True)


def _escaped_part(text: str, start: int, end: int, marks: Sequence[Mark], first: bool = False) -> str:
    """A range of a text, its outermost marks in order, each with those inside it."""
    parts: list[str] = []
    at = start
    rest = list(marks)
    while rest:
        mark = rest.pop(0)
        inner = [each for each in rest if each.end <= mark.end]
        rest = [each for each in rest if each.start >= mark.end]
        parts += [_words(text[at : mark.start], first and at == start), _marked(text, mark, inner)]
        at = mark.end
    parts.append(_words(text[at:end], first and at == start))
    return "".join(parts)


def _words(text: str, first: bool) -> str:
    """Words with the blanks at both ends that divide them from a mark beside them."""
    if not text.strip():
        return " " if text and not first else ""
    before = "" if first or not text[0].isspace() else " "
    after = " " if text[-1].isspace() else ""
    return before + (escaped(text) if first else _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))) + after


def _marked(text: str, mark: Mark, inner: Sequence[Mark]) -> str:
    words = text[mark.start : mark.end]
    if mark.style == "code" and "\n" not in words and words.strip():
        return _code(words)
    body = _escaped_part(text, mark.start, mark.end, [each for each in inner if each.style != "link"])
    if mark.style == "link" and is_link(mark.target):
        return link(" ".join(words.split()), mark.target)
    sign = _WRAP.get(mark.style, "")
    outside = text[mark.start - 1 : mark.start] + text[mark.end : mark.end + 1]
    sure = words[0].isalnum() and words[-1].isalnum() and (not outside or outside.isspace())
    return f"{sign}{body}{sign}" if sign and sure else body


def _code(words: str) -> str:
    ticks = "`" * (max((len(run) for run in _RUNS.findall(words)), default=0) + 1)
    pad = " " if words[0] in "` " or words[-1] in "` " else ""
    return f"{ticks}{pad}{words}{pad}{ticks}"
