"""The JSON shapes and the linear text, over documents and placements made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.analysis.arrange import Arrangement
from companion.exchange.json import anchors_shape, notes_shape, show_shape
from companion.exchange.text import anchors, notes, show
from companion.model import (
    LOST,
    Annotation,
    Answer,
    Block,
    Document,
    Heading,
    Kind,
    Layer,
    Placement,
    Question,
    Quote,
    Section,
    SectionList,
    Source,
    Span,
)

ONE = Section(
    "one",
    "One",
    2,
    "One\n\nThe audit is done.\n\nfirst\n\nsecond\n\nsaid so\n\na = 1\nb = 2",
    (
        Block("heading", 0, 3),
        Block("paragraph", 5, 23),
        Block("item", 25, 30, depth=1, marker="•"),
        Block("item", 32, 38, depth=2, marker="•"),
        Block("quotation", 40, 47, depth=1),
        Block("code", 49, 60),
        Block("notice", 60, 60, marker="a picture could not be shown"),
    ),
)
TWO = Section("two", "Two", 2, "Two\n\nNo more.", (Block("heading", 0, 3), Block("paragraph", 5, 13, page="7")))
DOCUMENT = Document(
    "A title",
    "report",
    "markdown",
    "sha256:0",
    (Heading("one", "One"), Heading("two", "Two", above=("Part B",))),
    SectionList([ONE, TWO]),
    facts=(("publisher", "Somebody"),),
    notices=("read as cp1252",),
)
KINDS = {"euphemism": Kind("euphemism", "Euphemism", "~")}
CRITIQUE = Layer(
    "critique",
    title="A critique",
    author="A. Reader",
    annotations=(
        Annotation("late", Quote("done"), kind="euphemism", note="Is it?\nBy whom?\n", tags=("audit", "time")),
        Annotation("early", Quote("The audit"), kind="odd", sources=(Source("Paper", "https://x.example", "2024"),)),
        Annotation("whole", section="one", searched=("auditor", "scope"), note="No auditor."),
        Annotation("all", note="On everything."),
        Annotation("gone", Quote("never there")),
        Annotation("over", Quote("b = 2 Two")),
        Annotation("near", Quote("No mores")),
    ),
    questions=(
        Question("who", "Who audits?", "It matters.", "unanswered", ("gone", "late", Quote("No more", section="two"))),
        Question("why", "Why?", verdict="shrugged", evidence=(Quote("No more"),)),
        Question("when", "When?"),
    ),
)
OWN = Layer(
    "r-me",
    own=True,
    author="Me",
    annotations=(Annotation("n-1", Quote("No more"), note="Mine."),),
    answers=(Answer("n-2", "critique/who", "evaded", "Not said.", ("critique/late",)),),
)
PLACEMENTS = {
    "critique/late": Placement("exact", spans=(Span("one", 18, 22),)),
    "critique/early": Placement("changed", 0.91234, (Span("one", 5, 14),)),
    "critique/whole": Placement("exact", spans=(Span("one", 0, len(ONE.text)),)),
    "critique/all": Placement("exact"),
    "critique/gone": LOST,
    "critique/over": Placement("exact", spans=(Span("one", 55, 60), Span("two", 0, 3))),
    "critique/near": Placement("unsure", 0.5, (Span("two", 5, 12),)),
    "critique/why#0": Placement("exact", spans=(Span("two", 5, 12),)),
    "r-me/n-1": Placement("exact", spans=(Span("two", 5, 12),)),
}
LAYERS = [CRITIQUE, OWN]


def lines(only: str | None = None) -> list[str]:
    return list(show(DOCUMENT, LAYERS, PLACEMENTS, only=only, kinds=KINDS))


def test_annotations_stand_in_reading_order_and_questions_by_their_first_placed_evidence() -> None:
    arrangement = Arrangement(DOCUMENT, tuple(LAYERS), PLACEMENTS)
    assert [card.annotation.id for card in arrangement.by_section["one"]] == ["whole", "early", "late", "over"]
    assert [card.annotation.id for card in arrangement.by_section["two"]] == ["near", "n-1"]
    assert [card.annotation.id for card in arrangement.whole] == ["all"]
    assert [card.annotation.id for card in arrangement.lost] == ["gone"]
    questions = {name: [card.question.id for card in cards] for name, cards in arrangement.questions_by_section.items()}
    assert questions == {"one": ["who"], "two": ["why"], "": ["when"]}


def test_a_placement_in_a_section_that_is_gone_is_kept_with_the_document() -> None:
    moved = {"critique/late": Placement("exact", spans=(Span("nowhere", 0, 1),))}
    arrangement = Arrangement(DOCUMENT, (replace(CRITIQUE, annotations=CRITIQUE.annotations[:1]),), moved)
    assert [card.annotation.id for card in arrangement.whole] == ["late"]


def test_anchors_have_exactly_the_fields_of_the_contract() -> None:
    shapes = {shape["id"]: shape for shape in anchors_shape(DOCUMENT, LAYERS, PLACEMENTS)}
    names = ["id", "layer", "state", "score", "section", "start", "end", "text"]
    assert all(list(shape)[:8] == names for shape in shapes.values())
    assert list(shapes["late"].values()) == ["late", "critique", "exact", 1.0, "one", 18, 22, "done"]
    assert list(shapes["early"].values()) == ["early", "critique", "changed", 0.9123, "one", 5, 14, "The audit"]
    assert list(shapes["gone"].values()) == ["gone", "critique", "lost", 0.0, None, None, None, None]
    assert list(shapes["all"].values()) == ["all", "critique", "exact", 1.0, None, None, None, None]
    assert shapes["over"]["more"] == [{"section": "two", "start": 0, "end": 3, "text": "Two"}]
    assert [name for name, shape in shapes.items() if "more" in shape] == ["over"]


def test_show_has_the_file_fields_and_the_place() -> None:
    shape = show_shape(DOCUMENT, LAYERS, PLACEMENTS)
    assert list(shape) == ["title", "fingerprint", "format", "read", "sections", "document", "lost"]
    (one, two) = shape["sections"]
    assert list(one) == ["id", "title", "level", "above", "text", "annotations", "questions"]
    late = next(note for note in one["annotations"] if note["id"] == "late")
    assert late["quote"] == "done"
    assert late["tags"] == ["audit", "time"]
    assert (late["section"], late["start"], late["end"], late["text"]) == ("one", 18, 22, "done")
    (who,) = one["questions"]
    assert who["evidence"] == ["gone", "late", {"quote": "No more", "section": "two"}]
    assert who["verdict"] == "unanswered"
    (answer,) = who["answers"]
    assert (answer["layer"], answer["verdict"], answer["evidence"]) == ("r-me", "evaded", ["critique/late"])
    assert [note["id"] for note in two["annotations"]] == ["near", "n-1"]
    assert [note["id"] for note in shape["document"]["annotations"]] == ["all"]
    assert [(note["id"], note["quote"], note["section"]) for note in shape["lost"]] == [("gone", "never there", None)]


def test_show_of_one_section_leaves_the_rest_out() -> None:
    shape = show_shape(DOCUMENT, LAYERS, PLACEMENTS, only="two")
    assert [section["id"] for section in shape["sections"]] == ["two"]
    assert shape["document"] == {"annotations": [], "questions": []}
    assert shape["lost"] == []


def test_notes_hold_annotations_and_answers() -> None:
    shape = notes_shape(DOCUMENT, OWN)
    assert list(shape) == ["document", "fingerprint", "notes", "answers"]
    assert (shape["document"], shape["fingerprint"]) == ("report", "sha256:0")
    assert [(note["id"], note["quote"], note["note"]) for note in shape["notes"]] == [("n-1", "No more", "Mine.")]
    assert list(shape["answers"]) == ["critique/who"]
    assert shape["answers"]["critique/who"]["verdict"] == "evaded"
    assert "question" not in shape["answers"]["critique/who"]


def test_the_text_of_a_section() -> None:
    text = "\n".join(lines(only="one"))
    assert text.startswith(
        "A title\n(read as cp1252)\n\n\nSection 1 of 2: One [one]\n\nThe audit is done.\n\n"
        "• first\n  • second\n\n> said so\n\n    a = 1\n    b = 2\n\n[a picture could not be shown]\n\nAnnotations\n\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        "~ Euphemism [late] — A critique, by A. Reader",
        "  on “done” (¶1)",
        "  By whom?",
        "  tags: audit, time",
        "? odd? [early] — A critique, by A. Reader",
        "  on “The audit” (¶1), where the words have changed (91% alike); it was written on “The audit”",
        "  source: Paper <https://x.example> (read 2024)",
        "  on this section",
        "  looked for and not found: auditor, scope",
        "  on the document",
        "  not found: “never there”",
        "  on “b = 2” … “Two” (¶5)",
        "  perhaps on “No more” (¶1), a guess (50% alike); it was written on “No mores”",
        "Who audits? [critique/who]",
        "  why: It matters.",
        "  verdict: unanswered (see gone, late, “No more”)",
        "  your verdict: evaded (see critique/late)",
        "    Not said.",
        "  verdict: shrugged? (see “No more”)",
        "+ note [n-1] yours",
        "publisher: Somebody",
        "Part B",
        "(page 7)",
        "Not placed: their words do not stand in this document",
    ],
)
def test_the_text_says(line: str) -> None:
    assert line in lines()


def test_the_text_is_in_order() -> None:
    text = "\n".join(lines())
    words = """Section 1 of 2|[whole]|[early]|[late]|[critique/who]|Part B|Section 2 of 2|[near]|[critique/why]|On the
    document as a whole|[all]|[critique/when]|Not placed|[gone]"""
    marks = [" ".join(mark.split()) for mark in words.split("|")]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_no_control_code_gets_into_the_text() -> None:
    hostile = replace(CRITIQUE, title="\x1b[31mred\u202e", annotations=(Annotation("x", note="a\x07\x9bb\r"),))
    text = list(show(replace(DOCUMENT, title="\x1b]0;t\x07"), [hostile], {"critique/x": Placement("exact")}))
    assert not [char for line in text for char in line if char < " " or "\x7f" <= char < "\xa0" or char == "\u202e"]


def test_own_notes_and_anchors_as_text() -> None:
    text = "\n".join(notes(DOCUMENT, OWN, PLACEMENTS, KINDS))
    assert text == (
        "+ note [n-1] yours\n  on “No more” (¶1)\n  Mine.\n  in two\n\n"
        "critique/who: evaded (see critique/late)\n  Not said."
    )
    (line, *_) = anchors(DOCUMENT, LAYERS, PLACEMENTS)
    assert line == "critique/late exact one on “done” (¶1)"
