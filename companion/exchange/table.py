"""A table of annotations, questions and verdicts for a spreadsheet (CSV): Hypothesis' columns first, then ours."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from companion.exchange.entries import PageEntries, PageEntry, who
from companion.exchange.outgoing import Outgoing
from companion.exchange.text import source_words
from companion.exchange.web_annotation.terms import source_of

COLUMNS = ("Created at", "Author", "Page", "URL", "Group", "Type", "Quote/description", "Comment", "Tags")
OURS = ("Section", "Kind", "Verdict", "Sources", "Id")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(outgoing: Outgoing) -> str:
    """The table with a byte order mark and CRLF; no cell is a formula."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow((*COLUMNS, *OURS))
    entries = PageEntries(outgoing)
    for entry in entries.by_key.values():
        table.writerow(map(_harmless, _annotation(outgoing, entry)))
    for row in _verdicts(outgoing, entries):
        table.writerow(map(_harmless, row))
    return "\ufeff" + file.getvalue()


def _annotation(outgoing: Outgoing, entry: PageEntry) -> tuple[str, ...]:
    card = entry.card
    note = card.annotation
    quote = note.quote
    about = "Reply" if note.is_reply else "Page Note" if quote is None else "Annotation" if note.note else "Highlight"
    words = quote.exact if quote else entry.searched
    page = quote.page if quote and quote.page else _page(outgoing, entry)
    section = card.span.section if card.span else note.section or (quote.section if quote else "")
    sources = "; ".join(map(source_words, note.sources))
    told = (note.created, entry.who, page, source_of(outgoing.document), "", about, words, note.note.rstrip("\n"))
    return (*told, ", ".join(note.tags), section, note.kind, "", sources, card.key)


def _page(outgoing: Outgoing, entry: PageEntry) -> str:
    span = entry.card.span
    if span is None:
        return ""
    section = outgoing.document.section(span.section)
    return section.blocks[section.block_at(span.start)].page if section.blocks else ""


def _verdicts(outgoing: Outgoing, entries: PageEntries) -> Iterator[tuple[str, ...]]:
    """A row for each verdict on a question: the layer's, then each reader's."""
    source = source_of(outgoing.document)
    for card in outgoing.questions:
        question = card.question
        by = who(card.layer, "")
        yield (
            "",
            by,
            "",
            source,
            "",
            "Question",
            question.ask,
            question.why,
            "",
            "",
            "",
            question.verdict,
            "",
            card.key,
        )
        for layer, answer in card.answers:
            told = (answer.created, who(layer, answer.author), "", source, "", "Verdict", question.ask, answer.note, "")
            yield (*told, "", "", answer.verdict, "", layer.key(answer))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
