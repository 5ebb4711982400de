"""Hostile native code in the place of each parser: every call it tries is refused, as a user and as root."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.documents.sandbox import landlock, seccomp
from tests.documents.sandbox import attempts, probing
from tests.documents.sandbox.probing import NOBODY, SANDBOXED, Found, run
from tests.measure import confined
from tests.measure.figures import Figures

ABLE = ["a thread", "modules loaded late", "chance", "time", "memory", "a terminal is asked for"]

THROUGH = {"socket unix", "fork", "vfork", "chmod", "setxattr", "prlimit on the parent", "memfd_create", "execve"}
THROUGH |= {"openat of a note", "unlink", "rename", "kill the parent", "io_uring_setup"}


@pytest.fixture(scope="module")
def world() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as top:  # pytest's own folders are closed to other users
        folder = Path(top)
        probing.prepare(folder)
        probing.compiled(folder)
        yield folder


def found(kind: str, world: Path, missing: str = "", user: int | None = None) -> Found:
    if user is not None and os.getuid() != 0:
        pytest.skip("only root can be another user")
    probe = run(kind, world, missing, user=user)
    if isinstance(probe, str):
        pytest.skip(probe)
    lacking = {name: why for name, why in probe.walls.items() if why and name not in missing.split(",")}
    if {seccomp.NAME, landlock.NAME} & set(lacking):
        pytest.skip(f"this system has not all walls: {lacking}")
    return probe


@pytest.mark.parametrize(
    ("kind", "user"), [*((kind, None) for kind in SANDBOXED), ("pdf", NOBODY), ("html", NOBODY)], ids=str
)
def test_every_call_is_refused_and_a_parser_can_work(kind: str, user: int | None, world: Path) -> None:
    probe = found(kind, world, user=user)
    assert probe.through == []
    assert len(probe.tried) >= 100
    assert probe.able == ABLE


@pytest.mark.parametrize("user", [None, NOBODY])
def test_where_walls_are_left_out_calls_get_through(user: int | None, world: Path) -> None:
    probe = found("html", world, f"{seccomp.NAME},{landlock.NAME}", user)
    assert len(probe.through) > 100
    assert set(probe.through) >= THROUGH
    assert probe.untold == ["execve"]
    assert probe.walls[seccomp.NAME] == probe.walls[landlock.NAME] == "left out on purpose"


def test_without_landlock_files_are_read_and_nothing_else(world: Path) -> None:
    probe = found("html", world, landlock.NAME)
    assert set(probe.through) == {attempt.name for attempt in attempts.READING if attempt.name in probe.tried}


def test_the_figure_misses_its_goal_where_a_wall_is_left_out(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found("html", world)
    figures = Figures()
    monkeypatch.setattr(confined, "SANDBOXED", ["html"])
    monkeypatch.setattr(confined, "run", lambda kind, folder, *missing, user: run(kind, folder, confined.MISSING))
    confined.probes(figures, world, None, "anybody")
    assert figures.failed
    assert "(goal: 0) MISSED\n" in capsys.readouterr().out


def test_the_probe_works_without_a_compiler(world: Path, tmp_path: Path) -> None:
    probing.prepare(tmp_path)
    probe = found("html", tmp_path)
    assert (probe.native, probe.through) == (False, [])
    assert len(found("html", tmp_path, f"{seccomp.NAME},{landlock.NAME}").through) > 100
