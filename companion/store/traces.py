"""Everything kept for a document outside its notes: the one list that `forget` goes by.

What is kept for a document lies in a folder of the state folder, under a name that begins with the document's key, or
is a JSON file that says whose it is (`identity`). Whoever keeps something new does the same, and it is forgotten with
the rest: places, links, drafts, files lent to an editor, and all that half a save or a slip left of them. The texts of
editions lie beside the notes, and are listed too.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from companion.model.faults import Unreadable
from companion.store import files
from companion.store.locks import lock_file

if TYPE_CHECKING:
    from companion.store.library import OpenDocument

_LIMIT = 4 << 20


def identity(opened: OpenDocument) -> dict[str, str]:
    """What tells a document from others: its shipped name, its path, its bytes."""
    path = "" if opened.path is None or opened.shipped else os.path.realpath(opened.path)
    return {"shipped": opened.shipped, "path": path, "fingerprint": opened.document.fingerprint}


def document_key(opened: OpenDocument) -> str:
    """What the names of all that is kept for a document begin with: 16 hexadecimal digits."""
    return next(_hashed(name, value) for name, value in identity(opened).items() if value)


def fits(raw: Mapping[str, Any], document: OpenDocument | str) -> bool:
    """Whether an entry is of this document: the same shipped name, path or bytes; or of this name or path."""
    if isinstance(document, str):
        return bool(document) and (raw.get("shipped") == document or raw.get("path") == os.path.realpath(document))
    return any(value and raw.get(name) == value for name, value in identity(document).items())


def traces(state: Path, document: OpenDocument | str, reader: str = "", notebook: Path | None = None) -> list[Path]:
    """Every file and folder kept for a document; a name or a path serves as well, for one that is gone.

    `reader` is whose editions are listed: in `notebook`, and in each that was used for the document. A temporary file
    that is cut may be of any document, and is one of its traces too.
    """
    from companion.store import editions  # compressed texts, which a start never needs

    keys = set(_keys(document))
    entries = [entry for kind in _listed(state) for entry in _listed(kind)]
    matches: list[Path] = []
    notebooks = {notebook} if notebook else set()
    for entry in entries:
        raw = _read(entry)
        if raw is not None and fits(raw, document):
            keys.add(entry.name[:16])
            matches.append(entry)
            if isinstance(raw.get("folder"), str):
                notebooks.add(Path(raw["folder"]))
                matches.append(lock_file(state, Path(raw["folder"])))
        elif raw is None and entry.name.startswith(files.LEFT_OVER):
            matches.append(entry)
    matches += [path for folder in sorted(notebooks) if reader for path in editions.paths(folder / reader)]
    named = [entry for entry in entries if any(entry.name.startswith(key) for key in keys)]
    return [entry for entry in dict.fromkeys([*matches, *named]) if os.path.lexists(entry)]


def remove(trace: Path) -> bool:
    """Remove a trace, unless it is lent to an editor that still has it; tells whether it is gone. Raises OSError."""
    if not trace.is_dir() or trace.is_symlink():
        with suppress(FileNotFoundError):
            os.unlink(trace)
        return True
    import shutil

    from companion.store import external_edit

    if external_edit.in_use(trace):
        return False
    shutil.rmtree(trace)
    return True


def _keys(document: OpenDocument | str) -> Iterator[str]:
    if not isinstance(document, str):
        yield document_key(document)
    elif document:
        yield _hashed("shipped", document)
        yield _hashed("path", os.path.realpath(document))


def _hashed(name: str, value: str) -> str:
    return hashlib.sha256(os.fsencode(f"{name}:{value}")).hexdigest()[:16]


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _read(entry: Path) -> dict[str, Any] | None:
    """What an entry says as JSON, None if it is none."""
    import json  # not on the way to the first frame

    try:
        raw = json.loads(files.read_bytes(entry, _LIMIT))
    except (Unreadable, ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) else None
