"""Markdown tokens to the text, Blocks and Marks of a Section."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from companion.formats.clean import clean
from companion.model.document import Block, BlockKind, Heading, Mark, MarkStyle, Section

_STYLES: dict[str, MarkStyle] = {"em": "emphasis", "strong": "strong", "s": "strike", "link": "link"}


class Builder:
    """Collects a Section's text; every length is known before the text is joined."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        self._filled = False

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def open(self) -> int:
        """Where the next block starts: an empty line after the one before."""
        if self._filled:
            self.add("\n\n")
        self._filled = False
        return self.length

    def close(self, kind: BlockKind, start: int, depth: int = 0, marker: str = "") -> bool:
        """Ends a block. One without words leaves nothing behind."""
        if self.length == start:
            self._filled = bool(self.parts)
            if self._filled and self.parts[-1] == "\n\n":
                self.parts.pop()
                self.length -= 2
            return False
        self.blocks.append(Block(kind, start, self.length, depth, marker))
        self._filled = True
        return True

    def block(self, kind: BlockKind, text: str, depth: int = 0, marker: str = "") -> bool:
        start = self.open()
        self.add(text)
        return self.close(kind, start, depth, marker)

    def notice(self, words: str) -> None:
        self.blocks.append(Block("notice", self.length, self.length, 0, words))

    def section(self, heading: Heading) -> Section:
        """The text is cleaned once more, one for one: decoding entities may have made harmful characters."""
        text = clean("".join(self.parts))
        return Section(heading.id, heading.title, heading.level, text, tuple(self.blocks), tuple(self.marks))


def write_blocks(tokens: Sequence[Token], builder: Builder) -> None:
    """Walks block tokens; lists and quotations around a block give its depth, a list item's first block its marker."""
    lists: list[int | None] = []
    quotes, marker, cells = 0, "", -1
    for token in tokens:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if kind.startswith("o") else None)
            if token.attrGet("start") == 0:
                lists[-1] = 0
        elif kind in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif kind == "list_item_open":
            number = lists[-1]
            marker = "•" if number is None else f"{number}{token.markup}"
            lists[-1] = None if number is None else number + 1
        elif kind == "list_item_close":
            marker = ""
        elif kind in ("blockquote_open", "blockquote_close"):
            quotes += 1 if kind.endswith("open") else -1
        elif kind == "tr_open":
            row, cells = builder.open(), 0
        elif kind == "tr_close":
            builder.close("row", row, len(lists) + quotes)
            cells = -1
        elif kind in ("fence", "code_block"):
            builder.block("code", token.content.rstrip("\n"), len(lists) + quotes, marker)
            marker = ""
        elif kind == "inline" and cells >= 0:
            if cells:
                builder.add(" | ")
            cells += 1
            inline_text(token.children or [], builder)
        elif kind == "inline":
            start = builder.open()
            inline_text(token.children or [], builder)
            builder.close(_kind(token, marker, quotes), start, len(lists) + quotes, marker)
            marker = ""


def _kind(token: Token, marker: str, quotes: int) -> BlockKind:
    if marker:
        return "item"
    if quotes:
        return "quotation"
    children = token.children or []
    return "figure" if len(children) == 1 and children[0].type == "image" else "paragraph"


def inline_text(tokens: Sequence[Token], builder: Builder) -> None:
    """The words of inline tokens, with a Mark for each styled stretch. Tags do not exist here: they are text."""
    opened: list[tuple[int, str]] = []
    for token in tokens:
        if token.type == "softbreak":
            builder.add(" ")
        elif token.type == "hardbreak":
            builder.add("\n")
        elif token.type == "code_inline":
            start = builder.length
            builder.add(token.content)
            builder.marks.append(Mark(start, builder.length, "code"))
        elif token.type == "image":
            builder.add(token.content or "image")
        elif token.nesting == 1:
            opened.append((builder.length, clean(str(token.attrGet("href") or ""))))
        elif token.nesting == -1:
            start, target = opened.pop()
            style = _STYLES.get(token.type.removesuffix("_close"))
            if style and builder.length > start:
                builder.marks.append(Mark(start, builder.length, style, target))
        else:
            builder.add(token.content)
