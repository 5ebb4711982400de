"""Checking of layers, notes and companion folders, for `companion check`. Nothing is changed on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from companion.analysis.absence import recount_faults
from companion.anchoring import place_layers
from companion.layers.check import check_layer, check_record
from companion.layers.read import read_kinds
from companion.layers.term_list import read_term_list
from companion.model import (
    LOST,
    Annotation,
    Answer,
    Document,
    Fault,
    Layer,
    Placement,
    Question,
    Quote,
    Unreadable,
    Where,
    parted,
)
from companion.store import errors, files
from companion.store.companion_folder import document_in, inside
from companion.store.layers import (
    KINDS,
    LIMIT,
    companion_kinds,
    companion_layers,
    faults_of,
    is_layer_name,
    layers_from,
    load_kinds,
)
from companion.store.library import open_document
from companion.store.paths import shipped, shipped_names
from companion.text.clean import clean_line

_LAYER_FIELDS = (b"layer:", b"annotations:", b"questions:", b"answers:", b"kinds:")


class CheckResult(NamedTuple):
    """`faults` in the order of the files; `summary` counts what was looked at."""

    faults: tuple[Fault, ...]
    summary: str


def check(what: str) -> CheckResult:
    """Check a layer file, a note, a folder of notes, a companion folder, or a shipped companion by name."""
    path = Path(what).expanduser()
    if not path.exists() and what in shipped_names() and isinstance(inner := shipped() / what, Path):
        path = inner
    try:
        if not path.is_dir():
            return _file(path)
        return _companion(path) if _has_document(path) else _notes(path)
    except Unreadable as error:
        return CheckResult((errors.fault_of(error, what),), "")


def _file(path: Path) -> CheckResult:
    return CheckResult(tuple(_one(path, _kinds(path.parent))), clean_line(str(path)))


def _kinds(folder: Path, layers: Iterable[Layer] = ()) -> set[str]:
    """The names of the kinds known beside a file: those shipped, its folder's own, and those of these layers.

    A folder's kinds.yaml that is broken is told where it is checked itself.
    """
    names = {*load_kinds(), *(kind for layer in layers for kind in layer.kinds)}
    with suppress(Unreadable):
        names |= companion_kinds(folder).keys()
    return names


def _one(path: Path, kinds: Set[str]) -> list[Fault]:
    """What is wrong with one YAML file by itself. Raises Unreadable if there is nothing to read."""
    data, label = files.read_bytes(path, LIMIT), clean_line(str(path))
    if path.name == KINDS:
        faults: list[Fault] = []
        with errors.collected(faults, label):
            read_kinds(data, label)
        return faults
    if any(line.startswith(b"terms:") for line in data.splitlines()):
        return list(read_term_list(data, label, thorough=True).faults)
    is_layer = any(line.startswith(_LAYER_FIELDS) for line in data.splitlines())
    return (check_layer if is_layer else check_record)(data, label, kinds)


def _notes(path: Path) -> CheckResult:
    """Notes, or layers without their document: what keeps them from being read, then warnings of each file."""
    layers = layers_from(str(path.absolute()))
    faults = faults_of(layers)
    for file in sorted((*path.glob("*.yaml"), *path.glob("*/*.yaml"))):
        if is_layer_name(file.name) and file.is_file() and not file.is_symlink():
            faults += (fault for fault in _one(file.absolute(), _kinds(path, layers)) if fault.warning)
    return CheckResult(tuple(dict.fromkeys(faults)), f"{clean_line(str(path))}: {_counted(layers)}")


def _companion(path: Path) -> CheckResult:
    """Check each layer of a companion folder by itself, then its places and its evidence."""
    faults: list[Fault] = []
    layers = companion_layers(path)
    kinds = _kinds(path, layers)
    for name in sorted(entry.name for entry in path.iterdir() if entry.suffix in (".yaml", ".yml")):
        if not name.startswith("."):
            faults += _one(inside(path, name), kinds)
    document = open_document(str(path.absolute())).document
    placements = place_layers(document, layers)
    faults += recount_faults(document, layers)
    faults += _same_names(layers)
    for layer in layers:
        faults += unplaced(document, layer, placements)
        faults += _dangling(layer, layers)
    places = sum(len(layer.annotations) for layer in layers)
    placed = sum(
        placements.get(layer.key(annotation), LOST).state in ("exact", "changed")
        for layer in layers
        for annotation in layer.annotations
    )
    return CheckResult(tuple(faults), f"{clean_line(str(path))}: {_counted(layers)}; {placed} of {places} placed")


def unplaced(document: Document, layer: Layer, placements: dict[str, Placement]) -> Iterator[Fault]:
    """A fault for each annotation that is lost or only guessed at, a warning where the words have changed."""
    for annotation in layer.annotations:
        placement = placements.get(layer.key(annotation), LOST)
        if placement.state == "exact":
            continue
        where = annotation.where or Where(layer.origin or layer.id)
        what = f"{layer.key(annotation)} has no place in {document.name}"
        nearest = (
            f"“{_short(document.text(placement.spans[0]))}” in {placement.spans[0].section}" if placement.span else ""
        )
        if placement.state == "unsure":
            what = f"{layer.key(annotation)} stands nowhere for sure in {document.name}"
        elif placement.state == "changed":
            what = f"the words of {layer.key(annotation)} have changed in {document.name}"
        expected = f"nearest is {nearest}" if nearest else f"expected {_wanted(annotation)}"
        yield Fault(where, what, expected, warning=placement.state == "changed")


def _wanted(annotation: Annotation) -> str:
    if annotation.quote is None:
        return f"a section called {annotation.section}"
    return f"the words “{_short(annotation.quote.exact)}”"


def _same_names(layers: Sequence[Layer]) -> Iterator[Fault]:
    first: dict[str, Layer] = {}
    for layer in layers:
        other = first.setdefault(layer.id.casefold(), layer)
        if other is not layer:
            where = Where(layer.origin or layer.id)
            yield Fault(where, f"another layer is called {layer.id} too", f"rename this one or {other.origin}")


def _dangling(layer: Layer, layers: Iterable[Layer]) -> Iterator[Fault]:
    """Faults of evidence and answers that point to nothing in another layer; `check_layer` tells those within."""
    annotations = {other.id: {note.id for note in other.annotations} for other in layers}
    questions = {other.id: {question.id for question in other.questions} for other in layers}
    records: list[Question | Answer] = [*layer.questions, *layer.answers]
    for record in records:
        where = record.where or Where(layer.origin or layer.id)
        for item in record.evidence:
            if not isinstance(item, Quote) and "/" in item:
                yield from _pointer(where, item, annotations, "annotation")
    for answer in layer.answers:
        yield from _pointer(answer.where or Where(layer.origin or layer.id), answer.question, questions, "question")


def _pointer(where: Where, item: str, ids: dict[str, set[str]], what: str) -> Iterator[Fault]:
    name, record = parted(item)
    if name not in ids:
        yield Fault(where, f"{item} points to a layer that is not here", f"here are {', '.join(ids)}", warning=True)
    elif record not in ids[name]:
        yield Fault(where, f"{item} points to no {what}", f"expected the id of one in {name}")


def _has_document(path: Path) -> bool:
    try:
        document_in(path)
    except Unreadable:
        return False
    return True


def _counted(layers: Sequence[Layer]) -> str:
    """`2 layers, 28 annotations, 16 questions`; what there is none of is left out."""
    counts = {
        "layer": len(layers),
        "annotation": sum(len(layer.annotations) for layer in layers),
        "question": sum(len(layer.questions) for layer in layers),
        "answer": sum(len(layer.answers) for layer in layers),
    }
    return ", ".join(f"{count} {name}{'s' if count != 1 else ''}" for name, count in counts.items() if count)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else f"{words[:79]}…"
