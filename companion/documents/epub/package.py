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


class ContentsEntry(NamedTuple):
    """A line of the table of contents: it leads to an element with an id (or "") in a file."""

    level: int
    title: str
    path: str
    fragment: str


class Package(NamedTuple):
    """`spine` are names of files in reading order; `missing` says what it names and cannot be read."""

    title: str
    language: str
    facts: list[tuple[str, str]]
    spine: list[str]
    contents: list[ContentsEntry]
    missing: list[str]


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
    if encrypted.issuperset(spine):
        raise Unreadable("the book is encrypted, as shops do to bind it to their programs")
    facts = [(_FACTS[name], node.text()) for node in root.nodes() if (name := bare(node)) in _FACTS and node.text()]
    title = next((node.text() for node in root.nodes() if node.tag in ("dc:title", "title")), "")
    language = next((node.text() for node in root.nodes() if bare(node) == "language"), "")
    contents = _contents(archive, path, list(items.values()))
    return Package(title, language, facts[:20], spine + last, contents, list(missing))


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


def _encrypted(archive: Archive) -> set[str]:
    if _ENCRYPTION not in archive:
        return set()
    references = [node for node in _tree(archive, _ENCRYPTION).nodes() if bare(node) == "cipherreference"]
    return {name for node in references if (name := inside("", unquote(node.attr("uri"))))}


def _contents(archive: Archive, path: str, items: list[Node]) -> list[ContentsEntry]:
    """The entries of the navigation document, else of the older one; none if neither can be read."""
    modern = [item for item in items if "nav" in item.attr("properties").split()]
    older = [item for item in items if item.attr("media-type") == "application/x-dtbncx+xml"]
    for item in modern + older:
        name = inside(path, unquote(item.attr("href")))
        if name and name in archive:
            try:
                entries = list(_entries(name, _tree(archive, name)))
            except Unreadable:
                continue
            if entries:
                return entries
    return []


def _entries(base: str, root: Node) -> list[ContentsEntry]:
    nav = next((node for node in root.nodes() if node.tag == "nav" and "toc" in node.attr("epub:type").split()), root)
    entries: list[ContentsEntry] = []
    for node in nav.nodes():
        if node.tag == "a" and node.attr("href"):
            level = sum(outer.tag in ("ol", "ul") for outer in node.ancestors())
            entries += _entry(base, level, node.text(), node.attr("href"))
        elif bare(node) == "navpoint":
            level = 1 + sum(bare(outer) == "navpoint" for outer in node.ancestors())
            label = next(
                (child for child in node.children if isinstance(child, Node) and bare(child) == "navlabel"), None
            )
            content = next(
                (child for child in node.children if isinstance(child, Node) and bare(child) == "content"), None
            )
            if label and content:
                entries += _entry(base, level, label.text(), content.attr("src"))
    return entries


def _entry(base: str, level: int, title: str, href: str) -> list[ContentsEntry]:
    path, _, fragment = unquote(href).partition("#")
    name = inside(base, path) if path else base
    return [ContentsEntry(min(max(level, 1), _DEEPEST), title, name, fragment)] if name and title else []
