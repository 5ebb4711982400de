"""OpenDocument texts: a walk over `content.xml` makes a page of HTML, which is read as any page is.

The XML is read as the package of a book is, by the parser of HTML: no entity that a document defines is ever expanded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape

from companion.documents.archive import Archive, shown
from companion.documents.comments import MOST as MOST_COMMENTS
from companion.documents.comments import Comment, CommentTracker
from companion.documents.decode import html_text
from companion.documents.html import About, send_page
from companion.documents.html.dom import Node, parse
from companion.documents.html.measure import inked
from companion.documents.protocol import Emitter
from companion.documents.tracked import tracked_changes
from companion.model import LeftOut, Unreadable

_CONTENT, _STYLES, _META, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"
_READ = 40
"""Hundredths of the time that go by until the page of HTML is made."""
_FACTS = {"meta:initial-creator": "author", "dc:creator": "author", "dc:date": "published", "dc:publisher": "publisher"}
_REPEATED = 100
"""Columns and rows that stand for as many alike, at most; the empty rest of a sheet is written so."""
_KINDS = {"Title": "h1", "Caption": "figcaption", "Quotations": "blockquote", "Preformatted_20_Text": "pre"}
_CONTENTS = frozenset(
    f"text:{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    )
)
_FRAMES = frozenset(("draw:text-box", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:polygon", "draw:path"))
_UNSEEN = frozenset(("text:sequence-decls", "office:forms", "text:variable-decls", "text:user-field-decls"))
_DELETED, _RUNNING, _LISTED, _HIDDEN = "deleted text", "running heads and feet", "lists of contents", "hidden text"


def read_odt(data: bytes, skipped: Mapping[int, str], emitter: Emitter) -> None:
    """Send the document; it has no units to skip. Raises Unreadable for a damaged or a locked one."""
    archive = Archive(data)
    if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
        raise Unreadable("it is locked with a password; open it in LibreOffice and save a copy without one")
    emitter.begin(0, 100)
    styles = _tree(archive, _STYLES, emitter) if _STYLES in archive else None
    content = _tree(archive, _CONTENT, emitter)
    body = content.find("office:text")
    if body is None:
        raise Unreadable("there is no text in it")
    page = _OdtPage(OdtStyles([root for root in (styles, content) if root]))
    page.walk(body)
    if styles:
        running = [node for node in styles.nodes() if node.tag.startswith(("style:header", "style:footer"))]
        page.left[_RUNNING] = sum(inked(node.text()) for node in running if node.find("text:p"))
    for comment in page.comments():
        emitter.comment(comment)
    for words in page.deleted:
        emitter.left_out(LeftOut(_DELETED, words))
    about = _about(_tree(archive, _META, emitter)) if _META in archive else About("", "", [])
    notices = [notice for notice in [page.changes()] if notice]
    send_page(f"<main>{page.html()}</main>", emitter, about, notices, page.left, since=_READ)


def _tree(archive: Archive, name: str, emitter: Emitter) -> Node:
    try:
        text = html_text(archive.read(name))[0]
    except Unreadable as error:
        raise Unreadable(f"{shown(name)} {error}") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable(f"{shown(name)} declares entities, which no OpenDocument text does")
    return parse(text, lambda done, of: emitter.begin(done * _READ // max(of, 1), 100), xhtml=True)[0]


def _about(meta: Node) -> About:
    texts = {node.tag: node.text() for node in meta.nodes() if ":" in node.tag}
    facts = {fact: texts[tag] for tag, fact in reversed(_FACTS.items()) if texts.get(tag)}
    if "published" in facts:
        facts["published"] = facts["published"].partition("T")[0]
    return About(texts.get("dc:title", ""), texts.get("dc:language", ""), list(facts.items()))


class OdtStyles:
    """What the styles of a document say: what a paragraph is, how a span looks, whether a list is numbered."""

    def __init__(self, roots: list[Node]) -> None:
        self._parents: dict[str, str] = {}
        self._marks: dict[str, list[str]] = {}
        self._numbered: dict[str, set[int]] = {}
        for node in (node for root in roots for node in root.nodes()):
            name = node.attr("style:name")
            if node.tag == "style:style":
                self._parents[name] = node.attr("style:parent-style-name")
                if node.attr("style:family") == "text" and (looks := node.find("style:text-properties")):
                    bold, slanted = looks.attr("fo:font-weight") == "bold", looks.attr("fo:font-style") == "italic"
                    self._marks[name] = ["b"] * bold + ["i"] * slanted
            elif node.tag == "text:list-style":
                levels = (level for level in node.nodes() if level.tag == "text:list-level-style-number")
                self._numbered[name] = {
                    int(level.attr("text:level")) for level in levels if level.attr("text:level").isdecimal()
                }

    def kind(self, style: str) -> str:
        """The element of HTML that a paragraph of this style is."""
        for _ in range(20):
            if style in _KINDS or not style:
                break
            style = self._parents.get(style, "")
        return _KINDS.get(style, "p")

    def marks(self, style: str) -> list[str]:
        return self._marks.get(style, [])

    def is_numbered(self, style: str, level: int) -> bool:
        return level in self._numbered.get(style, ())


class _OdtPage:
    """The page of HTML; `left` counts the characters that are left out by reason, `deleted` are texts of deletions."""

    def __init__(self, looks: OdtStyles) -> None:
        self.left: Counter[str] = Counter()
        self.deleted: list[str] = []
        self._looks = looks
        self._parts: list[str] = []
        self._notes: list[str] = []
        self._frames: list[Node] = []
        self._said: list[tuple[str, Node]] = []
        self._tracker = CommentTracker()
        self._changed: Counter[str] = Counter()
        self._changers: list[str] = []

    def html(self) -> str:
        return "".join((*self._parts, *self._notes))

    def comments(self) -> list[Comment]:
        """The comments with the words they are about; of more than are kept, the characters count as left out."""
        made: list[Comment] = []
        for name, node in self._said:
            note = "\n\n".join(child.text() for child in node.nodes() if child.tag in ("text:p", "text:h"))
            if len(made) == MOST_COMMENTS:
                self.left["comments"] += inked(note)
                continue
            found = {child.tag: child.text() for child in node.children if isinstance(child, Node)}
            about = self._tracker.about(name) or ("",)
            made.append(Comment(found.get("dc:creator", ""), found.get("dc:date", ""), note, *about))
        return made

    def changes(self) -> str:
        return tracked_changes(self._changed["text:insertion"], self._changed["text:deletion"], authors=self._changers)

    def walk(self, node: Node, style: str = "", level: int = 0) -> None:
        """Blocks in order; `style` is that of the list they stand in, `level` its depth."""
        for child in node.children:
            if isinstance(child, str):
                if child.strip():
                    self._parts.append(escape(child))
            else:
                self._block(child, style, level)

    def _block(self, node: Node, style: str, level: int) -> None:
        tag = node.tag
        if tag in ("text:p", "text:h"):
            self._paragraph(node)
        elif tag == "text:list":
            self._list(node, node.attr("text:style-name") or style, level + 1)
        elif tag == "table:table":
            self._table(node)
        elif tag == "text:tracked-changes":
            self._regions(node)
        elif tag in _CONTENTS:
            self._leave(node, _LISTED)
        elif tag == "text:section" and node.attr("text:display") == "none":
            self._leave(node, _HIDDEN)
        elif tag in ("draw:frame", "office:annotation", "office:annotation-end"):
            self._inline(node)
            self._end_frames()
        elif tag not in _UNSEEN:
            self.walk(node, style, level)

    def _leave(self, node: Node, reason: str) -> None:
        self.left[reason] += inked(node.text())

    def _paragraph(self, node: Node) -> None:
        kind = self._looks.kind(node.attr("text:style-name"))
        if node.tag == "text:h":
            outline = node.attr("text:outline-level")
            kind = f"h{min(max(int(outline), 1), 6) if outline.isdecimal() else 1}"
        self._parts.append(f"<{kind}>")
        self._inside(node)
        self._parts.append(f"</{kind}>")
        self._tracker.paragraph()
        self._end_frames()

    def _end_frames(self) -> None:
        """Text in frames stands behind the paragraph they are tied to."""
        frames, self._frames = self._frames, []
        for frame in frames:
            self._parts.append("<div>")
            self.walk(frame)
            self._parts.append("</div>")

    def _inside(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self._text(child)
            else:
                self._inline(child)

    def _text(self, text: str) -> None:
        self._parts.append(escape(text))
        self._tracker.add(text)

    def _inline(self, node: Node) -> None:
        tag = node.tag
        if tag in ("text:s", "text:tab"):
            self._text(" ")
        elif tag == "text:line-break":
            self._parts.append("<br>")
            self._tracker.add(" ")
        elif tag == "text:a":
            self._parts.append(f'<a href="{escape(node.attr("xlink:href"))}">')
            self._inside(node)
            self._parts.append("</a>")
        elif tag == "text:note":
            self._note(node)
        elif tag == "office:annotation":
            name = node.attr("office:name") or f"#{node.index}"
            self._said.append((name, node))
            (self._tracker.begin if node.attr("office:name") else self._tracker.end)(name)
        elif tag == "office:annotation-end":
            self._tracker.end(node.attr("office:name"))
        elif tag in ("svg:title", "svg:desc"):
            self._described(node)
        elif tag in _FRAMES or tag in ("text:p", "text:h", "text:list", "table:table"):
            self._frames.append(node)
        else:
            marks = self._looks.marks(node.attr("text:style-name")) if tag == "text:span" else []
            self._parts += [f"<{mark}>" for mark in marks]
            self._inside(node)
            self._parts += [f"</{mark}>" for mark in reversed(marks)]

    def _described(self, node: Node) -> None:
        """The words for a picture; its title only where it has no longer ones."""
        siblings = node.parent.children if node.parent else []
        longer = node.tag == "svg:title" and any(isinstance(s, Node) and s.tag == "svg:desc" for s in siblings)
        if longer:
            self._leave(node, "titles of pictures")
        elif words := node.text():
            self._parts.append(f'<img alt="{escape(words)}">')

    def _note(self, node: Node) -> None:
        number = len(self._notes) + 1
        label = next((child.text() for child in node.nodes() if child.tag == "text:note-citation"), "") or str(number)
        self._parts.append(f'<a role="doc-noteref" href="#note-{number}">{escape(label)}</a>')
        self._notes.append("")
        outer, self._parts = self._parts, []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "text:note-body":
                self.walk(child)
        self._notes[number - 1] = f'<aside id="note-{number}">{"".join(self._parts)}</aside>'
        self._parts = outer

    def _list(self, node: Node, style: str, level: int) -> None:
        items = [child for child in node.children if isinstance(child, Node)]
        if node.find("text:h") and not any(item.find("text:p") for item in items):  # numbered headings
            for item in items:
                self.walk(item, style, level)
            return
        kind = "ol" if self._looks.is_numbered(style, level) else "ul"
        self._parts.append(f"<{kind}>")
        for item in items:
            begin = item.attr("text:start-value")
            value = f' value="{begin}"' if begin.isdecimal() else ""
            self._parts.append(f"<li{value}>" if item.tag == "text:list-item" else "<div>")
            self.walk(item, style, level)
            self._parts.append("</li>" if item.tag == "text:list-item" else "</div>")
        self._parts.append(f"</{kind}>")

    def _table(self, table: Node) -> None:
        self._parts.append("<table>")
        inner_end = 0
        for node in list(table.nodes())[1:]:
            if node.index < inner_end:
                continue
            if node.tag == "table:table-row":
                inner_end = node.end
                outer = [parent.tag for parent in node.ancestors()]
                self._row(node, "th" if "table:table-header-rows" in outer[:2] else "td")
        self._parts.append("</table>")

    def _row(self, row: Node, tag: str) -> None:
        self._parts.append("<tr>")
        for cell in row.children:
            if isinstance(cell, Node) and cell.tag in ("table:table-cell", "table:covered-table-cell"):
                repeated = cell.attr("table:number-columns-repeated")
                count = min(int(repeated), _REPEATED) if repeated.isdecimal() else 1
                self._parts.append(f"<{tag}>")
                self.walk(cell)
                self._parts.append(f"</{tag}>" + f"<{tag}></{tag}>" * (count - 1))
        self._parts.append("</tr>")

    def _regions(self, node: Node) -> None:
        """Tracked changes: what was deleted stands here, what was inserted in the text."""
        for region in node.nodes():
            if region.tag in ("text:insertion", "text:deletion"):
                self._changed[region.tag] += 1
                self._changers += [child.text() for child in region.nodes() if child.tag == "dc:creator"]
                for child in region.children:
                    if isinstance(child, Node) and child.tag != "office:change-info":
                        self._leave(child, _DELETED)
                        self.deleted.append(child.text())
