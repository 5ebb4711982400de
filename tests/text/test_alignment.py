"""Old sentences linked to new ones: one to one, moved ones too, reworded, split and merged ones by likeness."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.text.alignment import FAR, NEAR, SentenceAlignment, aligned, comparable

A = "We audit every supplier of cobalt once a year with an outside company."
B = "We publish the names of all our suppliers and of theirs."
C = "No child below the age of sixteen may work in any of our mines."
D = "Complaints are heard by an independent ombudsman within thirty days."
E = "The board met four times in the year under review."

texts = st.lists(
    st.sampled_from([A, B, C, D, E, "Note", "See also", "x", "1.", "…"]) | st.text(max_size=12), max_size=30
)


def changes(alignment: SentenceAlignment) -> list[tuple[str, int | None, int | None]]:
    return list(alignment.changes())


def test_what_did_not_change_is_the_same() -> None:
    found = aligned([A, B, C], [A, B, C])
    assert changes(found) == [("same", 0, 0), ("same", 1, 1), ("same", 2, 2)]
    assert [link.score for link in found.links] == [1, 1, 1]


def test_capitals_and_punctuation_are_no_change() -> None:
    assert changes(aligned([A], [A.upper().replace(".", "!")])) == [("same", 0, 0)]


def test_a_dropped_a_new_and_a_reworded_sentence() -> None:
    old, new = [A, B, C, D], [A, C.replace("sixteen", "fifteen").replace("mines", "mines or factories"), E, D]
    found = changes(aligned(old, new))
    assert found == [("same", 0, 0), ("dropped", 1, None), ("reworded", 2, 1), ("same", 3, 3), ("new", None, 2)]


def test_a_moved_sentence_also_where_it_was_reworded() -> None:
    found = aligned([A, B, C, D, E], [B, C, D, A.replace("once a year", "twice a year"), E])
    assert changes(found)[0] == ("moved", 0, 3)
    link = found.from_old(0)
    assert link is not None
    assert link.moved
    assert FAR / 100 <= link.score < 1
    assert found.from_new(3) == link


def test_half_of_the_words_is_enough_between_the_same_neighbours_only() -> None:
    other = "Each year somebody audits some cobalt suppliers, with an inside company."
    near = aligned([B, A, C], [B, other, C])
    assert changes(near)[1] == ("reworded", 1, 1)
    score = near.links[1].score
    assert NEAR / 100 <= score < FAR / 100
    far = aligned([A, B, C, D], [B, C, D, other])
    assert changes(far)[0] == ("dropped", 0, None)


def test_two_merged_and_one_split() -> None:
    both = f"{A[:-1]}, and {B[0].lower()}{B[1:]}"
    merged = aligned([A, B, C], [both, C])
    assert merged.new_of(0) == merged.new_of(1) == (0,)
    assert {what for what, _, _ in changes(merged)} == {"reworded", "merged", "same"}
    split = aligned([both, C], [A, B, C])
    assert split.new_of(0) == (0, 1)
    assert [what for what, _, _ in changes(split)] == ["split", "same"]


def test_a_twin_does_not_take_the_place_of_what_was_dropped() -> None:
    twin = A.replace("cobalt", "copper")
    found = changes(aligned([A, B, twin], [B, twin]))
    assert found == [("dropped", 0, None), ("same", 1, 0), ("same", 2, 1)]


def test_a_twin_inside_a_longer_sentence_is_no_merger() -> None:
    twin = f"{A[:-1].replace('cobalt', 'copper')}, and {B[0].lower()}{B[1:]}"
    assert changes(aligned([A, twin], [twin])) == [("dropped", 0, None), ("same", 1, 0)]


def test_chinese_and_japanese_are_found_by_their_letters() -> None:
    one, other = "供应商每年由外部公司进行一次审计。", "供应商每两年由外部公司进行一次审计。"
    found = aligned([one, "投诉由独立监察员处理。", B], ["投诉由独立监察员处理。", B, other])
    assert changes(found)[0] == ("moved", 0, 2)


@given(texts, texts)
@settings(max_examples=150, deadline=None)
def test_links_are_one_to_one_and_of_sentences_that_exist(old: list[str], new: list[str]) -> None:
    found = aligned(old, new)
    assert len({link.old for link in found.links}) == len({link.new for link in found.links}) == len(found.links)
    assert all(0 <= link.old < len(old) and 0 <= link.new < len(new) for link in found.links)
    assert all((link.score == 1) == (comparable(old[link.old]) == comparable(new[link.new])) for link in found.links)
    in_order = [link.new for link in found.links if not link.moved]
    assert in_order == sorted(in_order)
    told = changes(found)
    assert [a for _, a, _ in told if a is not None] == list(range(len(old)))


@given(texts)
@settings(max_examples=100, deadline=None)
def test_a_text_is_linked_with_itself_in_order(text: list[str]) -> None:
    assert all(link.old == link.new and not link.moved for link in aligned(text, text).links)
    assert len(aligned(text, text).links) == len(text)


@given(texts, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_a_permutation_is_linked_whole(text: list[str], chance: random.Random) -> None:
    other = text[:]
    chance.shuffle(other)
    found = aligned(text, other)
    assert len(found.links) == len(text)
    assert all(link.score == 1 for link in found.links)


def _made(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(3, 9))) for _ in range(4000)]
    return [" ".join(chance.choices(words, k=chance.randint(6, 25))) for _ in range(count)]


def _edited(sentences: list[str]) -> list[str]:
    chance = random.Random(2)
    kept = [each for each in sentences if chance.random() > 0.05]
    return [each.replace(" ", " other ", 3) if chance.random() < 0.3 else each for each in kept]


@pytest.mark.parametrize("kind", ["edited", "repeated", "alien"])
def test_ten_thousand_sentences_take_less_than_a_second(kind: str) -> None:
    old = _made(10_000)
    if kind == "repeated":
        old = ["Note" if n % 2 else each for n, each in enumerate(old)]
    new = _made(10_000, 3) if kind == "alien" else _edited(old)
    start = time.process_time()
    aligned(old, new)
    assert time.process_time() - start < 1
