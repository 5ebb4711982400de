"""The Markdown page: per section each quoted passage with its citation, kind, verdict, note, who and sources.

Then the checklist as a table, then what could not be placed. Plain by default; `obsidian` adds properties, callouts and
block ids, `pandoc` citations of the document and what they refer to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from companion.exchange.entries import PageEntries, PageEntry, counted
from companion.exchange.markdown_text import escaped, link, note_lines, plain
from companion.exchange.outgoing import Outgoing
from companion.model import Document, Source

_PAGE = re.compile(r", p\. ([^\]]+)\]$")


def write(outgoing: Outgoing) -> str:
    """The page, or the page of one question. Raises CompanionError if there is no such question."""
    page = MarkdownPage(outgoing, PageEntries(outgoing))
    lines = page.question_lines() if outgoing.question else page.lines()
    return "\n".join([*lines, *page.footnotes()]) + "\n"


@dataclass(eq=False)
class MarkdownPage:
    """The lines of a page; `sources` are those cited so far, each with the number of its footnote."""

    outgoing: Outgoing
    entries: PageEntries
    sources: dict[tuple[str, str, str], int] = field(default_factory=dict)

    @property
    def document(self) -> Document:
        return self.outgoing.document

    def lines(self) -> Iterator[str]:
        yield from self.head()
        if not self.outgoing.section:
            yield from self._part("On the document", self.entries.whole)
        for index, name in self.outgoing.headings():
            yield from self._part(self.document.headings[index].title, self.entries.of_section(name))
        yield from self.checklist()
        if not self.outgoing.section:
            yield from self._part("Not placed", self.entries.lost)

    def question_lines(self) -> Iterator[str]:
        """One question with all its evidence."""
        card = self.outgoing.asked()
        yield from self.head()
        yield from ("", f"## {escaped(card.question.ask)}")
        shown: dict[str, PageEntry] = {}
        for number, ruling in enumerate(self.entries.rulings(card)):
            yield from ("", f"**{escaped(ruling.verdict)}** · {escaped(ruling.who)}")
            if ruling.reason:
                yield from ("", *([] if number else ["Why it is asked:", ""]), *note_lines(ruling.reason))
            for item in ruling.evidence:
                entry = self.entries.entry(ruling.layer.key(item)) if isinstance(item, str) else None
                if entry is not None:
                    shown.setdefault(entry.card.key, entry)
            loose = [words for entry, words in self.entries.evidence(ruling) if entry is None]
            known = {f"{entry.words or entry.remark} {entry.citation}".strip() for entry in shown.values()}
            yield from (line for words in loose if words not in known for line in ("", f"> {escaped(words)}"))
        if card.differs:
            yield from ("", "The verdicts *differ*.")
        if shown:
            yield from ("", "### Evidence")
            for entry in shown.values():
                yield from self.entry(entry)

    def head(self) -> Iterator[str]:
        document = self.document
        facts = {name.lower(): text for name, text in document.facts}
        if self.outgoing.dialect:
            yield from ("---", *self._properties(facts), "---", "")
        yield f"# {escaped(document.title)}"
        told = [f"{name}: {text}" for name, text in document.facts if "\n" not in text]
        if told:
            yield ""
            yield from (f"- {escaped(line)}" for line in told)

    def _part(self, title: str, entries: list[PageEntry]) -> Iterator[str]:
        if entries:
            yield from ("", f"## {escaped(title)}")
            for entry in entries:
                yield from self.entry(entry)

    def entry(self, entry: PageEntry) -> Iterator[str]:
        """One annotation; a reply stands in the quotation marks of what it answers."""
        lead = "> " * entry.depth
        yield ""
        for line in self._entry(entry):
            yield f"{lead}{line}".rstrip()

    def _entry(self, entry: PageEntry) -> Iterator[str]:
        if entry.words:
            callout = self.outgoing.dialect == "obsidian"
            yield from ([f"> [!quote] {escaped(entry.citation)}"] if callout else [])
            yield from (f"> {escaped(entry.words)}", "")
        yield from ([f"^{entry.anchor}", ""] if self.outgoing.dialect == "obsidian" and entry.number else [])
        cited = self._citation(entry)
        about = [cited, f"**{escaped(entry.kind)}**", escaped(entry.who), *map(escaped, filter(None, [entry.remark]))]
        marks = "".join(f"[^{self._footnote(source)}]" for source in entry.card.annotation.sources)
        yield " · ".join(filter(None, about)) + marks
        if entry.searched:
            yield from ("", escaped(entry.searched))
        if entry.card.annotation.note.strip():
            yield from ("", *note_lines(entry.card.annotation.note))
        for said in entry.verdicts:
            yield from ("", f"Evidence for: {escaped(said)}")
        if entry.card.annotation.tags:
            yield from ("", f"Tags: {escaped(', '.join(entry.card.annotation.tags))}")

    def checklist(self) -> Iterator[str]:
        """The questions as a table, a line for each verdict."""
        cards = self.outgoing.questions
        if not cards:
            return
        counts = ", ".join(f"{number} {verdict}" for verdict, number in counted(cards).most_common())
        yield from ("", "## Checklist", "", f"{len(cards)} questions: {escaped(counts)}.", "")
        yield "| Question | Verdict | Reason | Evidence |"
        yield "| --- | --- | --- | --- |"
        for card in cards:
            for index, ruling in enumerate(self.entries.rulings(card)):
                asked = escaped(card.question.ask) if not index else "*differ*" if card.differs else ""
                words = [escaped(words) for _, words in self.entries.evidence(ruling)]
                verdict = f"{escaped(ruling.verdict)} ({escaped(ruling.who)})"
                yield f"| {asked} | {verdict} | {escaped(plain(ruling.reason))} | {'; '.join(words)} |"

    def footnotes(self) -> Iterator[str]:
        """The sources cited, at the end."""
        if self.sources:
            yield ""
        for (title, url, accessed), number in self.sources.items():
            read = f" (read {escaped(accessed)})" if accessed else ""
            yield f"[^{number}]: {link(title, url)}{read}"

    def _footnote(self, source: Source) -> int:
        key = (source.title, source.url, source.accessed)
        return self.sources.setdefault(key, len(self.sources) + 1)

    def _citation(self, entry: PageEntry) -> str:
        if self.outgoing.dialect != "pandoc" or not entry.citation:
            return escaped(entry.citation)
        page = _PAGE.search(entry.citation)
        place = entry.citation.strip("[]").partition(" ")[2].partition(", p. ")[0]
        locator = f"p. {page[1]}" if page else place
        return f"[@{citation_key(self.document)}, {escaped(locator)}]"

    def _properties(self, facts: dict[str, str]) -> Iterator[str]:
        """Front matter; texts as JSON has them, which is YAML too."""
        document = self.document
        source = next((facts[name] for name in ("url", "source", "original") if facts.get(name)), "")
        known = {
            "title": document.title,
            "source": source,
            "author": facts.get("author") or facts.get("publisher", ""),
            "published": facts.get("published") or facts.get("date", ""),
        }
        yield from (f"{name}: {_text(value)}" for name, value in known.items() if value)
        if self.outgoing.dialect == "obsidian":
            yield f"tags: {json.dumps(sorted(self._tags()), ensure_ascii=False)}"
            return
        yield from ("references:", f"  - id: {_text(citation_key(document))}", "    type: report")
        yield f"    title: {_text(document.title)}"
        yield from (f"    {name}: {_text(facts[name])}" for name in ("publisher", "language") if facts.get(name))
        yield from [f"    issued: {_text(known['published'])}"] if known["published"] else []
        yield from [f"    URL: {_text(source)}"] if source.startswith(("https://", "http://")) else []

    def _tags(self) -> Iterable[str]:
        tags = (tag for entry in self.entries.by_key.values() for tag in entry.card.annotation.tags)
        return {re.sub(r"[^\w/-]+", "-", tag).strip("-") for tag in tags} - {""}


def citation_key(document: Document) -> str:
    """What citations call a document: letters, digits and dashes."""
    return (
        re.sub(r"[^a-z0-9]+", "-", document.name.rpartition(".")[0].lower() or document.name.lower()).strip("-") or "it"
    )


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
