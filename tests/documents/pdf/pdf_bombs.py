"""PDF documents made to exhaust: what unpacks without end, refers to itself, or is nested or repeated too often."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

from tests.documents.bombs import EITHER, WORDS, Bomb

GOOD = b"BT /F1 12 Tf 72 700 Td (" + WORDS.encode() + b") Tj ET"
FIRST_FREE = 6
"""The number of the first object that a bomb adds: behind catalogue, pages, font, good page and its content."""


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def packed(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter[%s]" % (b"/FlateDecode" * times))


def page(contents: bytes, extra: bytes = b"") -> bytes:
    fonts = b"/Resources<</Font<</F1 3 0 R>>>>"
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]%s/Contents %s%s>>" % (fonts, contents, extra)


def document(kids: bytes, objects: Sequence[bytes], count: int = 2, catalogue: bytes = b"") -> bytes:
    """A document whose first page is good; `kids` are further pages, `objects` follow from FIRST_FREE on."""
    made = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Kids[4 0 R %s]/Count %d>>" % (kids, count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        page(b"5 0 R"),
        stream(GOOD),
        *objects,
    ]
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(made, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n" % (
        len(made) + 1,
        table,
        len(made) + 1,
    )
    return bytes(data) + end + b"startxref\n%d\n%%%%EOF\n" % len(data)


def bomb(name: str, make: Callable[[], bytes], says: str = "", keeps: str = WORDS, *, quick: bool = False) -> Bomb:
    return Bomb(f"PDF: {name}", "bomb.pdf", make, says, keeps, quick)


def _lying() -> bytes:
    """A stream that says it goes on beyond the end of the document."""
    data = document(b"", [])
    said = b"/Length %d" % len(GOOD)
    assert said in data
    return data.replace(said, b"/Length 999999999")


def _drawn(times: int) -> bytes:
    """So many letters on one page."""
    return document(b"6 0 R", [page(b"7 0 R"), packed(b"BT /F1 1 Tf 9 9 Td " + b"(abcdefghij)Tj " * times + b"ET")])


def _forms(levels: int) -> bytes:
    """Forms that each draw the next ten times."""
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (FIRST_FREE + 2 + number),
        )
        for number in range(levels)
    ]
    last = stream(GOOD, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 3 0 R>>>>")
    first = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>/Contents 8 0 R>>"
    return document(b"6 0 R", [first, *forms, last])


def _outline(count: int) -> bytes:
    """An outline whose entries go on in a circle."""
    entries = [
        b"<</Title(entry %d)/Parent 6 0 R/Next %d 0 R/Dest[4 0 R/Fit]>>"
        % (number, FIRST_FREE + 1 + (number + 1) % count)
        for number in range(count)
    ]
    return document(b"", [b"<</Type/Outlines/First 7 0 R/Count %d>>" % count, *entries], 1, b"/Outlines 6 0 R")


PDFS = [
    bomb(
        "a page of blanks that unpacks to 300 MB",
        lambda: document(b"6 0 R", [page(b"7 0 R"), packed(b" " * 300_000_000)]),
    ),
    bomb(
        "a page that is packed three times",
        lambda: document(b"6 0 R", [page(b"7 0 R"), packed(b" " * 400_000_000, 3)]),
    ),
    bomb("a page of ten million letters", lambda: _drawn(1_000_000)),
    bomb("forms that draw a hundred million times", lambda: _forms(8)),
    bomb("100,000 pages that are one", lambda: document(b"4 0 R " * 100_000, [], 100_001), "not read"),
    bomb("pages that contain themselves", lambda: document(b"2 0 R", []), "", EITHER, quick=True),
    bomb("pages that say they are a billion", lambda: document(b"", [], 1_000_000_000), "", EITHER),
    bomb("an outline that goes in a circle", lambda: _outline(3), quick=True),
    bomb("arrays nested 100,000 deep", lambda: document(b"6 0 R", [page(b"[" * 100_000 + b"]" * 100_000)])),
    bomb("a length that is a lie", _lying, "", EITHER, quick=True),
    bomb(
        "a picture that says it is 60,000 wide and high",
        lambda: document(b"6 0 R", [_picture(), stream(b"q 9 0 0 9 0 0 cm /I Do Q"), _pixels()]),
    ),
]


def _picture() -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</I 8 0 R>>>>/Contents 7 0 R>>"


def _pixels() -> bytes:
    about = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8"
    return stream(zlib.compress(bytes(1_000_000)), about + b"/Filter/FlateDecode")
