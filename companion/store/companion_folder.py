"""A companion folder: one document and the layers that belong to it.

The document is `report.md`, or the only document in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from companion.documents.registry import suffixes
from companion.model.faults import Fault, Unreadable, Where
from companion.store import errors, files
from companion.text.clean import clean_line

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def document_in(folder: Path) -> Path:
    """The document of a companion folder. Raises Unreadable if there is none, or several to choose from."""
    label = Where(clean_line(str(folder)))
    try:
        names = sorted(entry.name for entry in folder.iterdir() if _is_document(entry))
    except OSError as error:
        raise Unreadable(Fault(label, f"the folder cannot be read: {errors.words(error)}")) from None
    if "report.md" in names:
        return inside(folder, "report.md")
    if len(names) == 1:
        return inside(folder, names[0])
    if not names:
        raise Unreadable(Fault(label, "a folder without a document", "expected a report.md in it, or one document"))
    listed = ", ".join(clean_line(name) for name in names[:5])
    raise Unreadable(Fault(label, f"a folder with {len(names)} documents ({listed})", "name the one to open"))


def inside(folder: Path, name: str) -> Path:
    """A file of a companion folder, which must still lie in it once links are followed. Raises Unreadable."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Unreadable(Fault(Where(clean_line(str(path))), "leads out of its folder", "expected the file itself"))
    return path


def read_traversable(file: Traversable, limit: int) -> bytes:
    """The bytes of something shipped, which may lie in a zip. Raises Unreadable."""
    if isinstance(file, Path):
        return files.read_bytes(file, limit)
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(Fault(Where(clean_line(file.name)), f"cannot be read: {errors.words(error)}")) from None


def _is_document(entry: Path) -> bool:
    return (
        not entry.name.startswith(".")
        and entry.suffix.lower() in suffixes()
        and entry.stem.upper() not in ("README", "LICENSE")
        and entry.is_file()
    )
