"""Locating words given on the command line: the one passage of a document that they stand for."""

from __future__ import annotations

from companion.anchoring import describe, find, place
from companion.exchange.text import paragraph, quoted
from companion.model import CompanionError, Document, Quote, Span


class NotOnePlace(CompanionError):
    """Words that stand nowhere or more than once. `places` are lines that say where, or what is nearest."""

    def __init__(self, message: str, places: list[str]) -> None:
        super().__init__(message)
        self.places = tuple(places)


def point(document: Document, quote: Quote) -> Quote:
    """The Quote of the one place where the words stand, narrowed by prefix, suffix and section. Raises NotOnePlace."""
    spans = find(document, quote.exact, quote.prefix, quote.suffix, quote.section)
    if len(spans) == 1:
        return describe(document, spans[0])
    if spans:
        message = f"{quoted(quote.exact)} stands {len(spans)} times in {document.name}; narrow it with --section, "
        raise NotOnePlace(f"{message}--prefix or --suffix", [_place(document, span) for span in spans[:20]])
    within = f", section {quote.section}" if quote.section else ""
    message = f"{quoted(quote.exact)} does not stand in {document.name}{within}"
    raise NotOnePlace(message, _nearest(document, quote))


def _nearest(document: Document, quote: Quote) -> list[str]:
    """Lines on where the words stand without their context or in another section, else on the most similar passage."""
    plain = find(document, quote.exact)
    if plain:
        return [f"without that prefix, suffix or section: {_place(document, span)}" for span in plain[:20]]
    placement = place(document, {"": [quote]})[""]
    spans = placement.spans or next((candidate.spans for candidate in placement.candidates), ())
    return [f"nearest: {_place(document, span)}" for span in spans[:1]]


def _place(document: Document, span: Span) -> str:
    section = document.section(span.section)
    before = section.text[max(span.start - 30, 0) : span.start]
    after = section.text[span.end : span.end + 30]
    around = " ".join(f"{before}[{document.text(span)}]{after}".split())
    return f"{span.section} {paragraph(section, span.start)}: {around}"
