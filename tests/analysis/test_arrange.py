"""Which card stands where, where several stand at one place; and that screen, text and JSON agree on it."""

from __future__ import annotations

from companion.analysis.arrange import Arrangement
from companion.documents import read_document
from companion.exchange.json import show_shape
from companion.model import Annotation, Answer, Layer, Placement, Question, Quote, Span
from companion.reading import Reading, go, load, questions, replace

DOCUMENT = read_document(b"# T\n\n## One\n\nThe audit is done.\n", "report.md", file="report.md")
WORDS, MORE, TITLE = Span("one", 5, 14), Span("one", 5, 18), Span("one", 0, 3)
LENS = Layer(
    "lens",
    annotations=(
        Annotation("b", Quote("The audit")),
        Annotation("a", Quote("The audit")),
        Annotation("long", Quote("The audit is")),
        Annotation("title", Quote("One")),
        Annotation("section", section="one"),
        Annotation("moved", section="gone"),
    ),
    questions=(Question("who", "Who?", evidence=("a",)),),
    answers=(Answer("x", "lens/who", "evaded"),),
)
EARLY = Layer("early", annotations=(Annotation("z", Quote("The audit")),))
OWN = Layer(
    "a-me",
    own=True,
    annotations=(Annotation("n-2", Quote("The audit")), Annotation("n-1", Quote("The audit"))),
    answers=(Answer("n-3", "lens/who", "partly"), Answer("n-4", "lens/who", "open")),
)
PLACES = {
    **dict.fromkeys(("lens/b", "lens/a", "lens/moved", "early/z", "a-me/n-1", "a-me/n-2"), WORDS),
    "lens/long": MORE,
    "lens/title": TITLE,
    "lens/section": Span("one", 0, 23),
}
PLACEMENTS = {key: Placement("exact", 1.0, (span,)) for key, span in PLACES.items()}
ORDER = ["lens/section", "lens/title", "lens/moved"]
ORDER += ["lens/b", "lens/a", "early/z", "a-me/n-1", "a-me/n-2", "lens/long"]


def test_at_one_place_sections_come_first_then_the_shorter_then_other_peoples_as_their_files_have_them() -> None:
    arrangement = Arrangement(DOCUMENT, (LENS, EARLY, OWN), PLACEMENTS)
    assert [card.key for card in arrangement.by_section["one"]] == ORDER
    assert [card.key for card in arrangement.in_order] == ORDER
    assert arrangement.counts("one") == (7, 2)


def test_screen_and_json_have_one_order() -> None:
    reading = load(Reading(DOCUMENT), [LENS, EARLY], OWN, {}, PLACEMENTS)
    (section,) = show_shape(DOCUMENT, [LENS, EARLY, OWN], PLACEMENTS)["sections"]
    shown = [f"{note['layer']}/{note['id']}" for note in section["annotations"]]
    assert shown == [card.key for card in reading.index.by_section["one"]] == ORDER
    (question,) = questions(reading)
    assert (question.key, question.layer) == ("lens/who", LENS)
    assert [layer.id for layer, _ in question.answers] == ["lens", "a-me", "a-me"]
    assert question.mine == OWN.answers[0]


def test_a_layer_switched_off_has_neither_cards_nor_answers() -> None:
    arrangement = Arrangement(DOCUMENT, (LENS, EARLY, OWN), PLACEMENTS, frozenset({"a-me", "early"}))
    assert [card.key for card in arrangement.by_section["one"]] == [key for key in ORDER if key.startswith("lens/")]
    assert arrangement.questions[0].mine is None


def test_a_reading_keeps_its_arrangement_while_nothing_in_it_changed() -> None:
    reading = load(Reading(DOCUMENT), [LENS], OWN, {}, PLACEMENTS)
    assert go(reading, 0).index is reading.index
    assert replace(reading, own=Layer("a-me", own=True)).index is not reading.index
    assert replace(reading, placements=dict(PLACEMENTS)).index is not reading.index
    assert replace(reading, hidden=frozenset({"lens"})).index is not reading.index
