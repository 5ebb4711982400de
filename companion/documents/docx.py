"""Word documents: mammoth makes a page of the document, which is read as any page of HTML is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any
from xml.parsers.expat import ExpatError

from companion.documents.archive import Archive, shown
from companion.documents.decode import html_text
from companion.documents.html import About, send_page
from companion.documents.html.article import inked
from companion.documents.html.dom import parse
from companion.documents.protocol import Emitter
from companion.model import Unreadable

_PARTS = re.compile(r"(?:[^/]+/)?(?:_rels/)?[^/]*\.(?:xml|rels)|\[Content_Types\]\.xml")
"""Members that mammoth may see: no picture, no other document."""
_CORE = "docProps/core.xml"
_FACTS = {"dc:creator": "author", "dcterms:created": "published", "dc:publisher": "publisher"}
_TIME = re.compile(r"(?<=^\d{4}-\d\d-\d\d)T[\d:.]+Z?$")
_DECLARED = re.compile(rb"<\0?!\0?(?:D\0?O\0?C|E\0?N\0?T)")
_LOOKS = re.compile(
    rb" w:rsid\w*=\"[^\"<]*\""
    rb"|<w:(?:lang|rFonts|szCs|color|spacing|noProof|proofErr|lastRenderedPageBreak)\b[^<>]*/>"
)
"""What is not shown anyway: half of a usual document."""
_MOST_ELEMENTS = 250_000
"""Elements of XML; mammoth holds up to 1,500 bytes for each."""
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='caption'] => figcaption:fresh
"""
_NOT_SHOWN = {
    "deleted text": (r"word/document\d*\.xml", rb"<w:delText\b[^>]*>([^<]*)"),
    "comments": (r"word/comments\.xml", rb"<w:t\b[^>]*>([^<]*)"),
    "running heads and feet": (r"word/(?:header|footer)\d*\.xml", rb"<w:t\b[^>]*>([^<]*)"),
}
_MOST_MESSAGES = 10
"""What mammoth could not read, told to the reader; that it does not know a style changes no word."""


def read_docx(data: bytes, skipped: Mapping[int, str], emitter: Emitter) -> None:
    """Send the document; it has no units to skip. Raises Unreadable for a damaged one, and one that holds too much."""
    parts = _parts(data)
    page, messages = _page(parts, lambda: emitter.begin(0, 100))
    about = _about(parts.get(_CORE, b""))
    send_page(f"<main>{page}</main>", emitter, about, messages, _left_out(parts))


def _parts(data: bytes) -> dict[str, bytes]:
    """The members that hold text, read against the limits of archives."""
    archive = Archive(data)
    parts: dict[str, bytes] = {}
    for name in archive:
        if not _PARTS.fullmatch(name):
            continue
        try:
            part = archive.read(name)
        except Unreadable as error:
            raise Unreadable(f"{shown(name)} {error}") from None
        if _DECLARED.search(part):
            raise Unreadable(f"{shown(name)} declares entities, which no Word document does")
        parts[name] = _LOOKS.sub(b"", part)
    if sum(part.count(b"<") - part.count(b"</") for part in parts.values()) > _MOST_ELEMENTS:
        raise Unreadable(f"it is made of more than {_MOST_ELEMENTS:,} elements; split it into smaller documents")
    return parts


class _Watched(io.BytesIO):
    """Bytes that call `tick` whenever some of them are read."""

    tick: Callable[[], object] | None = None

    def read(self, size: int | None = -1) -> bytes:
        if self.tick is not None:
            self.tick()
        return super().read(size)


def _page(parts: Mapping[str, bytes], tick: Callable[[], object]) -> tuple[str, list[str]]:
    """The document as HTML, and what mammoth has to say about it."""
    import mammoth

    packed = _Watched()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    packed.tick = tick

    def halfway(document: Any) -> Any:
        tick()
        return document

    try:
        made = mammoth.convert_to_html(
            packed,
            style_map=_STYLES,
            include_embedded_style_map=False,
            transform_document=halfway,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        )
    except (MemoryError, RecursionError):
        raise
    except ExpatError:
        raise Unreadable("the XML in it is damaged; get it again") from None
    except Exception:  # whatever a document that is put together wrongly makes mammoth stumble over
        raise Unreadable("it is put together in a way that is not understood") from None
    messages = dict.fromkeys(message.message for message in made.messages if "style" not in message.message)
    return made.value, [f"{message}." for message in list(messages)[:_MOST_MESSAGES]]


def _about(core: bytes) -> About:
    """What the document says of itself."""
    root = parse(html_text(core)[0], xhtml=True)[0] if core else None
    texts = {node.tag: node.text() for node in root.nodes()} if root else {}
    facts = [(fact, _TIME.sub("", texts[tag])) for tag, fact in _FACTS.items() if texts.get(tag)]
    return About(texts.get("dc:title", ""), texts.get("dc:language", ""), facts)


def _left_out(parts: Mapping[str, bytes]) -> dict[str, int]:
    """Characters of what mammoth does not read, by what they are."""
    return {
        reason: sum(
            inked(unescape(text.decode("utf-8", "replace")))
            for name, part in parts.items()
            if re.fullmatch(names, name)
            for text in re.findall(pattern, part)
        )
        for reason, (names, pattern) in _NOT_SHOWN.items()
    }
