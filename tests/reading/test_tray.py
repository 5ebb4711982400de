"""Annotations without a sure place, the places the reader gives them, and what differs: without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion import reading as verbs
from companion.anchoring import place_layers
from companion.documents import read_document
from companion.layers.read import read_layer
from companion.model import Annotation, Layer, Place, Quote
from companion.reading import Reading, difference, replace, same, shortened
from tests.making import LENS, REPORT

NOW, LATER = "2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"
OWN = Annotation("n-1", Quote("These words stand nowhere in here."), note="mine")


def opened(*places: Place) -> Reading:
    document = read_document(REPORT.encode(), "report.md", file="report.md")
    layers = [read_layer(LENS.encode(), "lens.yaml"), Layer("r-me", annotations=(OWN,), places=places, own=True)]
    return verbs.load(Reading(document), layers[:-1], layers[-1], {}, place_layers(document, layers))


def test_the_tray_holds_what_is_lost_then_the_guesses() -> None:
    reading = opened()
    assert list(reading.index.tray) == ["lens/L4", "lens/L5", "r-me/n-1", "lens/L3"]
    assert reading.placements["lens/L2"].state == "changed"
    shown = dict(verbs.grouped(reading))
    assert [card.key for card in shown["not placed"]] == ["lens/L4", "lens/L5", "r-me/n-1"]
    assert [card.key for card in shown["guesses elsewhere"]] == ["lens/L3"]
    there = dict(verbs.grouped(verbs.go(reading, 2)))
    assert [card.key for card in there[""]] == ["lens/L3"]
    assert there["guesses elsewhere"] == []


def test_a_held_card_stays_while_the_cursor_moves_until_it_is_let_go() -> None:
    reading = verbs.choose(opened(), "lens/L4")
    moved = verbs.step(verbs.step_block(verbs.go(reading, 1), 1), "sentence", 1)
    assert moved.held.key == "lens/L4"
    assert verbs.let_go(moved).held.key == ""
    assert verbs.choose(moved, "lens/L1").held.key == ""
    assert verbs.step_annotation(moved, 1).held.key == ""


def test_the_tray_is_gone_through_in_a_ring() -> None:
    reading, seen = opened(), []
    for _ in range(5):
        reading = verbs.next_in_tray(reading)
        seen.append(reading.held.key)
    assert seen == ["lens/L4", "lens/L5", "r-me/n-1", "lens/L3", "lens/L4"]


def test_a_guess_is_looked_at_and_accepted_and_taken_back_by_undo() -> None:
    reading = verbs.look_at_next(verbs.choose(opened(), "lens/L3"))
    guess = reading.placements["lens/L3"]
    assert (reading.section.id, reading.held.offer) == ("closing", 0)
    accepted = verbs.accept(reading, NOW)
    (place,) = accepted.own.places
    assert (place.place, place.created) == ("lens/L3", NOW)
    assert accepted.document.text(guess.spans[0]) == place.quote.exact
    assert accepted.placements["lens/L3"].state == "exact"
    assert "lens/L3" not in accepted.index.tray
    assert accepted.layers is reading.layers, "the annotation itself is as it was"
    back, record = verbs.undo(accepted, LATER)
    assert isinstance(record, Place)
    assert record.deleted == LATER
    assert back.own.places == ()
    assert back.placements["lens/L3"] == guess
    again, record = verbs.redo(back)
    assert record == place
    assert again.placements["lens/L3"].state == "exact"


def test_where_nothing_is_offered_the_former_section_is_shown() -> None:
    reading = verbs.look_at_next(verbs.choose(opened(), "lens/L4"))
    assert (reading.section.id, reading.held.key, reading.held.offer) == ("customers", "lens/L4", -1)
    assert verbs.accept(reading, NOW) is reading


def test_nothing_is_accepted_where_nothing_is_offered() -> None:
    reading = verbs.choose(opened(), "lens/L5")
    assert verbs.accept(reading, NOW) is reading
    assert verbs.look_at_next(reading) is reading
    assert verbs.accept(opened(), NOW).own.places == ()


@pytest.mark.parametrize("key", ["lens/L4", "lens/L5", "r-me/n-1"])
def test_a_lost_one_is_put_on_the_passage_and_stands_there_when_read_again(key: str) -> None:
    reading = verbs.go(verbs.choose(opened(), key), 0, 3)
    put = verbs.put_here(reading, key, NOW)
    (place,) = put.own.places
    assert put.own.annotations == (OWN,), "an own note too is never rewritten"
    assert place.quote.exact.startswith("The board met four times")
    assert (put.chosen, put.held.key) == (key, "")
    fresh = opened(place)
    assert fresh.placements[key].state == "exact"
    assert fresh.placements[key].spans == put.placements[key].spans


def test_a_second_place_replaces_the_first_in_the_same_record() -> None:
    reading = opened()
    one = verbs.put_here(verbs.go(reading, 0, 2), "lens/L4", NOW)
    two = verbs.put_here(verbs.go(one, 1, 1), "lens/L4", LATER)
    (first,), (second,) = one.own.places, two.own.places
    assert (second.id, second.created, second.modified) == (first.id, NOW, LATER)
    assert verbs.undo(two, LATER)[0].placements["lens/L4"] == one.placements["lens/L4"]


def test_a_whole_section_is_meant_by_its_heading() -> None:
    reading = verbs.widen(verbs.go(opened(), 1, 1))
    (place,) = verbs.put_here(reading, "lens/L5", NOW).own.places
    assert (place.quote.exact, place.quote.section) == ("Customers", "customers")


def test_a_place_is_taken_back_also_in_a_later_session() -> None:
    (place,) = verbs.put_here(verbs.go(opened(), 0, 2), "lens/L4", NOW).own.places
    reading = verbs.take_back(opened(place), "lens/L4", LATER)
    assert reading.own.places == ()
    assert reading.done[-1].after == replace(place, deleted=LATER)
    assert verbs.undo(reading, LATER)[0].placements["lens/L4"].state == "exact"
    assert verbs.take_back(reading, "lens/L1", LATER) is reading


def test_a_place_not_saved_yet_survives_that_notes_are_read_again() -> None:
    reading = verbs.put_here(verbs.go(opened(), 0, 2), "lens/L4", NOW)
    fresh = opened()
    again = verbs.load(reading, fresh.layers, fresh.own, {}, fresh.placements)
    assert again.own.places == reading.own.places
    assert again.placements["lens/L4"].state == "exact"


def test_what_differs_is_told_word_by_word() -> None:
    found = difference("A periodic “on-site” audit, by itself", 'a yearly "On-site" audit by  itself now')
    assert found == [
        ("=", "a"),
        ("-", "periodic"),
        ("+", "yearly"),
        ("=", '"On-site"'),
        ("-", "audit,"),
        ("+", "audit"),
        ("=", "by itself"),
        ("+", "now"),
    ]
    assert same(difference("One  two", "one two"))
    assert not same(found)


def test_long_stretches_in_common_are_cut() -> None:
    common = " ".join(f"w{number}" for number in range(40))
    found = shortened(difference(f"{common} a {common} b {common}", f"{common} {common} {common}"))
    assert [each.sign for each in found] == ["=", "-", "=", "-", "="]
    start, middle, end = (each.words.split() for each in found[::2])
    assert start == ["…", *common.split()[-6:]]
    assert middle == [*common.split()[:6], "…", *common.split()[-6:]]
    assert end == [*common.split()[:6], "…"]


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_both_texts_can_be_read_out_of_the_difference(before: list[str], after: list[str]) -> None:
    found = difference(" ".join(before), " ".join(after))
    assert [word for each in found if each.sign != "+" for word in each.words.split()] == before
    assert [word for each in found if each.sign != "-" for word in each.words.split()] == after
    assert same(found) == (before == after)
