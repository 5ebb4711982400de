"""Mutants: good documents of the four formats that strangers make, each damaged at random in one to thirty places.

The same number always makes the same mutant. Of an archive the members are damaged and packed again, so that the damage
reaches what reads them, or, one time in four, the archive itself.
"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import NamedTuple
from xml.etree import ElementTree

from tests.documents.books import epub, package, page
from tests.documents.pdf.pdfs import Sheet, pdf
from tests.documents.words import docx, footnotes, item, paragraph, reference, table


class Mutant(NamedTuple):
    """A damaged document: the name of its file, which says its format, and its bytes."""

    file: str
    data: bytes


WORDS = "The company says that it examined all of the reports it was sent in that year. "
BODY = (
    f"<h1 id=a>A report</h1><p>{WORDS}<a href='#fn1' id=r1>1</a> <em>so <b>it</b></em> <a href='http://x.y/z?a=b'>said"
    f"</a></p><h2>Parts &amp; pieces</h2><ul><li>one<li>two<ol start=3><li>three</ol></ul><blockquote><p>{WORDS}"
    "</blockquote><table><caption>T</caption><tr><th colspan=2>a<th>b<tr><td rowspan=2>c<td>d</table><pre>code\n  more"
    "</pre><img src=x.png alt='A picture'><svg><text>drawn</text></svg><hr><p hidden>not shown</p>"
    "<math><mi>x</mi></math>"
    "<dl><dt>term<dd>said</dl><p dir=rtl>&#x202e;&#27;&nbsp;é 漢 😀</p><aside id=fn1><a href='#r1'>1</a> A note."
    "</aside>"
)
HTML = (
    f"<!doctype html><html lang=en><head><title>T</title><meta charset=utf-8><meta name=author content=A><style>p{{}}"
    f"</style><script>x()</script></head><body><nav><a href=/>home</a></nav><main>{BODY}</main><footer>f"
    "</footer></body>"
)
TOKENS: dict[str, tuple[bytes, ...]] = {
    "pdf": tuple(
        b"<<|>>|[|]|(|)|/|obj|endobj|stream\n|endstream|xref|trailer|startxref|%%EOF| 0 R| 2 0 R| 99999 0 R|"
        b"/Kids|/Parent|"
        b"/Length|/Filter /FlateDecode|/Filter [/ASCIIHexDecode /LZWDecode]|/Count -1|/Count 999999|/Type /Page|/Font|"
        b"/ToUnicode|/MediaBox [0 0 0 0]|/MediaBox [1e30 -1e30 1e9 nan]|/Rotate 45|BT|ET|Tj|TJ|Tm|Tf|cm|q|Q|BDC|EMC|Do|"
        b"1e38|-2147483648|4294967296|\x00|\xff\xfe|<|>|true|null|/Encrypt|/OCG|/Prev 0|/ObjStm|/Annots|/Dest".split(
            b"|"
        )
    ),
    "html": tuple(
        b"<|>|</|<!--|-->|<![CDATA[|]]>|<?xml?>|&#|&#xD800;|&#0;|&#x110000;|&amp|&#27;|<p>|<table>|</table>|<tr>|<td "
        b"colspan=99999999>|<td rowspan=-1>|<li value=1e9>|<ol start=99999999999>|<h1>|<h6>|<a href='#a'>|"
        b"<a href='#fn1'>"
        b"|id=a|id=fn1|<template>|<frameset>|<svg>|<math>|<select>|<plaintext>|<textarea>|<body>|<html>|<head>|"
        b"<base href=x>|"
        b"<ruby><rt>|<pre>\n|\x00|\xff|\xed\xa0\x80|\xef\xbb\xbf|\xe2\x80\xae|\"|'|=|<br>|<sup>|<details>|"
        b"<dl><dt>".split(b"|")
    ),
    "docx": tuple(
        b"<w:p>|</w:p>|<w:r>|</w:r>|<w:t>|</w:t>|<w:tbl>|</w:tbl>|<w:tr>|<w:tc>|<w:pPr>|<w:numPr>|<w:ilvl w:val='99'/>|"
        b"<w:numId w:val='-1'/>|<w:footnoteReference w:id='1'/>|<w:gridSpan w:val='999999999'/>|<w:vMerge/>|<w:sdt>|"
        b"<w:hyperlink r:id='rId9'>|<w:fldChar w:fldCharType='begin'/>|"
        b'<w:instrText>HYPERLINK "x"</w:instrText>|<w:br/>|'
        b"<w:sym w:font='Wingdings' w:char='F0FC'/>|<w:drawing/>|<w:pStyle w:val='heading1'/>|w:val=|"
        b"xmlns:w='x'|<!--|-->|"
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>|&b;|&#27;|\x00|\xff|\"|'|<|>|/>|<w:del>|<w:ins>|<mc:AlternateContent>".split(
            b"|"
        )
    ),
}
TOKENS["epub"] = TOKENS["html"] + tuple(
    b"<itemref idref='i0'/>|<spine>|</spine>|<manifest>|href='../../x'|href='%2e%2e'|media-type='image/png'|"
    b"full-path='x'|"
    b"linear='no'|properties='nav'|xmlns='x'|<navPoint>|unique-identifier=''".split(b"|")
)


@cache
def seeds(kind: str) -> tuple[bytes, ...]:
    """Good documents of a format."""
    return tuple(SEEDS[kind]())


def mutant(kind: str, number: int) -> Mutant:
    """The mutant of a format with this number."""
    rng = random.Random(f"{kind} {number}")
    data = rng.choice(seeds(kind))
    if kind in ("epub", "docx") and rng.random() < 0.75:
        data = _repacked(rng, kind, data)
    elif kind == "pdf" and rng.random() < 0.3:
        data = _streams(rng, data)
    else:
        data = damaged(rng, data, TOKENS[kind])
    return Mutant(f"mutant.{kind}", data)


def damaged(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    """Bytes changed, left out, put twice, cut off, or with a word of the format put in."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 8, 30))):
        at, length, choice = rng.randrange(len(made) + 1), rng.choice((1, 2, 8, 60, 400)), rng.random()
        if choice < 0.35:
            made[at : at + rng.choice((0, 0, length))] = rng.choice(tokens)
        elif choice < 0.55:
            made[at : at + 1] = rng.randbytes(1)
        elif choice < 0.7:
            made[at : at + length] = b""
        elif choice < 0.8:
            made[at:at] = bytes(made[at : at + length]) * rng.choice((1, 1, 2, 50))
        elif choice < 0.9:
            _number(rng, made, at)
        elif choice < 0.97:
            other = rng.randrange(len(made) + 1)
            made[at : at + length] = made[other : other + length]
        else:
            del made[at:]
    return bytes(made)


def _number(rng: random.Random, made: bytearray, at: int) -> None:
    """Put another number in the place of the next one."""
    if found := re.compile(rb"\d+").search(made, at):
        wrong = (b"0", b"-1", b"65536", b"2147483647", b"4294967295", b"99999999999999999999", b"1.5", b"")
        made[found.start() : found.end()] = rng.choice(wrong)


def _repacked(rng: random.Random, kind: str, data: bytes) -> bytes:
    """The archive with one to three of its members damaged, or left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {info.filename: file.read(info) for info in file.infolist()}
    for name in rng.sample(sorted(members.keys() - {"mimetype"}), rng.choice((1, 1, 2, 3))):
        if rng.random() < 0.04:
            del members[name]
        else:
            whole = _grown(rng, members[name]) if rng.random() < 0.6 else None
            members[name] = damaged(rng, members[name], TOKENS[kind]) if whole is None else whole
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in members.items():
            file.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _grown(rng: random.Random, data: bytes) -> bytes | None:
    """XML that is still well-formed: elements left out, put elsewhere, into each other, renamed; None for no XML."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return None
    for _ in range(rng.choice((1, 2, 5, 20))):
        every = list(root.iter())
        one, other, choice = rng.choice(every), rng.choice(every), rng.random()
        if choice < 0.25 and len(one):
            one.remove(rng.choice(list(one)))
        elif choice < 0.5 and len(every) < 5_000:
            one.insert(rng.randrange(len(one) + 1), copy.deepcopy(other))
        elif choice < 0.6:
            one.tag = other.tag
        elif choice < 0.85 and one.attrib:
            wrong = ("", "-1", "0", "99999999999999999999", "1.5", "\u202e", "x" * 3_000, *other.attrib.values())
            one.set(rng.choice(list(one.attrib)), rng.choice(wrong))
        else:
            one.text = rng.choice((None, "", other.text, "\U0001f600\x85\u2028", "word " * 5_000))
    return ElementTree.tostring(root)


def _streams(rng: random.Random, data: bytes) -> bytes:
    """The PDF with its streams packed and their content, or what is packed, damaged; lengths are right, places not."""

    def packed(found: re.Match[bytes]) -> bytes:
        inner = found[1]
        if rng.random() < 0.5:
            inner = damaged(rng, inner, TOKENS["pdf"])
        inner = zlib.compress(inner)
        if rng.random() < 0.3:
            inner = damaged(rng, inner, (b"\x00", b"\xff"))
        return b"/Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(inner), inner)

    return re.sub(rb"/Length \d+ >>\nstream\n(.*?)\nendstream", packed, data, flags=re.DOTALL)


def _pdfs() -> list[bytes]:
    first = (
        Sheet().put(72, 720, "A report", 20, "F2").lines(72, 690, [WORDS[:60], "sent in that year.", "- so it said"])
    )
    second = Sheet().lines(72, 700, ["left"] * 9).lines(320, 700, ["right"] * 9).put(30, 400, "turned", turned=True)
    second.put(72, 90, "1 A note below.", 7).put(300, 40, "2", 8)
    pictured = Sheet(pictures=[(72, 300, 200, 100)], links=[(72, 690, 90, 12, "http://x.y/z")], alternative="Figure")
    pictured.put(72, 690, "A link", 10).put(72, 600, "Heading", 16, "F2").lines(72, 560, ["x = 1", "y"], font="F3")
    outline = [("A report", 0, 730.0), ("Columns", 1, 710.0)]
    return [
        pdf([first, second], outline=outline, labels="0 << /S /r >>", title="A report"),
        pdf([pictured, first], outline=[("Figure", 0, 400.0)]),
        pdf([first], password="", title="Locked"),
    ]


def _books() -> list[bytes]:
    nav = "<nav epub:type='toc'><ol><li><a href='a.xhtml'>A</a><ol><li><a href='b.xhtml#a'>B</a></ol></ol></nav>"
    item = '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    ncx = '<item id="x" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    points = "<navPoint><navLabel><text>a</text></navLabel><content src='a.xhtml'/></navPoint>"
    pages = {"a.xhtml": page(BODY), "b.xhtml": page(f"<h2 id='a'>Two</h2><p>{WORDS}</p>")}
    linked = {"OPS/nav.xhtml": page(nav), "OPS/toc.ncx": f"<ncx><navMap>{points}</navMap></ncx>"}
    return [epub(pages), epub(pages, opf=package(pages, extra=item + ncx), others=linked)]


def _word() -> list[bytes]:
    body = paragraph("A report", "Title") + paragraph("Parts", "heading1") + paragraph(WORDS, more=reference(1))
    body += item("one", 1) + item("two", 2, 1) + table(("a", "b"), ("c", "d")) + paragraph("Said so.", "Quote")
    return [docx(body, {"word/footnotes.xml": footnotes("A note.")}), docx(paragraph(WORDS) * 3)]


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "pdf": _pdfs,
    "epub": _books,
    "docx": _word,
    "html": lambda: [HTML.encode(), page(BODY).encode()],
}
