"""Places by the memory of an earlier edition: words as they were, sentences reworded, and what is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.anchoring import describe, place
from companion.anchoring.memory import Memory
from companion.model import Document, Placement, Quote, Span
from companion.text.alignment import SentenceAlignment, aligned
from tests.anchoring.documents import document

FIRST = "The office published its findings in March after two years of work."
SECOND = "Nobody had counted the letters that came by the night train."
TWIN = "Nobody had counted the parcels that came by the night train."
THIRD = "A lantern hung above every door of the long street."
LAST = "Merchants from the south paid their tolls in silver, and went home."


def edition(*sentences: str) -> Document:
    return document(("s1", " ".join(sentences)))


def placed(old: Document, new: Document, words: str) -> tuple[Placement, str]:
    start = old.section(0).text.index(words)
    quote = describe(old, Span("s1", start, start + len(words)))
    placement = place(new, {"q": [quote]}, Memory([old]))["q"]
    return placement, " … ".join(new.text(span) for span in placement.spans)


OLD = edition(FIRST, SECOND, TWIN, THIRD, LAST)


def test_a_reworded_sentence_is_the_whole_new_one() -> None:
    reworded = "In March the office finally published the findings of its two years of work, as it had promised."
    placement, words = placed(OLD, edition(reworded, SECOND, TWIN, THIRD, LAST), FIRST)
    assert (placement.state, words) == ("changed", reworded)


def test_what_stands_on_is_not_the_place_of_what_was_dropped_beside_it() -> None:
    placement, words = placed(OLD, edition(FIRST, TWIN, THIRD, LAST), SECOND)
    assert (placement.state, words) == ("lost", "")
    assert edition(FIRST, TWIN).text(placement.candidates[0].spans[0]) == TWIN


def test_words_inside_a_changed_sentence_keep_their_ends() -> None:
    new = edition(FIRST.replace("published its", "has now published all its"), SECOND, TWIN, THIRD, LAST)
    placement, words = placed(OLD, new, "two years of work")
    assert (placement.state, words) == ("exact", "two years of work")
    new = edition(LAST.replace(", and went home", " and then went home at last"), SECOND)
    placement, words = placed(OLD, new, "tolls in silver, and")
    assert (placement.state, words) == ("changed", "tolls in silver and")


def test_moved_words_are_exact() -> None:
    placement, words = placed(OLD, edition(SECOND, TWIN, THIRD, "Later, " + FIRST.lower(), LAST), FIRST)
    assert (placement.state, words) == ("exact", FIRST.lower())


def test_a_phrase_cut_out_of_a_changed_sentence_is_lost_with_that_sentence_to_offer() -> None:
    new = edition("The office published its findings in March.", SECOND, TWIN, THIRD, LAST)
    placement, _ = placed(OLD, new, "after two years of work")
    assert placement.state == "lost"
    assert new.text(placement.candidates[0].spans[0]) == "The office published its findings in March."


def test_words_that_are_not_whole_there_are_not_the_words() -> None:
    placement, words = placed(
        OLD, edition(FIRST.replace("in March", "in Marching season"), SECOND), "findings in March"
    )
    assert (placement.state, words) != ("exact", "findings in March")


def test_a_quote_that_no_edition_holds_is_looked_for_as_ever() -> None:
    quote = Quote("a lantern hung over every door of the long street")
    assert place(OLD, {"q": [quote]}, Memory([edition(FIRST)])) == place(OLD, {"q": [quote]})


def test_editions_are_linked_once_for_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(old: list[str], new: list[str]) -> SentenceAlignment:
        calls.append(len(new))
        return aligned(old, new)

    monkeypatch.setattr("companion.anchoring.memory.aligned", counted)
    memory, new = Memory([OLD]), edition(SECOND, THIRD, FIRST.replace("March", "April"))
    quotes = {"q": [replace(describe(OLD, Span("s1", 0, len(FIRST))), start=3)]}
    assert place(new, quotes, memory) == place(new, quotes, memory)
    assert calls == [3]


words = st.text(st.sampled_from("abc AB.…!\n-–漢é\u00ad|"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=3), st.lists(words, min_size=1, max_size=3), st.data())
def test_placing_by_a_memory_never_raises_and_stays_in_the_document(
    olds: list[str], news: list[str], data: st.DataObject
) -> None:
    old = document(*((f"s{n}", text) for n, text in enumerate(olds)))
    new = document(*((f"s{n}", text) for n, text in enumerate(news)))
    section = data.draw(st.integers(0, len(olds) - 1))
    start = data.draw(st.integers(0, len(olds[section])))
    end = data.draw(st.integers(start, len(olds[section])))
    quote = describe(old, Span(f"s{section}", start, end))
    placement = place(new, {"q": [quote]}, Memory([old]))["q"]
    for spans in (placement.spans, *(candidate.spans for candidate in placement.candidates)):
        for span in spans:
            assert 0 <= span.start < span.end <= len(new.section(span.section).text)


@settings(max_examples=100, deadline=None)
@given(st.lists(words.filter(str.strip), min_size=1, max_size=3), st.data())
def test_what_is_described_from_a_span_is_found_again(texts: list[str], data: st.DataObject) -> None:
    made = document(*((f"s{n}", text) for n, text in enumerate(texts)))
    section = data.draw(st.integers(0, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[section]) - 1))
    end = data.draw(st.integers(start + 1, len(texts[section])))
    quote = describe(made, Span(f"s{section}", start, end))
    if quote.exact:
        placement = place(made, {"q": [quote]}, Memory([made]))["q"]
        assert placement.state == "exact"
        assert made.text(placement.spans[0]) == quote.exact
