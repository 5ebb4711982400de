"""Whose notes these are where config.yaml does not say who the reader is: restored without it, or a colleague's.

Only the reader can tell, so nothing is guessed: until they said, no note is added beside them under a new name.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from companion.model.faults import Fault, Where
from companion.store import files
from companion.store.notebook.folder import count_notes, reader_names
from companion.store.paths import Paths
from companion.store.settings import NEW, Settings
from companion.text.clean import clean_line


def unclaimed(paths: Paths, settings: Settings, folder: Path | None = None) -> Fault | None:
    """A warning that there are notes, among all notebooks and in `folder`, while no reader is set; None without any."""
    if settings.reader:
        return None
    counts: Counter[str] = Counter()
    for notebook in {os.path.realpath(path) for path in (*_folders(paths.notebooks), *([folder] if folder else []))}:
        counts.update(_counts(notebook))
    ranked = [(reader, number) for reader, number in counts.most_common() if number]
    if not ranked:
        return None
    most, number = ranked[0][0], sum(number for _, number in ranked)
    are = f"{number} note{'s' * (number != 1)} here {'is' if number == 1 else 'are'}"
    what = f"{are} another reader's"
    if len(ranked) > 1:
        what = f"{are} of other readers ({', '.join(f'{reader} {number}' for reader, number in ranked)})"
    it = "it is" if number == 1 else "they are" if len(ranked) == 1 else f"those of {most} are"
    expected = f"if {it} yours: `companion config reader {most}`; if not: `companion config reader {NEW}`"
    return Fault(Where(clean_line(str(paths.notebooks))), clean_line(what), clean_line(expected), warning=True)


def _folders(root: Path) -> Iterator[Path]:
    with suppress(OSError), os.scandir(root) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                yield root / entry.name


def _counts(notebook: str) -> Counter[str]:
    """How many notes each reader has in a notebook."""
    counts: Counter[str] = Counter()
    with suppress(OSError), files.opened_folder(notebook) as outer:
        for reader in reader_names(outer):
            with suppress(OSError), files.opened_folder(reader, within=outer) as descriptor:
                counts[reader] += count_notes(descriptor)
    return counts
