"""From words typed on a command line to the one place in a document that they mean."""

from __future__ import annotations

from companion.anchoring import describe, find, place
from companion.exchange.text import paragraph, quoted
from companion.model import CompanionError, Document, Quote, Span


class NotOnePlace(CompanionError):
    """The words stand nowhere, or more than once; `places` are lines that tell where, or what is nearest."""

    def __init__(self, message: str, places: list[str]) -> None:
        super().__init__(message)
        self.places = tuple(places)


def point(document: Document, wanted: Quote) -> Quote:
    """The Quote of the one place where the words stand, narrowed by prefix, suffix and section. Raises NotOnePlace."""
    spans = find(document, wanted.exact, wanted.prefix, wanted.suffix, wanted.section)
    if len(spans) == 1:
        return describe(document, spans[0])
    if spans:
        message = f"{quoted(wanted.exact)} stands {len(spans)} times in {document.name}; narrow it with --section, "
        raise NotOnePlace(f"{message}--prefix or --suffix", [_place(document, span) for span in spans[:20]])
    within = f", section {wanted.section}" if wanted.section else ""
    message = f"{quoted(wanted.exact)} does not stand in {document.name}{within}"
    raise NotOnePlace(message, _nearest(document, wanted))


def _nearest(document: Document, wanted: Quote) -> list[str]:
    """Where the words stand without their context, or in another section; else the likeliest place of all."""
    plain = find(document, wanted.exact)
    if plain:
        return [f"without that prefix, suffix or section: {_place(document, span)}" for span in plain[:20]]
    placement = place(document, {"": [wanted]})[""]
    spans = placement.spans or next((each.spans for each in placement.candidates), ())
    return [f"nearest: {_place(document, span)}" for span in spans[:1]]


def _place(document: Document, span: Span) -> str:
    section = document.section(span.section)
    before = section.text[max(span.start - 30, 0) : span.start]
    after = section.text[span.end : span.end + 30]
    around = " ".join(f"{before}[{document.text(span)}]{after}".split())
    return f"{span.section} {paragraph(section, span.start)}: {around}"
