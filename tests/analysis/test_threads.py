"""Replies: where they stand, and which verdicts differ."""

from __future__ import annotations

from companion.analysis.arrange import Arrangement
from companion.anchoring import place_layers
from companion.documents import read_document
from companion.model import (
    Annotation,
    Answer,
    Block,
    Document,
    Heading,
    Layer,
    Question,
    Quote,
    Section,
    SectionList,
)
from tests.making import REPORT

DOCUMENT = read_document(REPORT.encode(), "report.md")
QUOTE = Quote("No customer is named anywhere")


def arranged(*layers: Layer) -> Arrangement:
    return Arrangement(DOCUMENT, layers, place_layers(DOCUMENT, layers))


def test_a_reply_stands_under_its_parent_and_replies_to_it_under_it() -> None:
    first = Annotation("a", QUOTE, note="one")
    longer = Annotation("z", Quote("No customer is named anywhere, and no number"), note="two")
    own = Layer(
        "me",
        own=True,
        annotations=(
            Annotation("r2", replies_to="r1", note="deeper"),
            Annotation("r1", replies_to="lens/a", note="reply", created="2026-01-01T00:00:00Z"),
            Annotation("r0", replies_to="lens/a", note="later", created="2026-02-01T00:00:00Z"),
        ),
    )
    arrangement = arranged(Layer("lens", annotations=(longer, first)), own)
    assert [card.annotation.id for card in arrangement.by_section["customers"]] == ["a", "r1", "r2", "r0", "z"]
    assert [card.parent for card in arrangement.in_order] == ["", "lens/a", "me/r1", "lens/a", ""]


def test_a_reply_is_lost_with_its_parent_and_a_circle_does_no_harm() -> None:
    own = Layer(
        "me",
        annotations=(
            Annotation("gone", replies_to="lens/nobody", note="to whom?"),
            Annotation("one", replies_to="two", note="x"),
            Annotation("two", replies_to="one", note="y"),
            Annotation("self", replies_to="self", note="z"),
        ),
    )
    assert {card.annotation.id for card in arranged(own).lost} == {"gone", "one", "two", "self"}


def test_differing_verdicts_are_told() -> None:
    lens = Layer("lens", questions=(Question("q", "Who?"), Question("p", "When?")))
    one = Layer("one", answers=(Answer("1", "lens/q", "evaded"), Answer("2", "lens/p", "evaded")))
    two = Layer("two", answers=(Answer("1", "lens/q", "answered"), Answer("2", "lens/p", "evaded")))
    assert [card.differs for card in arranged(lens, one, two).questions] == [True, False]


def test_a_letter_or_two_without_context_are_never_exact_by_luck() -> None:
    for quote in (Quote("ks", section="closing"), Quote("k", section="closing", start=22), Quote("wo"), Quote("k.")):
        layer = Layer("l", annotations=(Annotation("a", quote),))
        assert place_layers(DOCUMENT, [layer])["l/a"].state in ("unsure", "lost"), quote
    known = Layer("l", annotations=(Annotation("a", Quote("ks", "company than", " its staff")),))
    assert place_layers(DOCUMENT, [known])["l/a"].state == "exact"


def test_a_page_tells_which_of_equal_words_is_meant() -> None:
    text = "The audit was not made.\n\nThe audit was not made."
    blocks = (Block("paragraph", 0, 23, page="ix"), Block("paragraph", 25, len(text), page="10"))
    document = Document("T", "t", "pdf", "x", (Heading("s", "S"),), SectionList([Section("s", "S", 2, text, blocks)]))
    layer = Layer("l", annotations=(Annotation("a", Quote("audit was not made", page="10")),))
    placement = place_layers(document, [layer])["l/a"]
    assert placement.state == "exact"
    assert placement.span is not None
    assert placement.span.start == 29
    unknown = Layer("l", annotations=(Annotation("a", Quote("audit was not made", page="11")),))
    assert place_layers(document, [unknown])["l/a"].state == "unsure"
