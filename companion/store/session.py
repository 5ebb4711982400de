"""A session: one document with its settings, layers, kinds and notebook, the same for commands and for the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from companion.model import Annotation, CompanionError, Document, Fault, Kind, Layer, Quote, Unreadable, Where, new_id
from companion.store.errors import collected
from companion.store.library import DocumentSource, OpenDocument, Opening, find_document, section_of
from companion.store.paths import Paths, shipped_checklists, shipped_names, user_paths
from companion.store.settings import Settings, settings

if TYPE_CHECKING:
    from companion.anchoring.memory import Memory
    from companion.store.notebook import Ambiguous, Notebook

SHIPPED = "nso-2023"
"""What `companion` alone opens."""


@dataclass(frozen=True, eq=False)
class LayerSet:
    """The layers of a document as they are on disk: `layers` are other people's, `own` is the reader's.

    `kinds` are those shipped, those of the companion folder and those of the layers, by name. `ambiguous` says which
    notebooks might be meant; nothing can be saved until one is chosen. `memory` holds the document's earlier editions,
    which tell where Quotes stand now. `faults` are all that was wrong, also those of
    each layer.
    """

    layers: tuple[Layer, ...] = ()
    own: Layer = field(default_factory=lambda: Layer("own", own=True))
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    ambiguous: Ambiguous | None = None
    memory: Memory | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def all(self) -> tuple[Layer, ...]:
        """Other people's layers, then the reader's own."""
        return (*self.layers, self.own)


class Session:
    """A document that is open, or will be once `opened` is asked for or set, and what belongs to it.

    `folder` is the notebook the reader named, if any; `notebook` is None until it was found.
    """

    def __init__(
        self, source: DocumentSource | OpenDocument, paths: Paths, settings: Settings, folder: Path | None = None
    ) -> None:
        self.paths, self.settings, self.folder = paths, settings, folder
        self.source = self._as_chosen(source) if isinstance(source, DocumentSource) else source
        self.notebook: Notebook | None = None
        self.memory: Memory | None = None

    def _as_chosen(self, source: DocumentSource) -> DocumentSource:
        """The source with the way to tell headings that the reader chose for it."""
        from companion.store.state import State

        return replace(source, way=State(self.paths).way(source.blank())) if source.has_ways else source

    def anew(self, way: str) -> OpenDocument:
        """The document read once more, its headings told another way. Raises CompanionError where it is gone."""
        opened = self.opened
        if isinstance(self.source, DocumentSource):
            source = self.source
        else:
            source = find_document(opened.shipped or str(opened.path))
        return replace(source, way=way).read()

    @cached_property
    def opened(self) -> OpenDocument:
        """The document, read when it is first asked for. Raises Unreadable if it is no document."""
        return self.source if isinstance(self.source, OpenDocument) else self.source.read()

    @property
    def document(self) -> Document:
        return self.opened.document

    @property
    def is_slow(self) -> bool:
        """Whether reading the document may take so long that the reader should see how far it is."""
        return isinstance(self.source, DocumentSource) and self.source.is_slow

    def begin(self, section: str = "") -> OpenDocument | Opening:
        """The document, or, where it is slow to read, its Opening, begun in a thread."""
        if isinstance(self.source, DocumentSource) and self.is_slow:
            return Opening(self.source, section)
        return self.opened

    def load(self, with_: Sequence[str] = (), *, chosen: Path | None = None, remembered: bool = False) -> LayerSet:
        """Read the companion's layers, those named in `with_` and all notes, each whatever is wrong with the others.

        `chosen` is the notebook folder the reader pointed out on being asked. `remembered` keeps on disk which
        notebook it was, so that a later move of the document hides no note.
        """
        from companion.store.layers import companion_kinds, distinct, faults_of, layers_from, load_kinds, load_layers
        from companion.store.notebook import Ambiguous

        faults: list[Fault] = []
        kinds: dict[str, Kind] = {}
        layers: list[Layer] = []
        own, ambiguous = LayerSet().own, None
        name = self.document.name
        with collected(faults, name):
            kinds |= load_kinds()
        with collected(faults, name):
            kinds |= companion_kinds(self.opened.folder)
        with collected(faults, name):
            layers += load_layers(self.opened)
        for what in with_:
            with collected(faults, what):
                layers += layers_from(what)
        with collected(faults, name):
            try:
                notebook = self.find_notebook(chosen)
                own = notebook.load()
                layers += notebook.others()
                if remembered:
                    notebook.adopt() if chosen else notebook.recognise()
            except Ambiguous as error:
                ambiguous = error
        *layers, own = distinct([*layers, own])
        for layer in layers:
            kinds |= layer.kinds
        return LayerSet(tuple(layers), own, kinds, ambiguous, self.find_memory(), (*faults, *faults_of((*layers, own))))

    def find_notebook(self, chosen: Path | None = None) -> Notebook:
        """The reader's notebook, looked for until it was found once. Raises Ambiguous rather than guess."""
        from companion.store.notebook import find_notebook  # needs YAML

        if self.notebook is None:
            self.notebook = find_notebook(self.paths, self.opened, self.settings, folder=chosen or self.folder)
        return self.notebook

    def find_memory(self) -> Memory | None:
        """The earlier editions of the document that were kept beside the reader's notes; None where none is.

        They are linked to the document once, so keep the memory as long as the document.
        """
        folder = self._reader_folder()
        if self.memory is None and folder:
            from companion.store.editions import earlier

            documents = earlier(folder, self.document.fingerprint)
            if documents:
                from companion.anchoring.memory import Memory

                self.memory = Memory(documents)
        return self.memory

    def remember(self) -> None:
        """Keep the document's text beside the reader's notes on it, if there are any yet and the settings allow it.

        Reads the whole document and flushes the disk, so call it where nobody waits: after loading, and once the
        first note is saved.
        """
        folder = self._reader_folder()
        if folder and self.notebook and not self.notebook.read_only:
            from companion.store.editions import keep

            with suppress(OSError, CompanionError):  # nothing of the reader's is lost with it
                keep(folder, self.document)

    def _reader_folder(self) -> Path | None:
        """The reader's own folder in the notebook, if it exists and a text may be kept there."""
        if self.notebook is None or self.notebook.folder is None or not self.settings.remember_text:
            return None
        return self.notebook.folder / self.notebook.reader

    def own(self) -> Layer:
        """The reader's own notes. Raises Ambiguous."""
        return self.find_notebook().load()

    def places(self) -> Layer:
        """A layer of the places the reader gave to annotations, and nothing else of their notes.

        Where it is uncertain which notes are meant, it has none, and a warning that says so.
        """
        try:
            own = self.own()
        except CompanionError as error:
            where = error.fault.where if error.fault else Where(self.document.name)
            fault = Fault(where, f"places you gave are left out: {error}", warning=True)
            return Layer("own", own=True, faults=(fault,))
        return Layer(f"{own.id}/places", places=own.places, own=True)

    def named(self, names: Sequence[str]) -> list[Layer]:
        """Layers by the id of one that belongs to the document, or as `--with` names them. Raises Unreadable."""
        from companion.store.layers import distinct, layers_from, load_layers  # needs YAML

        ids = {layer.id: layer for layer in load_layers(self.opened)}
        return distinct(layer for name in names for layer in ([ids[name]] if name in ids else layers_from(name)))

    def section(self, name: str) -> str:
        """The same id, if there is a section of that id. Raises CompanionError."""
        return section_of(self.document, name) if name else ""

    def add(self, text: str, *, quote: Quote | None, section: str, kind: str, tags: tuple[str, ...]) -> str:
        """Save a note on the one place `quote` means, or else on the section, or else on the document; its id.

        Raises NotOnePlace, Ambiguous or NotSaved; it returns once the note is on disk.
        """
        from companion.exchange.locate import point

        target = point(self.document, quote) if quote else None
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        note = Annotation(new_id(), target, "" if target else section, kind=kind, note=text, tags=tags)
        dated = replace(note, author=self.settings.author, created=now, modified=now)
        saved = self.find_notebook().save(dated).record.id
        self.remember()
        return saved


def open_session(document: str, *, stdin: bytes | None = None, notes: str = "", notebook: str = "") -> Session:
    """A session as the command line names it; `stdin` is the document called `-`. Raises CompanionError.

    `notes` is the folder of all notebooks, `notebook` the folder of one.
    """
    paths = user_paths(Path(notes) if notes else None)
    options = settings(paths)
    return Session(find_document(document, stdin=stdin), paths, options, Path(notebook) if notebook else None)


def present(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same names of layers, if there is something behind each, without reading it. Raises Unreadable."""
    for name in names:
        if name not in (*shipped_names(), *shipped_checklists()) and not Path(name).expanduser().exists():
            raise Unreadable(Fault(Where(name), "no such file or folder and no shipped companion"))
    return names
