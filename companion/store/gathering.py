"""What stands beside a document: layers, kinds and notes, each read whatever is wrong with the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from companion.model import CompanionError, Kind, Layer
from companion.store.layers import distinct, layers_from
from companion.store.library import Opened, load_kinds, load_layers
from companion.store.notebook import Ambiguous, Notebook, find_notebook
from companion.store.places import Places
from companion.store.settings import Settings


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
    opened: Opened,
    places: Places,
    settings: Settings,
    with_: Sequence[str] = (),
    notebook: Notebook | None = None,
    named: Path | None = None,
    chosen: Path | None = None,
) -> Gathered:
    """Read all of it. `notebook` is the one found before, `named` the folder the reader named for this time.

    The folder `chosen` on being asked is kept for the document.
    """
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


def _layers(found: Gathered, opened: Opened, with_: Sequence[str]) -> None:
    """The companion's own layers, then each that was asked for, so that one slip hides no other."""
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
