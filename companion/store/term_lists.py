"""Term lists on disk: those shipped, and files of the reader's. Imports YAML."""

from __future__ import annotations

from pathlib import Path

from companion.layers.term_list import read_term_list
from companion.model.faults import Fault, Unreadable, Where
from companion.model.term_list import TermList
from companion.store import files
from companion.store.companion_folder import read_traversable
from companion.store.paths import shipped
from companion.text.clean import clean_line

LIMIT = 1 << 20
"""Bytes of the largest list."""


def shipped_term_lists() -> list[TermList]:
    """The lists that come with companion, by name."""
    folder = shipped() / "terms"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return [read_term_list(read_traversable(folder / name, LIMIT), name) for name in names]


def find_term_list(what: str) -> TermList:
    """A shipped list by its id, or one in a file. Raises Unreadable that names those there are."""
    lists = {each.id: each for each in shipped_term_lists()}
    if what in lists:
        return lists[what]
    path = Path(what).expanduser()
    if not path.exists() and "/" not in what:
        known = f"shipped are: {', '.join(lists)}"
        raise Unreadable(Fault(Where(clean_line(what)), "no such file and no shipped list", known))
    return read_term_list(files.read_bytes(path, LIMIT), clean_line(str(path)))
