"""Reads the layers and notes of a document from disk, places them, and looks whether they changed there."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from companion import reading as verbs
from companion.model import Answer, Document, Layer, Placement
from companion.reading import Reading, replace

if TYPE_CHECKING:
    from companion.store.library import OpenDocument
    from companion.store.notebook import Ambiguous, Notebook
    from companion.store.paths import Paths
    from companion.store.session import Gathered
    from companion.store.settings import Settings

MANY = 1_000
"""Sections from which on placing a layer takes so much memory for a while that giving it back is worth the time."""
COLLECT = (20_000, 20, 20)
"""A frame makes some ten thousand short-lived objects; collecting in the midst of it would show."""


class Loaded(NamedTuple):
    """Layers and notes with their placements; only what stands in the section on screen where it is not `whole`."""

    layers: Sequence[Layer]
    own: Layer
    gathered: Gathered
    placements: Mapping[str, Placement]
    whole: bool

    def shown(self, reading: Reading) -> Reading:
        """The Reading with what was loaded; what is not saved yet stays as it is on screen."""
        placements = self.placements if self.whole else {**reading.placements, **self.placements}
        new = verbs.load(reading, self.layers, self.own, self.gathered.kinds, placements)
        return new if self.whole else replace(new, loaded=False)


class Loader:
    """Loads for the document `opened`, which may be set until the first `read`. Its methods are for worker threads.

    `with_` are layers asked for beside the document's own, `folder` is the notebook that the reader named.
    `ambiguous` are the notebooks that might be meant, as long as the reader chose none.
    """

    def __init__(
        self, opened: OpenDocument, paths: Paths, settings: Settings, with_: Sequence[str], folder: Path | None
    ) -> None:
        self.opened = opened
        self.notebook: Notebook | None = None
        self.ambiguous: Ambiguous | None = None
        self._paths, self._settings, self._with, self._folder = paths, settings, with_, folder
        self._chosen: Path | None = None
        self._faults: frozenset[str] = frozenset()

    def read(self, near: str = "") -> Iterator[Loaded]:
        """Everything; before it, if `near` is a section's id, what stands in that section."""
        from companion.anchoring import place_layers  # needs YAML, as the next
        from companion.store.session import gather

        document = self.opened.document
        known = (self.notebook, self._folder, self._chosen)
        gathered = gather(self.opened, self._paths, self._settings, self._with, *known)
        self.notebook = gathered.notebook
        if near:
            layers = [_only(layer, near) for layer in gathered.layers]
            own = _only(gathered.own, near, answers=gathered.own.answers)
            yield Loaded(layers, own, gathered, place_layers(document, [*layers, own]), False)
        placements = place_layers(document, [*gathered.layers, gathered.own])
        yield Loaded(gathered.layers, gathered.own, gathered, placements, True)
        give_back(document)

    def choose(self, folder: Path) -> None:
        """Use the notebook that the reader chose; it is remembered for this document when it is next read."""
        self.ambiguous, self.notebook, self._chosen = None, None, folder

    def new_faults(self, loaded: Loaded) -> list[str]:
        """What is wrong with layers and notes, and was not the last time."""
        before, self._faults = self._faults, frozenset(loaded.gathered.troubles)
        return [fault for fault in loaded.gathered.troubles if fault not in before]

    def changed(self) -> bool:
        """True if notes were changed by somebody else since they were read; cheap enough to ask each second."""
        return self.notebook is not None and self.notebook.changed()

    def read_ahead(self, section: int) -> None:
        """Parse a section, which the document then keeps."""
        if section < len(self.opened.document):
            self.opened.document.section(section)


def warm_up() -> None:
    """Import what the first note will need."""
    import companion.tui.dialogs.note_editor  # noqa: F401


def collect_seldom() -> None:
    """Let the garbage collector pass over what stands now, and run in pauses rather than frames."""
    gc.freeze()
    gc.set_threshold(*COLLECT)
    gc.enable()


def give_back(document: Document) -> None:
    """Give the memory that placing in a long document took back to the system; the C library would keep it."""
    if len(document) < MANY:
        return
    import ctypes  # only for long documents

    with suppress(OSError, AttributeError):  # where the C library is another
        ctypes.CDLL(None).malloc_trim(0)


def _only(layer: Layer, section: str, answers: tuple[Answer, ...] = ()) -> Layer:
    """The layer with only those annotations that are said to stand in one section."""
    here = (a for a in layer.annotations if section in (a.section, a.quote.section if a.quote else ""))
    return replace(layer, annotations=tuple(here), answers=answers, places=())
