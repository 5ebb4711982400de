"""A report as the source of Typst, which has footnotes, a contents page, columns and page labels of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.measure.reports.layouts import FIGURE, FOCUS, SPEAKER, Layout
from tests.measure.reports.source import Block, Report, pieces

_FONTS = {"book": "Liberation Serif", "office": "Liberation Sans", "magazine": "Liberation Sans Narrow"}
_INK = {"book": "#222222", "office": "#1f3864", "magazine": "#a0301c"}


def typst(report: Report, layout: Layout) -> str:
    writer = _Writer(layout)
    parts = [*_setup(report, layout), *_front(report, layout)]
    for heading, blocks in report.chapters:
        parts += map(writer.block, (heading, *blocks))
    return "\n\n".join(parts)


def _said(text: str) -> str:
    return f"#{json.dumps(text, ensure_ascii=False)}"


def _setup(report: Report, layout: Layout) -> Iterator[str]:
    ink = f'rgb("{_INK[layout.look]}")'
    fonts = ", ".join(json.dumps(font) for font in (_FONTS[layout.look], "DejaVu Sans", "WenQuanYi Micro Hei"))
    yield f"#set document(title: {json.dumps(report.title)}, author: {json.dumps(report.author)})"
    body, hyphens = 9.5 if layout.columns > 1 else 11, str(layout.hyphens).lower()
    yield f'#set text(font: ({fonts}), size: {body}pt, lang: "en", hyphenate: {hyphens})'
    yield f"#set par(justify: {hyphens}, spacing: 0.9em)"
    for level, size in ((1, 20), (2, 13.5), (3, body)):
        yield f"#show heading.where(level: {level}): set text(size: {size}pt, fill: {ink})"
    if not layout.flow:
        yield "#show heading.where(level: 1): it => { pagebreak(weak: true); it }"
    yield (
        "#let chapter() = { let own = query(heading.where(level: 1, outlined: true))"
        ".filter(h => h.location().page() <= here().page()); if own.len() > 0 { own.last().body } }"
    )
    yield f'#let pull(words) = block(above: 1.2em, below: 1.2em, text(size: 15pt, style: "italic", fill: {ink}, words))'
    yield f'#let big(number, words) = block[#text(size: 32pt, weight: "bold", fill: {ink}, number) \\ #words]'
    yield '#let boxed = block.with(fill: rgb("#eef2f4"), stroke: 0.6pt, inset: 8pt, width: 100%)'
    yield "#let aside(name, body) = boxed[*#name* #parbreak() #body]"
    yield f"#set table(stroke: {'0.6pt' if layout.ruled else 'none'}, inset: 4pt)"
    yield f'#set page(paper: "a4", flipped: {str(layout.landscape).lower()}, margin: 22mm)'


def _front(report: Report, layout: Layout) -> Iterator[str]:
    yield f"#v(4cm)#text(size: 30pt, {_said(report.title)[1:]})\n\n#text(size: 14pt, {_said(report.subtitle)[1:]})"
    if layout.contents:
        numbers = '#set page(numbering: "i")' if layout.roman else ""
        yield f"#pagebreak()\n{numbers}\n#outline(depth: 2)"
    chapter = "#h(1fr) #context chapter()" if layout.chapter_heads else ""
    head = f"text(size: 8pt)[{_said(report.short)} {chapter}]"
    tab = "none"
    if layout.tabs:
        turned = "rotate(90deg, reflow: true, text(size: 9pt, fill: white, context chapter()))"
        tab = f'place(right + horizon, block(fill: rgb("#446688"), inset: 4pt, {turned}))'
    yield (
        f'#set page(numbering: "1", columns: {layout.columns}, header: {head}, background: {tab})'
        f"{chr(10) + '#counter(page).update(1)' if layout.roman else ''}"
    )


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._initial = False
        self._first = False

    def block(self, block: Block) -> str:
        match block.kind:
            case "heading":
                self._initial = block.level == 1 and self._layout.dropcaps
                self._first = block.level == 1 and self._layout.busy
                return f"{'=' * block.level} {self._words(block)}"
            case "list":
                sign = "+" if block.ordered else "-"
                return "\n".join(f"{sign} {_said(item)}" for item in block.items)
            case "table":
                return _table(block)
            case "figure":
                return _figure(block)
            case "pull":
                return f"#pull({json.dumps(block.text)})" + self._label(SPEAKER)
            case "number":
                return self._label(FIGURE) + f"#big({json.dumps(block.number)}, {json.dumps(block.text)})"
            case "box":
                inner = "\n\n".join(map(self.block, block.blocks))
                return self._label(FOCUS) + f"#aside({json.dumps(block.text)})[{inner}]"
        first, self._first = self._first, False
        if first:
            return f"#text(size: 1.3em)[{self._words(block)}]"
        initial, self._initial = self._initial, False
        if initial:
            return f"#text(size: 3em, {json.dumps(block.text[0])}){self._words(block, 1)}"
        return self._words(block)

    def _label(self, words: str) -> str:
        return f'\n\n#text(size: 12pt, weight: "bold", {json.dumps(words)})\n\n' if self._layout.busy else ""

    def _words(self, block: Block, start: int = 0) -> str:
        parts = pieces(block.text[start:])
        said = "".join(f"#footnote[{_said(words)}]" if note else _said(words) for words, note in parts)
        return f'#text(lang: "{block.lang}")[{said}]' if block.lang else said


def _table(block: Block) -> str:
    cells = ", ".join(json.dumps(cell) for row in block.rows for cell in row)
    table = f"#table(columns: {len(block.rows[0])}, {cells})"
    return f'#block(breakable: false)[#text(style: "italic", {json.dumps(block.text)})\n\n#text(size: 0.9em)[{table}]]'


def _figure(block: Block) -> str:
    most = max(high for _, high in block.bars)
    bars = ", ".join(
        f'stack(spacing: 3pt, rect(width: 24pt, height: {60 * high / most:.1f}pt, fill: rgb("#7a9cb8")), '
        f"text(size: 7pt, {json.dumps(name)}))"
        for name, high in block.bars
    )
    caption = f'#text(size: 0.85em, style: "italic", {json.dumps(block.text)})'
    return f"#block(breakable: false)[#stack(dir: ltr, spacing: 8pt, {bars})\n\n{caption}]"
