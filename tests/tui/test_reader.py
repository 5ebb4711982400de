"""The reader's screen, driven by keys as a reader would."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static, TextArea

from companion.model import Annotation, Quote
from tests.tui.driving import Screen, running


def own_words(screen: Screen) -> list[str]:
    return [note.note for note in screen.reading.own.annotations]


async def test_sections_follow_the_keys() -> None:
    async with running() as screen:
        await screen.press("]", "]", "]")
        assert screen.reading.section.id == "about-nso"
        await screen.press("[")
        assert screen.reading.section.id == "executive-summary"
        assert "Executive Summary" in screen.rows("passage")[0]


async def test_the_critique_stands_beside_the_text_and_follows_the_cursor() -> None:
    async with running() as screen:
        assert {layer.id for layer in screen.reading.layers} == {"critique", "questions"}
        assert screen.reading.placements["critique/C05"].state == "exact"
        await screen.press("]", "j")
        assert screen.rows("margin")[0].startswith("▌† C02")
        await screen.press("j", "j")
        assert next(row for row in screen.rows("margin") if row.startswith("▌")).startswith("▌! C04")


async def test_page_keys_go_on_into_the_next_section_and_back() -> None:
    async with running(size=(80, 24)) as screen:
        seen = [screen.reading.section.id]
        for _ in range(40):
            await screen.pilot.press("space")
            if screen.reading.section.id != seen[-1]:
                seen.append(screen.reading.section.id)
        assert seen == [heading.id for heading in screen.reading.document.headings]
        assert screen.reading.share_read < 100, "turning pages that fast is no reading"
        for _ in range(40):
            await screen.pilot.press("b")
        assert screen.reading.section.id == seen[0]


async def test_the_unit_narrows_and_widens_and_one_key_annotates_it() -> None:
    async with running() as screen:
        await screen.press("]", "j", ")", ")")
        assert screen.reading.document.text(screen.reading.span).startswith("Their success, he writes, was often")
        await screen.press("minus")
        assert screen.reading.document.text(screen.reading.span) == "Their"
        await screen.press("plus", "a")
        assert isinstance(screen.app.focused, TextArea)
        await screen.type("By whom?")
        await screen.press("ctrl+s")
        (note,) = screen.reading.own.annotations
        assert note.quote is not None
        assert note.quote.exact.startswith("Their success, he writes, was often")


async def test_a_selection_by_words_is_annotated() -> None:
    async with running() as screen:
        await screen.press("]", "j", "minus", "minus", "v", "w", "w", "e", "b")
        assert screen.reading.document.text(screen.reading.span) == "Chief executive Yaron"
        await screen.press("o", "a")
        await screen.type("Who is he?")
        await screen.press("ctrl+s")
        (note,) = screen.reading.own.annotations
        assert note.quote is not None
        assert note.quote.exact == "Chief executive Yaron"
        assert screen.reading.cursor.mark is None


async def test_a_note_is_saved_and_there_the_next_time_clearly_as_the_readers() -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("No [figure] here")
        await screen.press("ctrl+s")
        (note,) = screen.reading.own.annotations
        assert screen.reading.saves[note.id].state == "saved"
        assert "saved" in screen.text("margin")
        await screen.press("m", "m")
        assert "+1" in screen.rows("contents")[1]
        await screen.press("q")
    async with running(size=(80, 24)) as again:
        (kept,) = again.reading.own.annotations
        assert isinstance(kept, Annotation)
        assert kept.note.strip() == "No [figure] here"
        assert kept.quote == note.quote
        assert (again.reading.section.id, again.reading.block) == ("ceo-message", 1)
        assert "+ you" in again.text("margin")


async def test_a_note_is_edited_deleted_undone_and_redone() -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("First")
        await screen.press("ctrl+s", "enter", "e")
        await screen.type(" and more")
        await screen.press("ctrl+s")
        assert own_words(screen) == ["First and more"]
        await screen.press("d")
        assert own_words(screen) == []
        await screen.press("u", "u")
        assert own_words(screen) == ["First"]
        await screen.press("ctrl+r")
        assert own_words(screen) == ["First and more"]
        await screen.press("u", "u")
        assert own_words(screen) == []
    async with running() as again:
        assert own_words(again) == []


async def test_somebody_elses_card_is_not_edited_or_deleted() -> None:
    async with running() as screen:
        await screen.press("]", "enter", "d", "e")
        assert [a.id for a in screen.reading.layers[0].annotations][:2] == ["C01", "C02"]
        assert not isinstance(screen.app.focused, TextArea)


async def test_leaving_the_editor_keeps_the_draft_and_saving_drops_it() -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("Half a thought")
        await screen.press("escape")
        assert own_words(screen) == []
        await screen.press("a")
        assert screen.app.screen.query_one(TextArea).text == "Half a thought"
        await screen.type(" and its end")
        await screen.press("ctrl+s")
        assert own_words(screen) == ["Half a thought and its end"]
        await screen.press("q")
    async with running() as again:
        assert again.app.screen is again.app.reader


async def test_a_draft_is_offered_at_the_next_start() -> None:
    async with running() as screen:
        await screen.press("]", "j", "a")
        await screen.type("Half a thought")
        await screen.press("escape", "q")
    async with running() as again:
        await again.press("enter")
        assert again.app.screen.query_one(TextArea).text == "Half a thought"
        await again.press("ctrl+s")
        (note,) = again.reading.own.annotations
        assert note.note == "Half a thought"
        assert note.quote is not None
        assert f"{again.reading.own.id}/{note.id}" in again.reading.placements


async def test_a_verdict_a_reason_and_evidence_are_given_by_keys() -> None:
    async with running() as screen:
        await screen.press("c", "4")
        (mine,) = screen.reading.own.answers
        assert (mine.question, mine.verdict) == ("questions/audit-scope", "evaded")
        await screen.press("space")
        assert screen.reading.own.answers[0].verdict == "contradicted"
        await screen.press("e")
        await screen.type("Because")
        await screen.press("ctrl+s", "l")
        assert not screen.reading.own.answers[0].evidence, "a heading is no evidence"
        await screen.press("tab", "j", "j", "tab", "l")
        (mine,) = screen.reading.own.answers
        assert mine.note == "Because"
        assert [type(item) for item in mine.evidence] == [Quote]
        assert "you: contradicted (saved)" in screen.text("margin")
        await screen.press("q")
    async with running() as again:
        assert again.reading.tab == "questions"
        (kept,) = again.reading.own.answers
        assert (kept.verdict, kept.note.strip(), len(kept.evidence)) == ("contradicted", "Because", 1)


async def test_enter_goes_to_the_evidence_and_on_to_the_next() -> None:
    async with running() as screen:
        await screen.press("c", "j", "j", "enter")
        assert screen.reading.section.id == "ceo-message"
        await screen.press("enter", "enter")
        assert screen.reading.section.id == "human-rights"


async def test_the_contents_open_a_section() -> None:
    async with running() as screen:
        await screen.press("m", "m", "shift+tab", "j", "j", "enter")
        assert screen.reading.section.id == "executive-summary"
        assert screen.app.focused is screen.app.reader.passage


async def test_annotations_are_stepped_across_sections() -> None:
    async with running() as screen:
        await screen.press(".", ".")
        assert screen.reading.chosen == "critique/C02"
        assert screen.reading.section.id == "ceo-message"
        await screen.press("comma")
        assert screen.reading.section.id == "framing"


async def test_help_names_the_keys_that_work_now() -> None:
    async with running() as screen:
        await screen.press("question_mark")
        assert "annotate the unit or selection" in helped(screen)
        await screen.type("a word back")
        assert headings_of(screen, "a word back") == ["Elsewhere, not now"]
        await screen.press("escape", "v", "question_mark")
        await screen.type("a word back")
        (group,) = headings_of(screen, "a word back")
        assert group not in {"", "Elsewhere, not now"}


def headings_of(screen: Screen, label: str) -> list[str]:
    """What the rows that say `label` stand under in the help, which tells keys that work elsewhere last."""
    lines = [line.strip() for line in helped(screen).split("\n")]
    rows = [at for at, line in enumerate(lines) if line.endswith(label)]
    return [next(line for line in reversed(lines[:at]) if not line.endswith(label)) for at in rows]


def helped(screen: Screen) -> str:
    return "\n".join(str(words.render()) for words in screen.app.screen.query("#help Static").results(Static))


@pytest.mark.parametrize("size", [(120, 36), (100, 30), (80, 24)])
@pytest.mark.parametrize("plain", [False, True], ids=["colours", "NO_COLOR"])
async def test_both_tabs_and_the_count_of_verdicts_are_told_whole(
    size: tuple[int, int], plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    async with running(size=size) as screen:
        assert "‹Annotations" in title_of_cards(screen)
        assert " 16" in title_of_cards(screen)
        await screen.press("tab")
        assert ("(here)" in title_of_cards(screen)) == plain
        await screen.press("c", "1")
        told = " ".join(screen.text("margin").split())
        assert "critique: 10 unanswered · 5 evaded · 1 partly" in told
        assert "you: 15 open · 1 answered" in told
        title = title_of_cards(screen)
        assert "‹Questions 16›" in title
        assert ("(here)" in title) == plain
        assert "V filters" in title or (plain and size == (100, 30))


def title_of_cards(screen: Screen) -> str:
    """The title over the cards; it must be on the screen whole."""
    title = str(screen.app.reader.margin.border_title)
    assert any(title in strip.text for strip in screen.app.screen._compositor.render_strips())
    return title


@pytest.mark.parametrize("size", [(120, 36), (100, 30), (80, 24)])
async def test_signs_stand_in_one_column(size: tuple[int, int]) -> None:
    async with running(size=size, section="risk-assessment") as screen:
        rows = screen.rows("passage")
        assert len({len(row) for row in rows if row.endswith((" ≠", " ?"))}) == 1, rows


async def test_the_mouse_chooses_a_block_a_word_and_a_stretch() -> None:
    async with running() as screen:
        await screen.press("]")
        rows = screen.rows("passage")
        y = next(i for i, row in enumerate(rows) if "Shohat then recalls" in row)
        x = rows[y].index("recalls")
        await screen.pilot.click("#passage", offset=(x, y + 1))
        assert screen.reading.block == 2
        await screen.pilot.click("#passage", offset=(x + 1, y + 1), times=2)
        assert screen.reading.document.text(screen.reading.span) == "recalls"
        await screen.pilot.mouse_down("#passage", offset=(x, y + 1))
        await screen.pilot.hover("#passage", offset=(x + 12, y + 1))
        await screen.pilot.mouse_up("#passage", offset=(x + 12, y + 1))
        assert screen.reading.document.text(screen.reading.span).startswith("recalls")


@pytest.mark.parametrize("size", [(120, 36), (100, 30), (80, 24), (60, 20)])
async def test_every_size_shows_text_and_cards(size: tuple[int, int]) -> None:
    async with running(size=size, section="risk-assessment") as screen:
        assert "Assessment of Risks" in screen.text("passage")
        assert "Contradiction" in screen.text("margin")
        assert screen.app.reader.passage.sheet.width >= {120: 70, 100: 62, 80: 56, 60: 50}[size[0]]


async def test_a_markdown_file_with_hostile_words_is_read(tmp_path: Path) -> None:
    path = tmp_path / "evil.md"
    path.write_text("# [/] \x1b]0;x\x07\n\n## One [@click=app.quit]x[/]\n\nText \x1b[2J and [/red] and \u202e.\n")
    async with running(path) as screen:
        shown = screen.text("passage")
        assert "[/red]" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        await screen.press("a")
        await screen.type("[/] [bold]")
        await screen.press("ctrl+s")
        assert "[/] [bold]" in screen.text("margin")


async def test_the_palette_goes_to_a_section_and_a_question() -> None:
    async with running() as screen:
        await screen.press("colon")
        await screen.type("Closing")
        await screen.pilot.pause(0.5)
        await screen.press("enter")
        assert screen.reading.section.id == "closing"
        await screen.press("colon")
        await screen.type("remedy")
        await screen.pilot.pause(0.5)
        await screen.press("enter")
        assert (screen.reading.tab, screen.reading.chosen) == ("questions", "questions/remedy")
