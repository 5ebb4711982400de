"""Where everything in Layers stands: annotations, and the Quotes given as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from companion.anchoring.placing import place
from companion.model import LOST, Annotation, Answer, Document, Layer, Placement, Question, Quote, Span


def place_layers(document: Document, layers: Iterable[Layer]) -> dict[str, Placement]:
    """Where every annotation stands (key `layer/id`), and every Quote given as evidence (`layer/id#0` …).

    A place the reader accepted comes first, if its Quote is found. A note without a Quote stands on its
    section, or on the document.
    """
    layers = list(layers)
    wanted: dict[str, Sequence[Quote]] = {}
    placed: dict[str, Placement] = {}
    for layer in layers:
        for annotation in layer.annotations:
            key = f"{layer.id}/{annotation.id}"
            if annotation.quote is None:
                placed[key] = _without_quote(document, annotation)
            else:
                wanted[key] = [_in(annotation, each) for each in (annotation.quote, *annotation.also)]
        wanted |= _evidence(layer)
    accepted = {
        f"accepted {each.place}": (each.quote,)
        for layer in layers
        if layer.own
        for each in layer.places
        if each.place in wanted or each.place in placed
    }
    found = place(document, accepted | wanted)
    placed |= {key: found[key] for key in wanted}
    return placed | {key.removeprefix("accepted "): found[key] for key in accepted if found[key].state != "lost"}


def _evidence(layer: Layer) -> Mapping[str, Sequence[Quote]]:
    holders: list[Question | Answer] = [*layer.questions, *layer.answers]
    return {
        f"{layer.id}/{holder.id}#{number}": (evidence,)
        for holder in holders
        for number, evidence in enumerate(holder.evidence)
        if isinstance(evidence, Quote)
    }


def _in(annotation: Annotation, quote: Quote) -> Quote:
    return replace(quote, section=annotation.section) if annotation.section and not quote.section else quote


def _without_quote(document: Document, annotation: Annotation) -> Placement:
    if not annotation.section:
        return Placement("exact")
    if document.index(annotation.section) is None:
        return LOST
    return Placement("exact", 1.0, (Span(annotation.section, 0, len(document.section(annotation.section).text)),))
