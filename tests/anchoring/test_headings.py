"""The title and every heading can be quoted, and what was noted before they could be is still found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.anchoring import describe, place
from companion.anchoring.memory import Memory
from companion.documents import read_document
from companion.layers.read import read_layer
from companion.model import Document, Placement, Quote, Span

FOLDER = Path(__file__).parents[2] / "annotations" / "nso-2023"
REPORT = read_document((FOLDER / "report.md").read_bytes(), "nso-2023")
BLOCKS = st.one_of(
    st.tuples(st.sampled_from(["# ", "## ", "### "]), st.sampled_from(["Scope", "Part", "The board", "Part one"])),
    st.tuples(
        st.just(""), st.sampled_from(["We audit. We audit.", "Nobody was told.", "人权监督。", "It’s state-of-art"])
    ),
)


def opened(text: str) -> Document:
    return read_document(text.encode(), "a.md", file="a.md")


def placed(document: Document, quote: Quote, memory: Memory | None = None) -> Placement:
    return place(document, {"q": [quote]}, memory)["q"]


@settings(max_examples=200, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=12), st.data())
def test_what_was_described_is_found_again_headings_and_title_too(
    blocks: list[tuple[str, str]], data: st.DataObject
) -> None:
    document = opened("\n\n".join(sign + words for sign, words in blocks))
    section = document.section(data.draw(st.integers(0, len(document) - 1)))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(section.text))] * 2)))
    quote = describe(document, Span(section.id, start, end))
    found = placed(document, quote)
    if not quote.exact:
        assert found.state == "lost"
        return
    assert found.state == "exact"
    assert found.spans == (Span(section.id, quote.start or 0, (quote.start or 0) + len(quote.exact)),)


@settings(max_examples=100, deadline=None)
@given(st.lists(BLOCKS, max_size=8), st.lists(BLOCKS, max_size=8), st.data())
def test_placing_in_another_edition_never_raises(
    old: list[tuple[str, str]], new: list[tuple[str, str]], data: st.DataObject
) -> None:
    before, after = ("\n\n".join(sign + words for sign, words in blocks) or "x" for blocks in (old, new))
    first, last = opened(before), opened(after)
    section = first.section(data.draw(st.integers(0, len(first) - 1)))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(section.text))] * 2)))
    quote = describe(first, Span(section.id, start, end))
    for memory in (None, Memory([first])):
        for found in (placed(last, quote, memory), placed(last, replace(quote, section="", start=None), memory)):
            assert (found.state == "lost") == (not found.spans)
            for span in found.spans:
                assert last.text(span).strip()


def test_all_blocks_of_the_report_are_found_where_they_are() -> None:
    for heading in REPORT.headings:
        section = REPORT.section(heading.id)
        for block in section.blocks:
            span = Span(section.id, block.start, block.end)
            assert placed(REPORT, describe(REPORT, span)).spans == (span,)


@pytest.mark.parametrize("name", ["critique.yaml", "questions.yaml"])
def test_hints_from_before_headings_were_in_the_text_still_lead_to_the_words(name: str) -> None:
    """Offsets were smaller by what stands above now, and context at a section's start was none."""
    layer = read_layer((FOLDER / name).read_bytes(), name)
    quotes = {each.id: each.quote for each in layer.annotations if each.quote}
    quotes |= {each.id: q for each in layer.questions for q in each.evidence if isinstance(q, Quote)}
    now = {key: placed(REPORT, quote) for key, quote in quotes.items()}
    assert {each.state for each in now.values()} <= {"exact"}
    for key, quote in quotes.items():
        (span,) = now[key].spans
        section = REPORT.section(span.section)
        own = section.blocks[section.heads - 1].start
        words = section.text[span.start : span.end]
        old = Quote(words, section.text[max(span.start - 32, own) : span.start], quote.suffix, span.section, span.start)
        assert placed(REPORT, replace(old, start=span.start - own)) == now[key]


def test_notes_on_every_block_from_before_are_all_exact() -> None:
    document = opened(
        "# T\n\n## Part\n\n## A\n\nWe audit. Nobody was told.\n\nWe audit.\n\n## Two\n\n## B\n\nWe audit.\n"
    )
    for heading in document.headings:
        section = document.section(heading.id)
        own = section.blocks[section.heads - 1].start
        for block in section.blocks[section.heads - 1 :]:
            before = section.text[max(block.start - 32, own) : block.start]
            quote = Quote(section.words(block), before, section.text[block.end : block.end + 32], section.id)
            found = placed(document, replace(quote, start=block.start - own))
            assert (found.state, found.spans) == ("exact", (Span(section.id, block.start, block.end),))


def test_one_or_two_letters_without_context_are_never_exact_by_luck() -> None:
    document = opened("# A title of it\n\n## Scope\n\nWe go on. Q is a letter.\n")
    for words in ("Q", "q", "go", "A", "of"):
        for section in ("", "scope"):
            assert placed(document, Quote(words, section=section)).state in ("unsure", "lost"), words
            elsewhere = placed(document, Quote(words, section=section, start=3_000))
            assert elsewhere.state in ("unsure", "lost"), words
    at = document.section("scope").text.index("Q")
    assert placed(document, Quote("Q", section="scope", start=at)).state == "exact"


def test_words_of_the_title_and_of_bare_headings_are_placed() -> None:
    document = opened("# Transparency report\n\n## Part the first\n\n## Scope\n\nWords.\n")
    for words in ("Transparency report", "Transparency", "Part the first"):
        found = placed(document, Quote(words))
        assert (found.state, [document.text(span) for span in found.spans]) == ("exact", [words])


def test_a_heading_that_was_reworded_is_found_by_the_old_text() -> None:
    old = opened("# Annual report\n\n## Risks and how we assess them\n\n## Scope\n\nThe auditor looks into it.\n")
    new = opened("# Annual report\n\n## Risks and how they are assessed\n\n## Scope\n\nThe auditor looks into it.\n")
    at = old.section("scope").text.index("Risks")
    quote = describe(old, Span("scope", at, at + len("Risks and how we assess them")))
    found = placed(new, quote, Memory([old]))
    assert (found.state, new.text(found.spans[0])) == ("changed", "Risks and how they are assessed")
