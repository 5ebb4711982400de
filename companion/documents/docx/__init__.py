"""Word documents: mammoth makes a page of the document, which is read as any page of HTML is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from typing import Any
from xml.parsers.expat import ExpatError

from companion.documents.archive import Archive, shown
from companion.documents.decode import html_text
from companion.documents.docx.review import changes, comments_of, deleted
from companion.documents.html import About, send_page
from companion.documents.html.dom import parse
from companion.documents.html.measure import inked
from companion.documents.protocol import Emitter
from companion.model import LeftOut, Unreadable

_PARTS = re.compile(r"(?:[^/]+/)?(?:_rels/)?[^/]*\.(?:xml|rels)|\[Content_Types\]\.xml")
"""Members that mammoth may see: no picture, no other document."""
_CORE = "docProps/core.xml"
_FACTS = {"dc:creator": "author", "dcterms:created": "published", "dc:publisher": "publisher"}
_TIME = re.compile(r"(?<=^\d{4}-\d\d-\d\d)T[\d:.]+Z?$")
_DECLARED = re.compile(rb"<\0?!\0?(?:D\0?O\0?C|E\0?N\0?T)")
_LOOKS = re.compile(
    rb" w:rsid\w*=\"[^\"<]*\""
    rb"|<w:(?:lang|rFonts|sz|szCs|color|kern|spacing|noProof|proofErr|lastRenderedPageBreak)\b[^<>]*/>"
)
"""What is not shown anyway: half of a usual document."""
_PLAIN = re.compile(rb"<w:rPr>\s*</w:rPr>|<w:rPr/>")
_PIECE = rb"<w:r>\s*<w:t(?: xml:space=\"preserve\")?>[^<]*</w:t>\s*</w:r>"
_PIECES = re.compile(rb"%s(?:%s)+" % (_PIECE, _PIECE))
_JOINT = re.compile(rb"</w:t>\s*</w:r><w:r>\s*<w:t[^<>]*>")
"""Pieces of text without a look of their own: Word begins a new one at each session and each slip of the pen."""
_READ, _MADE, _CONVERTED = 30, 55, 80
"""Hundredths of the time that go by until mammoth has read the XML, made its own elements of it, and HTML of them."""
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
    "running heads and feet": (r"word/(?:header|footer)\d*\.xml", rb"<w:t\b[^>]*>([^<]*)"),
}
_DOCUMENT = re.compile(r"word/document\d*\.xml")
_COMMENTS = "word/comments.xml"
_STEP = 50
_MOST_MESSAGES = 10
"""What mammoth could not read, told to the reader; that it does not know a style changes no word."""


def read_docx(data: bytes, skipped: Mapping[int, str], emitter: Emitter) -> None:
    """Send the document; it has no units to skip. Raises Unreadable for a damaged one, and one that holds too much."""
    parts = _parts(data)
    page, messages = _page(parts, lambda done: emitter.begin(done, 100))
    about = _about(parts.get(_CORE, b""))
    text = b"".join(part for name, part in sorted(parts.items()) if _DOCUMENT.fullmatch(name))
    notices = [*messages, *filter(None, [changes(text)])]
    comments, homeless = comments_of(parts.get(_COMMENTS, b""), text)
    for comment in comments:
        emitter.comment(comment)
    for words in deleted(text):
        emitter.left_out(LeftOut("deleted text", words))
    left_out = {**_left_out(parts), "comments": homeless}
    send_page(f"<main>{page}</main>", emitter, about, notices, left_out, since=_CONVERTED)


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
        parts[name] = _PIECES.sub(lambda match: _JOINT.sub(b"", match[0]), _PLAIN.sub(b"", _LOOKS.sub(b"", part)))
    if sum(part.count(b"<") - part.count(b"</") for part in parts.values()) > _MOST_ELEMENTS:
        raise Unreadable(f"it is made of more than {_MOST_ELEMENTS:,} elements; split it into smaller documents")
    return parts


class _Watched(io.BytesIO):
    """Bytes that tell `tick` how many of them were read, in all, whenever some are."""

    tick: Callable[[int], object] | None = None
    done = 0

    def read(self, size: int | None = -1) -> bytes:
        part = super().read(size)
        self.done += len(part)
        if self.tick is not None:
            self.tick(self.done)
        return part


class _Followed(list[Any]):
    """Elements that tell `tick` how many of them were gone through."""

    def __init__(self, elements: Iterable[Any], tick: Callable[[int], object]) -> None:
        super().__init__(elements)
        self._tick = tick

    def __iter__(self) -> Iterator[Any]:
        for done, element in enumerate(super().__iter__()):
            if not done % _STEP:
                self._tick(done)
            yield element


def _page(parts: Mapping[str, bytes], tick: Callable[[int], object]) -> tuple[str, list[str]]:
    """The document as HTML, and what mammoth has to say about it; `tick` hears how many hundredths are done."""
    import mammoth

    packed = _Watched()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    size = max(len(packed.getvalue()), 1)
    packed.tick = lambda done: tick(min(done * _READ // size, _READ))

    def halfway(document: Any) -> Any:
        count = max(len(document.children), 1)
        steps = _Followed(document.children, lambda done: tick(_MADE + done * (_CONVERTED - _MADE) // count))
        return document.copy(children=steps)

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
