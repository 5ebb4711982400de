"""Which format some bytes are in, told by what they hold; the name only tips the scale between kinds of text."""

from __future__ import annotations

import codecs
import re

from companion.model import Unreadable

_SAMPLE = 1 << 16
_HTML = r"(?is)(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b"
_TAGS = r"(?i)<(?:p|div|h[1-6]|[uod]l|pre|table|body|article|section|blockquote|span|a|b|i|em|br|hr|img)[\s/>]"
_TRAITS = (
    r"(?m)^ {0,3}#{1,6} +\S",
    r"(?m)^ {0,3}(?:```|~~~)",
    r"(?m)\[[^][\n]{1,300}\]\([^)\s]+\)|^ {0,3}\[[^]\n]{1,300}\]: *\S+",
    r"(?<![\w*])\*\*[^\s*][^*\n]{0,300}\*\*(?![\w*])",
    r"(?m)^ {0,3}\|?(?: *:?-{2,}:? *\|)+ *(?::?-{2,}:? *)?$",
)
"""Patterns are text: most documents are told by their name and first bytes, and need none of them compiled."""
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")
_TEXT_NAMES = (".txt", ".text")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".xht")
_OTHERS = (
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"%!PS", "a PostScript file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
)


def format_of(data: bytes, name: str, file: str = "") -> str:
    """`pdf`, `epub`, `html`, `markdown` or `text`. Raises Unreadable for what is known to be none of these."""
    if kind := format_apart(data, name, file):
        return kind
    text, names = _sample(data), (name.lower(), file.lower())
    if _named(names, _MARKDOWN_NAMES) or _is_markdown(text, 3 if _named(names, _TEXT_NAMES) else 2):
        return "markdown"
    return "text"


def format_apart(data: bytes, name: str, file: str = "") -> str:
    """`pdf`, `epub` or `html`, "" for text of another kind. Raises Unreadable as `format_of` does."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    for magic, what in _OTHERS:
        if data.startswith(magic):
            raise Unreadable(f"{what}, which companion does not read; save it as PDF, HTML or text")
    text = _sample(data)
    if text[:2000].lstrip().startswith("<") and re.match(_HTML, text.lstrip()):
        return "html"
    return "html" if _named((name.lower(), file.lower()), _HTML_NAMES) and re.search(_TAGS, text) else ""


def _named(names: tuple[str, ...], endings: tuple[str, ...]) -> bool:
    return any(name.endswith(endings) for name in names)


def _is_markdown(text: str, kinds: int) -> bool:
    """Whether so many kinds of Markdown's signs stand here, or front matter, or a heading and no program's comments."""
    if text.startswith("---\n") and "\n---\n" in text:
        return True
    if text.startswith("#!"):
        return False
    seen = [len(re.findall(trait, text)) for trait in _TRAITS]
    return sum(map(bool, seen)) >= kinds or (kinds < 3 and 0 < seen[0] < (text.count("\n") + 1) / 2)


def _archive(data: bytes) -> str:
    """Told by names of members, which stand in an archive as they are; nothing of it is read here."""
    if b"application/epub+zip" in data[:200] or b"META-INF/container.xml" in data:
        return "epub"
    if b"word/document.xml" in data:
        raise Unreadable("a Word document, which companion does not read; save it as PDF, HTML or text")
    if b"application/vnd.oasis.opendocument" in data[:200]:
        raise Unreadable("an OpenDocument file, which companion does not read; save it as PDF, HTML or text")
    raise Unreadable("a zip archive, not an EPUB; unpack it and open a document in it")


def _sample(data: bytes) -> str:
    """The beginning as text, good enough to look for signs of a format in."""
    head = data[:_SAMPLE]
    for mark, codec in (
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF8, "utf-8"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "replace").replace("\r\n", "\n")
    return head.decode("utf-8", "replace").replace("\r\n", "\n")
