"""A passage with its citation, to be copied elsewhere."""

from __future__ import annotations

from companion.reading.value import Reading


def cited(reading: Reading) -> str:
    """What a command acts on, and where it is from, with its page if it has one: `words [report §closing ¶4, p. 9]`."""
    document, section, span = reading.document, reading.section, reading.span
    words = section.text[span.start : span.end].strip()
    place = f"{document.name} §{section.id}"
    first, last = (section.paragraph(at) for at in (span.start, max(span.end - 1, span.start)))
    if first and reading.cursor.unit != "section":
        place += f" ¶{first}" if first == last else f" ¶{first}–{last}"
    page = section.blocks[section.block_at(span.start)].page if section.blocks else ""
    return f"{words} [{place}{f', p. {page}' if page else ''}]"
