"""The reports as data: blocks in the order of reading, with notes inside the words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

FOLDER = Path(__file__).with_name("sources")
Kind = Literal["heading", "paragraph", "list", "table", "figure", "pull", "number", "box"]
_NOTE = re.compile(r"\^\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Block:
    """`text` are the words of a heading or paragraph, the caption of a table or figure, the title of a box.

    `items` are those of a list, `rows` the cells of a table, `bars` the labels and heights of a figure, `number` is a
    big number with `text` beside it, `blocks` are inside a box. `lang` is "" where it is that of the report.
    """

    kind: Kind
    text: str = ""
    level: int = 0
    items: tuple[str, ...] = ()
    ordered: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    bars: tuple[tuple[str, int], ...] = ()
    number: str = ""
    blocks: tuple[Block, ...] = ()
    lang: str = ""

    @property
    def plain(self) -> str:
        """The words without their notes."""
        return _NOTE.sub("", self.text)

    @property
    def notes(self) -> list[str]:
        return _NOTE.findall(self.text)


@dataclass(frozen=True, slots=True)
class Report:
    """`digest` is that of its file: truth made of another state of it is stale."""

    name: str
    title: str
    subtitle: str
    short: str
    author: str
    language: str
    blocks: tuple[Block, ...]
    digest: str

    @property
    def headings(self) -> list[Block]:
        return [block for block in self.blocks if block.kind == "heading"]

    @property
    def chapters(self) -> list[tuple[Block, list[Block]]]:
        """Each heading of level 1 with the blocks below it."""
        found: list[tuple[Block, list[Block]]] = []
        for block in self.blocks:
            if block.kind == "heading" and block.level == 1:
                found.append((block, []))
            else:
                found[-1][1].append(block)
        return found


@lru_cache
def load(name: str) -> Report:
    data = (FOLDER / f"{name}.yaml").read_bytes()
    own = yaml.safe_load(data)
    blocks = tuple(_block(each) for each in own.pop("blocks"))
    report = Report(name, **own, blocks=blocks, digest=hashlib.sha256(data).hexdigest()[:16])
    words = " ".join(block.plain for block in blocks if block.kind == "paragraph")
    strange = [block.text for block in blocks if block.kind == "pull" and block.text not in words]
    if strange:
        raise ValueError(f"{name}: pull quotes that repeat nothing: {strange}")
    return report


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The words in turn, and whether they are a note."""
    for index, part in enumerate(_NOTE.split(text)):
        if part:
            yield part, bool(index % 2)


def _block(raw: dict[str, Any]) -> Block:
    lang = str(raw.get("lang", ""))
    key, value = next((key, value) for key, value in raw.items() if key != "lang")
    if key in ("h1", "h2", "h3"):
        return Block("heading", value, level=int(key[1]), lang=lang)
    if key in ("ul", "ol"):
        return Block("list", items=tuple(_flat(value)), ordered=key == "ol", lang=lang)
    if key == "table":
        rows = tuple(tuple(map(str, row)) for row in value["rows"])
        return Block("table", value["caption"], rows=rows)
    if key == "figure":
        return Block("figure", value["caption"], bars=tuple((str(name), high) for name, high in value["bars"].items()))
    if key == "big":
        return Block("number", value["words"], number=value["number"])
    if key == "box":
        return Block("box", value["title"], blocks=tuple(_block(each) for each in value["blocks"]))
    kind: Kind = "pull" if key == "pull" else "paragraph"
    return Block(kind, value.strip(), lang=lang)


def _flat(items: Sequence[str]) -> Iterator[str]:
    return (" ".join(item.split()) for item in items)
