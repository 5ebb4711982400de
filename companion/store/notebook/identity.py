"""What ties a notebook folder to a document: document.yaml, written once, and marks.yaml for later fingerprints."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from companion.model.document import Document
from companion.model.faults import Fault, Unreadable, Where
from companion.store import errors, files
from companion.store.notebook import conflicts
from companion.store.notebook.folder import MARKS, VERSION, reader_names
from companion.text.clean import clean_line

DOCUMENT = "document.yaml"
_LIMIT = 1 << 20
_FINGERPRINT = re.compile(rb"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Identity:
    """What a notebook folder says it belongs to. `fault` says why document.yaml could not be read, if so.

    `fingerprints` are the first, if it has one, and all later ones of all its readers.
    """

    folder: Path
    title: str = ""
    shipped: str = ""
    fingerprints: frozenset[str] = field(default_factory=frozenset)
    fault: Fault | None = None
    read_only: bool = False

    @property
    def broken(self) -> bool:
        """Whether nothing, or not enough, could be read of document.yaml."""
        return self.fault is not None and not self.fault.warning


def folder_name(document: Document, shipped: str) -> str:
    """The name of a new notebook folder: for people, and the same on every machine, so that trees merge."""
    decomposed = unicodedata.normalize("NFKD", shipped or document.title or document.name)
    plain = decomposed.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "document"
    return f"{slug}-{hashlib.sha256((shipped or document.fingerprint).encode()).hexdigest()[:8]}"


def read_identity(folder: Path, descriptor: int) -> Identity:
    """What an open notebook folder belongs to; never raises for what is written there."""
    marks = _all_marks(descriptor)
    shown = clean_line(str(folder / DOCUMENT))
    try:
        data = files.read_at(descriptor, DOCUMENT, _LIMIT, shown)
        raw = _mapping(data, shown)
    except Unreadable as error:
        return Identity(folder, fingerprints=marks, fault=errors.fault_of(error, shown))
    if raw.get("fingerprint"):
        marks |= {raw["fingerprint"]}
    fault: Fault | None = None
    if not raw.get("fingerprint") and not raw.get("shipped"):
        fault = Fault(Where(shown), "it does not say which document", "expected `shipped` or `fingerprint`")
        return Identity(folder, raw.get("title", ""), fingerprints=marks, fault=fault)
    newer = raw.get("companion", "1")
    read_only = newer.isdecimal() and int(newer) > VERSION
    if read_only:
        fault = Fault(
            Where(shown), "the notebook is of a newer companion", "its notes are shown, none is changed", True
        )
    return Identity(folder, raw.get("title", ""), raw.get("shipped", ""), marks, fault, read_only)


def write_identity(descriptor: int, document: Document, shipped: str, shown: str) -> None:
    """Write document.yaml into an open, new notebook folder, unless one is there. Raises OSError or NotSaved."""
    with suppress(FileNotFoundError):
        os.stat(DOCUMENT, dir_fd=descriptor, follow_symlinks=False)
        return
    mapping = {"title": document.title}
    mapping |= {"shipped": shipped} if shipped else {"fingerprint": document.fingerprint}
    files.save_at(descriptor, DOCUMENT, _versioned(mapping), shown)


def add_mark(reader: int, fingerprint: str, shown: str) -> None:
    """Remember in an open reader's folder that its notebook belongs to this fingerprint too.

    One that cannot be read is left as it is. Raises OSError, NotSaved or Unreadable.
    """
    try:
        data = files.read_at(reader, MARKS, _LIMIT, shown)
    except errors.Missing:
        data = b""
    else:
        _mapping(data, shown)
    marks = sorted(_fingerprints(data) | {fingerprint})
    files.save_at(reader, MARKS, _versioned({"fingerprints": marks}), shown)


def _versioned(mapping: Mapping[str, str | list[str]]) -> bytes:
    """The bytes of a small file that says its version first, as a number. Raises NotSaved."""
    from companion.layers.write import write_mapping

    return f"companion: {VERSION}\n".encode() + write_mapping(mapping)


def _mapping(data: bytes, shown: str) -> dict[str, str]:
    """The texts of a small file, of its first side where a merge left two. Raises Unreadable."""
    from companion.layers.read import read_mapping

    sides = conflicts.split(data)
    if sides is not None:
        read_mapping(sides.theirs, shown)
    raw = read_mapping(data if sides is None else sides.ours, shown)
    return {key: clean_line(value) for key, value in raw.items() if isinstance(value, str)}


def _all_marks(descriptor: int) -> frozenset[str]:
    """Every reader's marks, found by their form, so that a merge or a slip in the file loses none."""
    marks: set[str] = set()
    with suppress(OSError):
        for reader in reader_names(descriptor):
            with suppress(OSError, Unreadable), files.opened_folder(reader, within=descriptor) as folder:
                marks |= _fingerprints(files.read_at(folder, MARKS, _LIMIT, MARKS))
    return frozenset(marks)


def _fingerprints(data: bytes) -> set[str]:
    return {match.decode() for match in _FINGERPRINT.findall(data)}
