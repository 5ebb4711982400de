"""A file that the reader asked for with `-o`: written whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
from pathlib import Path

from companion.model import CompanionError
from companion.store import errors, files
from companion.text.clean import clean_line


def write_output(name: str, data: bytes, *, force: bool = False) -> None:
    """Put the bytes under this name; with `force` in place of a regular file that stands there.

    Raises CompanionError in one line; what was there before then still stands.
    """
    path = Path(name).expanduser()
    label = clean_line(str(path))
    if not path.name or path.is_dir():
        raise CompanionError(f"{label}: a folder; a file's name was expected after -o")
    if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
        raise CompanionError(f"{label}: not a regular file; choose another name")
    if path.exists() and not force:
        raise CompanionError(f"{label}: exists already; choose another name, or write over it with --force")
    try:
        with files.opened_folder(path.parent) as folder:
            files.sweep(folder)
            (files.save_at if force else files.save_new)(folder, path.name, data, label)
    except FileExistsError:
        raise CompanionError(f"{label}: exists already; choose another name, or write over it with --force") from None
    except OSError as error:
        raise CompanionError(f"{label}: not written: {errors.words(error)}") from None
