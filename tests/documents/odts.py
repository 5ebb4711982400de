"""OpenDocument texts that the tests make by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "style", "table", "draw", "meta")
) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
MIMETYPE = "application/vnd.oasis.opendocument.text"
_LOOKS = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def root(name: str, inner: str) -> str:
    return f'<?xml version="1.0"?><office:{name} {_SPACES}>{inner}</office:{name}>'


def paragraph(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def heading(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def items(*texts: str, style: str = "") -> str:
    listed = "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="{style}">{listed}</text:list>'


def table(*rows: str) -> str:
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"


def cell(text: str, repeated: int = 1) -> str:
    inner = paragraph(text) if text else ""
    return f'<table:table-cell table:number-columns-repeated="{repeated}">{inner}</table:table-cell>'


def note(label: str, text: str) -> str:
    body = f"<text:note-body>{paragraph(text)}</text:note-body>"
    return f"<text:note><text:note-citation>{label}</text:note-citation>{body}</text:note>"


def comment(text: str, author: str, name: str = "") -> str:
    named = f' office:name="{name}"' if name else ""
    about = f"<dc:creator>{author}</dc:creator><dc:date>2024-02-01T10:20:30</dc:date>"
    return f"<office:annotation{named}>{about}{paragraph(text)}</office:annotation>"


def odt(body: str, others: Mapping[str, str | bytes] | None = None, mimetype: str = MIMETYPE) -> bytes:
    """The document with this body; `others` are further members by their name."""
    looks = f"<office:automatic-styles>{_LOOKS}</office:automatic-styles>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        text = f"<office:body><office:text>{body}</office:text></office:body>"
        file.writestr("content.xml", root("document-content", looks + text))
        for name, data in (others or {}).items():
            file.writestr(name, data)
    return made.getvalue()
