"""The list of shipped companions and recent documents, with progress and number of notes, for `companion list`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from companion.store import files
from companion.store.companion_folder import read_traversable
from companion.store.notebook.folder import LIMIT, count_notes
from companion.store.notebook.identity import Identity
from companion.store.notebook.match import survey
from companion.store.paths import Paths, shipped, shipped_names
from companion.store.settings import Settings
from companion.store.state import State
from companion.store.state_values import Progress, Recent
from companion.text.clean import clean_line

_TITLE = re.compile(r"^(?:title:|#)[ \t]*(.+?)[ \t]*$", re.MULTILINE)


class ListEntry(NamedTuple):
    """A document of the list. `name` opens it: a shipped name or a path. `when` is empty if it was never opened.

    `notes` counts the reader's own, deleted ones left out.
    """

    name: str
    title: str
    shipped: bool
    when: str
    progress: Progress
    notes: int


def listed(paths: Paths, settings: Settings) -> list[ListEntry]:
    """Shipped companions by name, then recent documents, the last one first. Reads notebooks, so needs YAML."""
    state = State(paths)
    recent, links = state.recent(), state.links()
    notebooks, _ = survey(paths.notebooks)
    lines = [_shipped(name, recent, notebooks, settings.reader) for name in shipped_names()]
    for entry in recent:
        if entry.path and not entry.shipped:
            linked = links.get(entry.path)
            folders = [book for book in notebooks if entry.fingerprint in book.fingerprints or book.folder == linked]
            title = clean_line(entry.title)
            lines.append(
                ListEntry(entry.path, title, False, entry.when, entry.progress, _count(folders, settings.reader))
            )
    return lines


def _shipped(name: str, recent: Iterable[Recent], notebooks: Iterable[Identity], reader: str) -> ListEntry:
    last = next((entry for entry in recent if entry.shipped == name), None)
    notes = _count((entry for entry in notebooks if entry.shipped == name), reader)
    if last is not None:
        return ListEntry(name, clean_line(last.title), True, last.when, last.progress, notes)
    return ListEntry(name, _shipped_title(name), True, "", Progress(), notes)


def _shipped_title(name: str) -> str:
    """The title in the front matter, or the first heading; the document itself need not be opened for it."""
    text = read_traversable(shipped() / name / "report.md", LIMIT).decode("utf-8", "replace")
    match = _TITLE.search(text)
    return clean_line(match[1].strip("\"'")) if match else name


def _count(folders: Iterable[Identity], reader: str) -> int:
    return sum(_own_notes(folder, reader) for folder in folders) if reader else 0


def _own_notes(notebook: Identity, reader: str) -> int:
    with (
        suppress(OSError),
        files.opened_folder(notebook.folder) as outer,
        files.opened_folder(reader, within=outer) as folder,
    ):
        return count_notes(folder)
    return 0
