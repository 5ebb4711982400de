"""Front matter: the `key: value` lines between `---` at the top of a Markdown document.

YAML is not imported: showing a title must not wait for it. Plain, quoted and block values and simple lists are
understood; whatever else stands there is kept in its own words, so nothing is lost and nothing can fail.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from companion.text.clean import clean, clean_line, normalise

_LIMIT = 65_536
_BLOCK = re.compile(rb"---[ \t]*\n(?=[^\n]*[^\s\n])(.*?)(?:(?<=\n)|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_][\w .-]{0,63}?)[ ]*:(?:[ ]+(.*)|)$")
_HEADER = re.compile(r"([|>])[+-]?\d?[+-]?\s*(?:#.*)?$")


class FrontMatter(NamedTuple):
    """`facts` are (name, text) in order; `end` is where the document's own text begins."""

    facts: tuple[tuple[str, str], ...]
    end: int


def front_matter(data: bytes, start: int) -> FrontMatter:
    """The facts at `start` of data; none if there is no closed block with a `key:` in it."""
    match = _BLOCK.match(data, start, min(start + _LIMIT, len(data)))
    if match is None:
        return FrontMatter((), start)
    lines = normalise(match[1].decode("utf-8", "replace")).split("\n")
    if not any(_PAIR.match(line) for line in lines):
        return FrontMatter((), start)
    return FrontMatter(tuple(_facts(lines)), match.end())


def _facts(lines: list[str]) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if not line.strip() or line.startswith("#"):
            continue
        pair = _PAIR.match(line)
        below = []
        while pair and index < len(lines) and _belongs(lines[index]):
            below.append(lines[index])
            index += 1
        name, text = (pair[1], _value(pair[2] or "", below)) if pair else ("", line.strip())
        if text:
            facts.append((clean_line(name), clean(text)))
    return facts


def _belongs(line: str) -> bool:
    return not line.strip() or line[0] == " " or line.startswith("- ")


def _value(first: str, below: list[str]) -> str:
    header = _HEADER.match(first)
    if header:
        indent = min((len(line) - len(line.lstrip()) for line in below if line.strip()), default=0)
        lines = [line[indent:].rstrip() for line in below]
        return ("\n" if header[1] == "|" else " ").join(lines).strip()
    lines = [line.strip() for line in below if line.strip() and not line.strip().startswith("#")]
    if not first.strip() and lines and all(line.startswith("- ") for line in lines):
        return ", ".join(_scalar(line[2:]) for line in lines)
    return _scalar(" ".join([first.strip(), *lines]).strip())


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": " "}.get(match[1], match[1]), text[1:-1])
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return re.sub(r"(?:^|\s+)#.*$", "", text) if text[:1] not in "\"'" else text
