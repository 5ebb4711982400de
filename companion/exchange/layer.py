"""Layers and single notes of companion itself, out and in."""

from __future__ import annotations

import re
from dataclasses import replace

from companion.exchange.brought import AnyRecord, Brought
from companion.exchange.input_file import Incoming
from companion.exchange.outgoing import Outgoing
from companion.layers.read import read_layer, read_record
from companion.layers.write import write_layer
from companion.model import Layer, Unreadable

_LISTS = re.compile(rb"(?m)^(layer|annotations|questions|answers|places|kinds)[ \t]*:")


def read(file: Incoming) -> tuple[Brought, ...]:
    """The records of a layer file, or the one note of a note file. Raises Unreadable."""
    if not _LISTS.search(file.data):
        return (Brought((read_record(file.data, file.name),)),)
    layer = read_layer(file.data, file.name)
    for fault in layer.faults:
        if not fault.warning:
            raise Unreadable(fault)  # a layer that is half read would come back by halves
    records: list[AnyRecord] = [*layer.annotations, *layer.questions, *layer.answers, *layer.places]
    head = Layer(
        layer.id, layer.title, layer.author, layer.about, layer.license, kinds=layer.kinds, unknown=layer.unknown
    )
    return (Brought(tuple(records), head=head),)


def write(outgoing: Outgoing) -> str:
    """The one layer that goes out, as a layer file. Raises CompanionError where there are several, or NotSaved."""
    layer = outgoing.single()
    if outgoing.section:
        layer = replace(
            layer, annotations=tuple(card.annotation for card in outgoing.cards_out), questions=(), answers=()
        )
    return write_layer(replace(layer, about=layer.about or outgoing.document.name)).decode()
