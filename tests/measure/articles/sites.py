"""Pages as sites of many kinds print an article: the same words, with all that stands beside them.

The articles are chapters of the made-up reports of `tests.measure.reports`; teasers, comments and adverts are sentences
of its other reports, so that nothing but its place tells what is part of the article.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

from tests.measure.reports.source import Block, load

REPORTS = ("water", "cameras", "language")
_PER_REPORT = 2


class Article(NamedTuple):
    """`words` are its paragraphs, items and cells, in order; its title is no part of them."""

    name: str
    title: str
    blocks: list[Block]

    @property
    def words(self) -> list[str]:
        return [text for block in self.blocks for text in _words(block)]


class Page(NamedTuple):
    """A page of one site: its source, and the words of the article in it."""

    name: str
    source: str
    truth: str


def articles() -> Iterator[Article]:
    """The longest chapters of each report."""
    for name in REPORTS:
        chapters = sorted(load(name).chapters, key=lambda chapter: -sum(len(block.plain) for block in chapter[1]))
        for heading, blocks in chapters[:_PER_REPORT]:
            shown = [block for block in blocks if block.kind in ("heading", "paragraph", "list", "table")]
            yield Article(f"{name}-{len(shown)}", heading.plain, shown)


def pages() -> Iterator[Page]:
    """Every article as every site prints it."""
    for article in articles():
        for site in SITES:
            clutter = Clutter(article.name)
            yield Page(f"{site.__name__}/{article.name}", site(article, clutter), "\n".join(article.words))


def _words(block: Block) -> Iterator[str]:
    if block.kind == "list":
        yield from block.items
    elif block.kind == "table":
        yield block.plain
        yield from (" ".join(row) for row in block.rows)
    else:
        yield block.plain


class Clutter:
    """What stands beside an article, drawn from the other reports, always in the same way."""

    def __init__(self, article: str) -> None:
        self._chance = random.Random(article)
        others = [load(name) for name in REPORTS if not article.startswith(name)]
        texts = [block.plain for report in others for block in report.blocks if block.kind == "paragraph"]
        self._sentences = [part.strip() + "." for text in texts for part in text.split(". ") if 40 < len(part) < 220]
        self._titles = [block.plain for report in others for block in report.headings]

    def sentence(self) -> str:
        return escape(self._chance.choice(self._sentences))

    def title(self) -> str:
        return escape(self._chance.choice(self._titles))

    def links(self, count: int) -> str:
        return "".join(f'<li><a href="https://example.org/{n}">{self.title()}</a></li>' for n in range(count))

    def teasers(self, count: int, kind: str = "teaser") -> str:
        return "".join(
            f'<div class="{kind}"><h3><a href="/story/{n}">{self.title()}</a></h3><p>{self.sentence()} '
            f'<a href="/story/{n}">Read more</a></p></div>'
            for n in range(count)
        )

    def comments(self, count: int) -> str:
        return "".join(
            f'<li class="comment" id="comment-{n}"><cite>Reader {n}</cite> <a href="#comment-{n}">{n} May 2024</a>'
            f"<p>{self.sentence()} {self.sentence()}</p><a href='#respond'>Reply</a></li>"
            for n in range(count)
        )


def _inside(article: Article, paragraph: str = "<p>{}</p>") -> str:
    parts: list[str] = []
    for block in article.blocks:
        text = escape(block.plain)
        if block.kind == "heading":
            parts.append(f"<h{block.level}>{text}</h{block.level}>")
        elif block.kind == "list":
            kind = "ol" if block.ordered else "ul"
            parts.append(f"<{kind}>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</{kind}>")
        elif block.kind == "table":
            head, *rows = block.rows
            cells = [f"<tr>{''.join(f'<th>{escape(cell)}</th>' for cell in head)}</tr>"]
            cells += [f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows]
            parts.append(f"<table><caption>{text}</caption>{''.join(cells)}</table>")
        else:
            parts.append(paragraph.format(text))
    return "\n".join(parts)


def _page(article: Article, body: str, note: str = "") -> str:
    head = f"<meta charset=utf-8><title>{escape(article.title)} | A Site</title><style>p{{margin:0}}</style>"
    script = "<script>window.dataLayer=[]; if (1<2) { load('<div>'); }</script>"
    return f"<!DOCTYPE html>{note}<html lang=en><head>{head}{script}</head><body>{body}{script}</body></html>"


def blog(article: Article, clutter: Clutter) -> str:
    side = (
        f"<div id=secondary class='widget-area'><aside class=widget><h3>Recent</h3>"
        f"<ul>{clutter.links(6)}</ul></aside></div>"
    )
    post = (
        f"<div id=content><div class='post hentry'><h1 class=entry-title>{escape(article.title)}</h1>"
        f"<div class=entry-meta>Posted on <a href=/d>May 1</a> by <a href=/a>A. Writer</a></div>"
        f"<div class=entry-content>{_inside(article)}<div class=sharedaddy><h3>Share this:</h3>"
        f"<ul>{clutter.links(4)}</ul>"
        f"</div></div></div><div id=comments class=comments-area><h2>Comments</h2><ol class=commentlist>"
        f"{clutter.comments(6)}</ol><div id=respond><form><p>Your address will not be published, nor shown to anyone"
        " who reads what you wrote here.</p><textarea></textarea></form></div></div></div>"
    )
    menu = f"<div id=access class=menu><ul>{clutter.links(7)}</ul></div>"
    return _page(article, f"<div id=page>{menu}{post}{side}<div id=footer>© A Site. Proudly made.</div></div>")


def news(article: Article, clutter: Clutter) -> str:
    story = (
        f"<div class=story><h1>{escape(article.title)}</h1><div class=story-body>"
        f"<div class=story-tools><ul>{clutter.links(3)}</ul></div>{_inside(article)}</div></div>"
    )
    rail = f"<div class=rail><h2>Most read</h2>{clutter.teasers(8)}</div>"
    return _page(
        article,
        f"<div class=header><ul>{clutter.links(9)}</ul></div><div class=wrap><div class=main>{story}</div>{rail}</div>"
        f"<div class=more><h2>More from us</h2>{clutter.teasers(6)}</div><div class=foot>{clutter.links(12)}</div>",
    )


def modern(article: Article, clutter: Clutter) -> str:
    aside = f"<aside class=related><h2>Related</h2><ul>{clutter.links(4)}</ul></aside>"
    form = (
        "<form class=newsletter><p>Get our stories by mail every morning, before anyone else is up.</p><input></form>"
    )
    return _page(
        article,
        f"<header><nav><ul>{clutter.links(6)}</ul></nav></header><main><article><header>"
        f"<h1>{escape(article.title)}</h1>"
        f"</header>{_inside(article)}{aside}{form}<footer><ul class=tags>{clutter.links(5)}</ul></footer></article>"
        f"<section class=recommended><h2>You may like</h2>{clutter.teasers(4)}</section></main>"
        f"<footer>{clutter.links(10)}<p>© A Site. All rights reserved.</p></footer>",
    )


def hashed(article: Article, clutter: Clutter) -> str:
    """Class names that a program made: nothing is named for what it is."""
    tiles = clutter.teasers(9, "css-9k2")
    text = _inside(article, '<div class="css-1x"><p class="css-at9">{}</p></div>')
    return _page(
        article,
        f"<div id=app><div class=css-0a><ul class=css-0b>{clutter.links(8)}</ul></div><div class=css-7c>"
        f"<div class=css-7d>"
        f"<h1 class=css-7e>{escape(article.title)}</h1><section class=css-7f>{text}</section></div></div>"
        f"<div class=css-9a>{tiles}</div><div class=css-9f><p>{clutter.links(8)}</p></div></div>",
    )


def old(article: Article, clutter: Clutter) -> str:
    """Columns of a table."""
    text = _inside(article)
    return _page(
        article,
        f"<table width=100%><tr><td colspan=3>"
        f"<a href=/>Home</a> | <a href=/n>News</a> | <a href=/c>Contact</a></td></tr>"
        f"<tr><td valign=top width=150><b>Sections</b><ul>{clutter.links(9)}</ul></td><td valign=top>"
        f"<h1>{escape(article.title)}</h1>{text}</td><td valign=top>{clutter.teasers(3)}</td></tr>"
        "<tr><td colspan=3><font size=1>Copyright A Site. <a href=/l>Legal</a> <a href=/p>Privacy</a>"
        "</font></td></tr></table>",
    )


def breaks(article: Article, clutter: Clutter) -> str:
    """Paragraphs set apart by empty lines only."""
    text = "<br><br>".join(escape(word) for word in article.words)
    return _page(
        article,
        f"<div id=top><ul>{clutter.links(5)}</ul></div><div id=middle><h1>{escape(article.title)}</h1>"
        f"<div id=txt>{text}</div>"
        f"</div><div id=right>{clutter.teasers(4)}</div><div id=bottom>"
        f"<a href=/i>Imprint</a> <a href=/p>Privacy</a></div>",
    )


def office(article: Article, clutter: Clutter) -> str:
    """A public authority's."""
    crumbs = "<div class=breadcrumbs><ol><li><a href=/>Home</a></li><li><a href=/w>Water</a></li></ol></div>"
    cookies = (
        "<div id=cookie-banner role=dialog><p>We would like to set additional cookies to understand how you use this"
        " site, remember your settings and improve our services.</p><button>Accept</button></div>"
    )
    useful = (
        "<form class=feedback><h2>Is this page useful?</h2><button>Yes</button>"
        "<p>Do not tell us about yourself.</p></form>"
    )
    return _page(
        article,
        f"{cookies}<div class=skip-link><a href=#m>Skip to main content</a></div>{crumbs}<main id=m role=main>"
        f"<h1>{escape(article.title)}</h1><div class=govspeak>{_inside(article)}</div>"
        f"<aside role=complementary><h2>Related content</h2><ul>{clutter.links(5)}</ul></aside></main>{useful}"
        f"<footer><ul>{clutter.links(8)}</ul></footer>",
    )


def crowd(article: Article, clutter: Clutter) -> str:
    """More comments than article."""
    return _page(
        article,
        f"<div class=topbar>{clutter.links(4)}</div><div id=wrapper><div id=article><h1>{escape(article.title)}</h1>"
        f"{_inside(article)}</div><div id=comments-section><h3>40 comments</h3>"
        f"<ul>{clutter.comments(40)}</ul></div></div>",
    )


def parts(article: Article, clutter: Clutter) -> str:
    """A long read: each part of the article stands in a box of its own, with pictures and adverts between."""
    boxes: list[str] = []
    for begin in range(0, len(article.blocks), 4):
        part = article._replace(blocks=article.blocks[begin : begin + 4])
        boxes.append(f"<section class=block><div class=block-text>{_inside(part)}</div></section>")
    advert = f"<div class='ad ad-slot'><p>Advertisement</p><p>{clutter.sentence()}</p></div>"
    return _page(
        article,
        f"<nav>{clutter.links(6)}</nav><div class=page><div class=hero><h1>{escape(article.title)}</h1></div>"
        f"{advert.join(boxes)}</div><div class=outro><h2>Read next</h2>{clutter.teasers(5)}</div>",
    )


def wiki(article: Article, clutter: Clutter) -> str:
    toc = f"<div id=toc class=toc><h2>Contents</h2><ul>{clutter.links(5)}</ul></div>"
    box = (
        f"<div class=navbox role=navigation><table><tr><th>See also</th><td><ul>{clutter.links(14)}</ul>"
        f"</td></tr></table></div>"
    )
    return _page(
        article,
        f"<div id=mw-page-base></div><div id=content role=main><h1 id=firstHeading>{escape(article.title)}</h1>"
        f"<div id=bodyContent><div id=siteSub>From A Site</div>"
        f"<div id=mw-content-text>{toc}{_inside(article)}{box}</div>"
        f"<div id=catlinks class=catlinks>"
        f"<a href=/c>Categories</a>: <a href=/x>Water</a> | <a href=/y>Reports</a></div></div></div>"
        f"<div id=mw-navigation><h2>Navigation menu</h2><ul>{clutter.links(12)}</ul></div>",
    )


def complete(article: Article, clutter: Clutter) -> str:
    """As a browser saves a page with its folder of files: with what scripts had put in it."""
    overlay = (
        "<div class=modal style='display: none'><p>You have read three of your three free stories this month. Subscribe"
        " now to read all of them, and cancel whenever you want.</p></div>"
    )
    video = (
        "<div class=player><video src='Page_files/a.mp4'>Your browser plays no film.</video><p>0:00 / 3:12</p></div>"
    )
    return _page(
        article,
        f"{overlay}<div id=root><div class=bar><ul>{clutter.links(7)}</ul></div><div><div><div class=article__content>"
        f"<h1>{escape(article.title)}</h1>{video}{_inside(article)}<div class=social-share>"
        f"<p>{clutter.links(4)}</p></div></div>"
        f"</div><div class=sidebar>{clutter.teasers(6)}</div></div><div class=taboola>{clutter.teasers(8)}</div></div>",
        "<!-- saved from url=(0024)https://example.org/page -->",
    )


def single(article: Article, clutter: Clutter) -> str:
    """As SingleFile saves it: pictures in the page itself, hidden elements kept."""
    image = f"<img alt='' src='data:image/png;base64,{'iVBOR' * 4_000}'>"
    return _page(
        article,
        f"<div class=sf-hidden></div><div class=site><div class=site-top>{clutter.links(5)}</div><div class=site-inner>"
        f"<div class=content><h1>{escape(article.title)}</h1>{image}{_inside(article)}</div>"
        f"<div class=promo-box><h4>Support us"
        f"</h4><p>{clutter.sentence()} {clutter.sentence()}</p>"
        f"<a href=/give>Give</a> <a href=/shop>Shop</a></div></div></div>",
        "<!--\n Page saved with SingleFile \n url: https://example.org/page \n saved date: May 1\n-->",
    )


def plain(article: Article, clutter: Clutter) -> str:
    """Nothing but the article: none of it may be lost."""
    return _page(article, f"<h1>{escape(article.title)}</h1>{_inside(article)}")


SITES: tuple[Callable[[Article, Clutter], str], ...] = (
    blog,
    news,
    modern,
    hashed,
    old,
    breaks,
    office,
    crowd,
    parts,
    wiki,
    complete,
    single,
    plain,
)
