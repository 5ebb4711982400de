"""The card of a document that nobody wrote about yet: what can be done, with the keys in force."""

from __future__ import annotations

from collections.abc import Iterator

from companion.reading import Reading
from companion.tui.keymap import Keymap
from companion.tui.strips import BOLD, DIM, PLAIN
from companion.tui.wrap import CardLine, paragraph_lines

HEAD, AWAY = "Nothing stands beside this document yet.", " {welcome.away} puts this away for good."
ROWS = (
    ("{note.add}", "writes a note on the chosen block; {sentence.next} narrows to a sentence"),
    ("--with LAYER", "puts a critique or checklist beside it; nso-2023 has one"),
    ("{palette} how this", "tells how it was read: {read_as}"),
)
"""What to press or to write, and what that does; `{id}` stands for the key of a command."""


def read_as(reading: Reading) -> str:
    """How the document was read, in a few words."""
    document = reading.document
    sections = f"{len(document)} section{'s' * (len(document) != 1)}"
    notices = len(document.notices)
    return f"{document.format}, {sections}" + (f", {notices} notice{'s' * (notices != 1)}" if notices else "")


def welcome_lines(reading: Reading, width: int, keys: Keymap) -> Iterator[CardLine]:
    """Rows of the card."""
    yield from paragraph_lines("", [(HEAD, BOLD), (keys.sentence(AWAY), DIM)], width)
    for what, how in ROWS:
        words = keys.sentence(how.replace("{read_as}", read_as(reading)))
        yield from paragraph_lines("", [(keys.sentence(what), BOLD), (f" {words}", PLAIN)], width)
