"""The package of a book: its title, the order of its files, its table of contents.

Read as HTML is, not with an XML parser: no entity a document defines is ever expanded.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote

from companion.documents.archive import Archive, inside, shown
from companion.documents.decode import html_text
from companion.documents.html.dom import Node, parse
from companion.model import Unreadable

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FACTS = {"creator": "author", "publisher": "publisher", "date": "published", "rights": "rights"}
_DEEPEST = 6
_FONTS = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#rc"}
"""Ways to make a font hard to take out: no lock on the text."""
_LOCKS = {"META-INF/license.lcpl": "Readium LCP", "META-INF/sinf.xml": "Apple", "META-INF/rights.xml": "Adobe"}
_OPEN = "ask for a copy that is not"


class ContentsEntry(NamedTuple):
    """A line of the table of contents: it leads to an element with an id (or "") in a file."""

    level: int
    title: str
    path: str
    fragment: str


class Package(NamedTuple):
    """`spine` are names of files in reading order; `missing` says what it names and cannot be read.

    `pages` are the numbers of the printed book as entries of level 1. `locked` are files that are encrypted.
    """

    title: str
    language: str
    facts: list[tuple[str, str]]
    spine: list[str]
    contents: list[ContentsEntry]
    missing: list[str]
    pages: list[ContentsEntry]
    locked: frozenset[str]


def package(archive: Archive) -> Package:
    """The package of this book. Raises Unreadable if it names no file to read, or all are encrypted."""
    path = _package_path(archive)
    root = _tree(archive, path)
    items = {node.attr("id"): node for node in root.nodes() if bare(node) == "item"}
    missing: dict[str, None] = {}
    files: dict[str, bool] = {}
    for node in root.nodes():
        if bare(node) == "itemref":
            href = items[node.attr("idref")].attr("href") if node.attr("idref") in items else ""
            name = inside(path, unquote(href.partition("#")[0])) if href else None
            if name is None or name not in archive:
                what = "leads out of the book" if href and name is None else "is not in the book"
                missing.setdefault(f"{shown(href or node.attr('idref'))} {what}")
            else:
                files.setdefault(name, node.attr("linear") == "no")
    spine = [name for name, is_last in files.items() if not is_last]
    last = [name for name, is_last in files.items() if is_last]
    encrypted = _encrypted(archive)
    if not spine + last:
        raise Unreadable("the book names no file to read" + (f" ({next(iter(missing))})" if missing else ""))
    if encrypted.issuperset(spine or last):
        raise Unreadable(f"the book is encrypted{_by(archive)}, as shops do to bind it to their programs; {_OPEN}")
    facts = [(_FACTS[name], node.text()) for node in root.nodes() if (name := bare(node)) in _FACTS and node.text()]
    title = next((node.text() for node in root.nodes() if node.tag in ("dc:title", "title")), "")
    language = next((node.text() for node in root.nodes() if bare(node) == "language"), "")
    contents, pages = _contents(archive, path, list(items.values()))
    return Package(title, language, facts[:20], spine + last, contents, list(missing), pages, encrypted)


def bare(node: Node) -> str:
    """An element's name without its namespace's prefix."""
    return node.tag.rpartition(":")[2]


def _tree(archive: Archive, name: str) -> Node:
    try:
        return parse(html_text(archive.read(name))[0], xhtml=True)[0]
    except Unreadable as error:
        raise Unreadable(f"{shown(name)} {error}") from None


def _package_path(archive: Archive) -> str:
    root = _tree(archive, _CONTAINER)
    named = [node.attr("full-path") for node in root.nodes() if bare(node) == "rootfile"]
    paths = [name for path in named if (name := inside("", unquote(path))) and name in archive]
    if not paths:
        raise Unreadable(f"the book does not say what is in it ({_CONTAINER} names no file of it)")
    return paths[0]


def _encrypted(archive: Archive) -> frozenset[str]:
    """The files that are encrypted, but for fonts, which many publishers only make hard to take out."""
    if _ENCRYPTION not in archive:
        return frozenset()
    names: set[str] = set()
    for node in _tree(archive, _ENCRYPTION).nodes():
        if bare(node) == "cipherreference" and (name := inside("", unquote(node.attr("uri")))):
            outer = next((outer for outer in node.ancestors() if bare(outer) == "encrypteddata"), node)
            ways = {inner.attr("algorithm").lower() for inner in outer.nodes() if bare(inner) == "encryptionmethod"}
            names |= set() if ways & _FONTS else {name}
    return frozenset(names)


def _by(archive: Archive) -> str:
    """Whose encryption it is, as far as its files tell."""
    return next((f" ({whose})" for name, whose in _LOCKS.items() if name in archive), "")


def _contents(archive: Archive, path: str, items: list[Node]) -> tuple[list[ContentsEntry], list[ContentsEntry]]:
    """The entries and the printed pages, each of the navigation document, or, where it has none, of the older one."""
    modern = [item for item in items if "nav" in item.attr("properties").split()]
    older = [item for item in items if item.attr("media-type") == "application/x-dtbncx+xml"]
    contents: list[ContentsEntry] = []
    pages: list[ContentsEntry] = []
    for item in modern + older:
        name = inside(path, unquote(item.attr("href")))
        if name and name in archive:
            try:
                root = _tree(archive, name)
            except Unreadable:
                continue
            contents = contents or list(_entries(name, root))
            pages = pages or list(_pages(name, root))
    return contents, pages


def _nav(root: Node, kind: str) -> Node | None:
    return next((node for node in root.nodes() if node.tag == "nav" and kind in node.attr("epub:type").split()), None)


def _entries(base: str, root: Node) -> list[ContentsEntry]:
    others = any(node.tag == "nav" and node.attr("epub:type") for node in root.nodes())
    nav = _nav(root, "toc") or (None if others else root)
    entries: list[ContentsEntry] = []
    for node in nav.nodes() if nav else ():
        if node.tag == "a" and node.attr("href"):
            level = sum(outer.tag in ("ol", "ul") for outer in node.ancestors())
            entries += _entry(base, level, node.text(), node.attr("href"))
        elif bare(node) == "navpoint":
            level = 1 + sum(bare(outer) == "navpoint" for outer in node.ancestors())
            entries += _target(base, level, node)
    return entries


def _pages(base: str, root: Node) -> list[ContentsEntry]:
    """The numbers of the printed pages, and where each begins."""
    entries: list[ContentsEntry] = []
    nav = _nav(root, "page-list")
    for node in nav.nodes() if nav else ():
        if node.tag == "a" and node.attr("href"):
            entries += _entry(base, 1, node.text(), node.attr("href"))
    for node in root.nodes():
        if bare(node) == "pagetarget":
            entries += _target(base, 1, node)
    return entries


def _target(base: str, level: int, node: Node) -> list[ContentsEntry]:
    """The entry of an element of the older contents: what it is called, and where it leads."""
    own = {bare(child): child for child in reversed(node.children) if isinstance(child, Node)}
    label, content = own.get("navlabel"), own.get("content")
    return _entry(base, level, label.text(), content.attr("src")) if label and content else []


def _entry(base: str, level: int, title: str, href: str) -> list[ContentsEntry]:
    path, _, fragment = unquote(href).partition("#")
    name = inside(base, path) if path else base
    return [ContentsEntry(min(max(level, 1), _DEEPEST), title, name, fragment)] if name and title else []
