"""Terms: a word family, a phrase, a stem or two words near each other, counted with every place it stands at.

A query is a word (`misuse`: its family), a phrase (`human rights`: families in order), a stem (`audit*`), a word in
quotation marks (`"misused"`: this form alone), or two of these near each other (`audit* ~3 customer`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from companion.analysis.concordance import PARTS, Concordance, Context, TermHit, words_of
from companion.analysis.families import normal_form
from companion.analysis.measures import per_thousand, spread, spread_word
from companion.analysis.stop_words import STOP_WORDS
from companion.model import CompanionError

_NEAR = re.compile(r"\s~(\d{1,2})\s")
_PIECE = re.compile(r'"([^"]+)"|(\S+)')
_QUOTES = str.maketrans("“”„‟«»", '""""""')
STRIP = "▁▂▃▄▅▆▇█"
"""Bars of a share of the highest cell, from the least to all; a blank is none."""


class BadQuery(CompanionError):
    """A query that means nothing; it says what was expected."""


@dataclass(frozen=True, slots=True)
class Term:
    """A query's count, and its places in the order of the text; every number in it opens some of `hits`.

    `forms` are the words as counted with how often, most first. `sections` has each section's count by its id, those
    with none too; `parts` the count in body, headings, tables and notes. `spread` is DPnorm (0 even, 1 one place).
    """

    query: str
    hits: tuple[TermHit, ...]
    forms: Mapping[str, int]
    count: int
    per_thousand: float
    sections: Mapping[str, int]
    parts: Mapping[str, int]
    spread: float | None

    @property
    def spread_said(self) -> str:
        """How it is spread, in words: "in 5 of 8 sections, uneven"."""
        inside = sum(count > 0 for count in self.sections.values())
        word = spread_word(self.spread)
        return f"in {inside} of {len(self.sections)} sections{f', {word}' if word and inside else ''}"


def term(words: Concordance, query: str, **company: Collection[str]) -> Term:
    """A query counted in a document; `company` narrows it (see `kept`). Raises BadQuery. Goal: under 20 ms."""
    hits = tuple(kept(words, matches(words, query), **company)) if company else tuple(matches(words, query))
    return term_of(words, query, hits)


def term_of(words: Concordance, query: str, hits: Sequence[TermHit]) -> Term:
    """The counts of hits that were found already, under a name."""
    forms: dict[str, int] = {}
    counts = [0] * len(words.firsts)
    parts = dict.fromkeys(PARTS, 0)
    for hit in hits:
        said = " ".join(words.forms[hit.first : hit.end])
        forms[said] = forms.get(said, 0) + 1
        counts[words.section(hit.first)] += 1
        parts[words.part(hit.first)] += 1
    ids = [heading.id for heading in words.document.headings]
    return Term(
        query,
        tuple(hits),
        dict(sorted(forms.items(), key=lambda item: (-item[1], item[0]))),
        len(hits),
        per_thousand(len(hits), len(words)),
        dict(zip(ids, counts, strict=True)),
        {name: count for name, count in parts.items() if count},
        spread(counts, [len(words.section_words(index)) for index in range(len(counts))]),
    )


def matches(words: Concordance, query: str) -> Iterator[TermHit]:
    """The places of a query, in order, none over another. Raises BadQuery."""
    sides = _NEAR.split(f" {query.translate(_QUOTES).strip()} ")
    if len(sides) == 1:
        yield from _phrase(words, _pattern(words, sides[0], query))
    elif len(sides) == 3:
        first, last = (list(_phrase(words, _pattern(words, side, query))) for side in (sides[0], sides[2]))
        yield from _near(words, first, last, int(sides[1]))
    else:
        raise BadQuery(f"{query}: one ~N between two terms was expected, as in: audit ~3 customer")


def kept(
    words: Concordance,
    hits: Iterator[TermHit],
    *,
    not_after: Collection[str] = (),
    not_before: Collection[str] = (),
) -> Iterator[TermHit]:
    """The hits whose neighbour, in the same block, is no form of certain families."""
    after, before = ({words.families.base(normal_form(word)) for word in some} for some in (not_after, not_before))
    base, forms, blocks = words.families.base, words.forms, words.blocks
    for hit in hits:
        left = hit.first - 1
        if after and left >= 0 and blocks[left] == blocks[hit.first] and base(forms[left]) in after:
            continue
        if before and hit.end < len(words) and blocks[hit.end] == blocks[hit.first] and base(forms[hit.end]) in before:
            continue
        yield hit


def contexts(words: Concordance, found: Term, by: Sequence[int] = (), width: int = 60) -> list[Context]:
    """The term's places as lines, sorted by neighbours: 1, 2, 3 to the right, -1, -2, -3 to the left; none by place.

    Lines that have no such neighbour in their block come last.
    """
    hits = sorted(found.hits, key=lambda hit: [_neighbour(words, hit, at) for at in by]) if by else found.hits
    return [words.context(hit, width) for hit in hits]


def strip(words: Concordance, found: Term, cells: int) -> tuple[tuple[TermHit, ...], ...]:
    """The dispersion of a term: its hits by their place among the words of the document, in so many cells."""
    rows: list[list[TermHit]] = [[] for _ in range(cells)]
    for hit in found.hits:
        rows[hit.first * cells // len(words)].append(hit)
    return tuple(map(tuple, rows))


def bars(counts: Sequence[int]) -> str:
    """Counts as a line of bars, one column each; a blank where there is none."""
    most = max(counts, default=0)
    return "".join(STRIP[(count * len(STRIP) - 1) // most] if count else " " for count in counts)


def _neighbour(words: Concordance, hit: TermHit, at: int) -> tuple[bool, str]:
    number = hit.end - 1 + at if at > 0 else hit.first + at
    inside = 0 <= number < len(words) and words.blocks[number] == words.blocks[hit.first]
    return (False, words.forms[number]) if inside else (True, "")


def _pattern(words: Concordance, side: str, query: str) -> list[Collection[str]]:
    """For each word of a side the forms it stands for."""
    pattern: list[Collection[str]] = []
    for exact, plain in _PIECE.findall(side):
        found = [normal_form(match.group()) for match in words_of(exact or plain)]
        stem = not exact and plain.endswith("*")
        if not found or ("*" in plain[:-1] and not exact) or (stem and not plain[-2:-1].isalnum()):
            raise BadQuery(f"{query}: words, a stem like audit*, or two terms with ~3 between them were expected")
        pattern += [{form} if exact else _family(words, form) for form in found[: -1 if stem else None]]
        if stem:
            pattern.append({form for form in words.vocabulary if form.startswith(found[-1])})
    if not pattern:
        raise BadQuery("a word was expected")
    return pattern


def _family(words: Concordance, form: str) -> Collection[str]:
    return words.by_base.get(words.families.base(form), ())


def _phrase(words: Concordance, pattern: Sequence[Collection[str]]) -> Iterator[TermHit]:
    """Where the words of a pattern stand one after another, within a sentence; begun with the rarest of them."""
    lists = [[words.vocabulary.get(form, ()) for form in forms] for forms in pattern]
    if len(pattern) == 1:
        yield from (TermHit(at, at + 1) for at in sorted(n for some in lists[0] for n in some))
        return
    rarest = min(range(len(lists)), key=lambda n: sum(map(len, lists[n])))
    end = 0
    for at in sorted(n for some in lists[rarest] for n in some):
        first = at - rarest
        last = first + len(pattern)
        if first < end or last > len(words) or words.runs[first] != words.runs[last - 1]:
            continue
        if all(words.forms[first + n] in forms for n, forms in enumerate(pattern)):
            yield TermHit(first, last)
            end = last


def _near(words: Concordance, first: Sequence[TermHit], last: Sequence[TermHit], within: int) -> Iterator[TermHit]:
    """Each hit of one side with the nearest of the other, at most so many words apart in a block, none used twice."""
    end, blocks = 0, words.blocks
    begins, ends = [hit.first for hit in last], [hit.end for hit in last]
    for hit in first:
        low, high = bisect_left(ends, hit.first - within + 1), bisect_left(begins, hit.end + within)
        pairs = (
            TermHit(min(hit.first, other.first), max(hit.end, other.end))
            for other in last[low:high]
            if blocks[other.first] == blocks[hit.first] and (other.first >= hit.end or other.end <= hit.first)
        )
        best = min((pair for pair in pairs if pair.first >= end), key=_length, default=None)
        if best is not None:
            yield best
            end = best.end


def _length(hit: TermHit) -> int:
    return hit.end - hit.first


def frequent(words: Concordance, most: int = 40) -> list[Term]:
    """The families that stand most often, without function words, numbers and words of addresses."""
    found: list[tuple[int, str, list[int]]] = []
    for base, forms in words.by_base.items():
        if base not in STOP_WORDS and len(base) > 1 and any(char.isalpha() for char in base):
            places = sorted(at for form in forms for at in words.vocabulary[form] if at not in words.addressed)
            found.append((-len(places), base, places))
    ranked = sorted(found)[:most]
    return [term_of(words, base, [TermHit(at, at + 1) for at in places]) for _, base, places in ranked if places]
