"""Links of a passage: footnotes and back, addresses, sources of its cards, and its citation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from companion.model import Block, Mark, Section, Span
from companion.reading.cards import cards
from companion.reading.state import Reading

_BACK = 60
"""Sections before this one in which a footnote is looked for that stands where it was first referred to."""


class Link(NamedTuple):
    """An address with its text. `card` names the note whose source it is, "" for a link in the text (at `span`)."""

    words: str
    address: str
    span: Span | None = None
    card: str = ""


def links(reading: Reading) -> list[Link]:
    """The links of the section in their order, then the sources of its cards and of the chosen one."""
    section = reading.section
    result = [
        Link(section.text[mark.start : mark.end], mark.target, Span(section.id, mark.start, mark.end))
        for mark in section.marks
        if mark.style == "link" and mark.target
    ]
    near = [*cards(reading, reading.cursor.section), *cards(reading, None)]
    for card in near:
        if card.span is not None or card.key == reading.chosen:
            name = "your note" if card.layer.own else card.annotation.id
            result += [Link(s.title, s.url, None, name) for s in card.annotation.sources if s.url]
    return list(dict.fromkeys(result))


def marks_here(reading: Reading) -> list[Mark]:
    """The marks of footnotes in the cursor's unit, or else in its block."""
    section, block = reading.section, _block(reading)
    if block is None:
        return []
    notes = [m for m in section.marks if m.style == "footnote" and block.start <= m.start < block.end]
    span = reading.span
    return [mark for mark in notes if span.start <= mark.start < span.end] or notes


def follow(reading: Reading, turn: int = 0) -> Span | None:
    """The target under the cursor: of a footnote its mark, else the footnote of the `turn`-th mark here, or None."""
    block = _block(reading)
    if block is not None and (label := label_of(block)):
        return _mark_of(reading.section, label, block)
    marks = marks_here(reading)
    return _note_of(reading, marks[turn % len(marks)]) if marks else None


def noted(reading: Reading) -> bool:
    """True if an annotation begins in the cursor's block."""
    block = _block(reading)
    here = cards(reading, reading.cursor.section)
    return block is not None and any(c.span and block.start <= c.span.start < block.end for c in here)


def footnotes(section: Section) -> Iterator[tuple[str, Block]]:
    """The footnotes that stand in a section, by their labels."""
    for block in section.blocks:
        if label := label_of(block):
            yield label, block


def label_of(block: Block) -> str:
    """The label of a footnote, from its marker in brackets; "" for any other block."""
    marker = block.marker
    return marker[1:-1] if block.kind != "notice" and marker.startswith("[") and marker.endswith("]") else ""


def _block(reading: Reading) -> Block | None:
    return reading.section.blocks[reading.block] if reading.section.blocks else None


def _mark_of(section: Section, label: str, note: Block) -> Span | None:
    """The first mark that refers to a footnote of this section."""
    for mark in section.marks:
        if mark.style == "footnote" and mark.target == label and not note.start <= mark.start < note.end:
            return Span(section.id, mark.start, mark.end)
    return None


def _note_of(reading: Reading, mark: Mark) -> Span | None:
    """The footnote of a mark: after it in its section, else where it was first referred to (_BACK sections at most)."""
    at = reading.cursor.section
    notes = [b for label, b in footnotes(reading.section) if label == mark.target and b.start > mark.start]
    if notes:
        return Span(reading.section.id, notes[0].start, notes[0].end)
    for index in range(at, max(at - _BACK, -1), -1):
        section = reading.section if index == at else reading.document.pass_by(index)
        for label, block in footnotes(section):
            if label == mark.target:
                return Span(section.id, block.start, block.end)
    return None


def citation(reading: Reading) -> str:
    """The words a command acts on, with their source and page, if any: `words [report §closing ¶4, p. 9]`."""
    document, section, span = reading.document, reading.section, reading.span
    words = section.text[span.start : span.end].strip()
    place = f"{document.name} §{section.id}"
    first, last = (section.paragraph(at) for at in (span.start, max(span.end - 1, span.start)))
    if first and reading.cursor.unit != "section":
        place += f" ¶{first}" if first == last else f" ¶{first}–{last}"
    page = section.blocks[section.block_at(span.start)].page if section.blocks else ""
    return f"{words} [{place}{f', p. {page}' if page else ''}]"
