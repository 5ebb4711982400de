"""Own notes put where the reader says, when their notebook cannot take them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from companion.formats.clean import clean_line
from companion.model.annotation import Record
from companion.model.faults import NotSaved
from companion.store import files, troubles

LIMIT = 8 << 20


def save_elsewhere(records: Sequence[Record], where: str) -> Path:
    """Put notes durably into a folder, made if need be, a file for each; or one note into a file that ends in .yaml.

    The files are those of a notebook, and only the reader may read them. Nothing that stands there is replaced: a
    note that is there already, as it is, is saved. Tells the folder or file. Raises NotSaved.
    """
    from companion.formats.layers import write_record

    path = Path(os.path.abspath(Path(where).expanduser()))
    one = path.suffix.lower() in (".yaml", ".yml") and not path.is_dir()
    if one and len(records) != 1:
        raise NotSaved(f"{clean_line(str(path))}: {len(records)} notes do not go into one file; name a folder")
    folder = path.parent if one else path
    with troubles.not_saved(clean_line(str(folder)), "name another place"):
        files.make_folders(folder)
        with files.opened_folder(folder) as opened:
            for record in records:
                name = path.name if one else f"{record.id}.yaml"
                _put(opened, name, write_record(record), clean_line(str(folder / name)))
    return path


def _put(folder: int, name: str, data: bytes, shown: str) -> None:
    """A new file, read again and compared. Raises OSError or NotSaved."""
    try:
        files.save_new(folder, name, data, shown)
    except FileExistsError:
        if files.read_at(folder, name, LIMIT, shown) != data:
            raise NotSaved(f"{shown}: a file of that name stands there; name another place") from None
        return
    if files.read_at(folder, name, LIMIT, shown) != data:
        raise NotSaved(f"{shown}: it does not read back as it was written; name another place")
