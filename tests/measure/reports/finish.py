"""What is done to a made PDF: its outline, tags and title taken away, page labels, a crop box, a page as a picture."""

from __future__ import annotations

import importlib
import io
from typing import Any

import pypdfium2

from tests.measure.reports.layouts import Layout

_SLUG = (
    "duty_report_v14_FINAL.indd   {page}   14/03/2031 10:22",
    "kept by the layout desk: second wording, turned down by the lawyers in February",
    "crossheads from last autumn; captions to follow from the picture editor",
)
_MARGIN = 48
_ROMAN = "/r"


def slug(page: int) -> list[str]:
    """The lines outside the crop box of page `page`, from 0."""
    return [line.format(page=page + 1) for line in _SLUG]


def finish(data: bytes, layout: Layout, front: int) -> bytes:
    """The PDF as `layout` wants it; `front` is the number of pages before the first heading."""
    pikepdf: Any = importlib.import_module("pikepdf")
    pdf = pikepdf.open(io.BytesIO(data))
    gone = [] if layout.outline else ["/Outlines", "/PageMode"]
    gone += [] if layout.tags else ["/StructTreeRoot", "/MarkInfo"]
    gone += [] if layout.leftover is None else ["/Metadata"]
    for key in gone:
        if key in pdf.Root:
            del pdf.Root[key]
    if layout.roman:
        labels = [0, pikepdf.Dictionary(S=pikepdf.Name(_ROMAN)), front, pikepdf.Dictionary(S=pikepdf.Name("/D"))]
        pdf.Root.PageLabels = pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(labels)))
    if layout.leftover is not None:
        pdf.docinfo["/Title"] = layout.leftover
    if layout.crop:
        for number, page in enumerate(pdf.pages):
            _crop(pikepdf, pdf, page, number)
    if layout.picture:
        _add_picture(pikepdf, pdf, data)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and "/Length1" in thing and b"glyf" in thing.read_bytes()[:400]:
            thing.write(_unhinted(thing.read_bytes()))
    pdf.remove_unreferenced_resources()
    pikepdf.settings.set_flate_compression_level(9)
    out = io.BytesIO()
    pdf.save(
        out,
        compress_streams=True,
        recompress_flate=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return out.getvalue()


def _unhinted(font: bytes) -> bytes:
    """The font without its programs for small screens: half of what it takes."""
    tt: Any = importlib.import_module("fontTools.ttLib")
    own = tt.TTFont(io.BytesIO(font))
    for table in ("fpgm", "prep", "cvt ", "gasp", "hdmx", "GPOS", "GSUB", "GDEF", "name"):
        if table in own:
            del own[table]
    own["glyf"].removeHinting()
    out = io.BytesIO()
    own.save(out)
    return out.getvalue()


def _crop(pikepdf: Any, pdf: Any, page: Any, number: int) -> None:
    """Widen the sheet, print on its new margin, and let the crop box be the old page."""
    left, bottom, right, top = (float(each) for each in page.mediabox)
    page.CropBox = pikepdf.Array([left, bottom, right, top])
    page.MediaBox = pikepdf.Array([left - _MARGIN, bottom - _MARGIN, right + _MARGIN, top + _MARGIN])
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica"))
    name = page.add_resource(pdf.make_indirect(font), pikepdf.Name.Font, pikepdf.Name("/Slug"))
    shown = " ".join(
        f"1 0 0 1 {left + 20} {bottom - 14 - 11 * at} Tm ({line}) Tj" for at, line in enumerate(slug(number))
    )
    page.contents_add(pdf.make_stream(b"q"), prepend=True)
    page.contents_add(pdf.make_stream(f"Q BT {name} 7 Tf {shown} ET".encode()))


def _add_picture(pikepdf: Any, pdf: Any, data: bytes) -> None:
    """A last page that is a picture of the first page with text, black and white."""
    page = pypdfium2.PdfDocument(data)[1]
    bitmap = page.render(scale=1, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    grey = bytes(bitmap.buffer)
    rows = (grey[row * stride : row * stride + width] for row in range(height))
    bits = b"".join(_bits(row) for row in rows)
    image = pdf.make_stream(bits)
    image.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=width,
            Height=height,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=1,
        )
    )
    new = pdf.add_blank_page(page_size=(width, height))
    name = new.add_resource(image, pikepdf.Name.XObject, pikepdf.Name("/Scan"))
    new.contents_add(pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm {name} Do Q".encode()))


def _bits(row: bytes) -> bytes:
    lit = "".join("1" if grey > 140 else "0" for grey in row)
    return bytes(int(lit[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(lit), 8))
