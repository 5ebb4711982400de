"""Tables of HTML: those with data in rows, and those that only lay out a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from companion.formats.html.tree import HEADINGS, Node

_LONG_CELL = 1_500
"""Characters; a longer cell is no datum but text in a column of a layout."""
_GROUPS = frozenset(("thead", "tbody", "tfoot"))


def is_layout(table: Node) -> bool:
    """Whether its cells are to be read as text one after the other: not said to be data, and too much for that."""
    if table.get("role") in ("presentation", "none"):
        return True
    if table.find("th", "caption"):
        return False
    inner = list(table.nodes())[1:]
    if any(node.tag == "table" or node.tag in HEADINGS or node.get("role") == "heading" for node in inner):
        return True
    single = all(sum(isinstance(each, Node) for each in node.children) < 2 for node in inner if node.tag == "tr")
    return single or any(sum(map(len, node.texts())) > _LONG_CELL for node in inner if node.tag == "td")


def rows(table: Node, is_skipped: Callable[[Node], bool]) -> Iterator[Node | str]:
    """Its rows in order, and what else stands in it, captions first; without groups of rows that are left out."""
    yield from (child for child in table.children if isinstance(child, Node) and child.tag == "caption")
    for child in table.children:
        if isinstance(child, Node) and child.tag in _GROUPS:
            yield from () if is_skipped(child) else child.children
        elif isinstance(child, str) or child.tag != "caption":
            yield child
