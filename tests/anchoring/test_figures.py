"""The figure programs of anchoring in small, and that a missed goal fails them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from companion.documents import read_document
from companion.model import Placement, Span
from tests.measure import anchoring_edits, anchoring_history, anchoring_revisions, anchoring_shipped, anchoring_speed

SECTIONS = {"C01": "", "C02": "A Message From The CEO", "C08": "Executive Summary", "C10": "About The Group"}
SECTIONS |= {"C12": "Our Products", "C16": "Our Approach", "C20": "Assessment Of Risks"}

EDITION = (
    "Rivers rise in the spring and carry timber to the coast.",
    "Nobody had counted the letters that came by the night train.",
    "A lantern hung above every door of the long street.",
    "Merchants from the south paid their tolls in silver.",
    "The old bridge was closed after the second flood.",
    "In winter the harbour froze and all ships lay still.",
    "Her brother kept bees behind the garden wall.",
    "Six soldiers guarded the gate until the bells rang.",
)


def stand_in() -> str:
    """A text in which every annotation has the words it belongs to, and one place each where only a few of them are."""
    parts = ["An account of a report"]
    for name, place in anchoring_shipped.PLACES.items():
        if SECTIONS.get(name):
            parts.append(SECTIONS[name])
        if not place.startswith("#"):
            words = place.replace("[", "").replace("]", "")
            parts.append(f"In part {name} this is told: {words} and so it goes on until the paragraph ends.")
    return "\n\n\n".join(parts) + "\n"


def test_the_shipped_critique_is_placed_on_another_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "text.txt"
    file.write_text(stand_in(), encoding="utf-8")
    assert anchoring_shipped.main([str(file)]) == 0
    assert capsys.readouterr().out.count("right of 28 = 28 ") == len(anchoring_shipped.COPIES)


def test_a_shipped_annotation_put_elsewhere_is_wrong() -> None:
    places = anchoring_shipped.PLACES
    made = read_document(stand_in().encode(), "made")
    there, elsewhere = (anchoring_shipped.true_span(made, places[name]) for name in ("C04", "C05"))
    assert there
    assert elsewhere
    assert anchoring_shipped.verdict(made, places["C04"], Placement("exact", 1.0, (there,))) == "right"
    assert anchoring_shipped.verdict(made, places["C04"], Placement("exact", 1.0, (elsewhere,))) == "wrong"
    assert anchoring_shipped.verdict(made, "no [such words] there", Placement("changed", 1.0, (there,))) == "wrong"
    assert not anchoring_shipped.report("made", {"C04": "wrong"} | {str(number): "right" for number in range(27)})
    assert not anchoring_shipped.report("made", {"C04": "right"} | {str(number): "lost" for number in range(27)})


def test_quotes_are_found_in_an_edited_text(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--text", "made-up", "--size", "120000", "--skip", "0", "--quotes", "150", "--seeds", "1"]
    assert anchoring_edits.main(small) == 0
    assert capsys.readouterr().out.count(" met\n") == 9


def test_sentences_are_found_after_revisions(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        anchoring_revisions.main(
            ["--text", "made-up", "--size", "120000", "--skip", "0", "--sentences", "120", "--seed", "5"]
        )
        == 0
    )
    assert capsys.readouterr().out.count(" met\n") == 3


def test_sentences_are_found_in_a_later_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(" ".join(EDITION), encoding="utf-8")
    later = [*EDITION[:3], "Here something was put in.", EDITION[4].replace("old bridge", "stone bridge"), *EDITION[5:]]
    new.write_text("\n\n".join(later), encoding="utf-8")
    assert anchoring_history.main([str(old), str(new)]) == 0
    told = capsys.readouterr().out
    assert f"right of {len(EDITION) - 1} that still stand = 100.00 %" in told
    assert "0 put elsewhere, 0 that were deleted put somewhere" in told


def test_a_sentence_put_elsewhere_in_a_later_edition_is_a_miss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "same.txt"
    file.write_text(" ".join(EDITION), encoding="utf-8")
    astray = Placement("exact", 1.0, (Span("part.1", 0, 6),))
    monkeypatch.setattr(anchoring_history, "place", lambda _, quotes: dict.fromkeys(quotes, astray))
    assert anchoring_history.main([str(file), str(file)]) == 1
    assert capsys.readouterr().out.count("MISSED") == 2


def test_misses_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    edits = Counter({"stands": 100, "stands right": 98, "stands wrong": 2, "gone": 10, "gone wrong": 1})
    assert not anchoring_edits.report("made", 0.02, edits)
    assert not anchoring_revisions.report("made", Counter(all=100, stands=90, right=80, wrong=1, unsure=9))
    assert capsys.readouterr().out.count("MISSED") == 6


def test_without_npm_only_the_peer_is_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(anchoring_speed, "which", lambda _: None)
    monkeypatch.setattr(anchoring_speed, "UNCHANGED", 1e9)
    small = ["--text", "made-up", "--size", "60000", "--skip", "0", "--quotes", "50", "--rounds", "1"]
    assert anchoring_speed.main(small) == 0
    told = capsys.readouterr().out
    assert "50 quotes, unchanged" in told
    assert "skipped: beside approx-string-match" in told
