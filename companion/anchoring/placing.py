"""Quotes to Placements, many at once: the hinted place first, and only what is left is looked for everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from companion.anchoring.normal import Views
from companion.anchoring.weigh import Wanted, hinted, in_section, weigh
from companion.model import LOST, Annotation, Answer, Document, Layer, Placement, Question, Quote, Span

_RANK = {"exact": 0, "changed": 1, "unsure": 2, "lost": 3}


def place(document: Document, wanted: Mapping[str, Sequence[Quote]]) -> dict[str, Placement]:
    """Where each Quote stands. Alternatives are tried in order; the best state wins, the first at the same state."""
    views = Views(document)
    placed: dict[str, Placement] = {}
    left: list[str] = []
    moved: dict[str, list[int]] = {}
    for key, quotes in wanted.items():
        span = hinted(views, quotes[0]) if quotes else None
        if span is None and quotes:
            span = in_section(views, Wanted.of(quotes[0]))
        if span is None:
            left.append(key)
            continue
        placed[key] = Placement("exact", 1.0, (span,))
        start = quotes[0].start
        if start is not None:
            moved.setdefault(quotes[0].section, []).append(span.start - start)
    shifts = {section: sorted(distances)[len(distances) // 2] for section, distances in moved.items()}
    for key in left:
        placed[key] = _best(views, wanted[key], shifts)
    return {key: placed[key] for key in wanted}


def _best(views: Views, quotes: Sequence[Quote], shifts: Mapping[str, int]) -> Placement:
    best = LOST
    for number, quote in enumerate(quotes):
        asked = Wanted.of(quote)
        span = hinted(views, quote) or in_section(views, asked)
        found = Placement("exact", 1.0, (span,)) if span else weigh(views, asked, shifts.get(quote.section))
        if number == 0 or _RANK[found.state] < _RANK[best.state]:
            best = found
        if best.state == "exact":
            break
    return best


def place_layers(document: Document, layers: Iterable[Layer]) -> dict[str, Placement]:
    """Where every annotation stands (key `layer/id`), and every Quote given as evidence (`layer/id#0` …).

    Places the reader accepted come first. A note without a Quote stands on its section, or on the document.
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
        holders: list[Question | Answer] = [*layer.questions, *layer.answers]
        for holder in holders:
            for number, evidence in enumerate(holder.evidence):
                if isinstance(evidence, Quote):
                    wanted[f"{layer.id}/{holder.id}#{number}"] = (evidence,)
    accepted = {each.place: (each.quote,) for layer in layers if layer.own for each in layer.places}
    chosen = place(document, {key: quotes for key, quotes in accepted.items() if key in wanted or key in placed})
    placed |= {key: each for key, each in chosen.items() if each.state in ("exact", "changed")}
    placed |= place(document, {key: quotes for key, quotes in wanted.items() if key not in placed})
    return placed


def _in(annotation: Annotation, quote: Quote) -> Quote:
    return replace(quote, section=annotation.section) if annotation.section and not quote.section else quote


def _without_quote(document: Document, annotation: Annotation) -> Placement:
    if not annotation.section:
        return Placement("exact")
    if document.index(annotation.section) is None:
        return LOST
    return Placement("exact", 1.0, (Span(annotation.section, 0, len(document.section(annotation.section).text)),))
