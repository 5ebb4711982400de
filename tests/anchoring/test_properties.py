"""What holds for any passage of any document: it is found again, however it is typeset and wherever it lies."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from companion.anchoring import describe, place
from companion.documents import read_document
from companion.model import Document, Placement, Quote, Span
from companion.text.normal import normalised
from tests.anchoring.documents import document

ROOT = Path(__file__).parents[2]
REPORT = read_document((ROOT / "annotations" / "nso-2023" / "report.md").read_bytes(), "nso-2023")
LONG = 24
"""Characters that with their context stand once in the shipped report."""
SAME = {
    "fi": "ﬁ",
    "fl": "ﬂ",
    "ff": "ﬀ",
    "'": "’",
    '"': "“",
    " ": "\n  ",
    "-": "\u2010",
    "ti": "t\u00adi",
    "é": "e\u0301",
}
"""What is written otherwise in another copy."""


def placed(made: Document, quote: Quote) -> Placement:
    return place(made, {"q": [quote]})["q"]


@st.composite
def passages(draw: st.DrawFn, least: int = 1) -> Span:
    """A stretch of one section of the shipped report that is no white space alone."""
    heading = draw(st.sampled_from(REPORT.headings))
    text = REPORT.section(heading.id).text
    start = draw(st.integers(0, len(text) - least))
    end = draw(st.integers(start + least, min(start + 400, len(text))))
    assume(len(text[start:end].strip()) >= least)
    return Span(heading.id, start, end)


@settings(max_examples=100, deadline=None)
@given(passages())
def test_any_passage_of_the_report_is_found_where_it_was(span: Span) -> None:
    quote = describe(REPORT, span)
    found = placed(REPORT, quote)
    assert found.state == "exact"
    assert [REPORT.text(each) for each in found.spans] == [quote.exact]
    assert (found.spans[0].section, found.spans[0].start) == (span.section, quote.start)


@settings(max_examples=100, deadline=None)
@given(passages(LONG))
def test_any_passage_is_found_by_its_words_and_context_alone(span: Span) -> None:
    quote = describe(REPORT, span)
    found = placed(REPORT, replace(quote, section="", start=None))
    assert found.state == "exact"
    assert found.spans[0] == Span(span.section, quote.start or 0, (quote.start or 0) + len(quote.exact))


@settings(max_examples=100, deadline=None)
@given(passages(LONG), st.sets(st.sampled_from(sorted(SAME))), st.booleans())
def test_typesetting_is_no_difference(span: Span, changed: set[str], capitals: bool) -> None:
    quote = describe(REPORT, span)
    exact, prefix, suffix = (_typeset(each, changed, capitals) for each in (quote.exact, quote.prefix, quote.suffix))
    found = placed(REPORT, Quote(exact, prefix, suffix))
    assert found.state == "exact"
    assert normalised(REPORT.text(found.spans[0])) == normalised(quote.exact)
    assert found.spans[0].section == span.section


def _typeset(words: str, changed: set[str], capitals: bool) -> str:
    for each in sorted(changed):
        words = words.replace(each, SAME[each])
    return words.upper() if capitals and not changed & {"fi", "fl", "ff", "ti", "é"} else words


def _numbered(name: str, sizes: list[int]) -> str:
    """Paragraphs of words that are all different."""
    return "\n\n".join(
        " ".join(f"{name}{number}x{word}" for word in range(size)) for number, size in enumerate(sizes, 1)
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=3), min_size=2, max_size=4), st.data())
@example([[1], [1]], None)
def test_words_over_blocks_and_sections_have_a_span_in_each(sizes: list[list[int]], data: st.DataObject | None) -> None:
    texts = [_numbered("pqrs"[index], each) for index, each in enumerate(sizes)]
    made = document(*((f"s{index}", text) for index, text in enumerate(texts)))
    words = " ".join(texts).split()
    first = data.draw(st.integers(0, len(words) - 1)) if data else 0
    last = data.draw(st.integers(first, len(words) - 1)) if data else len(words) - 1
    exact = " ".join(words[first : last + 1])
    found = placed(made, Quote(exact, " ".join(words[max(first - 3, 0) : first]), " ".join(words[last + 1 : last + 4])))
    assert found.state == "exact"
    assert " ".join(" ".join(made.text(span).split()) for span in found.spans) == exact
    assert [span.section for span in found.spans] == sorted({f"s{'pqrs'.index(word[0])}" for word in exact.split()})


@settings(max_examples=20, deadline=None)
@given(passages(LONG), st.text(max_size=80), st.text(max_size=80), st.none() | st.integers(-9, 9999))
def test_every_place_offered_lies_in_the_document(span: Span, more: str, context: str, start: int | None) -> None:
    quote = Quote(REPORT.text(span)[::2] + more, context, more, span.section, start)
    found = placed(REPORT, quote)
    for spans in (found.spans, *(each.spans for each in found.candidates)):
        for each in spans:
            assert 0 <= each.start < each.end <= len(REPORT.section(each.section).text)


def test_a_companion_on_its_own_document_is_placed_without_the_search() -> None:
    code = (
        "import sys\nfrom companion.anchoring import place_layers\n"
        "from companion.store.layers import load_layers\nfrom companion.store.library import open_document\n"
        "opened = open_document('nso-2023')\n"
        "placed = place_layers(opened.document, load_layers(opened))\n"
        "assert len(placed) >= 28 and {each.state for each in placed.values()} == {'exact'}, placed\n"
        "assert 'rapidfuzz' not in sys.modules and 'companion.anchoring.align' not in sys.modules, 'searched'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
