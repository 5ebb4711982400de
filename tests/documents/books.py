"""Small books and pages that the tests make themselves."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from companion.documents.messages import FailureMessage, HeadingMessage, NoticeMessage, PartMessage, message
from companion.documents.protocol import line
from companion.documents.sandbox.worker import main
from companion.documents.sections import Piece

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def page(body: str, title: str = "A page") -> str:
    """An XHTML page."""
    head = f'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head>'
    return f"{head}<body>{body}</body></html>"


def package(names: Iterable[str], *, extra: str = "", spine: str | None = None, title: str = "A book") -> str:
    """A package document that names these files, in this order; `extra` goes into the manifest."""
    listed = list(names)
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>' for number, name in enumerate(listed)
    )
    refs = "".join(f'<itemref idref="i{number}"/>' for number in range(len(listed))) if spine is None else spine
    about = f"<dc:title>{title}</dc:title><dc:creator>A. Writer</dc:creator><dc:language>en</dc:language>"
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{about}</metadata>'
        f"<manifest>{items}{extra}</manifest><spine>{refs}</spine></package>"
    )


def epub(
    pages: Mapping[str, str | bytes],
    *,
    opf: str | None = None,
    others: Mapping[str, str | bytes] | None = None,
    container: str = CONTAINER.format("OPS/book.opf"),
) -> bytes:
    """A book of these pages, by name in reading order; `others` are members by their whole name."""
    members: dict[str, str | bytes] = {
        "META-INF/container.xml": container,
        "OPS/book.opf": package(pages) if opf is None else opf,
        **{f"OPS/{name}": text for name, text in pages.items()},
        **(others or {}),
    }
    return archive(members)


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive that begins as an EPUB does."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        for name, data in members.items():
            file.writestr(name, data)
    return made.getvalue()


class Sent(NamedTuple):
    """What the process that reads strangers' documents sends, taken in this one."""

    pieces: list[Piece]
    titles: list[tuple[int, str]]
    notices: list[str]
    failures: list[str]

    @property
    def texts(self) -> list[str]:
        return [piece.text for piece in self.pieces if piece.kind != "notice"]

    @property
    def left_out(self) -> int:
        """How many characters are said to be left out."""
        said = [notice for notice in self.notices if notice.startswith("Left out")]
        return sum(int(count.replace(",", "")) for notice in said for count in re.findall(r"([\d,]+) of ", notice))


def sent(kind: str, data: bytes, skipped: Mapping[int, str] | None = None) -> Sent:
    """Read a document as the process does."""
    lines: list[bytes] = []
    main(lambda: line(" ", {"kind": kind, "skipped": list((skipped or {}).items())})[1:] + data, lines.append)
    found = Sent([], [], [], [])
    for each in lines:
        one = message(each.rstrip(b"\n"))
        if isinstance(one, PartMessage):
            found.pieces.extend(one.pieces)
        elif isinstance(one, HeadingMessage):
            found.titles.append((one.level, one.title))
            found.pieces.extend([one.piece] if one.piece else [])
        elif isinstance(one, NoticeMessage):
            found.notices.append(one.what)
        elif isinstance(one, FailureMessage):
            found.failures.append(one.what)
    assert lines[-1][:1] == b"E"
    return found
