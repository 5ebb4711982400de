"""The block tokens of a piece of Markdown to pieces of a Section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from companion.formats.clean import clean
from companion.formats.cutting import Piece
from companion.formats.inline import Inline, marked
from companion.formats.words import joined
from companion.model import Mark
from companion.model.document import BlockKind

if TYPE_CHECKING:
    from markdown_it.token import Token

Html = Callable[[str, int], list[Piece]]
"""Makes pieces of a block of HTML (source, depth)."""


class Blocks:
    """Walks tokens once. `notes` are the footnote marks met, in order; `flattened` says nesting went too deep."""

    def __init__(self, html: Html) -> None:
        self.pieces: list[Piece] = []
        self.notes: list[Token] = []
        self.flattened = False
        self._html = html
        self._around: list[str] = []
        self._marker = ""
        self._row: list[tuple[str, tuple[Mark, ...]]] | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                self._inline(token, tokens[index - 1])
            elif kind in ("fence", "code_block"):
                self._add("code", clean(token.content.removesuffix("\n")))
            elif kind == "html_block":
                self.pieces += self._html(token.content, len(self._around))
            elif kind in ("bullet_list_open", "ordered_list_open", "blockquote_open"):
                self._around.append(kind)
            elif kind in ("bullet_list_close", "ordered_list_close", "blockquote_close"):
                self._around.pop()
            elif kind == "list_item_open":
                self._marker = f"{token.info}{token.markup}" if token.info else "•"
            elif kind == "list_item_close":
                self._marker = ""
            elif kind == "tr_open":
                self._row = []
            elif kind == "tr_close":
                self._close_row()

    def _inline(self, token: Token, before: Token) -> None:
        words = Inline(token.children or ())
        self.notes += words.notes
        if self._row is not None:
            marks = marked(words.text, "strong") if before.type == "th_open" else ()
            self._row.append((words.text.replace("\n", " "), (*marks, *words.marks)))
        elif before.type == "heading_open":
            self._add("heading", words.text.replace("\n", " "), words.marks)
        elif words.is_figure:
            self._add("figure", words.text, words.marks)
        else:
            self._add("paragraph", words.text, words.marks)
        if before.meta.get("flattened"):
            self.flattened = True
        if words.hidden:
            self._notice(f"a comment of {words.hidden} characters is not shown")

    def _close_row(self) -> None:
        if any(text for text, _ in self._row or ()):
            text, marks = joined(self._row or ())
            self._add("row", text, marks)
        self._row = None

    def _notice(self, what: str) -> None:
        self.pieces.append(Piece("notice", "", (), len(self._around), what))

    def _add(self, kind: BlockKind, text: str, marks: tuple[Mark, ...] = ()) -> None:
        """A piece; a paragraph that begins a list item, or stands in a quotation, is that."""
        marker = ""
        if kind == "paragraph" and self._around:
            if self._marker:
                kind = "item"
            elif self._around[-1] == "blockquote_open":
                kind = "quotation"
        if text.strip():
            marker, self._marker = self._marker, ""
            self.pieces.append(Piece(kind, text, marks, len(self._around), marker))
