"""A report as one HTML page whose styles lay it out on paper: for Chromium and WeasyPrint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from tests.measure.reports.layouts import FIGURE, FOCUS, SPEAKER, Layout
from tests.measure.reports.source import Block, Report, pieces

_FONTS = {
    "book": "'Liberation Serif', 'DejaVu Serif', 'DejaVu Sans', 'WenQuanYi Micro Hei', serif",
    "office": "'Liberation Sans', 'DejaVu Sans', 'WenQuanYi Micro Hei', sans-serif",
    "magazine": "'Liberation Sans Narrow', 'Liberation Sans', 'DejaVu Sans', 'WenQuanYi Micro Hei', sans-serif",
}
_SIZES = {"book": (11.0, 20.0, 14.0, 11.5), "office": (10.0, 17.0, 12.5, 10.0), "magazine": (10.0, 28.0, 13.0, 10.0)}
"""Of the text and of headings of each level, in points."""
_INK = {"book": "#222", "office": "#1f3864", "magazine": "#a0301c"}
_RULES = """
body { font: var(--p)/1.4 var(--font); margin: 0; color: #111 }
p { margin: 0 0 .6em } p, li { orphans: 2; widows: 2 } sup { font-size: .65em; line-height: 0 }
[lang=ar], [lang=he] { font-family: 'DejaVu Sans' }
h1, h2, h3 { color: var(--ink); margin: 1.1em 0 .4em; line-height: 1.15; break-after: avoid }
h1 { font-size: var(--h1) } h2 { font-size: var(--h2) } h3 { font-size: var(--h3) }
.title { font-size: calc(var(--h1) + 10pt); line-height: 1.1; color: var(--ink); margin: 4em 0 .3em }
.subtitle { font-size: 14pt; color: #555 } .cover, .contents { break-after: page }
.label { font-size: var(--h1); color: var(--ink); font-weight: bold }
.contents p:not(.label) { display: flex; margin: 0 0 .3em } .contents .d { flex: 1 }
.contents .l1 { font-weight: bold; margin-top: .6em } .contents .l2 { padding-left: 1.5em }
table { border-collapse: collapse; width: 100%; margin: .8em 0; font-size: .9em; break-inside: avoid }
th, td { text-align: left; padding: 2pt 5pt; vertical-align: top }
caption { text-align: left; font-style: italic } svg { max-width: 100%; height: auto }
figure, .big { margin: .8em 0; break-inside: avoid } figcaption { font-size: .85em; font-style: italic }
.big b { font-size: 34pt; line-height: 1; color: var(--ink); display: block }
.pull { font: italic 16pt/1.25 'Liberation Serif', serif; color: var(--ink); margin: .8em 0; break-inside: avoid }
.box { background: #eef2f4; border: 1pt solid #bcc; padding: 8pt; margin: .8em 0; break-inside: avoid }
.box .name { font-weight: bold; color: var(--ink) } .note { float: footnote; font-size: 8pt }
.notes { font-size: .78em; border-top: .5pt solid #888; margin-top: 1.5em; padding-top: .3em }
"""
_BUSY = """
h1 + p { font-size: 1.3em; line-height: 1.3; color: var(--ink) } h3 { text-transform: uppercase }
.kicker, .by { font: bold 12pt 'Liberation Sans'; color: var(--ink); margin: 0 0 .3em }
.big span { font-size: 14pt; font-weight: bold } caption, th, figcaption { font-style: normal; font-weight: bold }
.by { font-size: 10pt } svg text { font-weight: bold }
"""
_INITIAL = "float: left; font-size: 3.1em; line-height: .85; padding-right: 3pt; color: var(--ink)"


def html(report: Report, layout: Layout, pages: Sequence[str]) -> str:
    """`pages` are the page numbers of the headings, for the contents page: empty in a first run."""
    writer = _Writer(report, layout)
    title = f"<title>{escape(report.title)}</title>"
    head = f'<meta charset="utf-8">{title}<meta name="author" content="{escape(report.author)}">'
    body = "".join([*writer.front(pages), *writer.chapters()])
    head += f"<style>{style(report, layout)}</style>"
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'


class _Writer:
    def __init__(self, report: Report, layout: Layout) -> None:
        self._report = report
        self._layout = layout
        self._own_notes = layout.tool == "weasyprint" and layout.columns == 1
        self._notes: list[str] = []
        self._heading = 0

    def front(self, pages: Sequence[str]) -> Iterator[str]:
        report = self._report
        yield f'<header class="cover"><p class="title">{escape(report.title)}</p>'
        yield f'<p class="subtitle">{escape(report.subtitle)}</p></header>'
        if not self._layout.contents:
            return
        yield '<nav class="contents"><p class="label">Contents</p>'
        for index, block in enumerate(report.headings):
            number = pages[index] if pages else "00"
            if block.level < 3:
                line = f'<span class="t">{escape(block.text)}</span><span class="d"></span><span>{number}</span>'
                yield f'<p class="l{block.level}">{line}</p>'
        yield "</nav>"

    def chapters(self) -> Iterator[str]:
        for number, (heading, blocks) in enumerate(self._report.chapters):
            yield f'<section class="c{number}">'
            yield from map(self._block, (heading, *blocks))
            if self._notes:
                yield '<div class="notes">'
                yield from (f"<p><sup>{at}</sup> {escape(note)}</p>" for at, note in enumerate(self._notes, 1))
                yield "</div>"
                self._notes.clear()
            yield "</section>"

    def _block(self, block: Block) -> str:
        lang = f' lang="{block.lang}"' + ' dir="rtl"' * (block.lang in ("he", "ar")) if block.lang else ""
        match block.kind:
            case "heading":
                self._heading += 1
                return f'<h{block.level} id="h{self._heading}"{lang}>{escape(block.text)}</h{block.level}>'
            case "list":
                tag = "ol" if block.ordered else "ul"
                return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</{tag}>"
            case "table":
                return _table(block)
            case "figure":
                return f"<figure>{_bars(block)}<figcaption>{escape(block.text)}</figcaption></figure>"
            case "pull":
                if not self._layout.busy:
                    return f'<aside class="pull">{escape(block.text)}</aside>'
                return f'<aside class="pull">{escape(block.text[:-1])}<p class="by">{SPEAKER}</p></aside>'
            case "number":
                number = f"<b>{block.number}</b> <span>{escape(block.text)}</span>"
                return f'<div class="big">{self._label(FIGURE)}{number}</div>'
            case "box":
                inner = "".join(map(self._block, block.blocks))
                return f'<aside class="box">{self._label(FOCUS)}<p class="name">{escape(block.text)}</p>{inner}</aside>'
        return f"<p{lang}>{self._words(block.text)}</p>"

    def _label(self, words: str) -> str:
        return f'<p class="kicker">{words}</p>' if self._layout.busy else ""

    def _words(self, text: str) -> str:
        parts = []
        for words, is_note in pieces(text):
            if not is_note:
                parts.append(escape(words))
            elif self._own_notes:
                parts.append(f'<span class="note">{escape(words)}</span>')
            else:
                self._notes.append(words)
                parts.append(f"<sup>{len(self._notes)}</sup>")
        return "".join(parts)


def _table(block: Block) -> str:
    head, *rows = block.rows
    first = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    rest = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    caption = f"<caption>{escape(block.text)}</caption>"
    return f"<table>{caption}<thead><tr>{first}</tr></thead><tbody>{rest}</tbody></table>"


def _bars(block: Block) -> str:
    most = max(high for _, high in block.bars)
    width = 300 // len(block.bars)
    parts = []
    for index, (name, high) in enumerate(block.bars):
        tall = 70 * high / most
        x = index * width
        parts.append(f'<rect x="{x + 4}" y="{80 - tall:.1f}" width="{width - 10}" height="{tall:.1f}" fill="#7a9cb8"/>')
        parts.append(f'<text x="{x + 6}" y="94" font-size="9">{escape(name)}</text>')
    return f'<svg viewBox="0 0 300 100" width="300" height="100">{"".join(parts)}</svg>'


def style(report: Report, layout: Layout) -> str:
    """The rules of one layout."""
    names = ("--p", "--h1", "--h2", "--h3")
    sizes = "; ".join(f"{name}: {size}pt" for name, size in zip(names, _SIZES[layout.look], strict=True))
    rules = [*_page_rules(report, layout)]
    rules.append(f":root {{ --font: {_FONTS[layout.look]}; --ink: {_INK[layout.look]}; {sizes} }}{_RULES}")
    if layout.ruled:
        rules.append("th, td { border: .6pt solid #777 }")
    if layout.busy:
        rules.append(_BUSY)
    if layout.columns > 1:
        rules.append(f"section {{ columns: {layout.columns}; column-gap: 7mm; column-fill: auto }}")
    if layout.hyphens:
        rules.append("p, li { hyphens: auto; text-align: justify }")
    if layout.floats and layout.columns > 1:
        rules.append(".pull { column-span: all; text-align: center }")
    elif layout.floats:
        rules.append(".pull, .box { float: right; width: 46%; margin: .3em 0 .5em 1em }")
    if layout.dropcaps:
        rules.append(f"h1 + p::first-letter {{ {_INITIAL} }}")
    return "\n".join(rules)


def _page_rules(report: Report, layout: Layout) -> Iterator[str]:
    small = "font: 8pt 'Liberation Sans'; color: #666"
    size = "A4 landscape" if layout.landscape else "A4"
    number = f"@bottom-center {{ content: counter(page); {small} }}"
    title = f'@top-left {{ content: "{report.short}"; {small} }}'
    yield f"@page {{ size: {size}; margin: 22mm 20mm 20mm; {title} {number} }}"
    yield "@page cover { @top-left { content: none } @bottom-center { content: none } } .cover { page: cover }"
    if layout.roman:
        yield f"@page front {{ @bottom-center {{ content: counter(page, lower-roman); {small} }} }}"
        yield ".contents { page: front } @page c0 { counter-reset: page 1 }"
    if layout.flow:
        if layout.chapter_heads:
            yield f"@page {{ @top-right {{ content: string(chapter); {small} }} }}"
            yield "h1 { string-set: chapter content() }"
            yield "@page cover { @top-right { content: none } } @page front { @top-right { content: none } }"
        return
    for index, (heading, _) in enumerate(report.chapters):
        own = f'@top-right {{ content: "{heading.text}"; {small} }}' if layout.chapter_heads else ""
        if layout.tabs:
            looks = f"{small}; writing-mode: vertical-rl; background: #ddd"
            own += f' @right-middle {{ content: "{heading.text}"; {looks} }}'
        yield f"@page c{index} {{ {own} }} .c{index} {{ page: c{index} }}"
