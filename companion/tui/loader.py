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
    from companion.store.notebook import Ambiguous
    from companion.store.session import LayerSet, Session

MANY = 1_000
"""Sections from which on placing a layer takes so much memory for a while that giving it back is worth the time."""
COLLECT = (20_000, 20, 20)
"""A frame makes some ten thousand short-lived objects; collecting in the midst of it would show."""


class Loaded(NamedTuple):
    """Layers and notes with their placements; only what stands in the section on screen where it is not `whole`."""

    layers: LayerSet
    placements: Mapping[str, Placement]
    whole: bool

    def shown(self, reading: Reading) -> Reading:
        """The Reading with what was loaded; what is not saved yet stays as it is on screen."""
        placements = self.placements if self.whole else {**reading.placements, **self.placements}
        new = verbs.load(reading, self.layers.layers, self.layers.own, self.layers.kinds, placements)
        return new if self.whole else replace(new, loaded=False)


class Loader:
    """Loads for a session, whose document may be set until the first `read`. Its methods are for worker threads.

    `with_` are layers asked for beside the document's own. `ambiguous` are the notebooks that might be meant, while
    the reader has chosen none.
    """

    def __init__(self, session: Session, with_: Sequence[str]) -> None:
        self.session = session
        self.ambiguous: Ambiguous | None = None
        self._with = with_
        self._chosen: Path | None = None
        self._faults: frozenset[str] = frozenset()

    def read(self, near: str = "") -> Iterator[Loaded]:
        """Everything; before it, if `near` is a section's id, what stands in that section."""
        from companion.analysis.absence import recount_faults
        from companion.anchoring import place_layers  # needs YAML

        document = self.session.document
        layers = self.session.load(self._with, chosen=self._chosen, remembered=True)
        if near:
            others = tuple(_only(layer, near) for layer in layers.layers)
            first = replace(layers, layers=others, own=_only(layers.own, near, answers=layers.own.answers))
            yield Loaded(first, place_layers(document, first.all, first.memory), False)
        again = (*layers.faults, *recount_faults(document, layers.all))
        yield Loaded(replace(layers, faults=again), place_layers(document, layers.all, layers.memory), True)
        self.session.remember()
        give_back(document)

    def choose(self, folder: Path) -> None:
        """Use the notebook that the reader chose; it is remembered for this document when it is next read."""
        self.ambiguous, self.session.notebook, self._chosen = None, None, folder

    def new_faults(self, loaded: Loaded) -> list[str]:
        """What is wrong with layers and notes, and was not the last time."""
        faults = [str(fault) for fault in loaded.layers.faults]
        before, self._faults = self._faults, frozenset(faults)
        return [fault for fault in faults if fault not in before]

    def changed(self) -> bool:
        """True if notes were changed by somebody else since they were read; cheap enough to ask each second."""
        return self.session.notebook is not None and self.session.notebook.changed()

    def read_ahead(self, section: int) -> None:
        """Parse a section, which the document then keeps."""
        if section < len(self.session.document):
            self.session.document.section(section)


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
