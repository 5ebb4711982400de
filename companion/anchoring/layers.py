"""Where everything in Layers stands: annotations, and the Quotes given as evidence."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from companion.anchoring.placing import place
from companion.model import LOST, Annotation, Answer, Document, Layer, Placement, Question, Quote, Span


def place_layers(document: Document, layers: Iterable[Layer]) -> dict[str, Placement]:
    """Where every annotation stands (key `layer/id`), and every Quote given as evidence (`layer/id#0` …).

    A place the reader accepted comes first, if its Quote is found; a mere guess at it gives way to the annotation's
    own words where they stand as they were. A note without a Quote stands on its section, or on the document.
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
    accepted = _accepted(layers, {*wanted, *placed})
    found = place(document, {f"accepted {key}": quotes for key, quotes in accepted.items()} | wanted)
    placed |= {key: found[key] for key in wanted}
    for key in accepted:
        given, written = found[f"accepted {key}"], placed[key]
        if given.state in ("exact", "changed") or (given.state == "unsure" and written.state != "exact"):
            placed[key] = given
    return placed


def _accepted(layers: Iterable[Layer], known: Container[str]) -> dict[str, tuple[Quote, ...]]:
    """The Quotes of the places that the reader gave to annotations, by the annotation's key."""
    found: dict[str, tuple[Quote, ...]] = {}
    for layer in layers:
        for each in layer.places if layer.own else ():
            if each.place in known:
                found[each.place] = (*found.get(each.place, ()), each.quote)
    return found


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
