"""HTML: the article with its headings, lists, tables, notes and pictures; and what is left out is counted."""

from __future__ import annotations

import pytest

from companion.documents import read_document
from companion.documents.decode import html_text
from companion.documents.html.dom import parse
from companion.model import Document
from tests.documents.books import Sent, sent
from tests.documents.html.test_html_letters import text_of


def opened(body: str) -> Document:
    return read_document(body.encode(), "page.html")


def read(body: str) -> Sent:
    return sent("html", body.encode())


def described(body: str) -> list[tuple[str, str, int, str]]:
    return [(piece.kind, piece.text, piece.depth, piece.marker) for piece in read(body).pieces]


def test_a_page_becomes_sections_by_its_headings() -> None:
    document = opened(
        "<!doctype html><html lang=fr><head><title>In the tab</title><meta name=author content='A. Writer'>"
        "<meta property=og:site_name content=Site><link rel=canonical href=http://x.y/z></head><body>"
        "<h1>The <i>page</i></h1><p>Before.<h2>One</h2><p>First.<h3>Deep</h3><p>Second.<h2>One</h2><p>Third.</body>"
    )
    assert document.title == "The page"
    assert document.language == "fr"
    assert dict(document.facts) == {"author": "A. Writer", "publisher": "Site", "address": "http://x.y/z"}
    assert [heading.id for heading in document.headings] == ["start", "one", "deep", "one-2"]
    assert [document.section(index).text for index in range(4)] == [
        "The page\n\nBefore.",
        "One\n\nFirst.",
        "Deep\n\nSecond.",
        "One\n\nThird.",
    ]


def test_lists_quotations_tables_and_code_are_told_apart() -> None:
    body = (
        "<ul><li>one<ul><li>deep</ul><li>two<p>more</ul><ol start=3><li>three<li value=7>seven</ol>"
        "<blockquote><p>said</blockquote><dl><dt>term<dd>meaning</dl><pre>a\n  b\n</pre>"
        "<table><caption>Of things</caption><tr><th>k<th>v<tr><td>a<td>b<td></table>"
    )
    assert described(body) == [
        ("item", "one", 1, "•"),
        ("item", "deep", 2, "•"),
        ("item", "two", 1, "•"),
        ("paragraph", "more", 1, ""),
        ("item", "three", 1, "3."),
        ("item", "seven", 1, "7."),
        ("quotation", "said", 1, ""),
        ("item", "term", 0, ""),
        ("paragraph", "meaning", 1, ""),
        ("code", "a\n  b", 0, ""),
        ("figure", "Of things", 0, ""),
        ("row", "k | v", 0, ""),
        ("row", "a | b | ", 0, ""),
    ]


def test_marks_keep_how_words_look_and_where_links_lead() -> None:
    (piece,) = read(
        "<p>A <b>bold <i>both</i></b> <code>x</code> <s>no</s> <a href='http://x.y/?a=1&amp;b'>link</a>."
    ).pieces
    marks = [(piece.text[mark.start : mark.end], mark.style, mark.target) for mark in piece.marks]
    assert piece.text == "A bold both x no link."
    assert marks == [
        ("bold both", "strong", ""),
        ("both", "emphasis", ""),
        ("x", "code", ""),
        ("no", "strike", ""),
        ("link", "link", "http://x.y/?a=1&b"),
    ]


def test_blanks_flow_and_line_breaks_stay() -> None:
    assert read("<p> a \n  b<br> c <q>d</q>  10<sup>6</sup> H<sub>2</sub>O<sup>th</sup> ").texts == [
        "a b\nc “d” 10⁶ H₂Oth"
    ]


def test_pictures_show_what_stands_for_them_and_where_they_lie() -> None:
    found = read(
        "<p>See <img src=/a/b.png alt='the plan'> there.<figure><img src=c.png><figcaption>A caption</figure>"
        "<p>x<img src=d.png alt=''><p><svg aria-label='a chart'></svg>"
    )
    assert [(piece.kind, piece.text) for piece in found.pieces] == [
        ("paragraph", "See the plan there."),
        ("figure", "[image c.png]"),
        ("figure", "A caption"),
        ("paragraph", "x"),
        ("figure", "a chart"),
    ]
    assert [mark.target for piece in found.pieces for mark in piece.marks] == ["/a/b.png", "c.png", ""]


@pytest.mark.parametrize(
    "note",
    [
        "<p>Said<a href=#fn1><sup>1</sup></a>.<p>On.<div id=fn1>1. The <i>note</i>. <a href=#r1>↩</a></div>",
        "<p>Said<a epub:type=noteref href=#n>1</a>.<p>On.<aside id=n epub:type=footnote><p>The <i>note</i>.</aside>",
        "<p>Said<sup id=r><a href=#cite_note-1>[1]</a></sup>.<p>On."
        "<ol><li id=cite_note-1><a href=#r>^</a> The <i>note</i>.</ol>",
        "<p>Said<a class=footnote-reference href=#id2>[1]</a>.<p>On.<dl><dt id=id2>[1]<dd><p>The <i>note</i>.</dl>",
    ],
)
def test_a_footnote_stands_behind_the_part_that_refers_to_it(note: str) -> None:
    document = opened(f"<h2>One</h2>{note}<h2>Two</h2><p>Other.")
    section = document.section("one")
    blocks = [(section.words(block), block.marker) for block in section.blocks]
    assert blocks == [("One", ""), ("Said[1].", ""), ("On.", ""), ("The note.", "[1]")]
    assert [(mark.style, mark.target) for mark in section.marks] == [("footnote", "1"), ("emphasis", "")]
    assert document.section("two").text == "Two\n\nOther."


def test_a_label_is_not_cut_out_of_a_word() -> None:
    found = read("<p>Said<a href=#fn1><sup>a</sup></a>.<p id=fn1>all of it")
    assert found.pieces[-1].text == "all of it"


def test_a_link_into_the_text_is_no_footnote() -> None:
    found = read("<p>See <a href=#n1>1</a>.<div id=n1><h2>Number one</h2><p>Text.</div>")
    assert "".join(found.texts) == "See 1.Number oneText."


@pytest.mark.parametrize(
    ("body", "shown", "said"),
    [
        ("<nav><a href=x>Home</a></nav><main><p>Text</main><footer>Imprint</footer>", "Text", "11 of navigation"),
        ("<p>Text<script>var a</script><style>p{}</style>", "Text", "7 of scripts and styles"),
        ("<p>Text<p hidden>gone<p style='display: none'>too", "Text", "7 of text the page hides"),
        ("<title>Name</title><p>Text", "Text", "4 of the page's head"),
        ("<p>Text<!-- a remark --><?php x ?>", "Text", "12 of comments"),
        ("<table><tr><td>Text<tbody hidden><tr><td>gone</table>", "Text", "4 of text the page hides"),
        ("<p>Text<form><button>Go</button></form>", "Text", "2 of forms"),
        ("<h2>Text <a class=headerlink href=#t>¶</a></h2>", "Text", "1 of navigation"),
        ("<p>Text<span role=doc-pagebreak>12</span>", "Text", "2 of page numbers"),
        (
            "<p>Text<ul class=breadcrumbs><li><a href=a>A</a><li><a href=b>B</a></ul>" + "<p>More",
            "Text",
            "2 of navigation",
        ),
    ],
)
def test_what_is_left_out_is_counted_by_its_reason(body: str, shown: str, said: str) -> None:
    found = read(body)
    assert found.texts[0] == shown
    assert said in found.notices[-1]


def test_a_page_number_is_kept_for_citing() -> None:
    found = read("<p>a<span role=doc-pagebreak aria-label='12.'></span>b<p>c")
    assert [(piece.text, piece.page) for piece in found.pieces] == [("ab", ""), ("c", "12")]


def test_links_that_are_the_text_are_no_navigation() -> None:
    rows = "".join(f"<li><a href=x{n}>A long title of a paper, number {n}</a>" for n in range(10))
    found = read(f"<main><p>Papers<ul>{rows}</ul></main>")
    assert sum(piece.kind == "item" for piece in found.pieces) == 10


@pytest.mark.parametrize(
    "body",
    [
        "<p>a<p>b<li>c<li>d",
        "<p>a</div></p>b<td>c</table>d",
        "<b><p>a</b>b<i>c</p>d",
        "<![CDATA[a]]><![if b]>b<![endif]>c d",
        "a<b c=d e>b</ b>c<d",
        "<table><p>a</table><tr>b<td>c d",
        "<table>a<tbody>b<tr>c<td>d",
    ],
)
def test_wrong_markup_loses_no_word(body: str) -> None:
    found = read(body)
    assert [word for word in "abcd" if word in "".join(found.texts)] == [
        word for word in "abcd" if word in text_of(body)
    ]


@pytest.mark.parametrize(
    ("data", "text", "notice"),
    [
        ("<p>naïve €".encode(), "<p>naïve €", False),
        (b"<meta charset=iso-8859-1><p>na\xefve \x80", "<meta charset=iso-8859-1><p>naïve €", False),
        (b"<?xml version='1.0' encoding='koi8-r'?>\xc1", "<?xml version='1.0' encoding='koi8-r'?>а", False),
        ("\ufeff<p>naïve".encode("utf-16"), "\ufeff<p>naïve", False),
        (b"<meta charset=rot13><p>na\xefve", "<meta charset=rot13><p>naïve", True),
        (b"<meta charset=shift_jis><p>\xff", "<meta charset=shift_jis><p>\ufffd", True),
    ],
)
def test_the_encoding_is_what_the_page_says_or_is_guessed_and_told(data: bytes, text: str, notice: bool) -> None:
    found, said = html_text(data)
    assert found.lstrip("\ufeff") == text.lstrip("\ufeff")
    assert bool(said) == notice


def test_a_large_picture_in_the_page_itself_is_no_text() -> None:
    found = read(f"<p>a<img alt='the plan' src='data:image/png;base64,{'A' * 900_000}'>b")
    assert found.texts == ["athe planb"]
    assert found.pieces[0].marks[0].target.startswith("data:image/png")
    assert len(found.pieces[0].marks[0].target) <= 2_000


def test_a_page_with_more_elements_than_are_read_keeps_its_words() -> None:
    root, _ = parse("<p>a &amp; b" + "<i>c</i>" * 30_000 + "<p>end &lt;", most=10)
    assert root.text().count("c") == 30_000
    assert root.text().startswith("a & b")
    assert root.text().endswith("end <")
    assert sum(node.flattened for node in root.nodes()) > 30_000


@pytest.mark.parametrize(
    ("end", "shown"),
    [
        ("<a href", "<a href"),
        ("<a href='x y", "<a href='x y"),
        ('<a class=k href="x>y<b>z', '<a class=k href="x>yz'),
        ("</di", "</di"),
        ("<?php x", "<?php x"),
        ("<b <i <u", "<b <i <u"),
        ("<", "<"),
    ],
)
def test_a_tag_in_which_a_page_breaks_off_is_text(end: str, shown: str) -> None:
    assert read(f"<p>some words {end}").texts == [f"some words {shown}"]


def test_a_script_or_a_comment_in_which_a_page_breaks_off_is_none() -> None:
    assert read("<p>words<script>if (a<b").texts == ["words"]
    assert read("<p>words<!-- a <b").texts == ["words"]


XHTML = """<?xml version="1.0"?>
<!-- a page --><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/><style
type='text/css'/></head><body><h2>A<a id="x"/>B</h2><p>One<i/> two<br/>three<img alt="> a plan" src="a/b.png"/></p>
<p/><div/><p><![CDATA[four <i> & ]]>five</p><script>//<![CDATA[
if (a<b) c();
//]]></script><ul><li/><li>six</li></ul></body></html>"""


def test_empty_elements_and_cdata_of_xml_are_what_they_are_there() -> None:
    found = read(XHTML)
    assert found.texts == ["AB", "One two\nthree> a plan", "four <i> & five", "six"]
    assert found.pieces[1].marks[-1].target == "a/b.png"
    assert read(XHTML.replace('<?xml version="1.0"?>', "")).texts == found.texts
    assert read("<p>a<span/> b").texts == ["a b"]


def test_what_counts_visitors_in_the_head_takes_nothing_from_it() -> None:
    document = opened(
        "<head><noscript><img src=p.gif></noscript><title>Name</title><meta name=author content='A. Writer'>"
        "<link rel=canonical href=/z></head><p>Text"
    )
    assert (document.title, dict(document.facts)) == ("Name", {"author": "A. Writer", "address": "/z"})


def test_words_in_a_drawing_are_left_out_and_counted() -> None:
    found = read("<p>a<svg><title>chart</title><text>10 %</text></svg><svg><text>20</text></svg>")
    assert found.texts == ["achart"]
    assert found.notices == ["Left out, in characters: 5 of drawings."]


PROSE = "".join(
    f"<p>Sentence {n} of a text that is long enough to count as running text, and has no link.</p>" for n in range(8)
)
TEASER = "<div class=box><h3><a href=/x>Other news</a></h3><p>Of that. <a href=/y>More</a></p></div>"


def test_what_stands_beside_the_running_text_is_left_out_and_said() -> None:
    found = read(f"<div><div id=a><h1>A title</h1></div><div id=b>{PROSE}</div><div id=c>{TEASER * 3}</div></div>")
    assert found.texts == ["A title", *(f"{p.split('>')[1]}." for p in PROSE.split(".</p>")[:-1])]
    assert "of what stands beside the article" in found.notices[-1]


@pytest.mark.parametrize(
    "beside",
    [
        f"<div>{PROSE[:300]}</p></div>",
        "<section id=menus><h2>Menus</h2><dl><dt>File<dd>Opens a file.<dt>Edit<dd>Changes it.</dl></section>",
        "<pre>synopsis [options]</pre>",
    ],
    ids=["running text", "a section named by its heading", "code"],
)
def test_text_beside_the_running_text_stays(beside: str) -> None:
    found = read(f"<div><div>{PROSE * 3}</div>{beside}</div>")
    assert not any("beside" in notice for notice in found.notices)


def test_the_page_of_a_manual_keeps_all_but_its_navigation() -> None:
    generator = "<meta name=generator content='Sphinx 7'>"
    found = read(f"{generator}<div><div id=b>{PROSE}</div><div id=c>{TEASER * 3}</div></div>")
    assert found.texts.count("Other news") == 3
