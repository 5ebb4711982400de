"""How the document was read: what headings were taken from, what was left out, which walls held; and another way."""

from __future__ import annotations

from collections.abc import Sequence
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
READ_KEYS = "{move} move · {scroll} scroll · {close} closes"
WAY_KEYS = f"enter reads it that way · {READ_KEYS}"


def heading_of(document: Document) -> Content:
    """By what the document was read, how many walls were around it, and what its headings are."""
    by = "by companion itself, without native code"
    if document.walls:
        hold = sum(wall.holds for wall in document.walls)
        by = f"by a process of its own; {hold} of {len(document.walls)} walls around it hold"
    used = f"\nIts headings are taken from {WORDS[document.way]}" if document.way else ""
    return Content(f"How this was read: {document.format}, {by}{used}")


def options_of(document: Document, ways: Sequence[str]) -> list[Content]:
    """A line for each way to choose, each notice and each wall."""
    own = [Content(f"Take them from {WORDS[way]}" + " (as now)" * (way == document.way)) for way in ways]
    walls = [Content.assemble((wall.name, "bold"), f" {wall}") for wall in document.walls]
    return [*own, *map(Content, document.notices or ("Nothing was left out or guessed.",)), *walls]


async def how_read(sync: Sync) -> None:
    """Tell how the document was read; the way that the reader chooses is remembered with it, and it is read anew."""
    app, document = sync.app, sync.opened.document
    app.clear_notifications()  # they say the same, over what is to be read now
    ways = document.ways if len(document.ways) > 1 and sync.is_whole else ()
    at = ways.index(document.way) if document.way in ways else 0
    keys = WAY_KEYS if ways else READ_KEYS
    number = await app.push_screen_wait(ChoiceDialog(heading_of(document), options_of(document, ways), keys, at=at))
    if number is not None and number < len(ways) and ways[number] != document.way:
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
