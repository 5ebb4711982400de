"""Terms, signs, absence and found places as text, JSON and CSV: the same numbers in each, with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from companion.analysis.absence import Recount, WordSearch
from companion.analysis.concordance import Concordance, Context, TermHit
from companion.analysis.relevance import FoundPlace
from companion.analysis.signs import SectionStyle, Sign
from companion.analysis.terms import Term, bars, contexts
from companion.analysis.unusual import UnusualTerm
from companion.model import Span


@dataclass(frozen=True, slots=True)
class Counted:
    """Terms of one document, and what is said of all of them. `unusual` are the same terms with their ratios."""

    words: Concordance
    terms: Sequence[Term]
    against: str = ""
    unusual: Sequence[UnusualTerm] = ()
    by: Sequence[int] = ()


def terms_text(counted: Counted, *, places: bool = True) -> Iterator[str]:
    """Each term with its counts; a table alone without `places`."""
    words = counted.words
    yield f"{words.document.title}: {len(words):,} words in {len(words.firsts)} sections"
    if words.families.note:
        yield f"({words.families.note})"
    ratios = {id(one.term): one for one in counted.unusual}
    if counted.against:
        yield f"unusually common against {counted.against}: worth a look, no more"
    for term in counted.terms:
        yield from (("",) if places else ())
        forms = " · ".join(f"{form} {count}" for form, count in term.forms.items())
        where = ", ".join(f"{count} in {name}" for name, count in term.parts.items())
        one = ratios.get(id(term))
        ratio = "" if one is None else f" · {one.ratio:,.0f} × as often" if one.there else " · not in the reference"
        yield f"{term.query} · {times(term.count)} · {term.per_thousand:.2f} per 1,000 words{ratio}"
        if term.count:
            yield f"  {bars(list(term.sections.values()))}  {term.spread_said} ({where})"
            yield f"  {forms}"
        if places:
            yield from _lines(counted, term)


def _lines(counted: Counted, term: Term) -> Iterator[str]:
    lines = contexts(counted.words, term, counted.by)
    wide = max((len(line.left) for line in lines), default=0)
    for line in lines:
        yield f"  {line.span.section} {line.span.start}: {line.left:>{wide}}[{line.words}]{line.right}"


def terms_shape(counted: Counted) -> dict[str, Any]:
    ratios = {id(one.term): one for one in counted.unusual}
    shapes = []
    for term in counted.terms:
        shape = term_shape(counted.words, term, counted.by)
        if id(term) in ratios:
            one = ratios[id(term)]
            shape |= {"ratio": round(one.ratio, 2), "there": one.there, "evidence": round(one.evidence, 2)}
        shapes.append(shape)
    about: dict[str, Any] = {"document": counted.words.document.name, "words": len(counted.words)}
    if counted.words.families.note:
        about["note"] = counted.words.families.note
    if counted.against:
        about["against"] = counted.against
    return about | {"terms": shapes}


def term_shape(words: Concordance, term: Term, by: Sequence[int] = ()) -> dict[str, Any]:
    """A term with its places."""
    return {
        "term": term.query,
        "forms": dict(term.forms),
        "count": term.count,
        "per_thousand": round(term.per_thousand, 4),
        "sections": dict(term.sections),
        "parts": dict(term.parts),
        "spread": None if term.spread is None else round(term.spread, 4),
        "places": [context_shape(line) for line in contexts(words, term, by)],
    }


def context_shape(line: Context) -> dict[str, Any]:
    span = line.span
    place = {"section": span.section, "start": span.start, "end": span.end}
    return place | {"left": line.left, "text": line.words, "right": line.right}


def terms_csv(counted: Counted) -> list[str]:
    """A row a place: term, form, section, offsets, words around it."""
    rows = []
    for term in counted.terms:
        for line in contexts(counted.words, term, counted.by):
            span = line.span
            rows.append((term.query, span.section, span.start, span.end, line.left, line.words, line.right))
    return csv_lines(("term", "section", "start", "end", "left", "text", "right"), rows)


def found_text(question: str, places: Sequence[FoundPlace]) -> Iterator[str]:
    yield question
    yield "places that share the question's words:" if places else "no place shares the question's words"
    for number, place in enumerate(places, 1):
        yield ""
        yield f"{number} · {place.span.section} {place.span.start} · {', '.join(place.shared)}"
        yield f"  {place.marked('[', ']')}"


def found_shape(question: str, places: Sequence[FoundPlace]) -> dict[str, Any]:
    return {
        "question": question,
        "places": [
            {
                "section": place.span.section,
                "start": place.span.start,
                "end": place.span.end,
                "score": round(place.score, 4),
                "shared": list(place.shared),
                "marks": [list(mark) for mark in place.marks],
                "text": place.text,
            }
            for place in places
        ],
    }


def absence_text(words: Concordance, found: Sequence[WordSearch]) -> Iterator[str]:
    """Each word with its state, then its places and those that came near."""
    for one in found:
        yield str(one)
        for hit in (*one.here, *one.elsewhere, *(hit for near in one.near for hit in near.hits)):
            yield f"  {context_line(words.context(hit))}"


def absence_shape(words: Concordance, found: Sequence[WordSearch]) -> list[dict[str, Any]]:
    return [_search_shape(words, one) for one in found]


def _search_shape(words: Concordance, one: WordSearch) -> dict[str, Any]:
    def places(hits: Iterable[TermHit]) -> list[dict[str, Any]]:
        return [context_shape(words.context(hit)) for hit in hits]

    return {
        "word": one.word,
        "scope": one.section or "document",
        "state": one.state,
        "forms": list(one.forms),
        "found": len(one.here),
        "elsewhere": len(one.elsewhere),
        "near": [
            {"form": near.form, "n": len(near.hits), "how": near.how, "places": places(near.hits)} for near in one.near
        ],
        "unread": list(one.unread),
        "places": places((*one.here, *one.elsewhere)),
    }


def recount_text(words: Concordance, again: Sequence[Recount]) -> Iterator[str]:
    """A line a word of an absence note: as counted then, as counted now, and the places where that changed."""
    if not again:
        yield "no note looks for words that are absent"
    for one in again:
        sign = "!" if one.changed else "="
        yield f"{sign} {one.key} · {one}: {one.now}"
        for hit in one.now.here if one.changed else ():
            yield f"  {context_line(words.context(hit))}"


def recount_shape(words: Concordance, again: Sequence[Recount]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.key,
            "then": one.then.found if one.then else None,
            "changed": one.changed,
            "same_document": one.same_document,
            "now": _search_shape(words, one.now),
        }
        for one in again
    ]


def signs_text(words: Concordance, found: Sequence[Sign], whole: SectionStyle) -> Iterator[str]:
    """Each list with what it says of itself and its places; then the sentences in a line."""
    for sign in found:
        yield str(sign)
        yield f"  {sign.list.about} ({sign.list.author or 'nobody named'}, {sign.list.license or 'no licence'})"
        for hit in sign.term.hits:
            yield f"  {context_line(words.context(hit))}"
        yield ""
    rate = whole.words / whole.sentences if whole.sentences else 0
    yield (
        f"{whole.sentences} sentences, {rate:.1f} words each in the mean; {len(whole.long)} over 30 words, "
        f"{len(whole.passive)} with a passive that names no agent"
    )
    for span in whole.longest:
        yield f"  longest: {span.section} {span.start}: {' '.join(words.document.text(span).split())}"


def signs_shape(words: Concordance, found: Sequence[Sign], whole: SectionStyle) -> dict[str, Any]:
    def spans(some: Iterable[Span]) -> list[dict[str, Any]]:
        return [{"section": span.section, "start": span.start, "end": span.end} for span in some]

    return {
        "document": words.document.name,
        "lists": [
            {
                "id": sign.list.id,
                "title": sign.list.title,
                "author": sign.list.author,
                "license": sign.list.license,
                "worth": sign.list.worth,
                "tried": sign.list.tried,
            }
            | term_shape(words, sign.term)
            for sign in found
        ],
        "style": {
            "sentences": whole.sentences,
            "words": whole.words,
            "longest": spans(whole.longest),
            "long": spans(whole.long),
            "passive": spans(whole.passive),
        },
    }


def context_line(line: Context) -> str:
    return f"{line.span.section} {line.span.start}: {line.left}[{line.words}]{line.right}"


def times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times" if count else "never"


def json_lines(shape: object) -> list[str]:
    from json import dumps

    return dumps(shape, ensure_ascii=False, indent=2).split("\n")


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Rows as comma-separated values; a text that a spreadsheet would take for a formula begins with an apostrophe."""
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue().splitlines()


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell
