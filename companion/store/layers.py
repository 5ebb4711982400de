"""Layers and kinds from companion folders, single files and other people's notebooks. Imports YAML."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from companion.layers.read import read_kinds, read_layer
from companion.model.annotation import Kind, Layer
from companion.model.faults import Fault, Unreadable, Where
from companion.store import errors, files
from companion.store.companion_folder import document_in, inside, read_traversable
from companion.store.paths import CHECKLISTS, shipped, shipped_checklists, shipped_names
from companion.text.clean import clean_line

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from companion.model.document import Document
    from companion.store.library import OpenDocument

LIMIT = 8 << 20
"""Bytes of the largest layer file."""
KINDS = "kinds.yaml"
_LAYER_FIELD = re.compile(rb"^(layer|annotations|questions|answers|kinds)[ \t]*:", re.MULTILINE)


def load_layers(opened: OpenDocument, with_: Sequence[str] = ()) -> list[Layer]:
    """The companion's own layers, the comments in the document, then those asked for.

    One that cannot be read is a Layer with a fault.
    """
    layers = [] if opened.folder is None else companion_layers(opened.folder)
    layers += comment_layers(opened.document)
    for what in with_:
        layers += layers_from(what)
    return distinct(layers)


def comment_layers(document: Document) -> list[Layer]:
    """The comments that stand in the document's file, as a layer; none if there are none."""
    names = {comment.author for comment in document.comments}
    author = names.pop() if len(names) == 1 else ""
    layer = Layer("comments", "Comments in the document", author, annotations=document.comments, origin=document.name)
    return [layer] if document.comments else []


def load_checklist(what: str) -> Layer:
    """A checklist: a shipped one's name, a file, or the one layer with questions in a folder. Raises Unreadable."""
    layers = [layer for layer in layers_from(what) if layer.questions or layer.faults]
    for fault in faults_of(layers):
        if not fault.warning:
            raise Unreadable(fault)
    asking = [layer for layer in layers if layer.questions]
    if len(asking) != 1:
        raise Unreadable(Fault(Where(clean_line(what)), f"{len(asking)} layers with questions", "one was expected"))
    return asking[0]


def load_kinds() -> dict[str, Kind]:
    """The shipped kinds by name. Raises Unreadable."""
    return read_kinds(read_traversable(shipped() / KINDS, 1 << 20), KINDS)


def companion_kinds(folder: Traversable | None) -> dict[str, Kind]:
    """The kinds that a companion folder defines for all its layers, by name. Raises Unreadable."""
    if folder is None or not (folder / KINDS).is_file():
        return {}
    file = inside(folder, KINDS) if isinstance(folder, Path) else folder / KINDS
    return read_kinds(read_traversable(file, 1 << 20), clean_line(str(file)))


def companion_layers(folder: Traversable) -> list[Layer]:
    """The layers of a companion folder in the order of their names."""
    try:
        names = sorted(entry.name for entry in folder.iterdir() if is_layer_name(entry.name))
    except OSError as error:
        return [_broken(clean_line(folder.name), Fault(Where(clean_line(str(folder))), errors.words(error)))]
    return [_one(folder, name) for name in names]


def layers_from(what: str) -> list[Layer]:
    """The layers `--with` asks for: a shipped companion's or checklist's name, a layer file, a
    companion folder, a notebook or reader's folder.

    Raises Unreadable where there is nothing of that name.
    """
    if what in shipped_names():
        return companion_layers(shipped() / what)
    if what in shipped_checklists():
        return [_one(shipped() / CHECKLISTS, f"{what}.yaml")]
    path = Path(what).expanduser()
    if not path.is_dir():
        return [_from_file(path)]
    if (path / "document.yaml").exists():
        return _notebook_layers(path)
    if _holds_document(path):
        return companion_layers(path)
    names = sorted(entry.name for entry in path.iterdir() if is_layer_name(entry.name))
    if any(_has_layer_fields(path / name) for name in names):
        return companion_layers(path)
    if names:
        return [_reader_layer(path.parent.resolve(), path.resolve().name)]
    layers = _notebook_layers(path)
    if not layers:
        raise Unreadable(
            Fault(Where(clean_line(what)), "a folder without layers or notes", "expected YAML files in it")
        )
    return layers


def distinct(layers: Iterable[Layer]) -> list[Layer]:
    """The same layers, each file or folder once, under ids that differ: a later one gets a number, and a warning.

    The reader's own keeps its id wherever it stands: places and answers go by it.
    """
    layers = list(layers)
    taken = {layer.id.casefold() for layer in layers if layer.own}
    origins = {os.path.realpath(layer.origin) for layer in layers if layer.own and layer.origin}
    result = []
    for layer in layers:
        origin = os.path.realpath(layer.origin) if layer.origin else ""
        if not layer.own and origin in origins:
            continue
        origins |= {origin} if origin else set()
        result.append(layer if layer.own else _apart(layer, taken))
    return result


def faults_of(layers: Iterable[Layer]) -> list[Fault]:
    """The faults of all layers, in their order."""
    return [fault for layer in layers for fault in layer.faults]


def _apart(layer: Layer, taken: set[str]) -> Layer:
    """The layer under an id that is not taken yet."""
    name, number = layer.id, 1
    while name.casefold() in taken:
        number += 1
        name = f"{layer.id}-{number}"
    taken.add(name.casefold())
    if name == layer.id:
        return layer
    fault = Fault(
        Where(layer.origin or layer.id), f"another layer is called {layer.id} too", f"called {name} here", True
    )
    return replace(layer, id=name, faults=(*layer.faults, fault))


def _one(folder: Traversable, name: str) -> Layer:
    label = clean_line(str(folder / name) if isinstance(folder, Path) else f"{folder.name}/{name}")
    stem = clean_line(Path(name).stem)
    try:
        file = inside(folder, name) if isinstance(folder, Path) else folder / name
        return replace(read_layer(read_traversable(file, LIMIT), label, default_id=stem), origin=label)
    except Unreadable as error:
        return _broken(stem, errors.fault_of(error, label), label)


def _from_file(path: Path) -> Layer:
    label = clean_line(str(path))
    data = files.read_bytes(path, LIMIT)
    try:
        return replace(read_layer(data, label, default_id=clean_line(path.stem)), origin=label)
    except Unreadable as error:
        return _broken(clean_line(path.stem), errors.fault_of(error, label), label)


def _notebook_layers(path: Path) -> list[Layer]:
    from companion.store.notebook.folder import reader_names

    with files.opened_folder(path) as descriptor:
        names = reader_names(descriptor)
    return [_reader_layer(path, name) for name in names]


def _reader_layer(notebook: Path, reader: str) -> Layer:
    from companion.store.notebook.folder import read_folder, to_layer

    try:
        with files.opened_folder(notebook) as outer, files.opened_folder(reader, within=outer) as descriptor:
            note_files = read_folder(descriptor, clean_line(str(notebook / reader)))
    except OSError as error:
        fault = Fault(Where(clean_line(str(notebook / reader))), f"cannot be read: {errors.words(error)}")
        return _broken(clean_line(reader), fault)
    return to_layer(note_files, reader, origin=clean_line(str(notebook / reader)))


def _holds_document(path: Path) -> bool:
    try:
        document_in(path)
    except Unreadable:
        return False
    return True


def _has_layer_fields(path: Path) -> bool:
    try:
        return _LAYER_FIELD.search(files.read_bytes(path, LIMIT)) is not None
    except Unreadable:
        return False


def is_layer_name(name: str) -> bool:
    """Whether a YAML file of that name is a layer or a note: not a folder's kinds, nor what ties a notebook."""
    other = (KINDS, "document.yaml", "marks.yaml")
    return name.endswith((".yaml", ".yml")) and not name.startswith(".") and name not in other


def _broken(name: str, fault: Fault, label: str = "") -> Layer:
    return Layer(id=name or "layer", faults=(fault,), origin=label)
