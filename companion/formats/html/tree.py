"""HTML to a tree, by the tokenizer of the standard library and the rules for end tags that may be left out.

Every character of the source ends up somewhere in the tree, however wrong the markup is. Of elements nested deeper
than `DEEPEST` only the texts are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

DEEPEST = 200
_CHUNK = 1 << 18
_NEAR = 50


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = names("area base br col embed hr img input link meta param source track wbr keygen frame bgsound")
_CLOSES = {
    **dict.fromkeys(("li",), ("li",)),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    **dict.fromkeys(("tr",), ("tr", "td", "th")),
    **dict.fromkeys(("td", "th"), ("td", "th")),
    **dict.fromkeys(("thead", "tbody", "tfoot"), ("thead", "tbody", "tfoot", "tr", "td", "th")),
    **dict.fromkeys(("option", "optgroup"), ("option",)),
    **dict.fromkeys(("rt", "rp"), ("rt", "rp")),
}
"""A start tag ends these open elements, looked for up to the nearest of `_BOUNDS`."""
_BOUNDS = {
    **dict.fromkeys(("li",), ("ul", "ol", "menu", "dir")),
    **dict.fromkeys(("dt", "dd"), ("dl",)),
    **dict.fromkeys(("tr", "td", "th", "thead", "tbody", "tfoot"), ("table",)),
    **dict.fromkeys(("option", "optgroup"), ("select", "datalist")),
    **dict.fromkeys(("rt", "rp"), ("ruby",)),
}
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | names("""address article aside blockquote body caption center col colgroup dd details dialog dir
div dl dt fieldset figcaption figure footer form frameset head header hgroup hr html legend li main menu nav noframes ol
optgroup option p pre search section summary table tbody td tfoot th thead title tr ul""")
_ENDS_P = BLOCKS - {"option", "optgroup", "body", "html", "head", "title"}
_BLANKS = re.compile(r"\s+")


class Node:
    """An element; `children` are Nodes and texts, `index` its place among all elements.

    `flattened` counts elements inside that were nested too deep and are not in the tree; their texts are.
    """

    __slots__ = ("attributes", "children", "flattened", "index", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: Node | None, index: int) -> None:
        self.tag = tag
        self.index = index
        self.attributes = attributes
        self.parent = parent
        self.children: list[Node | str] = []
        self.flattened = 0

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def nodes(self) -> Iterator[Node]:
        """This and every element inside it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    def texts(self) -> Iterator[str]:
        """Every text inside it, in document order."""
        waiting: list[Node | str] = [self]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                yield each
            else:
                waiting += reversed(each.children)

    def text(self) -> str:
        """Its words on one line."""
        return _BLANKS.sub(" ", "".join(self.texts())).strip()

    def find(self, *tags: str) -> Node | None:
        return next((node for node in self.nodes() if node.tag in tags), None)

    def up(self) -> Iterator[Node]:
        """Its ancestors, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


class _Builder(HTMLParser):
    """Builds the tree; `hidden` counts the characters of comments and declarations."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#", {}, None, 0)
        self.hidden = 0
        self._count = 0
        self._open = [self.root]
        self._beyond: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) > DEEPEST:
            if tag in VOID:
                self._add(tag, attrs)
            else:
                self._beyond.append(tag)
                self._open[-1].flattened += 1
            return
        if tag in ("html", "body") and any(node.tag == tag for node in self._open[:4]):
            return
        self._close_for(tag)
        node = self._add(tag, attrs)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) <= DEEPEST:
            self._close_for(tag)
        self._add(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._beyond:
            near = self._beyond[-_NEAR:]
            if tag in near:
                del self._beyond[len(self._beyond) - 1 - near[::-1].index(tag) :]
                return
        if tag == "br":
            self._add("br", [])
        for index in range(len(self._open) - 1, 0, -1):
            open_tag = self._open[index].tag
            if open_tag == tag:
                del self._open[index:]
                return
            if open_tag in ("td", "th", "table") and tag not in (
                "table",
                "tr",
                "tbody",
                "thead",
                "tfoot",
                "body",
                "html",
            ):
                return

    def handle_data(self, data: str) -> None:
        children = self._open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)

    def handle_comment(self, data: str) -> None:
        self.hidden += len("".join(data.split()))

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data[6:])
        else:
            self.handle_comment(data)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Node:
        attributes = {name: value or "" for name, value in reversed(attrs)} if attrs else {}
        self._count += 1
        node = Node(tag, attributes, self._open[-1], self._count)
        self._open[-1].children.append(node)
        return node

    def _close_for(self, tag: str) -> None:
        """End the elements whose end tags a start tag makes needless."""
        if tag in _ENDS_P and self._open[-1].tag == "p":
            self._open.pop()
        closed, bounds = _CLOSES.get(tag, ()), _BOUNDS.get(tag, ())
        if closed:
            for index in range(len(self._open) - 1, 0, -1):
                if self._open[index].tag in bounds:
                    return
                if self._open[index].tag in closed:
                    outer = index
                    while self._open[outer - 1].tag in closed:
                        outer -= 1
                    del self._open[outer:]
                    return


def parse(text: str, tick: Callable[[int, int], object] = lambda done, of: None) -> tuple[Node, int]:
    """The root of the tree and the characters of comments in it; `tick` hears how far it got."""
    builder = _Builder()
    for start in range(0, len(text), _CHUNK):
        tick(start, len(text))
        builder.feed(text[start : start + _CHUNK])
    builder.close()
    return builder.root, builder.hidden
