"""Identity of a notebook folder: document.yaml, written once, and marks.yaml for later fingerprints."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from companion.model.annotation import VERSION
from companion.model.document import Document
from companion.model.faults import Fault, Unreadable, Where
from companion.store import errors, files
from companion.store.notebook import conflicts
from companion.store.notebook.folder import reader_names
from companion.store.notebook.note_file import MARKS, is_copy_name
from companion.text.clean import clean_line

DOCUMENT = "document.yaml"
_LIMIT = 1 << 20
_FINGERPRINT = re.compile(rb"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Identity:
    """The document a notebook folder belongs to. `fault` says why its document.yaml could not be read.

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
        """True if document.yaml does not say which document."""
        return self.fault is not None and not self.fault.warning


def folder_name(document: Document, shipped: str) -> str:
    """The name of a new notebook folder: for people, and the same on every machine, so that trees merge."""
    decomposed = unicodedata.normalize("NFKD", shipped or document.title or document.name)
    plain = decomposed.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "document"
    return f"{slug}-{hashlib.sha256((shipped or document.fingerprint).encode()).hexdigest()[:8]}"


def read_identity(folder: Path, descriptor: int) -> Identity:
    """The identity of an open notebook folder; never raises for what is written there."""
    marks = _all_marks(descriptor)
    label = clean_line(str(folder / DOCUMENT))
    try:
        data = files.read_at(descriptor, DOCUMENT, _LIMIT, label)
        raw = _mapping(data, label)
    except Unreadable as error:
        return Identity(folder, fingerprints=marks, fault=errors.fault_of(error, label))
    if raw.get("fingerprint"):
        marks |= {raw["fingerprint"]}
    fault: Fault | None = None
    if not raw.get("fingerprint") and not raw.get("shipped"):
        fault = Fault(Where(label), "it does not say which document", "expected `shipped` or `fingerprint`")
        return Identity(folder, raw.get("title", ""), fingerprints=marks, fault=fault)
    newer = raw.get("companion", "1")
    read_only = newer.isdecimal() and int(newer) > VERSION
    if read_only:
        fault = Fault(
            Where(label), "the notebook is of a newer companion", "its notes are shown, none is changed", True
        )
    return Identity(folder, raw.get("title", ""), raw.get("shipped", ""), marks, fault, read_only)


def write_identity(descriptor: int, document: Document, shipped: str, label: str) -> None:
    """Write document.yaml into an open, new notebook folder, unless one is there. Raises OSError or NotSaved."""
    with suppress(FileNotFoundError):
        os.stat(DOCUMENT, dir_fd=descriptor, follow_symlinks=False)
        return
    mapping = {"title": document.title}
    mapping |= {"shipped": shipped} if shipped else {"fingerprint": document.fingerprint}
    files.save_at(descriptor, DOCUMENT, _versioned(mapping), label)


def add_mark(reader: int, fingerprint: str, label: str) -> None:
    """Remember in an open reader's folder that its notebook belongs to this fingerprint too.

    One that cannot be read is left as it is. Raises OSError, NotSaved or Unreadable.
    """
    try:
        data = files.read_at(reader, MARKS, _LIMIT, label)
    except errors.Missing:
        data = b""
    else:
        _mapping(data, label)
    marks = sorted(_fingerprints(data) | {fingerprint})
    files.save_at(reader, MARKS, _versioned({"fingerprints": marks}), label)


def _versioned(mapping: Mapping[str, str | list[str]]) -> bytes:
    """The bytes of a small file that says its version first, as a number. Raises NotSaved."""
    from companion.layers.write import write_mapping

    return f"companion: {VERSION}\n".encode() + write_mapping(mapping)


def _mapping(data: bytes, label: str) -> dict[str, str]:
    """The texts of a small file, of its first side where a merge left two. Raises Unreadable."""
    from companion.layers.read import read_mapping

    sides = conflicts.split(data)
    if sides is not None:
        read_mapping(sides.theirs, label)
    raw = read_mapping(data if sides is None else sides.ours, label)
    return {key: clean_line(value) for key, value in raw.items() if isinstance(value, str)}


def _all_marks(descriptor: int) -> frozenset[str]:
    """Every reader's marks, found by their form, so that a merge, a conflict copy or a slip in the file loses none."""
    marks: set[str] = set()
    with suppress(OSError):
        for reader in reader_names(descriptor):
            with suppress(OSError), files.opened_folder(reader, within=descriptor) as folder:
                for name in os.listdir(folder):
                    stem = name.removesuffix(".yaml")
                    if name == MARKS or is_copy_name(stem, MARKS.removesuffix(".yaml")):
                        with suppress(Unreadable):
                            marks |= _fingerprints(files.read_at(folder, name, _LIMIT, name))
    return frozenset(marks)


def _fingerprints(data: bytes) -> set[str]:
    return {match.decode() for match in _FINGERPRINT.findall(data)}
