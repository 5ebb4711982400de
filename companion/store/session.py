"""A document laid out for a command: its layers, the reader's notebook, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from companion.model import Annotation, CompanionError, Document, Fault, Kind, Layer, Quote, Unreadable, Where, new_id
from companion.store.library import OpenDocument, find_document, section_of
from companion.store.paths import Paths, places, shipped_names
from companion.store.settings import Settings, settings

if TYPE_CHECKING:
    from companion.store.notebook import Ambiguous, Notebook

SHIPPED = "nso-2023"
"""What `companion` alone opens."""


class Desk:
    """`faults` grows with everything that could not be read, or not as it should be, so far.

    `stdin` is the document where it is called `-`; `notes` and `notebook` are the folders the reader named.
    """

    def __init__(self, document: str, *, stdin: bytes | None = None, notes: str = "", notebook: str = "") -> None:
        self.places = places(Path(notes) if notes else None)
        self.settings = settings(self.places)
        self.found = find_document(document, stdin=stdin)
        self.folder = Path(notebook) if notebook else None
        self.faults: list[Fault] = list(self.settings.faults)

    @cached_property
    def opened(self) -> OpenDocument:
        """Raises Unreadable if it is no document."""
        return self.found.read()

    @property
    def document(self) -> Document:
        return self.opened.document

    @cached_property
    def notebook(self) -> Notebook:
        """Raises Ambiguous, with the candidates, rather than guess."""
        from companion.store.notebook import find_notebook  # needs YAML

        return find_notebook(self.places, self.opened, self.settings, folder=self.folder)

    def everything(self, with_: Sequence[str] = ()) -> list[Layer]:
        """The companion's layers, those asked for, and all notes. Where the notes are uncertain, the rest is there."""
        from companion.store.layers import distinct, load_layers  # needs YAML

        found = load_layers(self.opened, with_)
        try:
            found += [self.notebook.load(), *self.notebook.others()]
        except CompanionError as error:
            self.faults.append(error.fault or Fault(Where(self.document.name), str(error)))
        return self._noted(distinct(found))

    def own(self) -> Layer:
        """The reader's own notes."""
        return self._noted([self.notebook.load()])[0]

    def given(self, layers: Sequence[Layer]) -> Layer:
        """The places the reader gave to annotations of these layers.

        None, with a warning, where it is uncertain which notes are meant: what was asked for is there without them.
        """
        try:
            own = self.notebook.load()
        except CompanionError as error:
            where = error.fault.where if error.fault else Where(self.document.name)
            self.faults.append(Fault(where, f"places you gave are left out: {error}", warning=True))
            return Layer("own", own=True)
        ids = {layer.id for layer in layers}
        places = (each for each in own.places if each.place.partition("/")[0] in ids)
        return Layer(f"{own.id}/places", places=tuple(places), own=True)

    def named(self, names: Sequence[str]) -> list[Layer]:
        """Layers by the id of one that belongs to the document, or as `--with` names them."""
        from companion.store.layers import distinct, layers_from, load_layers  # needs YAML

        ids = {layer.id: layer for layer in load_layers(self.opened)}
        return self._noted(
            distinct(each for name in names for each in ([ids[name]] if name in ids else layers_from(name)))
        )

    def present(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The same names, if there is something behind each, without reading it. Raises Unreadable."""
        for name in names:
            if name not in shipped_names() and not Path(name).expanduser().exists():
                raise Unreadable(Fault(Where(name), "no such file or folder and no shipped companion"))
        return names

    def section(self, wanted: str) -> str:
        """The same id, if there is a section of that id. Raises CompanionError."""
        return section_of(self.document, wanted) if wanted else ""

    def add(self, text: str, *, quote: Quote | None, section: str, kind: str, tags: tuple[str, ...]) -> str:
        """Save a note on the one place `quote` means, or else on the section, or else on the document; its id.

        Raises NotOnePlace, Ambiguous or NotSaved; it returns once the note is on disk.
        """
        from companion.exchange.locate import point

        found = point(self.document, quote) if quote else None
        record = Annotation(new_id(), found, "" if found else section, kind=kind, note=text, tags=tags)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        dated = replace(record, author=self.settings.author, created=now, modified=now)
        return self.notebook.save(dated).record.id

    def _noted(self, layers: list[Layer]) -> list[Layer]:
        self.faults += (fault for layer in layers for fault in layer.faults)
        return layers


@dataclass
class Gathered:
    """`layers` are other people's; `troubles` are told in words. `asked` says which notebooks might be meant.

    Without a `notebook` nothing can be saved.
    """

    layers: list[Layer] = field(default_factory=list)
    own: Layer = field(default_factory=lambda: Layer("own", own=True))
    kinds: dict[str, Kind] = field(default_factory=dict)
    notebook: Notebook | None = None
    asked: Ambiguous | None = None
    troubles: list[str] = field(default_factory=list)


def gather(
    opened: OpenDocument,
    places: Paths,
    settings: Settings,
    with_: Sequence[str] = (),
    notebook: Notebook | None = None,
    named: Path | None = None,
    chosen: Path | None = None,
) -> Gathered:
    """Read all of it. `notebook` is the one found before, `named` the folder the reader named for this time.

    The folder `chosen` on being asked is kept for the document.
    """
    from companion.store.layers import distinct  # needs YAML
    from companion.store.notebook import Ambiguous, find_notebook

    found = Gathered(notebook=notebook)
    _layers(found, opened, with_)
    try:
        if found.notebook is None:
            found.notebook = find_notebook(places, opened, settings, folder=chosen or named)
        found.own = found.notebook.load()
        found.layers += found.notebook.others()
        if chosen:
            found.notebook.adopt()
        else:
            found.notebook.recognise()
    except Ambiguous as error:
        found.asked = error
    except CompanionError as error:
        found.troubles.append(str(error))
    *found.layers, found.own = distinct([*found.layers, found.own])
    for layer in found.layers:
        found.kinds |= layer.kinds
    found.troubles += [str(fault) for layer in (*found.layers, found.own) for fault in layer.faults]
    return found


def _layers(found: Gathered, opened: OpenDocument, with_: Sequence[str]) -> None:
    """The companion's own layers, then each that was asked for, so that one slip hides no other."""
    from companion.store.layers import layers_from, load_kinds, load_layers

    try:
        found.kinds |= load_kinds()
        found.layers += load_layers(opened)
    except CompanionError as error:
        found.troubles.append(str(error))
    for name in with_:
        try:
            found.layers += layers_from(name)
        except CompanionError as error:
            found.troubles.append(str(error))
