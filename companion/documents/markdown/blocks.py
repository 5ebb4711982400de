"""The block tokens of a piece of Markdown to pieces of a Section."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from companion.documents.marked_text import Words, joined
from companion.documents.sections import Piece
from companion.model import Mark
from companion.model.document import BlockKind, MarkStyle
from companion.text.clean import clean

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


_STYLES: dict[str, MarkStyle] = {"em": "emphasis", "strong": "strong", "s": "strike", "link": "link"}
_WITHOUT_STYLE = """a abbr acronym bdi bdo big br center data details div font img ins label nobr p picture q rp rt ruby
small source span sub summary sup time u wbr""".split()  # noqa: SIM905  # a list of thirty strings says less
_TAGS: dict[str, MarkStyle | None] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("strong", "b", "mark"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
    **dict.fromkeys(_WITHOUT_STYLE),
}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(r"""\s([A-Za-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")


class Inline:
    """What one paragraph says. `images` counts images in it, `hidden` the characters of comments left out."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.images = 0
        self.hidden = 0
        self.notes: list[Token] = []
        self._gap = False
        self._words = Words()
        for token in tokens:
            self._take(token)
        self.text, self.marks = self._words.finish()

    @property
    def is_figure(self) -> bool:
        """True if there is nothing but one image, perhaps a link around it."""
        whole = (0, len(self.text))
        return self.images == 1 and any(mark.style == "link" and (mark.start, mark.end) == whole for mark in self.marks)

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind == "text":
            gap = self._gap and self._words.ends_blank
            self._words.add(token.content.removeprefix(" ") if gap else token.content)
        elif kind == "softbreak":
            self._words.add(" ")
        elif kind == "hardbreak":
            self._words.add("\n")
        elif kind == "code_inline":
            self._words.add_marked(token.content, "code")
        elif kind == "image":
            self._image(plain(token.children or ()), str(token.attrGet("src") or ""))
        elif kind == "html_inline":
            self._tag(token.content)
        elif kind == "footnote_ref":
            self.notes.append(token)
            label = note_label(token)
            self._words.add_marked(f"[{label}]", "footnote", label)
        elif kind.endswith("_open"):
            self._words.open(_STYLES[kind[:-5]], str(token.attrGet("href") or ""))
        elif kind.endswith("_close"):
            self._words.close(_STYLES[kind[:-6]])
        else:
            self._words.add(token.content)

    def _image(self, words: str, address: str) -> None:
        self.images += 1
        self._words.add_marked(words or f"[image {address.rpartition('/')[2][:80]}]", "link", address)

    def _tag(self, source: str) -> None:
        """An inline HTML tag: known ones are signs like `*`, comments are counted, all else was meant as words."""
        match = _TAG.match(source)
        if match is None:
            self.hidden += len(source)
            self._gap = True
            return
        name = match[2].lower()
        if name not in _TAGS:
            self._words.add(source)
            return
        style = "link" if name == "a" else _TAGS[name]
        attributes = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(source)}
        if name == "br":
            self._words.add("\n")
        elif name == "img":
            self._image(attributes.get("alt", ""), attributes.get("src", ""))
        elif style and match[1]:
            self._words.close(style)
        elif style and not (name == "a" and "href" not in attributes):
            self._words.open(style, attributes.get("href", ""))


def plain(tokens: Sequence[Token]) -> str:
    """Words alone: of an image's description, or a heading."""
    return Inline(tokens).text


def note_label(token: Token) -> str:
    """What stands in a footnote's mark: its label, or for a note without one (`^[…]`) `^1`, `^2`…"""
    return str(token.meta.get("label") or f"^{token.meta['id'] + 1}")


def marked(text: str, style: MarkStyle) -> tuple[Mark, ...]:
    return (Mark(0, len(text), style),) if text else ()
