"""Notes of the reader's own: writing, changing, deleting, undoing, and those that need the reader."""

from __future__ import annotations

from companion import reading as verbs
from companion.model import Annotation, Answer, Place, Record, parted
from companion.tui.commands import tray
from companion.tui.events import Target, TwoVersions, Unsaved, Written, Wrote, now
from companion.tui.reader import ReaderScreen


def two_versions(screen: ReaderScreen) -> bool:
    """Whether a note has two versions to choose between."""
    return bool(screen.now.own.versions)


def not_saved(screen: ReaderScreen) -> bool:
    """Whether something could not be saved."""
    return any(save.state == "failed" for save in screen.now.saves.values())


def annotate(screen: ReaderScreen) -> None:
    """Write a note on the unit or the selection."""
    quote, section, span = verbs.target(screen.now)
    what = "selection" if screen.now.cursor.mark is not None else screen.now.cursor.unit
    this = "these words" if what == "words" else f"this {what}"
    heading = f"A note on {this}" if quote else f"A note on the section {screen.now.section.title}"
    screen.write(Target(quote, section, span), Written(), heading)


def annotate_absent(screen: ReaderScreen) -> None:
    """Write a note on what the section or the document does not say."""
    _, section, span = verbs.target(screen.now, absent=True)
    heading = f"What is absent in {screen.now.section.title}, or in the document"
    screen.write(Target(None, section, span, absent=True), Written(), heading)


def edit(screen: ReaderScreen) -> None:
    """Change the chosen note; in the questions, write why."""
    if screen.now.tab == "questions" and screen.focused is screen.margin:
        if key := screen.margin.current():
            write_reason(screen, key)
    elif (note := _own_note(screen)) and not in_merge(screen, note.id):
        absent, placement = note.quote is None, screen.now.placements.get(screen.now.own.key(note))
        sure = placement is not None and placement.state in ("exact", "changed")
        span = placement.span if placement and sure and not absent else None
        if span is not None:
            screen.show(verbs.go_to(screen.now, span, screen.now.own.key(note)))
        target = Target(note.quote, note.section, span, note.id, absent=absent, base=note)
        text = note.note.rstrip("\n")
        written = Written(text, note.kind, note.tags, note.searched, absent and not note.section)
        screen.write(target, written, "Your note")


def write_reason(screen: ReaderScreen, key: str) -> None:
    """Write the reason for the verdict on a question."""
    answer, asked = verbs.answer_to(screen.now, key), verbs.question_of(screen.now, key)
    if answer is None or not in_merge(screen, answer.id):
        text = answer.note.rstrip("\n") if answer else ""
        heading = f"Why? {' '.join(asked.question.ask.split())}" if asked else f"Why? {key}"
        screen.write(Target(question=key, base=answer), Written(text), heading)


def delete(screen: ReaderScreen) -> None:
    """Delete the chosen note, or take back the place given to somebody else's card."""
    if tray.take_back(screen):
        return
    if screen.now.tab == "annotations" and (note := _own_note(screen)) and not in_merge(screen, note.id):
        screen.commit(verbs.delete(screen.now, note.id, now()))
        screen.tell("Deleted; {undo} brings it back. Its text stays on disk until `companion purge`.")


def _own_note(screen: ReaderScreen) -> Annotation | None:
    """The chosen card, or from the text the one at the cursor, if it is the reader's own; else says what to do."""
    layer, name = parted(screen.margin.current())
    record = verbs.find(screen.now, name) if layer == screen.now.own.id else None
    if record is None and screen.focused is not screen.margin:
        record = verbs.own_here(screen.now)
    if not isinstance(record, Annotation):
        where = "choose one of your own in the margin ({pane.next}, then {block.next} and {block.previous})"
        screen.tell(f"This card is not yours: {where}.")
        return None
    return record


def in_merge(screen: ReaderScreen, record: str) -> bool:
    """Whether a record cannot be changed before one of two versions is chosen; then that is said."""
    if verbs.merging(screen.now, record) is None:
        return False
    key = screen.keys.press("versions")
    screen.notify(f"A merge left two versions of this. Choose one first ({key}).", severity="warning", markup=False)
    return True


def undo(screen: ReaderScreen) -> None:
    """Take back the last change of the reader's own."""
    base = screen.now.done[-1].after if screen.now.done else None
    screen.reading, record = verbs.undo(screen.now, now())
    _save_again(screen, record, base, "There is nothing to undo.")
    if record is not None:
        screen.tell(f"undone: {_about(screen, base)}; {{redo}} brings it back")


def redo(screen: ReaderScreen) -> None:
    """Make the last change again that was taken back."""
    base = screen.now.undone[-1].before if screen.now.undone else None
    screen.reading, record = verbs.redo(screen.now)
    _save_again(screen, record, base, "There is nothing to redo.")
    if record is not None:
        screen.tell(f"done again: {_about(screen, record)}; {{undo}} takes it back")


def _about(screen: ReaderScreen, record: Record | None) -> str:
    """A record in a few words: what it is, and where it stands."""
    if isinstance(record, Answer):
        return f"your answer to {parted(record.question).id}"
    if isinstance(record, Place):
        return f"the place of {parted(record.place).id}"
    placement = screen.now.placements.get(screen.now.own.key(record)) if record else None
    if placement is None or placement.span is None or record is None or record.quote is None:
        return "note on the section" if record and record.section else "note on the document"
    index = screen.now.document.index(placement.span.section)
    paragraph = screen.now.document.section(index).paragraph(placement.span.start) if index is not None else 0
    return f"note on ¶{paragraph}"


def _save_again(screen: ReaderScreen, record: Record | None, base: Record | None, nothing: str) -> None:
    if record is None:
        screen.tell(nothing)
    else:
        screen.save(Wrote(record, base=base))


def versions(screen: ReaderScreen) -> None:
    """Choose between two versions of a note."""
    screen.post_message(TwoVersions(screen.margin.current()))


def unsaved(screen: ReaderScreen) -> None:
    """Do something about what is not saved."""
    screen.post_message(Unsaved())
