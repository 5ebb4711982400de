"""Checklists that are shipped: layers that hold questions for a kind of document, and nothing else."""

from __future__ import annotations

from companion.layers.read import read_layer
from companion.model.annotation import Layer
from companion.model.faults import CompanionError
from companion.store.companion_folder import read_traversable
from companion.store.paths import shipped
from companion.text.clean import clean_line

FOLDER = "checklists"
GENERAL = "general"
_LIMIT = 1 << 20


def checklist_names() -> list[str]:
    folder = shipped() / FOLDER
    return sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


def checklist(name: str) -> Layer:
    """The checklist of that name. Raises CompanionError with the names there are."""
    names = checklist_names()
    if name not in names:
        raise CompanionError(f"there is no checklist {clean_line(name)}; there are {', '.join(names)}")
    return read_layer(read_traversable(shipped() / FOLDER / f"{name}.yaml", _LIMIT), f"{FOLDER}/{name}.yaml")
