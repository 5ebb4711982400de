"""Small PDF documents, written by hand: lines of text at places, an outline, page labels, pictures, links."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Courier", "F4": "Helvetica-Oblique"}
_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


@dataclass
class Sheet:
    """A page of 612 by 792 points, of which `crop` (left, bottom, right, top) is shown.

    `pictures` are (left, bottom, width, height), `links` (…, address).
    `alternative` is the text of the first page's first picture. `marks` are the insides of annotations; `@2` in one
    refers to the third of them.
    """

    content: list[str] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    links: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    alternative: str = ""
    marks: list[str] = field(default_factory=list)
    crop: tuple[float, float, float, float] = (0, 0, 612, 792)

    def put(self, x: float, y: float, text: str, size: float = 10, font: str = "F1", turned: bool = False) -> Sheet:
        """One piece of text, its baseline at `y`."""
        shown = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        matrix = f"0 1 -1 0 {x} {y}" if turned else f"1 0 0 1 {x} {y}"
        self.content.append(f"BT /{font} {size} Tf {matrix} Tm ({shown.decode('latin-1')}) Tj ET")
        return self

    def lines(self, x: float, y: float, texts: Sequence[str], size: float = 10, font: str = "F1") -> Sheet:
        """Lines one below the other."""
        for number, text in enumerate(texts):
            self.put(x, y - 1.2 * size * number, text, size, font)
        return self

    def rules(self, xs: Sequence[float], ys: Sequence[float]) -> Sheet:
        """A grid: upright lines at `xs`, level ones at `ys`."""
        self.content += [f"{x} {min(ys)} m {x} {max(ys)} l S" for x in xs]
        self.content += [f"{min(xs)} {y} m {max(xs)} {y} l S" for y in ys]
        return self

    def box(self, left: float, bottom: float, right: float, top: float) -> Sheet:
        """A rectangle with a grey ground."""
        self.content.append(f"0.9 g {left} {bottom} {right - left} {top - bottom} re f 0 g")
        return self

    def letters(self, x: float, y: float, text: str, size: float = 10) -> Sheet:
        """Text of which every letter is drawn by itself, 0.6 of its size apart."""
        for at, letter in enumerate(text):
            if letter != " ":
                self.put(x + 0.6 * size * at, y, letter, size, "F3")
        return self


def pdf(
    sheets: Sequence[Sheet],
    *,
    outline: Sequence[tuple[str, int, float]] = (),
    labels: str = "",
    title: str = "",
    password: str | None = None,
    more: str = "",
) -> bytes:
    """The document; `outline` holds (title, page, height), `labels` stands in `/Nums [ ]`, `more` in the catalog."""
    objects: list[bytes] = [b""] * (8 + len(FONTS))
    fonts = " ".join(f"/{name} {8 + index} 0 R" for index, name in enumerate(FONTS))
    for index, name in enumerate(FONTS.values()):
        objects[7 + index] = f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
    objects[-1] = _stream(
        b"\xff\x00\x00", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    )
    image = len(objects)
    kids = [_add(objects, sheet, fonts, image) for sheet in sheets]
    first = len(objects) + 1
    for number, (words, page, height) in enumerate(outline):
        following = f" /Next {first + number + 1} 0 R" if number + 1 < len(outline) else ""
        target = f"/Dest [{kids[page]} 0 R /XYZ 0 {height} 0]"
        objects.append(f"<< /Title ({words}) /Parent 4 0 R {target}{following} >>".encode())
    more += f" /PageLabels << /Nums [{labels}] >>" if labels else ""
    more += " /MarkInfo << /Marked true >> /StructTreeRoot 5 0 R" if sheets[0].alternative else ""
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R /Lang (en){more} >>".encode()
    pages = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{pages}] /Count {len(kids)} >>".encode()
    objects[2] = f"<< /Title ({title}) /CreationDate (D:20230506) >>".encode() if title else b"<< >>"
    ends = f"/First {first} 0 R /Last {len(objects)} 0 R /Count {len(outline)}" if outline else ""
    objects[3] = f"<< /Type /Outlines {ends} >>".encode()
    objects[4] = b"<< /Type /StructTreeRoot /K 6 0 R /ParentTree << /Nums [0 [6 0 R]] >> >>"
    said = sheets[0].alternative
    objects[5] = f"<< /Type /StructElem /S /Figure /P 5 0 R /Pg {kids[0]} 0 R /K 0 /Alt ({said}) >>".encode()
    objects[6] = b"null"
    return _file(objects, password)


def _add(objects: list[bytes], sheet: Sheet, fonts: str, image: int) -> int:
    """Add a page with its content; the number of its object."""
    drawn = [
        f"/Figure << /MCID {number} >> BDC q {w} 0 0 {h} {x} {y} cm /I1 Do Q EMC"
        for number, (x, y, w, h) in enumerate(sheet.pictures)
    ]
    objects.append(_stream("\n".join([*drawn, *sheet.content]).encode("latin-1")))
    links = "".join(
        f"<< /Type /Annot /Subtype /Link /Rect [{x} {y} {x + w} {y + h}] /A << /S /URI /URI ({address}) >> >>"
        for x, y, w, h, address in sheet.links
    )
    first = len(objects) + 1
    for mark in sheet.marks:
        inside = re.sub(r"@(\d+)", lambda match: f"{first + int(match[1])} 0 R", mark)
        objects.append(f"<< /Type /Annot {inside} >>".encode("latin-1"))
    links += " ".join(f"{number} 0 R" for number in range(first, len(objects) + 1))
    objects.append(
        f"<< /Type /Page /Parent 2 0 R /StructParents 0 /MediaBox [0 0 612 792]"
        f" /CropBox [{' '.join(map(str, sheet.crop))}] /Contents {first - 1} 0 R"
        f" /Annots [{links}] /Resources << /Font << {fonts} >> /XObject << /I1 {image} 0 R >> >> >>".encode()
    )
    return len(objects)


def _stream(data: bytes, more: str = "") -> bytes:
    return f"<< {more} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: list[bytes], password: str | None) -> bytes:
    trailer = ""
    if password is not None:
        objects, trailer = _locked(objects, password)
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R {trailer} >>\n".encode()
    return bytes(out) + f"startxref\n{table}\n%%EOF\n".encode()


def _locked(objects: list[bytes], password: str) -> tuple[list[bytes], str]:
    """Streams encrypted with 40 bits of RC4 (the standard security handler, revision 2); strings are left alone."""
    user = (password.encode() + _PAD)[:32]
    owner = _rc4(hashlib.md5(_PAD).digest()[:5], user)
    name, rights = b"0123456789abcdef", -4
    key = hashlib.md5(user + owner + rights.to_bytes(4, "little", signed=True) + name).digest()[:5]
    locked = []
    for number, each in enumerate(objects, 1):
        head, mark, rest = each.partition(b"stream\n")
        if mark:
            own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
            each = head + mark + _rc4(own, rest.removesuffix(b"\nendstream")) + b"\nendstream"
        locked.append(each)
    given = f"/O <{owner.hex()}> /U <{_rc4(key, _PAD).hex()}>"
    locked.append(f"<< /Filter /Standard /V 1 /R 2 {given} /P {rights} >>".encode())
    return locked, f"/Encrypt {len(locked)} 0 R /ID [<{name.hex()}> <{name.hex()}>]"


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def tagged(pages: Sequence[Sequence[tuple[str, str, float]]], *, roles: str = "", circle: bool = False) -> bytes:
    """A document whose lines, (tag, words, size), are tagged so; "" is an artifact. Lines stand 30 points apart.

    `roles` is its role map. `circle`: an element is a child of its own.
    """
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects: list[bytes] = [b"", b"", b"<< >>", b"", b"", font]
    kids: list[str] = []
    elements: list[str] = []
    parents: list[str] = []
    for number, lines in enumerate(pages):
        content: list[str] = []
        own: list[str] = []
        page = len(objects) + sum(bool(tag) for tag, _, _ in lines) + 2
        for at, (tag, words, size) in enumerate(lines):
            mark = f"/{tag} << /MCID {len(own)} >> BDC" if tag else "/Artifact BMC"
            content.append(f"{mark} BT /F1 {size} Tf 1 0 0 1 72 {740 - 30 * at} Tm ({words}) Tj ET EMC")
            if tag:
                child = f"[{len(own)} {len(objects) + 1} 0 R]" if circle else str(len(own))
                element = f"<< /Type /StructElem /S /{tag} /P 4 0 R /Pg {page} 0 R /K {child} >>"
                objects.append(element.encode())
                own.append(f"{len(objects)} 0 R")
        objects.append(_stream("\n".join(content).encode("latin-1")))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /StructParents {number} /MediaBox [0 0 612 792]"
            f" /Contents {len(objects)} 0 R /Resources << /Font << /F1 6 0 R >> >> >>".encode()
        )
        assert len(objects) == page
        kids.append(f"{page} 0 R")
        elements += own
        parents.append(f"{number} [{' '.join(own)}]")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 4 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    root = f"/K [{' '.join(elements)}] /ParentTree 5 0 R /RoleMap << {roles} >>"
    objects[3] = f"<< /Type /StructTreeRoot {root} >>".encode()
    objects[4] = f"<< /Nums [{' '.join(parents)}] >>".encode()
    return _file(objects, None)
