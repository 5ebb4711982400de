"""What there is to read: the shipped companions and recent documents, with progress and the number of notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from companion.model.faults import Unreadable
from companion.store import files
from companion.store.companion_folder import read_traversable
from companion.store.notebook.folder import LIMIT, note_names
from companion.store.notebook.identity import Identity
from companion.store.notebook.match import survey
from companion.store.paths import Paths, shipped, shipped_names
from companion.store.settings import Settings
from companion.store.state import State
from companion.store.state_values import Progress, Recent
from companion.text.clean import clean_line

_TITLE = re.compile(r"^(?:title:|#)[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_DELETED = re.compile(rb"^deleted:[ \t]*\S", re.MULTILINE)


class Listed(NamedTuple):
    """One line of the list. `name` opens it: a shipped name or a path. `when` is empty if it was never opened.

    `notes` counts the reader's own, deleted ones left out.
    """

    name: str
    title: str
    shipped: bool
    when: str
    progress: Progress
    notes: int


def listed(paths: Paths, settings: Settings) -> list[Listed]:
    """Shipped companions by name, then recent documents, the last one first. Reads notebooks, so needs YAML."""
    state = State(paths)
    recent, links = state.recent(), state.links()
    known, _ = survey(paths.notebooks)
    lines = [_shipped(name, recent, known, settings.reader) for name in shipped_names()]
    for each in recent:
        if each.path and not each.shipped:
            linked = links.get(each.path)
            folders = [one for one in known if each.fingerprint in one.fingerprints or one.folder == linked]
            title = clean_line(each.title)
            lines.append(Listed(each.path, title, False, each.when, each.progress, _count(folders, settings.reader)))
    return lines


def _shipped(name: str, recent: Iterable[Recent], known: Iterable[Identity], reader: str) -> Listed:
    last = next((each for each in recent if each.shipped == name), None)
    notes = _count((each for each in known if each.shipped == name), reader)
    if last is not None:
        return Listed(name, clean_line(last.title), True, last.when, last.progress, notes)
    return Listed(name, _shipped_title(name), True, "", Progress(), notes)


def _shipped_title(name: str) -> str:
    """The title in the front matter, or the first heading; the document itself need not be opened for it."""
    text = read_traversable(shipped() / name / "report.md", LIMIT).decode("utf-8", "replace")
    found = _TITLE.search(text)
    return clean_line(found[1].strip("\"'")) if found else name


def _count(folders: Iterable[Identity], reader: str) -> int:
    return sum(_own_notes(folder, reader) for folder in folders) if reader else 0


def _own_notes(notebook: Identity, reader: str) -> int:
    """Notes whose file does not say `deleted`; a text cannot look like that field, since it is indented."""
    total = 0
    try:
        with (
            files.opened_folder(notebook.folder) as outer,
            files.opened_folder(reader, within=outer) as folder,
        ):
            for entry in note_names(folder):
                try:
                    total += _DELETED.search(files.read_at(folder, entry.name, LIMIT, entry.name)) is None
                except Unreadable:
                    total += 1
    except OSError:
        return total
    return total
