"""A report as the source of XeLaTeX, whose headings are numbered: for those in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.measure.reports.layouts import Layout
from tests.measure.reports.source import Block, Report, pieces

_FONTS = {"book": "Liberation Serif", "office": "Liberation Sans", "magazine": "Liberation Sans Narrow"}
_SECTIONS = {1: r"\section", 2: r"\subsection", 3: r"\subsubsection"}
_PACKAGES = r"\usepackage[margin=24mm]{geometry}\usepackage{fontspec,xcolor,graphicx,fancyhdr,lettrine}"
_PAGES = r"""
\setcounter{tocdepth}{2}\setlength{\headheight}{14pt}\setlength{\parindent}{1em}\raggedbottom
\pagestyle{fancy}\fancyhf{}\renewcommand{\sectionmark}[1]{\markboth{#1}{}}\fancyfoot[C]{\thepage}
"""
_TAB = r"\fancyhead[C]{\begin{picture}(0,0)\put(%d,-250){\rotatebox{90}{\small\leftmark}}\end{picture}}"


def tex(report: Report, layout: Layout) -> str:
    writer = _Writer(layout)
    parts = [*_setup(report, layout), *_front(report, layout)]
    for heading, blocks in report.chapters:
        parts += map(writer.block, (heading, *blocks))
    return "\n\n".join([*parts, r"\end{document}"])


def _said(text: str) -> str:
    return re.sub(r"([%&#$_{}])", r"\\\1", text)


def _within(name: str, inner: str, options: str = "") -> str:
    return rf"\begin{{{name}}}{options}{inner}\end{{{name}}}"


def _wide(inner: str) -> str:
    return r"\medskip\noindent" + _within("minipage", inner, r"{\linewidth}") + r"\medskip"


def _boxed(inner: str) -> str:
    own = _within("minipage", inner, r"{0.93\linewidth}")
    return r"\medskip\noindent\fcolorbox{gray}{gray!10}{" + own + r"}\medskip"


def _setup(report: Report, layout: Layout) -> Iterator[str]:
    options = ["a4paper", "11pt" if layout.columns == 1 else "10pt"]
    options += ["twocolumn"] * (layout.columns > 1) + ["landscape"] * layout.landscape
    yield rf"\documentclass[{','.join(options)}]{{article}}"
    yield _PACKAGES
    facts = rf"pdftitle={{{report.title}}},pdfauthor={{{report.author}}}"
    yield rf"\usepackage[bookmarksdepth=3]{{hyperref}}\hypersetup{{{facts}}}"
    yield rf"\setmainfont{{{_FONTS[layout.look]}}}{_PAGES}\fancyhead[L]{{\small {_said(report.short)}}}"
    if not layout.hyphens:
        yield r"\hyphenpenalty=10000\exhyphenpenalty=10000\sloppy"
    if layout.chapter_heads:
        yield r"\fancyhead[R]{\small\leftmark}"
    if layout.tabs:
        yield _TAB % (390 if layout.landscape else 265)
    yield r"\begin{document}"


def _front(report: Report, layout: Layout) -> Iterator[str]:
    yield r"\pagenumbering{roman}" if layout.roman else ""
    title = rf"{{\Huge {_said(report.title)}\par}}\bigskip{{\Large {_said(report.subtitle)}\par}}"
    yield rf"\thispagestyle{{empty}}\vspace*{{4cm}}{title}"
    yield r"\clearpage\tableofcontents" if layout.contents else ""
    yield r"\clearpage\pagenumbering{arabic}" if layout.roman else r"\clearpage"


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._initial = False

    def block(self, block: Block) -> str:
        match block.kind:
            case "heading":
                self._initial = block.level == 1 and self._layout.dropcaps
                start = r"\clearpage" * (block.level == 1 and not self._layout.flow)
                return start + _SECTIONS[block.level] + "{" + _said(block.text) + "}"
            case "list":
                items = "".join(r"\item " + _said(item) + "\n" for item in block.items)
                return _within("enumerate" if block.ordered else "itemize", items)
            case "table":
                return self._table(block)
            case "figure":
                return _figure(block)
            case "pull":
                return rf"\bigskip{{\Large\itshape\noindent {_said(block.text)}\par}}\bigskip"
            case "number":
                large = rf"{{\fontsize{{32}}{{36}}\selectfont {_said(block.number)}}}"
                return rf"\medskip\noindent{large}\\{_said(block.text)}\medskip"
            case "box":
                inner = "\n\n".join(map(self.block, block.blocks))
                return _boxed(rf"\textbf{{{_said(block.text)}}}\par {inner}")
        initial, self._initial = self._initial, False
        words = "".join(r"\footnote{" * note + _said(part) + "}" * note for part, note in pieces(block.text))
        if initial:
            first, _, rest = words.partition(" ")
            return rf"\lettrine{{{first[0]}}}{{{first[1:]}}} {rest}"
        return words

    def _table(self, block: Block) -> str:
        count = len(block.rows[0])
        line = "|" * self._layout.ruled
        share = 0.92 / count - 0.02
        columns = line + "".join(rf"p{{{share:.3f}\linewidth}}{line}" for _ in range(count))
        rule = r"\hline " * self._layout.ruled
        rows = "".join(" & ".join(map(_said, row)) + r" \\ " + rule for row in block.rows)
        body = _within("tabular", rule + rows, f"{{{columns}}}")
        caption = rf"\raggedright\small \textit{{{_said(block.text)}}}\par\smallskip "
        return _wide(caption + body)


def _figure(block: Block) -> str:
    most = max(high for _, high in block.bars)
    bars = r"\ ".join(
        rf"\parbox[b]{{12mm}}{{\centering\rule{{8mm}}{{{20 * high / most:.1f}mm}}\\\tiny {_said(name)}}}"
        for name, high in block.bars
    )
    inner = rf"{bars}\par\smallskip\small\textit{{{_said(block.text)}}}"
    return _wide(inner)
