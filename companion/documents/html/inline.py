"""The words of one paragraph, cell or heading of HTML, with their marks and the footnotes they refer to."""

from __future__ import annotations

from collections.abc import Callable

from companion.documents.html.dom import Node
from companion.documents.html.footnotes import Footnote
from companion.documents.marked_text import Words
from companion.model import Mark
from companion.model.document import MarkStyle

_STYLES: dict[str, MarkStyle] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("strong", "b", "mark"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
}
_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_MATH = frozenset(("annotation", "annotation-xml"))


class InlineText:
    """The text of one paragraph, put together of inline content; `done` ends it and begins the next.

    `flattened` counts elements whose texts it was given without them. `leave_out` counts what is not shown of one.
    """

    def __init__(
        self,
        note_of: Callable[[Node], Footnote | None],
        skipped: Callable[[Node], bool],
        leave_out: Callable[[Node, str, Node | None], None],
    ) -> None:
        self._note_of = note_of
        self._skipped = skipped
        self._leave_out = leave_out
        self.flattened = 0
        self._reset()

    def _reset(self) -> None:
        self.words = Words()
        self.images = 0
        self.notes: dict[str, Footnote] = {}

    def add(self, node: Node | str) -> None:
        """A text, or an inline element with all that is in it; blocks in it are set apart by a space."""
        if isinstance(node, str):
            self.words.add_flowing(node)
        elif not self._skipped(node):
            self._element(node)

    def _element(self, node: Node) -> None:
        tag = node.tag
        style = _STYLES.get(tag)
        if tag == "br":
            self.words.add("\n")
        elif tag in ("img", "image"):
            self.image(node)
        elif tag == "a" and (note := self._note_of(node)):
            self.notes[note.key] = note
            self.words.add_marked(f"[{note.label}]", "footnote", note.label)
        elif tag == "a" and node.attr("href"):
            self._marked(node, "link", node.attr("href"))
        elif style:
            self._marked(node, style)
        elif tag in ("sup", "sub"):
            self._moved(node)
        elif tag == "svg":
            self._drawing(node)
        elif tag == "q":
            self.words.add("“")
            self._inside(node)
            self.words.add("”")
        elif tag in _MATH:
            self._leave_out(node, "formulas in other notations", None)
        else:
            self._inside(node)

    def _inside(self, node: Node) -> None:
        self.flattened += node.flattened
        for child in node.children:
            self.add(child)

    def _marked(self, node: Node, style: MarkStyle, target: str = "") -> None:
        self.words.open(style, target)
        self._inside(node)
        self.words.close(style)

    def _moved(self, node: Node) -> None:
        """Raised and lowered digits: 10<sup>6</sup> is not 106."""
        text = "".join(child for child in node.children if isinstance(child, str))
        moved = text.translate(_RAISED if node.tag == "sup" else _LOWERED)
        if text and len(node.children) == 1 and all(char != new for char, new in zip(text, moved, strict=True)):
            self.words.add(moved)
        else:
            self._inside(node)

    def image(self, node: Node) -> None:
        """Its alternative text; an image said to be mere decoration (an empty one) is left away."""
        address = node.attr("src") or node.attr("href") or node.attr("xlink:href")
        alternative = " ".join((node.attr("alt") or node.attr("title")).split())
        if "alt" in node.attributes and not alternative:
            return
        name = "" if address.startswith("data:") else address.rpartition("/")[2][:80]
        self.images += 1
        self.words.add_marked(alternative or f"[image {name}]".replace(" ]", "]"), "link", address[:2000])

    def _drawing(self, node: Node) -> None:
        """The image in it, its label or its title; other words in a drawing are left out."""
        title: Node | None = None
        if image := node.find("image"):
            self.image(image)
        else:
            label = node.attr("aria-label")
            if not label and (title := node.find("title", "desc")):
                label = title.text()
            if label:
                self.images += 1
                self.words.add_marked(label, "link")
        self._leave_out(node, "drawings", title)

    def done(self) -> tuple[str, tuple[Mark, ...], bool, dict[str, Footnote]]:
        """The text, its marks, whether it is nothing but an image, and the notes it refers to."""
        text, marks = self.words.finish()
        whole = any(mark.style == "link" and (mark.start, mark.end) == (0, len(text)) for mark in marks)
        paragraph = text, marks, self.images == 1 and whole, self.notes
        self._reset()
        return paragraph
