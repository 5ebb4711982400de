"""Layers on and off: those switched off vanish from text, margin, questions and counts."""

from __future__ import annotations

from companion.model import Layer
from companion.reading.value import Held, Reading, replace


def all_layers(reading: Reading) -> list[Layer]:
    """Other people's layers, then the reader's own."""
    return [*reading.layers, reading.own]


def switch(reading: Reading, layer: str) -> Reading:
    """Turn a layer off, or on again; a card or question of it is chosen no more."""
    new = replace(reading, hidden=reading.hidden ^ {layer})
    gone = tuple(f"{name}/" for name in new.hidden)
    return replace(
        new,
        chosen="" if gone and new.chosen.startswith(gone) else new.chosen,
        held=Held() if gone and new.held.key.startswith(gone) else new.held,
    )


def switched_off(reading: Reading) -> list[Layer]:
    """The layers that are there but not shown."""
    return [layer for layer in all_layers(reading) if layer.id in reading.hidden]
