"""Footnotes of HTML and EPUB: the links that lead to one, and where it stands, on this page or another of the book."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from companion.documents.html.article import article_and_left_out
from companion.documents.html.dom import BLOCKS, HEADINGS, Node
from companion.documents.html.measure import Measure

_LABEL = re.compile(
    r"[\[({]?\s*(?:(?:note|fn\.?)\s*)?([*†‡§¶#]{1,3}|\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6})\s*[\])}]?[.:]?", re.I
)
_SAID = re.compile(
    r"(?:^|[-_ :])(?:doc-noteref|noteref|fn-?ref|footnote-?(?:ref(?:erence)?|link|anchor)?|endnote\w*)", re.I
)
_FRAGMENT = re.compile(
    r"(?:^|[-_:.])(?:fn|ftn|f|footnote|foot|note|n|endnote|en|cite_note)[-_:.]?\w*\d+$", re.IGNORECASE
)
_BACK = re.compile(r"back|reversefootnote|fn-?return|mw-cite-backlink", re.IGNORECASE)
_HOLDERS = frozenset(("li", "aside", "p", "div", "dd", "dt", "td", "tr", "section", "blockquote"))
_PARTS = HEADINGS | {"body", "main", "article", "table"}
_LONGEST = 10_000


class Footnote(NamedTuple):
    """A footnote: `element` of `page` holds it, `label` is what its mark says."""

    page: ArticlePage
    element: Node
    label: str

    @property
    def key(self) -> str:
        return key(self.page.path, self.element)


def key(path: str, element: Node) -> str:
    """The name of an element among all of a book, the same when its page is read again."""
    return f"{path}#{element.index}"


class ArticlePage(NamedTuple):
    """A page of a book, or (path "") a page alone.

    `article` is the element with its text, `left` are reasons to leave elements out by their index, `holders` are
    indexes of elements with blocks in them, `ids` are elements by id, `described` the `dd` behind each `dt`.
    """

    path: str
    article: Node
    left: dict[int, str]
    holders: frozenset[int]
    ids: dict[str, Node]
    described: dict[int, Node]


def page_of(path: str, root: Node, *, alone: bool = False) -> ArticlePage:
    """The page of this tree, looked through once; `alone`: it may show other things than an article."""
    ids: dict[str, Node] = {}
    holders: set[int] = set()
    described: dict[int, Node] = {}
    terms: dict[int, list[int]] = {}
    for node in root.nodes():
        for name in (node.attr("id"), node.attr("name") if node.tag == "a" else ""):
            if name:
                ids.setdefault(name, node)
        if node.tag == "dt" and node.parent:
            terms.setdefault(node.parent.index, []).append(node.index)
        elif node.tag == "dd" and node.parent:
            described |= dict.fromkeys(terms.pop(node.parent.index, ()), node)
        if node.tag in BLOCKS:
            for outer in node.ancestors():
                if outer.index in holders:
                    break
                holders.add(outer.index)
    article, left = article_and_left_out(root, Measure(root), alone=alone)
    return ArticlePage(path, article, left, frozenset(holders), ids, described)


class Footnotes:
    """The footnotes of a document; `other` gives another page of a book by its path. `keys` are those found so far."""

    def __init__(self, other: Callable[[str], ArticlePage | None]) -> None:
        self._other = other
        self._fit: dict[str, bool] = {}
        self.keys: set[str] = set()

    def find(self, link: Node, page: ArticlePage) -> Footnote | None:
        """The footnote this link leads to, if it is one's mark."""
        label = label_of(link)
        path, _, fragment = link.attr("href").partition("#")
        if not label or not fragment or is_back(link):
            return None
        holder = _holder_of(link)
        if not (_SAID.search(_said(link)) or _FRAGMENT.search(fragment) or holder == "sup" or link.find("sup")):
            return None
        there = page if not path else self._other(_joined(page.path, path))
        target = there.ids.get(unquote(fragment)) or there.ids.get(fragment) if there else None
        if there is None or target is None:
            return None
        element = _element(target)
        same = there.path == page.path
        if (
            element is None
            or not self._fits(there.path, element)
            or (same and (element.index < link.index or any(outer is element for outer in link.ancestors())))
        ):
            return None
        self.keys.add(key(there.path, element))
        if element.tag == "dt":
            element = there.described.get(element.index, element)
            self.keys.add(key(there.path, element))
        return Footnote(there, element, label)

    def _fits(self, path: str, element: Node) -> bool:
        """True if it is short and no part of the text itself; worked out once, however many links lead there."""
        name = key(path, element)
        if name not in self._fit:
            text = any(node.tag in _PARTS for node in element.nodes())
            self._fit[name] = not text and not element.is_longer(_LONGEST)
        return self._fit[name]


def label_of(link: Node) -> str:
    """What a mark says without its brackets; "" for a link that says more than a mark does."""
    words = "" if link.is_longer(40) else link.text()
    match = _LABEL.fullmatch(words)
    return match[1] if match else ""


def is_back(link: Node) -> bool:
    """True if the link leads from a note back to its mark."""
    return bool(_BACK.search(f"{link.attr('role')} {link.attr('class')} {link.attr('rev')} {link.attr('epub:type')}"))


def _said(link: Node) -> str:
    return f"{link.attr('role')} {link.attr('epub:type')} {link.attr('class')}"


def _holder_of(link: Node) -> str:
    return link.parent.tag if link.parent else ""


def _joined(base: str, path: str) -> str:
    """A path relative to a page's folder, with `..` resolved inside the book."""
    parts = [] if path.startswith("/") else base.split("/")[:-1]
    for part in unquote(path).split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _element(target: Node) -> Node | None:
    """The block that holds a note whose id leads to `target`, if any does."""
    element: Node | None = target
    while element is not None and element.tag not in _HOLDERS:
        element = element.parent
    if element is None:
        return None
    if element.tag in ("p", "td") and element.parent is not None:
        outer = element.parent
        if element.tag == "td" or (outer.tag in ("li", "aside") and _first(outer) is element):
            element = outer
    return element


def _first(node: Node) -> Node | None:
    return next((child for child in node.children if isinstance(child, Node)), None)
