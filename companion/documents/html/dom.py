"""A page as a tree of Nodes, built from the one that Lexbor makes as the HTML standard has it.

Every character of the source ends up somewhere in the tree, however wrong the markup is. Of elements nested deeper
than `DEEPEST`, and after the first `MOST`, only the texts are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode, SelectolaxError

from companion.documents.html.source import VOID, bounded, is_xhtml, names, prepared, without_frameset

DEEPEST = 200
MOST = 400_000
_STEP = 4_000
"""Elements between two ticks."""
_NONE: dict[str, str] = {}


HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | names("""address article aside blockquote body caption center col colgroup dd details dialog dir
div dl dt fieldset figcaption figure footer form frameset head header hgroup hr html legend li main menu nav noframes ol
optgroup option p pre search section summary table tbody td tfoot th thead tr ul""")
_RAW = names("script style")
_BLANKS = re.compile(r"\s+")


class Node:
    """An element; `children` are Nodes and texts, `index` its place among all elements.

    `flattened` counts elements inside that were too deep or too many and are not in the tree; their texts are. What is
    inside stands in `elements` from `index` to `end`, since elements are numbered as they begin.
    """

    __slots__ = ("attributes", "children", "elements", "end", "flattened", "index", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: Node | None, elements: list[Node]) -> None:
        self.tag = tag
        self.index = len(elements)
        self.end = self.index + 1
        self.elements = elements
        self.attributes = attributes
        self.parent = parent
        self.children: list[Node | str] = []
        self.flattened = 0
        elements.append(self)

    def attr(self, name: str) -> str:
        """The value of an attribute; "" if it has none, or there is no such attribute."""
        return self.attributes.get(name, "")

    def nodes(self) -> Iterator[Node]:
        """This and every element inside it, in document order."""
        for index in range(self.index, self.end):
            yield self.elements[index]

    def texts(self) -> Iterator[str]:
        """Every text inside it, in document order."""
        waiting: list[Node | str] = [self]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                yield item
            else:
                waiting += reversed(item.children)

    def text(self) -> str:
        """Its words on one line."""
        return _BLANKS.sub(" ", "".join(self.texts())).strip()

    def is_longer(self, most: int) -> bool:
        """True if it has more than `most` characters; looks at no more than it must."""
        for text in self.texts():
            most -= len(text)
            if most < 0:
                return True
        return False

    def find(self, *tags: str) -> Node | None:
        return next((node for node in self.nodes() if node.tag in tags), None)

    def ancestors(self) -> Iterator[Node]:
        """Its ancestors, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


class _Builder:
    """Makes Nodes of Lexbor's; `hidden` counts the characters of comments and processing instructions."""

    def __init__(self) -> None:
        self.hidden = 0
        self.elements: list[Node] = []
        self.root = Node("#", _NONE, None, self.elements)
        self.deep: Node | None = None
        self.last = self.root

    def build(self, document: LexborNode, tick: Callable[[int], object]) -> None:
        """Go through Lexbor's tree; the way back up is kept here, however deep it is."""
        current = document.first_child
        node = self.root
        outer: list[tuple[Node, LexborNode | None]] = []
        while current is not None or outer:
            if current is None:
                node.end = len(self.elements)
                node, current = outer.pop()
                continue
            tag = current.tag
            if tag == "-text":
                node.children.append(current.text_content or "")
                self.last = node
                current = current.next
            elif not current.is_element_node:
                self._hide(current)
                current = current.next
            else:
                outer.append((node, current.next))
                node = self._element(tag or "", current, node, len(outer))
                if not len(self.elements) % _STEP:
                    tick(len(self.elements))
                current = current.first_child or _template(current, tag)
        self.root.end = len(self.elements)

    def _element(self, tag: str, lexbor: LexborNode, parent: Node, depth: int) -> Node:
        """The element's own Node, or, too deep, that of the one it is in."""
        if depth > DEEPEST and tag not in VOID and tag not in _RAW:
            parent.flattened += 1
            self.deep = parent
            return parent
        attributes = lexbor.attributes
        values = {name: value or "" for name, value in attributes.items()} if attributes else _NONE
        node = Node(tag, values, parent, self.elements)
        parent.children.append(node)
        return node

    def _hide(self, lexbor: LexborNode) -> None:
        if lexbor.is_comment_node:
            text = lexbor.comment_content or ""
        elif lexbor.tag is None:
            text = (lexbor.html or "")[2:-1]  # a processing instruction
        else:
            return
        if not text.startswith("?xml"):
            self.hidden += len("".join(text.split()))


def _template(lexbor: LexborNode, tag: str | None) -> LexborNode | None:
    """What stands in a template, which holds it beside the tree."""
    fragments = lexbor.template_fragments() if tag == "template" else []
    return fragments[0].first_child if fragments else None


def parse(
    text: str,
    tick: Callable[[int, int], object] = lambda done, of: None,
    most: int = MOST,
    *,
    xhtml: bool | None = None,
) -> tuple[Node, int]:
    """The root of the tree, of `most` elements, and the characters of comments; `tick` hears how far it got.

    `xhtml` says whether the page is XML; by default it says so itself. Raises MemoryError.
    """
    source = bounded(prepared(text, is_xhtml(text) if xhtml is None else xhtml), most)
    tick(0, 1)
    document = _lexbor(source.text)
    if any(child.tag == "frameset" for child in document.iter()):
        document = _lexbor(without_frameset(source.text))
    assert document.parent is not None
    builder = _Builder()
    total = source.text.count("<") + 1
    builder.build(document.parent, lambda done: tick(min(done, total), total))
    (builder.deep or builder.last).flattened += source.deep
    builder.last.flattened += source.many
    return builder.root, builder.hidden


def _lexbor(text: str) -> LexborNode:
    """The `html` element of Lexbor's tree. Without events, which copy text into other places."""
    try:
        root = LexborHTMLParser(text, options=LexborDocumentOptions.WO_EVENTS).root
    except SelectolaxError:
        raise MemoryError from None
    assert root is not None  # the standard makes one of any page
    return root
