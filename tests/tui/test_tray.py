"""The tray of annotations without a sure place, driven by keys as a reader would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.model import Annotation, Place, Placement, Quote, new_id
from companion.reading import Card, Reading
from companion.store.library import open_document
from companion.store.notebook import find_notebook
from companion.store.paths import user_paths
from companion.store.settings import settings
from companion.tui.keymap import Keymap
from companion.tui.widgets import card_lines
from companion.tui.wrap import CardLine
from tests.making import LENS, written
from tests.running import process
from tests.tui.driving import Screen, running


def state(screen: Screen, name: str) -> Placement:
    return screen.reading.placements[f"lens/{name}"]


def joined(screen: Screen, pane: str) -> str:
    """What a pane shows, wrapped rows put together again."""
    return " ".join(row.strip(" ▌") for row in screen.rows(pane))


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (70, 30)], ids=str)
async def test_the_tray_tells_words_former_section_and_what_is_offered(tmp_path: Path, size: tuple[int, int]) -> None:
    report, lens = written(tmp_path)
    async with running(report, size=size, with_=[lens]) as screen:
        await screen.press("t")
        margin = joined(screen, "margin")
        assert "L4" in margin
        assert "lost" in margin
        assert "“Our clients are vetted by independent experts in law.”" in margin
        assert "it was in § customers" in margin
        assert "No place is offered" in margin
        await screen.press("t", "t")
        margin = joined(screen, "margin")
        assert "L3" in margin
        assert "a guess" in margin
        assert "▸ 1 of 2 · § closing ¶1 · 59% alike" in margin
        assert "[-customers-] {+its staff for the work+}" in margin
        assert "p put here" in screen.text("keys")
        assert "placing L3" in screen.text("place")


async def test_a_changed_passage_tells_what_differs_when_its_card_is_chosen(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    async with running(report, with_=[lens]) as screen:
        await screen.press("j")
        margin = joined(screen, "margin")
        assert "A [-periodic-] {+yearly+} on-site audit is made by [-the-] {+an outside+} company" in margin
        assert "the words differ here" in margin
        assert "B. Reader" in margin


async def test_a_guess_stays_shown_in_its_section_as_a_guess(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    async with running(report, section="closing", with_=[lens]) as screen:
        assert any(row.endswith("·?") for row in screen.rows("passage"))
        assert "a guess" in screen.rows("margin")[0]
        await screen.press("full_stop")
        assert screen.reading.held.key == "", "going through the annotations holds none"


async def test_enter_shows_what_is_offered_and_one_key_accepts_it(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    async with running(report, with_=[lens]) as screen:
        await screen.press("t", "t", "t", "enter")
        assert screen.reading.section.id == "closing"
        assert screen.app.reader.passage.has_focus
        await screen.press("equals_sign")
        assert state(screen, "L3").state == "exact"
        (place,) = screen.reading.own.places
        assert screen.reading.saves[place.id].state == "saved"
        assert "placed by you (saved)" in joined(screen, "margin")
        assert not screen.reading.held.key
    assert lens.read_text() == LENS
    (file,) = user_paths().notebooks.glob("*/*/n-*.yaml")
    assert "place: lens/L3\n" in file.read_text()
    async with running(report, section="closing", with_=[lens]) as again:
        assert state(again, "L3").state == "exact"
        assert "lens/L3" not in again.reading.index.tray


async def test_a_lost_one_is_put_on_the_passage_under_the_cursor_and_undone(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    async with running(report, with_=[lens]) as screen:
        await screen.press("t", "escape", "]", "j", ")")
        assert screen.reading.held.key == "lens/L4"
        assert "▌· L4" in screen.text("margin"), "its words stay beside the text"
        await screen.press("p")
        assert screen.reading.document.text(state(screen, "L4").spans[0]).startswith("No customer is named")
        await screen.press("u")
        assert state(screen, "L4").state == "lost"
        await screen.press("ctrl+r")
        assert state(screen, "L4").state == "exact"
    shown = process("show", str(report), "--with", str(lens), "--section", "customers").stdout
    assert "[L4]" in shown
    assert "(¶1); it was written on “Our clients are vetted by independent experts in law.”" in shown
    assert "lens/L4: you placed it on “No customer is named anywhere" in process("notes", str(report)).stdout
    assert "lens/L4 exact customers" in process("anchors", str(report), str(lens)).stdout


async def test_the_passage_for_a_lost_one_may_be_searched_for(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    async with running(report, with_=[lens]) as screen:
        await screen.press("t", "slash")
        await screen.type("audit")
        await screen.press("enter", "n")
        assert screen.reading.chosen == "lens/L2", "a hit in a card chooses it"
        assert screen.reading.held.key == "lens/L4"
        assert "placing L4" in screen.text("place")
        assert "p put here" in screen.text("keys")
        await screen.press("N", "p")
        assert state(screen, "L4").state == "exact"
        assert screen.reading.search is not None


async def test_a_place_given_in_an_earlier_session_is_taken_back(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    async with running(report, with_=[lens]) as screen:
        guess = state(screen, "L3")
        await screen.press("t", "t", "t", "equals_sign")
    async with running(report, section="closing", with_=[lens]) as screen:
        await screen.press("enter", "d")
        assert screen.reading.own.places == ()
        assert state(screen, "L3") == guess
    async with running(report, with_=[lens]) as screen:
        assert state(screen, "L3") == guess


async def test_an_own_note_keeps_its_words_when_it_is_given_a_place(tmp_path: Path) -> None:
    report, _ = written(tmp_path)
    book = find_notebook(user_paths(), open_document(str(report)), settings(user_paths()))
    for words in ("heard the compliance team each time", "with access to all logs", "No customer is named"):
        book.save(Annotation(new_id(), Quote(words), note="Hm"))
    report.write_text(report.read_text().replace("and heard the compliance team each time", "and was briefed"))
    async with running(report) as screen:
        notes = screen.reading.own.annotations
        (note,) = (each for each in notes if each.quote and each.quote.exact.startswith("heard"))
        key = f"{screen.reading.own.id}/{note.id}"
        await screen.press("t")
        assert screen.reading.held.key == key
        await screen.press("escape", "j", "j", "p")
        assert screen.reading.own.annotations == notes
        assert screen.reading.placements[key].state == "exact"
        (place,) = screen.reading.own.places
        assert isinstance(place, Place)
        assert place.place == key
    async with running(report) as screen:
        assert screen.reading.placements[key].state == "exact"
        assert "placed by you" in joined(screen, "margin")


async def test_keys_of_the_tray_do_nothing_elsewhere_and_esc_lets_go(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    async with running(report, section="customers", with_=[lens]) as screen:
        await screen.press("j", "p", "equals_sign")
        assert screen.reading.own.places == ()
        await screen.press("t", "escape", "escape")
        assert screen.reading.held.key == ""
        assert "▌· L1" in screen.text("margin")
        assert "a annotate" in screen.text("keys")


async def test_in_a_full_tray_only_the_cards_that_changed_are_laid_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, lens = written(tmp_path)
    lost = (f"  - {{id: X{number}, section: audits, quote: zebras graze on {number}}}" for number in range(40))
    lens.write_text("\n".join([*LENS.partition("questions:")[0].splitlines(), *lost]) + "\n")
    made: list[str] = []
    lay_out = card_lines._card

    def counted(reading: Reading, card: Card, width: int, look: card_lines.Look, keys: Keymap) -> Iterator[CardLine]:
        made.append(card.key)
        return lay_out(reading, card, width, look, keys)

    monkeypatch.setattr(card_lines, "_card", counted)
    async with running(report, with_=[lens]) as screen:
        assert len(set(made)) > 40
        await screen.press("t")
        made.clear()
        await screen.press("p")
        assert state(screen, "L4").state == "exact"
        assert made
        assert set(made) <= {"lens/L4", "lens/L2"}, "the one that was placed, and the one chosen beside it"


async def test_the_palette_names_what_is_in_the_tray(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    async with running(report, with_=[lens]) as screen:
        await screen.press("colon")
        await screen.type("Not placed: L5")
        await screen.pilot.pause(0.3)
        await screen.press("enter")
        await screen.settled()
        assert screen.reading.held.key == "lens/L5"


async def test_with_everything_placed_the_tray_says_so() -> None:
    async with running() as screen:
        await screen.press("t")
        assert any("has its place" in each for each in screen.app.told)
