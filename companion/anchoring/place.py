"""Placements of Quotes, many at once: each at its hint first, and only what is left anywhere in the document.

There are three stages: one comparison at the quote's own section and start; else that section, or the page it names,
if the words and their context stand there once; else all that is left together, in one walk over the document.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from companion.anchoring.exact import match_at_hint, match_in_section
from companion.anchoring.page import PageIndex
from companion.anchoring.query import QuoteQuery
from companion.anchoring.views import Views
from companion.model import LOST, Annotation, Answer, Document, Layer, Placement, Question, Quote, Span

if TYPE_CHECKING:
    from companion.anchoring.memory import Memory

Name = TypeVar("Name")
_RANK = {"exact": 0, "changed": 1, "unsure": 2, "lost": 3}


def place(
    document: Document, quotes: Mapping[str, Sequence[Quote]], memory: Memory | None = None
) -> dict[str, Placement]:
    """Where each Quote stands. Alternatives are tried in order; the best state wins, the first at the same state.

    `memory` holds earlier editions of the document, whose sentences tell what has become of a Quote's words.
    """
    views = Views(document)
    pages = PageIndex(views)
    spans: dict[str, Span] = {}
    queries: dict[tuple[str, int], QuoteQuery] = {}
    for key, alternatives in quotes.items():
        span = match_at_hint(document, alternatives[0]) if alternatives else None
        if span is None and alternatives:
            first = QuoteQuery.of(alternatives[0])
            span = match_in_section(views, first) or (pages.match(first) if first.quote.page else None)
            if span is None:
                queries[key, 0] = first
                queries |= {(key, number): QuoteQuery.of(quote) for number, quote in enumerate(alternatives) if number}
        if span:
            spans[key] = span
    placements: dict[tuple[str, int], Placement] = {}
    if queries:
        placements = _placed(views, queries, [(quotes[key][0], span) for key, span in spans.items()], memory)
    return {
        key: Placement("exact", 1.0, (spans[key],))
        if key in spans
        else min((placements[key, number] for number in range(len(alternatives))), key=_rank, default=LOST)
        for key, alternatives in quotes.items()
    }


def _placed(
    views: Views, queries: Mapping[Name, QuoteQuery], known: list[tuple[Quote, Span]], memory: Memory | None
) -> dict[Name, Placement]:
    """The Placement of each query, by the memory where it knows, else by a search."""
    from companion.anchoring.search import search  # a third of the room, which unchanged documents never need

    if not memory:
        return _doubted(queries, search(views, queries, known))
    from companion.anchoring.memory import recalled

    placements = recalled(memory, views, queries)
    rest = {name: query for name, query in queries.items() if name not in placements}
    known += [(queries[name].quote, placement.spans[0]) for name, placement in placements.items() if placement.spans]
    return placements | (_doubted(rest, search(views, rest, known)) if rest else {})


def _doubted(queries: Mapping[Name, QuoteQuery], found: dict[Name, Placement]) -> dict[Name, Placement]:
    """The same, but a letter or two without context, which stand anywhere by luck, are a guess wherever they are."""
    return {
        name: replace(placement, state="unsure")
        if queries[name].is_scrap and placement.state in ("exact", "changed")
        else placement
        for name, placement in found.items()
    }


def _rank(placement: Placement) -> int:
    return _RANK[placement.state]


def place_layers(document: Document, layers: Iterable[Layer], memory: Memory | None = None) -> dict[str, Placement]:
    """Where every annotation stands (key `layer/id`), and every Quote given as evidence (`layer/id#0` …).

    A place the reader accepted comes first, if its Quote is found; a mere guess at it gives way to the annotation's
    own words where they stand as they were. A note without a Quote stands on its section, or on the document; a reply
    stands where the annotation does that it answers, and is lost with it.
    """
    layers = list(layers)
    quotes: dict[str, Sequence[Quote]] = {}
    placements: dict[str, Placement] = {}
    replies: dict[str, str] = {}
    for layer in layers:
        for annotation in layer.annotations:
            key = layer.key(annotation)
            if annotation.is_reply:
                replies[key] = layer.key(annotation.replies_to)
            elif annotation.quote is None:
                placements[key] = _without_quote(document, annotation)
            else:
                quotes[key] = [_in(annotation, quote) for quote in (annotation.quote, *annotation.also)]
        quotes |= _evidence(layer)
    accepted = _accepted(layers, {*quotes, *placements})
    both = place(document, {f"accepted {key}": places for key, places in accepted.items()} | quotes, memory)
    placements |= {key: both[key] for key in quotes}
    for key in accepted:
        given, written = both[f"accepted {key}"], placements[key]
        if given.state in ("exact", "changed") or (given.state == "unsure" and written.state != "exact"):
            placements[key] = given
    return placements | {key: _above(key, replies, placements) for key in replies}


def _above(key: str, replies: Mapping[str, str], placements: Mapping[str, Placement]) -> Placement:
    """The Placement of the annotation that a reply, or the reply it answers, stands under; lost if there is none."""
    seen: set[str] = set()
    while key in replies and key not in seen:
        seen.add(key)
        key = replies[key]
    return placements.get(key, LOST)


def _accepted(layers: Iterable[Layer], known: Container[str]) -> dict[str, tuple[Quote, ...]]:
    """The Quotes of the places that the reader gave to annotations, by the annotation's key."""
    quotes: dict[str, tuple[Quote, ...]] = {}
    for layer in layers:
        for record in layer.places if layer.own else ():
            if record.place in known:
                quotes[record.place] = (*quotes.get(record.place, ()), record.quote)
    return quotes


def _evidence(layer: Layer) -> Mapping[str, Sequence[Quote]]:
    holders: list[Question | Answer] = [*layer.questions, *layer.answers]
    return {
        f"{layer.key(holder)}#{number}": (evidence,)
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
