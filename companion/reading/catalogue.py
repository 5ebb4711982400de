"""The catalogue: every note, annotation and question of a Reading in one list, narrowed by words and fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from companion.analysis.arrange import Card, QuestionCard
from companion.model import Answer, Layer, Question, Span
from companion.reading.cards import sign
from companion.reading.checklist import VERDICT_SIGNS, verdict_of
from companion.reading.state import Reading

Order = Literal["place", "date"]
"""By place in the document, or the latest change first."""
_TERM = re.compile(r'(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))')
_STATES = {"guess": "unsure", "moved": "changed"}
"""Words of ours for states of a placement."""


@dataclass(frozen=True, eq=False)
class Entry:
    """A row of the catalogue: a card or question, its place, and what it is found by.

    `place` is the index of its section and an offset there, after all sections where it stands in none. `state` is
    that of its placement, "" for a question; `date` that of its last change, "" where none is told. `names` are of
    its author and layer.
    """

    key: str
    what: Literal["note", "annotation", "question"]
    sign: str
    head: str
    words: str
    span: Span | None
    place: tuple[int, int]
    title: str
    date: str
    kind: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    verdict: str = ""
    state: str = ""
    saved: str = ""
    more: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """Everything that plain words are looked for in, case folded."""
        parts = (self.head, self.words, self.title, *self.kind, *self.tags, *self.names, self.verdict, *self.more)
        return "\n".join(parts).casefold()


class ListChoice(NamedTuple):
    """What was shown last: the words of the filter, the order, and the key of the row."""

    words: str = ""
    order: Order = "place"
    key: str = ""


class FilterTerm(NamedTuple):
    """What an entry must hold, or with `without` must not; `field` is "" for plain words."""

    field: str
    value: str
    without: bool


def catalogue(reading: Reading) -> list[Entry]:
    """Every card and question of the layers that are switched on, by place."""
    cards = [*reading.index.in_order, *reading.index.by_section.get("", ())]
    made = [_of_card(reading, card) for card in cards] + [
        _of_question(reading, card) for card in reading.index.questions
    ]
    return ordered(made, "place")


def ordered(entries: Iterable[Entry], order: Order) -> list[Entry]:
    """The entries in this order; what is undated comes last, by place."""
    by_place = sorted(entries, key=lambda entry: entry.place)
    return by_place if order == "place" else sorted(by_place, key=lambda entry: entry.date, reverse=True)


def terms(words: str) -> list[FilterTerm]:
    """The terms of a filter: `kind:euphemism tag:x by:me -state:lost` and plain words, `"…"` for several together."""
    found = []
    for less, field, quoted, plain in _TERM.findall(words.casefold()):
        value = quoted or plain
        if not field and plain.endswith(":") and plain[:-1] in FIELDS:
            continue  # its value is still to be typed
        if field and field not in FIELDS:
            found.append(FilterTerm("", f"{field}:{value}", bool(less)))
        elif value:
            found.append(FilterTerm(field, value, bool(less)))
    return found


def narrowed(entries: Sequence[Entry], words: str) -> list[Entry]:
    """The entries that hold every term."""
    sought = terms(words)
    return [entry for entry in entries if all(_holds(entry, term) for term in sought)]


def _holds(entry: Entry, term: FilterTerm) -> bool:
    held = FIELDS[term.field](entry, term.value) if term.field else term.value in entry.text
    return held is not term.without


def _begins(values: Iterable[str], sought: str) -> bool:
    """Whether one of the values begins with what is sought."""
    return any(value.casefold().startswith(sought) for value in values)


def _by(entry: Entry, sought: str) -> bool:
    """Whose it is: `me` and `you` are the reader."""
    return entry.what == "note" if sought in ("me", "you") else any(sought in name.casefold() for name in entry.names)


def _in_section(entry: Entry, sought: str) -> bool:
    return sought in entry.title.casefold() or bool(entry.span and entry.span.section.casefold().startswith(sought))


def _in_state(entry: Entry, sought: str) -> bool:
    """A placement's state, or whether it is saved."""
    if sought == "unsaved":
        return entry.saved in ("saving", "failed")
    states = [word for word, state in _STATES.items() if state == entry.state]
    return _begins([entry.state, entry.saved, *states], sought) if sought else False


FIELDS: Mapping[str, Callable[[Entry, str], bool]] = {
    "kind": lambda entry, sought: _begins(entry.kind, sought),
    "tag": lambda entry, sought: _begins(entry.tags, sought.lstrip("#")),
    "by": _by,
    "verdict": lambda entry, sought: _begins([entry.verdict], sought) if entry.verdict else False,
    "section": _in_section,
    "state": _in_state,
    "is": lambda entry, sought: _begins([entry.what], sought),
}
"""What each field of a filter looks at."""


def _placed(reading: Reading, span: Span | None) -> tuple[tuple[int, int], str]:
    """Where a span stands, for sorting, and the title of its section."""
    index = reading.document.index(span.section) if span else None
    if span is None or index is None:
        return (len(reading.document), 0), ""
    return (index, span.start), reading.document.headings[index].title


def _of_card(reading: Reading, card: Card) -> Entry:
    note, layer = card.annotation, card.layer
    place, title = _placed(reading, card.span)
    kind, save = reading.kinds.get(note.kind), reading.saves.get(note.id)
    label = kind.label if kind else f"{note.kind}?" if note.kind else ""
    who = "you" if layer.own else note.id
    quote = note.quote.exact if note.quote else ""
    return Entry(
        card.key,
        "note" if layer.own else "annotation",
        sign(reading, card),
        f"{who} · {label}" if label else who,
        note.note or quote or ", ".join(note.searched),
        card.span,
        place,
        title or ("not placed" if card.placement.state == "lost" else "the document"),
        note.modified or note.created,
        kind=(note.kind, label) if note.kind else (),
        tags=note.tags,
        names=_names(layer, note.author),
        state=card.placement.state,
        saved=save.state if save else "saved" if layer.own else "",
        more=(quote, *note.searched),
    )


def _of_question(reading: Reading, card: QuestionCard) -> Entry:
    question, mine = card.question, card.mine
    span = _evidence_span(reading, card)
    place, title = _placed(reading, span)
    verdict = verdict_of(card)
    save = reading.saves.get(mine.id) if mine else None
    return Entry(
        card.key,
        "question",
        VERDICT_SIGNS.get(verdict, "?"),
        verdict,
        question.ask,
        span,
        place,
        title or "the document",
        (mine.modified or mine.created) if mine else "",
        names=_names(card.layer, ""),
        verdict=verdict,
        saved=(save.state if save else "saved") if mine else "",
        more=(question.id, question.why, mine.note if mine else ""),
    )


def _names(layer: Layer, author: str) -> tuple[str, ...]:
    return tuple(filter(None, (author or layer.author, layer.title, layer.id)))


def _evidence_span(reading: Reading, card: QuestionCard) -> Span | None:
    """Where the first evidence that has a place stands, the layer's before the reader's."""
    holders: list[tuple[Layer, Question | Answer]] = [(card.layer, card.question)]
    holders += [(reading.own, card.mine)] if card.mine else []
    for layer, record in holders:
        for at in range(len(record.evidence)):
            placement = reading.placements.get(layer.evidence_key(record, at))
            if placement and placement.span:
                return placement.span
    return None
