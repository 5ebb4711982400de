"""The list of all notes, annotations and questions, and what becomes of the row that is chosen there."""

from __future__ import annotations

from companion import reading as verbs
from companion.reading.catalogue import Entry
from companion.tui.commands.notes import edit, write_reason
from companion.tui.events import KeysMayGo
from companion.tui.reader import ReaderScreen


def open_list(screen: ReaderScreen) -> None:
    """Let the reader choose in the list of all notes and questions."""
    screen.composer.keys.holding = True
    screen.run_worker(_choose(screen))


async def _choose(screen: ReaderScreen) -> None:
    from companion.tui.dialogs.catalogue import CatalogueScreen  # only when asked for
    from companion.tui.held_keys import passed_through

    keys = screen.composer.keys
    try:
        for pump in (screen.focused, screen):
            await passed_through(pump)
        wanted = await screen.app.push_screen_wait(CatalogueScreen(screen.now, screen.listed, keys))
        screen.listed = wanted.choice
        if wanted.entry is not None:
            await _go(screen, wanted.entry)
    finally:
        keys.holding = False
        screen.post_message(KeysMayGo())
    if wanted.entry is not None and wanted.edit:
        _edit(screen, wanted.entry)


async def _go(screen: ReaderScreen, entry: Entry) -> None:
    """To the place of a row, with its card or question chosen; one without a place has the focus itself."""
    section = screen.now.document.index(entry.span.section) if entry.span else None
    if section is not None:
        await screen.parse(section)
    there = verbs.go_to(screen.now, entry.span) if entry.span else screen.now
    tab = verbs.show_tab(there, "questions" if entry.what == "question" else "annotations")
    screen.show(verbs.choose(tab, entry.key))
    screen.set_focus(screen.passage if section is not None else screen.margin)


def _edit(screen: ReaderScreen, entry: Entry) -> None:
    if entry.what == "question":
        write_reason(screen, entry.key)
    else:
        edit(screen)
