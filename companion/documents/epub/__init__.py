"""EPUB: the files of a book in reading order, each read as an HTML page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from companion.documents.archive import Archive, shown
from companion.documents.decode import html_text
from companion.documents.epub.package import ContentsEntry, Package, package
from companion.documents.html.dom import BLOCKS, MOST, Node, parse
from companion.documents.html.footnotes import ArticlePage, Footnotes, page_of
from companion.documents.html.pages import PageSender
from companion.documents.html.walk import Places, is_heading, level_of
from companion.documents.protocol import Emitter
from companion.documents.sections import Piece
from companion.model import Unreadable

_LOOKED_AT = 32 << 20
_FIRST = re.compile(rb"<h1\b|aria-level", re.IGNORECASE)
_TOLD = 5
"""Files that are missing and told by name."""
_ELEMENTS, _BYTES = 150_000, 10
"""Elements made of any book's pages, and bytes of the book for each one more."""
_KEPT = 3
"""Pages kept after they were read, since the notes of many chapters often stand in one file."""


def read_epub(data: bytes, skipped: Mapping[int, str], emitter: Emitter) -> None:
    """Send the book; `skipped` says why files of its reading order are not to be tried again. Raises Unreadable."""
    archive = Archive(data)
    book = package(archive)
    tops = sum(entry.level == 1 for entry in book.contents)
    emitter.about(book.title, book.language, book.facts, sole=tops < 2 and _has_one_title(data, book.spine))
    for reason in book.missing[:_TOLD]:
        emitter.notice(f"{reason}; the book names it as part of its text.")
    if len(book.missing) > _TOLD:
        emitter.notice(f"{len(book.missing) - _TOLD:,} more files that the book names cannot be read.")
    _Book(archive, book, emitter, len(data)).send(skipped)


def _has_one_title(data: bytes, spine: list[str]) -> bool:
    """True if the whole book surely has at most one heading of level 1; nothing is parsed for that."""
    archive, headings, left = Archive(data), 0, _LOOKED_AT
    for name in spine:
        try:
            page = archive.read(name)
        except Unreadable:
            continue
        headings += len(_FIRST.findall(page))
        left -= len(page)
        if headings > 1 or left < 0 or b"\0" in page:
            return False
    return True


class _Book:
    def __init__(self, archive: Archive, book: Package, emitter: Emitter, size: int) -> None:
        self._archive = archive
        self._book = book
        self._emitter = emitter
        self._at = 0
        self._left = _ELEMENTS + size // _BYTES
        self._counted: set[str] = set()
        self._page = lru_cache(_KEPT)(self._read)
        self._pages = PageSender(emitter, Footnotes(self._other))

    def send(self, skipped: Mapping[int, str]) -> None:
        for index, name in enumerate(self._book.spine):
            self._at = index
            self._emitter.begin(index, len(self._book.spine))
            if index in skipped:
                self._fail(name, f"could not be read: {skipped[index]}")
                continue
            if name in self._book.locked:
                self._fail(name, "is encrypted, as shops do to bind it to their programs")
                continue
            try:
                root, page, comments = self._page(name)
            except Unreadable as error:
                self._fail(name, str(error))
                continue
            self._pages.tally["comments"] += comments
            self._pages.send(page, self._heads(name, page), self._places(name, page))
            self._pages.count_around(root, page)
        self._pages.say_what_is_left_out()

    def _fail(self, name: str, why: str) -> None:
        what = f"a part of the book, {shown(name)}, {why}"
        self._emitter.piece(Piece("notice", "", marker=what))
        self._emitter.notice(f"{what[:1].upper()}{what[1:]}.")

    def _read(self, name: str) -> tuple[Node, ArticlePage, int]:
        text = html_text(self._archive.read(name))[0]
        tick = lambda done, of: self._emitter.begin(self._at, len(self._book.spine))  # noqa: E731
        root, comments = parse(text, tick, min(max(self._left, 0), MOST), xhtml=True)
        if name not in self._counted:
            self._counted.add(name)
            self._left -= len(root.elements)
        self._emitter.begin(self._at, len(self._book.spine))
        return root, page_of(name, root), comments

    def _other(self, name: str) -> ArticlePage | None:
        """Another page, for a note; None if there is none."""
        try:
            return self._page(name)[1] if name in self._archive else None
        except Unreadable:
            return None

    def _heads(self, name: str, page: ArticlePage) -> dict[int, tuple[int, str]]:
        """Headings only the table of contents knows, by the element they stand before: for a page without any."""
        if any(is_heading(node) for node in page.article.nodes()):
            return {}
        heads: dict[int, tuple[int, str]] = {}
        for entry in self._book.contents:
            if entry.path == name:
                heads.setdefault(_place(entry, page), (entry.level, entry.title))
        return heads

    def _places(self, name: str, page: ArticlePage) -> Places:
        """The levels the table of contents gives to headings of a page, and the printed pages that begin on it."""
        labels = {
            node.index: entry.title
            for entry in self._book.pages
            if entry.path == name
            and (node := page.ids.get(entry.fragment, page.article if not entry.fragment else None))
        }
        if all(entry.level == 1 for entry in self._book.contents):
            return Places({}, labels)
        headings = [node for node in page.article.nodes() if is_heading(node)]
        told: dict[int, int] = {}
        for entry in self._book.contents:
            if entry.path == name and (heading := _heading_of(entry, page, headings)) is not None:
                told.setdefault(heading.index, entry.level)
        levels: dict[int, int] = {}
        deeper = 0
        for heading in headings:
            own = level_of(heading)
            deeper = told[heading.index] - own if heading.index in told else deeper
            levels[heading.index] = min(max(own + deeper, 1), 6)
        return Places(levels, labels)


def _heading_of(entry: ContentsEntry, page: ArticlePage, headings: list[Node]) -> Node | None:
    """The heading an entry leads to: at its place, in it or around it, else the first of a page it leads to."""
    if not entry.fragment:
        return headings[0] if headings else None
    place = page.ids.get(entry.fragment)
    if place is None:
        return None
    around = next((node for node in (place, *place.ancestors()) if is_heading(node)), None)
    inside = next((node for node in headings if place.index <= node.index < place.end), None)
    return around or inside


def _place(entry: ContentsEntry, page: ArticlePage) -> int:
    """The index of the block an entry leads to, or of the article."""
    node = page.ids.get(entry.fragment)
    while node is not None and node.tag not in BLOCKS:
        node = node.parent
    return node.index if node is not None and node.tag not in ("html", "body") else page.article.index
