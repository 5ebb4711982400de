"""The figure commands run, small, and a miss fails them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from companion.formats import read_document
from companion.model import Placement
from tests.figures import anchoring_edits, anchoring_revisions, anchoring_shipped, anchoring_speed

SECTIONS = {"C01": "", "C02": "A Message From The CEO", "C08": "Executive Summary", "C10": "About The Group"}
SECTIONS |= {"C12": "Our Products", "C16": "Our Approach", "C20": "Assessment Of Risks"}


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
