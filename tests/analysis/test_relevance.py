"""Places that share a question's words: order, marks, words to look for, and places refused."""

from __future__ import annotations

from companion.analysis.concordance import concordance
from companion.analysis.relevance import find, question_words
from companion.documents.markdown import read_markdown

TEXT = b"# R\n\n## Audit\n\nAn audit looks at *logs*, and at logs.\n\nThe board met.\n\n- Training takes an hour.\n"
WORDS = concordance(read_markdown(TEXT, "r", "x:0"))


def test_the_block_that_shares_most_comes_first_with_its_words_marked() -> None:
    first, *others = find(WORDS, "What logs does the audit look at?")
    assert first.marked("[", "]") == "An [audit] looks at [logs], and at [logs]."
    assert set(first.shared) == {"logs", "audit"}
    assert others == []
    assert WORDS.document.text(first.span) == first.text


def test_headings_and_function_words_find_nothing() -> None:
    assert find(WORDS, "What is it for?") == []
    assert question_words("Who audits the audits, and why?") == ["audits"]


def test_words_to_look_for_count_like_those_of_the_question() -> None:
    (place,) = find(WORDS, "How long?", ["train*"])
    assert place.marked("<", ">") == "<Training> takes an hour."
    assert find(WORDS, "How long?", ["train*"], refused=[place.span]) == []
