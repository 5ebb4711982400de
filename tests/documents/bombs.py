"""Documents made to exhaust, to mislead or to reach out of themselves, and what is to become of each."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from typing import NamedTuple

from tests.documents.books import CONTAINER, archive, epub, package, page
from tests.documents.odts import odt
from tests.documents.odts import paragraph as odt_paragraph
from tests.documents.words import docx, paragraph

WORDS = "words that stay"
EITHER = "either"
"""In the place of the words kept: refused or shown, as the tokenizer of this Python takes it."""


class Bomb(NamedTuple):
    """`says` is a pattern that what the reader is told must match; `keeps`, words that must be readable all the same.

    `quick` ones are tried in the suite, too.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    says: str = ""
    keeps: str = WORDS
    quick: bool = False


def html(name: str, make: Callable[[], str], says: str = "", keeps: str = WORDS, *, quick: bool = False) -> Bomb:
    return Bomb(name, "bomb.html", lambda: make().encode("utf-8", "surrogatepass"), says, keeps, quick)


def book(name: str, make: Callable[[], bytes], says: str = "", keeps: str = WORDS, *, quick: bool = True) -> Bomb:
    return Bomb(name, "bomb.epub", make, says, keeps, quick)


def _deep(tag: str, times: int = 100_000) -> str:
    return f"<p>a{f'<{tag}>' * times}{WORDS}"


def _attributes() -> str:
    return f"<p>{WORDS}<a {' '.join(f'x{number}' for number in range(500_000))}>b"


NESTING = [
    html("100,000 nested blocks", lambda: _deep("div"), "nested very deep"),
    html("100,000 nested marks", lambda: _deep("b"), "nested very deep"),
    html("100,000 nested quotations", lambda: _deep("blockquote"), "nested very deep"),
    html("50,000 nested lists", lambda: _deep("ul><li", 50_000), "nested very deep"),
    html("20,000 nested tables", lambda: _deep("table><tr><td", 20_000), "nested very deep"),
    html("3,900 blocks around 100,000 paragraphs", lambda: f"{'<div>' * 3_900}{f'<p>{WORDS}' * 100_000}", "very deep"),
    html("100,000 nested links", lambda: _deep("a href='#x'"), "nested very deep"),
]
SIZES = [
    html("a million paragraphs", lambda: f"<p>{WORDS}{'<p>x' * 1_000_000}", "shown flat"),
    html("200,000 headings", lambda: f"<p>{WORDS}{'<h1>a</h1>' * 200_000}"),
    html("a heading of 5 MB", lambda: f"<p>{WORDS}<h2>{'heading ' * 650_000}</h2><p>x"),
    html("a table of 3,000 columns", lambda: f"<p>{WORDS}<table>{('<tr>' + '<td>a' * 3_000) * 100}</table>"),
    html("a row of 200,000 cells", lambda: f"<p>{WORDS}<table><tr>{'<td>a' * 200_000}</table>"),
    html("10 MB without a blank", lambda: f"<p>{WORDS}<p>{'x' * 10_000_000}"),
    html("a million combining marks", lambda: f"<p>{WORDS}<p>a{chr(0x301) * 1_000_000}"),
    html("a preformatted text of two million lines", lambda: f"<p>{WORDS}<pre>{chr(10).join('ab' * 1_000_000)}</pre>"),
    html("a class of 5 MB", lambda: f"<p>{WORDS}<div class='{'side-bar ' * 600_000}'><a href=x>a</a><a href=y>b</a>"),
]
SYNTAX = [
    html("two million signs that begin nothing", lambda: f"<p>{WORDS}{'<' * 2_000_000}"),
    html("a million comments that do not end", lambda: f"<p>{WORDS}{'<!--' * 1_000_000}", "of comments"),
    html("a million tags that do not end", lambda: f"<p>{WORDS}{'<a ' * 1_000_000}"),
    html("half a million open quotation marks", lambda: f"<p>{WORDS}" + '<a b="' * 500_001, "", EITHER),
    html("two and a half million attributes", lambda: f"<p>{WORDS}<a {'x ' * 2_500_000}>"),
    html("half a million attributes, all different", _attributes, "takes too long", ""),
    html("an unknown declaration", lambda: f"<p>a<![foo[ b ]]><p>{WORDS}", quick=True),
    html("entities defined in each other", lambda: _laughs(f"<p>{WORDS} &i;"), quick=True),
    html("a million entities", lambda: f"<p>{WORDS}<p>{'&amp;' * 1_000_000}"),
    html("entities of no character", lambda: f"<p>{WORDS}<p>{'&#1114112;&#0;&#27;&#x9b;' * 1_000}", quick=True),
    html("a script that does not end", lambda: f"<p>{WORDS}<script>{'</scrip ' * 600_000}", "of scripts"),
    html("a style of 5 MB", lambda: f"<p>{WORDS}<style>{'x' * 5_000_000}</style>", "of scripts", quick=True),
    html("characters that are none", lambda: f"<p>{WORDS * 50}<p>{chr(0xD800)}{chr(0x202E)}{chr(0x1B)}[2J", quick=True),
]
REACHING = [
    html(
        "pictures, frames and objects from elsewhere",
        lambda: (
            f"<p>{WORDS}"
            + "<img src='http://example.org/x.png'><iframe src='http://example.org/'></iframe>" * 5_000
            + "<object data='file:///etc/passwd'></object><link rel=stylesheet href='//example.org/x'>"
        ),
        quick=True,
    ),
    html("a page that moves on", lambda: f"<meta http-equiv=refresh content='0;url=file:///etc/passwd'><p>{WORDS}"),
]
NOTES = [
    html(
        "100,000 marks of one long footnote",
        lambda: f"<p>{WORDS}" + "<p>t<a href='#fn1'>1</a>" * 100_000 + f"<p id=fn1>{'note ' * 1_900}",
        "where it is first referred to",
    ),
    html(
        "20,000 footnotes that refer to the next",
        lambda: (
            f"<p>{WORDS}"
            + "".join(f"<p id=fn{n}>n <a href='#fn{n + 1}'>{n % 900}</a>" for n in range(20_000))
            + "<p id=fn20000>end"
        ),
    ),
    html(
        "20,000 terms as footnotes",
        lambda: (
            f"<p>{WORDS} "
            + "".join(f"<a href='#fn{n}'>{n % 900}</a> " for n in range(20_000))
            + f"<dl>{''.join(f'<dt id=fn{n}>{n}<dd>note' for n in range(20_000))}</dl>"
        ),
    ),
]


def _laughs(body: str) -> str:
    """Ten levels of entities, each ten of the one before."""
    defined = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "lol">{defined}]><html><body>{body}</body></html>'


GOOD = page(f"<h2>One</h2><p>{WORDS}</p>")


def _zeros() -> bytes:
    return epub({"zeros.xhtml": b"<html>" + bytes(200_000_000), "good.xhtml": GOOD})


def _many_large() -> bytes:
    """Many members that each stay under every limit of their own."""
    text = "<p>x</p>" * 125_000
    return epub({"good.xhtml": GOOD, **{f"c{number}.xhtml": text for number in range(300)}})


def _lying() -> bytes:
    """A member that says it is small, in both places, and unpacks to 100 MB."""
    data = epub({"good.xhtml": GOOD, "large.xhtml": b"<p>" + b"y " * 50_000_000})
    said = struct.pack("<I", 3 + 100_000_000)
    assert data.count(said) == 2
    return data.replace(said, struct.pack("<I", 100))


def _overlapping() -> bytes:
    """Two hundred entries of the directory that all lead to one member of 30 MB."""
    data = epub({"good.xhtml": GOOD, "a000.xhtml": b"<p>" + b"z" * 30_000_000}, opf=package(["good.xhtml", *_NAMES]))
    start = data.rindex(b"PK\1\2")
    end = data.index(b"PK\5\6")
    entry = data[start:end]
    copies = b"".join(entry.replace(b"a000", f"a{number:03d}".encode()) for number in range(1, 200))
    count = struct.unpack_from("<H", data, end + 10)[0] + 199
    size = struct.unpack_from("<I", data, end + 12)[0] + len(copies)
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, count, count, size)
    return data[:end] + copies + bytes(tail)


_NAMES = [f"a{number:03d}.xhtml" for number in range(200)]


def _flagged() -> bytes:
    """A member that says it is encrypted, in both places."""
    data = bytearray(epub({"good.xhtml": GOOD, "locked.xhtml": GOOD}))
    for sign, name_at, flag_at in ((b"PK\3\4", 30, 6), (b"PK\1\2", 46, 8)):
        at = data.find(sign)
        while at >= 0:
            if data[at + name_at :].startswith(b"OPS/locked.xhtml"):
                data[at + flag_at] |= 1
            at = data.find(sign, at + 1)
    return bytes(data)


def _wrong_sum() -> bytes:
    data = epub({"good.xhtml": GOOD, "broken.xhtml": page(f"<p>{random.Random(1).randbytes(4_000).hex()}</p>")})
    at = data.index(b"OPS/broken.xhtml") + 500
    return data[:at] + bytes(20) + data[at + 20 :]


def _spine(refs: str, extra: str = "", **others: str) -> bytes:
    opf = package(["good.xhtml"], extra=extra, spine=f'<itemref idref="i0"/>{refs}')
    return epub({"good.xhtml": GOOD}, opf=opf, others=others)


def _toc(depth: int) -> bytes:
    points = "<navPoint><navLabel><text>a</text></navLabel><content src='good.xhtml'/>" * depth
    item = '<item id="toc" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    return _spine("", item, **{"OPS/toc.ncx": f"<ncx><navMap>{points}"})


def _named(href: str) -> bytes:
    return _spine('<itemref idref="x"/>', f'<item id="x" href="{href}" media-type="application/xhtml+xml"/>')


BOOKS = [
    book("a member that unpacks a thousandfold", _zeros, "is too much: more than|200 times its size", quick=False),
    book("300 members of a mebibyte each", _many_large, "is too much: more than|was not read", quick=False),
    book("a member that lies about its size", _lying, "is damaged", quick=False),
    book("200 entries for one member", _overlapping, "a\\d+.xhtml, is ", quick=False),
    book("20,000 members", lambda: epub({f"{n}.xhtml": "" for n in range(20_000)}), "10,000 members", "", quick=False),
    book("a name that leads out", lambda: _named("../../../etc/passwd"), "leads out of the book"),
    book("an absolute name", lambda: _named("/etc/passwd"), "leads out of the book"),
    book("an address as a name", lambda: _named("file:///etc/passwd"), "leads out of the book"),
    book("a name with two dots, escaped", lambda: _named("%2e%2e/%2e%2e/etc/passwd"), "leads out of the book"),
    book("a name with hidden characters", lambda: _named("a&#27;[2J&#x202e;b"), "is not in the book"),
    book(
        "99,000 missing files",
        lambda: _spine("".join(f'<itemref idref="n{n * 7919 % 99991}"/>' for n in range(99_000))),
        "is not in the book",
        quick=False,
    ),
    book(
        "a file named 20,000 times",
        lambda: _spine('<itemref idref="i0"/>' * 20_000, f"<!--{random.Random(1).randbytes(20_000).hex()}-->"),
    ),
    book("an archive as a chapter", lambda: epub({"good.xhtml": GOOD, "zip.xhtml": _wrong_sum()}), "zip.xhtml"),
    book("an encrypted member", _flagged, "is encrypted"),
    book("a damaged member", _wrong_sum, "is damaged"),
    book("a book that is cut off", lambda: _wrong_sum()[:-200], "damaged", ""),
    book("a package that is not there", lambda: archive({"META-INF/container.xml": CONTAINER.format("no")}), "say", ""),
    book("a package outside", lambda: epub({}, container=CONTAINER.format("../../etc/passwd")), "does not say", ""),
    book("entities in the package", lambda: epub({"g.xhtml": GOOD}, opf=_laughs(package(["g.xhtml"], title="&i;")))),
    book("100,000 nested lines of contents", lambda: _toc(100_000), quick=False),
    book("a chapter nested 100,000 deep", lambda: epub({"a.xhtml": _deep("div"), "b.xhtml": GOOD}), "very deep"),
    book("a chapter of zeros", lambda: epub({"a.xhtml": bytes(900_000), "b.xhtml": GOOD}), "a.xhtml"),
]


def word(name: str, make: Callable[[], bytes], says: str, keeps: str = "", *, quick: bool = False) -> Bomb:
    return Bomb(name, "bomb.docx", make, says, keeps, quick)


def _cells(times: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * times + paragraph(WORDS) + "</w:tc></w:tr></w:tbl>" * times


def _paragraphs() -> bytes:
    chance = random.Random(1)  # so that they do not pack too well
    return docx("".join(paragraph(f"{WORDS} {chance.random()}") for _ in range(400_000)))


WORD = [
    word("a Word document of 400,000 paragraphs", _paragraphs, "more than 250,000 elements"),
    word("20,000 nested tables in Word", lambda: docx(_cells(20_000)), "nested too deep"),
    word("150 nested tables in Word", lambda: docx(_cells(150)), "nested very deep|", WORDS, quick=True),
    word(
        "a million runs in Word", lambda: docx("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 1_000_000 + "</w:p>"), "times its"
    ),
    word("200 MB in a part of Word", lambda: docx(paragraph(WORDS), {"word/a.xml": bytes(200_000_000)}), "too much"),
    word("entities in Word", lambda: docx("", {"word/comments.xml": _laughs("")}), "declares entities", quick=True),
]


def _text_in(tag: str, times: int) -> bytes:
    return odt(f"{f'<{tag}>' * times}{odt_paragraph(WORDS)}{f'</{tag}>' * times}")


def _letter(parts: str) -> bytes:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    return f"{head}{parts}--b--\n".encode()


def _nested(depth: int) -> str:
    outer = "".join(f"--b\nContent-Type: multipart/related; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return f"{outer}Content-Type: text/html\n\n<p>{WORDS}\n"


OTHERS = [
    Bomb("20,000 nested sections in OpenDocument", "bomb.odt", lambda: _text_in("text:section", 20_000)),
    Bomb("150 nested lists in OpenDocument", "bomb.odt", lambda: _text_in("text:list", 150), quick=True),
    Bomb("entities in OpenDocument", "bomb.odt", lambda: odt(_laughs("")), "declares entities", "", quick=True),
    Bomb(
        "200 MB in OpenDocument",
        "bomb.odt",
        lambda: odt(odt_paragraph(WORDS), {"styles.xml": bytes(200_000_000)}),
        "too much",
        "",
    ),
    Bomb(
        "a table of a million columns in OpenDocument",
        "bomb.odt",
        lambda: odt(
            "<table:table><table:table-row><table:table-cell table:number-columns-repeated='1000000'>"
            f"{odt_paragraph(WORDS)}</table:table-cell></table:table-row></table:table>"
        ),
        quick=True,
    ),
    Bomb(
        "2,000 nested parts of a web archive", "bomb.mht", lambda: _letter(_nested(2_000)), "nested too deep|", EITHER
    ),
    Bomb(
        "no end of parts",
        "bomb.mht",
        lambda: _letter("--b\nContent-Type: text/html\n\nx\n" * 9_000),
        "parts",
        "",
        quick=True,
    ),
]
ALL = [*NESTING, *SIZES, *SYNTAX, *REACHING, *NOTES, *BOOKS, *WORD, *OTHERS]
