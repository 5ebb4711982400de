"""The figure programs of the store in small; their long runs are commands of their own."""

from __future__ import annotations

import errno
import os
import random
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.measure import store_kills, store_merges, store_outside, store_power, store_two
from tests.measure.figures import Figures
from tests.store import faults
from tests.store.common import warm_up


def test_no_acknowledged_note_is_lost_by_kills() -> None:
    total = 0
    for seed in range(7, 15):  # on a busy machine a kill may come before the first save: then once more
        saved, gone, unreadable = store_kills.kills(25, seed=seed)
        assert (gone, unreadable) == (0, 0)
        total += saved
        if total > 5:
            break
    assert total > 5


def in_place(temporary: str, name: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
    """What stands in for a rename: the bytes go one by one into the note that is there."""
    with os.fdopen(os.open(temporary, os.O_RDONLY, dir_fd=src_dir_fd), "rb") as file:
        data = file.read()
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600, dir_fd=dst_dir_fd)
    for at in range(len(data)):
        os.write(descriptor, data[at : at + 1])
    os.close(descriptor)
    os.unlink(temporary, dir_fd=src_dir_fd)


def test_writing_in_place_would_be_noticed_by_kills(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "rename", in_place)
    found = 0
    for seed in range(7, 27):
        _, gone, unreadable = store_kills.kills(10, seed=seed)
        found += gone + unreadable
        if found:
            break
    assert found


def test_no_power_cut_loses_an_acknowledged_note_and_leaving_out_a_flush_would() -> None:
    tried, losing = store_power.power()
    assert tried > 60
    assert losing == 0
    assert store_power.power("folders", enough=1)[1] == 1
    assert store_power.power("files", enough=1)[1] == 1


@pytest.mark.parametrize("first", [True, False])
def test_a_fault_at_every_call_is_told_or_harmless(tmp_path: Path, first: bool) -> None:
    warm_up()
    outcomes = []
    for at in range(200):
        with tempfile.TemporaryDirectory(dir=tmp_path) as top:
            outcomes.append(faults.judge(Path(top), at, errno.EIO, first=first)[1])
        if outcomes[-1] == "past the end":
            break
    assert outcomes.pop() == "past the end"
    assert set(outcomes) <= {"told", "saved", "beside"}
    assert outcomes.count("told") > 10


def test_a_full_file_and_a_lost_permission_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    figures = Figures()
    store_outside.size_limit(figures)
    store_outside.lost_permission(figures)
    assert capsys.readouterr().out.count("figure:") == 3
    assert not figures.failed


@pytest.mark.parametrize("locked", [True, False])
def test_two_processes_lose_no_edit(locked: bool) -> None:
    acknowledged, found, _ = store_two.race(25, locked=locked)
    assert len(acknowledged) == 50
    assert set(acknowledged) <= set(found)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
@pytest.mark.parametrize("deletes", [False, True])
def test_git_merges_lose_nothing_and_a_double_edit_shows_both(tmp_path: Path, deletes: bool) -> None:
    assert store_merges.merges(2, seed=3) == (0, 0)
    assert store_merges.edited_twice(tmp_path, random.Random(3), deletes=deletes) == ""
