"""Signs: passives, promises and lists, their exceptions, and the error rate that each list publishes."""

from __future__ import annotations

import pytest

from companion.analysis.concordance import concordance
from companion.analysis.signs import RULES, entry_hits, sentence, sign, signs_layer, style
from companion.documents.markdown import read_markdown
from companion.layers.term_list import RULES as KNOWN
from companion.layers.term_list import read_term_list
from companion.model import ListedTerm, Unreadable
from companion.store.term_lists import find_term_list, shipped_term_lists
from tests.measure.signs import labelled


def found(text: str, entry: ListedTerm) -> list[str]:
    words = concordance(read_markdown(text.encode(), "r", "x:0"))
    return [words.document.text(words.span(hit)) for hit in entry_hits(words, entry)]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("The customer was not always told.", ["was not always told"]),
        ("Audits are made by an auditor.", []),
        ("Audits are made by reading logs.", ["are made"]),
        ("Audits are made, by and large.", ["are made"]),
        ("We are committed to it, and based here.", []),
        ("It has been said. By whom?", ["been said"]),
        ("It is being reviewed.", ["being reviewed"]),
        ("She was, reviewed or not, here.", []),
    ],
)
def test_agentless_passives(text: str, hits: list[str]) -> None:
    assert found(text, ListedTerm(rule="agentless-passive")) == hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("We will review it.", ["We will review"]),
        ("We will review it by May 2024.", []),
        ("We will review it next year.", []),
        ("They will review it.", []),
        ("The company shall now publish figures.", ["company shall now publish"]),
        ("We will need help.", []),
        ("We plan to publish it.", ["We plan"]),
        ("We will train 40 people.", []),
    ],
)
def test_bare_promises(text: str, hits: list[str]) -> None:
    assert found(text, ListedTerm(rule="bare-promise")) == hits


def test_exceptions_of_an_entry() -> None:
    entry = ListedTerm("some", not_before=("of",), not_with=("number",))
    assert found("Some people left. Some of them. In 2023 some left.", entry) == ["Some"]
    assert found("You may go. We may go.", ListedTerm("may", not_after=("you",))) == ["may"]
    assert found("Misuse and abuse; misused.", ListedTerm("misuse", joined=("abuse",), apart=("misused",))) == [
        "Misuse",
        "abuse",
    ]


def test_every_rule_of_the_files_is_there() -> None:
    assert set(KNOWN) == RULES.keys()


@pytest.mark.parametrize("name", [terms.id for terms in shipped_term_lists()])
def test_a_shipped_list_is_as_good_as_it_says_and_good_enough(name: str) -> None:
    terms = find_term_list(name)
    assert terms.faults == ()
    assert terms.about
    assert terms.license == "CC-BY-4.0"
    score = labelled(terms)
    assert (terms.worth, terms.tried) == (score.right, score.found)
    assert score.precision >= (0.95 if name == "passive" else 0.6)
    assert name != "passive" or score.recall >= 0.9


def test_signs_are_a_layer_of_their_own_and_no_is_kept() -> None:
    words = concordance(read_markdown(b"It was done. It was seen.", "r", "x:0"))
    terms = find_term_list("passive")
    both = sign(words, terms)
    assert str(both) == "Passives without an agent · 2 places · more than 9 in 10 are worth a look"
    layer, placements = signs_layer(words, [both])
    assert [note.quote.exact for note in layer.annotations if note.quote] == ["was done", "was seen"]
    assert [placements[layer.key(note)].state for note in layer.annotations] == ["exact", "exact"]
    refused = sentence(words, both.term.hits[0])
    less = sign(words, terms, refused=[refused])
    assert (less.term.count, less.no) == (1, 1)


def test_sentences_of_a_document_are_measured() -> None:
    words = concordance(read_markdown(b"# T\n\n## Heading of it\n\nIt was done. " + b"word " * 31 + b".\n", "r", "x:0"))
    whole = style(words)
    assert (whole.sentences, whole.words, len(whole.long), len(whole.passive)) == (2, 34, 1, 1)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("terms: {id: a}\nwords:\n  - {word: x, phrase: y}\n", 3, "word and phrase"),
        ("terms: {id: a}\nwords:\n  - {note: x}\n", 3, "without a word"),
        ("terms: {id: a}\nwords:\n  - x\n  - {rule: none}\n", 4, "unknown rule none"),
        ("terms: {id: a}\nwords:\n  - [x]\n", 3, "a list"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line_and_the_rest_loads(text: str, line: int, what: str) -> None:
    terms = read_term_list(text.encode(), "l.yaml")
    (fault,) = terms.faults
    assert fault.where.line == line
    assert what in fault.what
    assert fault.expected


def test_what_is_no_list_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"l\.yaml:1:1: no list of terms"):
        read_term_list(b"a: b\n", "l.yaml")
