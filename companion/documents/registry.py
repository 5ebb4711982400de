"""The formats of documents: a row each, and all that the rest of companion knows of a format.

A new format is a module with its reader and a row here. A reader that is sandboxed runs in a process of its own and is
called with the bytes, what to skip (reasons by the number of the unit) and an Emitter; any other is called with the
bytes, the name that citations use and the fingerprint, and returns the Document. Both raise Unreadable.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from companion.documents.sniff import ODT, Sample, is_epub, is_html, is_markdown, is_mhtml
from companion.model.faults import Unreadable


class Format(NamedTuple):
    """A format of documents.

    `recognise` says whether a Sample is of this format; the first row that does wins. `reader` is the module and the
    function that read it, imported when a document is met. For what is sandboxed, `seconds_per_mib` is how much time a
    mebibyte adds, and `unit` names what progress counts and what is skipped where reading it failed; "" for a format
    that counts hundredths and is read in one go. `ways` are what headings may be taken from, where the reader has the
    choice; the function is then called with one of them as well, "" for the best.
    """

    name: str
    suffixes: tuple[str, ...]
    recognise: Callable[[Sample], bool]
    reader: str
    sandboxed: bool = False
    unit: str = ""
    seconds_per_mib: float = 0.0
    ways: tuple[str, ...] = ()

    def load(self) -> Callable[..., Any]:
        """Import the reader."""
        module, _, function = self.reader.partition(":")
        loaded: Callable[..., Any] = getattr(import_module(f"companion.documents.{module}"), function)
        return loaded


_HTML = (".html", ".htm", ".xhtml", ".xht")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_TEXT = (".txt", ".text")

WAYS = ("outline", "tags", "contents", "looks")
"""Of a PDF: its outline, its structure tags, a printed contents page, the looks of its lines."""

FORMATS = (
    Format("pdf", (".pdf",), lambda sample: b"%PDF-" in sample.data[:1024], "pdf:read_pdf", True, "page", 20.0, WAYS),
    Format("epub", (".epub",), is_epub, "epub:read_epub", True, "file", 12.0),
    Format("docx", (".docx",), lambda sample: sample.is_archive(b"word/document"), "docx:read_docx", True, "", 20.0),
    Format("odt", (".odt", ".ott"), lambda sample: sample.is_archive(ODT), "odt:read_odt", True, "", 20.0),
    Format("mhtml", (".mhtml", ".mht"), is_mhtml, "mhtml:read_mhtml", True, "", 8.0),
    Format("html", _HTML, lambda sample: is_html(sample, _HTML), "html:read_html", True, "", 8.0),
    Format("markdown", _MARKDOWN, lambda sample: is_markdown(sample, _MARKDOWN, _TEXT), "markdown:read_markdown"),
    Format("text", _TEXT, lambda sample: True, "plain:read_plain"),
)


def format_of(data: bytes, name: str, file: str = "") -> Format:
    """The format of these bytes, by their content first. Raises Unreadable for what is known to be none of FORMATS."""
    sample = Sample(data, name, file)
    return next(row for row in FORMATS if row.recognise(sample))


def is_sandboxed(data: bytes, name: str, file: str = "") -> bool:
    """True if a process of its own reads these bytes: it may take long, and the document arrives bit by bit."""
    sample = Sample(data, name, file)
    try:
        return any(row.recognise(sample) for row in FORMATS if row.sandboxed)
    except Unreadable:
        return False


def named(name: str) -> Format | None:
    """The format of this name; None if there is none."""
    return next((row for row in FORMATS if row.name == name), None)


def suffixes() -> frozenset[str]:
    """Every ending of a name, with its dot and in small letters, that a document may have."""
    return frozenset(suffix for row in FORMATS for suffix in row.suffixes)
