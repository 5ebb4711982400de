"""A small manual of random words as text, HTML, EPUB and PDF, for trying what holds for real ones."""

from __future__ import annotations

import io
import random
import textwrap
import zipfile
from pathlib import Path

from tests.documents.pdf.pdfs import Sheet, pdf

_LETTERS = "eeeetttaaaooiinnsshhrrddllcumwfgypbvk"
Chapter = tuple[str, list[str]]


def chapters(count: int, seed: int = 1) -> list[Chapter]:
    """Titles and paragraphs."""
    chance = random.Random(seed)
    stock = ["".join(chance.choices(_LETTERS, k=chance.randint(2, 9))) for _ in range(900)]

    def sentence() -> str:
        return " ".join(chance.choices(stock, k=chance.randint(8, 20))).capitalize() + "."

    return [
        (" ".join(chance.sample(stock, 3)).capitalize(), [" ".join(sentence() for _ in range(4)) for _ in range(4)])
        for _ in range(count)
    ]


def as_text(book: list[Chapter]) -> bytes:
    parts = ["A manual\n========\n"]
    for title, paragraphs in book:
        parts += [f"{title}\n{'-' * len(title)}\n", *(f"{textwrap.fill(each, 70)}\n" for each in paragraphs)]
    return "\n".join(parts).encode()


def as_html(book: list[Chapter]) -> bytes:
    body = "".join(f"<h2>{title}</h2>" + "".join(f"<p>{each}</p>" for each in own) for title, own in book)
    return (
        f"<!DOCTYPE html><html><head><title>A manual</title></head><body><h1>A manual</h1>{body}</body></html>".encode()
    )


def as_epub(book: list[Chapter]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        rootfile = '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
        space = "urn:oasis:names:tc:opendocument:xmlns:container"
        archive.writestr(
            "META-INF/container.xml", f'<container xmlns="{space}"><rootfiles>{rootfile}</rootfiles></container>'
        )
        names = [f"c{number}" for number in range(len(book))]
        items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in names)
        spine = "".join(f'<itemref idref="{name}"/>' for name in names)
        title = '<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">A manual</dc:title>'
        archive.writestr(
            "book.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata>{title}</metadata>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for name, (head, own) in zip(names, book, strict=True):
            body = f"<h2>{head}</h2>" + "".join(f"<p>{each}</p>" for each in own)
            archive.writestr(f"{name}.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>')
    return out.getvalue()


def as_pdf(book: list[Chapter]) -> bytes:
    """Pages with running heads; a word at a line's end is broken now and then."""
    sheets: list[Sheet] = []
    y = 0.0
    for title, paragraphs in book:
        for number, words in enumerate([title, *paragraphs]):
            lines = [words] if number == 0 else _broken(textwrap.wrap(words, 84))
            for line in lines:
                if y < 90:
                    sheets.append(
                        Sheet().put(72, 760, "A manual of random words", 8).put(300, 40, str(len(sheets) + 1))
                    )
                    y = 720.0
                sheets[-1].put(72, y, line, 10 if number else 15, "F1" if number else "F2")
                y -= 12 if number else 26
            y -= 8
    return pdf(sheets, title="A manual")


def _broken(lines: list[str]) -> list[str]:
    """The lines, every third with the beginning of the next word and a hyphen, if that word is long enough."""
    for number in range(0, len(lines) - 1, 3):
        first, _, rest = lines[number + 1].partition(" ")
        if first.isalpha() and first.islower() and len(first) > 6:
            lines[number : number + 2] = [f"{lines[number]} {first[:3]}-", f"{first[3:]} {rest}"]
    return lines


def write(folder: Path, book: list[Chapter]) -> None:
    """All four forms, under one name."""
    for ending, data in (
        ("txt", as_text(book)),
        ("html", as_html(book)),
        ("epub", as_epub(book)),
        ("pdf", as_pdf(book)),
    ):
        (folder / f"manual.{ending}").write_bytes(data)
