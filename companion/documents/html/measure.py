"""How much text and how many links stand in each element of a page."""

from __future__ import annotations

from companion.documents.html.dom import Node


class Measure:
    """Characters, characters in links, and links inside each element of a tree, by its index."""

    def __init__(self, root: Node) -> None:
        count = len(root.elements)
        self._size, self._linked, self._links = [0] * count, [0] * count, [0] * count
        for node in reversed(root.elements):
            index = node.index
            size = self._size[index] + sum([inked(child) for child in node.children if isinstance(child, str)])
            if node.tag == "a" and node.attr("href"):
                self._linked[index] = size
                self._links[index] += 1
            self._size[index] = size
            if node.parent is not None and node.tag not in ("script", "style"):
                outer = node.parent.index
                self._size[outer] += size
                self._linked[outer] += self._linked[index]
                self._links[outer] += self._links[index]

    def size(self, node: Node) -> int:
        return self._size[node.index]

    def links(self, node: Node) -> int:
        return self._links[node.index]

    def density(self, node: Node) -> float:
        """The share of its characters that stand in links; 0 without any."""
        size = self._size[node.index]
        return self._linked[node.index] / size if size else 0.0


def inked(text: str) -> int:
    """Characters that are no blanks."""
    return sum(map(len, text.split()))
