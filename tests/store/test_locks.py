"""Locks between processes, and claims where no lock reaches."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from companion.store import files, locks


def test_a_lock_is_held_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0.05)
    with locks.locked(tmp_path / "state", tmp_path / "notes") as first:
        with locks.locked(tmp_path / "state", tmp_path / "notes") as second:
            pass
        with locks.locked(tmp_path / "state", tmp_path / "others") as other:
            pass
    with locks.locked(tmp_path / "state", tmp_path / "notes") as third:
        pass
    assert (first, second, other, third) == (True, False, True, True)
    assert not (tmp_path / "notes").exists()


def test_the_same_folder_by_another_way_is_the_same_lock(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "link").symlink_to("notes")
    assert locks.lock_file(tmp_path, tmp_path / "link") == locks.lock_file(tmp_path, tmp_path / "notes")


def test_without_a_state_folder_it_goes_on(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    with locks.locked(tmp_path / "state", tmp_path / "notes") as held:
        assert not held


def test_only_one_claims_a_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "CLAIM_PATIENCE", 0.02)
    with files.opened_folder(tmp_path) as folder:
        with locks.claimed(folder, "n.yaml", "a" * 64) as first:
            with locks.claimed(folder, "n.yaml", "a" * 64) as second:
                pass
            with locks.claimed(folder, "n.yaml", "b" * 64) as other:
                pass
            assert all(name.startswith(files.LEFT_OVER) for name in os.listdir(tmp_path))
        assert (first, second, other) == (True, False, True)
    assert os.listdir(tmp_path) == []


def test_old_locks_are_swept_unless_held(tmp_path: Path) -> None:
    with locks.locked(tmp_path, tmp_path / "held"), locks.locked(tmp_path, tmp_path / "new"):
        with locks.locked(tmp_path, tmp_path / "old"):
            pass
        hours_ago = time.time() - 7200
        for name in ("held", "old"):
            os.utime(locks.lock_file(tmp_path, tmp_path / name), (hours_ago, hours_ago))
        locks.sweep(tmp_path)
        assert locks.lock_file(tmp_path, tmp_path / "held").exists()
        assert locks.lock_file(tmp_path, tmp_path / "new").exists()
    assert not locks.lock_file(tmp_path, tmp_path / "old").exists()


def test_who_waited_for_a_swept_lock_takes_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = locks.lock_file(tmp_path, tmp_path / "notes")
    answers = iter([False, True])
    monkeypatch.setattr(locks, "_still_named", lambda descriptor, which: next(answers))
    with locks.locked(tmp_path, tmp_path / "notes") as held:
        assert held
        assert path.exists()
    assert next(answers, None) is None
