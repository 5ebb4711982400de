"""The inline tokens of one Markdown paragraph to words with marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from companion.formats.words import Words
from companion.model import Mark
from companion.model.document import MarkStyle

if TYPE_CHECKING:
    from markdown_it.token import Token

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
        """Whether there is nothing but one image, perhaps a link around it."""
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
        found = _TAG.match(source)
        if found is None:
            self.hidden += len(source)
            self._gap = True
            return
        name = found[2].lower()
        if name not in _TAGS:
            self._words.add(source)
            return
        style = "link" if name == "a" else _TAGS[name]
        attributes = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(source)}
        if name == "br":
            self._words.add("\n")
        elif name == "img":
            self._image(attributes.get("alt", ""), attributes.get("src", ""))
        elif style and found[1]:
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
