"""Editions of documents out of downloaded packages: what they say, as blocks. SOURCES.md tells how to get them."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
import xml.etree.ElementTree as tree
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.measure.editions.collection import Block

_MALLARD = "{http://projectmallard.org/1.0/}"
_ROLE = re.compile(r":[\w:+-]+:`([^`]*)`")
_TARGET = re.compile(r"\s*<[^>`]*>`?_*$")
_LITERAL = re.compile(r"``([^`]+)``")
_LINK = re.compile(r"`([^`<]+?)\s*(?:<[^>]*>)?`_*")
_EMPHASIS = re.compile(r"(?<!\w)\*{1,2}([^*\s][^*]*)\*{1,2}(?!\w)")
_UNDERLINE = re.compile(r"([=\-~^\"'#*`.])\1{2,}")
_NUMBERED = re.compile(r"(?:\(?[0-9]{1,2}(?:\.[0-9]+)*[.)]|\(?[a-z]\)|[a-z]\.|[•*-])\s+")


class Source(NamedTuple):
    """Where the texts of a family come from and what allows passing them on."""

    family: str
    language: str
    licence: str
    origin: str


class Editions(NamedTuple):
    """Two editions of a document, the older first."""

    name: str
    source: Source
    old: list[Block]
    new: list[Block]


def plain(text: str) -> str:
    """One line, composed, without what a Document would clean away or read as markup of its own."""
    text = "".join(
        char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) not in ("Cf", "Co")
    )
    return " ".join(text.split())


# Mallard pages: the GNOME help


def gnome(folder: Path, language: str, pages: list[str]) -> list[Block]:
    """A document of several pages; `folder` is the package's, unpacked."""
    blocks = [Block("#", "GNOME")]
    for page in pages:
        root = tree.parse(folder / "usr/share/help" / language / "gnome-help" / page).getroot()
        blocks += _mallard(root, 2)
    return [block for block in blocks if block.text]


def gnome_pages(folders: list[Path], language: str) -> list[str]:
    """Pages that all the packages have in that language."""
    names = [
        {path.name for path in (folder / "usr/share/help" / language / "gnome-help").glob("*.page")}
        for folder in folders
    ]
    return sorted(set.intersection(*names))


def _mallard(node: tree.Element, level: int, sign: str = "") -> Iterator[Block]:
    for child in node:
        name = str(child.tag).removeprefix(_MALLARD)
        if name == "title":
            yield Block("#" * level if node.tag in (f"{_MALLARD}page", f"{_MALLARD}section") else sign, _words(child))
        elif name == "p":
            yield Block(sign, _words(child))
        elif name == "section":
            yield from _mallard(child, min(level + 1, 6))
        elif name in ("list", "steps", "terms", "item", "note", "td", "tr", "table", "tbody", "comment"):
            yield from _mallard(child, level, "-" if name in ("item", "tr") else sign)


def _words(node: tree.Element) -> str:
    return plain("".join(node.itertext()))


# reStructuredText: manuals of Python packages


def rest(text: str, title: str = "") -> list[Block]:
    """Headings, paragraphs and list items; code, tables and directives are left out."""
    lines = text.expandtabs(4).split("\n")
    blocks: list[Block] = [Block("#", title)] if title else []
    signs: list[str] = []
    parts = re.split(r"\n[ ]*\n", "\n".join(lines))
    code = -1
    for part in parts:
        rows = [row for row in part.split("\n") if row.strip()]
        if not rows:
            continue
        indent = len(rows[0]) - len(rows[0].lstrip())
        if code >= 0 and indent > code:
            continue
        code = -1
        heading = _rest_heading(rows)
        if heading:
            text_of, mark = heading
            if mark not in signs:
                signs.append(mark)
            blocks.append(Block("#" * min(signs.index(mark) + (2 if title else 1), 6), _inline(text_of)))
            rows = rows[3:] if _UNDERLINE.fullmatch(rows[0].strip()) else rows[2:]
            if not rows:
                continue
        first = rows[0].strip()
        if first.startswith((".. ", "__ ", "+--", "===", "|", ":", ">>>", "$")) or first == "..":
            code = -1 if re.match(r"\.\. (note|warning|admonition|versionchanged|tip|important)", first) else indent
            continue
        if rows[-1].rstrip().endswith("::"):
            code = indent
        blocks += _rest_paragraphs(rows)
    return [block for block in blocks if len(block.text) > 1]


def _rest_heading(rows: list[str]) -> tuple[str, str] | None:
    marks = [bool(_UNDERLINE.fullmatch(row.strip())) for row in rows[:3]]
    if len(marks) == 3 and marks[0] and marks[2]:
        return rows[1], rows[0].strip()[0] * 2
    if len(marks) >= 2 and marks[1] and not marks[0]:
        return rows[0], rows[1].strip()[0]
    return None


def _rest_paragraphs(rows: list[str]) -> Iterator[Block]:
    sign, held = "", ""
    for row in rows:
        text = row.strip()
        item = re.match(r"(?:[*+-]|#\.|\d+\.) +", text)
        if item:
            if held:
                yield Block(sign, _inline(held))
            sign, held = "-", text[item.end() :]
        else:
            held = f"{held} {text}"
    if held:
        yield Block(sign, _inline(held))


def _inline(text: str) -> str:
    text = _ROLE.sub(lambda match: _TARGET.sub("", match[1]).lstrip("~!"), text)
    text = _LITERAL.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    return plain(_EMPHASIS.sub(r"\1", text).replace("::", ":").replace("\\", ""))


# Licences of the SPDX list, and other plain text


def licence(folder: Path, name: str) -> list[Block]:
    data = json.loads((folder / "package/licenses" / f"{name}.json").read_text(encoding="utf-8"))
    blocks = [Block("#", plain(data["name"]))]
    for part in re.split(r"\n\s*\n", data["licenseText"]):
        blocks += _plain_paragraphs([plain(row) for row in part.split("\n") if row.strip()])
    return blocks


def _plain_paragraphs(rows: list[str]) -> Iterator[Block]:
    held, sign = "", ""
    for row in rows:
        if _NUMBERED.match(row) and held:
            yield _titled(Block(sign, held))
            held = ""
        if not held:
            match = _NUMBERED.match(row)
            sign = "-" if match else ""
            row = row[match.end() :] if match else row
        held = f"{held} {row}".strip()
    if held:
        yield _titled(Block(sign, held))


def _titled(block: Block) -> Block:
    short = len(block.text) <= 60 and not block.text.endswith((".", ",", ";", ":")) and len(block.text.split()) <= 8
    return Block("##", block.text) if short and block.text[0].isupper() else block


# Markdown of this repository


def markdown(repository: Path, commit: str, path: str) -> list[Block]:
    """A file of this repository at a commit; code, tables and pictures are left out."""
    shown = subprocess.run(
        ["git", "-C", str(repository), "show", f"{commit}:{path}"], capture_output=True, text=True, check=True
    )
    text = re.sub(r"(?ms)^```.*?^```$", "", shown.stdout)
    blocks = []
    for part in re.split(r"\n\s*\n", text):
        rows = part.strip().split("\n")
        if rows[0].startswith("#"):
            sign, _, words = rows[0].partition(" ")
            blocks.append(Block(sign, _unmarked(words)))
            rows = rows[1:]
        if not rows or rows[0].startswith(("|", "!", "<", "    ")):
            continue
        blocks += _rest_paragraphs([_unmarked(row) for row in rows])
    return [block for block in blocks if len(block.text) > 1]


def _unmarked(text: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[`]|\*\*|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)", "", text)
