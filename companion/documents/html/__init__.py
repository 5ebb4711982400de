"""HTML: the article of a page as headings and pieces, not what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from companion.documents.decode import html_text
from companion.documents.html.aside import texts_left_out
from companion.documents.html.dom import Node, parse
from companion.documents.html.footnotes import Footnotes, page_of
from companion.documents.html.pages import PageSender
from companion.documents.protocol import Emitter

_PARSED = 45
"""Hundredths of the time that go by before the first word is known."""
_FACTS = {
    "author": "author",
    "dc.creator": "author",
    "article:author": "author",
    "date": "published",
    "dc.date": "published",
    "dcterms.created": "published",
    "article:published_time": "published",
    "og:site_name": "publisher",
    "dc.publisher": "publisher",
    "description": "description",
}
"""Names of `meta` elements that tell something about the document, and our names for that."""


_SAVED = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>]{1,2000})")


class About(NamedTuple):
    """What a document says of itself; `facts` are (name, text)."""

    title: str
    language: str
    facts: list[tuple[str, str]]


def read_html(data: bytes, skipped: Mapping[int, str], emitter: Emitter) -> None:
    """Send the article in this page; it has no units to skip. Raises Unreadable for what is no text."""
    text, notice = html_text(data)
    send_page(text, emitter, notices=[notice] if notice else [])


def send_page(
    text: str,
    emitter: Emitter,
    about: About | None = None,
    notices: Iterable[str] = (),
    left_out: Mapping[str, int] = MappingProxyType({}),
    *,
    since: int = 0,
    address: str = "",
) -> None:
    """Send the article in the source of a page.

    `about` is what is known of it beside what the page says; `left_out` are characters left out already, by reason.
    `since` are the hundredths of the time that have gone by, `address` is where the page was saved from.
    """

    def tick(done: int) -> None:
        emitter.begin(since + done * (100 - since) // 100, 100)

    root, comments = parse(text, lambda done, of: tick(done * _PARSED // max(of, 1)))
    tick(_PARSED)
    known = about or about_page(root)
    emitter.about(*_addressed(known, address or saved_from(text)), sole=sum(map(is_first, root.nodes())) < 2)
    for notice in notices:
        emitter.notice(notice)
    page = page_of("", root, alone=about is None)
    walked = (100 - _PARSED) / len(root.elements)
    notes = Footnotes(lambda path: None)
    pages = PageSender(emitter, notes, lambda node: tick(_PARSED + int(node.index * walked)))
    pages.tally.update(left_out)
    pages.tally["comments"] += comments
    pages.send(page)
    pages.count_around(root, page)
    for left in texts_left_out(root, page, notes.keys) if about is None else ():
        emitter.left_out(left)
    pages.say_what_is_left_out()


def _addressed(about: About, address: str) -> About:
    """The same, with where it was saved from, unless that says where it is."""
    told = not address or any(name == "address" for name, _ in about.facts)
    return about if told else about._replace(facts=[*about.facts, ("address", address)])


def saved_from(text: str) -> str:
    """The address that a browser, or SingleFile, notes in a page it saves; "" if there is none."""
    match = _SAVED.search(text[:5_000])
    return match[1] if match else ""


def is_first(node: Node) -> bool:
    """True for a heading of level 1."""
    return node.tag == "h1" or (node.attr("aria-level") == "1" and node.attr("role") == "heading")


def about_page(root: Node) -> About:
    """What the head of a page says."""
    title = next((node for node in root.nodes() if node.tag == "title" and not _is_in_drawing(node)), None)
    language = next((node.attr("lang") or node.attr("xml:lang") for node in root.nodes() if node.tag == "html"), "")
    facts: dict[str, str] = {}
    for node in root.nodes():  # also in the body, where a picture for counting visitors moves the rest of the head
        name = _FACTS.get((node.attr("name") or node.attr("property")).lower()) if node.tag == "meta" else None
        if name and node.attr("content").strip():
            facts.setdefault(name, " ".join(node.attr("content").split()))
        if node.tag == "link" and node.attr("rel") == "canonical" and node.attr("href"):
            facts.setdefault("address", node.attr("href"))
    return About(title.text() if title else "", language, list(facts.items()))


def _is_in_drawing(node: Node) -> bool:
    return any(outer.tag == "svg" for outer in node.ancestors())
