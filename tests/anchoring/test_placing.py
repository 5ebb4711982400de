"""Quotes are placed where their words stand, also after edits, and not put on look-alikes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.anchoring import describe, find, place, place_layers
from companion.model import Annotation, Layer, Place, Placement, Question, Quote, Span
from companion.text.normal import Normal
from tests.anchoring.documents import document

ONE = (
    "The first heading\n\nOur company was founded to help governments prevent crime. "
    "We investigate every report of misuse.\n\nThe board reviews each case within two weeks of its arrival."
)
TWO = (
    "The second heading\n\nCustomers must sign an agreement that protects human rights. "
    "We investigate every report of misuse.\n\nNobody outside the company has seen this agreement."
)
MADE = document(("one", ONE), ("two", TWO))


def placed(quote: Quote) -> Placement:
    return place(MADE, {"q": [quote]})["q"]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("He said “never” and left.", 'said "never" and'),
        ("It’s the state-of-the-art tool.", "it's the state-of-the-\nart tool"),
        ("It was an exam\u00adple of more.", "an example of"),
        ("The ﬁnal oﬃce report.", "the final office"),
        ("Wait… there is more.", "Wait... there"),
        ("A word — then another.", "word - then"),
        ("One block\n\nand the next one.", "block and the next"),
        ("Case | 12 | closed today", "case 12 closed"),
        ("人权监督是必要的。公司没有回答。", "公司没有回答"),
    ],
)
def test_typographic_differences_do_not_matter(text: str, exact: str) -> None:
    made = document(("s", text))
    placement = place(made, {"q": [Quote(exact)]})["q"]
    assert placement.state == "exact"
    assert find(made, exact) == list(placement.spans)
    found = made.text(placement.spans[0])
    assert found == found.strip()
    assert found.lower()[:1] in "saitwboc公"


def test_find_tells_every_place_and_is_narrowed_by_context_and_section() -> None:
    words = "We investigate every report of misuse."
    both = find(MADE, words)
    assert [span.section for span in both] == ["one", "two"]
    assert [MADE.text(span) for span in both] == [words, words]
    assert find(MADE, words, prefix="human rights. ") == both[1:]
    assert find(MADE, words, suffix="The board") == both[:1]
    assert find(MADE, words, section="two") == both[1:]
    assert find(MADE, words, section="three") == find(MADE, "  ") == []


def test_an_edited_quote_is_changed_and_covers_whole_words() -> None:
    placement = placed(Quote("Customers have to sign an agreement which protects human rights."))
    assert placement.state == "changed"
    assert MADE.text(placement.spans[0]) == "Customers must sign an agreement that protects human rights."
    assert 0.6 < placement.score < 1


def test_a_deleted_quote_is_lost() -> None:
    before = "prevent crime. "
    placement = placed(Quote("Its software has been sold to forty-five states since 2010.", before, "We inv", "one"))
    assert placement.state == "lost"
    assert placement.spans == ()


def test_repeated_words_go_by_context_then_section_then_nobody() -> None:
    words = "We investigate every report of misuse."
    assert placed(Quote(words)).state == "unsure"
    assert len(placed(Quote(words)).candidates) == 1
    assert placed(Quote(words, section="two")).spans[0].section == "two"
    by_context = placed(Quote(words, "that protects human rights. ", section="one"))
    assert (by_context.state, by_context.spans[0].section) == ("exact", "two")


def test_a_quote_over_a_sections_end_has_a_span_in_each() -> None:
    placement = placed(Quote("weeks of its arrival. The second heading Customers must"))
    assert placement.state == "exact"
    assert [span.section for span in placement.spans] == ["one", "two"]
    assert [MADE.text(span) for span in placement.spans] == [
        "weeks of its arrival.",
        "The second heading\n\nCustomers must",
    ]


COPIED = "The auditor looks into every contract before it is signed."
BEFORE = ("a", f"Alpha beta gamma delta once. {COPIED} Epsilon zeta eta theta twice.")
OTHERS = ("b", "Nothing here is about that at all. Iota kappa lambda mu, and then nu xi omicron. Pi rho sigma.")
AFTER = ("a", "Alpha beta gamma delta once. Epsilon zeta eta theta twice.")
HAS_IT = (
    "b",
    f"Nothing here is about that at all. {COPIED} Iota kappa lambda mu, and then nu xi omicron. Pi rho sigma.",
)


def test_a_copy_elsewhere_of_deleted_words_is_no_sure_place() -> None:
    old, new = document(BEFORE, HAS_IT), document(AFTER, HAS_IT)
    wanted = {words: [describe(old, find(old, words)[0])] for words in (COPIED, "Alpha beta", "zeta eta", "kappa")}
    assert {key: each.state for key, each in place(old, wanted).items()} == dict.fromkeys(wanted, "exact")
    found = place(new, wanted)
    assert found.pop(COPIED).state in ("unsure", "lost")
    assert {each.state for each in found.values()} == {"exact"}


def test_what_moves_together_with_others_is_sure() -> None:
    said = [
        "The board met twice in the spring.",
        "Nobody was told which office pays.",
        "A list of customers is not given.",
        "Training took place in eleven towns.",
        "Its lawyers wrote a long reply.",
    ]
    rest = ["Rain fell on the hills.", "Two ships came in.", "Bread was dear.", "A bell rang.", "They left early."]
    old = document(
        ("a", " ".join(f"{one} {other}" for one, other in zip(rest, said, strict=True))), ("b", "And so on.")
    )
    new = document(("a", " ".join(rest)), ("b", "And so on. " * 200 + " Then it is said: ".join(said[::-1])))
    found = place(new, {words: [describe(old, find(old, words)[0])] for words in said})
    assert {key: new.text(each.spans[0]) for key, each in found.items()} == {words: words for words in said}
    assert {each.state for each in found.values()} == {"exact"}


def test_a_deleted_word_at_the_edge_takes_in_nothing_from_before_or_after() -> None:
    old = document(
        ("s", "Ask not after their gods, saying, How did these nations serve their gods? Even so will I do.")
    )
    new = document(("s", "Ask not after their gods, saying, How did nations serve their gods? Even so will I do."))
    found = place(new, {"q": [describe(old, find(old, "these nations serve their")[0])]})["q"]
    assert (found.state, new.text(found.spans[0])) == ("changed", "nations serve their")


def test_a_changed_end_cuts_no_word_and_takes_in_no_more() -> None:
    old = document(("s", "It reads commands. The prompt of the debugger is shown. Typical usage is to run a program."))
    new = document(
        ("s", "It reads commands. The prompt of the debugger is shown, which is the indicator that it waits.")
    )
    found = place(new, {"q": [describe(old, find(old, "The prompt of the debugger is shown.")[0])]})["q"]
    assert (found.state, new.text(found.spans[0])) == ("changed", "The prompt of the debugger is shown,")


def test_neighbours_tell_how_far_a_repeated_quote_has_moved() -> None:
    old = document(("s", "Yes. Alpha beta. Yes. Gamma delta. Yes. Epsilon zeta."))
    new = document(("s", "Words put before the rest. Yes. Alpha beta. Yes. Gamma delta. Yes. Epsilon zeta."))
    wanted = {str(span.start): [describe(old, span, 0)] for span in find(old, "Yes.")}
    wanted["neighbour"] = [describe(old, find(old, "Gamma delta")[0], 0)]
    found = place(new, wanted)
    assert {key: found[key].spans[0].start - int(key) for key in ("0", "17", "35")} == {"0": 27, "17": 27, "35": 27}
    assert all(each.state == "exact" for each in found.values())


def test_alternatives_are_tried_and_the_best_state_wins() -> None:
    nowhere = Quote("zebras graze quietly upon volcanic plateaus")
    stands = Quote("Nobody outside the company")
    found = place(MADE, {"both": [nowhere, stands], "none": [], "long": [Quote("x" * 5000)]})
    assert found["both"].state == "exact"
    assert found["none"].state == found["long"].state == "lost"
    assert place(document(), {"q": [stands]})["q"].state == "lost"


def test_layers_are_placed_with_accepted_places_first() -> None:
    other = Layer(
        "theirs",
        annotations=(
            Annotation("a", Quote("zebras graze quietly upon volcanic plateaus")),
            Annotation("b", section="two"),
            Annotation("c"),
            Annotation("d", section="gone"),
            Annotation("e", Quote("We investigate every report"), section="two"),
        ),
        questions=(Question("q", "Why?", evidence=("a", Quote("Nobody outside"))),),
    )
    own = Layer("mine", own=True, places=(Place("p", "theirs/a", Quote("The board reviews each case")),))
    found = place_layers(MADE, [other, own])
    assert set(found) == {"theirs/a", "theirs/b", "theirs/c", "theirs/d", "theirs/e", "theirs/q#1"}
    assert MADE.text(found["theirs/a"].spans[0]) == "The board reviews each case"
    assert found["theirs/b"].spans == (Span("two", 0, len(TWO)),)
    assert (found["theirs/c"].state, found["theirs/c"].spans) == ("exact", ())
    assert found["theirs/d"].state == "lost"
    assert found["theirs/e"].spans[0].section == "two"
    stranger = Layer("mine", places=own.places)
    assert place_layers(MADE, [other, stranger])["theirs/a"].state == "lost"


TEXTS = st.text("ab -\n|…ﬁİΣ\u00ad\u200b'’—人.", max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=3), st.data())
def test_what_was_described_is_found_again(texts: list[str], data: st.DataObject) -> None:
    made = document(*((f"s{index}", text) for index, text in enumerate(texts)))
    if not texts:
        return
    index = data.draw(st.integers(0, len(texts) - 1))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(texts[index]))] * 2)))
    quote = describe(made, Span(f"s{index}", start, end))
    placement = place(made, {"q": [quote]})["q"]
    if quote.exact:
        assert placement.state == "exact"
        assert made.text(placement.spans[0]) == quote.exact == texts[index][start:end].strip()
        assert placement.spans[0].start == quote.start
    else:
        assert placement.state == "lost"


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=3), TEXTS, TEXTS, TEXTS, st.none() | st.integers(-5, 99))
def test_placing_never_raises(texts: list[str], exact: str, prefix: str, suffix: str, start: int | None) -> None:
    made = document(*((f"s{index}", text) for index, text in enumerate(texts)))
    quote = Quote(exact, prefix, suffix, "s1", start)
    for placement in place(made, {"q": [quote], "bare": [Quote(exact)]}).values():
        assert (placement.state == "lost") == (not placement.spans)
        assert 0 <= placement.score <= 1
        for span in placement.spans:
            assert made.text(span)
            assert made.text(span) == made.text(span).strip()


@given(TEXTS)
def test_the_normal_views_map_is_in_order_and_in_range(text: str) -> None:
    normal = Normal(text)
    starts = [normal.start(at) for at in range(len(normal.text))]
    ends = [normal.end(at + 1) for at in range(len(normal.text))]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))


def test_a_few_letters_without_context_are_at_best_a_guess_unless_the_hint_agrees() -> None:
    made = document(("s", "It is the art of the state."), ("t", "A dog barks at the moon."))
    states = {
        words: place(made, {"q": [Quote(words)]})["q"].state for words in ("g", "dog", "dog barks", "dog barks at")
    }
    assert states == {"g": "unsure", "dog": "unsure", "dog barks": "exact", "dog barks at": "exact"}
    assert place(made, {"q": [Quote("dog", section="t", start=2)]})["q"].state == "exact"
    assert place(made, {"q": [Quote("dog", suffix=" barks")]})["q"].state == "exact"


def test_a_place_runs_over_no_blocks_end_unless_the_quote_does() -> None:
    old = document(("s", "It begins here. You may end it under Section 1(c) at any time\n\nTermination\n\nIt ends so."))
    new = document(("s", "It begins here. You can end it under Section 1(c)\n\nTermination\n\nIt ends so."))
    quote = describe(old, find(old, "You may end it under Section 1(c) at any time")[0])
    found = place(new, {"q": [quote]})["q"]
    assert [new.text(span) for span in found.spans] == ["You can end it under Section 1(c)"]


def test_a_whole_sentence_becomes_a_whole_sentence() -> None:
    old = document(
        ("s", "We wait. The office published its findings in March after two years of work. They went home.")
    )
    later = "As it had said, the office published its findings in March after three long years."
    new = document(("s", f"We wait. {later} They went home."))
    found = place(
        new, {"q": [describe(old, find(old, "The office published its findings in March after two years of work.")[0])]}
    )
    assert new.text(found["q"].spans[0]) == later
