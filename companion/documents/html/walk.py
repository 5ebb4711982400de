"""The walk through an article, from its elements to headings and pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from companion.documents.html.dom import BLOCKS, HEADINGS, Node
from companion.documents.html.footnotes import ArticlePage, Footnote, Footnotes, key
from companion.documents.html.inline import InlineText
from companion.documents.html.measure import inked
from companion.documents.marked_text import joined
from companion.documents.sections import Piece
from companion.model import Mark
from companion.model.document import BlockKind
from companion.text.clean import clean, normalise

_LISTS = frozenset(("ul", "ol", "menu", "dir"))


class Sink(Protocol):
    """A taker of headings and pieces, with the footnotes they refer to; `at` is called with each block."""

    def heading(self, level: int, piece: Piece, notes: dict[str, Footnote]) -> None: ...

    def piece(self, piece: Piece, notes: dict[str, Footnote]) -> None: ...

    def title(self, level: int, title: str) -> None: ...

    def at(self, node: Node) -> None: ...


class Places(NamedTuple):
    """What a book says of elements of a page, by their index: levels of headings, and labels of printed pages."""

    levels: Mapping[int, int]
    labels: Mapping[int, str]


NO_PLACES = Places(MappingProxyType({}), MappingProxyType({}))


def is_heading(node: Node) -> bool:
    return node.tag in HEADINGS or node.attr("role") == "heading"


def level_of(heading: Node) -> int:
    """The level of a heading, 1 to 6."""
    said = heading.tag[1:] if heading.tag in HEADINGS else heading.attr("aria-level")
    return int(said) if said in tuple("123456") else 2


class Walk:
    """A walk through elements of a page; `tally` counts the characters left out by reason.

    `heads` are levels and titles of headings that no element is, by the index of the block they stand before.
    """

    def __init__(
        self,
        page: ArticlePage,
        notes: Footnotes,
        sink: Sink,
        tally: Counter[str],
        heads: Mapping[int, tuple[int, str]] = MappingProxyType({}),
        places: Places = NO_PLACES,
    ) -> None:
        self._heads = heads
        self._places = places
        self._label = self._label_before = ""
        self._page = page
        self._notes = notes
        self._sink = sink
        self._tally = tally
        self._kinds: list[BlockKind] = ["paragraph"]
        self._links: list[str] = []
        self._depth = 0
        self._marker = ""
        self._inline = InlineText(lambda link: notes.find(link, page), self._is_skipped, self._count)

    def run(self, node: Node, page: str = "") -> str:
        """Go through an element, which begins on the printed page of this label; the label it ends on."""
        self._label = self._label_before = self._places.labels.get(node.index, page)
        self._head(node)
        self._children(node)
        self._flush()
        return self._label

    def _head(self, node: Node) -> None:
        if node.index in self._heads:
            self._sink.title(*self._heads[node.index])

    def _is_skipped(self, node: Node) -> bool:
        """True for a footnote, which is shown elsewhere, and for what is left out, which is counted."""
        if self._notes.keys and key(self._page.path, node) in self._notes.keys:
            return True
        reason = self._page.left.get(node.index, "")
        if node.index in self._places.labels:
            self._turn(self._places.labels[node.index])
        if "pagebreak" in f"{node.attr('role')} {node.attr('epub:type')}":
            reason = "page numbers"
            if label := (node.attr("aria-label") or node.attr("title") or node.text())[:20].strip(" ."):
                self._turn(label)
        if reason:
            self._count(node, reason)
        return bool(reason)

    def _turn(self, label: str) -> None:
        """A printed page of this label begins here."""
        self._label = label[:20].strip(" .")
        if not len(self._inline.words):
            self._label_before = self._label

    def _count(self, node: Node, reason: str, shown: Node | None = None) -> None:
        """Count the characters in an element, but for what is a footnote or in `shown`, as left out."""
        waiting: list[Node | str] = [node]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                self._tally[reason] += inked(item)
            elif item is not shown and key(self._page.path, item) not in self._notes.keys:
                waiting += item.children

    def _children(self, node: Node) -> None:
        for child in node.children:
            self._child(child)
        self._inline.flattened += node.flattened

    def _child(self, child: Node | str) -> None:
        if isinstance(child, str) or not self._is_block(child):
            self._inline.add(child)
        elif not self._is_skipped(child):
            self._flush()
            self._head(child)
            self._block(child)
            self._flush()

    def _is_block(self, node: Node) -> bool:
        return node.tag in BLOCKS or node.index in self._page.holders

    def _block(self, node: Node) -> None:
        self._sink.at(node)
        tag = node.tag
        if is_heading(node):
            self._heading(node)
        elif tag == "pre":
            self._code(node)
        elif tag in _LISTS:
            self._list(node)
        elif tag == "dd":
            self._around(node, "paragraph")
        elif tag == "dt":
            self._as(node, "item")
        elif tag == "blockquote":
            self._around(node, "quotation")
        elif tag in ("figcaption", "caption"):
            self._as(node, "figure")
        elif tag == "table" and not is_layout(node):
            self._table(node)
        elif tag == "a" and node.attr("href"):
            self._links.append(node.attr("href"))
            self._children(node)
            self._flush()
            self._links.pop()
        else:
            self._children(node)

    def _heading(self, node: Node) -> None:
        self._flat(node)
        text, marks, _, notes = self._inline.done()
        if text.strip():
            level = self._places.levels.get(node.index) or level_of(node)
            piece = Piece("heading", text.replace("\n", " "), marks, page=self._label_before)
            self._label_before = self._label
            self._sink.heading(level, piece, notes)

    def _flat(self, node: Node) -> None:
        """All words inside on one line, blocks set apart by a space."""
        for child in node.children:
            if isinstance(child, Node) and self._is_block(child):
                if not self._is_skipped(child):
                    self._inline.add(" ")
                    self._inline.flattened += child.flattened
                    self._flat(child)
                    self._inline.add(" ")
            else:
                self._inline.add(child)

    def _code(self, node: Node) -> None:
        parts: list[str] = []
        waiting: list[Node | str] = [node]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                parts.append(item)
            elif item.tag == "br":
                parts.append("\n")
            elif not self._is_skipped(item):
                self._inline.flattened += item.flattened
                waiting += reversed(item.children)
        lines = clean(normalise("".join(parts))).strip("\n").split("\n")
        self._add("code", "\n".join(line.rstrip() for line in lines), (), {})

    def _list(self, node: Node) -> None:
        number = _number(node.attr("start"), 1)
        self._depth += 1
        for child in node.children:
            if isinstance(child, str) or child.tag != "li":
                self._child(child)
            elif not self._is_skipped(child):
                self._flush()
                number = _number(child.attr("value"), number)
                self._marker = f"{number}." if node.tag == "ol" else "•"
                self._as(child, "item")
                self._marker = ""
                number += 1
        self._flush()
        self._depth -= 1

    def _around(self, node: Node, kind: BlockKind) -> None:
        self._depth += 1
        self._as(node, kind)
        self._depth -= 1

    def _as(self, node: Node, kind: BlockKind) -> None:
        self._kinds.append(kind)
        self._children(node)
        self._flush()
        self._kinds.pop()

    def _table(self, table: Node) -> None:
        for row in rows(table, self._is_skipped):
            if isinstance(row, str) or row.tag != "tr":
                self._child(row)
                self._flush()
                continue
            if self._is_skipped(row):
                continue
            cells: list[tuple[str, tuple[Mark, ...]]] = []
            notes: dict[str, Footnote] = {}
            for cell in row.children:
                if isinstance(cell, str):
                    self._inline.add(cell)
                elif not self._is_skipped(cell):
                    self._flat(cell)
                    text, marks, _, own = self._inline.done()
                    strong = (Mark(0, len(text), "strong"),) if cell.tag == "th" and text else ()
                    cells.append((text.replace("\n", " "), (*strong, *marks)))
                    notes |= own
            if any(text for text, _ in cells):
                self._add("row", *joined(cells), notes)

    def _flush(self) -> None:
        """End the paragraph that is being gathered. The first one of an item is the item."""
        text, marks, is_figure, notes = self._inline.done()
        if text.strip():
            self._end_paragraph(text, marks, is_figure, notes)
        if flattened := self._inline.flattened:
            self._inline.flattened = 0
            message = f"{flattened:,} elements nested very deep, or too many, are shown flat here"
            self._sink.piece(Piece("notice", "", (), self._depth, message), {})

    def _end_paragraph(self, text: str, marks: tuple[Mark, ...], is_figure: bool, notes: dict[str, Footnote]) -> None:
        kind = self._kinds[-1]
        if kind == "item":
            self._kinds[-1] = "paragraph"
        if self._links:
            marks = (Mark(0, len(text), "link", self._links[-1][:2000]), *marks)
        self._add("figure" if is_figure else kind, text, marks, notes)

    def _add(self, kind: BlockKind, text: str, marks: tuple[Mark, ...], notes: dict[str, Footnote]) -> None:
        if text.strip():
            marker, self._marker = self._marker, ""
            self._sink.piece(Piece(kind, text, marks, self._depth, marker, self._label_before), notes)
            self._label_before = self._label


def _number(said: str, otherwise: int) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else otherwise


_LONG_CELL = 1_500
"""Characters; a longer cell is no datum but text in a column of a layout."""
_GROUPS = frozenset(("thead", "tbody", "tfoot"))


def is_layout(table: Node) -> bool:
    """True if its cells are text to be read one after the other: not said to be data, and too much for that."""
    if table.attr("role") in ("presentation", "none"):
        return True
    if table.find("th", "caption"):
        return False
    inner = list(table.nodes())[1:]
    if any(node.tag == "table" or node.tag in HEADINGS or node.attr("role") == "heading" for node in inner):
        return True
    single = all(sum(isinstance(child, Node) for child in node.children) < 2 for node in inner if node.tag == "tr")
    return single or any(sum(map(len, node.texts())) > _LONG_CELL for node in inner if node.tag == "td")


def rows(table: Node, is_skipped: Callable[[Node], bool]) -> Iterator[Node | str]:
    """Its rows in order, and what else stands in it, captions first; without groups of rows that are left out."""
    yield from (child for child in table.children if isinstance(child, Node) and child.tag == "caption")
    for child in table.children:
        if isinstance(child, Node) and child.tag in _GROUPS:
            yield from () if is_skipped(child) else child.children
        elif isinstance(child, str) or child.tag != "caption":
            yield child
