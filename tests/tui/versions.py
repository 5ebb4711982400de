"""Own notes as other programs and merges leave them, for tests of choosing between versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from companion.store.library import open_document
from companion.store.notebook import Notebook, find_notebook
from companion.store.paths import user_paths
from companion.store.settings import settings
from tests.tui.driving import Screen


def elsewhere() -> Notebook:
    """The same notebook as another program has it open."""
    where = user_paths()
    book = find_notebook(where, open_document("nso-2023"), settings(where))
    book.load()
    return book


def on_disk() -> dict[str, str]:
    """The words of every own note that is not deleted, by its id."""
    return {note.id: note.note.strip() for note in elsewhere().load().annotations}


def change(words: str) -> None:
    """Somebody else gives the only note other words."""
    book = elsewhere()
    (note,) = book.load().annotations
    book.save(replace(note, note=words))


def file_of(note: str) -> Path:
    book = elsewhere()
    assert book.folder is not None
    return book.folder / book.reader / f"{note}.yaml"


def merged(note: str, ours: str, theirs: str) -> Path:
    """A note's file as git leaves it where both sides changed one line."""
    file = file_of(note)
    text = file.read_text()
    assert f"  {ours}\n" in text
    file.write_text(text.replace(f"  {ours}\n", f"<<<<<<< HEAD\n  {ours}\n=======\n  {theirs}\n>>>>>>> other\n"))
    return file


async def read_again(screen: Screen) -> None:
    screen.app.sync.load()
    await screen.settled()
