"""The HTML page: one file with all in it, for anybody with a browser, a printer or a screen reader.

The score first, then the document with each card beside its passage, then the checklist, what found no place, and last
how it was made. Of a document that is not the reader's to pass on it has the quoted passages only.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass

from companion.exchange.entries import PageEntries, PageEntry, counted
from companion.exchange.outgoing import Outgoing
from companion.exchange.page.cards import card_element, checklist_element, question_elements
from companion.exchange.page.charts import kinds_chart, score_card
from companion.exchange.page.elements import Content, Element, element, written
from companion.exchange.page.passages import MarkedRange, block_content, block_element, trimmed
from companion.exchange.page.style import STYLE
from companion.exchange.text import kind_words
from companion.model import Document, Section

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def write(outgoing: Outgoing) -> str:
    """The page, or the page of one question. Raises CompanionError if there is no such question."""
    page = HtmlPage(outgoing, PageEntries(outgoing))
    return written(element("html", page.head(), element("body", *page.body()), lang="en"))


@dataclass(frozen=True, eq=False)
class HtmlPage:
    """The elements of a page."""

    outgoing: Outgoing
    entries: PageEntries

    @property
    def document(self) -> Document:
        return self.outgoing.document

    @property
    def language(self) -> str:
        """The document's language as a tag, where it names one."""
        return self.document.language if _LANGUAGE.fullmatch(self.document.language) else ""

    def head(self) -> Element:
        digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        return element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="referrer", content="no-referrer"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", f"{' '.join(self.document.title.split()) or 'A document'}, annotated"),
            element("style", STYLE),
        )

    def body(self) -> list[Content]:
        title = element("h1", self.document.title or self.document.name, dir="auto", lang=self.language)
        facts = [element("p", f"{name}: {text}", class_="facts", dir="auto") for name, text in self.document.facts]
        header = element("header", title, *facts)
        if self.outgoing.question:
            return [header, element("main", *question_elements(self.entries, self.outgoing.asked())), self._footer()]
        parts = [*self._summary(), *self._sections(), *self._rest()]
        links = [
            element("li", element("a", part[0].text or "this part", href=f"#{part.get('id')}"))
            for part in parts
            if part.get("id")
        ]
        contents = element("nav", element("ul", *links), aria_label="Contents")
        return [header, contents, element("main", *parts), self._footer()]

    def _summary(self) -> list[Element]:
        """The score card, and the kinds of each section."""
        charts: list[Content] = []
        questions = self.outgoing.questions
        if questions:
            counts = dict(counted(questions).most_common())
            charts.append(score_card("Verdicts", counts, f"{len(questions)} questions"))
        kinds, signs = self._kinds()
        if kinds:
            charts.append(kinds_chart("Kinds of annotation", kinds, signs))
        return [self._part("summary", "Summary", *charts)] if charts else []

    def _kinds(self) -> tuple[list[tuple[str, Counter[str]]], dict[str, str]]:
        rows: list[tuple[str, Counter[str]]] = []
        signs: dict[str, str] = {}
        for index, name in self.outgoing.headings():
            counts: Counter[str] = Counter()
            for entry in self.entries.of_section(name):
                layer, kind = entry.card.layer, entry.card.annotation.kind
                signs[entry.kind] = kind_words(kind, {**self.outgoing.kinds, **layer.kinds})[0]
                counts[entry.kind] += 1
            if counts:
                rows.append((self.document.headings[index].title or name, counts))
        return rows, signs

    def _sections(self) -> list[Element]:
        parts = []
        if self.entries.whole and not self.outgoing.section:
            parts.append(self._part("whole", "On the document", *map(card_element, self.entries.whole)))
        level = 1
        for index, name in self.outgoing.headings():
            entries = self.entries.of_section(name)
            if not entries and not self.outgoing.full:
                continue
            section = self.document.section(index)
            level = max(2, min(level + 1, section.level, 6))
            title = self.document.headings[index].title or f"Section {index + 1}"
            rows = self._whole_text(section, entries) if self.outgoing.full else self._quoted(section, entries)
            parts.append(self._part(f"s-{index + 1}", title, *rows, level=level, foreign=True))
        return parts

    def _whole_text(self, section: Section, entries: list[PageEntry]) -> list[Content]:
        """Every block with the cards of what is annotated in it; those on the section come first."""
        passages = [passage for entry in entries for passage in self._passages(section, entry)]
        placed: dict[int, list[PageEntry]] = {}
        at = 0
        loose: list[PageEntry] = []
        marked = {passage.entry.number for passage in passages}
        for entry in entries:  # a reply stands below what it answers
            if entry.number in marked:
                at = section.block_at(next(each.start for each in passages if each.entry is entry))
                placed.setdefault(at, []).append(entry)
            elif entry.depth and any(placed.values()) and entry.card.parent not in {each.card.key for each in loose}:
                placed.setdefault(at, []).append(entry)
            else:
                loose.append(entry)
        rows: list[Content] = []
        if loose:
            label = element("p", "On this section", class_="soft")
            rows.append(element("div", label, *map(card_element, loose), class_="cards"))
        for index, block in enumerate(section.blocks):
            cards = element("div", *map(card_element, placed.get(index, ())), class_="cards")
            is_title = block.kind == "heading" and section.words(block) == section.title
            if is_title and index not in placed:
                continue
            inner = block_content(section, block, passages)
            text = element("p", *inner) if is_title else block_element(section, block, passages, self.language)
            rows.append(element("div", element("div", text, class_="text"), cards, class_="row"))
        return rows

    def _passages(self, section: Section, entry: PageEntry) -> list[MarkedRange]:
        """The words of an entry in one section; none where it has no sure place, or no words of its own."""
        card = entry.card
        if card.annotation.quote is None or card.placement.state not in ("exact", "changed"):
            return []
        spans = card.placement.spans
        found = []
        for number, span in enumerate(spans):
            start, end = trimmed(section.text, span.start, span.end)
            if span.section == section.id and start < end:
                found.append(MarkedRange(entry, start, end, number == 0, number == len(spans) - 1))
        return found

    def _quoted(self, section: Section, entries: list[PageEntry]) -> list[Content]:
        """The annotated passages alone, each with its card; replies below."""
        rows: list[Content] = []
        for entry in entries:
            text = element("div", class_="text")
            if entry.words and self._passages(section, entry):
                number = str(entry.number)
                ref = element(
                    "a",
                    number,
                    role="doc-noteref",
                    href=f"#card-{entry.anchor}",
                    class_="ref",
                    aria_label=f"Annotation {number}",
                )
                mark = element("mark", entry.words, id=f"h-{entry.anchor}", aria_details=f"card-{entry.anchor}")
                text.append(element("blockquote", element("p", mark, ref, dir="auto", lang=self.language)))
            rows.append(element("div", text, element("div", card_element(entry), class_="cards"), class_="row"))
        return rows

    def _rest(self) -> list[Element]:
        parts = []
        if self.outgoing.questions:
            parts.append(self._part("checklist", "Checklist", checklist_element(self.entries, self.outgoing.questions)))
        if self.entries.lost and not self.outgoing.section:
            parts.append(self._part("lost", "Not placed", *map(card_element, self.entries.lost)))
        return parts

    def _part(self, key: str, title: str, *content: Content, level: int = 2, foreign: bool = False) -> Element:
        language = self.language if foreign else ""
        heading = element(f"h{level}", title, id=f"t-{key}", dir="auto" if foreign else "", lang=language)
        return element("section", heading, *content, id=key, aria_labelledby=f"t-{key}")

    def _footer(self) -> Element:
        count = len(self.entries.by_key)
        layers = "; ".join(
            f"{layer.title or layer.id}, by {layer.author or 'nobody named'}" for layer in self.outgoing.layers
        )
        whole = "" if self.outgoing.full else " Only passages that are annotated are shown, not the document."
        return element(
            "footer",
            element("p", f"{count} annotations from: {layers}.{whole}"),
            element("p", f"Made with companion from {self.document.name}, {self.document.fingerprint}."),
        )
