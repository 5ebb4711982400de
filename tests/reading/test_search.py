"""Searching as verbs of a Reading, without a screen: order, counts, going round, notes and questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion import reading as verbs
from companion.documents.markdown import read_markdown
from companion.model import LOST, Annotation, Layer, Placement, Question, Quote, Span
from companion.reading import Reading
from companion.reading.search import AGAIN_FIRST, AGAIN_LAST, LOOKING
from tests.measure import search
from tests.measure.figures import Figures

TEXT = b"""# T

## One

No audit here. An Audit
of two lines.

## Two

Nothing.

## Three

The last \xc3\xa1udit, and an audit.
"""


def opened(text: bytes = TEXT) -> Reading:
    return Reading(read_markdown(text, "t", "sha256:0"))


def searched(reading: Reading, words: str, *, exact: bool = False) -> Reading:
    """The Reading once everything was looked through."""
    begun = verbs.search(reading, words, exact=exact)
    assert begun.search is not None
    for piece in verbs.look(begun, begun.search.query):
        begun = verbs.take_in(begun, piece)
    return begun


def stops(reading: Reading, by: int, times: int) -> list[tuple[int, str]]:
    """Number and word of the hits that so many steps come to."""
    found = []
    for _ in range(times):
        reading = verbs.step_hit(reading, by)
        assert reading.search is not None
        found.append((verbs.place_of_hit(reading), reading.search.said))
    return found


def test_the_first_hit_from_the_cursor_on_is_gone_to_and_its_sentence_is_the_unit() -> None:
    reading = searched(opened(), "audit")
    assert reading.search is not None
    assert (reading.search.total, list(reading.search.counts)) == (4, [2, 0, 2])
    assert reading.document.text(reading.span) == "No audit here."
    assert verbs.place_of_hit(reading) == 1
    quote, _, _ = verbs.target(reading)
    assert quote is not None
    assert quote.exact == "No audit here."


def test_hits_are_stepped_both_ways_and_round() -> None:
    reading = searched(opened(), "audit")
    assert stops(reading, 1, 4) == [(2, ""), (3, ""), (4, ""), (1, AGAIN_FIRST)]
    assert stops(reading, -1, 2) == [(4, AGAIN_LAST), (3, "")]


def test_after_moving_the_next_hit_is_the_one_after_the_cursor() -> None:
    reading = verbs.go(searched(opened(), "audit"), 1)
    assert verbs.hit_here(reading) is None
    assert verbs.place_of_hit(verbs.step_hit(reading, 1)) == 3
    assert verbs.place_of_hit(verbs.step_hit(reading, -1)) == 2


def test_case_and_accents_count_when_asked() -> None:
    found = [searched(opened(), "Audit", exact=exact).search for exact in (True, False)]
    assert [search.total for search in found if search] == [1, 4]


def test_words_over_a_line_break_and_over_blocks_are_found() -> None:
    reading = searched(opened(), "audit of two lines")
    assert verbs.place_of_hit(reading) == 1
    over = searched(opened(), "one no audit")
    assert over.document.text(over.span) == "One"
    assert [hit.end for hit in verbs.hits(over, 0)] == [over.section.text.index("audit") + 5]


def test_blank_words_end_the_search_and_leaving_keeps_the_place() -> None:
    reading = searched(opened(), "audit")
    assert verbs.search(reading, " \n").search is None
    left = verbs.leave_search(verbs.step_hit(reading, 1))
    assert (left.search, left.cursor.unit) == (None, "block")
    assert left.document.text(left.span).startswith("No audit here.")


def test_nothing_found_leaves_the_reader_where_the_search_began() -> None:
    reading = searched(verbs.go(opened(), 1), "nowhere")
    assert reading.search is not None
    assert (reading.search.done, reading.search.total, reading.cursor.section) == (True, 0, 1)
    assert verbs.step_hit(reading, 1).cursor == reading.cursor


def test_what_is_found_later_moves_nobody_who_went_on_reading() -> None:
    begun = verbs.search(opened(), "last")
    assert begun.search is not None
    pieces = list(verbs.look(begun, begun.search.query))
    moved = verbs.go(begun, 1)
    for piece in pieces:
        moved = verbs.take_in(moved, piece)
    assert moved.cursor.section == 1
    assert moved.search is not None
    assert moved.search.total == 1


def test_where_nothing_was_looked_through_yet_a_step_says_so() -> None:
    begun = verbs.search(verbs.go(opened(), 1), "audit")
    waiting = verbs.step_hit(begun, 1)
    assert waiting.cursor == begun.cursor
    assert waiting.search is not None
    assert (waiting.search.said, waiting.search.done) == (LOOKING, False)


def test_pieces_of_another_query_are_dropped() -> None:
    first = verbs.search(opened(), "audit")
    assert first.search is not None
    second = verbs.search(first, "nothing")
    for piece in verbs.look(first, first.search.query):
        second = verbs.take_in(second, piece)
    assert second.search is not None
    assert second.search.total == 0


def test_counts_are_those_found_by_hand_and_sections_do_not_stay_in_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = Figures()
    search.measure(figures, 400_000, tmp_path, screen=False)
    assert not figures.failed, capsys.readouterr().out


def annotated() -> Reading:
    document = opened().document
    notes = (
        Annotation("A1", Quote("Nothing"), note="Who audits?", tags=("x",)),
        Annotation("A2", Quote("words that were an audit"), note="Gone."),
        Annotation("A3", section="three", searched=("Auditor",)),
    )
    layer = Layer("l", annotations=notes, questions=(Question("q", "Which audits?"), Question("r", "What else?")))
    placements = {
        "l/A1": Placement("exact", 1.0, (Span("two", 5, 12),)),
        "l/A2": LOST,
        "l/A3": Placement("exact", 1.0, (Span("three", 0, 5),)),
    }
    return Reading(document, layers=(layer,), placements=placements, loaded=True)


def test_cards_and_questions_are_hits_in_reading_order_and_are_chosen() -> None:
    reading = searched(annotated(), "audit")
    found = []
    for _ in range(8):
        assert reading.search is not None
        hit = reading.search.at
        assert hit is not None
        assert not hit.key or reading.chosen == hit.key
        found.append((hit.section, hit.key, verbs.place_of_hit(reading), reading.tab))
        reading = verbs.step_hit(reading, 1)
    assert found == [
        (0, "", 1, "annotations"),
        (0, "", 2, "annotations"),
        (1, "l/A1", 3, "annotations"),
        (2, "l/A3", 4, "annotations"),
        (2, "", 5, "annotations"),
        (2, "", 6, "annotations"),
        (3, "l/A2", 7, "annotations"),
        (3, "l/q", 8, "questions"),
    ]
    assert reading.search is not None
    assert (verbs.place_of_hit(reading), reading.search.said) == (1, AGAIN_FIRST)


def test_a_note_written_meanwhile_is_found_when_its_cards_are_looked_through_again() -> None:
    reading = searched(opened(), "scope")
    note = Annotation("n-1", section="one", note="What scope?")
    new = verbs.annotate(reading, note, Span("one", 0, 3))
    assert new.search is not None
    for piece in verbs.look(new, new.search.query, only_cards=True):
        new = verbs.take_in(new, piece)
    assert new.search is not None
    assert (new.search.total, new.search.done) == (1, True)


@given(
    st.lists(st.text("ab \n", max_size=12), min_size=1, max_size=5),
    st.text("ab", min_size=1, max_size=2),
    st.lists(st.sampled_from([1, -1]), max_size=12),
)
def test_stepping_visits_what_brute_force_lists(texts: Sequence[str], words: str, steps: Sequence[int]) -> None:
    document = opened("\n\n".join(f"## {n}\n\nx{text}" for n, text in enumerate(texts)).encode()).document
    everything = []
    for index in range(len(document)):
        text, at = document.section(index).text, -1
        while (at := text.find(words, at + len(words) if at >= 0 else 0)) >= 0:
            everything.append((index, at))
    reading = searched(Reading(document), words)
    assert reading.search is not None
    assert reading.search.total == len(everything)
    number = 0
    for by in (0, *steps):
        number = (number + by) % max(len(everything), 1)
        reading = verbs.step_hit(reading, by) if by else reading
        if everything:
            assert reading.search is not None
            assert reading.search.at is not None
            assert reading.search.at[:2] == everything[number]
            assert verbs.place_of_hit(reading) == number + 1
