"""Cards and the checklist of a page."""

from __future__ import annotations

from collections.abc import Sequence

from companion.analysis.arrange import QuestionCard
from companion.exchange.entries import PageEntries, PageEntry, Ruling
from companion.exchange.markdown_text import plain
from companion.exchange.page.elements import Content, Element, element, web_link
from companion.exchange.page.passages import note_elements
from companion.model import Source


def card_element(entry: PageEntry) -> Element:
    """The card of an annotation: number, kind, who and where; the note; sources, and what it is evidence for."""
    annotation = entry.card.annotation
    number: Content = element("span", str(entry.number), class_="back")
    if is_marked(entry):
        name = f"Back to passage {entry.number}"
        back = f"#h-{entry.anchor}"
        number = element("a", str(entry.number), role="doc-backlink", href=back, class_="back", aria_label=name)
    cite = element("span", entry.citation, class_="cite")
    head = element("p", number, " ", element("strong", entry.kind), f" · {entry.who} ", cite, class_="head", dir="auto")
    told = [text for text in (entry.remark, entry.searched) if text]
    soft = [element("p", text, class_="soft", dir="auto") for text in told]
    bears = [element("p", f"Evidence for: {said}", class_="soft", dir="auto") for said in entry.verdicts]
    tags = [element("p", f"Tags: {', '.join(annotation.tags)}", class_="soft", dir="auto")] if annotation.tags else []
    return element(
        "div",
        head,
        *soft,
        *note_elements(annotation.note),
        *_sources(annotation.sources),
        *bears,
        *tags,
        role="note",
        id=f"card-{entry.anchor}",
        class_=f"card{' reply' * bool(entry.depth)}",
        aria_label=f"Annotation {entry.number}: {entry.kind}",
    )


def is_marked(entry: PageEntry) -> bool:
    """Whether its words are marked on the page."""
    return entry.card.annotation.quote is not None and entry.card.placement.state in ("exact", "changed")


def checklist_element(entries: PageEntries, cards: Sequence[QuestionCard]) -> Element:
    """The questions as a table, a line for each verdict."""
    head = element("tr", *(element("th", name, scope="col") for name in ("Question", "Verdict", "Reason", "Evidence")))
    rows = []
    for card in cards:
        rulings = entries.rulings(card)
        for index, ruling in enumerate(rulings):
            cells: list[Content] = []
            if not index:
                asked: list[Content] = [" ".join(card.question.ask.split())]
                asked += [" ", element("em", "The verdicts differ.")] if card.differs else []
                span = str(len(rulings)) if len(rulings) > 1 else ""
                cells.append(element("th", *asked, scope="rowgroup" if span else "row", rowspan=span, dir="auto"))
            verdict = element("td", element("strong", ruling.verdict), f" ({ruling.who})", dir="auto")
            reason = element("td", plain(ruling.reason), dir="auto")
            rows.append(element("tr", *cells, verdict, reason, element("td", *_evidence(entries, ruling), dir="auto")))
    caption = f"{len(cards)} questions, with verdict, reason and evidence"
    table = element("table", element("caption", caption), element("thead", head), element("tbody", *rows))
    return element("section", table, aria_label="The checklist as a table", tabindex="0", class_="scroll")


def question_elements(entries: PageEntries, card: QuestionCard) -> list[Content]:
    """One question with every verdict and all its evidence."""
    parts: list[Content] = [element("h2", " ".join(card.question.ask.split()), dir="auto")]
    shown: dict[str, PageEntry] = {}
    for index, ruling in enumerate(entries.rulings(card)):
        parts.append(element("p", element("strong", ruling.verdict), f" · {ruling.who}", dir="auto"))
        if ruling.reason:
            parts += [
                *([] if index else [element("p", "Why it is asked:", class_="soft")]),
                *note_elements(ruling.reason),
            ]
        for item in ruling.evidence:
            entry = entries.entry(ruling.layer.key(item)) if isinstance(item, str) else None
            if entry is not None:
                shown.setdefault(entry.card.key, entry)
            else:
                words = f"“{item.exact}”" if not isinstance(item, str) else f"{item} (not here)"
                parts.append(element("blockquote", element("p", words, dir="auto")))
    if card.differs:
        parts.append(element("p", element("em", "The verdicts differ.")))
    if shown:
        parts.append(element("h3", "Evidence"))
    for entry in shown.values():
        if entry.words:
            mark = element("mark", entry.words, id=f"h-{entry.anchor}")
            parts.append(element("blockquote", element("p", mark, dir="auto")))
        parts.append(card_element(entry))
    return parts


def _evidence(entries: PageEntries, ruling: Ruling) -> list[Content]:
    parts: list[Content] = []
    for entry, words in entries.evidence(ruling):
        if entry is not None:
            name = f"Annotation {entry.number}"
            parts += [
                element("a", str(entry.number), href=f"#card-{entry.anchor}", class_="back", aria_label=name),
                " ",
            ]
        parts += [words, element("br")]
    return parts[:-1]


def _sources(sources: Sequence[Source]) -> list[Element]:
    lines = []
    for source in sources:
        read = f" (read {source.accessed})" if source.accessed else ""
        lines.append(element("p", "Source: ", web_link(source.title, source.url), read, dir="auto"))
    return lines
