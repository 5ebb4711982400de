"""The catalogue: what its filter finds, and in which order; ten thousand notes are quick."""

from __future__ import annotations

import time

import pytest

from companion.documents import read_document
from companion.model import Annotation, Answer, Kind, Layer, Placement, Question, Quote, Span
from companion.reading import Reading, Save
from companion.reading.catalogue import FilterTerm, catalogue, narrowed, ordered, terms

DOCUMENT = read_document(b"# R\n\n## Risk\n\nOne word.\n\n## Oversight of it\n\nTwo words.\n", "r")
KINDS = {"euphemism": Kind("euphemism", "Euphemism", "~"), "omission": Kind("omission", "Omission", "o")}


def reading() -> Reading:
    critique = Layer(
        "critique",
        "A critique",
        "A. Reader",
        annotations=(
            Annotation(
                "C1", Quote("Two words"), kind="euphemism", note="Mild.", tags=("language",), modified="2026-01-02"
            ),
            Annotation("C2", Quote("nowhere"), kind="omission", note="Gone.", tags=("audit",), modified="2026-01-01"),
            Annotation("C3", note="On it all."),
        ),
        questions=(Question("q1", "Who audits?", evidence=("C1",)), Question("q2", "Who pays?", "It matters.")),
    )
    mine = (
        Annotation("n-1", Quote("One word"), note="My own Übung.", kind="spin", tags=("mine",), modified="2026-01-03"),
    )
    own = Layer(
        "own", annotations=mine, answers=(Answer("n-2", "critique/q1", "evaded", modified="2026-01-04"),), own=True
    )
    placements = {
        "critique/C1": Placement("exact", 1.0, (Span("oversight-of-it", 20, 29),)),
        "critique/C2": Placement("lost"),
        "critique/C3": Placement("exact"),
        "own/n-1": Placement("unsure", 0.5, (Span("risk", 6, 14),)),
    }
    saves = {"n-1": Save("failed")}
    return Reading(DOCUMENT, (critique,), own, KINDS, placements, loaded=True, saves=saves)


def keys(words: str) -> list[str]:
    return [entry.key.partition("/")[2] for entry in narrowed(catalogue(reading()), words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["n-1", "C1", "q1", "C2", "C3", "q2"]),
        ("übung", ["n-1"]),
        ("kind:euph", ["C1"]),
        ("kind:spin", ["n-1"]),
        ("tag:audit", ["C2"]),
        ("tag:#lang", ["C1"]),
        ("by:me", ["n-1"]),
        ("by:reader -is:question", ["C1", "C2", "C3"]),
        ("state:lost", ["C2"]),
        ("state:guess", ["n-1"]),
        ("state:unsaved", ["n-1"]),
        ("verdict:open", ["q2"]),
        ("verdict:evaded", ["q1"]),
        ("section:risk", ["n-1"]),
        ('section:"oversight of"', ["C1", "q1"]),
        ('"who pays"', ["q2"]),
        ("who -pays", ["q1"]),
        ("is:question matters", ["q2"]),
        ("nosuch:thing", []),
        ("kind:", ["n-1", "C1", "q1", "C2", "C3", "q2"]),
    ],
)
def test_a_filter_finds(words: str, found: list[str]) -> None:
    assert keys(words) == found


def test_what_is_no_field_is_words() -> None:
    assert terms('Note:x -by:Me "two words') == [
        FilterTerm("", "note:x", False),
        FilterTerm("by", "me", True),
        FilterTerm("", "two words", False),
    ]


def test_by_date_the_latest_change_is_first_and_what_has_none_last() -> None:
    dated = [entry.key.partition("/")[2] for entry in ordered(catalogue(reading()), "date")]
    assert dated == ["q1", "n-1", "C1", "C2", "C3", "q2"]


def test_ten_thousand_notes_are_narrowed_at_once() -> None:
    spans = [Span("risk", at % 9, at % 9 + 1) for at in range(10_000)]
    notes = tuple(Annotation(f"N{at}", Quote("x"), note=f"note {at} " + "words " * 30) for at in range(10_000))
    many = Layer("many", annotations=notes)
    placements = {f"many/N{at}": Placement("exact", 1.0, (span,)) for at, span in enumerate(spans)}
    before = time.perf_counter()
    entries = catalogue(Reading(DOCUMENT, (many,), placements=placements))
    made = time.perf_counter() - before
    narrowed(entries, "words")
    before = time.perf_counter()
    (found,) = narrowed(entries, "note 7777 by:many")
    typed = time.perf_counter() - before
    assert found.key == "many/N7777"
    assert made < 2.0
    assert typed < 0.25
    print(f"made {made:.3f} s, typed {typed:.3f} s")
