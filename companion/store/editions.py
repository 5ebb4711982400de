"""Editions: the text of a document as it was when notes were last placed on it, kept beside the reader's notes.

A later edition's sentences are linked to it, so that a note is found where its sentence went. It stays in the
reader's own folder, one file for each edition, and can be lost: nothing is told where it is missing or damaged.
"""

from __future__ import annotations

import bz2
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from companion.model.document import Block, BlockKind, Document, Heading, Section, SectionList
from companion.model.faults import Unreadable
from companion.store import files
from companion.text.clean import clean_line

SUFFIX = ".edition"
MOST = 4
"""Editions that are kept; the oldest gives way."""
LARGEST = 32 << 20
"""Bytes of the largest text that is kept."""
_VERSION = 1
_DAMAGED = (Unreadable, ValueError, KeyError, TypeError, IndexError, OSError, EOFError)
_KINDS: dict[str, BlockKind] = {
    "h": "heading",
    "p": "paragraph",
    "i": "item",
    "q": "quotation",
    "r": "row",
    "c": "code",
    "f": "figure",
}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}
_GAP = "\n\n"
"""Between the blocks of a Section's text."""


def keep(folder: Path, document: Document) -> bool:
    """Keep a document's text in an existing reader's folder, unless it is there; True if it was written.

    Raises OSError.
    """
    name = _name(document.fingerprint)
    with _opened(folder) as descriptor:
        names = _names(descriptor)
        if name in names:
            return False
        data = packed(document)
        if data is None:
            return False
        files.save_at(descriptor, name, data, clean_line(str(folder / name)))
        _put_first(descriptor, name)
        for old in names[MOST - 1 :]:
            files.discard(descriptor, old)
    return True


def earlier(folder: Path, fingerprint: str) -> list[Document]:
    """The editions kept in a reader's folder but the one with this fingerprint, the latest first."""
    documents = []
    with suppress(OSError), _opened(folder) as descriptor:
        for name in _names(descriptor):
            if name != _name(fingerprint):
                with suppress(*_DAMAGED):
                    documents.append(unpacked(files.read_at(descriptor, name, LARGEST, name)))
    return documents


def paths(folder: Path) -> list[Path]:
    """All editions kept in a reader's folder."""
    with suppress(OSError), _opened(folder) as descriptor:
        return [folder / name for name in _names(descriptor)]
    return []


def packed(document: Document) -> bytes | None:
    """A document's text, compressed; None if it is too large to be kept.

    A row of JSON for each Section holds its id, its title, its level, and the words of each block after the letter of
    its kind.
    """
    rows: list[list[Any]] = []
    size = 0
    for index in range(len(document)):
        section = document.pass_by(index)
        size += len(section.text)
        if size > LARGEST:
            return None
        worded = [block for block in section.blocks if block.end > block.start]
        blocks = [f"{_LETTERS[block.kind]}{section.words(block)}" for block in worded]
        if _GAP.join(block[1:] for block in blocks) != section.text:
            blocks = [f"{_LETTERS['paragraph']}{section.text}"]
        title = "" if blocks and section.title == blocks[0][1:] else section.title
        rows.append([section.id, title, section.level, *blocks])
    data = [[_VERSION, document.title, document.name, document.fingerprint], *rows]
    return bz2.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(data: bytes) -> Document:
    """The document that `packed` made. Raises ValueError, KeyError, TypeError, IndexError, OSError or EOFError."""
    unpacker = bz2.BZ2Decompressor()
    raw = unpacker.decompress(data, 5 * LARGEST)
    if not unpacker.eof:
        raise ValueError("larger than what is kept")
    (version, *about), *rows = json.loads(raw)
    if version != _VERSION:
        raise ValueError("not an edition")
    sections = list(map(_section, rows))
    headings = tuple(Heading(section.id, section.title, section.level) for section in sections)
    title, name, fingerprint = map(str, about)
    return Document(title, name, "edition", fingerprint, headings, SectionList(sections))


def _section(row: list[Any]) -> Section:
    name, title, level, *parts = row
    blocks, at = [], 0
    for part in parts:
        blocks.append(Block(_KINDS[part[0]], at, at + len(part) - 1))
        at += len(part) - 1 + len(_GAP)
    text = _GAP.join(part[1:] for part in parts)
    return Section(str(name), title or "".join(parts[:1])[1:], int(level), text, tuple(blocks))


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """A reader's folder, reached through its notebook without following a link. Raises OSError."""
    with files.opened_folder(folder.parent) as outer, files.opened_folder(folder.name, within=outer) as descriptor:
        yield descriptor


def _name(fingerprint: str) -> str:
    return f"{fingerprint.removeprefix('sha256:')[:16]}{SUFFIX}"


def _put_first(folder: int, name: str) -> None:
    """Make a file that was just written the latest of an open folder, also where the clock was set back."""
    latest = max(_written(folder, each) for each in _names(folder))
    if _written(folder, name) < latest:
        with suppress(OSError):
            os.utime(name, ns=(latest + 1, latest + 1), dir_fd=folder)


def _written(folder: int, name: str) -> int:
    return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime_ns


def _names(folder: int) -> list[str]:
    """The editions of an open folder, the one that was written last first. Raises OSError."""
    with os.scandir(folder) as entries:
        found = [
            (-entry.stat(follow_symlinks=False).st_mtime_ns, entry.name)
            for entry in entries
            if entry.name.endswith(SUFFIX) and entry.is_file(follow_symlinks=False)
        ]
    return [name for _, name in sorted(found)]
