"""Absence: words looked for and not found, what came near them, and whether anything could not be read.

"Nothing found" is kept apart from "could not look": a document with unread parts is never said to lack a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from companion.analysis.concordance import Concordance, TermHit, concordance, words_of
from companion.analysis.families import normal_form
from companion.analysis.stop_words import STOP_WORDS
from companion.analysis.terms import BadQuery, matches
from companion.model import Annotation, Document, Fault, Layer, NearForm, SearchCount, Where

State = Literal["found", "only near", "not found here", "not found", "cannot say"]
Nearness = Literal["same stem", "one letter apart", "cut in two", "run together", "part of the phrase"]
_UNREAD = re.compile(r"\b(?:not|cannot be|could not be) read\b|\bimages? with|\bis an image\b|\bare images\b", re.I)
_STEM = re.compile(
    r"(?:i[sz]ations?|ications?|ations?|ators?|atives?|ings?|edly|ers?|ors?|ments?|[ae]nces?|[ai]bl[ey]|[ai]bilit(?:y|ies)|it(?:y|ies)"
    r"|ives?|ally?|als|ly|ions?|i[sz](?:e|ed|es|ing)|ists?|ful|ness|ory|ous|ate[sd]?|e[sd]|y|ies|e|s)$"
)
_SHORTEST_STEM, _SPELLED = 4, 6


class NearHit(NamedTuple):
    """A form that comes near a word, how, and where it stands."""

    form: str
    how: Nearness
    hits: tuple[TermHit, ...]


@dataclass(frozen=True, slots=True)
class WordSearch:
    """A word that was looked for in a section or the document ("" for `section`), and what was found.

    `here` are its places in that scope, `elsewhere` the others; both open. `outside` says that all places here are
    headings, table rows or notes. `unread` are the parts of the scope that could not be read, in the format's words.
    """

    word: str
    section: str
    state: State
    here: tuple[TermHit, ...]
    elsewhere: tuple[TermHit, ...]
    forms: tuple[str, ...]
    near: tuple[NearHit, ...]
    unread: tuple[str, ...]
    outside: bool = False

    def count(self) -> SearchCount:
        """What a note keeps of it."""
        near = tuple(NearForm(hit.form, len(hit.hits)) for hit in self.near)
        return SearchCount(self.word, self.forms, len(self.here), near, self.section or "document")

    def __str__(self) -> str:
        """In a line: "auditor: not found here, 2 elsewhere; near: audit 3 (same stem)"."""
        found = f"found {len(self.here)}" if self.here else self.state
        parts = [f"{self.word}: {found}{' in headings, tables or notes only' if self.outside else ''}"]
        if self.section and self.elsewhere:
            parts.append(f"{len(self.elsewhere)} elsewhere")
        said = ", ".join(parts)
        near = ", ".join(f"{hit.form} {len(hit.hits)} ({hit.how})" for hit in self.near)
        unread = f"; not read: {'; '.join(self.unread)}" if self.state == "cannot say" else ""
        return f"{said}{f'; near: {near}' if near else ''}{unread}"


@dataclass(frozen=True, slots=True)
class Recount:
    """A word of an absence note as it was counted then (None where nobody counted), and as it is now."""

    key: str
    then: SearchCount | None
    now: WordSearch
    same_document: bool

    @property
    def changed(self) -> bool:
        """True where the note's count no longer holds; without a count, where the word is there."""
        return len(self.now.here) != (self.then.found if self.then else 0)

    def __str__(self) -> str:
        then = self.then.found if self.then else 0
        why = ", though it is the same document" if self.changed and self.same_document and self.then else ""
        return f"{self.now.word}: {then} then, {len(self.now.here)} now{why}"


def unread(document: Document, section: str = "") -> tuple[str, ...]:
    """What could not be read of a section, or of the document, in the words of its format."""
    said: dict[str, None] = {}
    for index, heading in enumerate(document.headings):
        if section in ("", heading.id):
            blocks = (document.section(index) if document.holds(index) else document.pass_by(index)).blocks
            said |= dict.fromkeys(block.marker for block in blocks if block.kind == "notice")
    notices = said if section else {**dict.fromkeys(document.notices), **said}
    told: dict[str, str] = {}
    for notice in notices:
        if _UNREAD.search(notice):
            told.setdefault(notice.lower().rstrip("."), notice)
    return tuple(told.values())


def search(words: Concordance, sought: Sequence[str], section: str = "") -> list[WordSearch]:
    """Each word looked for in a section or the document; a word is a query of terms. Raises BadQuery."""
    missed = unread(words.document, section)
    return [_search(words, word, section, missed) for word in sought if word.strip()]


def _search(words: Concordance, word: str, section: str, missed: tuple[str, ...]) -> WordSearch:
    hits = list(matches(words, word))
    ids = [heading.id for heading in words.document.headings]
    here = tuple(hit for hit in hits if section in ("", ids[words.section(hit.first)]))
    elsewhere = tuple(hit for hit in hits if hit not in set(here)) if section else ()
    near = tuple(near_hits(words, word))
    outside = bool(here) and all(words.part(hit.first) != "body" for hit in here)
    state: State = "not found"
    if here:
        state = "only near" if outside else "found"
    elif missed:
        state = "cannot say"
    elif elsewhere:
        state = "not found here"
    elif near:
        state = "only near"
    return WordSearch(word, section, state, here, elsewhere, _counted_forms(words, word), near, missed, outside)


def _counted_forms(words: Concordance, word: str) -> tuple[str, ...]:
    """The forms that count for a word: those of its family in the document, and itself."""
    said = [normal_form(match.group()) for match in words_of(word)]
    if len(said) != 1 or "*" in word or '"' in word:
        return (word,)
    family = words.by_base.get(words.families.base(said[0]), ())
    return tuple(sorted({said[0], *family}))


def near_hits(words: Concordance, word: str) -> Iterator[NearHit]:
    """Forms that come near a word, or near one of a phrase, anywhere in the document; those counted are left out."""
    said = [form for match in words_of(word) if (form := normal_form(match.group())) not in STOP_WORDS]
    taken: set[str] = set()
    counted = {form for hit in matches(words, word) for form in words.forms[hit.first : hit.end]}
    if len(said) == 1:
        counted |= set(words.by_base.get(words.families.base(said[0]), ()))
    for form in said:
        for near, how in _forms_near(words, form):
            if near not in taken and near not in counted and not (near == form and len(said) == 1):
                taken.add(near)
                yield NearHit(near, how, tuple(TermHit(at, at + 1) for at in words.vocabulary[near]))
        if cut := tuple(_cut(words, form)):
            yield NearHit(" ".join(words.forms[cut[0].first : cut[0].end]), "cut in two", cut)


def _forms_near(words: Concordance, form: str) -> Iterator[tuple[str, Nearness]]:
    from rapidfuzz.distance import Levenshtein  # slow to load

    stem, long = near_stem(form), len(form) >= _SPELLED
    base = words.families.base(form)
    for other in words.vocabulary:
        if words.families.base(other) == base:
            yield other, "part of the phrase"
        elif len(stem) >= _SHORTEST_STEM and other.startswith(stem[:3]) and near_stem(other) == stem:
            yield other, "same stem"
        elif long and abs(len(other) - len(form)) < 2 and Levenshtein.distance(form, other, score_cutoff=1) == 1:
            yield other, "one letter apart"
        elif long and len(other) > len(form) and form in other and _rest(other, form) in words.vocabulary:
            yield other, "run together"


def _rest(other: str, form: str) -> str:
    """What is left of a word when another is taken from its front or end; "" where it stands inside."""
    return (
        other.removeprefix(form) if other.startswith(form) else other.removesuffix(form) if other.endswith(form) else ""
    )


def near_stem(form: str) -> str:
    """A stem that derivations share too (auditor, audit): too wide for counting, right for what comes near."""
    before = ""
    while form != before:
        before = form
        shorter = _STEM.sub("", form)
        form = shorter if len(shorter) >= _SHORTEST_STEM else form
    return form


def _cut(words: Concordance, form: str) -> Iterator[TermHit]:
    """Where a word was cut by a hyphen or a blank into two that stand one after the other."""
    for at in range(2, len(form) - 1):
        first, last = form[:at], form[at:]
        if first in STOP_WORDS or last in STOP_WORDS:
            continue
        following = set(words.vocabulary.get(last, ()))
        for number in words.vocabulary.get(first, ()) if following else ():
            if number + 1 in following and words.runs[number] == words.runs[number + 1]:
                yield TermHit(number, number + 2)


def recount(words: Concordance, note: Annotation, key: str = "") -> list[Recount]:
    """The words of an absence note counted again in this document."""
    then = {count.word: count for count in note.counts}
    same = bool(note.fingerprint) and note.fingerprint == words.document.fingerprint
    known = words.document.index(note.section) is not None
    section = note.section if known else ""
    found: list[Recount] = []
    for word in note.searched:
        try:
            found += [Recount(key or note.id, then.get(word), now, same) for now in search(words, [word], section)]
        except BadQuery:
            continue  # somebody's words from before queries were known
    return found


def recounts(words: Concordance, layers: Iterable[Layer]) -> list[Recount]:
    """The same for all absence notes of some layers, told apart by `layer/id`."""
    return [
        one
        for layer in layers
        for note in layer.annotations
        if note.searched and note.quote is None
        for one in recount(words, note, layer.key(note))
    ]


def recount_faults(document: Document, layers: Sequence[Layer]) -> list[Fault]:
    """A warning for each word of an absence note that is counted otherwise now; nothing is read where there is none."""
    if not any(note.searched and note.quote is None for layer in layers for note in layer.annotations):
        return []
    origins = {layer.key(note): note.where or Where(layer.origin) for layer in layers for note in layer.annotations}
    words = concordance(document)
    return [
        Fault(origins[one.key], f"{one.key} looked for what is absent: {one}", _opened(words, one), warning=True)
        for one in recounts(words, layers)
        if one.changed
    ]


def _opened(words: Concordance, one: Recount) -> str:
    spans = [words.span(hit) for hit in one.now.here[:3]]
    places = ", ".join(f"{span.section} {span.start}" for span in spans)
    return f"now in {places}{' …' if len(one.now.here) > len(spans) else ''}" if places else "look at the note again"


def with_counts(words: Concordance, note: Annotation) -> Annotation:
    """An absence note that remembers what was counted, in which document, and what could not be read."""
    section = note.section if words.document.index(note.section) is not None else ""
    counts = tuple(found.count() for found in search(words, note.searched, section))
    return replace(note, counts=counts, fingerprint=words.document.fingerprint, unread=unread(words.document, section))
