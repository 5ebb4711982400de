"""The labelled set is what it says, and the scorer sees a placer that is bad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

import pytest

from companion.model import LOST, Placement, Span
from tests.measure.editions.collection import DATA, GONE, KINDS, Block, Edition, Pair, Passage, Place, load
from tests.measure.editions.labels import Labels
from tests.measure.editions.score import Fate, Quotes, below, goals, judged, scored

MEGABYTES = 2


@cache
def pairs() -> tuple[Pair, ...]:
    return tuple(load())


def spans(edition: Edition, start: int, end: int) -> tuple[Span, ...]:
    """The place as companion would tell it; a whole Section where it stands in none's text."""
    for index in range(len(edition.document)):
        section = edition.document.section(index)
        at = section.text.find(edition.text[start:end])
        while at >= 0:
            place = edition.place([Span(section.id, at, at + end - start)])
            if place == Place(start, end):
                return (Span(section.id, at, at + end - start),)
            at = section.text.find(edition.text[start:end], at + 1)
    return ()


def perfect(pair: Pair, quotes: Quotes) -> Mapping[str, Placement]:
    placed = {}
    for key in quotes:
        passage = pair.passages[int(key)]
        if passage.new_start is None or passage.new_end is None:
            placed[key] = LOST
        else:
            there = spans(pair.new, passage.new_start, passage.new_end)
            placed[key] = Placement("exact", 1.0, there) if there else LOST
    return placed


def longer(pair: Pair, quotes: Quotes) -> Mapping[str, Placement]:
    """Takes three letters too many along."""
    right = perfect(pair, quotes)
    return {
        key: Placement(each.state, each.score, tuple(Span(s.section, s.start, s.end + 4) for s in each.spans))
        for key, each in right.items()
    }


def stubborn(pair: Pair, quotes: Quotes) -> Mapping[str, Placement]:
    """Sure of everything, and puts it on the first section's beginning."""
    first = pair.new.document.section(0)
    return dict.fromkeys(quotes, Placement("exact", 1.0, (Span(first.id, 0, 5),)))


def test_the_set_is_large_enough_and_drawn_by_document_into_halves() -> None:
    counts = {
        half: Counter(each.kind for pair in pairs() if pair.half == half for each in pair.passages)
        for half in ("dev", "test")
    }
    assert sum(counts["dev"].values()) + sum(counts["test"].values()) >= 3000
    assert all(counts[half][kind] >= 50 for half in counts for kind in KINDS)
    halves = {(pair.family, pair.half) for pair in pairs()}
    assert len(halves) == len({family for family, _ in halves})
    assert len({pair.language for pair in pairs()}) >= 8
    assert all(pair.licence and pair.source for pair in pairs())
    assert DATA.stat().st_size <= MEGABYTES << 20


def test_labels_tell_what_both_editions_say() -> None:
    for pair in pairs():
        for kind, start, end, new_start, new_end in pair.passages:
            old = pair.old.text[start:end]
            assert old.strip() == old
            assert "\n" not in old
            assert (new_start is None) == (kind in GONE)
            if kind in ("same", "repeated"):
                assert old == pair.new.text[new_start:new_end]


@pytest.mark.parametrize("pair", [pytest.param(pair, id=pair.name) for pair in pairs()[::12]])
def test_companion_reads_the_editions_as_they_are_meant(pair: Pair) -> None:
    for edition in (pair.old, pair.new):
        stands = [flat for rows in edition.rows.values() for _, flat, _ in rows]
        assert stands == edition.starts, "every block, headings and the title too"


def test_a_perfect_placer_meets_every_goal_where_all_words_can_be_quoted() -> None:
    pair = next(each for each in pairs() if len(each.passages) >= 30)
    able = tuple(
        each
        for each in pair.passages
        if each.new_start is None or (each.new_end is not None and spans(pair.new, each.new_start, each.new_end))
    )
    part = Pair(**{**vars(pair), "passages": able, "old": pair.old, "new": pair.new})
    score = scored([part], perfect)
    assert all(goal.met for goal in goals(score) if "rewritten" not in goal.what)
    assert all(row.met for row in below(score, score))


def test_a_placer_that_takes_too_much_along_is_seen_at_the_ends() -> None:
    score = scored(pairs()[:2], longer)
    tally = score.tallies()["all"]
    assert tally.percent("both ends") < 20
    assert not {goal.what: goal.met for goal in goals(score)}["both ends right of what was found"]


def test_a_placer_that_is_always_sure_is_seen_to_be_wrong() -> None:
    score = scored(pairs()[:2], stubborn)
    assert score.tallies()["none left"].percent("wrong") == 100
    assert score.tallies()["standing"].percent("found") < 5
    assert {goal.what: goal.met for goal in goals(score)}["wrong or false"] is False
    better = scored(pairs()[:2], perfect)
    assert not all(row.met for row in below(score, better))


def test_a_placer_that_finds_nothing_is_seen() -> None:
    score = scored(pairs()[:2], lambda pair, quotes: dict.fromkeys(quotes, LOST))
    assert score.tallies()["standing"].percent("lost") == 100
    assert not {goal.what: goal.met for goal in goals(score)}["found of what stands"]


def test_punctuation_at_an_end_is_no_difference_and_a_word_is() -> None:
    new = Edition((Block("##", "Terms"), Block("", "You may use it. It is free, unless told.")))
    at = new.text.index("It is")
    pair = Pair("n", "f", "en", "MIT", "here", "dev", new, new)
    passage = Passage("changed", 0, 5, at, at + len("It is free"))
    assert judged(pair, passage, Place(at, at + len("It is free,")), "changed") == Fate("found", 2)
    assert judged(pair, passage, Place(at, at + len("It is free, unless")), "changed") == Fate("found", 1)
    assert judged(pair, passage, Place(at, at + len("It is free")), "unsure") == Fate("unsure")
    assert judged(pair, passage, Place(0, 5), "exact") == Fate("wrong")


def test_labels_of_two_small_editions() -> None:
    old = Edition(
        (
            Block("##", "Suppliers of the company"),
            Block(
                "",
                "We audit every supplier of the company once a year. We publish all their names.",
            ),
            Block("", "Nobody below the age of sixteen may be employed in any of our factories or mines."),
            Block("", "Complaints are heard by an independent ombudsman within thirty working days."),
        )
    )
    new = Edition(
        (
            Block("##", "Suppliers of the Company"),
            Block("", "We audit every supplier of the company once in two years. The report has pictures."),
            Block("", "Complaints are heard by an independent ombudsman within thirty working days."),
        )
    )
    found = {(each.kind, old.text[each.start : each.end]) for each in Labels(old, new, "x").passages()}
    assert ("recased", "Suppliers of the company") in found
    assert ("gone", "Nobody below the age of sixteen may be employed in any of our factories or mines.") in found
    assert ("same", "Complaints are heard by an independent ombudsman within thirty working days.") in found
    assert ("changed", "We audit every supplier of the company once a year.") in found
