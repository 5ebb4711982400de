"""The formats of exchange: a row each, from which the commands, their help and their messages are made.

A new format is a module in this room and a row here. A reader takes an Incoming file and returns a Brought for each
book in it; a writer takes an Outgoing and returns the text of the file. Both raise CompanionError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Literal, NamedTuple

from companion.exchange.brought import Brought
from companion.exchange.input_file import Incoming


class ExchangeFormat(NamedTuple):
    """A format in which notes come or go.

    `recognise` says by its content whether a file is of this format; the first row that does wins. `reader` and
    `writer` are module and function, imported when they are needed; "" where notes only go, or only come. `layers` is
    whose notes go where nothing is said. `lost_in` and `lost_out` say in words what does not come through.
    """

    name: str
    words: str
    recognise: Callable[[Incoming], bool] = lambda file: False
    reader: str = ""
    writer: str = ""
    layers: Literal["own", "all"] = "own"
    lost_in: str = ""
    lost_out: str = ""

    def read(self, file: Incoming) -> tuple[Brought, ...]:
        """What the file brings, a Brought for each book in it. Raises Unreadable."""
        brought: tuple[Brought, ...] = _loaded(self.reader)(file)
        return brought

    def write(self, outgoing: Any) -> str:
        """The text of a file with the notes of an Outgoing. Raises CompanionError."""
        text: str = _loaded(self.writer)(outgoing)
        return text


def _loaded(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(f"companion.exchange.{module}"), function)
    return loaded


def _is_one(file: Incoming, recognise: str) -> bool:
    """Asks the format's own module."""
    return bool(_loaded(recognise)(file))


def _is_layer(file: Incoming) -> bool:
    """A layer or a note: `companion:` or a list of records stands at the beginning of a line."""
    import re

    return not file.looks_like_json and re.search(rb"(?m)^(companion|annotations|layer)[ \t]*:", file.data) is not None


def _recognised(name: str) -> Callable[[Incoming], bool]:
    """The function `module:function` that says whether a file is of a format, imported when it is asked."""
    return lambda file: bool(_loaded(name)(file))


FORMATS = (
    ExchangeFormat(
        "markdown",
        "a page in Markdown",
        writer="markdown:write",
        layers="all",
        lost_out="nothing comes back from it",
    ),
    ExchangeFormat(
        "html",
        "a page for a browser, one file with all in it",
        writer="page:write",
        layers="all",
        lost_out="nothing comes back from it",
    ),
    ExchangeFormat(
        "webannotation",
        "Web Annotation (JSON-LD), or what readers of books make of it (.annotation, .annotations)",
        lambda file: _is_one(file, "web_annotation:recognise"),
        reader="web_annotation:read",
        writer="web_annotation:write",
        lost_in="further choices of a body, targets in other documents",
    ),
    ExchangeFormat(
        "hypothesis",
        "an export of Hypothesis (JSON)",
        lambda file: _is_one(file, "hypothesis:recognise"),
        reader="hypothesis:read",
        writer="hypothesis:write",
        lost_in="selectors that are no words (kept, but not looked for)",
        lost_out="questions, further quotes, accepted places, page labels; sources become part of the text",
    ),
    ExchangeFormat(
        "layer",
        "a layer or a note of companion (YAML)",
        _is_layer,
        reader="layer:read",
        writer="layer:write",
    ),
    ExchangeFormat(
        "csv",
        "a table for a spreadsheet",
        writer="table:write",
        layers="all",
        lost_out="nothing comes back from it",
    ),
    ExchangeFormat(
        "pdf",
        "marks in a PDF",
        _recognised("document_comments:is_pdf"),
        reader="document_comments:read",
        lost_in="drawings and stamps without words, colours",
    ),
    ExchangeFormat(
        "comments",
        "comments in a document of Word or OpenDocument",
        _recognised("document_comments:is_text_document"),
        reader="document_comments:read",
    ),
    ExchangeFormat(
        "koreader",
        "an export of KOReader (JSON)",
        _recognised("koreader:is_export"),
        reader="koreader:read_export",
        lost_in="bookmarks, pictures; looks and xpointers stay in x-import",
    ),
    ExchangeFormat(
        "koreader-sidecar",
        "a sidecar of KOReader (Lua)",
        _recognised("koreader:is_sidecar"),
        reader="koreader:read_sidecar",
        lost_in="bookmarks, pictures; looks and xpointers stay in x-import",
    ),
    ExchangeFormat(
        "calibre",
        "annotations of calibre (JSON)",
        _recognised("calibre:is_calibre"),
        reader="calibre:read",
        lost_in="bookmarks, what was removed in calibre; looks and places stay in x-import",
    ),
    ExchangeFormat(
        "readwise",
        "a table of Readwise (CSV)",
        _recognised("readwise:is_readwise"),
        reader="readwise:read",
        lost_in="colours and addresses stay in x-import",
    ),
    ExchangeFormat(
        "kindle",
        "My Clippings.txt of a Kindle",
        _recognised("kindle:is_clippings"),
        reader="kindle:read",
        lost_in="bookmarks, earlier forms of a mark or note",
    ),
)
"""In the order in which they are tried on a file."""


def exports() -> Iterator[ExchangeFormat]:
    return (row for row in FORMATS if row.writer)


def imports() -> Iterator[ExchangeFormat]:
    return (row for row in FORMATS if row.reader)


def named(name: str) -> ExchangeFormat:
    """The row of this name; KeyError if there is none."""
    return {row.name: row for row in FORMATS}[name]


def format_of(file: Incoming) -> ExchangeFormat:
    """What a file is, by its content. Raises Unreadable in one line that names what can be imported."""
    for row in imports():
        if row.recognise(file):
            return row
    if file.looks_like_json:
        file.read_json()
    known = ", ".join(row.words for row in imports())
    file.refuse("a file of no known kind", f"expected {known}")
