"""Every character of a page is shown or said to be left out, however wrong its markup is."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.documents.html.dom import parse
from companion.documents.html.measure import inked
from tests.documents.books import Sent, sent

WORDS = st.text("abcdefgh 123", min_size=1, max_size=12)


def read(body: str) -> Sent:
    return sent("html", body.encode())


class _Texts(HTMLParser):
    """Every text and comment of a page, by the tokenizer alone."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.texts.append(data)

    def unknown_decl(self, data: str) -> None:
        self.texts.append(data.removeprefix("CDATA["))


def text_of(body: str) -> str:
    tokenizer = _Texts()
    tokenizer.feed(body.replace("<![if b]>", "").replace("<![endif]>", ""))
    tokenizer.close()
    return "".join(tokenizer.texts) + tokenizer.rawdata


INLINE = ("b", "i", "span", "a href='x'", "a", "code", "sup", "label", "button", "script", "rp", "small hidden")
BLOCKS = (
    *(
        "div",
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h5",
        "blockquote",
        "pre",
        "section",
        "main",
    ),
    *("nav", "aside", "header", "footer", "article", "form", "dl", "dt", "dd", "figure", "figcaption", "details"),
    *("tbody hidden", "tr hidden"),
    *("template", "style", "caption", "tbody", "div class='menu'", "ul class='toc'", "div role='navigation'", "head"),
    *("select", "option", "font color=red", "object", "center", "colgroup", "noscript", "rt"),
)
NODES = st.recursive(
    WORDS
    | st.sampled_from(("<br>", "<hr>", "<!-- abc -->", "</p>", "</div>", "</table>", "</b>", "<p>", "<li>", "<td>")),
    lambda inner: st.builds(
        lambda tag, children, closed: f"<{tag}>{''.join(children)}" + (f"</{tag.split()[0]}>" if closed else ""),
        st.sampled_from(INLINE + BLOCKS),
        st.lists(inner, max_size=5),
        st.booleans(),
    ),
    max_leaves=25,
)


@settings(max_examples=120)
@given(st.lists(NODES, max_size=6).map("".join))
def test_characters_in_are_characters_shown_and_characters_left_out(body: str) -> None:
    root, hidden = parse(body)
    there = hidden + inked("".join(root.texts()))
    assert there == inked(text_of(body))
    found = read(body)
    shown = inked("".join(found.texts)) - sum(text.count("|") for text in found.texts)  # between the cells of a row
    assert shown + found.left_out == there


@settings(max_examples=60)
@given(st.lists(NODES, max_size=3).map("".join), st.sampled_from(("svg", "math", "svg><title", "math><annotation")))
def test_of_drawings_and_formulas_too(body: str, tag: str) -> None:
    page = f"<p>a<{tag}>{body}<g>b<template>c<foreignObject>d<template>e"
    root, hidden = parse(page)
    found = read(page)
    shown = inked("".join(found.texts)) - sum(text.count("|") for text in found.texts)
    assert shown + found.left_out == hidden + inked("".join(root.texts()))


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("a<frameset>b<frame>c</frameset>d<body>e", 5),
        ("<frameset>b<frame>c</frameset>d<body>e<noframes>f</noframes>", 5),
        ("a<!-- <frameset> --><p>b", 12),
        ("<select>a<option>b<p>c<plaintext>d", 4),
        ("a<template>b<svg><template>c", 3),
        ("a<iframe>b</iframe><xmp>c</xmp><noscript>d</noscript>", 4),
    ],
)
def test_words_the_standard_drops_are_kept(body: str, count: int) -> None:
    root, hidden = parse(body)
    found = read(body)
    assert inked("".join(root.texts())) + hidden == inked("".join(found.texts)) + found.left_out == count


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8))
def test_footnotes_are_moved_and_none_is_lost(notes: list[tuple[str, str]]) -> None:
    text = "".join(f"<p>{words}<a href='#fn{n}'><sup>{n}</sup></a>" for n, (words, _) in enumerate(notes))
    body = text + "<ol>" + "".join(f"<li id=fn{n}>{note}" for n, (_, note) in enumerate(notes)) + "</ol>"
    found = read(body)
    shown = sum(map(str.isalnum, "".join(found.texts)))
    assert shown + found.left_out == sum(map(str.isalnum, text_of(body)))
