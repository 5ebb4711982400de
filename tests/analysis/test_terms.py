"""Terms: queries, counts, context, spread, phrases and unusual words, each number opening its places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.analysis.concordance import Concordance, concordance
from companion.analysis.measures import evidence, log_ratio, spread
from companion.analysis.phrases import phrases
from companion.analysis.terms import BadQuery, Term, bars, contexts, frequent, strip, term
from companion.analysis.unusual import reference, unusual
from companion.documents.markdown import read_markdown

TEXT = """# Report

## One misuse

We audit customers. A customer may misuse it; misused tools harm human rights. An auditor of the customer's own choice.

- Human rights, again and again.

## Two

| word | count |
|---|---|
| misuse | 62 |

Nothing here but rights of humans. See https://example.org/misuse or write to misuse@example.org now.
"""


def counted(text: str = TEXT) -> Concordance:
    return concordance(read_markdown(text.encode(), "t", "sha256:0"))


def test_a_word_is_its_family_with_the_forms_shown() -> None:
    found = term(counted(), "misuses")
    assert dict(found.forms) == {"misuse": 5, "misused": 1}
    assert found.count == 6
    assert dict(found.parts) == {"headings": 1, "body": 4, "tables": 1}
    assert list(found.sections.values()) == [3, 3]
    assert found.per_thousand == pytest.approx(1000 * 6 / len(counted()))


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("human rights", ["human rights", "Human rights"]),
        ("audit*", ["audit", "auditor"]),
        ('"misused"', ["misused"]),
        ("“misused”", ["misused"]),
        ("customer", ["customers", "customer", "customer's"]),
        ("audit* ~3 customer", ["audit customers", "auditor of the customer's"]),
        ("rights ~2 human", ["human rights", "Human rights", "rights of humans"]),
        ("of the customer", ["of the customer's"]),
        ("harm an auditor", []),
        ("nowhere", []),
    ],
)
def test_queries(query: str, texts: list[str]) -> None:
    words = counted()
    found = term(words, query)
    assert [words.document.text(words.span(hit)) for hit in found.hits] == texts
    assert found.count == len(texts)


@pytest.mark.parametrize("query", ["", "  ", "~3 audit", "a ~3 b ~3 c", "au*dit", "*", "!"])
def test_a_query_that_means_nothing_is_refused(query: str) -> None:
    with pytest.raises(BadQuery):
        term(counted(), query)


def test_context_is_sorted_by_neighbours() -> None:
    words = counted("one b x\n\ntwo a x c\n\nthree a x b\n")
    found = term(words, "x")
    assert [line.left for line in contexts(words, found)] == ["one b ", "two a ", "three a "]
    assert [line.right for line in contexts(words, found, [1])] == [" b", " c", ""]
    assert [line.left for line in contexts(words, found, [-1, -2])] == ["three a ", "two a ", "one b "]


def test_a_strip_has_every_hit_in_its_cell() -> None:
    words = counted("misuse " + "word " * 98 + "misuse\n")
    cells = strip(words, term(words, "misuse"), 10)
    assert [len(cell) for cell in cells] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert bars([0, 1, 8]) == " ▁█"


def test_spread_is_0_where_even_and_1_in_the_smallest_part() -> None:
    assert spread([2, 2], [50, 50]) == 0
    assert spread([0, 3], [90, 10]) == pytest.approx(1)
    assert spread([0, 0], [5, 5]) is None
    assert spread([3], [10]) is None


def test_evidence_and_size_are_as_published() -> None:
    assert evidence(10, 1000, 10, 1000) == pytest.approx(0)
    assert evidence(100, 10_000, 50, 10_000) == pytest.approx(16.99, abs=0.01)
    assert log_ratio(16, 1000, 1, 1000) == pytest.approx(4)
    assert log_ratio(1, 1000, 0, 1000) == pytest.approx(1)


def test_phrases_that_come_back_are_found_once_and_whole() -> None:
    words = counted("\n\n".join(f"{n} safeguards are in place today {n}." for n in "abcd"))
    assert [(found.query, found.count) for found in phrases(words)] == [("safeguards are in place today", 4)]


def test_unusual_words_stand_in_two_sections_and_not_in_addresses() -> None:
    part = "Pegasus tools and more tools. " * 4 + "See https://example.org/x for it. "
    words = counted(f"## A\n\n{part}\n\n## B\n\n{part}\n")
    other = counted("The cat sat on the mat, and it was fine. " * 40)
    found = {one.term.query: one for one in unusual(words, reference("other", other))}
    assert {"pegasus", "tool"} <= found.keys()
    assert not {"org", "https", "the", "example"} & found.keys()
    assert found["pegasus"].term.count == 8
    assert found["pegasus"].ratio >= 4


def test_a_published_count_is_found_again() -> None:
    """The claim of the shipped critique, on a text made to have it: 62 times in 27 parts."""
    parts = [
        f"## P{n}\n\n" + "They call it misuse. " * (2 + (n < 8)) + "Misuser and disuse do not count." for n in range(27)
    ]
    found = term(counted("\n\n".join(parts)), "misuse")
    assert found.count == 62
    assert len(found.sections) == 27


WORDS = st.sampled_from(
    ["misuse", "misused", "audit", "auditor", "human", "rights", "the", "customer's", "é", "人权", "a-b"]
)
BLOCK = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
BLOCKS = st.lists(BLOCK, min_size=1, max_size=5)
DOCUMENTS = st.lists(BLOCKS, min_size=1, max_size=4).map(
    lambda sections: "\n\n".join(f"## S{n}\n\n" + "\n\n".join(blocks) for n, blocks in enumerate(sections))
)
QUERIES = st.sampled_from(["misuse", "human rights", "audit*", "audit* ~3 customer", '"misused"', "the", "人权"])


@given(DOCUMENTS, QUERIES)
def test_every_number_opens_places_that_add_up_to_it(text: str, query: str) -> None:
    words = counted(text)
    adds_up(words, term(words, query))
    for found in (*frequent(words), *phrases(words)):
        adds_up(words, found)


def adds_up(words: Concordance, found: Term) -> None:
    spans = [words.span(hit) for hit in found.hits]
    assert len(spans) == found.count == sum(found.forms.values())
    assert sum(found.sections.values()) == sum(found.parts.values()) == found.count
    for name, count in found.sections.items():
        assert sum(span.section == name for span in spans) == count
    for one, other in zip(found.hits, found.hits[1:], strict=False):
        assert one.end <= other.first
    for cells in (1, 7, 200):
        assert [hit for cell in strip(words, found, cells) for hit in cell] == list(found.hits)
    for line in contexts(words, found, [1, -1]):
        assert line.words == " ".join(words.document.text(line.span).split())
