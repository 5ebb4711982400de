"""Exact matches of a quote after normalising, and the Quote that describes a Span so that it is found again."""

from __future__ import annotations

from companion.anchoring.query import QuoteQuery
from companion.anchoring.views import Views
from companion.model import Document, Quote, Span
from companion.text.normal import normalised, trimmed

FEWEST = 3
"""Characters that say something by themselves where a section is named."""
MOST = 200
"""Occurrences of one quote that are looked at: a reader chooses among a handful, never among thousands."""


def occurrences(text: str, words: str, most: int = 0) -> list[int]:
    """Offsets at which `words` start in `text`, at most so many (0: all); those that cut no word in two if any do."""
    starts: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and not (most and len(starts) >= most):
        starts.append(at)
        at = text.find(words, at + 1)
    return prefer_whole_words(text, words, starts)


def prefer_whole_words(text: str, words: str, starts: list[int]) -> list[int]:
    """The occurrences of `words` that cut no word in two; all of them if each does."""
    return [at for at in starts if whole_words(text, at, at + len(words))] or starts


def whole_words(text: str, start: int, end: int) -> bool:
    """True if a range cuts no word in two."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (before.isalnum() and before.isascii() and text[start].isalnum())
        or (after.isalnum() and after.isascii() and text[end - 1].isalnum())
    )


def context_fits(text: str, start: int, end: int, prefix: str, suffix: str) -> bool:
    """True if the normalised context stands right before and after, white space aside."""
    before = text[max(start - len(prefix) - 2, 0) : start].rstrip()
    after = text[end : end + len(suffix) + 2].lstrip()
    return before.endswith(prefix) and after.startswith(suffix)


def match_at_hint(document: Document, quote: Quote) -> Span | None:
    """The Span at a quote's own section and start, if words and context stand there: nothing is normalised."""
    start = quote.start
    if start is None or start < 0 or not quote.exact:
        return None
    index = document.index(quote.section)
    if index is None:
        return None
    text, end = document.section(index).text, start + len(quote.exact)
    if not (
        text.startswith(quote.exact, start)
        and text.startswith(quote.suffix, end)
        and text.endswith(quote.prefix, 0, start)
    ):
        return None
    first, last = trimmed(text, start, end)
    return Span(quote.section, first, last) if first < last else None


def match_in_section(views: Views, query: QuoteQuery) -> Span | None:
    """The only match in the quote's own section whose context fits; None where there are more, or none."""
    index = views.document.index(query.quote.section)
    if index is None or not query.words:
        return None
    text, size = views.normal(index).text, len(query.words)
    starts = occurrences(text, query.words, MOST)
    matches = [at for at in starts if context_fits(text, at, at + size, query.prefix, query.suffix)]
    if len(matches) != 1 or not (query.telling or size >= FEWEST or text.strip() == query.words):
        return None
    return views.span(index, matches[0], matches[0] + size)


def find(document: Document, exact: str, prefix: str = "", suffix: str = "", section: str = "") -> list[Span]:
    """Every Span where the words stand word for word (after normalising), in order."""
    views = Views(document)
    words, before, after = normalised(exact), normalised(prefix), normalised(suffix)
    only = document.index(section) if section else None
    if not words or (section and only is None):
        return []
    spans = []
    for index in range(len(document)) if only is None else (only,):
        text = views.normal(index).text
        for start in occurrences(text, words):
            end = start + len(words)
            span = views.span(index, start, end) if context_fits(text, start, end, before, after) else None
            if span:
                spans.append(span)
    return spans


def describe(document: Document, span: Span, context: int = 32) -> Quote:
    """The Quote of a Span: its words without white space around them, and `context` code points on both sides."""
    text = document.section(span.section).text
    start, end = trimmed(text, max(span.start, 0), span.end)
    return Quote(text[start:end], text[max(start - context, 0) : start], text[end : end + context], span.section, start)
