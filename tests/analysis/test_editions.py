"""What became of every sentence of an edition; every number opens places that add up to it; layout is no change."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.analysis.carried import carried, occurrences
from companion.analysis.editions import CLASSES, Comparison, compared
from companion.documents import read_document
from companion.exchange.comparison import ComparisonResult, comparison_shape
from companion.model import Annotation, Document, Layer, Question, Quote
from companion.store.library import open_document
from tests.documents.pdf.pdfs import Sheet, pdf
from tests.running import ROOT, Companion

OLD = """# Report

## Audits

We will publish an audit of every customer each year. In 2022 we trained 62 people in the office.
The board met four times and it was told about every complaint that came in. No customer was suspended.

## Customers

We vet every customer with care. Reports of misuse fell in the year before last. The staff was thanked.
"""
NEW = """# Report

## Audits and checks

In 2023 we trained 70 people in the office. The board met four times and it was told.
It heard about every complaint that came in.

## Customers

Reports of misuse fell in the year before last. We vet some customers with care. An auditor came.
THE STAFF was thanked!
"""


def read(text: str, name: str = "a.md") -> Document:
    return read_document(text.encode(), name)


def told(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(change.kind, *comparison.words(change)) for change in comparison.changes]


def test_each_class_is_told() -> None:
    comparison = compared(read(OLD), read(NEW))
    kinds = {(old or new): kind for kind, old, new in told(comparison)}
    assert kinds["We will publish an audit of every customer each year."] == "dropped"
    assert kinds["In 2022 we trained 62 people in the office."] == "numbers"
    assert kinds["The board met four times and it was told about every complaint that came in."] == "split"
    assert kinds["The staff was thanked."] == "same"
    assert kinds["An auditor came."] == "new"
    assert kinds["We vet every customer with care."] == "reworded"
    back = {(old or new): kind for kind, old, new in told(compared(read(NEW), read(OLD)))}
    both = "The board met four times and it was told. It heard about every complaint that came in."
    assert back[both] == "merged"


def test_what_moved_is_moved_and_says_so_beside_another_class() -> None:
    first, second = "The first sentence is about water and rivers.", "A second sentence is about audits in 2021."
    rest = " ".join(f"Sentence number {word} stays where it was put." for word in ("alpha", "beta", "gamma"))
    comparison = compared(read(f"{first} {second} {rest}"), read(f"{rest} {second.replace('2021', '2022')} {first}"))
    changes = {comparison.words(change)[0]: change for change in comparison.changes}
    assert (changes[first].kind, changes[first].moved) == ("moved", True)
    assert (changes[second].kind, changes[second].moved) == ("numbers", True)
    assert all(changes[second].is_(kind) for kind in ("numbers", "moved"))


def test_promises_then_numbers_lead_what_disappeared() -> None:
    old = "The sky is grey over the sea here. We trained 400 people at length. We will publish every audit in full."
    comparison = compared(read(f"{old} It stays."), read("It stays."))
    words = [comparison.words(comparison.changes[loss.change])[0][:8] for loss in comparison.disappeared]
    assert words == ["We will ", "We train", "The sky "]
    weaker = compared(read("We will publish all audits in full."), read("All audits are published in full."))
    assert [loss.promise for loss in weaker.disappeared] == [True]


def test_numbers_are_paired() -> None:
    comparison = compared(read("In March 2022 we met 62 times."), read("In April 2023 we met 62 times."))
    assert comparison.changes[0].numbers == (("March", "April"), ("2022", "2023"))
    rows = compared(read("| A | 1 |\n|---|---|\n| Total | 45 |"), read("| A | 1 |\n|---|---|\n| Total | 7,812 |"))
    assert [change.numbers for change in rows.changes if change.kind == "numbers"] == [(("45", "7,812"),)]


VOCABULARY = "audit customer report misuse we will in 2022 62 trained people the of seven never"
WORDS = st.sampled_from(VOCABULARY.split(" "))
TEXT = st.lists(
    st.one_of(
        st.lists(WORDS, min_size=1, max_size=9).map(lambda words: f"{' '.join(words).capitalize()}. "),
        st.sampled_from(("\n\n", "\n\n## Part one\n\n", "\n\n## Part two\n\n")),
    ),
    max_size=14,
).map(lambda parts: "".join(["# Report\n\n", *parts]))


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT)
def test_every_number_opens_places_that_add_up_to_it(old: str, new: str) -> None:
    comparison = compared(read(old), read(new))
    assert sum(comparison.counts.values()) == len(comparison.changes)
    rows = [number for row in comparison.sections for number in row.changes]
    assert sorted(rows) == list(range(len(comparison.changes)))
    assert Counter(n for change in comparison.changes for n in set(change.old)).keys() == set(
        range(len(comparison.before))
    )
    assert Counter(n for change in comparison.changes for n in set(change.new)).keys() == set(
        range(len(comparison.after))
    )
    for statement in comparison.before:
        words = "".join(comparison.old.text(span) for span in statement.spans)
        assert "".join(statement.text.split()) in "".join(words.split())
    shape = comparison_shape(ComparisonResult(comparison, carried(comparison.old, comparison.new, ())))
    for kind in CLASSES:
        assert sum(row["counts"][kind] for row in shape["sections"]) == shape["counts"][kind]
        assert sum(each["class"] == kind for each in shape["sentences"]) == shape["counts"][kind]


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    counts = compared(read(text), read(text)).counts
    assert {kind for kind, count in counts.items() if count} <= {"same"}


def test_a_page_break_a_running_head_and_a_hyphen_are_no_change() -> None:
    sentences = [
        "The trust supplies drinking water to many",
        "households and treats what they send back to it,",
        "as it has done for some hundred years in the val-",
        "ley and in the hills around it on both sides of it.",
        "No meter was read twice in the year of the flood.",
    ]
    sheets = [Sheet().put(72, 760, "Water Trust 2031", 8).lines(72, 90, sentences[:3])]
    sheets += [Sheet().put(72, 760, "Water Trust 2031", 8).lines(72, 700, sentences[3:])]
    sheets += [Sheet().put(72, 760, "Water Trust 2031", 8).lines(72, 700, ["The last page says little that is new."])]
    paper = read_document(pdf(sheets), "paper.pdf")
    text = " ".join([*sentences, "The last page says little that is new."]).replace("val- ley", "valley")
    comparison = compared(paper, read_document(f"<title>x</title><p>{text}</p>".encode(), "page.html"))
    changed = [told for told in told(comparison) if told[0] != "same" and told[1] != "Water Trust 2031"]
    assert changed == []
    assert comparison.counts["same"] == 3


@pytest.mark.parametrize(("one", "other"), [("c-cameras-three", "x-cameras-wide"), ("c-water-plain", "l-water-report")])
def test_two_layouts_of_one_text_are_the_same_words(one: str, other: str) -> None:
    made = ROOT / "tests/measure/reports/made"
    comparison = compared(*(open_document(str(made / f"{name}.pdf")).document for name in (one, other)))
    assert comparison.shared >= 0.99
    assert comparison.counts["numbers"] + comparison.counts["split"] + comparison.counts["merged"] == 0


def test_records_are_carried_with_their_state() -> None:
    layer = Layer(
        "lens",
        annotations=(
            Annotation("a", Quote("we trained 62 people")),
            Annotation("b", Quote("No customer was suspended.")),
            Annotation("c", section="customers", searched=("auditor", "regulator*")),
        ),
        questions=(
            Question("q", "Who?", verdict="answered", evidence=("b",)),
            Question("r", "What?", verdict="partly", evidence=(Quote("Reports of misuse fell"),)),
        ),
    )
    states = carried(read(OLD), read(NEW), [layer])
    assert {each.key: each.new.state for each in states.annotations} == {"lens/a": "changed", "lens/b": "lost"}
    assert {each.question: each.state for each in states.verdicts} == {"lens/q": "look again", "lens/r": "stands"}
    (absent,) = states.absent
    assert absent.state == "found"
    assert [(count.word, len(count.old), len(count.new)) for count in absent.counts] == [
        ("auditor", 0, 1),
        ("regulator*", 0, 0),
    ]


def test_a_word_is_found_whole_in_whatever_case() -> None:
    document = read("Audit the auditor. AUDITS of an audit trail.")
    assert len(occurrences(document, "audit")) == 2
    assert len(occurrences(document, "audit*")) == 4
    assert len(occurrences(document, "audit  trail")) == 1
    assert occurrences(document, "*") == ()


def test_the_command_tells_it(companion: Companion, tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(OLD)
    new.write_text(NEW)
    ran = companion("compare", str(old), str(new))
    assert ran.code == 0
    assert "dropped, a promise [audits]: We will publish an audit" in ran.out
    assert "numbers 2022 → 2023, 62 → 70" in ran.out
    shape = companion("compare", str(old), str(new), "--class", "numbers", "--format", "json").json
    assert [each["class"] for each in shape["sentences"]] == ["numbers"]
    assert shape["counts"]["dropped"] == 2
    assert json.dumps(shape) == json.dumps(
        companion("compare", str(old), str(new), "--class", "numbers", "--format", "json").json
    )


def test_strangers_are_said_to_be_so(companion: Companion, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text(
        "# Cooking\n\nBoil the potatoes for a quarter of an hour. Then add some salt and a spoon of butter.\n"
    )
    ran = companion("compare", "nso-2023", str(other))
    assert "next to nothing in common: 0% of the words" in ran.out
    assert "other.md" in ran.err
    gone = companion("compare", "nso-2023", str(tmp_path / "none.md"))
    assert gone.code == 1
    assert "none.md" in gone.err
