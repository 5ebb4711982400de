"""Carried records: annotations, verdicts and absence notes on an old edition, and how they stand in the new one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal, NamedTuple

from companion.analysis.arrange import Arrangement, Placements
from companion.analysis.editions import unread
from companion.anchoring import place_layers
from companion.anchoring.memory import Memory
from companion.model import LOST, Annotation, Answer, Document, Layer, Placement, Question, Span
from companion.text.find import LOOSE

VerdictState = Literal["stands", "look again", "without evidence"]
AbsenceState = Literal["not found", "found", "cannot say"]


class CarriedAnnotation(NamedTuple):
    """An annotation by its key, and its places in both editions."""

    key: str
    annotation: Annotation
    old: Placement
    new: Placement


class CarriedVerdict(NamedTuple):
    """A verdict on a question and its evidence's places in the new edition, by their keys.

    It `stands` while all evidence is where it was word for word; else `look again`.
    """

    question: str
    by: str
    verdict: str
    evidence: tuple[tuple[str, Placement], ...]

    @property
    def state(self) -> VerdictState:
        if not self.evidence:
            return "without evidence"
        return "stands" if all(place.state == "exact" for _, place in self.evidence) else "look again"


class WordCount(NamedTuple):
    """A word that was looked for and not found, and the places where it stands in either edition."""

    word: str
    old: tuple[Span, ...]
    new: tuple[Span, ...]


class CarriedAbsence(NamedTuple):
    """A note on what is absent, its words counted again; `partly` says that some of the new edition is unread."""

    key: str
    annotation: Annotation
    counts: tuple[WordCount, ...]
    partly: bool

    @property
    def state(self) -> AbsenceState:
        if any(count.new for count in self.counts):
            return "found"
        return "cannot say" if self.partly else "not found"


class Carried(NamedTuple):
    """All records of the layers on an old edition."""

    annotations: tuple[CarriedAnnotation, ...] = ()
    verdicts: tuple[CarriedVerdict, ...] = ()
    absent: tuple[CarriedAbsence, ...] = ()


def carried(old: Document, new: Document, layers: Sequence[Layer], memory: Memory | None = None) -> Carried:
    """The records of `layers`, which are on `old`, with their states in `new`.

    `memory` holds editions before `old`.
    """
    before = place_layers(old, layers, memory)
    after = place_layers(new, layers, Memory([old]))
    notes = [(layer.key(each), each) for layer in layers for each in layer.annotations]
    partly = bool(unread(new))
    return Carried(
        tuple(
            CarriedAnnotation(key, each, before.get(key, LOST), after.get(key, LOST))
            for key, each in notes
            if not each.searched
        ),
        tuple(_verdicts(old, layers, after)),
        tuple(CarriedAbsence(key, each, _counts(old, new, each), partly) for key, each in notes if each.searched),
    )


def _verdicts(old: Document, layers: Sequence[Layer], after: Placements) -> list[CarriedVerdict]:
    found = []
    for card in Arrangement(old, tuple(layers), after).questions:
        given: list[tuple[Layer, Question | Answer]] = [(card.layer, card.question), *card.answers]
        for layer, record in given:
            if record.verdict != "open":
                keys = [layer.evidence_key(record, n) for n in range(len(record.evidence))]
                places = tuple((key, after.get(key, LOST)) for key in keys)
                by = getattr(record, "author", "") or layer.author or layer.id
                found.append(CarriedVerdict(card.key, by, record.verdict, places))
    return found


def _counts(old: Document, new: Document, note: Annotation) -> tuple[WordCount, ...]:
    """The words of a note in its section, in the new edition in the section of the same id, else anywhere."""
    before, after = (
        partial(occurrences, document, section=note.section if document.index(note.section) is not None else "")
        for document in (old, new)
    )
    return tuple(WordCount(word, before(word), after(word)) for word in note.searched)


def occurrences(document: Document, word: str, *, section: str = "") -> tuple[Span, ...]:
    """Where a word or phrase stands, whole and in whatever case; `audit*` is every word that begins so."""
    pieces = [re.escape(piece).replace(r"\*", r"\w*") for piece in word.translate(LOOSE).split()]
    if not any(piece.strip(r"\w*") for piece in pieces):
        return ()
    words = r"\s+".join(pieces)
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    where = [document.index(section) or 0] if section else range(len(document))
    return tuple(
        Span(document.headings[index].id, *match.span())
        for index in where
        for match in pattern.finditer(document.pass_by(index).text)
    )


def states(annotations: Sequence[CarriedAnnotation]) -> Mapping[str, int]:
    """How many annotations are in each state."""
    return {
        state: sum(each.new.state == state for each in annotations) for state in ("exact", "changed", "unsure", "lost")
    }
