"""A disk that is really full while a note is written; slow, failing and lost ones: `python -m tests.measure.disks`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.measure import disks
from tests.measure.disks import FULL, NETWORK, outcome
from tests.measure.faulty_disk import here

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="skipped: only root may mount a small disk")


@ROOT_ONLY
@pytest.mark.parametrize("name", FULL)
def test_a_note_is_told_kept_and_saved_once_there_is_room(name: str) -> None:
    assert outcome(FULL[name]) == ""


@ROOT_ONLY
def test_a_disk_that_is_not_full_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def empty(disk: Path) -> Path:
        (disk / "filler").touch()
        return disk / "filler"

    monkeypatch.setattr(disks, "fill", empty)
    monkeypatch.setattr(disks, "TOLD", 5)
    assert "NOT SAVED" in outcome(FULL["the disk of the notes is full"])


@pytest.mark.skipif(bool(here()), reason=f"skipped: {here()}")
def test_a_failing_network_disk_is_told() -> None:
    assert outcome(NETWORK["flushing fails"]) == ""
