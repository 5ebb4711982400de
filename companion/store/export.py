"""Exports: which layers of a session go out, and all that is known of where their notes stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from companion.exchange.formats import ExchangeFormat
from companion.exchange.outgoing import Outgoing
from companion.model import CompanionError, Fault, Layer
from companion.text.clean import clean_line

if TYPE_CHECKING:
    from companion.store.session import LayerSet, Session


def outgoing(
    session: Session,
    form: ExchangeFormat,
    with_: tuple[str, ...] = (),
    *,
    layer: str = "",
    dialect: str | None = None,
    section: str = "",
    question: str = "",
    full: bool = False,
    shared: bool = False,
) -> tuple[Outgoing, list[Fault]]:
    """What an export is made of, and what was wrong on the way. Raises CompanionError.

    `layer` is `own`, `all`, the id of a layer, or what `--with` takes; by default what the format says.
    """
    from companion.anchoring import place_layers

    loaded = session.load(with_)
    if loaded.ambiguous:
        raise loaded.ambiguous
    chosen = layer or form.layers
    layers = _chosen(session, loaded, chosen)
    known = [*loaded.all, *(each for each in layers if each not in loaded.all)]
    placements = place_layers(session.document, known, loaded.memory)
    result = Outgoing(
        session.document,
        tuple(layers),
        placements,
        tuple(known),
        {**loaded.kinds, **{name: kind for each in layers for name, kind in each.kinds.items()}},
        section=session.section(section),
        question=question,
        dialect=dialect or "",
        full=full or bool(session.opened.shipped),
        shared=shared,
        reader=session.find_notebook().reader,
    )
    return result, [*session.settings.faults, *loaded.faults]


def _chosen(session: Session, loaded: LayerSet, name: str) -> list[Layer]:
    """The layers that go out. Raises CompanionError where one cannot be read, so that no half of it is passed on."""
    if name == "own":
        return [loaded.own]
    if name == "all":
        return [each for each in loaded.all if not (each.own and _is_empty(each))]
    layers = [each for each in loaded.all if each.id == name] or session.named([name])
    for each in layers:
        for fault in each.faults:
            if not fault.warning:
                raise CompanionError(fault)
    if not layers:
        raise CompanionError(f"no layer {clean_line(name)}")
    return layers


def _is_empty(layer: Layer) -> bool:
    return not (layer.annotations or layer.answers or layer.places)
