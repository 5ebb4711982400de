"""What some bytes hold, as far as it tells their format; the name only tips the scale between kinds of text."""

from __future__ import annotations

import codecs
import re
from functools import cached_property
from shlex import quote

from companion.model.faults import Unreadable
from companion.text.clean import clean_line

_SAMPLE = 1 << 16
_EPUB = b"application/epub+zip"
_HTML = r"(?is)(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b"
_TAGS = r"(?i)<(?:p|div|h[1-6]|[uod]l|pre|table|body|article|section|blockquote|span|a|b|i|em|br|hr|img)[\s/>]"
_ARCHIVE = r"(?im)^content-type:\s*multipart/related|^snapshot-content-location:"
_TRAITS = (
    r"(?m)^ {0,3}#{1,6} +\S",
    r"(?m)^ {0,3}(?:```|~~~)",
    r"(?m)\[[^][\n]{1,300}\]\([^)\s]+\)|^ {0,3}\[[^]\n]{1,300}\]: *\S+",
    r"(?<![\w*])\*\*[^\s*][^*\n]{0,300}\*\*(?![\w*])",
    r"(?m)^ {0,3}\|?(?: *:?-{2,}:? *\|)+ *(?::?-{2,}:? *)?$",
)
"""Patterns are text: most documents are told by their name and first bytes, and need none of them compiled."""
ODT = b"application/vnd.oasis.opendocument.text"
_OLE = b"\xd0\xcf\x11\xe0"
_CONVERTED = (
    (b"{\\rtf", b"", "an RTF document", "docx"),
    (_OLE, "WordDocument".encode("utf-16-le"), "a Word document of the old kind", "docx"),
    (_OLE, "PowerPoint Document".encode("utf-16-le"), "a presentation of the old kind", "pdf"),
    (_OLE, "Workbook".encode("utf-16-le"), "a spreadsheet of the old kind", "pdf"),
    (b"PK\x03\x04", b"application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation", "pdf"),
    (b"PK\x03\x04", b"application/vnd.oasis.opendocument", "an OpenDocument file that is no text", "pdf"),
    (b"PK\x03\x04", b"ppt/presentation.xml", "a PowerPoint presentation", "pdf"),
    (b"PK\x03\x04", b"xl/workbook.xml", "an Excel spreadsheet", "pdf"),
    (b"PK\x03\x04", b"Index/Document.iwa", "a Pages document", "docx"),
)
"""How documents begin that LibreOffice converts, what stands in them, what they are, and to what they are converted."""
_LOCKED = "it is locked with a password; open it in its program and save a copy without one"
_OTHERS = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"%!PS", "a PostScript file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
)


class Sample:
    """The bytes of a document and its names, as the formats look at them to recognise their own."""

    def __init__(self, data: bytes, name: str, file: str = "") -> None:
        self.data = data
        self._names = (name.lower(), file.lower())
        self._file = clean_line(file or name)

    def named(self, suffixes: tuple[str, ...]) -> bool:
        """True if its name or its file ends so."""
        return any(name.endswith(suffixes) for name in self._names)

    def is_archive(self, member: bytes = b"") -> bool:
        """True for a zip archive with this member: names of members stand in it as they are."""
        return self.data.startswith(b"PK\x03\x04") and member in self.data

    @cached_property
    def text(self) -> str:
        """The beginning as text, good enough to look for signs of a format. Raises Unreadable for what is no text."""
        for magic, inside, what, target in _CONVERTED:
            if self.data.startswith(magic) and inside in self.data:
                command = f"soffice --headless --convert-to {target} {quote(self._file)}"
                raise Unreadable(f"{what}, which companion does not read; LibreOffice converts it: {command}")
        if self.data.startswith(_OLE):
            locked = "EncryptedPackage".encode("utf-16-le") in self.data
            raise Unreadable(_LOCKED if locked else "a file of an old office program; save it as PDF, HTML or text")
        if self.is_archive():
            raise Unreadable("a zip archive, not an EPUB; unpack it and open a document in it")
        for magic, what in _OTHERS:
            if self.data.startswith(magic):
                raise Unreadable(f"{what}, which companion does not read; save it as PDF, HTML or text")
        return _beginning(self.data)


def is_epub(sample: Sample) -> bool:
    return sample.is_archive(b"META-INF/container.xml") or (sample.is_archive() and _EPUB in sample.data[:200])


def is_html(sample: Sample, suffixes: tuple[str, ...]) -> bool:
    """True for text that begins as a page does, or is named like one and has some tag in it."""
    text = sample.text
    if text[:2000].lstrip().startswith("<") and re.match(_HTML, text.lstrip()):
        return True
    return sample.named(suffixes) and bool(re.search(_TAGS, text))


def is_mhtml(sample: Sample) -> bool:
    """True for what begins with the headers of a web archive."""
    head = sample.text[:4000].partition("\n\n")[0]
    return bool(re.match(r"[A-Za-z-]{2,40}: ", head)) and "\n<" not in head and bool(re.search(_ARCHIVE, head))


def is_markdown(sample: Sample, suffixes: tuple[str, ...], of_text: tuple[str, ...]) -> bool:
    """True for text that is named so, or has two kinds of Markdown's signs; three if it is named as plain text is."""
    return sample.named(suffixes) or _has_signs(sample.text, 3 if sample.named(of_text) else 2)


def _has_signs(text: str, kinds: int) -> bool:
    """True if so many kinds of Markdown's signs stand here, or front matter, or a heading and no program's comments."""
    if text.startswith("---\n") and "\n---\n" in text:
        return True
    if text.startswith("#!"):
        return False
    seen = [len(re.findall(trait, text)) for trait in _TRAITS]
    return sum(map(bool, seen)) >= kinds or (kinds < 3 and 0 < seen[0] < (text.count("\n") + 1) / 2)


def _beginning(data: bytes) -> str:
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
