"""The article of a page, and what in it is left out: navigation, scripts, forms, what the page hides.

Nothing is dropped in silence: each element left out has a reason, and its characters are counted under that.
"""

from __future__ import annotations

import re

from companion.documents.html.dom import HEADINGS, Node
from companion.documents.html.measure import Measure
from companion.documents.html.prose import Article
from companion.documents.html.source import names

NAVIGATION = "navigation"
HIDDEN = "text the page hides"
REASONS = {
    **dict.fromkeys(("script", "style", "template", "noscript"), "scripts and styles"),
    **dict.fromkeys(("button", "select", "textarea", "datalist", "input"), "forms"),
    **dict.fromkeys(("iframe", "object", "video", "audio", "canvas", "embed", "applet"), "embedded media"),
    **dict.fromkeys(("head", "title", "frameset", "noframes"), "the page's head"),
    **dict.fromkeys(("nav",), NAVIGATION),
    **dict.fromkeys(("rp",), "brackets of ruby text"),
}
_PLACES = names("aside header footer ul ol div td table")
"""Elements that may be navigation without an attribute that says so."""
_ROLES = names("navigation search banner contentinfo menu menubar toolbar complementary dialog alertdialog")
_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav\w*|menus?|breadcrumbs?|side-?bar\w*|toc\w*|contents|pagination|pager|shar(?:e|ing)|social"
    r"|related|cookies?|consent|newsletter|promo\w*|adverts?\w*|ads?|skip\w*|masthead|site-?header|footer)(?:$|[-_ ])",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PERMALINKS = frozenset(("¶", "#", "§", "🔗", "link", "⚓︎", "⚓", "permalink"))
_LINE_NUMBERS = names("linenos lineno linenodiv")


def article_and_left_out(root: Node, measure: Measure, *, alone: bool) -> tuple[Node, dict[int, str]]:
    """The element that holds the text, and reasons, by the index of the element, for what of it is not shown.

    `alone` says that it is a page of its own, on which other things than the article may stand.
    """
    article = article_of(root, measure)
    reasons = left_out(article, measure)
    if alone:
        second = Article(article, measure, reasons, frozenset(REASONS))
        if second.found is not None:
            reasons = second.reasons | reasons
    return article, reasons


def article_of(root: Node, measure: Measure) -> Node:
    """The element that holds the text: `main`, or an `article` with most of it, else the body."""
    body = root.find("body") or root
    mains = [node for node in body.nodes() if node.tag == "main" or node.attr("role") == "main"]
    articles = [node for node in body.nodes() if node.tag == "article" or node.attr("role") == "article"]
    for candidates, share in ((mains, 0.25), (articles, 0.5)):
        best = max(candidates, key=measure.size, default=body)
        if measure.size(best) >= share * max(measure.size(body), 1):
            return best
    return body


def left_out(content: Node, measure: Measure) -> dict[int, str]:
    """Reasons, by the index of the element, for what inside the article is not shown."""
    whole = max(measure.size(content), 1)
    is_page = content.tag in ("body", "#")
    reasons: dict[int, str] = {}
    waiting = [content]
    while waiting:
        node = waiting.pop()
        reason = "" if node is content else _reason(node, measure, whole, is_page)
        if reason:
            reasons[node.index] = reason
        else:
            waiting += [child for child in node.children if isinstance(child, Node)]
    return reasons


def _reason(node: Node, measure: Measure, whole: int, is_page: bool) -> str:
    if node.tag in REASONS:
        return REASONS[node.tag]
    if not node.attributes and node.tag not in _PLACES:
        return ""
    if "hidden" in node.attributes or _INVISIBLE.search(node.attr("style")):
        return HIDDEN
    named = f"{node.attr('class')} {node.attr('id')}"
    if node.tag == "a":
        return NAVIGATION if _is_permalink(node) else ""
    if _LINE_NUMBERS.intersection(named.split()):
        return "line numbers"
    size, density = measure.size(node), measure.density(node)
    if size > 0.5 * whole or node.tag in HEADINGS:
        return ""
    if node.attr("role") in _ROLES and (node.attr("role") != "complementary" or is_page or density > 0.5):
        return NAVIGATION
    if node.tag == "aside" and (density > 0.5 or (is_page and not _in_article(node))):
        return NAVIGATION
    if node.tag in ("header", "footer") and is_page and not _in_article(node):
        return NAVIGATION if node.tag == "footer" or density > 0.5 else ""
    if named.strip() and density > 0.4 and measure.links(node) > 1 and _NAMES.search(named):
        return NAVIGATION
    listed = node.tag in ("ul", "ol", "div", "td", "table") and is_page and not _in_article(node)
    return NAVIGATION if listed and density > 0.8 and measure.links(node) >= 5 and size < 0.2 * whole else ""


def _is_permalink(node: Node) -> bool:
    """True for a sign beside a heading that links to the heading."""
    if not node.attr("href").startswith("#") or len(node.children) > 3 or node.is_longer(20):
        return False
    return node.text().lower() in _PERMALINKS


def _in_article(node: Node) -> bool:
    return any(outer.tag in ("article", "section", "main", "blockquote") for outer in node.ancestors())
