"""The scorer sees a good reader and bad ones; the PDFs that are kept fit their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from companion.model import Document, Heading, Section, SectionList
from companion.model.document import Block, BlockKind
from tests.measure.reports.__main__ import GOALS, MADE
from tests.measure.reports.layouts import FIGURE, FOCUS, LAYOUTS, SPEAKER
from tests.measure.reports.score import Score, matches, scored
from tests.measure.reports.shown import shown
from tests.measure.reports.source import Block as Part
from tests.measure.reports.truth import Truth, flow, read_truth
from tests.measure.reports.words import bare, sentences, title, words

Told = tuple[BlockKind, str]
Chapter = tuple[str, int, str, list[Told]]
"""A heading, its level, its page, and what is shown below it."""
PLAIN, BUSY = "w-water-book", "c-cameras-tabs"


def parts(truth: Truth, blocks: tuple[Part, ...]) -> Iterator[Told]:
    """What a good reader shows of these blocks."""
    for block in blocks:
        match block.kind:
            case "table":
                yield "paragraph", block.text
                yield from (("row", " | ".join(row)) for row in block.rows)
            case "figure":
                yield "figure", block.text
                yield from (("paragraph", name) for name, _ in block.bars)
            case "number":
                yield "paragraph", f"{FIGURE if truth.layout.busy else ''} {block.number} {block.text}"
            case "box":
                yield "paragraph", f"{FOCUS if truth.layout.busy else ''} {block.text}"
                yield from parts(truth, block.blocks)
            case "pull":
                yield "paragraph", f"{block.text} {SPEAKER if truth.layout.busy else ''}"
            case _:
                yield from (("item" if kind == "item" else "paragraph", text) for kind, text in flow((block,)))
        yield from (("paragraph", note) for note in block.notes)


def good(truth: Truth) -> Document:
    """The document of a reader that makes no mistake."""
    parted: list[Chapter] = [(*heading, []) for heading in truth.headings]
    at = -1
    for block in truth.report.blocks:
        if block.kind == "heading":
            at += 1
        else:
            parted[at][3].extend(parts(truth, (block,)))
    return built(truth.report.title, parted)


def built(name: str, parted: list[Chapter]) -> Document:
    sections = []
    for number, (text, level, page, own) in enumerate(parted):
        blocks, said = [], ""
        for kind, part in [("heading", text), *own]:
            start = len(said)
            said += f"{part}\n\n"
            blocks.append(Block(kind, start, len(said) - 2, page=page))
        sections.append(Section(f"s{number}", text, level, said[:-2], tuple(blocks)))
    headings = tuple(Heading(section.id, section.title, section.level) for section in sections)
    return Document(name, name, "pdf", "", headings, SectionList(sections))


def spoilt(truth: Truth, change: Callable[[int, list[Told]], list[Told]]) -> Score:
    """The score of a reader that shows other blocks below each heading."""
    document = good(truth)
    parted = []
    for index, heading in enumerate(document.headings):
        section = document.section(index)
        own = [(block.kind, section.words(block)) for block in section.blocks[1:]]
        parted.append((heading.title, heading.level, section.blocks[0].page, change(index, own)))
    return scored(truth, shown(built(document.title, parted)))


@pytest.fixture(scope="module", params=[PLAIN, BUSY])
def truth(request: pytest.FixtureRequest) -> Truth:
    return read_truth(MADE / f"{request.param}.json")


def figure(score: Score, measure: str) -> float:
    percent = score.percent(measure)
    assert percent is not None
    return percent


def test_a_reader_without_a_mistake_meets_every_goal(truth: Truth) -> None:
    score = scored(truth, shown(good(truth)))
    for measure in ("found", "right", "level", "order", "title", "rows"):
        assert figure(score, measure) == 100, score.missed[measure]
    for measure in ("lost", "running"):
        assert figure(score, measure) == 0, score.missed[measure]
    assert {goal.measure for goal in GOALS} <= {*score.missed, "unseen"}


def test_a_dropped_column_is_seen(truth: Truth) -> None:
    score = spoilt(truth, lambda index, own: own[::2])
    assert figure(score, "lost") > 20
    assert figure(score, "order") < 90


def test_columns_read_across_are_seen(truth: Truth) -> None:
    def across(index: int, own: list[Told]) -> list[Told]:
        halves = [(kind, text[: len(text) // 2]) for kind, text in own]
        return halves + [(kind, text[len(text) // 2 :]) for kind, text in own]

    assert figure(spoilt(truth, across), "order") < 75
    assert figure(spoilt(truth, lambda index, own: own[::-1]), "order") < 90


def test_running_heads_that_are_left_are_seen(truth: Truth) -> None:
    lines = [line for page in truth.running for line in page]
    score = spoilt(truth, lambda index, own: [*own, *(("paragraph", line) for line in lines)] if not index else own)
    assert figure(score, "running") == 100
    assert figure(score, "order") == 100


def test_glued_words_are_seen(truth: Truth) -> None:
    score = spoilt(truth, lambda index, own: [(kind, text.replace(" of ", " of")) for kind, text in own])
    assert 1 < figure(score, "lost") < 8
    assert figure(score, "order") == 100


def test_an_aside_inside_a_sentence_is_no_fault_and_strange_words_there_are(truth: Truth) -> None:
    aside = next(block.text for block in truth.report.blocks if block.kind == "pull")

    def parted(strange: str) -> Callable[[int, list[Told]], list[Told]]:
        def change(index: int, own: list[Told]) -> list[Told]:
            kind, text = own[0] if own else ("paragraph", "")
            return [(kind, text[:30]), ("paragraph", strange), (kind, text[30:]), *own[1:]] if not index else own

        return change

    assert figure(spoilt(truth, parted(aside)), "order") == 100
    assert figure(spoilt(truth, parted("words that belong to another column of the page")), "order") < 100


def test_rows_that_lost_their_columns_are_seen(truth: Truth) -> None:
    def flat(index: int, own: list[Told]) -> list[Told]:
        return [("paragraph" if kind == "row" else kind, text) for kind, text in own]

    assert figure(spoilt(truth, flat), "rows") == 0
    assert (
        figure(spoilt(truth, lambda index, own: [(kind, text.replace(" | ", " ")) for kind, text in own]), "rows") == 0
    )


def test_wrong_and_missing_headings_are_seen(truth: Truth) -> None:
    document = good(truth)
    own: list[Chapter] = [(heading.title, 1, "", [("paragraph", "Words.")]) for heading in document.headings]
    wrong: list[Chapter] = [("41 % of all cases", 1, "", [("paragraph", "Words.")])] * 5
    score = scored(truth, shown(built("Title", own[::2] + wrong)))
    assert 45 < figure(score, "found") < 55
    assert figure(score, "right") < 75
    assert figure(score, "level") < 70
    assert figure(score, "title") == 0


def test_titles_and_names_of_boxes_shown_as_headings_are_neither_right_nor_wrong(truth: Truth) -> None:
    box = next(block.text for block in truth.report.blocks if block.kind == "box")
    more: list[Chapter] = [(box, 3, "", []), (truth.report.title, 1, "", []), ("Contents", 1, "", [])]
    document = good(truth)
    own: list[Chapter] = [(heading.title, heading.level, "", []) for heading in document.headings]
    score = scored(truth, shown(built("Title", more + own)))
    assert figure(score, "right") == 100


def test_words_outside_the_crop_box_and_pictures_that_are_told() -> None:
    truth = read_truth(MADE / "c-language-crop.json")
    document = good(truth)
    score = scored(truth, shown(document))
    assert (figure(score, "unseen"), figure(score, "picture")) == (0, 0)
    told = Block("notice", 0, 0, marker="page 11 is an image without text", page=truth.labels[-1])
    first = replace(document.section(0), blocks=(*document.section(0).blocks, told))
    rest = [document.section(index) for index in range(1, len(document))]
    seen = replace(document, sections=SectionList([first, *rest]))
    assert figure(scored(truth, shown(seen)), "picture") == 100


def test_words_are_compared_as_letters_and_digits() -> None:
    assert bare("Don’t ﬁnd 1,940²") == "dontfind1940"
    assert title("3.1 What we found") == title("What we found") == "whatwefound"
    assert title("Chapter 2 The law") == "thelaw"
    assert words("我们 have") == ["我", "们", "have"]
    assert list(sentences("One longer sentence. Another one follows!")) == ["onelongersentence", "anotheronefollows"]
    assert matches("abcd", "xbzd") == {1: 1, 3: 3}


def test_the_kept_pdfs_fit_their_sources_and_stay_small() -> None:
    names = {path.stem for path in MADE.glob("*.pdf")}
    assert names == {layout.name for layout in LAYOUTS} == {path.stem for path in MADE.glob("*.json")}
    assert len(names) >= 25
    truths = [read_truth(MADE / f"{name}.json") for name in names]
    assert all(len(truth.pages) == len(truth.report.headings) for truth in truths)
    assert sum(path.stat().st_size for path in MADE.iterdir()) < 2_000_000
