"""Plain text output: what `companion show` prints, for pipes, screen readers and paper.

Section by section: the text, then the annotations with the words they stand on, then the questions.
A paragraph is one line; nothing is wrapped, coloured or drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from companion.analysis.arrange import Arrangement, Card, Placements, QuestionCard
from companion.exchange.table_lines import row_lines
from companion.model import (
    LOST,
    VERDICTS,
    Annotation,
    Block,
    Document,
    Evidence,
    Heading,
    Kind,
    Layer,
    Placement,
    Quote,
    Section,
    Source,
)
from companion.text.clean import clean_line
from companion.text.normal import normalised

Kinds = Mapping[str, Kind]
_CLOSE = ("item", "row")


def show(
    document: Document,
    layers: Sequence[Layer],
    placements: Placements,
    *,
    only: str | None = None,
    kinds: Kinds | None = None,
    cells: bool = False,
) -> Iterator[str]:
    """The lines of the reading, cleaned, without line ends. With `only`, that section alone.

    With `cells` each cell of a table has a line.
    """
    arrangement = Arrangement(document, tuple(layers), placements)
    for line in _lines(arrangement, kinds or {}, only, cells):
        yield clean_line(line)


def _lines(arrangement: Arrangement, kinds: Kinds, only: str | None, cells: bool) -> Iterator[str]:
    document = arrangement.document
    yield document.title
    if only is None:
        yield from (f"{name}: {text}" for name, text in document.facts)
    yield from (f"({notice})" for notice in document.notices)
    for index, heading in enumerate(document.headings):
        if only is not None and heading.id != only:
            continue
        section = document.section(index)
        yield from _section_lines(document, section, heading, index + 1, cells)
        yield from _part_lines(arrangement, heading.id, kinds)
    if only is not None:
        return
    if arrangement.whole or arrangement.questions_by_section.get(""):
        yield from ("", "", "On the document as a whole")
        yield from _part_lines(arrangement, "", kinds)
    if arrangement.lost:
        yield from ("", "", "Not placed: their words do not stand in this document")
        yield from _listed(annotation_lines(document, card, kinds) for card in arrangement.lost)


def _section_lines(document: Document, section: Section, heading: Heading, number: int, cells: bool) -> Iterator[str]:
    yield from ("", "")
    first = int(number == 1 and heading.above[:1] == (document.title,))  # it is the first line of all
    yield from heading.above[first:]
    yield f"Section {number} of {len(document)}: {section.title} [{section.id}]"
    before, page = "", ""
    for index, block in enumerate(section.blocks):
        if index < section.heads:
            page = block.page
            continue
        if not (block.kind in _CLOSE and before == block.kind):
            yield ""
        if block.page and block.page != page:
            page = block.page
            yield f"(page {page})"
        yield from row_lines(section, index) if cells and block.kind == "row" else block_lines(section, block)
        before = block.kind


def block_lines(section: Section, block: Block) -> Iterator[str]:
    """A block with its marker; further lines of it (hard breaks, code) stand under the first."""
    if block.kind == "notice":
        yield f"[{block.marker}]"
        return
    signs = {"quotation": "> " * max(block.depth, 1), "code": "    "}
    lead = signs.get(block.kind) or "  " * max(block.depth - 1, 0)
    if block.kind == "figure":
        lead += "Figure: "
    first = lead + (f"{block.marker} " if block.marker else "")
    rest = lead if block.kind in signs else " " * len(first)
    for index, line in enumerate(section.words(block).split("\n")):
        yield (rest if index else first) + line


def _part_lines(arrangement: Arrangement, section: str, kinds: Kinds) -> Iterator[str]:
    """What belongs to a section, or (`""`) to the document as a whole."""
    cards = arrangement.by_section.get(section, ()) if section else arrangement.whole
    if cards:
        yield from ("", "Annotations")
        yield from _listed(annotation_lines(arrangement.document, card, kinds) for card in cards)
    if questions := arrangement.questions_by_section.get(section):
        yield from ("", "Questions")
        yield from _listed(map(question_lines, questions))


def _listed(entries: Iterable[Iterable[str]]) -> Iterator[str]:
    for entry in entries:
        yield ""
        yield from entry


def annotation_lines(document: Document, card: Card, kinds: Kinds) -> Iterator[str]:
    """Lines of one annotation: sign, kind, id and layer; its words in the document; the note, sources and tags."""
    layer, annotation = card.layer, card.annotation
    sign, label = kind_words(annotation.kind, {**kinds, **layer.kinds})
    by = "yours" if layer.own else _by(layer, annotation)
    yield " ".join(filter(None, (sign, label, f"[{annotation.id}]", by)))
    yield f"  {where_words(document, annotation, card.placement)}"
    if annotation.searched:
        yield f"  looked for and not found: {', '.join(annotation.searched)}"
    yield from _indented(annotation.note, "  ")
    for source in annotation.sources:
        yield f"  source: {source_words(source)}"
    if annotation.tags:
        yield f"  tags: {', '.join(annotation.tags)}"


def _indented(text: str, lead: str) -> Iterator[str]:
    if text.strip():
        yield from (f"{lead}{line}".rstrip() for line in text.rstrip("\n").split("\n"))


def kind_words(kind: str, kinds: Kinds) -> tuple[str, str]:
    """Sign and label of a kind; a kind nobody defined is shown by its own word with `?`."""
    if not kind:
        return "+", "note"
    definition = kinds.get(kind)
    return (definition.sign, definition.label) if definition else ("?", f"{kind}?")


def where_words(document: Document, annotation: Annotation, placement: Placement) -> str:
    quote = annotation.quote
    if annotation.is_reply:
        lost = ", which is not placed" if placement.state == "lost" else ""
        return f"a reply to [{annotation.replies_to}]{lost}"
    if quote is None:
        return _without_quote(annotation, placement)
    original = quoted(quote.exact)
    if placement.state == "lost" or placement.span is None:
        former = annotation.section or quote.section
        return f"not found: {original}" + (f"; it was in {former}" if former else "")
    words = " … ".join(quoted(document.text(span)) for span in placement.spans)
    at = f"{words} ({paragraph(document.section(placement.span.section), placement.span.start)})"
    if placement.state == "exact":
        return f"on {at}" + ("" if among(annotation, words) else f"; it was written on {original}")
    score = f"{placement.score:.0%}"
    if placement.state == "changed":
        return f"on {at}, where the words have changed ({score} alike); it was written on {original}"
    return f"perhaps on {at}, a guess ({score} alike); it was written on {original}"


def among(annotation: Annotation, words: str) -> bool:
    """True if the words are those of the annotation's quotes; a place given by the reader may have others."""
    quotes = (annotation.quote, *annotation.also)
    return _bare(words) in [_bare(quote.exact) for quote in quotes if quote]


def _bare(words: str) -> str:
    return "".join(char for char in normalised(words) if char.isalnum())


def _without_quote(annotation: Annotation, placement: Placement) -> str:
    if not annotation.section:
        return "on the document"
    return "on this section" if placement.span else f"not found: section {annotation.section}"


def paragraph(section: Section, offset: int) -> str:
    """The block that holds an offset, as `¶4`, counted from 1 without the heading."""
    number = section.paragraph(offset)
    return f"¶{number}" if number else "heading"


def quoted(text: str) -> str:
    """Words in quotation marks, on one line."""
    return f"“{' '.join(text.split())}”"


def source_words(source: Source) -> str:
    parts = [source.title] if source.title else []
    if source.url:
        parts.append(f"<{source.url}>")
    if source.accessed:
        parts.append(f"(read {source.accessed})")
    return " ".join(parts)


def question_lines(card: QuestionCard) -> Iterator[str]:
    """Lines of one question: what is asked and why, the layer's verdict with its evidence, and each answer."""
    question = card.question
    yield f"{' '.join(question.ask.split())} [{card.key}]"
    if question.why:
        yield f"  why: {' '.join(question.why.split())}"
    yield f"  verdict: {verdict_words(question.verdict)}{_evidence_words(question.evidence)}"
    for by, answer in card.answers:
        whose = "your verdict" if by.own else f"verdict of {answer.author or by.author or by.id}"
        yield f"  {whose}: {verdict_words(answer.verdict)}{_evidence_words(answer.evidence)}"
        yield from _indented(answer.note, "    ")
    if card.differs:
        yield "  the verdicts differ"


def verdict_words(verdict: str) -> str:
    return verdict if verdict in VERDICTS else f"{verdict}?"


def _evidence_words(evidence: Sequence[Evidence]) -> str:
    words = [quoted(item.exact) if isinstance(item, Quote) else item for item in evidence]
    return f" (see {', '.join(words)})" if words else ""


def _by(layer: Layer, annotation: Annotation) -> str:
    author = annotation.author or layer.author
    title = layer.title or layer.id
    return f"— {title}" + (f", by {author}" if author else "")


def notes(document: Document, own: Layer, placements: Placements, kinds: Kinds) -> Iterator[str]:
    """The reader's own notes with where they stand, then their verdicts."""
    for index, note in enumerate(own.annotations):
        key = own.key(note)
        placement = placements.get(key, LOST)
        section = placement.span.section if placement.span else note.section
        yield from ("",) if index else ()
        yield from annotation_lines(document, Card(key, own, note, placement, placement.span), kinds)
        yield f"  in {section or document.name}"
    for answer in own.answers:
        yield from ("", f"{answer.question}: {verdict_words(answer.verdict)}{_evidence_words(answer.evidence)}")
        yield from _indented(answer.note, "  ")
    for place in own.places:
        yield from ("", f"{place.place}: you placed it on {quoted(place.quote.exact)}")


def anchors(document: Document, layers: Sequence[Layer], placements: Placements) -> Iterator[str]:
    """One line per annotation: its key, the state of its placement, and where it stands."""
    for layer in layers:
        for annotation in layer.annotations:
            placement = placements.get(layer.key(annotation), LOST)
            section = f" {placement.span.section}" if placement.span else ""
            where = where_words(document, annotation, placement)
            yield f"{layer.key(annotation)} {placement.state}{section} {where}"


def listing(documents: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """One line per document of `companion list`: name, title, sections read, number of own notes, when last opened."""
    for name, heading in (("shipped", "Shipped companions"), ("recent", "Recent documents")):
        if documents[name]:
            yield heading
        for entry in documents[name]:
            read, sections = len(entry["progress"]["read"]), entry["progress"]["sections"]
            words = [entry["title"]]
            words += [f"{read} of {sections} sections read"] if sections else []
            words += [f"{entry['notes']} note{'s' * (entry['notes'] != 1)} of yours"] if entry["notes"] else []
            words += [f"last opened {entry['when']}"] if entry["when"] else []
            yield f"  {entry['name']}: {' · '.join(words)}"
