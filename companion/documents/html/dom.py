"""HTML to a tree, by the tokenizer of the standard library and the rules for end tags that may be left out.

Every character of the source ends up somewhere in the tree, however wrong the markup is. Of elements nested deeper
than `DEEPEST`, and after the first `MOST`, only the texts are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser

DEEPEST = 200
MOST = 400_000
_CHUNK = 1 << 16
_LARGE = 1 << 18
_NEAR = 50
_NONE: dict[str, str] = {}


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
_RAW = names("script style")
_THROUGH_TABLES = names("table tr tbody thead tfoot body html")
_TAG = re.compile(r"<[!?/a-zA-Z][^<>]{0,10000}>")
_BLANKS = re.compile(r"\s+")


class Node:
    """An element; `children` are Nodes and texts, `index` its place among all elements.

    `flattened` counts elements inside that were too deep or too many and are not in the tree; their texts are. What is
    inside stands in `everything` from `index` to `end`, since elements are numbered as they begin.
    """

    __slots__ = ("attributes", "children", "end", "everything", "flattened", "index", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: Node | None, everything: list[Node]) -> None:
        self.tag = tag
        self.index = len(everything)
        self.end = self.index + 1
        self.everything = everything
        self.attributes = attributes
        self.parent = parent
        self.children: list[Node | str] = []
        self.flattened = 0
        everything.append(self)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def nodes(self) -> Iterator[Node]:
        """This and every element inside it, in document order."""
        for index in range(self.index, self.end):
            yield self.everything[index]

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

    def is_longer(self, most: int) -> bool:
        """Whether there are more characters in it than these; does not look at more than it must."""
        for text in self.texts():
            most -= len(text)
            if most < 0:
                return True
        return False

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
        self.hidden = 0
        self.everything: list[Node] = []
        self.root = Node("#", _NONE, None, self.everything)
        self._open = [self.root]
        self._beyond: list[str] = []
        self._texts: list[str] = []

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for lines and columns, and counting them takes a tenth of the time."""
        return j

    def parse_html_declaration(self, i: int) -> int:
        """As the standard has it: the tokenizer gives up on `<![` with an unknown word."""
        if not self.rawdata.startswith("<![", i):
            return super().parse_html_declaration(i)
        if not self.rawdata.startswith("<![CDATA[", i):
            return self.parse_bogus_comment(i)
        end = self.rawdata.find("]]>", i)
        if end < 0:
            return -1
        self.handle_data(self.rawdata[i + 9 : end])
        return end + 3

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) > DEEPEST:
            if tag in _RAW:
                self._open.append(self._add(tag, attrs))
            elif tag not in VOID:
                self._beyond.append(tag)
                self._open[-1].flattened += 1
            else:
                self._add(tag, attrs)
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
        if self._beyond and self._open[-1].tag not in _RAW:
            near = self._beyond[-_NEAR:]
            if tag in near:
                del self._beyond[len(self._beyond) - 1 - near[::-1].index(tag) :]
                return
        if tag == "br":
            self._add("br", [])
        for index in range(len(self._open) - 1, 0, -1):
            open_tag = self._open[index].tag
            if open_tag == tag:
                self._end(index)
                return
            if open_tag in ("td", "th", "table") and tag not in _THROUGH_TABLES:
                return

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.hidden += len("".join(data.split()))

    def handle_pi(self, data: str) -> None:
        if not data.startswith("xml"):
            self.handle_comment(data)

    def flatten(self, rest: str) -> None:
        """Keep only the texts of what was not read yet."""
        parts = _TAG.split(self.rawdata + rest)
        self.rawdata = ""
        self._add_text()
        self._open[-1].flattened += len(parts) - 1
        self.handle_data(unescape(" ".join(parts)))

    def check_tag(self) -> None:
        """A tag that is huge and does not end, with words or other tags in it, is text: parsing it would cost too much.

        That of a picture that stands in the page itself is huge, too, but its address has no blanks.
        """
        rest = self.rawdata
        if len(rest) > _LARGE and rest[0] == "<" and rest[1].isalpha() and ">" not in rest:
            words = rest.count(" ") + rest.count("<")
            if words * 50 > len(rest):
                self.handle_data(rest)
                self.rawdata = ""

    def finish(self) -> None:
        """What is left when the text ends in the midst of something: a comment is one, the rest is text."""
        if self.rawdata.startswith("<!--") and "-->" not in self.rawdata:
            self.handle_comment(self.rawdata[4:])
            self.rawdata = ""
        elif self.rawdata.startswith("<") and ">" not in self.rawdata and self.cdata_elem is None:
            self.handle_data(self.rawdata)  # the tokenizer would look through all of it again at each "<"
            self.rawdata = ""
        self.close()
        self.handle_data(self.rawdata)  # a script that does not end
        self._add_text()
        for node in reversed(self.everything):
            if node.parent is not None:
                node.parent.end = max(node.parent.end, node.end)

    def _add_text(self) -> None:
        if self._texts:
            self._open[-1].children.append("".join(self._texts))
            self._texts = []

    def _end(self, index: int) -> None:
        """End the open elements from this one on."""
        self._add_text()
        del self._open[index:]

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Node:
        attributes = {name: value or "" for name, value in reversed(attrs)} if attrs else _NONE
        self._add_text()
        node = Node(tag, attributes, self._open[-1], self.everything)
        self._open[-1].children.append(node)
        return node

    def _close_for(self, tag: str) -> None:
        """End the elements whose end tags a start tag makes needless."""
        if tag in _ENDS_P and self._open[-1].tag == "p":
            self._end(len(self._open) - 1)
        closed = _CLOSES.get(tag)
        if closed:
            bounds = _BOUNDS.get(tag, ())
            for index in range(len(self._open) - 1, 0, -1):
                if self._open[index].tag in bounds:
                    return
                if self._open[index].tag in closed:
                    outer = index
                    while self._open[outer - 1].tag in closed:
                        outer -= 1
                    self._end(outer)
                    return


def parse(text: str, tick: Callable[[int, int], object] = lambda done, of: None, most: int = MOST) -> tuple[Node, int]:
    """The root of the tree, of `most` elements, and the characters of comments; `tick` hears how far it got."""
    builder = _Builder()
    for start in range(0, len(text), _CHUNK):
        tick(start, len(text))
        if len(builder.everything) > most:
            builder.flatten(text[start:])
            break
        builder.feed(text[start : start + _CHUNK])
        builder.check_tag()
    builder.finish()
    return builder.root, builder.hidden
