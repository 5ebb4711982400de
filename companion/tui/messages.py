"""Messages and the options of dialogs: what became of notes on disk, and which of two versions is to stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from companion import reading as verbs
from companion.documents.hidden import Concealed
from companion.model import Annotation, Answer, Document, Layer, Place, Record, Versions, Wall
from companion.reading import Reading
from companion.text.clean import clean_line
from companion.tui.widgets.offer_lines import LEGEND, LOOKS

if TYPE_CHECKING:
    from companion.store.notebook.save import Saved
    from companion.store.watch import DocumentState

PURGE = "The other is deleted; its text stays on disk until `companion purge`."
CHANGED_ONCE_MORE = "The note was changed once more meanwhile. Nothing was overwritten; what there is now is shown."
VERSION_KEYS = "1 2 3 or enter choose · {move} move · {scroll} scroll · {close} decides later"


def two_versions(record: Record, result: Saved, press: str) -> str:
    """Why saving a record left two versions of it, and what to do about it; `press` is the key that chooses."""
    if record.deleted:
        return "Not deleted: this note was changed by somebody else meanwhile. What it says now is shown."
    if result.conflict is None:
        return f"{result.fault}. That file was left alone; your words are kept as a note of their own."
    if result.conflict.deleted:
        return "This note was deleted by somebody else meanwhile. Your words are kept as a note of their own."
    return f"This note was changed by somebody else meanwhile. Both versions are kept and shown: {press} chooses."


def outside_changes(old: Layer, new: Layer) -> str:
    """How many own notes another program changed, made or removed; "" for none."""
    before, after = _by_id(old), _by_id(new)
    changed = sum(before[name] != after[name] for name in before.keys() & after.keys())
    counts = {"changed": changed, "new": len(after.keys() - before.keys()), "gone": len(before.keys() - after.keys())}
    changes = ", ".join(f"{number} {how}" for how, number in counts.items() if number)
    return f"Your notes were changed outside: {changes}." if changes else ""


def fate_of(state: DocumentState) -> str:
    """What became of the file of the document that is open, and what that means for the reader."""
    where = clean_line(str(state.path))
    if state.fate == "same":
        return "The document's file is again as it is shown."
    if state.fate == "changed":
        return "The document was changed on disk. What is shown is as it was; open it again to read what it says now."
    if state.fate == "renamed":
        return (
            f"The document's file is called {where} now. What is shown stays; your notes are found under either name."
        )
    return "The document's file is gone. What is shown stays, and your notes are kept."


def _by_id(own: Layer) -> dict[str, Record]:
    records: list[Record] = [*own.annotations, *own.answers]
    return {record.id: record for record in records}


def choice_made(result: Saved, *, both: bool) -> str:
    """What the choice between two versions did."""
    if result.conflict is not None or result.fault is not None:
        return CHANGED_ONCE_MORE
    return "Both are kept, as two notes." if both else f"Kept. {PURGE}"


def version_heading(versions: Versions) -> Content:
    """The question which of two versions is to stay, with what they are about."""
    record = versions.first
    quote = record.quote.exact if isinstance(record, Annotation | Place) and record.quote else ""
    what = f"your answer to {record.question}" if isinstance(record, Answer) else "your note"
    if isinstance(record, Place):
        what = f"the place you gave to {record.place}"
    elif isinstance(record, Annotation) and not quote:
        what += f" on the section {record.section}" if record.section else " on the document"
    about = f" on “{quote[:160]}”" if quote else ""
    how = "A merge left" if versions.fault else "There are"
    return Content(f"{how} two versions of {what}{about}. Which is to stay?")


def version_options(reading: Reading, versions: Versions) -> list[Content]:
    """Both versions whole, the second with what differs; and both, where they can stand beside each other."""
    first, second = (verbs.current(reading, version) for version in versions[:2])
    names = ("this side (git calls it ours)", "the other side (theirs)")
    if not versions.fault:
        names = ("the one in the note's own file", "the one that was written beside it")
    one, other = _words(first), _words(second)
    options = [
        Content.assemble((f"1  Keep {names[0]}\n", "bold"), (f"{_when(first)}\n", "dim"), one),
        Content.assemble(
            (f"2  Keep {names[1]}\n", "bold"), (f"{_when(second)}\n", "dim"), other, *_difference(one, other)
        ),
    ]
    if isinstance(first, Annotation):
        options.append(Content.assemble(("3  Keep both, as two notes", "bold")))
    return options


def _when(record: Record) -> str:
    who = "" if isinstance(record, Place) else record.author
    when = record.modified[:16].replace("T", " ")
    return "   " + " · ".join(filter(None, (who, when, "deleted" if record.deleted else "")))


def _words(record: Record) -> str:
    """Every field that a version may differ in, line by line."""
    if isinstance(record, Place):
        return f"“{record.quote.exact}”"
    if isinstance(record, Answer):
        quoted = [item if isinstance(item, str) else f"“{item.exact}”" for item in record.evidence]
        return "\n".join(filter(None, (record.verdict, record.note.strip(), "; ".join(quoted))))
    tags = " ".join(f"#{tag}" for tag in record.tags)
    searched = f"looked for, not there: {', '.join(record.searched)}" if record.searched else ""
    return "\n".join(filter(None, (record.note.strip(), searched, " · ".join(filter(None, (record.kind, tags))))))


def _difference(one: str, other: str) -> list[tuple[str, str]]:
    """The words that two versions differ in, as styled parts; none if they are the same."""
    stretches = verbs.shortened(verbs.difference(one, other))
    if verbs.same(stretches):
        return []
    parts: list[tuple[str, str]] = [(f"\n\nwhat differs from 1, {LEGEND}:\n", "dim")]
    for sign, words in stretches:
        before, after, _ = LOOKS[sign]
        parts.append((f"{before}{words}{after} ", "bold" if sign == "+" else "dim" if sign == "-" else ""))
    return parts


def unsaved_lines(reading: Reading, names: Sequence[str]) -> str:
    """The first words of up to five records that are not saved, a line for each."""
    lines = []
    for name in names[:5]:
        record = verbs.find(reading, name)
        words = record.verdict if isinstance(record, Answer) else record.note if isinstance(record, Annotation) else ""
        lines.append(f"  · {' '.join(words.split())[:70] or name}")
    more = f"\n  and {len(names) - 5} more" if len(names) > 5 else ""
    return "\n".join(lines) + more


def walls_missing(walls: Sequence[Wall]) -> str:
    """The notice of a document that was read with fewer walls than there could be."""
    missing = "; ".join(f"{wall.name} ({wall.why})" for wall in walls)
    return (
        f"Read with fewer walls than there can be. Missing: {missing}. “How this was read”, in the palette, tells more."
    )


AROUND = 30
"""Code points shown on either side of a hidden one."""


def hidden_heading(characters: Sequence[Concealed]) -> Content:
    """Which characters are hidden, and how many of each."""
    counts = [f"{character.code} {character.name}: {character.total}" for character in characters]
    more = f"; and {len(counts) - 5} more kinds" if len(counts) > 5 else ""
    return Content("Hidden in this document: " + "; ".join(counts[:5]) + more)


def hidden_option(document: Document, character: Concealed, number: int) -> Content:
    """One place of a hidden character, with what stands around it; the character itself is told by its code point."""
    at = character.places[number]
    section = document.section(at.section)
    before, after = section.text[max(at.start - AROUND, 0) : at.start], section.text[at.end : at.end + AROUND]
    around = " ".join(f"{before}⟦{character.code}⟧{after}".split())
    where = f"§ {section.id} ¶{section.paragraph(at.start)}"
    return Content.assemble(
        (f"{character.code} {character.name}", "bold"),
        f" · {number + 1} of {character.total} · {where}\n",
        (f"  {around}", "dim"),
    )
