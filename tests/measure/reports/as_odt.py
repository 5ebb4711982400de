"""A report as a flat ODT: for LibreOffice Writer, which makes PDF and Word files of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from tests.measure.reports.layouts import FIGURE, FOCUS, SPEAKER, Layout
from tests.measure.reports.source import Block, Report, pieces

_FONTS = {"book": "Liberation Serif", "office": "Liberation Sans", "magazine": "Liberation Sans Narrow"}
_INK = {"book": "#222222", "office": "#1f3864", "magazine": "#a0301c"}
_SPACES = {
    "office": "office",
    "style": "style",
    "text": "text",
    "table": "table",
    "draw": "drawing",
    "meta": "meta",
    "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
}
_BESIDE = {
    "style:wrap": "left",
    "style:horizontal-pos": "right",
    "style:horizontal-rel": "paragraph",
    "style:vertical-pos": "top",
    "style:vertical-rel": "paragraph",
    "fo:border": "0.6pt solid #888888",
    "fo:padding": "5pt",
    "fo:margin-left": "8pt",
    "fo:background-color": "#f4f1ea",
}


def odt(report: Report, layout: Layout, pages: Sequence[str]) -> str:
    """`pages` are the page numbers of the headings, for the contents page: empty in a first run."""
    writer = _Writer(layout)
    own = "".join(writer.block(block) for block in report.blocks)
    if layout.columns > 1:
        own = _tag("text:section", own, text__style_name="Columns", text__name="all")
    text = _tag("office:text", "".join(_front(report, layout, pages)) + own)
    facts = _tag("dc:title", escape(report.title)) + _tag("meta:initial-creator", escape(report.author))
    inner = _tag("office:meta", facts) + _styles(report, layout) + _tag("office:body", text)
    spaces = {f"xmlns:{key}": f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for key, name in _SPACES.items()}
    spaces["xmlns:dc"] = "http://purl.org/dc/elements/1.1/"
    spaces["office:version"] = "1.3"
    spaces["office:mimetype"] = "application/vnd.oasis.opendocument.text"
    return '<?xml version="1.0" encoding="UTF-8"?>' + _tag("office:document", inner, spaces)


def _tag(name: str, inner: str = "", values: dict[str, str] | None = None, **more: str) -> str:
    """An element; in names of `more`, `__` stands for `:` and `_` for `-`."""
    own = {**(values or {}), **{key.replace("__", ":").replace("_", "-"): value for key, value in more.items()}}
    return f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in own.items())}>{inner}</{name}>"


def _text(size: float = 0, bold: bool = False, italic: bool = False, ink: str = "") -> dict[str, str]:
    found = {f"{space}font-size{kind}": f"{size}pt" for space, kind in _KINDS if size}
    found |= {f"{space}font-weight{kind}": "bold" for space, kind in _KINDS if bold}
    found |= {"fo:font-style": "italic"} if italic else {}
    return found | ({"fo:color": ink} if ink else {})


_KINDS = (("fo:", ""), ("style:", "-asian"), ("style:", "-complex"))


def _style(
    name: str, text: dict[str, str], paragraph: dict[str, str] | None = None, level: int = 0, tab: str = ""
) -> str:
    inner = _tag("style:paragraph-properties", tab, paragraph or {}) + _tag("style:text-properties", "", text)
    outline = {"style:default-outline-level": str(level)} if level else {}
    shown = name.replace("_20_", " ")
    own = {"style:name": name, "style:display-name": shown, "style:family": "paragraph", **outline}
    return _tag("style:style", inner, own | ({"style:parent-style-name": "Standard"} if name != "Standard" else {}))


def _styles(report: Report, layout: Layout) -> str:
    body = 9.5 if layout.columns > 1 else 11
    fonts = {"fo:font-family": _FONTS[layout.look], "style:font-family-asian": "WenQuanYi Micro Hei"}
    fonts |= {"style:font-family-complex": "DejaVu Sans", "fo:language": "en", "fo:country": "GB"}
    words = _tag("style:text-properties", "", fonts | _text(body))
    own = [_tag("style:default-style", words, style__family="paragraph"), *_paragraph_styles(layout, body)]
    own.append(_tag("style:style", "", style__name="Graphics", style__family="graphic"))
    automatic = _tag("office:automatic-styles", "".join(_automatic(layout)))
    return _tag("office:styles", "".join(own)) + automatic + _masters(report, layout)


def _paragraph_styles(layout: Layout, body: float) -> Iterator[str]:
    ink = _INK[layout.look]
    below = {"fo:margin-bottom": "6pt", "fo:line-height": "120%"}
    yield _style("Standard", {})
    yield _style("Text_20_body", {}, below)
    yield _style("Title", _text(30, ink=ink), {"fo:margin-top": "80pt"})
    yield _style("Subtitle", _text(14))
    for level, points in ((1, 20), (2, 13.5), (3, body)):
        space = {"fo:margin-top": "12pt", "fo:margin-bottom": "5pt", "fo:keep-with-next": "always"}
        if level == 1 and not layout.flow and layout.columns == 1:
            space["fo:break-before"] = "page"
        yield _style(f"Heading_20_{level}", _text(points, bold=True, ink=ink), space, level)
    yield _style("Caption", _text(9, italic=True), {"fo:margin-top": "6pt", "fo:keep-with-next": "always"})
    yield _style("Pull", _text(15, italic=True, ink=ink), {"fo:margin-top": "8pt", "fo:margin-bottom": "8pt"})
    yield _style("Number", _text(32, bold=True, ink=ink))
    yield _style("Box", _text(9.5), below)
    yield _style("BoxName", _text(9.5, bold=True), below)
    yield _style("Cell", _text(9))
    yield _style("Label", _text(12, bold=True, ink=ink))
    yield _style("Lead", _text(1.3 * body, ink=ink), below)
    yield _style("Footnote", _text(8))
    for name, size, dots in (
        ("Head", 8.0, {}),
        ("Entry", 0.0, {"style:leader-style": "dotted", "style:leader-text": "."}),
    ):
        place = {"style:position": "25.3cm" if layout.landscape else "16.6cm", "style:type": "right"}
        stop = _tag("style:tab-stops", _tag("style:tab-stop", "", place | dots))
        yield _style(name, _text(size), tab=stop)


def _automatic(layout: Layout) -> Iterator[str]:
    line = "0.5pt solid #777777" if layout.ruled else "none"
    boxed = {"fo:border": "1pt solid #888888", "fo:background-color": "#eef2f4", "fo:padding": "6pt"}
    for name, looks in (("Cells", {"fo:border": line, "fo:padding": "2pt"}), ("Boxed", boxed)):
        inner = _tag("style:table-cell-properties", "", looks)
        yield _tag("style:style", inner, style__name=name, style__family="table-cell")
    own = {"style:name": "Beside", "style:family": "graphic", "style:parent-style-name": "Graphics"}
    yield _tag("style:style", _tag("style:graphic-properties", "", _BESIDE), own)
    columns = _tag("style:columns", "", fo__column_count=str(layout.columns), fo__column_gap="0.7cm")
    yield _tag("style:style", _tag("style:section-properties", columns), style__name="Columns", style__family="section")
    turned = _tag("style:paragraph-properties", "", style__writing_mode="rl-tb")
    yield _tag("style:style", turned, _based("Turned", "Text_20_body"))
    for name, parent, master in (
        ("OnCover", "Title", "Cover"),
        ("OnFront", "Subtitle", "Front"),
        ("OnText", "Standard", "Text"),
    ):
        again = {"style:page-number": "1"} if layout.roman and master == "Text" else {}
        inner = _tag("style:paragraph-properties", "", again)
        yield _tag("style:style", inner, _based(name, parent) | {"style:master-page-name": master})
    yield _list("Numbers", "number", {"style:num-format": "1", "style:num-suffix": "."})
    yield _list("Bullets", "bullet", {"text:bullet-char": "•"})
    yield _page("Page", "1", layout)
    yield _page("PageFront", "i" if layout.roman else "1", layout)


def _based(name: str, parent: str) -> dict[str, str]:
    return {"style:name": name, "style:family": "paragraph", "style:parent-style-name": parent}


def _list(name: str, kind: str, sign: dict[str, str]) -> str:
    place = {"text:label-followed-by": "listtab", "fo:text-indent": "-0.6cm", "fo:margin-left": "0.6cm"}
    mode = {"text:list-level-position-and-space-mode": "label-alignment"}
    space = _tag("style:list-level-properties", _tag("style:list-level-label-alignment", "", place), mode)
    return _tag(
        "text:list-style", _tag(f"text:list-level-style-{kind}", space, sign, text__level="1"), style__name=name
    )


def _page(name: str, form: str, layout: Layout) -> str:
    wide, tall = ("29.7cm", "21cm") if layout.landscape else ("21cm", "29.7cm")
    looks = {"fo:page-width": wide, "fo:page-height": tall, "style:num-format": form, "fo:margin": "2.2cm"}
    looks["style:print-orientation"] = "landscape" if layout.landscape else "portrait"
    head = _tag("style:header-style", _tag("style:header-footer-properties", fo__margin_bottom="0.5cm"))
    foot = _tag("style:footer-style", _tag("style:header-footer-properties", fo__margin_top="0.5cm"))
    return _tag("style:page-layout", _tag("style:page-layout-properties", "", looks) + head + foot, style__name=name)


def _masters(report: Report, layout: Layout) -> str:
    chapter = _tag("text:chapter", "", text__display="name", text__outline_level="1")
    words = escape(report.short) + ("<text:tab/>" + chapter) * layout.chapter_heads
    head = _tag("style:header", _tag("text:p", words, text__style_name="Head"))
    number = _tag("text:page-number", "", text__select_page="current")
    foot = _tag("style:footer", _tag("text:p", number, text__style_name="Head"))
    pages = [
        ("Standard", "Page", ""),
        ("Cover", "PageFront", ""),
        ("Front", "PageFront", foot),
        ("Text", "Page", head + foot),
    ]
    inner = "".join(
        _tag("style:master-page", own, style__name=name, style__page_layout_name=page) for name, page, own in pages
    )
    return _tag("office:master-styles", inner)


def _front(report: Report, layout: Layout, pages: Sequence[str]) -> Iterator[str]:
    yield _paragraph("OnCover", report.title) + _paragraph("Subtitle", report.subtitle)
    if layout.contents:
        yield _paragraph("OnFront", "Contents")
        for index, block in enumerate(report.headings):
            if block.level < 3:
                number = pages[index] if pages else "00"
                yield _tag("text:p", f"{escape(block.text)}<text:tab/>{number}", text__style_name="Entry")
    yield _paragraph("OnText", "")


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._count = 0
        self._first = False

    def block(self, block: Block) -> str:
        match block.kind:
            case "heading":
                self._first = block.level == 1 and self._layout.busy
                level = {"text:style-name": f"Heading_20_{block.level}", "text:outline-level": str(block.level)}
                return _tag("text:h", escape(block.text), level)
            case "list":
                items = "".join(_tag("text:list-item", _paragraph("Text_20_body", item)) for item in block.items)
                return _tag("text:list", items, text__style_name="Numbers" if block.ordered else "Bullets")
            case "table":
                rows = [[_paragraph("Cell", cell) for cell in row] for row in block.rows]
                return _paragraph("Caption", block.text) + self._table(rows, "Cells")
            case "figure":
                most = max(high for _, high in block.bars)
                bars = (_paragraph("Cell", f"{'█' * round(20 * high / most)} {name}") for name, high in block.bars)
                return "".join(bars) + _paragraph("Caption", block.text)
            case "pull":
                return self._aside(_paragraph("Pull", block.text) + self._label(SPEAKER))
            case "number":
                return self._label(FIGURE) + _paragraph("Number", block.number) + _paragraph("Text_20_body", block.text)
            case "box":
                inner = "".join(self.block(part).replace("Text_20_body", "Box") for part in block.blocks)
                inner = self._label(FOCUS) + _paragraph("BoxName", block.text) + inner
                return self._aside(inner) if self._layout.floats else self._table([[inner]], "Boxed")
        first, self._first = self._first, False
        if first:
            return _paragraph("Lead", block.text)
        return _paragraph("Turned" if block.lang in ("he", "ar") else "Text_20_body", block.text)

    def _label(self, words: str) -> str:
        return _paragraph("Label", words) if self._layout.busy else ""

    def _table(self, rows: Sequence[Sequence[str]], style: str) -> str:
        self._count += 1
        inner = _tag("table:table-column", "", {"table:number-columns-repeated": str(len(rows[0]))})
        for row in rows:
            cells = (_tag("table:table-cell", cell, table__style_name=style) for cell in row)
            inner += _tag("table:table-row", "".join(cells))
        return _tag("table:table", inner, table__name=f"T{self._count}")

    def _aside(self, inner: str) -> str:
        if not self._layout.floats:
            return inner
        self._count += 1
        own = {"draw:style-name": "Beside", "draw:name": f"F{self._count}", "text:anchor-type": "paragraph"}
        frame = _tag("draw:frame", _tag("draw:text-box", inner, fo__min_height="1cm"), own, svg__width="6.5cm")
        return _tag("text:p", frame, text__style_name="Standard")


def _paragraph(style: str, text: str) -> str:
    inner = ""
    for words, is_note in pieces(text):
        own = _tag("text:p", escape(words), text__style_name="Footnote")
        note = _tag("text:note-citation") + _tag("text:note-body", own)
        inner += _tag("text:note", note, text__note_class="footnote") if is_note else escape(words)
    return _tag("text:p", inner, text__style_name=style)
