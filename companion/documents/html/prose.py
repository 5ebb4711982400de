"""The running text of a page, and what stands beside it: a second opinion where a page does not mark its article.

After Readability (Arc90, Mozilla): running text is told by its length and by how little of it is links. What holds
nearly all of it is the article; what else a page shows is left out, unless it is running text too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from companion.documents.html.dom import BLOCKS, HEADINGS, Node
from companion.documents.html.measure import Measure
from companion.documents.html.source import names
from companion.documents.sections import slug

BESIDE = "what stands beside the article"
COMMENTS = "readers' comments"
_SHORTEST = 50
"""Letters without links of a block that counts as running text."""
_LEAST = 400
"""Letters of running text that a page must have for its article to be looked for."""
_SHARE = 0.5
"""How much of the running text around it the article must hold; other running text there is shown too."""
_CONTAINERS = names("body main article section div center form table tbody tr td font span header")
_LISTS = names("ul ol dl div section table aside form td p nav header footer menu")
_TEXT = HEADINGS | names("p pre blockquote dl table section")
_BOXES = BLOCKS - HEADINGS - names("body article main dt dd li th tr caption")
_GENERATORS = re.compile(
    r"sphinx|docutils|rustdoc|doxygen|javadoc|pydoc|mkdocs|pandoc|asciidoc|docbook|makeinfo|texinfo|latex|tex4ht|hevea"
    r"|libreoffice|openoffice|microsoft word|gtk-doc|godoc|groff|calibre|mammoth|quarto|bookdown|mdbook|jekyll-docs",
    re.IGNORECASE,
)
"""Programs that make pages of documents: with navigation, but nothing else beside their text."""
_COMMENTS = re.compile(
    r"(?:^|[-_ ])(?:(?:user-?|reader-?|blog-?|post-?|article-?)?comments?(?:-?(?:list|area|section|wrapper|container"
    r"|block|form|thread|body|box))?|disqus\w*|respond|livefyre\w*|fb-?comments|commentlist|comentarios|kommentare)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
_UNLIKELY = re.compile(
    r"(?:^|[-_ ])(?:side-?bar\w*|rail|widgets?|related\w*|recommend\w*|recirc\w*|read-?more|more-?(?:stories|news|from"
    r"|on|like)|most-?\w+|popular|trending|teasers?|promo\w*|sponsor\w*|outbrain|taboola|ad|ads|advert\w*|banner|share"
    r"|sharing|partage\w*|social\w*|share-?\w+|newsletter\w*|subscri\w*|sign-?up\w*|log-?in\w*|cookies?|consent|footer\w*|tags"
    r"|tag-?list|author-?(?:bio|box|info)|about-?author|masthead|toolbar|pagination|pager"
    r"|breadcrumbs?|nav\w*|menus?|skip\w*|copyright|popup|modal|paywall|post-?meta"
    r"|byline|feedback|vote|jump-?link|next-?prev\w*|pre-?footer|yarpp|addthis\w*)(?:$|[-_ ])",
    re.IGNORECASE,
)


class Prose:
    """Letters of running text inside each element; what is left out by then has none."""

    def __init__(self, root: Node, left: dict[int, str], without: frozenset[str]) -> None:
        count = len(root.elements)
        loose, self._mass = [0] * count, [0] * count
        for node in reversed(root.elements):
            index, outer = node.index, node.parent
            if index in left or node.tag in without or outer is None:
                self._mass[index] = 0
                continue
            own = loose[index]
            for child in node.children:
                if isinstance(child, str):
                    own += len(child.strip())
            if node.tag == "a" or node.tag in HEADINGS:
                own = 0
            elif node.tag in BLOCKS:
                self._mass[index] += own if own >= _SHORTEST else 0
            else:
                loose[outer.index] += own
            self._mass[outer.index] += self._mass[index]

    def leave(self, node: Node) -> None:
        """Take the letters of an element that is left out from those around it."""
        mass = self._mass[node.index]
        for outer in (node, *node.ancestors()):
            self._mass[outer.index] -= mass

    def __getitem__(self, node: Node) -> int:
        return self._mass[node.index]


class Article:
    """The element that holds the running text of `body`, and reasons to leave out elements of `body` beside it.

    `found` is None where the page has no running text to speak of.
    """

    def __init__(self, body: Node, measure: Measure, left: dict[int, str], without: frozenset[str]) -> None:
        self.reasons: dict[int, str] = {}
        self.found: Node | None = None
        self._measure = measure
        self._titles = [node.index for node in body.nodes() if node.tag == "h1"]
        self._prose = prose = Prose(body, left, without)
        if prose[body] < _LEAST or _is_manual(body):
            return
        self._leave_unlikely(body)
        for index in self.reasons:
            prose.leave(body.elements[index])
        node, beside = body, list[Node]()
        while True:
            inner = [child for child in node.children if isinstance(child, Node)]
            best = max(inner, key=prose.__getitem__, default=node)
            if best is node or best.tag not in _CONTAINERS or prose[best] < _SHARE * prose[node]:
                break
            beside += [child for child in inner if child is not best]
            node = best
        for other in beside:
            self._leave_beside(other)
        self.found = node
        self._leave_lists(node)
        self._leave_headings(node)

    def _leave_unlikely(self, body: Node) -> None:
        """What its names say is no part of the article, unless half of the running text stands in it."""
        prose = self._prose
        waiting = [body]
        while waiting:
            node = waiting.pop()
            if node.tag == "pre":
                continue
            if node.tag in _BOXES and (node.attributes or node.tag == "form"):
                named = f"{node.attr('class')} {'' if _is_section(node) else node.attr('id')}"
                if _COMMENTS.search(named) and prose[body] - prose[node] >= _LEAST and not self._has_title(node):
                    self.reasons[node.index] = COMMENTS
                    continue
                if node.tag == "form" and prose[node] < 0.2 * prose[body]:
                    self.reasons[node.index] = BESIDE
                    continue
                if _UNLIKELY.search(named) and prose[node] < 0.3 * prose[body] and not self._has_title(node):
                    self.reasons[node.index] = BESIDE
                    continue
            waiting += [child for child in node.children if isinstance(child, Node)]

    def _has_title(self, node: Node) -> bool:
        return bisect_left(self._titles, node.index) < bisect_left(self._titles, node.end)

    def _leave_beside(self, node: Node) -> None:
        """Leave out an element beside the article, but for the page's title and what is running text itself."""
        if node.index in self.reasons or node.tag in ("h1", "figure"):
            return
        if self._is_text(node):
            return
        if self._has_title(node):
            for child in node.children:
                if isinstance(child, Node):
                    self._leave_beside(child)
            return
        self.reasons[node.index] = BESIDE

    def _is_text(self, node: Node) -> bool:
        """True for running text, and for other text with a heading or in a list or table, if hardly any is links."""
        prose, size, density = self._prose[node], self._measure.size(node), self._measure.density(node)
        if prose >= 80 and prose > 0.7 * size:
            return density < 0.2
        if node.find("pre"):
            return True
        return density < 0.1 and (size >= 150 or node.tag in _TEXT) and not node.find("form", "input", "img")

    def _leave_lists(self, content: Node) -> None:
        """Leave out lists of links that lead elsewhere."""
        whole = self._measure.size(content)
        if self._prose[content] < 0.4 * whole:
            return
        waiting = [content]
        while waiting:
            node = waiting.pop()
            if node.index in self.reasons:
                continue
            if node is not content and node.tag in _LISTS and self._is_list_of_links(node, whole):
                self.reasons[node.index] = BESIDE
                continue
            waiting += [child for child in node.children if isinstance(child, Node)]

    def _leave_headings(self, content: Node) -> None:
        """Leave out headings of what is left out: those with nothing shown between them and the next one."""
        for node in content.nodes():
            heading: Node | None = None
            follows_left = False
            for child in (*node.children, None):
                if isinstance(child, str):
                    heading = heading if not child.strip() else None
                elif child is None or child.tag in HEADINGS:
                    if heading is not None and follows_left:
                        self.reasons[heading.index] = BESIDE
                    heading, follows_left = child, False
                elif child.index in self.reasons:
                    follows_left = True
                elif self._measure.size(child):
                    heading = None

    def _is_list_of_links(self, node: Node, whole: int) -> bool:
        size, links = self._measure.size(node), self._measure.links(node)
        if (
            not size
            or node.find("pre")
            or size > 0.25 * whole
            or self._measure.density(node) < 0.5
            or self._prose[node] > 0.3 * size
        ):
            return False
        return links > (1 if node.tag != "p" else 2) and any(map(_leads_away, _links(node)))


def _is_section(node: Node) -> bool:
    """True for a part of the text whose id is made of its heading."""
    first = next(
        (inner for inner in node.elements[node.index + 1 : min(node.index + 4, node.end)] if inner.tag in HEADINGS),
        None,
    )
    return first is not None and slug(node.attr("id"))[:12] in slug(first.text())


def _is_manual(body: Node) -> bool:
    """True if the page says that a program for documents made it."""
    return any(
        node.tag == "meta" and node.attr("name").lower() == "generator" and _GENERATORS.search(node.attr("content"))
        for node in body.elements
    )


def _links(node: Node) -> Iterator[str]:
    return (inner.attr("href") for inner in node.nodes() if inner.tag == "a")


def _leads_away(address: str) -> bool:
    """True if it leads out of the folder of the page: the contents of a manual do not."""
    return "://" in address or address.startswith("/")
