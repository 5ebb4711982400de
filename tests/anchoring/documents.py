"""Small documents made by hand for the anchoring tests."""

from __future__ import annotations

from companion.model import Block, Document, Heading, Section, SectionList


def document(*sections: tuple[str, str]) -> Document:
    """A Document of (id, text) pairs; blocks are what empty lines part."""
    made = []
    for name, text in sections:
        blocks, at = [], 0
        for part in text.split("\n\n"):
            blocks.append(Block("paragraph", at, at + len(part)))
            at += len(part) + 2
        made.append(Section(name, name, 2, text, tuple(blocks)))
    headings = tuple(Heading(section.id, section.title) for section in made)
    return Document("made", "made", "plain", "sha256:0", headings, SectionList(made))
