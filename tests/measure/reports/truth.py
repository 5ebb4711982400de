"""What is true of a made PDF: kept in a JSON beside it, with the words in the report's source."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from tests.measure.reports.layouts import FIGURE, FOCUS, LAYOUTS, SPEAKER, Layout
from tests.measure.reports.source import Block, Report, load
from tests.measure.reports.words import bare

LAYOUT = {layout.name: layout for layout in LAYOUTS}


@dataclass(frozen=True, slots=True)
class Truth:
    """`labels` are those of the pages, `pages` those (from 0) on which the report's headings stand, in order.

    `running` are the running heads, thumb tabs and page numbers of each page, a string for each line of them.
    """

    layout: Layout
    report: Report
    labels: tuple[str, ...]
    pages: tuple[int, ...]
    running: tuple[tuple[str, ...], ...]

    @property
    def headings(self) -> list[tuple[str, int, str]]:
        """Title, level and page label."""
        pairs = zip(self.report.headings, self.pages, strict=True)
        return [(block.text, block.level, self.labels[page]) for block, page in pairs]


def read_truth(path: Path) -> Truth:
    """Raises ValueError where the report was changed after its PDF was made."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    layout = LAYOUT[path.stem]
    report = load(layout.report)
    if raw["digest"] != report.digest or raw["layout"] != asdict(layout):
        raise ValueError(f"{path.name} was made of another state of its source: python -m tests.measure.reports.make")
    running = tuple(map(tuple, raw["running"]))
    return Truth(layout, report, tuple(raw["labels"]), tuple(raw["pages"]), running)


def write_truth(path: Path, layout: Layout, data: bytes, pages: Sequence[int]) -> None:
    report = load(layout.report)
    document = pypdfium2.PdfDocument(data)
    labels = [document.get_page_label(index) or str(index + 1) for index in range(len(document))]
    texts = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    running = [list(_running(text, report, index, pages, labels)) for index, text in enumerate(texts)]
    record = {
        "layout": asdict(layout),
        "digest": report.digest,
        "labels": labels,
        "pages": list(pages),
        "running": running,
    }
    lines = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def outline_pages(data: bytes, report: Report) -> list[int]:
    """The page of each heading, by the outline that the tool made. Raises ValueError where one is not there."""
    document = pypdfium2.PdfDocument(data)
    entries = [(bare(mark.get_title()), mark.get_dest()) for mark in document.get_toc()]
    found: list[int] = []
    at = 0
    for block in report.headings:
        own = bare(block.text)
        while at < len(entries) and entries[at][0] not in (own, 2 * own):  # Chromium says some twice
            at += 1
        if at == len(entries):
            raise ValueError(f"the outline has no {block.text!r}")
        destination = entries[at][1]
        found.append(destination.get_index() if destination else 0)
        at += 1
    return found


def _running(text: str, report: Report, page: int, pages: Sequence[int], labels: Sequence[str]) -> Iterator[str]:
    """The lines of a page that say the report's short title, a chapter, or the number of the page, and nothing else."""
    if page == 0:  # the cover has none
        return
    here = Counter(bare(block.text) for block, own in zip(report.headings, pages, strict=True) if own == page)
    short = bare(report.short)
    chapters = {bare(heading.text) for heading, _ in report.chapters}
    heads = {short, *chapters, *(short + chapter for chapter in chapters)}
    numbers = {labels[page], str(page + 1)}
    for line in text.splitlines():
        said = bare(line)
        if said in heads and here[said] > 0 and said != short:
            here[said] -= 1
        elif said in heads or line.strip() in numbers:
            yield " ".join(line.split())


def flow(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """The running text as (kind, words): headings, paragraphs and list items, in the order of reading."""
    for block in blocks:
        if block.kind in ("heading", "paragraph"):
            yield block.kind, block.plain
        elif block.kind == "list":
            yield from (("item", item) for item in block.items)


def beside(truth: Truth) -> Iterator[list[str]]:
    """What stands beside the running text, each a list of its parts in order: tables, figures, asides, notes."""
    busy = truth.layout.busy
    for block in truth.report.blocks:
        if block.kind == "table":
            yield [block.text, *(cell for row in block.rows for cell in row)]
        elif block.kind == "figure":
            yield [block.text, *(name for name, _ in block.bars)]
        elif block.kind == "number":
            yield [*[FIGURE] * busy, block.number, block.text]
        elif block.kind == "pull":
            yield [block.text, *[SPEAKER] * busy]
        elif block.kind == "box":
            yield [*[FOCUS] * busy, block.text, *(words for _, words in flow(block.blocks))]
        yield from ([note] for note in block.notes)
