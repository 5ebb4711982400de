"""Word documents that the tests make by hand: the parts of one, and the archive they stand in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 2", "List Paragraph", "Quote", "Fancy")
)
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{kind}"><w:lvl w:ilvl="0"><w:numFmt w:val="{sign}"/></w:lvl>'
    f'<w:lvl w:ilvl="1"><w:numFmt w:val="{sign}"/></w:lvl></w:abstractNum>'
    for kind, sign in ((0, "bullet"), (1, "decimal"))
) + "".join(f'<w:num w:numId="{kind + 1}"><w:abstractNumId w:val="{kind}"/></w:num>' for kind in (0, 1))


def paragraph(text: str, style: str = "", more: str = "") -> str:
    """A paragraph; `more` are elements behind its text."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p w:rsidR="00A7">{named}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{more}</w:p>'


def item(text: str, number: int, level: int = 0) -> str:
    """An item of the list 1 (signs) or 2 (numbers)."""
    level_of = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f'<w:p><w:pPr><w:pStyle w:val="ListParagraph"/>{level_of}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def reference(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def footnotes(*notes: str) -> str:
    made = "".join(f'<w:footnote w:id="{n}">{paragraph(note)}</w:footnote>' for n, note in enumerate(notes, start=1))
    return f"<w:footnotes {_SPACES}>{made}</w:footnotes>"


def part(name: str, inner: str) -> str:
    return f"<w:{name} {_SPACES}>{inner}</w:{name}>"


def docx(body: str, others: Mapping[str, str | bytes] | None = None) -> bytes:
    """The document with this body; `others` are further members by their name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}"/>')
        file.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        file.writestr("word/styles.xml", part("styles", STYLES))
        file.writestr("word/numbering.xml", part("numbering", NUMBERING))
        for name, data in (others or {}).items():
            file.writestr(name, data)
    return made.getvalue()
