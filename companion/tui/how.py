"""How the document was read: what was used for its headings, what was left out, and another way to read it."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from companion import reading as verbs
from companion.model import CompanionError, Document
from companion.store.library import OpenDocument
from companion.tui.dialogs.choice import ChoiceDialog
from companion.tui.sync import Sync

WORDS = {
    "outline": "the outline that the file has",
    "tags": "the structure tags of the file",
    "contents": "its printed contents page",
    "looks": "the looks of its lines: size, weight, numbers",
}
"""What headings are taken from, by the name of the way."""
KEYS = "enter reads it that way · j k move · esc closes"


def heading_of(document: Document) -> Content:
    """What was used and left out, above the choice."""
    used = WORDS.get(document.way, "")
    lines = [f"Its headings are taken from {used}." if used else "Its headings are those the file marks as such."]
    lines += document.notices
    if len(document.ways) > 1:
        lines.append("Take them from")
    return Content("\n".join(lines))


async def which_way(sync: Sync) -> None:
    """Tell how the document was read; what the reader chooses is remembered with it, and it is read anew."""
    app, document = sync.app, sync.opened.document
    app.clear_notifications()  # they say the same, over what is to be read now
    ways = document.ways if len(document.ways) > 1 and sync.is_whole else ()
    options = [Content(WORDS[way] + (" (used now)" if way == document.way else "")) for way in ways]
    at = ways.index(document.way) if document.way in ways else 0
    dialog = ChoiceDialog(heading_of(document), options, KEYS if ways else "esc closes", at=at)
    number = await app.push_screen_wait(dialog)
    if number is not None and ways[number] != document.way:
        app.notify("Reading it anew…", markup=False, timeout=3)
        read = partial(_read, sync, ways[number])
        app.run_worker(read, thread=True, exclusive=True, group="open", exit_on_error=False)


def _read(sync: Sync, way: str) -> None:
    try:
        opened = sync.loader.session.anew(way)
    except CompanionError as error:
        sync.app.call_from_thread(sync.app.notify, str(error), severity="error", markup=False, timeout=20)
        return
    sync.state.keep_way(opened, way)
    sync.app.call_from_thread(_show, sync, opened)


def _show(sync: Sync, opened: OpenDocument) -> None:
    """Put the document in place of what was read before, and place the notes in it."""
    reader = sync.reader
    sync.use(opened, reader)
    reader.reading = verbs.adopt(reader.now, opened.document)
    sync.load()
