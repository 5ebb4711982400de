"""The verbs of a Reading, without a screen."""

from __future__ import annotations

import pytest

from companion import reading as verbs
from companion.model import Annotation, Block, Document, Heading, Section, SectionList
from companion.reading import Reading, replace
from companion.reading.units import pieces
from companion.text.sentences import sentences


def a_document() -> Document:
    made = []
    for name in ("one", "two"):
        words = ["First sentence. Second one here.", "Another paragraph, by Dr. Who."]
        text = "\n\n".join([name, *words])
        starts = [0, len(name) + 2, len(name) + 4 + len(words[0])]
        kinds = ("heading", "paragraph", "paragraph")
        blocks = tuple(
            Block(kind, start, start + len(piece))  # type: ignore[arg-type]
            for kind, start, piece in zip(kinds, starts, (name, *words), strict=True)
        )
        made.append(Section(name, name, 2, text, blocks))
    headings = tuple(Heading(s.id, s.title) for s in made)
    return Document("T", "t", "text", "sha256:0", headings, SectionList(made))


def test_blocks_go_on_into_the_next_section_and_back() -> None:
    reading = verbs.step_block(Reading(a_document()), 3)
    assert (reading.section.id, reading.block) == ("two", 0)
    back = verbs.step_block(reading, -1)
    assert (back.section.id, back.block) == ("one", 2)
    assert verbs.step_block(back, 99).cursor.section == 1


def test_the_unit_narrows_to_sentence_and_words_and_widens_to_the_section() -> None:
    reading = verbs.go(Reading(a_document()), 0, 1)
    document = reading.document
    assert document.text(verbs.narrow(reading).span) == "First sentence."
    assert document.text(verbs.narrow(verbs.narrow(reading)).span) == "First"
    assert verbs.widen(reading).span.end == len(reading.section.text)


def test_sentences_step_over_blocks() -> None:
    reading = verbs.step(verbs.go(Reading(a_document()), 0, 1), "sentence", 1)
    assert reading.document.text(reading.span) == "First sentence."
    reading = verbs.step(reading, "sentence", 1)
    assert reading.document.text(reading.span) == "Second one here."
    reading = verbs.step(reading, "sentence", 1)
    assert reading.document.text(reading.span) == "Another paragraph, by Dr. Who."


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Dr. Who came. She left."
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == ["Dr. Who came.", "She left."]


def test_the_mark_of_a_footnote_belongs_to_the_sentence_before_it() -> None:
    text = "It fell.[1][b] “By how much?”[2] [3] says."
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == ["It fell.[1][b]", "“By how much?”[2]", "[3] says."]


def test_a_selection_spans_both_ends() -> None:
    reading = verbs.toggle_selection(verbs.narrow(verbs.go(Reading(a_document()), 0, 1)))
    reading = verbs.step(reading, "sentence", 1)
    assert reading.document.text(reading.span) == "First sentence. Second one here."
    assert reading.document.text(verbs.swap_ends(reading).span) == "First sentence. Second one here."


def test_a_note_is_put_undone_and_redone() -> None:
    reading = Reading(a_document())
    note = Annotation("n-a", section="one", note="hm")
    put = verbs.put(reading, note)
    assert put.own.annotations == (note,)
    assert put.saves["n-a"].state == "saving"
    undone, record = verbs.undo(put, "2026-01-01T00:00:00Z")
    assert undone.own.annotations == ()
    assert record is not None
    assert record.deleted
    redone, record = verbs.redo(undone)
    assert redone.own.annotations == (note,)
    assert record == note


def test_a_citation_tells_the_page_where_there_are_pages() -> None:
    document = a_document()
    section = document.section(0)
    blocks = tuple(replace(block, page="xii") for block in section.blocks)
    paged = replace(document, sections=SectionList([replace(section, blocks=blocks)]))
    cited = verbs.citation(verbs.go(Reading(paged), 0, 1))
    assert cited == "First sentence. Second one here. [t §one ¶1, p. xii]"


def test_paragraphs_are_counted_from_one_with_or_without_a_heading() -> None:
    section = a_document().section(0)
    headless = replace(section, blocks=section.blocks[1:])
    assert [section.paragraph(block.start) for block in section.blocks] == [0, 1, 2]
    assert [headless.paragraph(block.start) for block in headless.blocks] == [1, 2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said: "misuse". (1,000.50 km²)', ["He", "said", "misuse", "1,000.50", "km²"]),
        ("e-mail, don’t/and 50% of $5 — snake_case", ["e-mail", "don’t", "and", "50%", "of", "$5", "snake_case"]),
        ("naïve cafe\u0301s क्या है", ["naïve", "cafe\u0301s", "क्या", "है"]),
        ("重要。か\u3099 x", ["重", "要", "か\u3099", "x"]),
        ("***", ["***"]),
    ],
)
def test_words_are_told_from_the_marks_around_them(text: str, words: list[str]) -> None:
    section = Section("s", "s", 2, text, (Block("paragraph", 0, len(text)),))
    assert [text[start:end] for start, end in pieces(section, "words", 0)] == words
