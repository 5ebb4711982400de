"""The texts of a page that are left out, for who wants to read them all the same."""

from __future__ import annotations

from collections.abc import Container, Iterator

from companion.documents.html.article import HIDDEN, NAVIGATION, REASONS
from companion.documents.html.dom import Node
from companion.documents.html.footnotes import ArticlePage, key
from companion.documents.html.prose import BESIDE, COMMENTS
from companion.model import LeftOut

_TOLD = frozenset((BESIDE, COMMENTS, HIDDEN, NAVIGATION))
"""Reasons for which words are left out that somebody wrote to be read."""
_MOST = 200_000
"""Code points of all these texts; more are only counted."""


def texts_left_out(root: Node, page: ArticlePage, notes: Container[str]) -> Iterator[LeftOut]:
    """What stands around the article and what in it is left out, in order; `notes` are keys of footnotes, shown."""
    left = _MOST
    waiting: list[Node] = [root]
    within = set(page.article.ancestors()) | {page.article}
    while waiting and left > 0:
        node = waiting.pop()
        inside = page.article.index < node.index < page.article.end
        reason = page.left.get(node.index, "") if inside else REASONS.get(node.tag, "")
        if not reason and not inside and node not in within:
            reason = NAVIGATION
        if not reason:
            waiting += reversed([child for child in node.children if isinstance(child, Node)])
        elif reason in _TOLD and (text := _text(node, page, notes)[:left]):
            left -= len(text)
            yield LeftOut(reason, text)


def _text(node: Node, page: ArticlePage, notes: Container[str]) -> str:
    """Its words, elements set apart by a space; without scripts and the like."""
    parts: list[str] = []
    waiting: list[Node | str] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item is node or (item.tag not in REASONS and key(page.path, item) not in notes):
            waiting += reversed(item.children)
    return " ".join(" ".join(parts).split())
