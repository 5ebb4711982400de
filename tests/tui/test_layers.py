"""Layers on and off, and whose every card is."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from companion.store.paths import user_paths
from companion.tui.dialogs.layers import LayersDialog
from tests.making import written
from tests.running import process
from tests.tui.driving import Screen, running


def offered(screen: Screen) -> list[str]:
    return [str(option.prompt) for option in screen.app.screen.query_one(OptionList).options]


def others_held(screen: Screen) -> list[int]:
    """How many annotations of others each section holds."""
    reading = screen.reading
    return [reading.index.counts(heading.id).others for heading in reading.document.headings]


async def test_a_layer_switched_off_vanishes_from_text_margin_questions_and_counts_and_comes_back() -> None:
    async with running(section="ceo-message") as screen:
        others = others_held(screen)
        assert sum(others) == 28
        before = screen.rows("passage"), screen.rows("margin"), screen.rows("contents")
        await screen.press("L", "space")
        assert isinstance(screen.app.screen, LayersDialog)
        assert offered(screen)[0].startswith("[ ] A critique of NSO's 2023 report\n    28 annotations · by companion")
        await screen.press("escape")
        assert screen.reading.hidden == {"critique"}
        assert others_held(screen) == [0] * len(others)
        assert "C02" not in screen.text("margin")
        assert "†" not in screen.text("passage")
        assert "1 off (L)" in screen.text("foot")
        await screen.press("L", "j", "space", "escape", "c")
        assert "No questions belong to this document" in screen.text("margin").replace("\n ", " ")
        await screen.press("c", "L", "enter", "j", "enter", "L")
        assert screen.reading.hidden == frozenset()
        assert (screen.rows("passage"), screen.rows("margin"), screen.rows("contents")) == before


async def test_what_is_switched_off_stays_so_until_the_next_time_and_that_is_told() -> None:
    async with running(section="ceo-message") as screen:
        await screen.press("L", "space", "escape", "q")
    async with running(section="ceo-message", size=(80, 24)) as screen:
        assert screen.reading.hidden == {"critique"}
        assert "C02" not in screen.text("margin")
        assert "1 off (L)" in screen.text("foot")


async def test_writing_a_note_or_a_verdict_switches_own_ones_on() -> None:
    async with running(section="ceo-message") as screen:
        for write in (("a", *"Mine", "ctrl+s"), ("c", "1")):
            await screen.press("L", "end", "space", "escape")
            assert screen.reading.hidden == {screen.reading.own.id}
            assert "Mine" not in screen.text("margin")
            await screen.press(*write)
            assert screen.reading.hidden == frozenset()


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=str)
async def test_layers_from_elsewhere_stand_beside_the_text_and_say_whose_they_are(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    report, lens = written(tmp_path)
    (tmp_path / "second.yaml").write_text(lens.read_text().replace("B. Reader", "C. Other").replace("A lens", "Again"))
    async with running(report, section="customers", size=size, with_=[lens, tmp_path / "second.yaml"]) as screen:
        assert [layer.id for layer in screen.reading.layers] == ["lens", "lens-2"]
        await screen.press("j")
        margin = screen.text("margin").replace("\n", " ")
        assert "B. Reader" in margin
        await screen.press("tab", "j")
        margin = screen.text("margin").replace("\n", " ")
        assert "C. Other" in margin
        assert margin.count("Not one [of them].") >= 1
        await screen.press("c")
        assert "A lens: evaded" in screen.text("margin")
        await screen.press("L")
        assert len(offered(screen)) == 3


async def test_somebody_elses_notebook_is_a_layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report, _ = written(tmp_path)
    theirs = tmp_path / "theirs"
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path / "their config"))
        process("note", str(report), "--quote", "The board met", "--text", "How long?", "--notes", str(theirs))
    (notebook,) = theirs.iterdir()
    async with running(report, with_=[notebook]) as screen:
        assert [len(layer.annotations) for layer in screen.reading.layers] == [1]
        assert "How long?" in screen.text("margin")
        assert screen.reading.own.annotations == ()
    assert not user_paths().notebooks.exists()


async def test_ones_own_notebook_as_a_layer_is_there_once(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    process("note", str(report), "--quote", "The board met", "--text", "How long?")
    (notebook,) = user_paths().notebooks.iterdir()
    async with running(report, with_=[notebook, lens, lens]) as screen:
        assert [layer.id for layer in screen.reading.layers] == ["lens"]
        assert len(screen.reading.own.annotations) == 1
        own = screen.reading.own.id
        clash = tmp_path / "clash.yaml"
        clash.write_text(lens.read_text().replace("id: lens", f"id: {own}"))
    async with running(report, with_=[clash]) as screen:
        assert ([layer.id for layer in screen.reading.layers], screen.reading.own.id) == ([f"{own}-2"], own)
    ran = process("show", str(report), "--with", str(clash), "--format", "json")
    assert f'"layer": "{own}-2"' in ran.stdout
    assert f"called {own}-2 here" in ran.stderr


async def test_one_layer_that_cannot_be_read_hides_no_other_and_no_note(tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    bad = tmp_path / "bad.yaml"
    bad.write_text("companion: [")
    async with running(report, with_=[bad, tmp_path / "none.yaml", lens]) as screen:
        assert "lens" in [layer.id for layer in screen.reading.layers]
        assert screen.app.sync.loader.session.notebook is not None
        told = " ".join(each for each in screen.app.told)
        assert "bad.yaml:" in told
        assert "none.yaml" in told


async def test_the_shipped_critique_stands_beside_another_document_by_its_name(tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Other\n\n## One\n\nThey speak of reports of product misuse and of little else.\n")
    async with running(other, with_=["nso-2023"]) as screen:
        assert [layer.id for layer in screen.reading.layers] == ["critique", "questions"]
        assert screen.reading.index.tray
        assert "not placed" in screen.text("foot")
