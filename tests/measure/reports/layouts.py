"""Which layouts are made of the reports, by which tool, and with what in them that makes reading hard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tool = Literal["chromium", "weasyprint", "typst", "libreoffice", "xelatex"]
Look = Literal["book", "office", "magazine"]
FOCUS, FIGURE, SPEAKER = "In focus", "Key figure", "A member of the panel"
"""What stands above boxes and big numbers and below pull quotes where a layout is busy."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`outline` and `tags` are those of the PDF, `contents` is a printed contents page.

    `chapter_heads`: the running head says the chapter too; `tabs`: so does a turned thumb tab at the margin. `roman`:
    pages before the text have roman numbers and there are page labels. `floats`: pull quotes and boxes stand beside
    the text. `flow`: chapters begin in the middle of a page. `crop`: words outside the crop box. `picture`: a page
    that is a picture only stands before the last. `leftover` is the title in the metadata, where it is not the
    report's. `docx`: through a Word file. `busy`: much that looks like a heading and is none: the first paragraph of a
    chapter in large letters, labels above boxes and big numbers, names below quotes, bold captions.
    """

    name: str
    report: str
    tool: Tool
    look: Look = "book"
    columns: int = 1
    landscape: bool = False
    outline: bool = False
    tags: bool = False
    contents: bool = False
    chapter_heads: bool = True
    tabs: bool = False
    roman: bool = False
    dropcaps: bool = False
    hyphens: bool = False
    ruled: bool = True
    floats: bool = False
    flow: bool = False
    crop: bool = False
    picture: bool = False
    leftover: str | None = None
    docx: bool = False
    busy: bool = False

    @property
    def source(self) -> bool:
        """Whether the file itself tells its headings: by outline, tags or a contents page."""
        return self.outline or self.tags or self.contents


LAYOUTS = (
    Layout("c-water-plain", "water", "chromium", outline=True, tags=True, leftover="Print run 3"),
    Layout(
        "c-water-columns",
        "water",
        "chromium",
        "magazine",
        2,
        dropcaps=True,
        hyphens=True,
        floats=True,
        leftover="",
        busy=True,
    ),
    Layout(
        "c-water-contents",
        "water",
        "chromium",
        "office",
        contents=True,
        ruled=False,
        leftover="Title",
        busy=True,
    ),
    Layout("c-cameras-three", "cameras", "chromium", "magazine", 3, landscape=True, tags=True, hyphens=True, busy=True),
    Layout(
        "c-cameras-tabs",
        "cameras",
        "chromium",
        "magazine",
        2,
        tabs=True,
        crop=True,
        ruled=False,
        leftover="A-Z copy 1",
        busy=True,
    ),
    Layout("c-cameras-tags", "cameras", "chromium", "office", tags=True, flow=True, chapter_heads=False, floats=True),
    Layout("c-language-plain", "language", "chromium", outline=True, tags=True, ruled=False),
    Layout("c-language-columns", "language", "chromium", "office", 2, floats=True, leftover="untitled", busy=True),
    Layout("c-language-crop", "language", "chromium", contents=True, crop=True, picture=True, leftover=""),
    Layout(
        "w-water-book",
        "water",
        "weasyprint",
        outline=True,
        contents=True,
        roman=True,
        hyphens=True,
        leftover="A-Z copy 1",
    ),
    Layout("w-water-two", "water", "weasyprint", "office", 2, hyphens=True, leftover="Layout 1", busy=True),
    Layout("w-cameras-tags", "cameras", "weasyprint", "office", tags=True, ruled=False, dropcaps=True),
    Layout(
        "w-cameras-wide",
        "cameras",
        "weasyprint",
        "magazine",
        2,
        landscape=True,
        contents=True,
        leftover="A-Z copy 1",
        busy=True,
    ),
    Layout(
        "w-cameras-looks", "cameras", "weasyprint", "office", tabs=True, crop=True, ruled=False, flow=True, busy=True
    ),
    Layout("w-language-contents", "language", "weasyprint", contents=True, roman=True, floats=True, leftover=""),
    Layout("t-water-book", "water", "typst", outline=True, tags=True, contents=True, roman=True, hyphens=True),
    Layout("t-water-two", "water", "typst", "office", 2, flow=True, ruled=False, leftover="Title", busy=True),
    Layout(
        "t-cameras-three",
        "cameras",
        "typst",
        "magazine",
        3,
        landscape=True,
        tags=True,
        hyphens=True,
        leftover="",
        busy=True,
    ),
    Layout("t-cameras-tabs", "cameras", "typst", contents=True, tabs=True, crop=True, dropcaps=True),
    Layout("t-language-picture", "language", "typst", "office", picture=True, flow=True, chapter_heads=False),
    Layout("l-water-report", "water", "libreoffice", "office", outline=True, tags=True, leftover="Report template"),
    Layout(
        "l-water-word",
        "water",
        "libreoffice",
        "office",
        docx=True,
        flow=True,
        chapter_heads=False,
        leftover="Microsoft Word - draft v3.docx",
        busy=True,
    ),
    Layout(
        "l-cameras-two", "cameras", "libreoffice", columns=2, tags=True, ruled=False, chapter_heads=False, busy=True
    ),
    Layout(
        "l-cameras-frames", "cameras", "libreoffice", "magazine", floats=True, leftover="Report template", busy=True
    ),
    Layout("l-language-word", "language", "libreoffice", docx=True, outline=True, tags=True, leftover=""),
    Layout("l-language-wide", "language", "libreoffice", "office", 2, landscape=True, contents=True, roman=True),
    Layout(
        "x-water-book",
        "water",
        "xelatex",
        outline=True,
        contents=True,
        roman=True,
        hyphens=True,
        leftover="main.tex final",
    ),
    Layout("x-water-two", "water", "xelatex", "office", 2, dropcaps=True, hyphens=True, leftover=""),
    Layout("x-cameras-contents", "cameras", "xelatex", contents=True, hyphens=True, ruled=False, leftover=""),
    Layout(
        "x-cameras-wide", "cameras", "xelatex", "magazine", 2, landscape=True, tabs=True, crop=True, leftover="main"
    ),
)
