"""Letters of a PDF, shown or said to be left out, none missing: `python -m tests.measure.letters FILE…`.

Counted apart from the reader: what pdfium finds on the pages, against the text of the sections, the signs of lists and
the numbers in the notice of what was left out. Blanks do not count, nor bars, which the reader sets between cells, nor
the brackets it sets around the marks of footnotes. `--damage N` opens N damaged copies of each file too.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from companion.documents import read_document
from companion.documents.pdf.blocks import CAPTION
from companion.documents.pdf.document import PdfDocument
from companion.documents.pdf.page import PdfPages
from companion.documents.pdf.survey import Survey
from companion.documents.pdf.title import page_title
from companion.model import Document, Unreadable
from tests.measure.figures import figure

_LEFT_OUT = "Left out, in characters: "
_LIGATURES = {"ﬀ": 1, "ﬁ": 1, "ﬂ": 1, "ﬃ": 2, "ﬄ": 2, "ﬅ": 1, "ﬆ": 1}
"""How many letters more than one each of these stands for."""


def inside(data: bytes) -> int:
    """Letters on the pages of a PDF; of two surrogates, one counts."""
    document = pypdfium2.PdfDocument(data)
    total = 0
    for index in range(len(document)):
        text_page = document[index].get_textpage()
        raw = pypdfium2.raw
        for place in range(raw.FPDFText_CountChars(text_page)):
            char = chr(min(raw.FPDFText_GetUnicode(text_page, place), 0x10FFFF))
            blank = char in "\t\n\r|" or unicodedata.category(char) == "Zs" or "\udc00" <= char < "\ue000"
            total += not blank
            total += _LIGATURES.get(char, 0)
    return total


def shown(document: Document, data: bytes) -> int:
    """Letters of the document that the reader did not add.

    A title the file has beside its pages is no such, nor is the alternative text of a picture.
    """
    beside = (document.name, " ".join(pypdfium2.PdfDocument(data).get_metadata_value("Title").split()))
    headed = any(document.title in (*heading.above, heading.title) for heading in document.headings)
    again = document.title in first_titles(data) and _stands(document.title, document)
    total = 0 if headed or again or document.title in beside else inked(document.title)
    for index in range(len(document)):
        section = document.section(index)
        total += inked(section.text)
        total -= sum(2 for mark in section.marks if mark.style == "footnote")
        for block in section.blocks:
            if block.kind == "item":
                total += inked(block.marker)
            if block.kind == "figure" and not CAPTION.match(section.words(block)):
                total -= inked(section.words(block))
    return total


def first_titles(data: bytes) -> list[str]:
    """The titles the reader may take from the first pages where the file has none."""
    opened = PdfDocument(data)
    pages = PdfPages(opened)
    first = [pages.read(index) for index in range(min(opened.pages, 3))]
    return [page_title(page, Survey(first[:count]).body) for page in first for count in range(1, len(first) + 1)]


def _stands(title: str, document: Document) -> bool:
    """Whether the title stands in the text too."""
    wanted = inked_text(title)
    own = (document.section(heading.id).text for heading in document.headings[:3])
    return any(wanted in inked_text(text) for text in own)


def left_out(document: Document) -> int:
    """Letters it says are left out."""
    said = next((notice for notice in document.notices if notice.startswith(_LEFT_OUT)), "")
    return sum(int(number.replace(",", "")) for number in re.findall(r"[\d,]+(?= of )", said))


def damaged(data: bytes, count: int, seed: int) -> Counter[str]:
    """How reading went of copies with some bytes changed, some cut off: `read`, `refused`, or what was raised."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.choice([1, 5, 40])):
            copy[chance.randrange(9, len(copy))] = chance.randrange(256)
        if chance.random() < 0.3:
            del copy[chance.randrange(len(copy)) :]
        try:
            read_document(bytes(copy), "damaged.pdf")
            found["read"] += 1
        except Unreadable as error:
            found["refused" if "\n" not in str(error) else "refused in many lines"] += 1
        except Exception as error:
            found[f"{type(error).__name__}: {error}"] += 1
    return found


def inked(text: str) -> int:
    return len(inked_text(text))


def inked_text(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--damage", type=int, default=0, help="how many damaged copies of each to open as well")
    met = True
    options = parser.parse_args(arguments)
    for path in options.files:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        document = read_document(data, path.name)
        there, seen, said = inside(data), shown(document, data), left_out(document)
        same = there == seen + said
        met &= same
        sums = f"{there} letters in, {seen} shown, {said} said to be left out"
        figure(f"missing in {path.name}", f"{there - seen - said}: {sums}", "0", same)
        if options.damage:
            fates = damaged(data, options.damage, seed=1)
            bad = fates.total() - fates["read"] - fates["refused"]
            met &= not bad
            figure(f"{path.name}, {options.damage} damaged copies", dict(fates), "read or refused", not bad)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
