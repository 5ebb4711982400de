"""Language signs: places worth a look, found by lists of terms and two rules; never a verdict.

Every list says how many of its labelled hits were worth a look (`TermList.precision`), and the screen says it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from companion.analysis.concordance import Concordance, TermHit, words_of
from companion.analysis.families import normal_form
from companion.analysis.passive import agentless_passives
from companion.analysis.promise import bare_promises, has_number
from companion.analysis.terms import Term, kept, matches, term_of
from companion.model import Annotation, Layer, ListedTerm, Placement, Quote, Span, TermList
from companion.text.sentences import sentences

RULES: dict[str, Callable[[Concordance], Iterator[TermHit]]] = {
    "agentless-passive": agentless_passives,
    "bare-promise": bare_promises,
}
LONG = 30
"""Words from which a sentence is long."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A list's places in a document: `term` has the counts. `no` are those the reader said no to, left out of it."""

    list: TermList
    term: Term
    no: int = 0

    def __str__(self) -> str:
        """In a line: "Vague amounts · 31 places · about 6 in 10 are worth a look"."""
        places = f"{self.term.count} place{'s' * (self.term.count != 1)}"
        share = self.list.precision
        tenths = "" if share is None else "more than 9" if share > 0.95 else f"about {round(10 * share)}"
        worth = f" · {tenths} in 10 are worth a look" if tenths else ""
        return f"{self.list.title or self.list.id} · {places}{worth}"


class SectionStyle(NamedTuple):
    """Sentences of a section ("" for the document): a line of readability without a grade.

    `longest` are its longest sentences, `long` those over 30 words, `passive` those with an agentless passive.
    """

    section: str
    sentences: int
    words: int
    longest: tuple[Span, ...]
    long: tuple[Span, ...]
    passive: tuple[Span, ...]


def sign(words: Concordance, terms: TermList, *, refused: Iterable[Span] = ()) -> Sign:
    """All places of a list in order, none over another, without sentences the reader said no to."""
    hits = listed_hits(words, terms)
    no = set(refused)
    kept_hits = [hit for hit in hits if sentence(words, hit) not in no] if no else hits
    return Sign(terms, term_of(words, terms.title or terms.id, kept_hits), len(hits) - len(kept_hits))


def listed_hits(words: Concordance, terms: TermList) -> list[TermHit]:
    found: list[TermHit] = []
    end = 0
    for hit in sorted(hit for entry in terms.words for hit in entry_hits(words, entry)):
        if hit.first >= end:
            found.append(hit)
            end = hit.end
    return found


def listed_terms(words: Concordance, terms: TermList) -> list[Term]:
    """Each entry of a list counted by itself, those that stand somewhere first."""
    counted = [term_of(words, entry.query or entry.rule, list(entry_hits(words, entry))) for entry in terms.words]
    return sorted(counted, key=lambda term: -term.count)


def entry_hits(words: Concordance, entry: ListedTerm) -> Iterator[TermHit]:
    """The places of one entry, with its exceptions."""
    if entry.rule:
        found: Iterable[TermHit] = RULES[entry.rule](words)
    else:
        known = words
        if entry.joined or entry.apart:
            base = words.families.base(normal_form(entry.word))
            joined = {normal_form(form): base for form in entry.joined}
            apart = [normal_form(form) for form in entry.apart]
            known = words.with_families(words.families.changed(joined=joined, apart=apart))
        found = matches(known, entry.query)
    near = kept(words, iter(found), not_after=entry.not_after, not_before=entry.not_before)
    yield from (hit for hit in near if not (entry.not_with and _beside(words, hit, entry.not_with)))


def _beside(words: Concordance, hit: TermHit, unwanted: Sequence[str]) -> bool:
    """True if the sentence of a hit holds one of these words, or a number where `number` is one of them."""
    inside = sentence_words(words, hit)
    bases = {words.families.base(normal_form(word)) for word in unwanted}
    if "number" in unwanted and has_number(words, inside):
        return True
    beside = (at for at in inside if not hit.first <= at < hit.end)
    return any(words.families.base(words.forms[at]) in bases for at in beside)


def sentence(words: Concordance, hit: TermHit) -> Span:
    """The sentence that a hit begins in."""
    span = words.span(hit)
    section = words.document.section(span.section)
    block = section.blocks[section.block_at(span.start)]
    found = sentences(section.text, block.start, block.end)
    start, end = next((pair for pair in found if pair[1] > span.start), found[-1])
    return Span(span.section, start, end)


def sentence_words(words: Concordance, hit: TermHit) -> range:
    """The numbers of the words in the sentence of a hit."""
    span = sentence(words, hit)
    first, end = hit.first, hit.end
    block = words.blocks[hit.first]
    while first > 0 and words.blocks[first - 1] == block and words.starts[first - 1] >= span.start:
        first -= 1
    while end < len(words) and words.blocks[end] == block and words.ends[end] <= span.end:
        end += 1
    return range(first, end)


def style(words: Concordance, section: str = "", longest: int = 3) -> SectionStyle:
    """How long the sentences of a section's body are, and how many have an agentless passive; "" for all."""
    spans: list[tuple[int, Span]] = []
    for index, heading in enumerate(words.document.headings):
        if section in ("", heading.id):
            spans += _sized(words, index, heading.id)
    passive = {sentence(words, hit) for hit in agentless_passives(words)}
    ranked = sorted(spans, key=lambda one: (-one[0], one[1]))
    return SectionStyle(
        section,
        len(spans),
        sum(size for size, _ in spans),
        tuple(span for _, span in ranked[:longest]),
        tuple(span for size, span in spans if size > LONG),
        tuple(span for _, span in spans if span in passive),
    )


def signs_layer(words: Concordance, found: Iterable[Sign]) -> tuple[Layer, dict[str, Placement]]:
    """The places of signs as a layer of its own, for cards that are no annotations yet, with where they stand.

    Its id is `signs`, which a screen hides until the reader asks for it.
    """
    notes: list[Annotation] = []
    placements: dict[str, Placement] = {}
    for sign in found:
        for number, hit in enumerate(sign.term.hits, 1):
            span = words.span(hit)
            quote = Quote(words.document.text(span), section=span.section, start=span.start)
            note = Annotation(f"{sign.list.id}.{number}", quote, kind=sign.list.kind, note=str(sign), tags=("sign",))
            notes.append(note)
            placements[f"signs/{note.id}"] = Placement("exact", spans=(span,))
    return Layer("signs", "Signs of language", "companion", annotations=tuple(notes)), placements


def _sized(words: Concordance, index: int, section: str) -> Iterator[tuple[int, Span]]:
    """The sentences of a section's paragraphs and list items, with the number of their words."""
    made = words.document.section(index)
    for block in made.blocks:
        if block.kind in ("paragraph", "item", "quotation") and block.end > block.start:
            for start, end in sentences(made.text, block.start, block.end):
                size = sum(1 for _ in words_of(made.text, start, end))
                if size:
                    yield size, Span(section, start, end)
