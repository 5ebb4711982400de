"""Where words stand as they are, after normalising; and describing a Span so that it is found again."""

from __future__ import annotations

from companion.anchoring.query import Wanted
from companion.anchoring.views import Views
from companion.model import Document, Quote, Span
from companion.text.normal import normalised, trimmed

MOST = 200
"""Occurrences of one quote that are looked at: a reader chooses among a handful, never among thousands."""


def occurrences(text: str, words: str, most: int = 0) -> list[int]:
    """Where `words` start in `text`; those that cut no word in two if there are any (0: all of them)."""
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and not (most and len(found) >= most):
        found.append(at)
        at = text.find(words, at + 1)
    return uncut(text, words, found)


def uncut(text: str, words: str, places: list[int]) -> list[int]:
    """Those of the places of `words` where no word is cut in two; all of them if none is like that."""
    return [at for at in places if _whole_words(text, at, at + len(words))] or places


def _whole_words(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (before.isalnum() and before.isascii() and text[start].isalnum())
        or (after.isalnum() and after.isascii() and text[end - 1].isalnum())
    )


def fits(text: str, start: int, end: int, prefix: str, suffix: str) -> bool:
    """Whether normalised context stands right before and after, white space aside."""
    before = text[max(start - len(prefix) - 2, 0) : start].rstrip()
    after = text[end : end + len(suffix) + 2].lstrip()
    return before.endswith(prefix) and after.startswith(suffix)


def hinted(document: Document, quote: Quote) -> Span | None:
    """The hinted place, if words and context stand there as they are: one comparison, nothing is normalised."""
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


def in_section(views: Views, wanted: Wanted) -> Span | None:
    """The one place in the hinted section where the words stand, if context (when there is any) agrees."""
    index = views.document.index(wanted.quote.section)
    if index is None or not wanted.words:
        return None
    text, size = views.normal(index).text, len(wanted.words)
    found = [
        at for at in occurrences(text, wanted.words, MOST) if fits(text, at, at + size, wanted.prefix, wanted.suffix)
    ]
    return views.span(index, found[0], found[0] + size) if len(found) == 1 else None


def find(document: Document, exact: str, prefix: str = "", suffix: str = "", section: str = "") -> list[Span]:
    """Every place where the words stand word for word (after normalising), in order."""
    views = Views(document)
    words, before, after = normalised(exact), normalised(prefix), normalised(suffix)
    only = document.index(section) if section else None
    if not words or (section and only is None):
        return []
    found = []
    for index in range(len(document)) if only is None else (only,):
        text = views.normal(index).text
        for start in occurrences(text, words):
            end = start + len(words)
            span = views.span(index, start, end) if fits(text, start, end, before, after) else None
            if span:
                found.append(span)
    return found


def describe(document: Document, span: Span, context: int = 32) -> Quote:
    """The Quote of a Span: its words without white space around them, and `context` code points on both sides."""
    text = document.section(span.section).text
    start, end = trimmed(text, max(span.start, 0), span.end)
    return Quote(text[start:end], text[max(start - context, 0) : start], text[end : end + context], span.section, start)
