"""Putting a Section's text, blocks and marks together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, get_args

from companion.formats.clean import clean
from companion.model import Block, Heading, Mark, Section
from companion.model.document import BlockKind, MarkStyle

_STYLES: dict[str, MarkStyle] = {"em": "emphasis", "strong": "strong", "s": "strike", "link": "link"}


def slugs(wanted: Sequence[tuple[str, str]]) -> list[str]:
    """An id for each (given id, title): the given one, else a slug of the title, `-2` and on for repeats."""
    used: set[str] = set()
    found = []
    for given, title in wanted:
        plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
        base = given or re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56] or "section"
        name, number = base, 2
        while name in used:
            name, number = f"{base}-{number}", number + 1
        used.add(name)
        found.append(name)
    return found


class Builder:
    """Collects blocks; `open` says whether one is being written."""

    def __init__(self, heading: Heading, titled: bool) -> None:
        self._heading = heading
        self._text = ""
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self.open = False
        if titled:
            self.begin("heading", 0)
            self.add(heading.title)
            self.end()

    def begin(self, kind: str, depth: int, marker: str = "") -> None:
        assert kind in get_args(BlockKind)
        if self._blocks:
            self._text += "\n\n"
        self._now = (kind, len(self._text), depth, marker)
        self.open = True

    def add(self, text: str) -> None:
        self._text += clean(text)

    def end(self) -> None:
        kind, start, depth, marker = self._now
        self._text = self._text[:start] + self._text[start:].rstrip()
        self._blocks.append(Block(kind, start, len(self._text), depth, marker))  # type: ignore[arg-type]
        self.open = False

    def inline(self, tokens: Sequence[Any]) -> None:
        """Words of Markdown's inline tokens, with marks where they look different."""
        begun: list[tuple[int, MarkStyle, str]] = []
        for token in tokens:
            name = token.type.removesuffix("_open").removesuffix("_close")
            if name in _STYLES and token.nesting == 1:
                begun.append((len(self._text), _STYLES[name], str(token.attrGet("href") or "")))
            elif name in _STYLES and begun:
                start, style, target = begun.pop()
                self._marks.append(Mark(start, len(self._text), style, clean(target)))
            elif token.type == "code_inline":
                self._marks.append(Mark(len(self._text), len(self._text) + len(token.content), "code"))
                self.add(token.content)
            elif token.type == "softbreak":
                self.add(" ")
            elif token.type == "hardbreak":
                self.add("\n")
            elif token.type == "image":
                self.add(token.content)
            else:
                self.add(token.content)

    def section(self) -> Section:
        h = self._heading
        return Section(
            h.id, h.title, h.level, self._text, tuple(self._blocks), tuple(sorted(self._marks, key=lambda m: m.start))
        )
