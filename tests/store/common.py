"""What the store's figure programs share: their options, and how a note's fate is judged."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from companion.model import Annotation, Answer, Record
from companion.store.library import OpenDocument
from companion.store.notebook import Notebook, find_notebook
from companion.store.paths import Paths
from companion.store.settings import Settings, settings
from tests.store.making import note, opened, paths_in

Words = tuple[str, bool]
"""What matters of a note: its words (an answer's verdict and words), and whether it is deleted."""


def numbers(description: str | None, **defaults: int) -> argparse.Namespace:
    """Command line options that are all whole numbers."""
    parser = argparse.ArgumentParser(description=description)
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=default, help=f"default {default}")
    return parser.parse_args()


def words(record: Record) -> Words:
    if isinstance(record, Annotation):
        return record.note.rstrip(), bool(record.deleted)
    if isinstance(record, Answer):
        return f"{record.verdict} {record.note}".rstrip(), bool(record.deleted)
    return record.quote.exact, bool(record.deleted)


def fresh(paths: Paths, what: OpenDocument) -> Notebook:
    """What a start of the program finds: settings and notebook read anew."""
    return find_notebook(paths, what, settings(paths))


def state_of(book: Notebook) -> dict[str, Words]:
    """Every own note, deleted ones too, by id."""
    layer = book.load()
    return {each.id: words(each) for each in (*layer.annotations, *layer.answers, *layer.places, *book.deleted)}


def lost(kept: Mapping[str, Words], acknowledged: Mapping[str, Words], tried: Mapping[str, Words]) -> list[str]:
    """Ids whose acknowledged words are gone; words that were being saved may stand in their place."""
    return [name for name, want in acknowledged.items() if kept.get(name) not in (want, tried.get(name, want))]


def warm_up() -> None:
    """Save and load once, so that a forked child does not spend its short life on late imports."""
    with tempfile.TemporaryDirectory() as top:
        what = opened()
        find_notebook(paths_in(Path(top)), what, Settings()).save(note("warm"))
        fresh(paths_in(Path(top)), what).load()


def run(main: Callable[[], int]) -> None:
    sys.exit(main())


__all__ = [
    "find_notebook",
    "fresh",
    "lost",
    "numbers",
    "opened",
    "paths_in",
    "run",
    "state_of",
    "warm_up",
    "words",
]


def below(folder: Path, name: object) -> Path:
    path = folder / str(name)
    path.mkdir()
    return path
